// The bodies of things: flat coloured faces in a frame of their own (x forward, y to the left, z up, metres).
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "camera/raster.h"
#include "sim/kinds.h"
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

/// The bodies of the kinds of one table, each built once, when it is first asked for, and kept. Thread-safe.
class Bodies {
 public:
  /// The generators that the table names must be known.
  explicit Bodies(std::shared_ptr<const KindTable> kinds);

  const KindTable& kinds() const { return *kinds_; }
  /// The body of a kind in one appearance, at scale 1. `step` 0 … 3 is one of the walking or riding cycle.
  const Solid& of(ThingKind kind, std::uint32_t look, int step) const;

 private:
  struct Slot {
    std::once_flag once;
    Solid solid;
  };
  Solid build(ThingKind kind, std::uint32_t look, int step) const;

  std::shared_ptr<const KindTable> kinds_;
  struct DrawnBy {
    std::size_t number;  ///< Of the generator.
    bool walks;
  };
  std::vector<DrawnBy> drawn_by_;  ///< By kind.
  std::unique_ptr<Slot[]> slots_;
};

/// The bodies of a table, shared by all who ask while somebody holds them. Thread-safe.
std::shared_ptr<const Bodies> bodies_of(const std::shared_ptr<const KindTable>& kinds);

}  // namespace tricolor::sim
