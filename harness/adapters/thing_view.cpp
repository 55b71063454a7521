#include "adapters/thing_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tricolor::harness {
namespace {

// Depth by which things and cameras may stand behind the line of a front, metres: signs, niches, drawing.
constexpr double kBehindM = 1.0;
// Length of a gap between streets that hides nothing: where corridors of streets meet at a bend, metres.
constexpr double kCornerM = 3.0;
constexpr double kStepM = 1.0;
// Distance below which no front stands between a camera and what it sees, metres. Assumed.
constexpr double kNearM = 12;

}  // namespace

ThingView view_of(const engine::CameraGeometry& camera, const sim::Thing& thing, const sim::KindTable& kinds) {
  const sim::Extent& extent = kinds.extent_of(thing.kind, thing.look);
  const double c = std::cos(thing.heading_rad), s = std::sin(thing.heading_rad);
  ThingView view;
  view.distance_m = std::max(1.0, std::hypot(thing.at.x_m - camera.x_m, thing.at.y_m - camera.y_m));
  double low_x = 1e9, high_x = -1e9, low_y = 1e9, high_y = -1e9;
  int behind = 0;
  for (const auto& [along, across] : {std::pair(-0.5, -0.5), {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}})
    for (const double up : {0.0, 1.0}) {
      const double x = along * extent.length_m * thing.scale, y = across * extent.width_m * thing.scale;
      const auto point = camera.project(thing.at.x_m + x * c - y * s, thing.at.y_m + x * s + y * c,
                                        up * extent.height_m * thing.scale);
      if (!point) {
        ++behind;
        continue;
      }
      low_x = std::min(low_x, point->x_px), high_x = std::max(high_x, point->x_px);
      low_y = std::min(low_y, point->y_px), high_y = std::max(high_y, point->y_px);
    }
  const double width = high_x - low_x, height = high_y - low_y;
  if (behind > 0 || width <= 0 || height <= 0) {
    view.cut_off = 1;
    return view;
  }
  const double inside_x = std::min<double>(high_x, camera.width_px) - std::max(low_x, 0.0);
  const double inside_y = std::min<double>(high_y, camera.height_px) - std::max(low_y, 0.0);
  if (inside_x <= 0 || inside_y <= 0) {
    view.cut_off = 1;
    return view;
  }
  view.short_side_px = std::min(inside_x, inside_y);
  view.cut_off = 1 - inside_x * inside_y / (width * height);
  return view;
}

bool Sightlines::blocked(sim::Point from, sim::Point to) const {
  if (std::hypot(to.x_m - from.x_m, to.y_m - from.y_m) < kNearM) return false;
  const double dx = to.x_m - from.x_m, dy = to.y_m - from.y_m, length = std::hypot(dx, dy);
  std::vector<const sim::Street*> near;
  for (const sim::Street& street : city_.streets) {
    const double reach = street.carriageway_m / 2 + street.pavement_m + kBehindM + length;
    const double ex = street.to.x_m - street.from.x_m, ey = street.to.y_m - street.from.y_m;
    const double fx = from.x_m - street.from.x_m, fy = from.y_m - street.from.y_m, l2 = ex * ex + ey * ey;
    const double t = l2 > 0 ? std::clamp((fx * ex + fy * ey) / l2, 0.0, 1.0) : 0;
    if (std::hypot(fx - t * ex, fy - t * ey) > reach) continue;
    if (!street.built) return false;
    near.push_back(&street);
  }
  double hidden_m = 0;
  for (double way = 0; way <= length; way += kStepM) {
    const double x = from.x_m + dx * way / std::max(length, 1e-9), y = from.y_m + dy * way / std::max(length, 1e-9);
    const bool open = std::any_of(near.begin(), near.end(), [&](const sim::Street* street) {
      const double ex = street->to.x_m - street->from.x_m, ey = street->to.y_m - street->from.y_m;
      const double l = std::max(std::hypot(ex, ey), 1e-9), fx = x - street->from.x_m, fy = y - street->from.y_m;
      const double along = (fx * ex + fy * ey) / l, across = (fy * ex - fx * ey) / l;
      const double reach = street->carriageway_m / 2 + street->pavement_m + kBehindM;
      return along >= -kBehindM && along <= l + kBehindM && std::abs(across) <= reach;
    });
    hidden_m = open ? 0 : hidden_m + kStepM;
    if (hidden_m > kCornerM) return true;
  }
  return false;
}

}  // namespace tricolor::harness
