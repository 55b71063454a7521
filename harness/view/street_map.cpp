#include "view/street_map.h"

#include <algorithm>
#include <cmath>

#include "view/look.h"

namespace tricolor::harness {
namespace {

// How deep a shop's building is drawn, and the block behind it. For the eye only.
constexpr double kShopDepthM = 11, kLeastShopDepthM = 3, kBlockDepthM = 24;
constexpr double kFootprintReachM = 42;
constexpr float kLeastScale = 0.2f, kMostScale = 60;

std::vector<sim::Point> quad(const sim::Street& street, double from, double to, double near, double far) {
  return {street.at(from, near), street.at(to, near), street.at(to, far), street.at(from, far)};
}

// Whether the boxes around two outlines share any ground.
bool overlap(const std::vector<sim::Point>& a, const std::vector<sim::Point>& b) {
  const auto box = [](const std::vector<sim::Point>& corners) {
    std::pair<sim::Point, sim::Point> it{{1e9, 1e9}, {-1e9, -1e9}};
    for (const sim::Point& p : corners) {
      it.first = {std::min(it.first.x_m, p.x_m), std::min(it.first.y_m, p.y_m)};
      it.second = {std::max(it.second.x_m, p.x_m), std::max(it.second.y_m, p.y_m)};
    }
    return it;
  };
  const auto [a_low, a_high] = box(a);
  const auto [b_low, b_high] = box(b);
  return a_low.x_m < b_high.x_m && b_low.x_m < a_high.x_m && a_low.y_m < b_high.y_m && b_low.y_m < a_high.y_m;
}

double away(sim::Point a, sim::Point b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

bool holds(const std::vector<sim::Point>& corners, sim::Point point) {
  bool inside = false;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++)
    if ((corners[i].y_m > point.y_m) != (corners[j].y_m > point.y_m) &&
        point.x_m < (corners[j].x_m - corners[i].x_m) * (point.y_m - corners[i].y_m) / (corners[j].y_m - corners[i].y_m) + corners[i].x_m)
      inside = !inside;
  return inside;
}

}  // namespace

StreetMap::StreetMap(const Replay& replay, const engine::Policy& policy) : replay_(replay), policy_(policy) {
  prepare_streets();
  prepare_cameras();
}

void StreetMap::prepare_streets() {
  const sim::City& city = replay_.city();
  low_ = {1e9, 1e9};
  high_ = {-1e9, -1e9};
  const auto reach = [&](sim::Point p) {
    low_ = {std::min(low_.x_m, p.x_m), std::min(low_.y_m, p.y_m)};
    high_ = {std::max(high_.x_m, p.x_m), std::max(high_.y_m, p.y_m)};
  };
  std::vector<Patch> carriageways;
  for (const sim::Street& street : city.streets) {
    const double length = street.length_m(), half = street.carriageway_m / 2, front = half + street.pavement_m;
    for (const double side : {1.0, -1.0}) blocks_.push_back({quad(street, -2, length + 2, side * front, side * (front + kBlockDepthM)), look::kBlock});
    ground_.push_back({quad(street, 0, length, -front, front), look::kPavement});
    carriageways.push_back({quad(street, 0, length, -half, half), look::kCarriageway});
    for (double along = 3; along + 3 < length; along += 9) markings_.push_back({quad(street, along, along + 3, -0.08, 0.08), look::kMarking});
    for (double along = 15; along < length; along += 30)
      for (const double side : {1.0, -1.0}) lamps_.push_back(street.at(along, side * (half + 0.6)));
    for (const double across : {-front - kShopDepthM, front + kShopDepthM}) {
      reach(street.at(0, across));
      reach(street.at(length, across));
    }
  }
  ground_.insert(ground_.end(), carriageways.begin(), carriageways.end());
  for (const sim::Bay& bay : city.bays) {
    const double side = bay.side == sim::Side::left ? 1 : -1;
    markings_.push_back({quad(city.streets.at(static_cast<std::size_t>(bay.street)), bay.from_m, bay.to_m, side * bay.near_m, side * bay.far_m), look::kBay});
  }
  for (const sim::Crossing& crossing : city.crossings) {
    const sim::Street& street = city.streets.at(static_cast<std::size_t>(crossing.street));
    const double half = street.carriageway_m / 2;
    for (double across = -half + 0.4; across + 0.5 < half; across += 1.1)
      markings_.push_back({quad(street, crossing.at_m - crossing.width_m / 2, crossing.at_m + crossing.width_m / 2, across, across + 0.55), look::kMarking});
  }
  for (const sim::Tree& tree : city.trees) {
    const sim::Street& street = city.streets.at(static_cast<std::size_t>(tree.street));
    trees_.push_back(street.at(tree.at_m, (tree.side == sim::Side::left ? 1 : -1) * (street.carriageway_m / 2 + 0.8)));
  }
  for (const sim::Shop& shop : city.shops) {
    const sim::Street& street = city.streets.at(static_cast<std::size_t>(shop.street));
    const double side = shop.side == sim::Side::left ? 1 : -1, front = street.carriageway_m / 2 + street.pavement_m;
    // At corners the building of the later street is drawn less deep, so that two do not cover one another.
    double depth = kShopDepthM;
    const auto outline = [&] { return quad(street, shop.from_m + 0.12, shop.to_m - 0.12, side * front, side * (front + depth)); };
    const auto covers = [&] { return std::any_of(shops_.begin(), shops_.end(), [&](const auto& other) { return overlap(other, outline()); }); };
    while (depth > kLeastShopDepthM && covers()) depth -= 1;
    shops_.push_back(outline());
  }
}

// A camera's footprint: its picture's border brought down to the ground, as far as it reaches.
void StreetMap::prepare_cameras() {
  for (const engine::Camera& camera : replay_.configuration().cameras) {
    std::vector<sim::Point> outline;
    if (camera.geometry) {
      const engine::CameraGeometry& g = *camera.geometry;
      const auto ground = [&](double x, double y) { return g.ground_at({x, y}, kFootprintReachM); };
      for (const double x : {0.0, static_cast<double>(g.width_px)})
        if (const auto p = ground(x, g.height_px)) outline.push_back({p->x_m, p->y_m});
      // The far side: from right to left, the highest row that still meets the ground within reach.
      for (int i = 8; i >= 0; --i) {
        const double x = g.width_px * i / 8.0;
        double low = g.height_px, high = 0;
        for (int round = 0; round < 12; ++round) {
          const double middle = (low + high) / 2;
          (ground(x, middle) ? low : high) = middle;
        }
        if (const auto p = ground(x, low)) outline.push_back({p->x_m, p->y_m});
      }
    }
    footprints_.push_back(std::move(outline));
  }
}

void StreetMap::set_area(sf::FloatRect area) {
  const bool first = area_.width <= 0;
  area_ = area;
  if (first) fit();
}

void StreetMap::fit() {
  centre_ = {(low_.x_m + high_.x_m) / 2, (low_.y_m + high_.y_m) / 2};
  const double width = std::max(20.0, high_.x_m - low_.x_m + 16), height = std::max(20.0, high_.y_m - low_.y_m + 16);
  scale_ = std::clamp(static_cast<float>(std::min(area_.width / width, area_.height / height)), kLeastScale, 14.f);
}

void StreetMap::pan(sf::Vector2f by_px) {
  centre_.x_m = std::clamp(centre_.x_m - by_px.x / scale_, low_.x_m, high_.x_m);
  centre_.y_m = std::clamp(centre_.y_m + by_px.y / scale_, low_.y_m, high_.y_m);
}

void StreetMap::zoom(float factor, sf::Vector2f at_px) {
  const sim::Point under = to_ground(at_px);
  scale_ = std::clamp(scale_ * factor, kLeastScale, kMostScale);
  const sim::Point now = to_ground(at_px);
  centre_.x_m += under.x_m - now.x_m;
  centre_.y_m += under.y_m - now.y_m;
}

void StreetMap::centre_on(sim::Point point, float right_px) { centre_ = {point.x_m - right_px / scale_, point.y_m}; }

sf::Vector2f StreetMap::to_screen(sim::Point point) const {
  return {area_.left + area_.width / 2 + static_cast<float>(point.x_m - centre_.x_m) * scale_, area_.top + area_.height / 2 - static_cast<float>(point.y_m - centre_.y_m) * scale_};
}

sim::Point StreetMap::to_ground(sf::Vector2f at) const {
  return {centre_.x_m + (at.x - area_.left - area_.width / 2) / scale_, centre_.y_m - (at.y - area_.top - area_.height / 2) / scale_};
}

std::vector<sf::Vector2f> StreetMap::on_screen(const std::vector<sim::Point>& corners) const {
  std::vector<sf::Vector2f> points;
  points.reserve(corners.size());
  for (const sim::Point& corner : corners) points.push_back(to_screen(corner));
  return points;
}

bool StreetMap::in_sight(const std::vector<sf::Vector2f>& corners) const {
  float low_x = 1e9f, high_x = -1e9f, low_y = 1e9f, high_y = -1e9f;
  for (const sf::Vector2f& p : corners) {
    low_x = std::min(low_x, p.x);
    high_x = std::max(high_x, p.x);
    low_y = std::min(low_y, p.y);
    high_y = std::max(high_y, p.y);
  }
  return high_x >= area_.left && low_x <= area_.left + area_.width && high_y >= area_.top && low_y <= area_.top + area_.height;
}

bool StreetMap::in_sight(sf::Vector2f at, float margin) const {
  return at.x >= area_.left - margin && at.x <= area_.left + area_.width + margin && at.y >= area_.top - margin && at.y <= area_.top + area_.height + margin;
}

std::optional<sim::Point> StreetMap::place_of(const Selection& selection, const Moment& moment) const {
  using What = Selection::What;
  const auto spot = [](const engine::GroundPoint& p) { return sim::Point{p.x_m, p.y_m}; };
  switch (selection.what) {
    case What::shop: {
      const auto& corners = shops_.at(selection.id);
      return sim::Point{(corners[0].x_m + corners[1].x_m) / 2, (corners[0].y_m + corners[1].y_m) / 2};
    }
    case What::incident:
      if (const auto* it = moment.service.incident(engine::IncidentId{static_cast<std::uint32_t>(selection.id)})) return spot(it->opened.spot);
      return std::nullopt;
    case What::case_work:
      if (const auto* it = moment.service.case_of(engine::CaseId{static_cast<std::uint32_t>(selection.id)})) return spot(it->registered.where);
      return std::nullopt;
    case What::camera: return replay_.city().cameras.at(selection.id).pose.at;
    case What::officer: return moment.officers.at(selection.id).at(moment.at);
    case What::thing:
      if (const auto it = moment.standing.find(selection.id); it != moment.standing.end()) return it->second.thing.at;
      return std::nullopt;
    case What::none:
    case What::figure: return std::nullopt;
  }
  return std::nullopt;
}

Selection StreetMap::pick(sf::Vector2f at_px, const Moment& moment) const {
  using What = Selection::What;
  const sim::Point at = to_ground(at_px);
  const auto within = [&](sim::Point point, double px) { return away(point, at) * scale_ <= px; };
  for (std::size_t i = 0; i < moment.officers.size(); ++i)
    if (within(moment.officers[i].at(moment.at), 11)) return {What::officer, i};
  for (const engine::IncidentId id : moment.service.open_incidents()) {
    const auto& spot = moment.service.incident(id)->opened.spot;
    if (within({spot.x_m, spot.y_m}, 11)) return {What::incident, id.value};
  }
  for (std::size_t i = 0; i < replay_.city().cameras.size(); ++i)
    if (within(replay_.city().cameras[i].pose.at, 9)) return {What::camera, i};
  for (const auto& [id, it] : moment.standing)
    if (within(it.thing.at, std::max(5.0, 0.8 * scale_))) return {What::thing, id};
  for (std::size_t i = 0; i < shops_.size(); ++i)
    if (holds(shops_[i], at)) return {What::shop, i};
  return {};
}

}  // namespace tricolor::harness
