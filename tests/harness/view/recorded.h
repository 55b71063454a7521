// Runs for the tests of the window, made once and kept for all of them.
#pragma once

#include <memory>
#include <string>

#include "run/load.h"
#include "view/timeline.h"

namespace tricolor::harness {

/// A scenario that was run to its end, and its timeline.
struct Recorded {
  std::unique_ptr<LoopInputs> inputs;
  RunRecord record;
  std::unique_ptr<Replay> replay;

  /// A timeline that knows all of it; so small a run has checkpoints only when they are close.
  Timeline timeline(std::size_t between_checkpoints = 3000) const;
};

/// `path` from scenarios/. With key frames and few passers-by, as in the tests of the closed loop. Run at the first
/// call.
const Recorded& recorded(const std::string& path);

/// Its inputs alone.
std::unique_ptr<LoopInputs> inputs_of(const std::string& path);

}  // namespace tricolor::harness
