// Implements `tricolor test`: runs scenarios as tests, prints their results, and writes files for build servers. JUnit
// XML is written even when the terminal fails, and also when the user stops the tests.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "run/load.h"
#include "run/plausibility.h"
#include "run/shell_word.h"
#include "test/scenario_tests.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

std::atomic<bool> stop_tests{false};

bool tagged(const ScenarioTest& test, const std::string& with) {
  return std::find(test.tags.begin(), test.tags.end(), with) != test.tags.end();
}

struct ChosenTests {
  std::vector<ScenarioTest> chosen;
  /// Scenarios that take minutes: they are not among the tests of a folder unless they are asked for, by tag or by
  /// name.
  std::vector<ScenarioTest> long_ones;
};

ChosenTests select(const TestArguments& arguments, engine::Diagnostics& diagnostics) {
  ChosenTests selection;
  for (const std::string& path : arguments.paths)
    for (ScenarioTest& test : find_scenario_tests(path, diagnostics)) {
      if (!arguments.tag.empty() && !tagged(test, arguments.tag)) continue;
      const bool named = std::find(arguments.paths.begin(), arguments.paths.end(), test.path) != arguments.paths.end();
      const bool left_out = arguments.tag.empty() && !named && tagged(test, "long");
      (left_out ? selection.long_ones : selection.chosen).push_back(std::move(test));
    }
  return selection;
}

std::string how_to_run_long_ones(const TestArguments& arguments) {
  std::string command = "tricolor test --tag long";
  for (const std::string& path : arguments.paths) command += " " + shell_word(path);
  return command;
}

bool annotations_wanted(const TestArguments& arguments) {
  const char* github = std::getenv("GITHUB_ACTIONS");
  return arguments.annotations || (github && std::string_view(github) == "true");
}

// Gives the folder "results_failures" beside "results.xml".
std::string failures_beside(const std::string& junit) {
  const fs::path file(junit);
  return (file.parent_path() / (file.stem().string() + "_failures")).string();
}

bool write_junit(const std::string& path, const std::vector<TestSuite>& suites) {
  std::ofstream out(path);
  out << junit_xml(suites);
  if (out.flush()) return true;
  complain(fmt::format("{}: cannot be written: {}\n", path, std::strerror(errno)));
  return false;
}

// Checks before anything is run that the results can be written, so that an hour of tests does not end without a place
// for them. Makes the folder.
bool can_write_junit(const std::string& path) {
  std::error_code failed;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, failed);
  if (failed) {
    complain(fmt::format("--junit: the folder of {} cannot be made: {}\n", path, failed.message()));
    return false;
  }
  if (fs::is_directory(path, failed)) {
    complain(fmt::format("--junit: must be a file, got the folder {}\n", path));
    return false;
  }
  const bool was_there = fs::exists(path, failed);
  const std::string extension = fs::path(path).extension().string();
  if (was_there && (extension == ".yaml" || extension == ".yml")) {
    complain(fmt::format("--junit: must not be a YAML file that is there, got {}: it would be written over\n", path));
    return false;
  }
  errno = 0;
  const bool opened = std::ofstream(path, std::ios::app).is_open();
  const int why = errno;
  if (!opened) {
    complain(fmt::format("--junit: {}: cannot be written: {}\n", path, std::strerror(why)));
    return false;
  }
  if (!was_there) fs::remove(path, failed);
  return true;
}

// Reports faults of input files, for people and for build servers. The other scenarios are listed too, as not run.
int tell_faults(const TestArguments& arguments, const engine::Diagnostics& faults,
                const std::vector<ScenarioTest>& tests) {
  complain(faults.text());
  if (annotations_wanted(arguments)) say(annotations_of(faults));
  if (arguments.junit.empty()) return kBadInput;
  std::vector<TestSuite> suites = suites_of(faults);
  for (const ScenarioTest& test : tests)
    if (std::none_of(suites.begin(), suites.end(), [&](const TestSuite& suite) { return suite.file == test.path; }))
      suites.push_back(suite_left_out(test, "not run: input files are at fault"));
  write_junit(arguments.junit, suites);
  return kBadInput;
}

