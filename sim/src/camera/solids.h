// The bodies of things: flat coloured faces in a frame of their own (x forward, y to the left, z up, metres).
#pragma once

#include <array>
#include <vector>

#include "camera/raster.h"
#include "sim/scene.h"

namespace tricolor::sim {

struct Face {
  std::array<Vec3, 10> corner;
  int corners = 4;
  Vec3 normal;  ///< Outwards, unit length.
  Vec3 centre;  ///< Faces are drawn from the farthest centre to the nearest.
  Colour colour;
  bool both_sides = false;  ///< Thin sheets are seen from either side.
};

using Solid = std::vector<Face>;

/// The body of a kind in one appearance, at scale 1. For moving kinds `pose` 0 … 3 are steps of the walking or riding
/// cycle. It is built once and kept; thread-safe.
const Solid& solid_of(ThingKind kind, std::uint32_t look, int pose);

}  // namespace tricolor::sim
