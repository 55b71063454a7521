// Rebuilds the street as it was, from the scene log, for a window or a film that shows a run that is over, or one that
// goes on elsewhere.
//
// Things that stood are in the log (truth.h); passers-by leave no trace and follow from city, demand, seed and instant
// alone. Both together give the very scene that the run's cameras had.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/city/city.h"
#include "sim/people/demand.h"
#include "sim/scene.h"

namespace tricolor::sim {

/// Read-only after construction, so safe to call from several threads at once.
class SceneReplay {
 public:
  /// `city` must outlive it; `demand` and `seed` are those of the run.
  SceneReplay(const City& city, const Demand& demand, std::uint64_t seed);
  ~SceneReplay();

  /// Gives the scene that `World::scene` gave for this camera at this instant. `standing` is all that stood anywhere at
  /// `at`, by ascending id.
  SceneView scene(int camera, Time at, const std::vector<Thing>& standing) const;

  /// Gives everybody who only passes, on foot, by bicycle or on four legs, within about `reach_m` of a point.
  std::vector<Thing> passers_by(Point around, double reach_m, Time at) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::sim
