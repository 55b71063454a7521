#include "engine/geometry.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {

namespace {

/// Things nearer to the lens than this are not drawn or projected.
constexpr double kNear_m = 0.1;

/// Unit vectors of the camera in the world: forward along the optical axis, right and down along the picture's axes.
struct Axes {
  double forward[3];
  double right[3];
  double down[3];
};

Axes axes_of(const CameraGeometry& camera) {
  const double ch = std::cos(camera.heading_rad), sh = std::sin(camera.heading_rad);
  const double cd = std::cos(camera.down_rad), sd = std::sin(camera.down_rad);
  return {{ch * cd, sh * cd, -sd}, {sh, -ch, 0}, {-ch * sd, -sh * sd, -cd}};
}

double cross(GroundPoint a, GroundPoint b, GroundPoint c) {
  return (b.x_m - a.x_m) * (c.y_m - a.y_m) - (b.y_m - a.y_m) * (c.x_m - a.x_m);
}

double distance_to_segment_m(GroundPoint a, GroundPoint b, GroundPoint p) {
  const double dx = b.x_m - a.x_m, dy = b.y_m - a.y_m;
  const double length2 = dx * dx + dy * dy;
  double along = length2 > 0 ? ((p.x_m - a.x_m) * dx + (p.y_m - a.y_m) * dy) / length2 : 0;
  along = std::clamp(along, 0.0, 1.0);
  const double ex = p.x_m - (a.x_m + along * dx), ey = p.y_m - (a.y_m + along * dy);
  return std::sqrt(ex * ex + ey * ey);
}

}  // namespace

std::optional<ImagePoint> CameraGeometry::project(double x, double y, double z) const {
  const Axes axes = axes_of(*this);
  const double d[3] = {x - x_m, y - y_m, z - height_m};
  const auto along = [&d](const double (&axis)[3]) { return d[0] * axis[0] + d[1] * axis[1] + d[2] * axis[2]; };
  const double depth = along(axes.forward);
  if (depth < kNear_m) return std::nullopt;
  return ImagePoint{0.5 * width_px + focal_px * along(axes.right) / depth, 0.5 * height_px + focal_px * along(axes.down) / depth};
}

std::optional<GroundPoint> CameraGeometry::ground_at(ImagePoint point, double reach_m) const {
  const Axes axes = axes_of(*this);
  const double u = (point.x_px - 0.5 * width_px) / focal_px;
  const double v = (point.y_px - 0.5 * height_px) / focal_px;
  double ray[3];
  for (int i = 0; i < 3; ++i) ray[i] = axes.forward[i] + u * axes.right[i] + v * axes.down[i];
  if (ray[2] >= 0) return std::nullopt;
  const double t = height_m / -ray[2];
  const double dx = t * ray[0], dy = t * ray[1];
  if (dx * dx + dy * dy > reach_m * reach_m) return std::nullopt;
  return GroundPoint{x_m + dx, y_m + dy};
}

double signed_area_m2(const GroundPolygon& polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const GroundPoint a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    twice += a.x_m * b.y_m - b.x_m * a.y_m;
  }
  return 0.5 * twice;
}

bool contains(const GroundPolygon& polygon, GroundPoint point) {
  int winding = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const GroundPoint a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double side = cross(a, b, point);
    if (side == 0 && std::min(a.x_m, b.x_m) <= point.x_m && point.x_m <= std::max(a.x_m, b.x_m) &&
        std::min(a.y_m, b.y_m) <= point.y_m && point.y_m <= std::max(a.y_m, b.y_m)) {
      return true;
    }
    if (a.y_m <= point.y_m && b.y_m > point.y_m && side > 0) ++winding;
    if (a.y_m > point.y_m && b.y_m <= point.y_m && side < 0) --winding;
  }
  return winding != 0;
}

double overlap_m2(const GroundPolygon& convex_a, const GroundPolygon& convex_b) {
  GroundPolygon rest = convex_a;
  for (std::size_t i = 0; i < convex_b.size() && rest.size() >= 3; ++i) {
    const GroundPoint a = convex_b[i], b = convex_b[(i + 1) % convex_b.size()];
    GroundPolygon kept;
    kept.reserve(rest.size() + 1);
    for (std::size_t j = 0; j < rest.size(); ++j) {
      const GroundPoint p = rest[j], q = rest[(j + 1) % rest.size()];
      const double dp = cross(a, b, p), dq = cross(a, b, q);
      if (dp >= 0) kept.push_back(p);
      if ((dp > 0 && dq < 0) || (dp < 0 && dq > 0)) {
        const double t = dp / (dp - dq);
        kept.push_back({p.x_m + t * (q.x_m - p.x_m), p.y_m + t * (q.y_m - p.y_m)});
      }
    }
    rest = std::move(kept);
  }
  return rest.size() < 3 ? 0 : std::max(0.0, signed_area_m2(rest));
}

double distance_m(const GroundPolygon& polygon, GroundPoint point) {
  if (contains(polygon, point)) return 0;
  double best = 1e300;
  for (std::size_t i = 0; i < polygon.size(); ++i) best = std::min(best, distance_to_segment_m(polygon[i], polygon[(i + 1) % polygon.size()], point));
  return best;
}

}  // namespace tricolor::engine
