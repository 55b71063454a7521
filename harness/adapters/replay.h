// A run looked at again: its city and what its cameras showed, remade from the scenario, the seed and the scene log.
// Nothing here touches a run; pictures are a pure function of city, what stood, and the instant.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/closed_loop.h"
#include "sim/people/replay.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// The whole of a thing's box in a picture, and how much of it is to be seen.
struct ShownThing {
  sim::ThingId id = 0;
  sim::ThingKind kind = sim::ThingKind::person;
  engine::ImageBox box;
  double share = 0;  ///< 0 … 1, of its pixels that nothing hides.
};

class Replay {
 public:
  /// Builds the city as the run did. `inputs` must outlive it.
  explicit Replay(const LoopInputs& inputs);
  ~Replay();

  const sim::City& city() const;
  const engine::Configuration& configuration() const;
  /// Speed of officers on their way, metres a second: the demand model's.
  double officer_mps() const;

  /// Where a camera's picture of an instant comes from: another camera (swapped), an earlier instant (frozen),
  /// blackened (dark); or nothing, when it sends none.
  struct Source {
    int camera = 0;
    sim::Time at;
    bool dark = false;
  };
  std::optional<Source> source_of(int camera, sim::Time at) const;

  /// Draws the picture. `standing`: all that stood anywhere at `source.at`, by ascending id. Thread-safe. The first
  /// picture of a camera costs about 40 ms more. `shown`, where wanted, is filled with what is truly visible.
  std::shared_ptr<const engine::Image> picture(const Source& source, const std::vector<sim::Thing>& standing,
                                               std::vector<ShownThing>* shown = nullptr) const;

  /// Everybody who only passes, within about `reach_m` of a point.
  std::vector<sim::Thing> passers_by(sim::Point around, double reach_m, sim::Time at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
