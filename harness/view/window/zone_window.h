// Opens the window in which zones are drawn on the first picture of a source.
#pragma once

#include "engine/frame.h"
#include "service/watch/zone_sketch.h"

namespace tricolor::harness {

enum class DrawingEnds : std::uint8_t {
  go_on,  ///< The zones are to be kept, and the watch begins.
  stop,   ///< The zones are to be kept, and the command ends.
  leave,  ///< Nothing is to be kept.
};

/// Shows the picture until the user is done. `name` is the source's. Needs a display (see `no_display`). Throws
/// std::runtime_error when the typeface cannot be opened.
DrawingEnds draw_zones(const engine::Image& picture, const std::string& name, ZoneSketch& sketch);

}  // namespace tricolor::harness
