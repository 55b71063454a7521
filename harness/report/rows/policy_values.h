// Gives the policy of a run as keys and values, for the files of the run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/policy.h"

namespace tricolor::harness {

/// Gives every value that a planner may change, by its key in a policy file ("notice.correct_within"), as people write
/// it ("15 min").
std::vector<std::pair<std::string, std::string>> policy_values(const engine::Policy& policy);

/// Writes a time of day, given as the time since local midnight, as "08:30".
std::string time_of_day(engine::Duration after_midnight);

}  // namespace tricolor::harness
