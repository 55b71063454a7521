// The street as the map draws it: outlines on the ground of all that stands still, prepared once. It knows no window.
#pragma once

#include <cstdint>
#include <vector>

#include "adapters/replay.h"

namespace tricolor::harness {

enum class Surface : std::uint8_t { block, pavement, carriageway, marking, bay };

struct StreetPlan {
  /// Metres on the ground; convex.
  using Outline = std::vector<sim::Point>;
  struct Patch {
    Outline corners;
    Surface surface = Surface::block;
  };

  explicit StreetPlan(const Replay& replay);

  std::vector<Patch> blocks, ground, markings;
  std::vector<Outline> shops;       ///< Of each building: front left, front right, back right, back left.
  std::vector<Outline> footprints;  ///< The ground that each camera sees; empty for one without geometry.
  std::vector<sim::Point> lamps, trees;
  sim::Point low, high;  ///< Corners of all there is.

 private:
  void prepare_streets(const sim::City& city);
  void prepare_shops(const sim::City& city);
  void prepare_cameras(const Replay& replay);
};

/// Whether a point lies within an outline.
bool holds(const StreetPlan::Outline& outline, sim::Point point);

}  // namespace tricolor::harness
