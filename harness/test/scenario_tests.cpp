#include "test/scenario_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "adapters/closed_loop.h"
#include "adapters/stopwatch.h"
#include "run/load.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

void look_into(const std::string& path, std::vector<ScenarioTest>& tests, engine::Diagnostics& diagnostics) {
  engine::Value root;
  engine::Diagnostics found;
  if (!engine::read_document(path, root, found)) {
    for (const engine::Diagnostic& fault : found.sorted()) diagnostics.add(fault.origin, fault.path, fault.text);
    return;
  }
  // Policies and templates live beside scenarios; only a scenario has a name of its own.
  const engine::Value* name = root.find("scenario");
  if (!name) return;
  ScenarioTest test{path, name->text, {}, {}};
  if (const engine::Value* about = root.find("about")) test.about = about->text;
  if (const engine::Value* tags = root.find("tags"))
    for (const engine::Value& tag : tags->items) test.tags.push_back(tag.text);
  tests.push_back(std::move(test));
}

void run_once(const LoopInputs& inputs, ScenarioOutcome& outcome, Fingerprints& fingerprints) {
  LoopOptions options;
  options.judge = false;
  const RunRecord record = run_closed_loop(inputs, options);
  fingerprints = record.fingerprints;
  outcome.findings = check_expectations(inputs.scenario, record.configuration, record.journal, record.messages);
}

ScenarioOutcome run_one(const ScenarioTest& test, int repeat) {
  ScenarioOutcome outcome;
  outcome.test = test;
  Stopwatch watch;
  try {
    engine::Diagnostics diagnostics;
    auto inputs = load_inputs(test.path, diagnostics);
    if (!inputs) {
      outcome.error = diagnostics.text();
      return outcome;
    }
    inputs->vision = load_detector(inputs->scenario.model_path);
    Fingerprints first;
    run_once(*inputs, outcome, first);
    for (int i = 1; i < repeat; ++i) {
      Fingerprints again;
      run_once(*inputs, outcome, again);
      outcome.repeated_alike = outcome.repeated_alike && again == first;
    }
  } catch (const std::exception& failure) {
    outcome.error = failure.what();
  }
  outcome.seconds = watch.total_s();
  return outcome;
}

}  // namespace

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml")) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<ScenarioTest> find_scenario_tests(const std::string& path, engine::Diagnostics& diagnostics) {
  std::vector<ScenarioTest> tests;
  std::error_code failed;
  if (!fs::is_directory(path, failed)) look_into(path, tests, diagnostics);
  else
    for (const std::string& file : yaml_files(path)) look_into(file, tests, diagnostics);
  return tests;
}

bool ScenarioOutcome::passed() const {
  return error.empty() && repeated_alike && std::all_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.met; });
}

std::vector<ScenarioOutcome> run_scenario_tests(const std::vector<ScenarioTest>& tests, const ScenarioTestOptions& options) {
  std::vector<ScenarioOutcome> outcomes(tests.size());
  std::vector<bool> ready(tests.size(), false);
  std::atomic<std::size_t> next{0};
  std::size_t told = 0;
  std::mutex telling;
  const auto work = [&] {
    for (std::size_t i = next++; i < tests.size(); i = next++) {
      ScenarioOutcome outcome = run_one(tests[i], std::max(1, options.repeat));
      const std::lock_guard lock(telling);
      outcomes[i] = std::move(outcome);
      ready[i] = true;
      for (; told < tests.size() && ready[told]; ++told)
        if (options.done) options.done(outcomes[told]);
    }
  };
  std::vector<std::jthread> threads;
  for (int i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
  threads.clear();
  return outcomes;
}

std::string outcome_text(const ScenarioOutcome& outcome) {
  if (!outcome.error.empty()) return fmt::format("ERROR  {}\n{}\n", outcome.test.path, outcome.error);
  std::string text = fmt::format("{}  {}  ({} expectations, {:.2f} s)\n", outcome.passed() ? "ok   " : "FAILED", outcome.test.name, outcome.findings.size(), outcome.seconds);
  if (!outcome.repeated_alike) text += "    must be the same at every repetition, got different fingerprints\n";
  for (const Finding& finding : outcome.findings)
    if (!finding.met) text += fmt::format("    {}:{}: required: {}\n    {:>{}}  actual: {}\n", finding.origin.file, finding.origin.line, finding.required, "", finding.origin.file.size() + 1, finding.actual);
  return text;
}

TestSuite suite_of(const ScenarioOutcome& outcome) {
  TestSuite suite{outcome.test.name, outcome.test.path, outcome.seconds, {}};
  if (!outcome.error.empty()) suite.cases.push_back({"runs", outcome.error, true});
  for (const Finding& finding : outcome.findings)
    suite.cases.push_back({finding.required, finding.met ? std::string{} : "required: " + finding.required + "; actual: " + finding.actual, false});
  if (!outcome.repeated_alike) suite.cases.push_back({"repeats", "different fingerprints", false});
  // A scenario that expects nothing still shows that it runs.
  if (suite.cases.empty()) suite.cases.push_back({"runs", {}, false});
  return suite;
}

}  // namespace tricolor::harness
