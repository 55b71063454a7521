// Prepares, once, the outlines on the ground of everything immovable that the map draws. It knows no window.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/replay.h"
#include "view/model/city_places.h"

namespace tricolor::harness {

enum class Surface : std::uint8_t { block, pavement, carriageway, marking, bay };

struct StreetPlan {
  /// A convex polygon on the ground, metres.
  using Outline = std::vector<sim::Point>;
  struct Patch {
    Outline corners;
    Surface surface = Surface::block;
    sim::Point low, high;  ///< Its extent.
  };

  explicit StreetPlan(const Replay& replay);

  std::vector<Patch> blocks, ground, markings;
  std::vector<Outline> shops;       ///< Outline of each building: front left, front right, back right, back left.
  std::vector<Outline> footprints;  ///< Ground that each camera sees; empty for one without geometry.
  std::vector<sim::Point> lamps, trees;
  CityPlaces places;
  sim::Point low, high;  ///< Corners of everything.

 private:
  void prepare_streets(const sim::City& city);
  void prepare_shops(const sim::City& city);
  void prepare_cameras(const Replay& replay);
};

/// True when a point lies within an outline.
bool holds(const StreetPlan::Outline& outline, sim::Point point);

}  // namespace tricolor::harness
