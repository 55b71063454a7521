#include "test/scenario_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

#include "adapters/closed_loop.h"
#include "clock/stopwatch.h"
#include "run/load.h"
#include "test/failure_record.h"
#include "run/shell_word.h"

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
  // Policies and templates lie beside scenarios; only a scenario has the key `scenario`.
  const engine::Value* name = root.find("scenario");
  if (!name) return;
  ScenarioTest test{path, name->text, {}, {}};
  if (const engine::Value* about = root.find("about")) test.about = about->text;
  if (const engine::Value* tags = root.find("tags"))
    for (const engine::Value& tag : tags->items) test.tags.push_back(tag.text);
  tests.push_back(std::move(test));
}

// Removes files of an earlier run of the same tests, which would be taken for this one's.
void keep_what_failed(const fs::path& folder, const LoopInputs& inputs, const RunRecord& record,
                      ScenarioOutcome& outcome) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  outcome.kept.clear();
  for (std::size_t i = 0; i < outcome.findings.size(); ++i)
    if (!outcome.findings[i].met)
      for (const fs::path& file :
           keep_failure(folder, i + 1, inputs, record, inputs.scenario.expect.at(i), outcome.findings[i]))
        outcome.kept[i].push_back(file.string());
}

// True when the scenario's own faults cause such a trouble.
bool scripted(RunTrouble::Kind kind, const Scenario& scenario) {
  using What = FaultLine::What;
  const auto has = [&](What what) {
    return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                       [&](const FaultLine& fault) { return fault.what == what; });
  };
  switch (kind) {
    case RunTrouble::Kind::store_refused:
    case RunTrouble::Kind::inputs_forgotten: return has(What::store_refuses) || has(What::disk_full);
    case RunTrouble::Kind::evidence_lost: return has(What::evidence_fails) || has(What::disk_full);
    case RunTrouble::Kind::evidence_limit:
    case RunTrouble::Kind::file_unwritten: return false;
  }
  return false;
}

// Gives false when the user stopped it before its end.
bool run_once(const LoopInputs& inputs, const ScenarioTestOptions& testing, ScenarioOutcome& outcome,
              Fingerprints& fingerprints) {
  LoopOptions options;
  options.judge = false;
  std::function<void()> stop_loop;
  options.give_stop = [&](std::function<void()> stop) { stop_loop = std::move(stop); };
  options.progress = [&](double, auto) {
    if (testing.stop && testing.stop->load()) stop_loop();
  };
  const RunRecord record = run_closed_loop(inputs, options);
  if (record.stopped) return false;
  outcome.troubles = record.troubles;
  outcome.unmeant.clear();
  for (const RunTrouble& trouble : record.troubles)
    if (!scripted(trouble.kind, inputs.scenario)) outcome.unmeant.push_back(trouble.en);
  fingerprints = record.fingerprints;
  outcome.findings = check_expectations(inputs.scenario, record.configuration, record.journal, record.messages);
  if (!testing.keep_failures.empty())
    keep_what_failed(fs::path(testing.keep_failures) / inputs.scenario.name, inputs, record, outcome);
  return true;
}

ScenarioOutcome run_one(const ScenarioTest& test, const ScenarioTestOptions& options) {
  ScenarioOutcome outcome;
  outcome.test = test;
  outcome.commit = build_commit();
  outcome.repeat = options.repeat;
  outcome.stopped = options.stop && options.stop->load();
  if (outcome.stopped) return outcome;
  Stopwatch watch;
  try {
    engine::Diagnostics diagnostics;
    auto inputs = load_inputs(test.path, diagnostics);
    if (!inputs) {
      outcome.error = diagnostics.text();
      return outcome;
    }
    const Scenario& scenario = inputs->scenario;
    outcome.seed = scenario.seed;
    outcome.policy = inputs->policies.first().name;
    outcome.start = engine::to_text(scenario.start);
    outcome.lasts = engine::to_text(scenario.lasts);
    outcome.every_frame = scenario.every_frame;
    if (scenario.rung == "pixels") inputs->vision = load_detector(scenario.model_path);
    Fingerprints first;
    outcome.stopped = !run_once(*inputs, options, outcome, first);
    for (int i = 1; i < options.repeat && !outcome.stopped; ++i) {
      Fingerprints again;
      outcome.stopped = !run_once(*inputs, options, outcome, again);
      if (!outcome.stopped) outcome.repeated_alike = outcome.repeated_alike && again == first;
    }
  } catch (const std::exception& failure) {
    outcome.error = failure.what();
  }
  outcome.seconds = watch.total_s();
  return outcome;
}

