#include "camera/street_rays.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tricolor::sim {
namespace {

// Height of the houses, metres. Assumed.
constexpr double kHouseHeightM = 13;

}  // namespace

StreetFrame::StreetFrame(const Street& s)
    : street(&s),
      ex((s.to.x_m - s.from.x_m) / s.length_m()),
      ey((s.to.y_m - s.from.y_m) / s.length_m()),
      length(s.length_m()),
      half(s.carriageway_m / 2),
      reach(s.carriageway_m / 2 + s.pavement_m) {}

InStreet StreetFrame::locate(double x, double y) const {
  const double dx = x - street->from.x_m, dy = y - street->from.y_m;
  InStreet in{dx * ex + dy * ey, -dx * ey + dy * ex, false};
  in.inside = in.along >= 0 && in.along <= length && std::abs(in.across) <= reach;
  return in;
}

ShopRows::ShopRows(const City& city) : city_(city), rows_(2 * city.streets.size()) {
  for (std::size_t i = 0; i < city.shops.size(); ++i)
    rows_[row(city.shops[i].street, city.shops[i].side)].push_back(static_cast<int>(i));
  for (auto& shops : rows_)
    std::sort(shops.begin(), shops.end(), [&](int a, int b) {
      return city.shops[static_cast<std::size_t>(a)].from_m < city.shops[static_cast<std::size_t>(b)].from_m;
    });
}

int ShopRows::at(int street, Side side, double along_m) const {
  const auto& shops = rows_[row(street, side)];
  const auto next = std::upper_bound(shops.begin(), shops.end(), along_m, [&](double at, int i) {
    return at < city_.shops[static_cast<std::size_t>(i)].from_m;
  });
  if (next == shops.begin()) return -1;
  const int shop = *std::prev(next);
  return along_m < city_.shops[static_cast<std::size_t>(shop)].to_m ? shop : -1;
}

StreetRays::StreetRays(const City& city, const CameraPose& pose) : eye_(pose) {
  for (const Street& street : city.streets) frames_.emplace_back(street);
}

int StreetRays::street_at(double x, double y, InStreet& where) const {
  int best = -1;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const InStreet in = frames_[i].locate(x, y);
    if (!in.inside) continue;
    if (best < 0 || (std::abs(in.across) < frames_[i].half &&
                     std::abs(where.across) >= frames_[static_cast<std::size_t>(best)].half)) {
      best = static_cast<int>(i);
      where = in;
    }
  }
  return best;
}

RayEnd StreetRays::trace(double px, double py) const {
  const Vec3 ray = eye_.forward + ((px - eye_.centre_x) / eye_.focal_px) * eye_.right +
                   ((eye_.centre_y - py) / eye_.focal_px) * eye_.up;
  RayEnd end;
  end.distance = ray.z < -1e-6 ? -eye_.at.z / ray.z : 1e9;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const StreetFrame& frame = frames_[i];
    const double dx = eye_.at.x - frame.street->from.x_m, dy = eye_.at.y - frame.street->from.y_m;
    const double along0 = dx * frame.ex + dy * frame.ey, across0 = -dx * frame.ey + dy * frame.ex;
    const double run = ray.x * frame.ex + ray.y * frame.ey, rise = -ray.x * frame.ey + ray.y * frame.ex;
    // A ray meets fronts from within their own street only.
    if (std::abs(across0) > frame.reach || std::abs(rise) < 1e-9) continue;
    const Side side = rise > 0 ? Side::left : Side::right;
    const double t = ((side == Side::left ? frame.reach : -frame.reach) - across0) / rise;
    if (t <= 0 || t >= end.distance) continue;
    const double along = along0 + t * run, z = eye_.at.z + t * ray.z;
    if (z < 0 || z > kHouseHeightM || along < 0 || along > frame.length) continue;
    // There is no house where another street opens.
    const double x = eye_.at.x + t * ray.x, y = eye_.at.y + t * ray.y;
    bool open = false;
    for (std::size_t k = 0; k < frames_.size() && !open; ++k) open = k != i && frames_[k].locate(x, y).inside;
    if (open) continue;
    end = {RayEnd::On::wall, t, x, y, 0, static_cast<int>(i), side, along, z};
  }
  if (end.on == RayEnd::On::wall) return end;
  if (end.distance < 1e9) {
    end.on = RayEnd::On::ground;
    end.x = eye_.at.x + end.distance * ray.x;
    end.y = eye_.at.y + end.distance * ray.y;
  } else {
    end.up = std::clamp(ray.z / std::sqrt(dot(ray, ray)) * 2, 0.0, 1.0);
  }
  return end;
}

}  // namespace tricolor::sim
