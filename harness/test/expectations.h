// Compares a scenario's expectations with a run's journal: actual beside required.
#pragma once

#include <string>
#include <vector>

#include "adapters/run_record.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

struct Finding {
  std::string required;  ///< The expectation as written in the file.
  std::string actual;    ///< Actual events: "2 times: 09:03:01.5, 09:20:03"; with days where a run has several.
  bool met = false;
  engine::Origin origin;
  std::vector<engine::Time> outside = {};  ///< Instants at which it happened outside the required time.
};

/// Judges all expectations. `messages` are those that the world's gateway accepted.
std::vector<Finding> check_expectations(const Scenario& scenario, const engine::Configuration& configuration,
                                        const std::vector<engine::Event>& journal,
                                        const std::vector<Message>& messages);

}  // namespace tricolor::harness
