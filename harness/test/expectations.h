// What a scenario expects, held against what a run's journal says: actual beside required.
#pragma once

#include <string>
#include <vector>

#include "adapters/run_record.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

struct Finding {
  std::string required;  ///< As the file has it.
  std::string actual;    ///< What happened: "2 times: 09:03:01.5, 09:20:03"; with days where a run has several.
  bool met = false;
  engine::Origin origin;
  std::vector<engine::Time> outside = {};  ///< When it happened outside the time that was required.
};

/// `messages`: what the world's gateway accepted.
std::vector<Finding> check_expectations(const Scenario& scenario, const engine::Configuration& configuration,
                                        const std::vector<engine::Event>& journal,
                                        const std::vector<Message>& messages);

}  // namespace tricolor::harness
