// Computes the marks of the map, which can be hovered and clicked: the place of each, and the ones under the mouse.
// Drawing and picking use the same list, so that a click hits the mark that is seen. It knows no window.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "view/layout/map_view.h"
#include "view/layout/street_plan.h"
#include "view/layout/town_plates.h"
#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

/// Half of the least width of a mark's hit area, in units of the screen: 24 of them at any scale of the map.
inline constexpr float kHitRadius = 12;

struct Mark {
  Selection what;
  Px at;                    ///< Middle of what is drawn.
  Px home;                  ///< Place of its subject: a shop's front; for others `at`.
  float radius = 0;         ///< Radius of the drawing.
  float reach = 0;          ///< Radius of its hit area, ≥ radius.
  int colour = -1;          ///< Colour of a shop: 0 green, 1 yellow, 2 red; else −1.
  bool led = false;         ///< It stands apart from its home: a leader line joins them.
  PxRect box = {};          ///< The plate of a town, all of which is its hit area; empty for others.
  PlaceCounts counts = {};  ///< The figures on that plate.
};

class Marks {
 public:
  /// Both must outlive it.
  Marks(const Replay& replay, const StreetPlan& plan);

  /// Gives all marks of a moment that are in sight, in the order in which they are drawn: shops, cameras, things,
  /// incidents, officers. Where the map shows towns, these are incidents, officers with a case, and the towns' plates.
  std::vector<Mark> of(const Moment& moment, const MapView& view, const ViewState& state) const;

  /// Gives the extent of a town or road, which can be shown as a whole.
  std::optional<std::pair<sim::Point, sim::Point>> extent_of(const Selection& selection) const;
  /// Gives the place of a selection on the ground, if it has one.
  std::optional<sim::Point> place_of(const Selection& selection, const Moment& moment) const;

  /// Gives the subjects under a point of the screen, best first: marks by the distance to their drawing, then things,
  /// then the shop whose building it is.
  std::vector<Selection> under(Px at, const std::vector<Mark>& marks, const MapView& view) const;

 private:
  void add_shops(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const;
  void add_cameras(const MapView& view, const ViewState& state, std::vector<Mark>& marks) const;
  void add_things(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const;
  void add_incidents(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const;
  void add_officers(const Moment& moment, const MapView& view, bool at_work_only, std::vector<Mark>& marks) const;
  void add_plates(const Moment& moment, const MapView& view, std::vector<Mark>& marks) const;
  Px front_of(std::size_t shop, const MapView& view) const;

  const Replay& replay_;
  const StreetPlan& plan_;
  std::vector<std::vector<std::size_t>> rows_of_shops_;  ///< Shops by side of street, along it.
};

/// Chooses among the subjects under a click: the best, or, at a second click at the same place, the one after the
/// selected one.
Selection chosen_of(const std::vector<Selection>& under, const Selection& current, bool again);

}  // namespace tricolor::harness
