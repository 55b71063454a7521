// `tricolor test`: scenarios as tests. Each is run and held to its own `expect`.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "test/expectations.h"
#include "test/junit.h"

namespace tricolor::harness {

struct ScenarioTest {
  std::string path;
  std::string name;
  std::string about;
  std::vector<std::string> tags;
};

/// YAML files in a folder and its sub-folders, by path.
std::vector<std::string> yaml_files(const std::string& folder);

/// The scenarios in a file or in a folder and its sub-folders, by path: YAML files with the key `scenario`. Files that cannot be read
/// are faults in `diagnostics`.
std::vector<ScenarioTest> find_scenario_tests(const std::string& path, engine::Diagnostics& diagnostics);

struct ScenarioOutcome {
  ScenarioTest test;
  std::string error;                ///< Why it could not be run; empty when it was.
  std::vector<Finding> findings;
  bool repeated_alike = true;       ///< All repetitions had the same fingerprints.
  double seconds = 0;               ///< Wall time of all repetitions.

  bool passed() const;
};

struct ScenarioTestOptions {
  int jobs = 1;                     ///< Scenarios run at the same time, ≥ 1.
  int repeat = 1;                   ///< Times that each is run, ≥ 1; all must have the same fingerprints.
  /// Called once for each scenario when it is done, in the order of the list, on the calling thread's behalf under a lock.
  std::function<void(const ScenarioOutcome&)> done;
};

/// Runs them; outcomes are in the order of `tests` whatever the number of jobs.
std::vector<ScenarioOutcome> run_scenario_tests(const std::vector<ScenarioTest>& tests, const ScenarioTestOptions& options);

/// One line when it passed; every expectation that was not met, actual beside required, when it did not.
std::string outcome_text(const ScenarioOutcome& outcome);

/// One test case for each expectation.
TestSuite suite_of(const ScenarioOutcome& outcome);

}  // namespace tricolor::harness
