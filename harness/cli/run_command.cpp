#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>

#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "engine/journal.h"
#include "engine/service_state.h"
#include "engine/stores.h"
#include "run/kept_inputs.h"
#include "run/load.h"
#include "run/picture_folder.h"
#include "run/plausibility.h"
#include "run/progress.h"
#include "run/run_cost.h"
#include "run/run_folder.h"
#include "run/run_outcome.h"
#include "run/scene_log.h"
#include "run/shell_word.h"
#include "run/story.h"
#include "scenario/counted.h"
#ifdef TRICOLOR_REPORT
#include "report/files/files.h"
#include "report/report.h"
#endif

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

std::optional<LoopInputs> inputs_or_complain(const std::string& path, const RungChoice& choice = {}) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(path, diagnostics, choice);
  if (!inputs) complain(diagnostics.text());
  return inputs;
}

// Inputs and outputs with which a run begins.
struct Plan {
  LoopInputs inputs;
  RunOrigin origin;
  fs::path folder;
  std::size_t stored = 0;  ///< Events that a resumed run finds in its journal, and verifies.
};

RunOrigin origin_of(const fs::path& folder) {
  std::string error;
  const auto origin = read_run_origin(folder, error);
  if (!origin) throw BadRunFolder(error);
  return *origin;
}

std::optional<engine::Duration> lasts_of(const RunArguments& arguments) {
  if (!arguments.lasts) return std::nullopt;
  std::string fault;
  const auto lasts = engine::duration_within(*arguments.lasts, kShortestRun, kLongestRun, fault);
  if (!lasts) throw BadInput("--lasts: " + fault);
  return lasts;
}

bool takes_pictures(const LoopInputs& inputs) { return inputs.scenario.rung == "pixels"; }

void say_cost(const LoopInputs& inputs, int threads) {
  const Scenario& scenario = inputs.scenario;
  if (!takes_pictures(inputs)) {
    const Calibration& calibration = *inputs.calibration;
    complain(fmt::format("{}: no pictures; detector profile {} of the calibration {} ({})\n", scenario.name,
                         scenario.profile, calibration.name, calibration.made_by));
    if (!calibration.gate_passed())
      complain(fmt::format("warning: the gate of this calibration is not passed: {}\n", calibration.lacks()));
    return;
  }
  const CameraLine usual, &camera = scenario.cameras.empty() ? usual : scenario.cameras.front();
  const double picture_ms = detector_ms(*inputs.vision, camera.width_px, camera.height_px);
  complain(fmt::format("{}: {}\n", scenario.name, cost_text(estimated_cost(scenario, threads, picture_ms))));
  if (const auto warning = long_run_warning(scenario, threads, picture_ms))
    complain(fmt::format("warning: {}\n", *warning));
}

// Makes the run's folder when seed and length have been set, and keeps the inputs in it. The run uses the kept inputs,
// read from the folder.
Plan begin(LoopInputs inputs, const RunArguments& arguments, std::string named) {
  const InputFiles files = resolved_inputs(inputs);
  RunOrigin origin{std::move(named), inputs.scenario.seed, inputs.scenario.lasts, inputs.commit,
                   digests_of(files, inputs)};
  const fs::path folder = new_run_folder(arguments.out, inputs.scenario, inputs.commit);
  write_inputs(files, folder);
  write_run_origin(origin, folder);
  return {read_inputs(folder, origin, {}), std::move(origin), folder};
}

std::optional<Plan> plan_new(const RunArguments& arguments) {
  auto inputs = inputs_or_complain(arguments.scenario, {arguments.rung, arguments.profile});
  if (!inputs) return std::nullopt;
  if (!takes_pictures(*inputs) && !arguments.film.empty())
    throw BadInput("--film: must be left out at the rung events, which takes no pictures");
  if (arguments.seed) inputs->scenario.seed = *arguments.seed;
  if (const auto lasts = lasts_of(arguments)) inputs->scenario.lasts = *lasts;
  // A missing or invalid detector is reported before anything is written.
  if (takes_pictures(*inputs)) load_detector(inputs->scenario.model_path);
  complain(warning_lines(warnings_about(*inputs)));
  const std::string named = fs::absolute(inputs->scenario.path).string();
  return begin(std::move(*inputs), arguments, named);
}

void must_be_repeatable(const LoopInputs& inputs, const RunOrigin& origin, const fs::path& folder) {
  if (takes_pictures(inputs)) load_detector(inputs.scenario.model_path);
  if (const std::string why = foreign_program(inputs, origin); !why.empty())
    throw BadInput(fmt::format("{}: cannot be repeated by this program ({}; the run was by {}):\n{}", folder.string(),
                               build_commit(), origin.commit, why));
}

