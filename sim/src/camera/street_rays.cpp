#include "camera/street_rays.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tricolor::sim {
namespace {

// Height of the houses, metres. Assumed.
constexpr double kHouseHeightM = 13;
// Side of the finest cell, metres, about a street's width; and the most cells that a grid may have: in a city that
// would need more, cells are larger. A memory of 0.5 MB while a background is made.
constexpr double kCellM = 32;
constexpr double kMostCells = 65536;
// A place's cell and its place in a street are rounded each in its own way. Metres.
constexpr double kMarginM = 0.01;
// Length by which fronts go on beyond a bend, so that the outer ones meet: enough for bends of 0.2 rad. Metres.
constexpr double kAroundBendM = 2.5;

std::vector<StreetFrame> frames_of(const City& city) {
  std::vector<StreetFrame> frames;
  for (const Street& street : city.streets) frames.emplace_back(street);
  return frames;
}

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

template <typename Visit>
void StreetCells::visit_cells(const StreetFrame& frame, Visit&& visit) const {
  const Point &a = frame.street->from, &b = frame.street->to;
  const double reach = frame.reach + kMarginM, corner = side_ * 0.7072 + kMarginM;
  const auto column_of = [&](double x) { return std::clamp(static_cast<int>((x - west_) / side_), 0, columns_ - 1); };
  const auto row_of = [&](double y) { return std::clamp(static_cast<int>((y - south_) / side_), 0, rows_ - 1); };
  for (int row = row_of(std::min(a.y_m, b.y_m) - reach); row <= row_of(std::max(a.y_m, b.y_m) + reach); ++row)
    for (int column = column_of(std::min(a.x_m, b.x_m) - reach); column <= column_of(std::max(a.x_m, b.x_m) + reach);
         ++column) {
      const InStreet middle = frame.locate(west_ + (column + 0.5) * side_, south_ + (row + 0.5) * side_);
      if (middle.along >= -corner && middle.along <= frame.length + corner &&
          std::abs(middle.across) <= frame.reach + corner)
        visit(cell(column, row));
    }
}

StreetCells::StreetCells(const std::vector<StreetFrame>& frames) {
  if (frames.empty()) return;
  double east = -1e300, north = -1e300;
  west_ = south_ = 1e300;
  for (const StreetFrame& frame : frames)
    for (const Point& end : {frame.street->from, frame.street->to}) {
      west_ = std::min(west_, end.x_m - frame.reach - kMarginM);
      east = std::max(east, end.x_m + frame.reach + kMarginM);
      south_ = std::min(south_, end.y_m - frame.reach - kMarginM);
      north = std::max(north, end.y_m + frame.reach + kMarginM);
    }
  for (side_ = kCellM; ((east - west_) / side_ + 1) * ((north - south_) / side_ + 1) > kMostCells;) side_ *= 2;
  per_side_ = 1 / side_;
  columns_ = static_cast<int>((east - west_) / side_) + 1;
  rows_ = static_cast<int>((north - south_) / side_) + 1;
  begins_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
  for (const StreetFrame& frame : frames) visit_cells(frame, [&](std::size_t cell) { ++begins_[cell + 1]; });
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  streets_.resize(begins_.back());
  std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
  for (std::size_t i = 0; i < frames.size(); ++i)
    visit_cells(frames[i], [&](std::size_t cell) { streets_[next[cell]++] = static_cast<int>(i); });
}

std::span<const int> StreetCells::near(double x, double y) const {
  // The comparison comes before the conversion: a ray that all but misses the ground ends farther off than an int says.
  const double column = (x - west_) * per_side_, row = (y - south_) * per_side_;
  if (!(column >= 0 && column < columns_ && row >= 0 && row < rows_)) return {};
  const std::size_t at = cell(static_cast<int>(column), static_cast<int>(row));
  return {streets_.data() + begins_[at], begins_[at + 1] - begins_[at]};
}

std::vector<int> stretches_beyond_bends(const City& city, const std::vector<StreetFrame>& frames, Point camera) {
  constexpr int kBends = 2;
  std::vector<int> found, next(city.streets.size(), -1);
  for (std::size_t i = 0; i < city.streets.size(); ++i)
    if (const int before = city.streets[i].continues; before >= 0)
      next[static_cast<std::size_t>(before)] = static_cast<int>(i);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (next[i] < 0 && city.streets[i].continues < 0) continue;
    const InStreet in = frames[i].locate(camera.x_m, camera.y_m);
    if (std::abs(in.across) > frames[i].reach + 1 || in.along < -1 || in.along > frames[i].length + 1) continue;
    int before = static_cast<int>(i), after = before;
    for (int k = 0; k < kBends; ++k) {
      if (before >= 0) before = city.streets[static_cast<std::size_t>(before)].continues;
      if (after >= 0) after = next[static_cast<std::size_t>(after)];
      for (const int stretch : {before, after})
        if (stretch >= 0) found.push_back(stretch);
    }
  }
  std::ranges::sort(found);
  const auto rest = std::ranges::unique(found);
  found.erase(rest.begin(), rest.end());
  return found;
}

