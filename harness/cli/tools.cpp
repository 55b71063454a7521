#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "adapters/pictures.h"
#include "cli/commands.h"
#include "diff/divergence.h"
#include "run/load.h"
#include "run/progress.h"
#include "run/run_folder.h"
#include "run/story.h"
#include "test/scenario_tests.h"

namespace tricolor::harness {

namespace fs = std::filesystem;

int validate_command(const std::vector<std::string>& paths) {
  engine::Diagnostics all;
  std::size_t scenarios = 0;
  for (const std::string& path : paths)
    for (const ScenarioTest& test : find_scenario_tests(path, all)) {
      load_inputs(test.path, all);
      ++scenarios;
    }
  std::fputs(all.text().c_str(), stderr);
  if (!all.empty()) return kBadInput;
  if (scenarios == 0) {
    fmt::print(stderr, "no scenario there: must be files or folders with files that have the key 'scenario'\n");
    return kBadInput;
  }
  fmt::print("{} scenario{} fine\n", scenarios, scenarios == 1 ? "" : "s");
  return kFine;
}

int config_command(const std::string& path) {
  engine::Diagnostics diagnostics;
  const std::string text = resolved_with_origins(path, diagnostics);
  if (!diagnostics.empty()) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return kBadInput;
  }
  std::fputs(text.c_str(), stdout);
  return kFine;
}

int init_command(const std::string& path) {
  const fs::path file(path);
  if (fs::exists(file)) {
    fmt::print(stderr, "{}: must be a file that does not exist yet\n", path);
    return kBadInput;
  }
  const fs::path policy = fs::path(assets_folder()).parent_path() / "scenarios" / "policies" / "pinghu.yaml";
  if (!file.parent_path().empty()) fs::create_directories(file.parent_path());
  const fs::path policies = file.parent_path() / "policies";
  fs::create_directories(policies);
  if (!fs::exists(policies / "pinghu.yaml")) fs::copy_file(policy, policies / "pinghu.yaml");
  std::ofstream out(file);
  out << scenario_template(file.stem().string());
  if (!out.flush()) {
    fmt::print(stderr, "{}: cannot be written\n", path);
    return kMachine;
  }
  fmt::print("wrote {} and {}\nnext: tricolor run {}\n", path, (policies / "pinghu.yaml").string(), path);
  return kFine;
}

int test_command(const std::vector<std::string>& paths, const std::string& tag, int repeat, int jobs, bool list, const std::string& junit) {
  engine::Diagnostics diagnostics;
  std::vector<ScenarioTest> tests;
  for (const std::string& path : paths)
    for (ScenarioTest& test : find_scenario_tests(path, diagnostics)) tests.push_back(std::move(test));
  // The long runs are for `run`; a scenario without expectations has nothing to be held to.
  std::erase_if(tests, [&](const ScenarioTest& test) { return !tag.empty() && std::find(test.tags.begin(), test.tags.end(), tag) == test.tags.end(); });
  std::erase_if(tests, [](const ScenarioTest& test) { return std::find(test.tags.begin(), test.tags.end(), "long") != test.tags.end(); });
  if (!diagnostics.empty()) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return kBadInput;
  }
  if (tests.empty()) {
    fmt::print(stderr, "no scenario{} there: {}\n", tag.empty() ? "" : " with the tag '" + tag + "'", fmt::join(paths, " "));
    return kBadInput;
  }
  if (list) {
    for (const ScenarioTest& test : tests) fmt::print("{:<36} {}\n", test.name, test.about);
    return kFine;
  }
  std::size_t passed = 0;
  std::vector<TestSuite> suites;
  run_scenario_tests(tests, {jobs, repeat, [&](const ScenarioOutcome& outcome) {
                               std::fputs(outcome_text(outcome).c_str(), stdout);
                               if (!outcome.passed()) fmt::print("    again: tricolor run {}\n", outcome.test.path);
                               std::fflush(stdout);
                               passed += outcome.passed() ? 1 : 0;
                               suites.push_back(suite_of(outcome));
                             }});
  if (!junit.empty()) {
    std::ofstream out(junit);
    out << junit_xml(suites);
    if (!out.flush()) {
      fmt::print(stderr, "{}: cannot be written\n", junit);
      return kMachine;
    }
  }
  fmt::print("{} of {} passed\n", passed, tests.size());
  return passed == tests.size() ? kFine : kFailed;
}

int diff_command(const std::string& left, const std::string& right) {
  const auto a = read_journal(left), b = read_journal(right);
  const auto divergence = first_divergence(a, b);
  if (!divergence) {
    fmt::print("equal: {} events\n", a.size());
    return kFine;
  }
  std::fputs(to_text(*divergence).c_str(), stdout);
  return kFailed;
}

int explain_command(const std::string& run, const std::string& shop, int case_number, int incident, const std::string& colour) {
  const auto journal = read_journal(run);
  std::ifstream note(fs::path(run) / "run.txt");
  std::string word, scenario_path;
  std::uint64_t seed = 1;
  std::int64_t lasts_us = 0;
  while (note >> word) {
    note.get();
    std::string value;
    std::getline(note, value);
    if (word == "scenario") scenario_path = value;
    if (word == "seed") seed = std::stoull(value);
    if (word == "lasts_us") lasts_us = std::stoll(value);
  }
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(scenario_path, diagnostics);
  if (!inputs) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return kBadInput;
  }
  inputs->scenario.seed = seed;
  if (lasts_us > 0) inputs->scenario.lasts = engine::Duration{lasts_us};
  const engine::Configuration configuration = configuration_of(inputs->scenario, inputs->classes);
  const std::string text = explain(journal, configuration, {shop, case_number, incident, colour});
  if (text.empty()) {
    fmt::print(stderr, "{}: nothing in the journal is about that\n", run);
    return kBadInput;
  }
  std::fputs(text.c_str(), stdout);
  return kFine;
}

int prune_command(const std::string& root, int keep) {
  const auto removed = prune_runs(root, static_cast<std::size_t>(keep));
  for (const fs::path& folder : removed) fmt::print("removed {}\n", folder.string());
  fmt::print("{} removed; the newest {} stay\n", removed.size(), keep);
  return kFine;
}

}  // namespace tricolor::harness