Plan plan_again(const RunArguments& arguments) {
  if (!arguments.scenario.empty() || arguments.seed || arguments.lasts || arguments.rung || arguments.profile ||
      !arguments.resume.empty())
    throw BadInput(
        "--again: must be without a scenario, --seed, --lasts, --rung, --profile and --resume: the run's folder says "
        "all of it");
  KeptRun run = read_run(arguments.again);
  must_be_repeatable(run.inputs, run.origin, arguments.again);
  return begin(std::move(run.inputs), arguments, run.origin.scenario);
}

// The journal is opened as its writer opens it, which shows that nobody else is writing it, and rolls back a
// transaction that a kill left half written.
std::vector<engine::Event> stored_journal(const std::string& path) {
  std::string error;
  const auto store = engine::open_sqlite_store(path, error);
  if (!store) throw BadRunFolder(error);
  std::vector<engine::Event> events;
  try {
    events = store->read_all();
  } catch (const std::runtime_error& damaged) {
    throw BadRunFolder(damaged.what());
  }
  if (const auto fault = engine::fault_in(events)) throw BadRunFolder(fmt::format("{}: {}", path, *fault));
  return events;
}

// A run that was cut off goes on with its own options; only a later end may be asked for.
Plan plan_resumed(const RunArguments& arguments) {
  const fs::path folder = arguments.resume;
  if (arguments.rung || arguments.profile)
    throw BadInput("--resume: must be without --rung and --profile: the run's folder says them");
  RunOrigin origin = origin_of(folder);
  std::error_code failed;
  if (!fs::exists(folder / "journal.sqlite", failed))
    throw BadRunFolder(
        fmt::format("{}: must hold the journal of a durable run (journal.sqlite), got none there: only a run with "
                    "--durable can be taken up",
                    folder.string()));
  if (arguments.seed && *arguments.seed != origin.seed)
    throw BadInput(fmt::format("--seed: must be the run's own, {}, got {}", origin.seed, *arguments.seed));
  const auto lasts = lasts_of(arguments);
  if (lasts && *lasts < origin.lasts)
    throw BadInput(fmt::format("--lasts: must be at least the {} that the run was begun with, got '{}'",
                               engine::to_text(origin.lasts), *arguments.lasts));
  const std::vector<engine::Event> stored = stored_journal((folder / "journal.sqlite").string());
  LoopInputs inputs = read_inputs(folder, origin, stored);
  if (const auto ended = read_run_outcome(folder); ended && !ended->partial)
    complain(fmt::format("{}: had come to its end; it is run again and held against its journal\n", folder.string()));
  if (!arguments.scenario.empty()) {
    engine::Diagnostics diagnostics;
    const auto given = load_inputs(arguments.scenario, diagnostics);
    if (!given) throw BadInput(diagnostics.text());
    if (const std::string other = difference(resolved_inputs(*given), origin); !other.empty())
      throw BadInput(
          fmt::format("{}: must be the scenario of the run that is taken up (it may be left out), got another:\n{}",
                      arguments.scenario, other));
  }
  must_be_repeatable(inputs, origin, folder);
  if (lasts && *lasts > origin.lasts) {
    inputs.scenario.lasts = origin.lasts = *lasts;
    write_run_origin(origin, folder);
  }
  return {std::move(inputs), std::move(origin), folder, stored.size()};
}

std::optional<Plan> plan_of(const RunArguments& arguments) {
  if (!arguments.again.empty()) return plan_again(arguments);
  if (!arguments.resume.empty()) return plan_resumed(arguments);
  if (arguments.scenario.empty())
    throw BadInput("run: must be told a scenario file, --again FOLDER or --resume FOLDER");
  return plan_new(arguments);
}

// The troubles are printed before any figure.
std::string troubles_text(const RunRecord& record) {
  std::string text;
  for (const RunTrouble& trouble : record.troubles)
    text += fmt::format("TROUBLE {}\n        {}\n", trouble.en, trouble.zh);
  return text;
}

void write_run(const RunRecord& record, const Plan& plan, const std::string& summary, bool with_report) {
  write_journal(record.journal, plan.folder);
  write_scene_log(record.truth.scene_log, *record.city.kinds, plan.folder);
  write_whole(plan.folder / "summary.txt", summary);
#ifdef TRICOLOR_REPORT
  if (with_report) {
    write_files(record, plan.folder);
    write_report(record, plan.folder);
  }
#else
  (void)with_report;
#endif
  // run.json is written last: when it exists, all other files do.
  write_run_outcome(record, plan.origin, plan.folder);
}

// A file that could not be written is a trouble like any other: it is reported first, and stands in the files that can
// still be written.
void tell_unwritten(RunRecord& record, const Plan& plan, bool with_report, const std::string& reason) {
  record.troubles.insert(record.troubles.begin(), unwritten_files(record.end, reason));
  record.partial = true;
  const auto try_to = [](auto&& write) {
    try {
      write();
    } catch (const std::exception&) {  // The terminal and the exit code report it.
    }
  };
  try_to([&] { write_whole(plan.folder / "summary.txt", troubles_text(record) + summary_text(record)); });
#ifdef TRICOLOR_REPORT
  if (with_report) try_to([&] { write_summary(record, plan.folder); });
#else
  (void)with_report;
#endif
  try_to([&] { write_run_outcome(record, plan.origin, plan.folder); });
}

