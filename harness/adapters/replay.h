// Remakes a run's city and its cameras' pictures from the scenario, the seed and the scene log. Nothing here changes a
// run; pictures are a pure function of the city, the standing things, and the instant.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/closed_loop.h"
#include "sim/people/replay.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// The whole box of a thing in a picture, and its visible share.
struct ShownThing {
  sim::ThingId id = 0;
  sim::ThingKind kind = sim::ThingKind::person;
  engine::ImageBox box;
  double share = 0;  ///< Share of its pixels that nothing hides, 0 … 1.
};

class Replay {
 public:
  /// Builds the city as the run did. `inputs` must outlive it.
  explicit Replay(const LoopInputs& inputs);
  ~Replay();

  const sim::City& city() const;
  const engine::Configuration& configuration() const;
  const std::vector<KindOfThing>& kinds() const;
  /// Gives the speed of officers on their way, metres a second, by the demand model.
  double officer_mps() const;

  /// Gives the source of a camera's picture at an instant: another camera (swapped), an earlier instant (frozen), or a
  /// blackened picture (dark); nothing, when it sends none.
  struct Source {
    int camera = 0;
    sim::Time at;
    bool dark = false;
  };
  std::optional<Source> source_of(int camera, sim::Time at) const;

  /// Draws the picture. `standing` has all things that stood anywhere at `source.at`, by ascending id. Thread-safe. The
  /// first picture of a camera costs about 20 ms more. `shown`, where wanted, is filled with the truly visible things.
  std::shared_ptr<const engine::Image> picture(const Source& source, const std::vector<sim::Thing>& standing,
                                               std::vector<ShownThing>* shown = nullptr) const;

  /// Gives all passers-by within about `reach_m` metres of a point.
  std::vector<sim::Thing> passers_by(sim::Point around, double reach_m, sim::Time at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
