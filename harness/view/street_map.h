// The street from above: what of it stands still is prepared once; every frame what is in view is drawn at the map's scale.
#pragma once

#include <optional>
#include <vector>

#include "view/canvas.h"
#include "view/timeline.h"
#include "view/view_state.h"

namespace tricolor::harness {

class StreetMap {
 public:
  /// `replay` must outlive it.
  StreetMap(const Replay& replay, const engine::Policy& policy);

  /// Where in the window the map is, pixels. The first call shows the whole city.
  void set_area(sf::FloatRect area);
  const sf::FloatRect& area() const { return area_; }

  void fit();
  void pan(sf::Vector2f by_px);
  /// Scale times `factor`, with the point under `at_px` staying where it is. Between 0.2 and 60 pixels a metre.
  void zoom(float factor, sf::Vector2f at_px);
  /// Puts a point into the middle of the map, or `right_px` to the right of it, beside the story card.
  void centre_on(sim::Point point, float right_px = 0);
  /// Pixels a metre.
  float scale() const { return scale_; }
  void set_scale(float px_per_m) { scale_ = px_per_m; }
  sim::Point centre() const { return centre_; }

  void draw(Canvas& canvas, const Moment& moment, const ViewState& state) const;

  /// What lies under a point of the window: officers before incidents before cameras before things before shops.
  Selection pick(sf::Vector2f at_px, const Moment& moment) const;

  /// Where a selection is on the ground, if it is anywhere.
  std::optional<sim::Point> place_of(const Selection& selection, const Moment& moment) const;

  sf::Vector2f to_screen(sim::Point point) const;
  sim::Point to_ground(sf::Vector2f at_px) const;

 private:
  struct Patch {
    std::vector<sim::Point> corners;   ///< Convex.
    sf::Color colour;
  };
  void prepare_streets();
  void prepare_cameras();
  std::vector<sf::Vector2f> on_screen(const std::vector<sim::Point>& corners) const;
  bool in_sight(const std::vector<sf::Vector2f>& corners) const;
  bool in_sight(sf::Vector2f at, float margin) const;
  void draw_shops(Canvas& canvas, const Moment& moment, const ViewState& state) const;
  void draw_footprints(Canvas& canvas, const Moment& moment, const ViewState& state) const;
  void draw_cameras(Canvas& canvas, const Moment& moment, const ViewState& state) const;
  void draw_things(Canvas& canvas, const Moment& moment) const;
  void draw_thing(Canvas& canvas, const sim::Thing& thing) const;
  void draw_incidents(Canvas& canvas, const Moment& moment, const ViewState& state) const;
  void draw_officers(Canvas& canvas, const Moment& moment, const ViewState& state) const;
  void draw_lamps(Canvas& canvas, const Moment& moment) const;

  const Replay& replay_;
  const engine::Policy& policy_;
  std::vector<Patch> blocks_, ground_, markings_;
  std::vector<std::vector<sim::Point>> shops_;         ///< Outline of each building: front left, front right, back right, back left.
  std::vector<sim::Point> lamps_, trees_;
  std::vector<std::vector<sim::Point>> footprints_;    ///< What each camera sees of the ground.
  sim::Point low_, high_;                              ///< Corners of all there is.
  sf::FloatRect area_;
  sim::Point centre_;
  float scale_ = 1;
};

}  // namespace tricolor::harness
