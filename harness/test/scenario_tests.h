// Runs scenarios as tests, for `tricolor test`. Each is run and compared with its own `expect`.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapters/run_trouble.h"
#include "test/expectations.h"
#include "test/junit.h"

namespace tricolor::harness {

struct ScenarioTest {
  std::string path;
  std::string name;
  std::string about;
  std::vector<std::string> tags;
};

/// Lists the YAML files in a folder and its sub-folders, by path.
std::vector<std::string> yaml_files(const std::string& folder);

/// Lists the scenarios in a file or in a folder and its sub-folders, by path: YAML files with the key `scenario`. Files
/// that cannot be read are faults in `diagnostics`.
std::vector<ScenarioTest> find_scenario_tests(const std::string& path, engine::Diagnostics& diagnostics);

struct ScenarioOutcome {
  ScenarioTest test;
  std::string error;  ///< Reason why it could not be run; empty when it was.
  std::vector<Finding> findings;
  bool repeated_alike = true;  ///< True when all repetitions had the same fingerprints.
  double seconds = 0;          ///< Wall time of all repetitions.
  bool stopped = false;        ///< True when it was not run, or not to its end, because the user stopped the tests.
  std::uint64_t seed = 0;
  std::string commit;        ///< Commit of the program.
  std::string policy;        ///< The policy's name.
  std::string start, lasts;  ///< Simulated start and length, as people write them.
  bool every_frame = false;
  int repeat = 1;                         ///< Number of times that it was run.
  std::vector<RunTrouble> troubles = {};  ///< Troubles of the last run.
  std::vector<std::string> unmeant = {};  ///< Troubles that the scenario's own faults do not script, in words.
  std::map<std::size_t, std::vector<std::string>> kept;  ///< Files about a finding that was not met, by its index.

  /// True when every expectation was met and nothing else went wrong; true of a scenario without expectations, too.
  bool passed() const;
  /// True when it ran and has no expectations.
  bool expects_nothing() const { return error.empty() && !stopped && findings.empty(); }
};

struct ScenarioTestOptions {
  int jobs = 1;    ///< Scenarios run at the same time, ≥ 1.
  int repeat = 1;  ///< Times that each is run, ≥ 1; all must have the same fingerprints.
  /// When it is true, no further scenario begins and those that run end early; null: never.
  const std::atomic<bool>* stop = nullptr;
  std::string keep_failures;  ///< Folder for files about what is not met, a folder of its own a scenario; empty: none.
  /// Called once for each scenario when it is done, in the order of the list, on the calling thread's behalf under a
  /// lock.
  std::function<void(const ScenarioOutcome&)> done;
};

/// Runs the scenarios; outcomes are in the order of `tests` for any number of jobs.
std::vector<ScenarioOutcome> run_scenario_tests(const std::vector<ScenarioTest>& tests,
                                                const ScenarioTestOptions& options);

/// Writes one line when it passed; every expectation that was not met, actual beside required, when it did not.
std::string outcome_text(const ScenarioOutcome& outcome);

/// Gives the command line that runs one scenario again as `tricolor test` ran it.
std::string again(const ScenarioTest& test);

/// Gives one test case for the run, which has the wall time, and one for each expectation.
TestSuite suite_of(const ScenarioOutcome& outcome);

/// Gives the suite of a scenario that was left out, with the reason.
TestSuite suite_left_out(const ScenarioTest& test, const std::string& why);

/// Gives faults of input files as suites, one for each file: errors at their lines.
std::vector<TestSuite> suites_of(const engine::Diagnostics& faults);

/// Gives the same faults as annotations, with file, line and column.
std::string annotations_of(const engine::Diagnostics& faults);

/// Gives the expectations that were not met, a line each, in the form that GitHub's runners show beside the file:
/// "::error file=…,line=…,title=…::…".
std::string annotations_of(const ScenarioOutcome& outcome);

}  // namespace tricolor::harness
