// Implements `tricolor compare`, `tricolor merge` and `tricolor policy diff`.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "cli/commands.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_REPORT
#include "compare/city_runs.h"
#include "compare/demand_worlds.h"
#include "compare/merge.h"
#include "compare/policy_words.h"
#include "compare/result_files.h"
#include "cli/slurm_study.h"
#include "cli/study_run.h"
#include "compare/study.h"
#include "engine/policy_file.h"
#include "run/load.h"
#include "scenario/counted.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_REPORT
namespace {

namespace fs = std::filesystem;

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
  StudyRequest request = study_request_of(arguments);
  for (const std::string& file : arguments.policies) request.variations.push_back({.policy_file = file});
  request.question = arguments.question == "steady" ? StudyQuestion::steady : StudyQuestion::transition;
  return request;
}

std::string faults_of(const CompareArguments& arguments, StudyRunOptions& options) {
  std::string faults = study_faults_of(arguments);
  if (arguments.question != "transition" && arguments.question != "steady")
    faults += fmt::format("--question: must be transition or steady, got '{}'\n", arguments.question);
  if (arguments.question == "steady" && arguments.warmup < kSteadyWarmupDays)
    faults += fmt::format(
        "--warmup: must be at least {} days for --question steady, because shops need months to find their colours, "
        "got {}\n",
        kSteadyWarmupDays, arguments.warmup);
  if (!arguments.shard.empty() && !shard_of(arguments.shard, options))
    faults += fmt::format("--shard: must be a number and how many there are, such as 2/5, got '{}'\n", arguments.shard);
  if (arguments.worlds > 0 && arguments.question == "steady")
    faults += "--worlds: must be 0 with --question steady, because a world has one warm-up\n";
  const bool in_parts = arguments.pilot || !arguments.shard.empty() || !arguments.slurm.empty();
  for (const auto& [option, wanted] : {std::pair("--worlds", arguments.worlds), {"--cities", arguments.cities}})
    if (wanted > 0 && in_parts)
      faults += fmt::format(
          "{}: must be 0 with --shard, --pilot and --slurm; a study whose shards are merged goes on with --resume\n",
          option);
  if (arguments.cities == 1) faults += "--cities: must be 0, or at least 2 to tell how cities differ, got 1\n";
  if (arguments.pilot + !arguments.shard.empty() + !arguments.slurm.empty() > 1)
    faults += "--pilot, --shard and --slurm: must be one of them, got more\n";
  return faults;
}

std::string interval_text(const Comparison& it, double scale) {
  if (!it.interval) return "too few pairs";
  return fmt::format("{} [{} … {}]", figure_for_terminal(it.difference * scale, true),
                     figure_for_terminal(it.interval->low * scale, true),
                     figure_for_terminal(it.interval->high * scale, true));
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
                          it.pairs_to_decide
                              ? fmt::format("; about {} pairs would show a difference as large as this one",
                                            figure_for_terminal(static_cast<double>(*it.pairs_to_decide), false))
                              : "");
    }
  return text;
}

std::string units_text(const StudyResults& study) {
  std::string text;
  for (const Metric metric : study.settings.metrics.primaries())
    text += fmt::format("{}{}: {}", text.empty() ? "  units        " : "; ", text_of(metric).name_en,
                        text_of(metric).unit_en);
  return text + "\n";
}

std::string worlds_text(const StudyResults& study) {
  if (!study.worlds) return {};
  std::string text;
  for (const VerdictInWorlds& it : study.worlds->verdicts)
    text += fmt::format("  {:<16} {:<22} stands in {} of {}{}\n", study.settings.policies[it.policy].label,
                        text_of(it.metric).name_en, it.stands, counted(it.worlds, "world"),
                        it.flips ? "; it depends on " + study.worlds->worlds.figures[it.flips->figure].key : "");
  return text;
}

std::string cities_text(const StudyResults& study) {
  if (!study.cities) return {};
  std::string text;
  for (const MetricInCities& row : study.cities->rows) {
    const double scale = text_of(row.metric).share ? 100 : 1;
    const DifferenceInCities& it = row.found;
    text += fmt::format("  {:<16} {:<22} in {}: {}{}; {} of that direction\n",
                        study.settings.policies[row.policy].label, text_of(row.metric).name_en,
                        counted(it.cities, "other city", "other cities"),
                        figure_for_terminal(it.difference * scale, true),
                        it.interval ? fmt::format(" [{} … {}]", figure_for_terminal(it.interval->low * scale, true),
                                                  figure_for_terminal(it.interval->high * scale, true))
                                    : "",
                        it.same_direction);
  }
  return text;
}

int say_results(const StudyResults& study, const fs::path& folder) {
  if (!study.accepted)
    say("The two starts of this steady study disagree: its warm-up is too short, and nothing has a verdict.\n");
  const std::string capped =
      study.plan.wanted > study.plan.pairs
          ? fmt::format(
                "  pairs        to tell the smallest differences that matter (plan.json) would take {} pairs; "
                "--seeds allows {}\n",
                figure_for_terminal(static_cast<double>(study.plan.wanted), false), study.plan.pairs)
          : "";
  say(fmt::format(
      "{}: {}, {} after {} of warm-up; differences from the base with their intervals\n{}  report       {}\n",
      study.settings.scenario, counted(study.plan.pairs, "pair"), counted(study.settings.days, "day"),
      study.settings.warmup_days,
      verdicts_text(study) + worlds_text(study) + cities_text(study) + units_text(study) + capped,
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
  if (!arguments.slurm.empty()) return write_slurm_script(study.settings, arguments);
  // A part is run by scripts, which cannot know whether it was begun before.
  const bool part = arguments.pilot || !arguments.shard.empty();
  options.pilot_only = arguments.pilot;
  const StudyFolder wanted = part ? StudyFolder::either : folder_wanted(arguments);
  if (const int code = run_in_folder(study, folder, wanted, options, arguments); code != kFine) return code;
  if (arguments.worlds > 0) {
    const AssumedWorlds worlds = demand_worlds(study, static_cast<std::size_t>(arguments.worlds));
    if (const int code = run_worlds_in_folder(study, worlds, folder, arguments); code != kFine) return code;
  }
  if (arguments.cities > 0) {
    const OtherCities cities = other_cities(study, static_cast<std::size_t>(arguments.cities));
    if (const int code = run_cities_in_folder(study, cities, folder, arguments); code != kFine) return code;
  }
  if (arguments.pilot) {
    say(fmt::format("the pilot is done: {}; the plan is of {}\n", folder.string(),
                    counted(read_plan(folder).pairs, "pair")));
    return kFine;
  }
  if (part) {
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
