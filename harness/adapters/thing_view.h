// Computes how a camera has a thing in view, without drawing it: what the fitted model of the detector goes by.
#pragma once

#include <vector>

#include "engine/geometry.h"
#include "sim/city/city.h"
#include "sim/kinds.h"

namespace tricolor::harness {

struct ThingView {
  double distance_m = 0;     ///< From the camera's foot, ≥ 1.
  double short_side_px = 0;  ///< Smaller side of its box within the picture.
  double cut_off = 0;        ///< Share of its box that lies outside of the picture, 0 … 1.
};

/// The thing's box is that of its own length, width, height and heading, if nothing hides it.
ThingView view_of(const engine::CameraGeometry& camera, const sim::Thing& thing, const sim::KindTable& kinds);

/// Knows where houses stand: a camera sees along streets and not through fronts. Not for months of millions of
/// questions: each looks at every street that comes near.
class Sightlines {
 public:
  /// `city` must outlive it.
  explicit Sightlines(const sim::City& city) : city_(city) {}

  /// True when a front stands between two places on the ground. Both may stand a little behind one.
  bool blocked(sim::Point from, sim::Point to) const;

 private:
  const sim::City& city_;
};

}  // namespace tricolor::harness
