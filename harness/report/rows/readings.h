// Counts the same strikes under other readings of the rule. The source page leaves open over what span strikes count
// and whether yellow begins at three or four; a colour is a pure function of history, policy and time, so every reading
// is one more fold of one journal.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "adapters/run_record.h"

namespace tricolor::harness {

struct RuleReading {
  std::string name;            ///< "as_run", "last_step_down", "rolling_30_days", "calendar_month", "yellow_from_4".
  std::array<int, 3> shops{};  ///< Number of green, yellow and red shops at the end of the run.
};

/// Gives the run's own policy first, as the engine kept it; then each reading that differs from it. In these, time in
/// which no camera saw a shop counts as clean, because the strikes do not hold blind time.
std::vector<RuleReading> readings_of(const RunRecord& run);

}  // namespace tricolor::harness
