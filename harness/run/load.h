// Reads everything that a run needs from a scenario's path.
#pragma once

#include <optional>
#include <string>

#include "adapters/closed_loop.h"
#include "run/build.h"
#include "run/own_files.h"

namespace tricolor::harness {

/// The options of a command line that replace the scenario's keys.
struct RungChoice {
  std::optional<std::string> rung;     ///< "pixels" or "events".
  std::optional<std::string> profile;  ///< Detector profile of the rung events.
};

/// Reads scenario, policy and classes, and at the rung events the calibration. Gives nothing when anything is at fault;
/// then `diagnostics` has the faults. The detector is loaded apart.
std::optional<LoopInputs> load_inputs(const std::string& scenario_path, engine::Diagnostics& diagnostics,
                                      const RungChoice& choice = {});

/// Loads the detector once a process for each path. Throws BadInput with path and reason.
std::shared_ptr<const engine::Vision> load_detector(const std::string& path);

}  // namespace tricolor::harness
