// Cuts out the part of a picture that the closer look reads. The closer look is a second network that judges one thing
// found by the detector from the place around its box, at the full picture's resolution and scaled to one size whatever
// the distance. So small differences (a shelf of goods or a bicycle, at the wall or a step before it) are as plain far
// away as near.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

/// A square of the picture around a box. Pixels beyond the picture's border are black.
struct Cutout {
  static constexpr int kSidePx = 64;
  int left_px = 0, top_px = 0;      ///< Upper left corner in the picture; may be negative.
  int side_px = 1;                  ///< Side in the picture, ≥ 1.
  std::vector<std::uint8_t> bytes;  ///< kSidePx × kSidePx × 3, blue green red, rows from the top.
};

/// Cuts out the square around a box: one and a half times as wide as the longer side of the box, and at least 32 pixels
/// wide. Deterministic for one binary and CPU class.
Cutout cutout_of(const Image& image, const ImageBox& box);

}  // namespace tricolor::engine
