// Opens the subject of the window: a scenario, which is then run, or the folder of a run that is over.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/document.h"
#include "run/run_folder.h"
#include "view/model/live_run.h"
#include "view/model/timeline.h"

namespace tricolor::harness {

struct OpenOptions {
  std::string path;  ///< A scenario file or a run's folder.
  /// Scenario of a run, which must be the run's own; empty: as its folder keeps it.
  std::string scenario;
  std::optional<std::uint64_t> seed;  ///< Seed for a scenario.
  std::optional<engine::Duration> lasts;
  int threads = 1;  ///< Threads of a live run that render and detect.
};

/// Everything that the window shows; each part refers only to earlier ones.
struct Opened {
  std::unique_ptr<LoopInputs> inputs;
  std::unique_ptr<Replay> replay;
  std::unique_ptr<Timeline> timeline;
  std::unique_ptr<LiveRun> live;  ///< Null for a run that is over.
};

/// Gives nothing when the input is at fault; then `diagnostics` says why. Throws BadRunFolder, and std::runtime_error
/// when the machine fails. The detector is loaded; a live run has been started.
std::optional<Opened> open_for_view(const OpenOptions& options, engine::Diagnostics& diagnostics);

}  // namespace tricolor::harness
