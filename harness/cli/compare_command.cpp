// Implements `tricolor compare`, `tricolor merge` and `tricolor policy diff`.
#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <filesystem>
#include <mutex>

#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_REPORT
#include "compare/merge.h"
#include "compare/policy_words.h"
#include "compare/result_files.h"
#include "compare/study.h"
#include "engine/policy_file.h"
#include "run/bad_input.h"
#include "run/load.h"
#include "run/progress.h"
#include "run/run_cost.h"
#include "run/shell_word.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_REPORT
namespace {

namespace fs = std::filesystem;

std::atomic<bool> stop_study{false};

// Reads "2/5" as the second of five.
bool shard_of(const std::string& text, StudyRunOptions& options) {
  const std::size_t slash = text.find('/');
  std::size_t number = 0, of = 0;
  const auto whole = [](std::string_view part, std::size_t& out) {
    const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), out);
    return failed == std::errc{} && end == part.data() + part.size();
  };
  if (slash == std::string::npos || !whole(std::string_view(text).substr(0, slash), number) ||
      !whole(std::string_view(text).substr(slash + 1), of) || number < 1 || number > of || of > 10'000)
    return false;
  options.shard = number - 1;
  options.shards = of;
  return true;
}

StudyRequest request_of(const CompareArguments& arguments) {
  StudyRequest request;
  request.base = arguments.base;
  request.policies = arguments.policies;
  request.metrics = arguments.metrics;
  request.days = arguments.days;
  request.warmup_days = arguments.warmup;
  request.most_pairs = static_cast<std::size_t>(arguments.seeds);
  request.first_seed = arguments.first_seed;
  request.city_seed = arguments.city_seed;
  request.rung = arguments.rung;
  request.profile = arguments.profile;
  request.accept_open_gate = arguments.accept_open_gate;
  request.question = arguments.question == "steady" ? StudyQuestion::steady : StudyQuestion::transition;
  return request;
}

std::string faults_of(const CompareArguments& arguments, StudyRunOptions& options) {
  std::string faults;
  if (arguments.question != "transition" && arguments.question != "steady")
    faults += fmt::format("--question: must be transition or steady, got '{}'\n", arguments.question);
  if (arguments.question == "steady" && arguments.warmup < kSteadyWarmupDays)
    faults += fmt::format(
        "--warmup: must be at least {} days for --question steady, because shops need months to find their colours, "
        "got {}\n",
        kSteadyWarmupDays, arguments.warmup);
  if (arguments.warmup + arguments.days > 3660)
    faults += fmt::format("--warmup and --days: must be at most 3660 days together, got {}\n",
                          arguments.warmup + arguments.days);
  if (!arguments.shard.empty() && !shard_of(arguments.shard, options))
    faults += fmt::format("--shard: must be a number and how many there are, such as 2/5, got '{}'\n", arguments.shard);
  if (arguments.out.empty()) faults += "--out: must be the folder of the study, got nothing\n";
  return faults;
}

std::string interval_text(const Comparison& it, double scale) {
  if (!it.interval) return "too few pairs";
  return fmt::format("{:+.3g} [{:+.3g} … {:+.3g}]", it.difference * scale, it.interval->low * scale,
                     it.interval->high * scale);
}

// Says what the pilot will cost; how many pairs follow is not known before it.
void say_cost(const Study& study, int jobs) {
  const std::size_t pilot = jobs_of(study.settings, 0, study.settings.pilot()).size();
  std::string takes;
  if (study.base.vision) {
    const Scenario& scenario = study.base.scenario;
    const CameraLine usual, &camera = scenario.cameras.empty() ? usual : scenario.cameras.front();
    const RunCost one = estimated_cost(scenario, 1, detector_ms(*study.base.vision, camera.width_px, camera.height_px));
    takes = ", about " + seconds_text(one.wall_s * static_cast<double>(pilot) / jobs);
  }
  complain(fmt::format("{}: {} replications of {} days for the pilot, {} at once{}; the pilot says how many follow\n",
                       study.settings.scenario, pilot, study.settings.warmup_days + study.settings.days, jobs, takes));
}

