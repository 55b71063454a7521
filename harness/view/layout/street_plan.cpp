#include "view/layout/street_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tricolor::harness {
namespace {

using Outline = StreetPlan::Outline;

// Depth to which a shop's building is drawn, its least depth at a corner, and the depth of the block behind it, metres;
// the city itself has fronts only.
constexpr double kShopDepthM = 11, kLeastShopDepthM = 3, kBlockDepthM = 24;
// Greatest distance from the camera to which its footprint is drawn, metres.
constexpr double kFootprintReachM = 42;

Outline quad(const sim::Street& street, double from, double to, double near, double far) {
  return {street.at(from, near), street.at(to, near), street.at(to, far), street.at(from, far)};
}

StreetPlan::Patch patch(Outline corners, Surface surface) {
  sim::Point low = corners[0], high = corners[0];
  for (const sim::Point& p : corners) {
    low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
    high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
  }
  return {std::move(corners), surface, low, high};
}

// True when the edges of one outline part it from another: all of the other lies beyond one of them.
bool parts(const Outline& one, const Outline& other) {
  for (std::size_t i = 0; i < one.size(); ++i) {
    const sim::Point &a = one[i], &b = one[(i + 1) % one.size()], &inside = one[(i + 2) % one.size()];
    const auto beyond = [&](const sim::Point& p) {
      return (b.x_m - a.x_m) * (p.y_m - a.y_m) - (b.y_m - a.y_m) * (p.x_m - a.x_m);
    };
    const double sign = beyond(inside) > 0 ? 1 : -1;
    if (std::all_of(other.begin(), other.end(), [&](const sim::Point& p) { return sign * beyond(p) <= 1e-9; }))
      return true;
  }
  return false;
}

// True when two convex outlines share any ground.
bool overlap(const Outline& a, const Outline& b) {
  constexpr double kFarM = 60;  // Longer than any building.
  if (std::abs(a[0].x_m - b[0].x_m) > kFarM || std::abs(a[0].y_m - b[0].y_m) > kFarM) return false;
  return !parts(a, b) && !parts(b, a);
}

double sign_of(sim::Side side) { return side == sim::Side::left ? 1 : -1; }

}  // namespace

StreetPlan::StreetPlan(const Replay& replay) : places(replay.city()), low{1e9, 1e9}, high{-1e9, -1e9} {
  prepare_streets(replay.city());
  prepare_shops(replay.city());
  prepare_cameras(replay);
}

void StreetPlan::prepare_streets(const sim::City& city) {
  const auto reach = [&](sim::Point p) {
    low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
    high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
  };
  std::vector<Patch> carriageways;
  for (const sim::Street& street : city.streets) {
    const double length = street.length_m(), half = street.carriageway_m / 2, front = half + street.pavement_m;
    // Between fields there are no houses and no lamps.
    for (const double side : {1.0, -1.0})
      if (street.built)
        blocks.push_back(
            patch(quad(street, -2, length + 2, side * front, side * (front + kBlockDepthM)), Surface::block));
    ground.push_back(patch(quad(street, 0, length, -front, front), Surface::pavement));
    carriageways.push_back(patch(quad(street, 0, length, -half, half), Surface::carriageway));
    for (double along = 3; along + 3 < length; along += 9)
      markings.push_back(patch(quad(street, along, along + 3, -0.08, 0.08), Surface::marking));
    for (double along = 15; along < length && street.built; along += 30)
      for (const double side : {1.0, -1.0}) lamps.push_back(street.at(along, side * (half + 0.6)));
    for (const double across : {-front - kShopDepthM, front + kShopDepthM}) {
      reach(street.at(0, across));
      reach(street.at(length, across));
    }
  }
  ground.insert(ground.end(), carriageways.begin(), carriageways.end());
  const auto street_of = [&](int index) -> const sim::Street& {
    return city.streets.at(static_cast<std::size_t>(index));
  };
  for (const sim::Bay& bay : city.bays) {
    const double side = sign_of(bay.side);
    markings.push_back(
        patch(quad(street_of(bay.street), bay.from_m, bay.to_m, side * bay.near_m, side * bay.far_m), Surface::bay));
  }
  for (const sim::Crossing& crossing : city.crossings) {
    const sim::Street& street = street_of(crossing.street);
    const double half = street.carriageway_m / 2, from = crossing.at_m - crossing.width_m / 2;
    for (double across = -half + 0.4; across + 0.5 < half; across += 1.1)
      markings.push_back(patch(quad(street, from, from + crossing.width_m, across, across + 0.55), Surface::marking));
  }
  for (const sim::Tree& tree : city.trees) {
    const sim::Street& street = street_of(tree.street);
    trees.push_back(street.at(tree.at_m, sign_of(tree.side) * (street.carriageway_m / 2 + 0.8)));
  }
}

void StreetPlan::prepare_shops(const sim::City& city) {
  for (const sim::Shop& shop : city.shops) {
    const sim::Street& street = city.streets.at(static_cast<std::size_t>(shop.street));
    const double side = sign_of(shop.side), front = street.carriageway_m / 2 + street.pavement_m;
    // At corners the building of the later street is drawn less deep, so that two do not cover one another.
    double depth = kShopDepthM;
    const auto outline = [&] {
      return quad(street, shop.from_m + 0.12, shop.to_m - 0.12, side * front, side * (front + depth));
    };
    const auto covers = [&] {
      return std::any_of(shops.begin(), shops.end(), [&](const Outline& other) { return overlap(other, outline()); });
    };
    while (depth > kLeastShopDepthM && covers()) depth -= 1;
    shops.push_back(outline());
  }
}

// Projects the border of a camera's picture onto the ground, as far as it reaches.
void StreetPlan::prepare_cameras(const Replay& replay) {
  for (const engine::Camera& camera : replay.configuration().cameras) {
    Outline outline;
    if (camera.geometry) {
      const engine::CameraGeometry& g = *camera.geometry;
      const auto on_ground = [&](double x, double y) { return g.ground_at({x, y}, kFootprintReachM); };
      for (const double x : {0.0, static_cast<double>(g.width_px)})
        if (const auto p = on_ground(x, g.height_px)) outline.push_back({p->x_m, p->y_m});
      // The far side follows from right to left: the highest row that still meets the ground within reach.
      for (int i = 8; i >= 0; --i) {
        const double x = g.width_px * i / 8.0;
        double lower = g.height_px, upper = 0;
        for (int round = 0; round < 12; ++round) {
          const double middle = (lower + upper) / 2;
          (on_ground(x, middle) ? lower : upper) = middle;
        }
        if (const auto p = on_ground(x, lower)) outline.push_back({p->x_m, p->y_m});
      }
    }
    footprints.push_back(std::move(outline));
  }
}

bool holds(const StreetPlan::Outline& outline, sim::Point point) {
  bool inside = false;
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
    const sim::Point &a = outline[i], &b = outline[j];
    if ((a.y_m > point.y_m) == (b.y_m > point.y_m)) continue;
    if (point.x_m < (b.x_m - a.x_m) * (point.y_m - a.y_m) / (b.y_m - a.y_m) + a.x_m) inside = !inside;
  }
  return inside;
}

}  // namespace tricolor::harness
