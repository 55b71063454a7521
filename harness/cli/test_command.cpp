// `tricolor test`: runs scenarios as tests, tells the terminal, and writes what build servers read. JUnit XML is
// written whatever becomes of the terminal, and also when the user stops the tests.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "run/load.h"
#include "run/shell_word.h"
#include "test/scenario_tests.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

std::atomic<bool> stop_tests{false};

bool tagged(const ScenarioTest& test, const std::string& with) {
  return std::find(test.tags.begin(), test.tags.end(), with) != test.tags.end();
}

struct Selection {
  std::vector<ScenarioTest> chosen;
  std::vector<ScenarioTest>
      long_ones;  ///< Runs of minutes: not among the tests of a folder unless they are asked for, by tag or by name.
};

Selection select(const TestArguments& arguments, engine::Diagnostics& diagnostics) {
  Selection selection;
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

// "results_failures" beside "results.xml".
std::string failures_beside(const std::string& junit) {
  const fs::path file(junit);
  return (file.parent_path() / (file.stem().string() + "_failures")).string();
}

bool write_junit(const std::string& path, const std::vector<TestSuite>& suites) {
  std::ofstream out(path);
  out << junit_xml(suites);
  if (out.flush()) return true;
  complain(fmt::format("{}: cannot be written\n", path));
  return false;
}

}  // namespace

int test_command(const TestArguments& arguments) {
  engine::Diagnostics diagnostics;
  const Selection selection = select(arguments, diagnostics);
  const auto& [tests, long_ones] = selection;
  if (!diagnostics.empty()) {
    complain(diagnostics.text());
    return kBadInput;
  }
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
    for (const ScenarioTest& test : tests) say(fmt::format("{:<36} {}\n", test.name, test.about));
    say(left_out);
    return kFine;
  }
  // One faulty file stops them all before any is run: a list of results with a hole in it is taken for a whole one.
  for (const ScenarioTest& test : tests) load_inputs(test.path, diagnostics);
  if (!diagnostics.empty()) {
    complain(diagnostics.text());
    return kBadInput;
  }
  stop_tests.store(false);
  const StopSignals signals([] { stop_tests.store(true); });
  const bool annotate = annotations_wanted(arguments);
  std::size_t passed = 0, stopped = 0;
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
    passed += outcome.passed() ? 1 : 0;
    stopped += outcome.stopped ? 1 : 0;
    suites.push_back(suite_of(outcome));
  };
  run_scenario_tests(tests, options);
  for (const ScenarioTest& test : long_ones)
    suites.push_back(suite_left_out(test, "tagged long; run with: " + how_to_run_long_ones(arguments)));
  if (!arguments.junit.empty() && !write_junit(arguments.junit, suites)) return kMachine;
  say(fmt::format("{} of {} passed\n{}", passed, tests.size(), left_out));
  if (stop_tests.load() && stopped > 0) {
    say(fmt::format("STOPPED: {} not run to the end\n", stopped));
    return kStopped;
  }
  return passed == tests.size() ? kFine : kFailed;
}

}  // namespace tricolor::harness
