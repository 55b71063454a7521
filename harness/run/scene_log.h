// Keeps the scene log of a run as a file, so that a finished run can be shown again: `scene_log.csv` in the run's
// folder.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/kinds.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// Writes one line an entry: what, at_us, thing, kind, look, x_m, y_m, heading_rad, scale. Numbers are read back
/// exactly as they were. Throws std::runtime_error when the file cannot be written.
void write_scene_log(const std::vector<sim::SceneLogEntry>& log, const sim::KindTable& kinds,
                     const std::filesystem::path& run_folder);

/// Reads it. Throws std::runtime_error with file, line and reason when there is none or it is damaged.
std::vector<sim::SceneLogEntry> read_scene_log(const std::filesystem::path& run_folder, const sim::KindTable& kinds);

}  // namespace tricolor::harness
