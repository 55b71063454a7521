// Opens what is to be looked at: a scenario, which is then run, or the folder of a run that is over.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/document.h"
#include "run/run_folder.h"
#include "view/live_run.h"
#include "view/timeline.h"

namespace tricolor::harness {

struct OpenOptions {
  std::string path;                   ///< A scenario file or a run's folder.
  std::string scenario;               ///< Of a run: must be what the run was a run of; empty: as its folder keeps it.
  std::optional<std::uint64_t> seed;  ///< For a scenario.
  std::optional<engine::Duration> lasts;
  int threads = 1;  ///< Of a live run that render and detect.
};

/// Everything that the window shows; parts in the order in which they stand on one another.
struct Opened {
  std::unique_ptr<LoopInputs> inputs;
  std::unique_ptr<Replay> replay;
  std::unique_ptr<Timeline> timeline;
  std::unique_ptr<LiveRun> live;  ///< Null for a run that is over.
};

/// Nothing when the input is at fault: then `diagnostics` says why. Throws BadRunFolder, and std::runtime_error when
/// the machine fails. The detector is loaded; a live run has been started.
std::optional<Opened> open_for_view(const OpenOptions& options, engine::Diagnostics& diagnostics);

}  // namespace tricolor::harness
