// From a scenario's path to everything that a run needs.
#pragma once

#include <optional>
#include <string>

#include "adapters/closed_loop.h"

namespace tricolor::harness {

/// The folder of the program's own files: TRICOLOR_ASSETS in the environment, else `assets` of the source tree that it was built from.
std::string assets_folder();

/// The program's commit, short, with "+" when the tree had changes at build.
std::string build_commit();

/// Reads scenario, policy and classes. Nothing when anything is at fault: then `diagnostics` says what. The detector is loaded apart.
std::optional<LoopInputs> load_inputs(const std::string& scenario_path, engine::Diagnostics& diagnostics);

/// Loads the detector once a process for each path. Throws std::runtime_error with path and reason.
std::shared_ptr<const engine::Vision> load_detector(const std::string& path);

}  // namespace tricolor::harness
