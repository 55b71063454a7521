#include "tracking/footprint.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {

std::optional<Footprint> footprint_of(const ImageBox& box, double depth_m,
                                      const std::optional<CameraGeometry>& geometry) {
  const double left = box.x_px, right = box.x_px + box.width_px, bottom = box.y_px + box.height_px;
  if (!geometry) {
    // For an uncalibrated camera pixels are ground: the footprint is the lowest quarter of the box, with y up so that
    // outlines stay counter-clockwise.
    const double top = bottom - 0.25 * box.height_px;
    return Footprint{{{left, top}, {right, top}, {right, bottom}, {left, bottom}},
                     {(left + right) / 2, (top + bottom) / 2}};
  }
  const auto a = geometry->ground_at({left, bottom}), b = geometry->ground_at({right, bottom});
  if (!a || !b) return std::nullopt;
  const GroundPoint middle{(a->x_m + b->x_m) / 2, (a->y_m + b->y_m) / 2};
  const double dx = middle.x_m - geometry->x_m, dy = middle.y_m - geometry->y_m, distance = std::hypot(dx, dy);
  if (distance < 0.5) return std::nullopt;
  const double bx = depth_m * dx / distance, by = depth_m * dy / distance;
  // Seen from the camera, left to right along the near edge and back along the far one is counter-clockwise.
  Footprint footprint{{*a, *b, {b->x_m + bx, b->y_m + by}, {a->x_m + bx, a->y_m + by}},
                      {middle.x_m + bx / 2, middle.y_m + by / 2}};
  if (signed_area_m2(footprint.outline) < 0)
    footprint.outline = {footprint.outline[3], footprint.outline[2], footprint.outline[1], footprint.outline[0]};
  return footprint;
}

namespace {

// Largest distance from the camera at which a mark is brought down to the ground, metres. Assumed.
constexpr double kReachM = 60;

}  // namespace

std::optional<Footprint> footprint_of(const GroundMark& mark, const CameraGeometry& geometry) {
  const auto at = [&](double right, double up) {
    return geometry.ground_at({mark.middle.x_px + right * mark.right.x_px + up * mark.up.x_px,
                               mark.middle.y_px + right * mark.right.y_px + up * mark.up.y_px},
                              kReachM);
  };
  const auto centre = at(0, 0), a = at(-1, -1), b = at(1, -1), c = at(1, 1), d = at(-1, 1);
  if (!centre || !a || !b || !c || !d) return std::nullopt;
  Footprint footprint{{*a, *b, *c, *d}, *centre};
  const double area = signed_area_m2(footprint.outline);
  if (std::abs(area) < 0.01) return std::nullopt;
  if (area < 0) std::swap(footprint.outline[1], footprint.outline[3]);
  return footprint;
}

double doubt_m(const GroundMark& mark, const CameraGeometry& geometry) {
  const auto near = geometry.ground_at({mark.middle.x_px, mark.middle.y_px + mark.doubt_px}, kReachM);
  const auto far = geometry.ground_at({mark.middle.x_px, mark.middle.y_px - mark.doubt_px}, 2 * kReachM);
  return near && far ? std::hypot(far->x_m - near->x_m, far->y_m - near->y_m) / 2 : kReachM;
}

}  // namespace tricolor::engine
