// Turns a picture of albedos into what a camera delivers, by light and sensor.
#pragma once

#include <cstdint>
#include <vector>

#include "camera/night_light.h"
#include "sim/scene.h"

namespace tricolor::sim {

/// The light of one picture. At most one at a time in a thread.
class Exposure {
 public:
  /// By night `night` says what is lit and how much; both must outlive the exposure.
  Exposure(const Light& light, const NightLight& night, int width_px, int height_px);

  /// True when lamps are on, so that places are lit differently.
  bool uneven() const { return light_.lamps_on; }

  /// Pixels `from` … `to` − 1 of row `y` belong to a thing whose foot is at the given place of the picture: it is as
  /// bright as the ground there, not as the window before which it stands. For uneven light only.
  std::uint8_t light_at(double x_px, double y_px) const {
    return night_.at(x_px, y_px, light_.level, light_.shops_lit);
  }
  void lit_as(int y, int from, int to, std::uint8_t light);

  /// Applies a gain to each channel, then noise of the sensor by keyed offset, in place.
  void expose(std::vector<std::uint8_t>& bytes, std::uint64_t noise_key) const;

 private:
  const Light& light_;
  const NightLight& night_;
  int width_px_, height_px_;
  std::vector<std::uint8_t>&
      lit_;  ///< Light by pixel, three equal values each; of no use while daylight is the same everywhere.
};

}  // namespace tricolor::sim
