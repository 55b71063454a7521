#include "engine/geometry.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace tricolor::engine {
namespace {

struct Axes {
  double fx, fy, fz, rx, ry, ux, uy, uz;
};

// Many points of one camera are asked for in a row: the axes of the last one are kept.
const Axes& axes_of(const CameraGeometry& camera) {
  struct Last {
    double heading_rad, down_rad;
    Axes axes;
  };
  thread_local std::optional<Last> last;
  if (last && last->heading_rad == camera.heading_rad && last->down_rad == camera.down_rad) return last->axes;
  const double ch = std::cos(camera.heading_rad), sh = std::sin(camera.heading_rad), cd = std::cos(camera.down_rad),
               sd = std::sin(camera.down_rad);
  last = Last{camera.heading_rad, camera.down_rad, {ch * cd, sh * cd, -sd, sh, -ch, ch * sd, sh * sd, cd}};
  return last->axes;
}

double cross(GroundPoint o, GroundPoint a, GroundPoint b) {
  return (a.x_m - o.x_m) * (b.y_m - o.y_m) - (a.y_m - o.y_m) * (b.x_m - o.x_m);
}

double segment_distance_m(GroundPoint a, GroundPoint b, GroundPoint p) {
  const double dx = b.x_m - a.x_m, dy = b.y_m - a.y_m, length2 = dx * dx + dy * dy;
  const double t = length2 > 0 ? std::clamp(((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / length2, 0.0, 1.0) : 0.0;
  return std::hypot(p.x_m - a.x_m - t * dx, p.y_m - a.y_m - t * dy);
}

// A rectangle along x and y.
struct Bounds {
  double low_x = 1e300, high_x = -1e300, low_y = 1e300, high_y = -1e300;
};

Bounds bounds_of(const GroundPolygon& polygon) {
  Bounds bounds;
  for (const GroundPoint& corner : polygon) {
    bounds.low_x = std::min(bounds.low_x, corner.x_m);
    bounds.high_x = std::max(bounds.high_x, corner.x_m);
    bounds.low_y = std::min(bounds.low_y, corner.y_m);
    bounds.high_y = std::max(bounds.high_y, corner.y_m);
  }
  return bounds;
}

}  // namespace

std::optional<ImagePoint> CameraGeometry::project(double x, double y, double z) const {
  const Axes& a = axes_of(*this);
  const double dx = x - x_m, dy = y - y_m, dz = z - height_m;
  const double depth = dx * a.fx + dy * a.fy + dz * a.fz;
  if (depth < 0.1) return std::nullopt;
  return ImagePoint{width_px / 2.0 + focal_px * (dx * a.rx + dy * a.ry) / depth,
                    height_px / 2.0 - focal_px * (dx * a.ux + dy * a.uy + dz * a.uz) / depth};
}

std::optional<GroundPoint> CameraGeometry::ground_at(ImagePoint point, double reach_m) const {
  const Axes& a = axes_of(*this);
  const double right = (point.x_px - width_px / 2.0) / focal_px, up = (height_px / 2.0 - point.y_px) / focal_px;
  const double x = a.fx + right * a.rx + up * a.ux, y = a.fy + right * a.ry + up * a.uy, z = a.fz + up * a.uz;
  if (z >= -1e-9) return std::nullopt;
  const double t = -height_m / z;
  if (t * std::hypot(x, y) > reach_m) return std::nullopt;
  return GroundPoint{x_m + t * x, y_m + t * y};
}

double signed_area_m2(const GroundPolygon& polygon) {
  double twice = 0;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++)
    twice += polygon[j].x_m * polygon[i].y_m - polygon[i].x_m * polygon[j].y_m;
  return twice / 2;
}

bool contains(const GroundPolygon& polygon, GroundPoint point) {
  int winding = 0;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const GroundPoint a = polygon[j], b = polygon[i];
    if (segment_distance_m(a, b, point) < 1e-9) return true;
    const double side = cross(a, b, point);
    if (a.y_m <= point.y_m && b.y_m > point.y_m && side > 0) ++winding;
    if (a.y_m > point.y_m && b.y_m <= point.y_m && side < 0) --winding;
  }
  return winding != 0;
}

double overlap_m2(const GroundPolygon& convex_a, const GroundPolygon& convex_b) {
  const Bounds one = bounds_of(convex_a), other = bounds_of(convex_b);
  if (one.high_x <= other.low_x || other.high_x <= one.low_x || one.high_y <= other.low_y || other.high_y <= one.low_y)
    return 0;
  // Asked for millions of times in a simulated month: the corners in hand keep their memory.
  thread_local GroundPolygon clipped, next;
  clipped = convex_a;
  for (std::size_t i = 0, j = convex_b.size() - 1; i < convex_b.size() && !clipped.empty(); j = i++) {
    const GroundPoint a = convex_b[j], b = convex_b[i];
    next.clear();
    for (std::size_t k = 0, l = clipped.size() - 1; k < clipped.size(); l = k++) {
      const GroundPoint p = clipped[l], q = clipped[k];
      const double sp = cross(a, b, p), sq = cross(a, b, q);
      if ((sp >= 0) != (sq >= 0)) {
        const double t = sp / (sp - sq);
        next.push_back({p.x_m + t * (q.x_m - p.x_m), p.y_m + t * (q.y_m - p.y_m)});
      }
      if (sq >= 0) next.push_back(q);
    }
    std::swap(clipped, next);
  }
  return clipped.size() < 3 ? 0.0 : std::abs(signed_area_m2(clipped));
}

double distance_m(const GroundPolygon& polygon, GroundPoint point) {
  if (contains(polygon, point)) return 0;
  double nearest = 1e300;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++)
    nearest = std::min(nearest, segment_distance_m(polygon[j], polygon[i], point));
  return nearest;
}

bool looks_along(const CameraGeometry& camera, std::span<const GroundPolygon* const> zones) {
  const auto looked_at = camera.ground_at({camera.width_px / 2.0, camera.height_px / 2.0});
  if (!looked_at || zones.empty()) return false;
  const GroundPolygon& nearest = **std::ranges::min_element(
      zones, {}, [&](const GroundPolygon* outline) { return distance_m(*outline, *looked_at); });
  double longest_m = 0, heading_rad = camera.heading_rad + std::numbers::pi / 2;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    const GroundPoint &a = nearest[i], &b = nearest[(i + 1) % nearest.size()];
    const double length_m = std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
    if (length_m > longest_m) longest_m = length_m, heading_rad = std::atan2(b.y_m - a.y_m, b.x_m - a.x_m);
  }
  return std::abs(std::cos(heading_rad - camera.heading_rad)) > std::sqrt(0.5);
}

}  // namespace tricolor::engine
