// Says which part of the ground the map shows, and where on the screen each of its points lies. It knows no window.
#pragma once

#include "sim/city/city.h"
#include "view/layout/px.h"

namespace tricolor::harness {

class MapView {
 public:
  static constexpr float kLeastScale = 0.02f, kMostScale = 60;  ///< Units of the screen (see px.h) a metre.

  /// Sets the corners of everything that can be shown, metres, and how much is left free above and below it where all
  /// of it is shown, units of the screen.
  void set_bounds(sim::Point low, sim::Point high, float free_px = 0);
  /// Sets the place of the map on the screen. The first call shows the whole map.
  void set_area(PxRect area);
  const PxRect& area() const { return area_; }

  void fit();
  /// Shows a rectangle of the ground as large as it can be, to the right of `left_px` of the map and with `free_px`
  /// left free above and below it.
  void show(sim::Point low, sim::Point high, float left_px = 0, float free_px = 0);
  /// The corners of the ground that is in sight, metres.
  sim::Point low_in_sight() const { return to_ground({area_.left, area_.bottom()}); }
  sim::Point high_in_sight() const { return to_ground({area_.right(), area_.top}); }
  void pan(Px by);
  /// Multiplies the scale by `factor`; the point under `at` stays where it is.
  void zoom(float factor, Px at);
  /// Puts a point into the middle of the map, or `right_px` to the right of it, beside the story card.
  void centre_on(sim::Point point, float right_px = 0);
  float scale() const { return scale_; }
  void set_scale(float px_per_m);
  sim::Point centre() const { return centre_; }

  Px to_screen(sim::Point point) const;
  sim::Point to_ground(Px at) const;
  bool in_sight(Px at, float margin) const;

 private:
  sim::Point low_{0, 0}, high_{0, 0}, centre_{0, 0};
  PxRect area_;
  float scale_ = 1, free_px_ = 0;
};

}  // namespace tricolor::harness
