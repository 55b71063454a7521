// Makes runs for the tests of the window, once for all of them.
#pragma once

#include <memory>
#include <string>

#include "run/load.h"
#include "view/model/timeline.h"

namespace tricolor::harness {

/// A scenario that was run to its end, and its timeline.
struct Recorded {
  std::unique_ptr<LoopInputs> inputs;
  RunRecord record;
  std::unique_ptr<Replay> replay;

  /// A timeline of the whole run; its checkpoints are close, because so small a run would otherwise have none.
  Timeline timeline(std::size_t between_checkpoints = 3000) const;
};

/// Gives the run of the scenario at `path` (from scenarios/), with key frames and few passers-by, as in the tests of
/// the closed loop. It is run at the first call.
const Recorded& recorded(const std::string& path);

/// Gives its inputs alone.
std::unique_ptr<LoopInputs> inputs_of(const std::string& path);

}  // namespace tricolor::harness
