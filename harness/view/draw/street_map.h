// Draws the street from above, every frame, as far as it is in view, at the map's scale. StreetPlan prepares everything
// immovable, Marks everything that can be clicked.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenario/policy_history.h"
#include "view/draw/canvas.h"
#include "view/layout/map_view.h"
#include "view/layout/marks.h"
#include "view/layout/street_plan.h"
#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

class StreetMap {
 public:
  /// Both must outlive it.
  StreetMap(const Replay& replay, const PolicyHistory& policies);

  MapView& view() { return view_; }
  const MapView& view() const { return view_; }

  /// Draws a moment, and keeps the places of its marks for `under`.
  void draw(Canvas& canvas, const Moment& moment, const ViewState& state);

  /// Gives the subjects under a point of the window by the last drawing, best first; empty outside the map.
  std::vector<Selection> under(Px at) const;
  /// Gives the place at which the mark of a selection was drawn last; else its place on the ground.
  std::optional<Px> shown_at(const Selection& selection, const Moment& moment) const;
  std::optional<sim::Point> place_of(const Selection& selection, const Moment& moment) const {
    return marks_.place_of(selection, moment);
  }
  /// Gives the extent of a town or road, which can be shown as a whole.
  std::optional<std::pair<sim::Point, sim::Point>> extent_of(const Selection& selection) const {
    return marks_.extent_of(selection);
  }
  const CityPlaces& places() const { return plan_.places; }

 private:
  std::vector<sf::Vector2f> on_screen(const StreetPlan::Outline& corners) const;
  bool in_sight(const std::vector<sf::Vector2f>& corners) const;
  void draw_ground(Canvas& canvas, const Moment& moment) const;
  void draw_roads(Canvas& canvas, double day) const;
  void draw_shops(Canvas& canvas, const Moment& moment, const ViewState& state);
  void draw_street_names(Canvas& canvas);
  void draw_marks(Canvas& canvas, const Moment& moment, const ViewState& state);
  void draw_plate(Canvas& canvas, const Mark& mark, const ViewState& state);
  /// Offers a text whose middle is at `x` and whose top is at `y`; it is drawn if there is room for it.
  void label(const Canvas& canvas, LabelRank rank, float x, float y, unsigned size, sf::Color colour,
             const std::string& text, float most = 0);
  void draw_labels(Canvas& canvas);
  /// True where a city of towns is seen from so far that its streets are rows of dots.
  bool among_dots() const;
  void draw_footprints(Canvas& canvas, const Moment& moment, const ViewState& state) const;
  void draw_thing(Canvas& canvas, const sim::Thing& thing) const;
  void draw_passers_by(Canvas& canvas, const Moment& moment) const;
  void draw_stays(Canvas& canvas, const Moment& moment) const;
  void draw_lamps(Canvas& canvas, const Moment& moment) const;
  void draw_leader(Canvas& canvas, const Mark& mark, const Moment& moment) const;
  void draw_shop_mark(Canvas& canvas, const Mark& mark) const;
  void draw_camera(Canvas& canvas, const Mark& mark, const Moment& moment, const ViewState& state);
  void draw_incident(Canvas& canvas, const Mark& mark, const Moment& moment, const ViewState& state);
  void draw_officer(Canvas& canvas, const Mark& mark, const Moment& moment, const ViewState& state);
  void draw_chosen(Canvas& canvas, const Moment& moment, const ViewState& state) const;

  const Replay& replay_;
  const PolicyHistory& policies_;
  StreetPlan plan_;
  Marks marks_;
  MapView view_;
  std::vector<Mark> shown_;
  MapLevel level_ = MapLevel::shops;
  std::vector<Label> labels_;  ///< Labels offered in this drawing.
};

}  // namespace tricolor::harness
