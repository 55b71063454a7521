#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"
#include "engine/journal.h"
#include "run/load.h"
#include "run/picture_folder.h"
#include "run/progress.h"
#include "run/run_cost.h"
#include "run/run_folder.h"
#include "run/scene_log.h"
#include "run/story.h"
#ifdef TRICOLOR_REPORT
#include "report/files.h"
#include "report/report.h"
#endif

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

std::optional<LoopInputs> inputs_or_complain(const std::string& path) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(path, diagnostics);
  if (!inputs) complain(diagnostics.text());
  return inputs;
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream out(path);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", path.string()));
}

void write_journal(const RunRecord& record, const fs::path& folder) {
  std::ofstream out(folder / "journal.jsonl");
  for (const engine::Event& event : record.journal) out << engine::to_line(event) << '\n';
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", (folder / "journal.jsonl").string()));
}

void say_cost(const LoopInputs& inputs, int threads) {
  const Scenario& scenario = inputs.scenario;
  const CameraLine usual, &camera = scenario.cameras.empty() ? usual : scenario.cameras.front();
  const double picture_ms = detector_ms(*inputs.vision, camera.width_px, camera.height_px);
  complain(fmt::format("{}: {}\n", scenario.name, cost_text(estimated_cost(scenario, threads, picture_ms))));
  if (const auto warning = long_run_warning(scenario, threads, picture_ms))
    complain(fmt::format("warning: {}\n", *warning));
}

int finish(const RunRecord& record, const fs::path& folder, bool with_report) {
  write_journal(record, folder);
  write_scene_log(record.truth.scene_log, folder);
  write_text(folder / "summary.txt", summary_text(record));
#ifdef TRICOLOR_REPORT
  if (with_report) {
    write_files(record, folder);
    write_report(record, folder);
  }
#else
  (void)with_report;
#endif
  say(summary_text(record));
  const fs::path report = folder / "report.html";
  say(fmt::format("  report       {} ({})\n", fs::exists(report) ? report.string() : folder.string(),
                  bytes_text(static_cast<double>(folder_bytes(folder)))));
  return record.partial ? kStopped : kFine;
}

}  // namespace

int run_command(const RunArguments& arguments) {
  auto inputs = inputs_or_complain(arguments.scenario);
  if (!inputs) return kBadInput;
  if (!arguments.resume.empty()) {
    // What was cut off goes on as it began, unless the command line says otherwise.
    std::string error;
    const auto origin = read_run_origin(arguments.resume, error);
    if (!origin) {
      complain(error + "\n");
      return kBadInput;
    }
    inputs->scenario.seed = origin->seed;
    if (origin->lasts.count() > 0) inputs->scenario.lasts = origin->lasts;
  }
  if (arguments.seed) inputs->scenario.seed = *arguments.seed;
  if (arguments.lasts) {
    engine::Value value;
    value.kind = engine::Value::Kind::scalar;
    value.text = *arguments.lasts;
    const auto lasts = engine::duration_of(value);
    if (!lasts || lasts->count() <= 0) {
      complain(fmt::format("--lasts: must be a length of time such as '24 h', got '{}'\n", *arguments.lasts));
      return kBadInput;
    }
    inputs->scenario.lasts = *lasts;
  }
  inputs->vision = load_detector(inputs->scenario.model_path);
  const fs::path folder = arguments.resume.empty() ? new_run_folder(arguments.out, inputs->scenario, inputs->commit) : fs::path(arguments.resume);
  // A run that is taken up keeps its own note: it says how the run began.
  if (arguments.resume.empty()) write_run_origin({fs::absolute(inputs->scenario.path).string(), inputs->scenario.seed, inputs->scenario.lasts, inputs->commit}, folder);
  say_cost(*inputs, arguments.threads);
  LoopOptions options;
  options.threads = arguments.threads;
  options.look_ahead = arguments.no_look_ahead ? 0 : options.look_ahead;
  options.evidence_folder = (folder / "evidence").string();
  options.film_folder = arguments.film;
  if (arguments.durable || !arguments.resume.empty()) options.durable_path = (folder / "journal.sqlite").string();
  options.resume = !arguments.resume.empty();
  Progress progress(inputs->scenario.name);
  options.progress = [&](double share, engine::Time now) { progress.at(share, engine::to_text(now)); };
  // The kernel's stop flag is an atomic, so that a signal handler may set it.
  std::optional<StopSignals> signals;
  options.give_stop = [&](std::function<void()> stop) { signals.emplace(std::move(stop)); };
  const RunRecord record = run_closed_loop(*inputs, options);
  // What the run has found is written whatever is pressed now; the kernel that was to stop is gone.
  if (signals) signals->call_instead([] {});
  progress.done();
  return finish(record, folder, !arguments.no_report);
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
  for (const engine::Event& event : watch_picture_folder(*inputs, arguments.folder)) say(engine::to_line(event) + "\n");
  return kFine;
}

}  // namespace tricolor::harness
