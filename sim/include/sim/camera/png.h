// Reads and writes pictures as PNG files.
#pragma once

#include <string>

#include "sim/camera/camera_view.h"

namespace tricolor::sim {

/// Writes a picture; throws std::runtime_error with path and reason when it cannot.
void write_png(const std::string& path, const Picture& picture);

/// Reads a PNG of at most 4096 × 4096 pixels as blue green red, 8 bits a channel; throws std::runtime_error with path
/// and reason when it cannot.
Picture read_png(const std::string& path);

}  // namespace tricolor::sim
