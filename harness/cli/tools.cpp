#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "adapters/pictures.h"
#include "cli/commands.h"
#include "diff/divergence.h"
#include "engine/policy_file.h"
#include "run/load.h"
#include "run/progress.h"
#include "run/run_folder.h"
#include "run/story.h"
#include "test/scenario_tests.h"

namespace tricolor::harness {

namespace fs = std::filesystem;

namespace {

// A policy names itself; a scenario and a template name a policy's file.
bool is_policy(const engine::Value& root) {
  const engine::Value* name = root.find("policy");
  return !root.find("scenario") && name && name->kind == engine::Value::Kind::scalar && fs::path(name->text).extension().empty();
}

std::string counted(std::size_t count, const std::string& one, const std::string& many) { return fmt::format("{} {}", count, count == 1 ? one : many); }

}  // namespace

int validate_command(const std::vector<std::string>& paths) {
  engine::Diagnostics all;
  std::size_t scenarios = 0, policies = 0;
  const auto validate = [&](const std::string& path, bool named) {
    engine::Value root;
    engine::Diagnostics unreadable;
    if (!engine::read_document(path, root, unreadable)) {
      for (const engine::Diagnostic& fault : unreadable.sorted()) all.add(fault.origin, fault.path, fault.text);
    } else if (is_policy(root)) {
      engine::read_policy(path, all);
      ++policies;
    } else if (named || root.find("scenario")) {
      // In a folder templates and other files lie beside scenarios; a file that was named is meant.
      load_inputs(path, all);
      ++scenarios;
    }
  };
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) validate(path, true);
    else
      for (const std::string& file : yaml_files(path)) validate(file, false);
  }
  std::fputs(all.text().c_str(), stderr);
  if (!all.empty()) return kBadInput;
  if (scenarios + policies == 0) {
    fmt::print(stderr, "{}: no scenario and no policy there\n", fmt::join(paths, " "));
    return kBadInput;
  }
  std::string fine = scenarios ? counted(scenarios, "scenario", "scenarios") : "";
  if (policies) fine += (fine.empty() ? "" : " and ") + counted(policies, "policy", "policies");
  fmt::print("{} fine\n", fine);
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
  const auto tagged = [](const ScenarioTest& test, const std::string& with) { return std::find(test.tags.begin(), test.tags.end(), with) != test.tags.end(); };
  // Runs of minutes are not among the tests of a folder unless they are asked for, by tag or by name.
  std::erase_if(tests, [&](const ScenarioTest& test) {
    if (!tag.empty()) return !tagged(test, tag);
    return tagged(test, "long") && std::find(paths.begin(), paths.end(), test.path) == paths.end();
  });
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
  std::string error;
  const auto origin = read_run_origin(run, error);
  if (!origin) {
    std::fprintf(stderr, "%s\n", error.c_str());
    return kBadInput;
  }
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(origin->scenario, diagnostics);
  if (!inputs) {
    std::fputs(diagnostics.text().c_str(), stderr);
    return kBadInput;
  }
  inputs->scenario.seed = origin->seed;
  if (origin->lasts.count() > 0) inputs->scenario.lasts = origin->lasts;
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
