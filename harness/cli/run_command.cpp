#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

#include "cli/commands.h"
#include "engine/journal.h"
#include "run/load.h"
#include "run/picture_folder.h"
#include "run/progress.h"
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

// What Ctrl-C calls. The kernel's stop flag is an atomic, so that a signal handler may set it.
std::function<void()> stop_run;
extern "C" void on_interrupt(int) {
  if (stop_run) stop_run();
}

std::optional<LoopInputs> inputs_or_complain(const std::string& path) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(path, diagnostics);
  if (!inputs) std::fputs(diagnostics.text().c_str(), stderr);
  return inputs;
}

void write_journal(const RunRecord& record, const fs::path& folder) {
  std::ofstream out(folder / "journal.jsonl");
  for (const engine::Event& event : record.journal) out << engine::to_line(event) << '\n';
  if (!out.flush()) throw std::runtime_error(fmt::format("{}: cannot be written", (folder / "journal.jsonl").string()));
}

int finish(const RunRecord& record, const fs::path& folder, bool with_report) {
  write_journal(record, folder);
  write_scene_log(record.truth.scene_log, folder);
  std::ofstream(folder / "summary.txt") << summary_text(record);
#ifdef TRICOLOR_REPORT
  if (with_report) {
    write_files(record, folder);
    write_report(record, folder);
  }
#else
  (void)with_report;
#endif
  std::fputs(summary_text(record).c_str(), stdout);
  const fs::path report = folder / "report.html";
  fmt::print("  report       {} ({})\n", fs::exists(report) ? report.string() : folder.string(), bytes_text(static_cast<double>(folder_bytes(folder))));
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
      fmt::print(stderr, "{}\n", error);
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
      fmt::print(stderr, "--lasts: must be a length of time such as '24 h', got '{}'\n", *arguments.lasts);
      return kBadInput;
    }
    inputs->scenario.lasts = *lasts;
  }
  inputs->vision = load_detector(inputs->scenario.model_path);
  const fs::path folder = arguments.resume.empty() ? new_run_folder(arguments.out, inputs->scenario, inputs->commit) : fs::path(arguments.resume);
  // A run that is taken up keeps its own note: it says how the run began.
  if (arguments.resume.empty()) write_run_origin({fs::absolute(inputs->scenario.path).string(), inputs->scenario.seed, inputs->scenario.lasts, inputs->commit}, folder);
  LoopOptions options;
  options.threads = arguments.threads;
  options.look_ahead = arguments.no_look_ahead ? 0 : options.look_ahead;
  options.evidence_folder = (folder / "evidence").string();
  options.film_folder = arguments.film;
  if (arguments.durable || !arguments.resume.empty()) options.durable_path = (folder / "journal.sqlite").string();
  options.resume = !arguments.resume.empty();
  Progress progress(inputs->scenario.name);
  options.progress = [&](double share, engine::Time now) { progress.at(share, engine::to_text(now)); };
  options.give_stop = [](std::function<void()> stop) {
    stop_run = std::move(stop);
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
  };
  const RunRecord record = run_closed_loop(*inputs, options);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  stop_run = nullptr;
  progress.done();
  return finish(record, folder, !arguments.no_report);
}

int demo_command(const std::string& out, int threads) {
  RunArguments arguments;
  arguments.scenario = (fs::path(assets_folder()).parent_path() / "scenarios" / "xinhua_road.yaml").string();
  arguments.out = out;
  arguments.threads = threads;
  arguments.lasts = "24 h";
  return run_command(arguments);
}

int pictures_command(const std::string& scenario, const std::string& folder) {
  auto inputs = inputs_or_complain(scenario);
  if (!inputs) return kBadInput;
  inputs->vision = load_detector(inputs->scenario.model_path);
  for (const engine::Event& event : watch_picture_folder(*inputs, folder)) fmt::print("{}\n", engine::to_line(event));
  return kFine;
}

}  // namespace tricolor::harness