// Escapes bytes that GitHub's runner reads as its own marks.
std::string annotation_text(const std::string& text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%') out += "%25";
    else if (c == '\r') out += "%0D";
    else if (c == '\n') out += "%0A";
    else if (property && c == ':') out += "%3A";
    else if (property && c == ',') out += "%2C";
    else out += c;
  }
  return out;
}

std::string annotation(const std::string& file, int line, const std::string& title, const std::string& text) {
  return fmt::format("::error file={},line={},title={}::{}\n", annotation_text(file, true), std::max(1, line),
                     annotation_text(title, true), annotation_text(text, false));
}

std::string in_words(const engine::Diagnostic& fault) {
  return fault.path.empty() ? fault.text : fault.path + ": " + fault.text;
}

bool is_unmeant(const ScenarioOutcome& outcome, const RunTrouble& trouble) {
  return std::find(outcome.unmeant.begin(), outcome.unmeant.end(), trouble.en) != outcome.unmeant.end();
}

std::string not_met(const Finding& finding) { return "required: " + finding.required + "; actual: " + finding.actual; }

}  // namespace

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml"))
      files.push_back(entry.path().string());
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
  return error.empty() && !stopped && repeated_alike && unmeant.empty() &&
         std::all_of(findings.begin(), findings.end(), [](const Finding& finding) { return finding.met; });
}

