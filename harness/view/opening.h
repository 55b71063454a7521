// Opens what is to be looked at: a scenario, which is then run, or the folder of a run that is over.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "engine/document.h"
#include "view/live_run.h"
#include "view/timeline.h"

namespace tricolor::harness {

struct OpenOptions {
  std::string path;                     ///< A scenario file or a run's folder.
  std::string scenario;                 ///< For a run whose scenario has moved; empty: where run.txt says.
  std::optional<std::uint64_t> seed;    ///< For a scenario.
  std::optional<engine::Duration> lasts;
  int threads = 1;                      ///< Of a live run that render and detect.
};

/// Everything that the window shows; parts in the order in which they stand on one another.
struct Opened {
  std::unique_ptr<LoopInputs> inputs;
  std::unique_ptr<Replay> replay;
  std::unique_ptr<Timeline> timeline;
  std::unique_ptr<LiveRun> live;        ///< Null for a run that is over.
};

/// What was given as a run's folder is none, or its files are damaged; the text says which and where.
struct BadRunFolder : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Nothing when the input is at fault: then `diagnostics` says why. Throws BadRunFolder, and std::runtime_error when the machine fails. The
/// detector is loaded; a live run has been started.
std::optional<Opened> open_for_view(const OpenOptions& options, engine::Diagnostics& diagnostics);

}  // namespace tricolor::harness
