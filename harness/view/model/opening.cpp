#include "view/model/opening.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "run/kept_inputs.h"
#include "run/load.h"
#include "run/run_outcome.h"
#include "run/scene_log.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

template <class Read>
auto read_or_blame(const Read& read) {
  try {
    return read();
  } catch (const std::runtime_error& error) {
    throw BadRunFolder(error.what());
  }
}

}  // namespace

std::optional<Opened> open_for_view(const OpenOptions& options, engine::Diagnostics& diagnostics) {
  Opened opened;
  const bool over = fs::is_directory(options.path);
  std::vector<engine::Event> journal;
  if (over) {
    KeptRun run = read_run(options.path);
    journal = std::move(run.journal);
    opened.inputs = std::make_unique<LoopInputs>(std::move(run.inputs));
    if (!options.scenario.empty()) {
      const auto given = load_inputs(options.scenario, diagnostics);
      if (!given) return std::nullopt;
      if (const std::string other = difference(resolved_inputs(*given), run.origin); !other.empty())
        throw BadRunFolder(
            fmt::format("{}: must be the scenario of this run, got another:\n{}", options.scenario, other));
    }
  } else {
    auto inputs = load_inputs(options.path, diagnostics);
    if (!inputs) return std::nullopt;
    opened.inputs = std::make_unique<LoopInputs>(std::move(*inputs));
  }
  Scenario& settings = opened.inputs->scenario;
  if (!over && options.seed) settings.seed = *options.seed;
  if (!over && options.lasts) settings.lasts = *options.lasts;
  opened.inputs->vision = load_detector(settings.model_path);
  opened.replay = std::make_unique<Replay>(*opened.inputs);
  opened.timeline = std::make_unique<Timeline>(*opened.replay, settings.start, settings.end());
  if (over) {
    auto log = read_or_blame([&] { return read_scene_log(options.path, *opened.replay->city().kinds); });
    engine::Time end = settings.end();
    if (const auto outcome = read_run_outcome(options.path)) {
      end = outcome->end;
    } else {
      // The run was cut off: only its stored events can be shown.
      end = settings.start;
      if (!journal.empty()) end = std::max(end, journal.back().at);
      if (!log.empty()) end = std::max<engine::Time>(end, log.back().at);
    }
    opened.timeline->append(std::move(journal), std::move(log), end);
    opened.timeline->finish(end);
  } else {
    LoopOptions loop;
    loop.threads = options.threads;
    opened.live = std::make_unique<LiveRun>(*opened.inputs, std::move(loop));
  }
  return opened;
}

}  // namespace tricolor::harness
