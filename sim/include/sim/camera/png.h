// Pictures as PNG files.
#pragma once

#include <string>

#include "sim/camera/camera_view.h"

namespace tricolor::sim {

/// Writes a picture; throws std::runtime_error with path and reason when it cannot.
void write_png(const std::string& path, const Picture& picture);

/// Reads an 8-bit PNG as blue green red; throws std::runtime_error with path and reason when it cannot.
Picture read_png(const std::string& path);

}  // namespace tricolor::sim