StreetRays::StreetRays(const City& city, const CameraPose& pose)
    : eye_(pose), frames_(frames_of(city)), cells_(frames_) {
  const std::vector<int> beyond = stretches_beyond_bends(city, frames_, pose.at);
  std::vector<bool> goes_on(frames_.size(), false);
  for (const Street& street : city.streets)
    if (street.continues >= 0) goes_on[static_cast<std::size_t>(street.continues)] = true;
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const StreetFrame& frame = frames_[i];
    const double dx = eye_.at.x - frame.street->from.x_m, dy = eye_.at.y - frame.street->from.y_m;
    const double along = dx * frame.ex + dy * frame.ey, across = -dx * frame.ey + dy * frame.ex;
    if (!frame.street->built) {
      in_fields_ = in_fields_ || (std::abs(across) <= frame.reach + 1 && along >= -1 && along <= frame.length + 1);
      continue;
    }
    if (std::abs(across) <= frame.reach || std::ranges::binary_search(beyond, static_cast<int>(i)))
      own_.push_back({i, frame.ex, frame.ey, along, frame.reach - across, -frame.reach - across,
                      frame.street->continues >= 0 ? -kAroundBendM : 0,
                      frame.length + (goes_on[i] ? kAroundBendM : 0)});
  }
}

int StreetRays::street_at(double x, double y, InStreet& where) const {
  int best = -1;
  for (const int i : cells_.near(x, y)) {
    const StreetFrame& frame = frames_[static_cast<std::size_t>(i)];
    const InStreet in = frame.locate(x, y);
    if (!in.inside) continue;
    if (best < 0 ||
        (std::abs(in.across) < frame.half && std::abs(where.across) >= frames_[static_cast<std::size_t>(best)].half)) {
      best = i;
      where = in;
    }
  }
  return best;
}

RayEnd StreetRays::meets(const Vec3& ray) const {
  RayEnd end;
  end.distance = ray.z < -1e-6 ? -eye_.at.z / ray.z : 1e9;
  for (const auto& [i, ex, ey, along0, left, right, from, to] : own_) {
    const double run = ray.x * ex + ray.y * ey, rise = -ray.x * ey + ray.y * ex;
    if (std::abs(rise) < 1e-9) continue;
    const Side side = rise > 0 ? Side::left : Side::right;
    const double t = (side == Side::left ? left : right) / rise;
    if (t <= 0 || t >= end.distance) continue;
    const double along = along0 + t * run, z = eye_.at.z + t * ray.z;
    if (z < 0 || z > kHouseHeightM || along < from || along > to) continue;
    // There is no house where another street opens.
    const double x = eye_.at.x + t * ray.x, y = eye_.at.y + t * ray.y;
    const bool open = std::ranges::any_of(cells_.near(x, y), [&, own = i](int other) {
      const auto k = static_cast<std::size_t>(other);
      return k != own && frames_[k].locate(x, y).inside;
    });
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
