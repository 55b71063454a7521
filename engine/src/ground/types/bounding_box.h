// The upright rectangle around an outline, by which most of what is far away is passed over before its corners are
// read.
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/geometry.h"

namespace tricolor::engine {

/// The smallest upright rectangle around an outline, metres; it meets nothing and is infinitely far when the outline
/// has no corner.
struct BoundingBox {
  explicit BoundingBox(const GroundPolygon& outline) {
    for (const GroundPoint& corner : outline) {
      left = std::min(left, corner.x_m), right = std::max(right, corner.x_m);
      low = std::min(low, corner.y_m), high = std::max(high, corner.y_m);
    }
  }
  bool meets(const BoundingBox& other) const {
    return left <= other.right && other.left <= right && low <= other.high && other.low <= high;
  }
  /// Distance of a point from the rectangle, metres, never more than from the outline; 0 inside.
  double distance_m(GroundPoint point) const {
    return std::hypot(std::max({left - point.x_m, point.x_m - right, 0.0}),
                      std::max({low - point.y_m, point.y_m - high, 0.0}));
  }
  double left = 1e300, right = -1e300, low = 1e300, high = -1e300;
};

}  // namespace tricolor::engine