// A line for each primary metric and policy.
std::string verdicts_text(const StudyResults& study) {
  std::string text;
  for (const Metric metric : study.settings.metrics.primaries())
    for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
      const Comparison& it = study.of(metric).against_base[policy];
      const std::string verdict = it.verdict ? name_of(*it.verdict) : "no verdict";
      const bool directed =
          it.verdict && *it.verdict != StudyVerdict::equivalent && *it.verdict != StudyVerdict::undecided;
      text += fmt::format("  {:<16} {:<22} {:<34} {}{}{}\n", study.settings.policies[policy].label,
                          text_of(metric).name_en, interval_text(it, text_of(metric).share ? 100 : 1), verdict,
                          directed ? (it.beyond_minimum ? ", beyond the minimum" : ", beyond the minimum: unsure") : "",
                          it.pairs_to_decide ? fmt::format(", {} pairs would decide", *it.pairs_to_decide) : "");
    }
  return text;
}

int say_results(const StudyResults& study, const fs::path& folder) {
  if (!study.accepted)
    say("The two starts of this steady study disagree: its warm-up is too short, and nothing has a verdict.\n");
  const std::string capped =
      study.plan.wanted > study.plan.pairs
          ? fmt::format(" (the minimums that matter would take {}; --seeds allows no more)", study.plan.wanted)
          : "";
  say(fmt::format("{}: {} pairs{}, {} days after {} of warm-up\n{}  report       {}\n", study.settings.scenario,
                  study.plan.pairs, capped, study.settings.days, study.settings.warmup_days, verdicts_text(study),
                  (folder / "compare.html").string()));
  return kFine;
}

}  // namespace

int compare_command(const CompareArguments& arguments) {
  StudyRunOptions options;
  if (const std::string faults = faults_of(arguments, options); !faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  const Study study = make_study(request_of(arguments));
  const fs::path folder = arguments.out;
  open_study(study, folder, arguments.resume);
  options.jobs = arguments.jobs;
  say_cost(study, arguments.jobs);
  stop_study.store(false);
  options.stop = &stop_study;
  Progress progress(study.settings.scenario);
  options.progress = [&](double share, const std::string& what) { progress.at(share, what); };
  {
    const StopSignals signals([] { stop_study.store(true); });
    const bool finished = run_study(study, folder, options);
    progress.done();
    if (!finished) {
      complain(fmt::format("stopped; --resume goes on in {}\n", shell_word(folder.string())));
      return kStopped;
    }
  }
  if (options.shards > 1) {
    say(fmt::format("shard {} of {} is done: {}; `tricolor merge` puts the shards together\n", options.shard + 1,
                    options.shards, folder.string()));
    return kFine;
  }
  const StudyResults results = results_of(folder);
  write_results(results, folder);
  return say_results(results, folder);
}

int merge_command(const MergeArguments& arguments) {
  const std::vector<fs::path> shards(arguments.folders.begin(), arguments.folders.end());
  const StudyResults results = merge_studies(shards, arguments.out);
  return say_results(results, arguments.out);
}

int policy_diff_command(const PolicyDiffArguments& arguments) {
  engine::Diagnostics diagnostics;
  const engine::Policy from = engine::read_policy(arguments.left, diagnostics);
  const engine::Policy to = engine::read_policy(arguments.right, diagnostics);
  const engine::ClassTable classes = engine::read_classes(own_class_table(assets_folder()), diagnostics);
  if (!diagnostics.empty()) {
    complain(diagnostics.text());
    return kBadInput;
  }
  const auto differences = policy_differences(from, to, classes);
  std::string text = fmt::format("{} → {}\n", from.name, to.name);
  if (differences.empty()) text += "  没有差异 · no difference\n";
  for (const auto& [zh, en] : differences) text += fmt::format("  {}\n  {}\n", zh, en);
  say(text);
  return differences.empty() ? kFine : kFailed;
}

#else

namespace {
int without_report() {
  complain("compare: this program was built without the report (TRICOLOR_REPORT)\n");
  return kBadInput;
}
}  // namespace
int compare_command(const CompareArguments&) { return without_report(); }
int merge_command(const MergeArguments&) { return without_report(); }
int policy_diff_command(const PolicyDiffArguments&) { return without_report(); }

#endif

}  // namespace tricolor::harness
