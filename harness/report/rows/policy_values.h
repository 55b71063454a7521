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

}  // namespace tricolor::harness
