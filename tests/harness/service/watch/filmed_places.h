// Draws films of places for tests: a floor and a wall, people who walk, stand and sit, bags, doors of light, a camera
// that shakes, sensor noise and a codec. Everything is a pure function of the place's seed and the second, so that the
// truth is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::harness {

/// Somebody in view. Sizes and places are shares of the picture's height, so that one place can be filmed in any size:
/// x runs from 0 to the picture's ratio, y from 0 at the top to 1.
struct FilmedPerson {
  enum class Does : std::uint8_t { walk, stand, sit };
  Does does = Does::walk;
  double from_s = 0, until_s = 1e9;
  double x = 0, foot_y = 0.8;  ///< Place of the feet at `from_s`.
  double speed = 0;            ///< Along x, heights of the picture a second.
  double height = 0.3;
  std::uint32_t looks = 1;  ///< Seed of clothes and habits.
};

/// A thing that stands from `from_s` until `until_s`.
struct FilmedThing {
  double from_s = 0, until_s = 1e9;
  double x = 0.6, y = 0.8;  ///< Middle of its foot.
  double width = 0.08, height = 0.08;
  double shade = 45;  ///< Mean grey level of its surface, 0 … 255.
  std::uint32_t looks = 1;
};

struct FilmedPlace {
  std::string name;
  int width_px = 320, height_px = 240;
  double lasts_s = 60;
  std::uint32_t seed = 1;
  std::vector<FilmedPerson> people;
  std::vector<FilmedThing> things;
  double noise = 3;          ///< Standard deviation of the sensor's noise, grey levels.
  double shake_px = 0;       ///< The camera's largest swing from its mean, pixels.
  double drift = 0;          ///< Amplitude of a slow exposure drift, share.
  double auto_exposure = 0;  ///< Relative darkening or lightening of the picture per share of it that people cover.
  std::optional<double> dark_from_s, dark_until_s;  ///< A lamp is off in between.
  double cloud = 0;                                 ///< Depth of a soft shadow that wanders over the floor, share.
  double squeeze = 0;  ///< 0: no codec. Else the quantiser of MPEG-4, 2 (fine) … 31 (coarse).
};

/// The pictures of a place in order, `per_s` a second.
class PlaceFilm {
 public:
  explicit PlaceFilm(const FilmedPlace& place, double per_s = 5);
  ~PlaceFilm();
  /// The next picture, and the second at which it was taken; null at the end.
  std::shared_ptr<const engine::Image> next(double& at_s);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Gives walkers who cross the whole picture at random instants, `per_minute` of them, with feet at heights between the
/// two given.
std::vector<FilmedPerson> passing_crowd(std::uint32_t seed, double ratio, double per_minute, double from_s,
                                        double until_s, double least_foot_y, double most_foot_y);

}  // namespace tricolor::harness