int finish(RunRecord& record, const Plan& plan, bool with_report) {
  try {
    write_run(record, plan, troubles_text(record) + summary_text(record), with_report);
  } catch (const std::exception& error) {
    tell_unwritten(record, plan, with_report, error.what());
  }
  say(troubles_text(record) + summary_text(record));
  const fs::path& folder = plan.folder;
  const fs::path report = folder / "report.html";
  say(fmt::format("  report       {}; the folder has {}\n", fs::exists(report) ? report.string() : folder.string(),
                  bytes_text(static_cast<double>(folder_bytes(folder)))));
  if (plan.stored > 0)
    say(fmt::format("  resumed      {} of the {} events were stored before, and came out again\n",
                    std::min(plan.stored, record.journal.size()), record.journal.size()));
  if (record.stopped && fs::exists(folder / "journal.sqlite"))
    say(fmt::format("  go on        tricolor run --resume {}\n", shell_word(folder.string())));
  return exit_code_of(record);
}

// An existing journal that is in use or invalid is a fault of the input; a new one that cannot be made is a fault of
// the machine.
RunRecord run_or_refuse(const Plan& plan, const LoopOptions& options) {
  try {
    return run_closed_loop(plan.inputs, options);
  } catch (const StoreUnavailable& unavailable) {
    if (options.resume) throw BadInput(unavailable.what());
    throw;
  }
}

// Reports whether the repeated run equals the one in the folder.
int compare(const fs::path& folder, const RunRecord& record) {
  const std::string differs = what_differs(folder, record);
  if (differs.empty()) {
    say(fmt::format("  again        as {}\n", folder.string()));
    return kFine;
  }
  say(fmt::format("  again        NOT as {}:\n{}", folder.string(), differs));
  return kFailed;
}

}  // namespace

int run_command(const RunArguments& arguments) {
  auto plan = plan_of(arguments);
  if (!plan) return kBadInput;
  if (takes_pictures(plan->inputs)) plan->inputs.vision = load_detector(plan->inputs.scenario.model_path);
  plan->inputs.scenario.path = plan->origin.scenario;
  say_cost(plan->inputs, arguments.threads);
  LoopOptions options;
  options.threads = arguments.threads;
  options.look_ahead = arguments.no_look_ahead ? 0 : options.look_ahead;
  if (takes_pictures(plan->inputs)) options.evidence_folder = (plan->folder / "evidence").string();
  options.film_folder = arguments.film;
  if (arguments.durable || !arguments.resume.empty()) options.durable_path = (plan->folder / "journal.sqlite").string();
  options.resume = !arguments.resume.empty();
  Progress progress(plan->inputs.scenario.name);
  options.progress = [&](double share, engine::Time now) { progress.at(share, engine::to_text(now)); };
  // The kernel's stop flag is an atomic, so that a signal handler may set it.
  std::optional<StopSignals> signals;
  options.give_stop = [&](std::function<void()> stop) { signals.emplace(std::move(stop)); };
  RunRecord record = run_or_refuse(*plan, options);
  // The results are written whatever signal comes now; the kernel that a signal was to stop is gone.
  if (signals) signals->call_instead([] {});
  progress.done();
  const int ended = finish(record, *plan, !arguments.no_report);
  if (arguments.again.empty() || ended == kStopped) return ended;
  const int repeated = compare(arguments.again, record);
  return repeated == kFine ? ended : repeated;
}

int demo_command(const DemoArguments& demo) {
  RunArguments arguments;
  arguments.scenario = (fs::path(own_scenarios_folder()) / "xinhua_road.yaml").string();
  arguments.out = demo.out;
  arguments.threads = demo.threads;
  arguments.lasts = "24 h";
  return run_command(arguments);
}

int pictures_command(const PicturesArguments& arguments) {
  auto inputs = inputs_or_complain(arguments.scenario);
  if (!inputs) return kBadInput;
  inputs->vision = load_detector(inputs->scenario.model_path);
  Progress progress("looking at pictures");
  std::size_t pictures = 0;
  const std::vector<engine::Event> journal =
      watch_picture_folder(*inputs, arguments.folder, [&](std::size_t picture, std::size_t of, engine::Time at) {
        pictures = of;
        progress.at(static_cast<double>(picture) / static_cast<double>(of), engine::to_text(at));
      });
  progress.done();
  for (const engine::Event& event : journal) say(engine::to_line(event) + "\n");
  const std::size_t incidents = engine::state_of(journal).incidents().size();
  complain(fmt::format("{}: {}, {}\n", counted(pictures, "picture"), counted(journal.size(), "event"),
                       counted(incidents, "incident")));
  return kFine;
}

}  // namespace tricolor::harness