std::vector<ScenarioOutcome> run_scenario_tests(const std::vector<ScenarioTest>& tests,
                                                const ScenarioTestOptions& options) {
  std::vector<ScenarioOutcome> outcomes(tests.size());
  std::vector<bool> ready(tests.size(), false);
  std::atomic<std::size_t> next{0};
  std::size_t told = 0;
  std::mutex telling;
  const auto work = [&] {
    for (std::size_t i = next++; i < tests.size(); i = next++) {
      ScenarioOutcome outcome = run_one(tests[i], options);
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
  if (outcome.stopped) return fmt::format("stopped  {}\n", outcome.test.name);
  if (!outcome.error.empty()) return fmt::format("ERROR  {}\n{}\n", outcome.test.path, outcome.error);
  const std::size_t count = outcome.findings.size();
  std::string text =
      fmt::format("{}  {}  ({} expectation{}, {:.2f} s)\n",
                  !outcome.passed()           ? "FAILED"
                  : outcome.expects_nothing() ? "none  "
                                              : "ok    ",
                  outcome.test.name, count == 0 ? "no" : std::to_string(count), count == 1 ? "" : "s", outcome.seconds);
  for (const RunTrouble& trouble : outcome.troubles)
    text +=
        fmt::format("    {}: {}\n",
                    is_unmeant(outcome, trouble) ? "trouble that the scenario does not script" : "trouble", trouble.en);
  if (!outcome.repeated_alike) text += "    must be the same at every repetition, got different fingerprints\n";
  for (const Finding& finding : outcome.findings)
    if (!finding.met)
      text += fmt::format("    {}:{}: required: {}\n    {:>{}}  actual: {}\n", finding.origin.file, finding.origin.line,
                          finding.required, "", finding.origin.file.size() + 1, finding.actual);
  return text;
}

std::string again(const ScenarioTest& test) { return "tricolor test " + shell_word(test.path); }

TestSuite suite_of(const ScenarioOutcome& outcome) {
  if (outcome.stopped) return suite_left_out(outcome.test, "stopped by the user");
  TestSuite suite{outcome.test.name, outcome.test.path, outcome.seconds, {}, {}, again(outcome.test)};
  suite.properties = {
      {"seed", std::to_string(outcome.seed)}, {"commit", outcome.commit}, {"repeat", std::to_string(outcome.repeat)}};
  for (const RunTrouble& trouble : outcome.troubles) suite.said += "trouble: " + trouble.en + "\n";
  if (outcome.error.empty())
    suite.properties.insert(suite.properties.end(), {{"policy", outcome.policy},
                                                     {"start", outcome.start},
                                                     {"lasts", outcome.lasts},
                                                     {"frames", outcome.every_frame ? "every" : "key"},
                                                     {"about", outcome.test.about}});
  TestCase runs;
  runs.name = "runs";
  runs.failure = outcome.error.empty() ? fmt::format("{}", fmt::join(outcome.unmeant, "\n")) : outcome.error;
  runs.error = !outcome.error.empty();
  runs.seconds = outcome.seconds;
  suite.cases.push_back(runs);
  if (outcome.expects_nothing()) {
    TestCase expects;
    expects.name = "expect";
    expects.skipped = "the scenario expects nothing";
    suite.cases.push_back(expects);
  }
  for (const Finding& finding : outcome.findings) {
    const auto number = static_cast<std::size_t>(&finding - outcome.findings.data());
    TestCase test;
    test.name = fmt::format("expect[{}] {}", number, finding.required);
    if (!finding.met) test.failure = not_met(finding);
    test.line = finding.origin.line;
    // Build servers resolve the paths of attachments from a folder of their own.
    if (const auto files = outcome.kept.find(number); files != outcome.kept.end())
      for (const std::string& file : files->second)
        test.attachments.push_back(fs::absolute(file).lexically_normal().string());
    suite.cases.push_back(test);
  }
  if (!outcome.repeated_alike) {
    TestCase repeats;
    repeats.name = "repeats";
    repeats.failure = "different fingerprints";
    suite.cases.push_back(repeats);
  }
  return suite;
}

TestSuite suite_left_out(const ScenarioTest& test, const std::string& why) {
  TestSuite suite{test.name, test.path, 0, {}, {}, again(test)};
  TestCase runs;
  runs.name = "runs";
  runs.skipped = why;
  suite.cases.push_back(runs);
  return suite;
}

std::vector<TestSuite> suites_of(const engine::Diagnostics& faults) {
  std::vector<TestSuite> suites;
  for (const engine::Diagnostic& fault : faults.sorted()) {
    if (suites.empty() || suites.back().file != fault.origin.file)
      suites.push_back({fault.origin.file, fault.origin.file, 0, {}, {}, {}, {}});
    TestCase test;
    test.name = fmt::format("{}:{} {}", fault.origin.line, fault.origin.column, fault.path);
    test.failure = in_words(fault);
    test.error = true;
    test.line = fault.origin.line;
    suites.back().cases.push_back(std::move(test));
  }
  return suites;
}

std::string annotations_of(const engine::Diagnostics& faults) {
  std::string text;
  for (const engine::Diagnostic& fault : faults.sorted())
    text += fmt::format("::error file={},line={},col={}::{}\n", annotation_text(fault.origin.file, true),
                        std::max(1, fault.origin.line), std::max(1, fault.origin.column),
                        annotation_text(in_words(fault), false));
  return text;
}

std::string annotations_of(const ScenarioOutcome& outcome) {
  std::string text;
  if (outcome.stopped) return text;
  if (!outcome.error.empty())
    text += annotation(outcome.test.path, 1, outcome.test.name + " cannot be run", outcome.error);
  if (!outcome.repeated_alike)
    text += annotation(outcome.test.path, 1, outcome.test.name, "different fingerprints at a repetition");
  for (const std::string& trouble : outcome.unmeant)
    text += annotation(outcome.test.path, 1, outcome.test.name, trouble + "\nagain: " + again(outcome.test));
  for (const Finding& finding : outcome.findings)
    if (!finding.met)
      text += annotation(finding.origin.file, finding.origin.line, outcome.test.name,
                         not_met(finding) + "\nagain: " + again(outcome.test));
  return text;
}

}  // namespace tricolor::harness