// Prints the number of scenarios by result.
struct OutcomeCounts {
  std::size_t passed = 0, stopped = 0, held_to_nothing = 0;

  void add(const ScenarioOutcome& outcome) {
    const bool nothing = outcome.passed() && outcome.expects_nothing();
    passed += outcome.passed() && !nothing ? 1 : 0;
    held_to_nothing += nothing ? 1 : 0;
    stopped += outcome.stopped ? 1 : 0;
  }
  std::string text(std::size_t all) const {
    return fmt::format("{} of {} passed{}\n", passed, all,
                       held_to_nothing ? fmt::format(", {} held to nothing (no `expect`)", held_to_nothing) : "");
  }
  // A scenario without expectations is no failure beside others that have some; alone it shows nothing, and a build
  // server that takes it for a success is misled.
  bool fine(std::size_t all) const { return passed > 0 && passed + held_to_nothing == all; }
};

}  // namespace

int test_command(const TestArguments& arguments) {
  if (!arguments.junit.empty() && !arguments.list && !can_write_junit(arguments.junit)) return kBadInput;
  engine::Diagnostics diagnostics;
  const ChosenTests selection = select(arguments, diagnostics);
  const auto& [tests, long_ones] = selection;
  if (!diagnostics.empty()) return tell_faults(arguments, diagnostics, tests);
  std::string left_out;
  for (const ScenarioTest& test : long_ones) left_out += (left_out.empty() ? "" : ", ") + test.name;
  if (!long_ones.empty())
    left_out = fmt::format("{} skipped (tagged long): {}; run with: {}\n", long_ones.size(), left_out,
                           how_to_run_long_ones(arguments));
  if (tests.empty()) {
    complain(fmt::format("no scenario{} there: {}\n{}",
                         arguments.tag.empty() ? "" : " with the tag '" + arguments.tag + "'",
                         fmt::join(arguments.paths, " "), left_out));
    return kBadInput;
  }
  if (arguments.list) {
    for (const ScenarioTest& test : tests) say(fmt::format("{:<36} {:<44} {}\n", test.name, test.path, test.about));
    say(left_out);
    return kFine;
  }
  // One faulty file stops all scenarios before any is run, because a list of results that lacks some would be taken for
  // a whole one.
  engine::Diagnostics warnings;
  for (const ScenarioTest& test : tests)
    if (const auto inputs = load_inputs(test.path, diagnostics))
      for (const engine::Diagnostic& one : warnings_about(*inputs).sorted())
        warnings.add(one.origin, one.path, one.text);
  if (!diagnostics.empty()) return tell_faults(arguments, diagnostics, tests);
  complain(warning_lines(warnings));
  stop_tests.store(false);
  const StopSignals signals([] { stop_tests.store(true); });
  const bool annotate = annotations_wanted(arguments);
  OutcomeCounts tally;
  std::vector<TestSuite> suites;
  ScenarioTestOptions options;
  options.jobs = arguments.jobs;
  options.repeat = arguments.repeat;
  options.stop = &stop_tests;
  if (!arguments.junit.empty()) options.keep_failures = failures_beside(arguments.junit);
  options.done = [&](const ScenarioOutcome& outcome) {
    std::string text = outcome_text(outcome);
    if (!outcome.passed() && !outcome.stopped) text += fmt::format("    again: {}\n", again(outcome.test));
    for (const auto& [finding, files] : outcome.kept)
      for (const std::string& file : files) text += fmt::format("    kept: {}\n", file);
    if (annotate) text += annotations_of(outcome);
    say(text);
    tally.add(outcome);
    suites.push_back(suite_of(outcome));
  };
  run_scenario_tests(tests, options);
  for (const ScenarioTest& test : long_ones)
    suites.push_back(suite_left_out(test, "tagged long; run with: " + how_to_run_long_ones(arguments)));
  if (!arguments.junit.empty() && !write_junit(arguments.junit, suites)) return kMachine;
  say(tally.text(tests.size()) + left_out);
  if (stop_tests.load() && tally.stopped > 0) {
    say(fmt::format("STOPPED: {} not run to the end\n", tally.stopped));
    return kStopped;
  }
  return tally.fine(tests.size()) ? kFine : kFailed;
}

}  // namespace tricolor::harness
