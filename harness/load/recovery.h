// Says of a point in which something was broken on purpose what that was found to be, by the figures alone, and how
// long it took until the engine was back in its steady state.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "load/load_point.h"

namespace tricolor::harness {

/// The stage whose cost differs most between the pictures with and without the planted slowness, if any differs.
struct SlowedStage {
  Stage stage = Stage::net;
  double more = 0;           ///< Its cost with the slowness over that without, less 1.
  double low = 0, high = 0;  ///< 95 % interval of `more`, over all stages together.
};
/// It is found from the costs alone: nothing tells it what was planted. None where no interval lies above 0.
std::optional<SlowedStage> slowed_stage(const StageCost& without, const StageCost& with);

/// Number of the seconds from `over_second` on until the 99th percentile of the latency and the pictures that wait are
/// back for good within twice their highest of the seconds before `broken_second`. None when they were not by the end.
std::optional<int> seconds_to_steady(const std::vector<SecondFigures>& seconds, std::size_t broken_second,
                                     std::size_t over_second);

/// The key `broken` of a point.
nlohmann::ordered_json broken_json(const PointSettings& settings, const PointResult& result);

}  // namespace tricolor::harness
