// Gives the benefit of the doubt to what may stand in a bay at which a camera looks lengthwise.
//
// The detector has learnt vehicles from cameras that look across the road, so that it has them stand across the line of
// sight. Of a car in a bay at which a camera looks lengthwise it tells a rectangle of the right size, turned by 57 … 89
// degrees and 0.9 … 1.4 m off, mostly sideways, where it expects 0.3 m along the line of sight (93 looks of two towns,
// seed 702, 27 November 2026; across the road the same cars are 0.1 m off). The bay's outline says how a thing stands
// that is lawful there. If the thing so turned, within as much as turning moves it, would be lawful, nobody can tell by
// this look. On the tuning seed 501 of the whole city this held for 148 of 151 looks that would have accused a car in a
// bay, and for none of 182 at cars outside.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "eye/lane_state.h"

namespace tricolor::engine {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
// Largest angle between the line of sight and the run of a bay at which a camera looks lengthwise. Assumed: cars were
// told wrongly up to 53 degrees, at the edges of pictures; cameras across the road see most of a bay at more.
constexpr double kLengthwise = 55 * kDegree;
// Least angle between the runs of a thing and of a bay at which it stands across it. Assumed: of cars seen from the
// side none was turned by more than 4 degrees.
constexpr double kAcross = 30 * kDegree;

struct Run {
  double length_m = 0, heading_rad = 0;
};

// The longest edge of an outline.
Run run_of(const GroundPolygon& outline) {
  Run longest;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const GroundPoint &a = outline[i], &b = outline[(i + 1) % outline.size()];
    const double length = std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
    if (length > longest.length_m) longest = {length, std::atan2(b.y_m - a.y_m, b.x_m - a.x_m)};
  }
  return longest;
}

// Angle between two lines, 0 … π/2.
double angle(double a_rad, double b_rad) { return std::abs(std::remainder(a_rad - b_rad, std::numbers::pi)); }

Footprint rectangle(GroundPoint centre, double heading_rad, double length_m, double width_m) {
  const double c = std::cos(heading_rad), s = std::sin(heading_rad);
  Footprint footprint{{}, centre};
  constexpr std::array<std::pair<double, double>, 4> kCorners{{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}};
  for (const auto& [along, across] : kCorners) {
    const double x = along * length_m, y = across * width_m;
    footprint.outline.push_back({centre.x_m + x * c - y * s, centre.y_m + x * s + y * c});
  }
  return footprint;
}

}  // namespace

bool Lane::Impl::may_stand_lengthwise(const std::string& kind, const Footprint& footprint) const {
  const auto& geometry = set_up().geometry;
  if (!geometry) return false;
  const Run thing = run_of(footprint.outline);
  const double width_m = std::abs(signed_area_m2(footprint.outline)) / thing.length_m;
  // The middle of a rectangle that is turned about a corner moves by so much along either of its sides.
  const double off_m = (thing.length_m - width_m) / 2;
  BoundingBox about(footprint.outline);
  about.left -= thing.length_m, about.right += thing.length_m;
  about.low -= thing.length_m, about.high += thing.length_m;
  const double sight = std::atan2(footprint.centre.y_m - geometry->y_m, footprint.centre.x_m - geometry->x_m);
  constexpr int kDirections = 8;
  const auto lawful = [&](GroundPoint centre, double heading_rad) {
    const auto kinds = eyes.law.pardoned(camera, rectangle(centre, heading_rad, thing.length_m, width_m));
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  for (const GroundPolygon* zone : eyes.law.pardoning(camera, kind, about)) {
    const double heading = run_of(*zone).heading_rad;
    if (angle(sight, heading) > kLengthwise || angle(thing.heading_rad, heading) < kAcross) continue;
    if (lawful(footprint.centre, heading)) return true;
    for (int i = 0; i < kDirections; ++i) {
      const double way = heading + 2 * std::numbers::pi * i / kDirections;
      if (lawful({footprint.centre.x_m + off_m * std::cos(way), footprint.centre.y_m + off_m * std::sin(way)}, heading))
        return true;
    }
  }
  return false;
}

}  // namespace tricolor::engine
