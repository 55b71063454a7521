#include "judge/lines.h"

#include <algorithm>
#include <cmath>

#include "engine/geometry.h"
#include "sim/city/generator.h"

namespace tricolor::harness {
namespace {

// Share of a thing in one zone of a kind that pardons it, such as a marked bay, from which on it stands there, 0 … 1.
// The rule of the engine, said again: a looser engine must not make a looser judge.
constexpr double kPardonedFrom = 0.5;
// Shares of a thing in fronts between which it lies across a line, 0 … 1. Assumed.
constexpr double kHardlyIn = 0.02, kHardlyOut = 0.98;
// Side of a square in which fronts are searched, metres.
constexpr double kSquareM = 10;

int square_of(double metres) { return static_cast<int>(std::floor(metres / kSquareM)); }

engine::GroundPolygon outline_of(const std::vector<sim::Point>& corners) {
  engine::GroundPolygon outline;
  for (const sim::Point& corner : corners) outline.push_back({corner.x_m, corner.y_m});
  return outline;
}

engine::GroundPolygon ground_of(const sim::Stay& stay, double ahead_m, double beside_m) {
  const double c = std::cos(stay.heading_rad), s = std::sin(stay.heading_rad);
  engine::GroundPolygon corners;
  constexpr std::pair<double, double> kCorners[]{{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}};
  for (const auto& [along, across] : kCorners) {
    const double x = along * stay.length_m + ahead_m, y = across * stay.width_m + beside_m;
    corners.push_back({stay.at.x_m + x * c - y * s, stay.at.y_m + x * s + y * c});
  }
  return corners;
}

bool has(const std::vector<engine::ZoneKind>& zones, engine::ZoneKind kind) {
  return std::find(zones.begin(), zones.end(), kind) != zones.end();
}

}  // namespace

Lines::Lines(const engine::ClassTable& classes, const sim::KindTable& kinds)
    : classes_(classes), company_(static_cast<std::size_t>(kinds.size())) {
  for (int i = 0; i < kinds.size(); ++i) kinds_.push_back(kinds.name_of(static_cast<sim::ThingKind>(i)));
  for (const engine::ViolationClass& entry : classes_) {
    auto& shows = shows_.emplace_back(static_cast<std::size_t>(kinds.size()));
    for (std::size_t i = 0; i < kinds_.size(); ++i) shows[i] = engine::shows(entry, kinds_[i]);
    for (const engine::ViolationClass::Apart& apart : entry.apart_from)
      if (const auto kind = kinds.named(apart.kind)) company_[static_cast<std::size_t>(*kind)] = true;
  }
}

std::optional<sim::ThingKind> Lines::kind_named(std::string_view name) const {
  const auto found = std::ranges::find(kinds_, name);
  if (found == kinds_.end()) return std::nullopt;
  return static_cast<sim::ThingKind>(found - kinds_.begin());
}

// The class that a thing may violate: that of the truth; of what stands lawfully for all that the truth knows, the
// first of its kind. Goods have a shop that answers for them, other things have none.
std::optional<engine::ClassId> Lines::class_of(const sim::Stay& stay) const {
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    const engine::ViolationClass& entry = classes_[i];
    const bool by_kind = stay.class_name.empty() &&
                         stay.shop.has_value() == has(entry.zones, engine::ZoneKind::shop_front) &&
                         shows_[i][static_cast<std::size_t>(stay.kind)];
    if (by_kind || (!stay.class_name.empty() && entry.code_name == stay.class_name)) return engine::ClassId{i};
  }
  return std::nullopt;
}

Lines Lines::drawn(const engine::Configuration& configuration, const sim::KindTable& kinds) {
  Lines lines(configuration.classes, kinds);
  lines.add_drawn(configuration, true);
  return lines;
}

Lines Lines::surveyed(const sim::City& city, const engine::Configuration& configuration) {
  Lines lines(configuration.classes, *city.kinds);
  lines.surveyed_ = true;
  for (std::size_t i = 0; i < city.shops.size(); ++i)
    lines.add(
        {outline_of(sim::surveyed_front(city, city.shops[i])), engine::ZoneKind::shop_front, static_cast<int>(i)});
  for (const sim::Bay& bay : city.bays)
    lines.add({outline_of(sim::surveyed_bay(city, bay)), engine::ZoneKind::bay, std::nullopt});
  lines.add_drawn(configuration, false);
  return lines;
}

void Lines::add_drawn(const engine::Configuration& configuration, bool fronts_and_bays) {
  for (const engine::Zone& zone : configuration.zones) {
    const bool front = zone.kind == engine::ZoneKind::shop_front && zone.merchant;
    if ((front || zone.kind == engine::ZoneKind::bay) && !fronts_and_bays) continue;
    const bool pardons = std::ranges::any_of(
        classes_, [&](const engine::ViolationClass& entry) { return has(entry.pardoned_in, zone.kind); });
    if (!front && !pardons) continue;
    add({zone.outline, zone.kind, front ? std::optional<int>(static_cast<int>(zone.merchant->value)) : std::nullopt});
  }
}

Lines::Box Lines::box_of(const engine::GroundPolygon& outline) {
  Box box{outline.front().x_m, outline.front().x_m, outline.front().y_m, outline.front().y_m};
  for (const engine::GroundPoint& corner : outline) {
    box.west = std::min(box.west, corner.x_m), box.east = std::max(box.east, corner.x_m);
    box.south = std::min(box.south, corner.y_m), box.north = std::max(box.north, corner.y_m);
  }
  return box;
}

void Lines::add(Ground ground) {
  ground.bounds = box_of(ground.outline);
  const Box& box = ground.bounds;
  for (int x = square_of(box.west); x <= square_of(box.east); ++x)
    for (int y = square_of(box.south); y <= square_of(box.north); ++y) cells_[{x, y}].push_back(grounds_.size());
  grounds_.push_back(std::move(ground));
}

std::vector<std::size_t> Lines::near(const Box& box, double margin_m) const {
  std::vector<std::size_t> near;
  for (int x = square_of(box.west - margin_m); x <= square_of(box.east + margin_m); ++x)
    for (int y = square_of(box.south - margin_m); y <= square_of(box.north + margin_m); ++y)
      if (const auto cell = cells_.find({x, y}); cell != cells_.end())
        near.insert(near.end(), cell->second.begin(), cell->second.end());
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  return near;
}

Lines::Shares Lines::shares(const engine::GroundPolygon& thing, const std::vector<std::size_t>& near) const {
  const Box box = box_of(thing);
  const double area = std::abs(engine::signed_area_m2(thing));
  Shares shares;
  for (const std::size_t number : near) {
    const Ground& ground = grounds_[number];
    if (box.east <= ground.bounds.west || ground.bounds.east <= box.west || box.north <= ground.bounds.south ||
        ground.bounds.north <= box.south)
      continue;
    const double share = engine::overlap_m2(thing, ground.outline) / area;
    if (share <= 0) continue;
    double& in_one = shares.in_one[static_cast<std::size_t>(ground.kind)];
    in_one = std::max(in_one, share);
    if (!ground.shop) continue;
    shares.in_fronts += share;
    if (share > shares.most) {
      shares.second = shares.most;
      shares.most = share;
      shares.shop = ground.shop;
    } else {
      shares.second = std::max(shares.second, share);
    }
  }
  return shares;
}

OnGround Lines::of(const sim::Stay& stay, const engine::OccupancyPolicy& rules) const {
  OnGround on;
  on.shop = stay.shop;
  const auto violation_class = class_of(stay);
  if (!violation_class) return on;
  on.may_be = violation_class;
  // The ground of a thing from an older record is not known: then what the truth calls it stands.
  if (stay.length_m <= 0 || stay.width_m <= 0) {
    if (!stay.class_name.empty()) on.violation_class = violation_class;
    return on;
  }
  const bool goods = stay.shop && has(classes_[violation_class->value].zones, engine::ZoneKind::shop_front);
  const auto outside = [&](const Shares& shares) {
    const bool pardoned = std::ranges::any_of(classes_[violation_class->value].pardoned_in, [&](engine::ZoneKind kind) {
      return shares.in_one[static_cast<std::size_t>(kind)] >= kPardonedFrom;
    });
    return !pardoned && (!goods || shares.in_fronts >= rules.min_overlap);
  };
  if (!goods && classes_[violation_class->value].pardoned_in.empty()) {
    if (stay.class_name.empty()) on.may_be.reset();
    else on.violation_class = violation_class;
    return on;
  }
  const engine::GroundPolygon ground = ground_of(stay, 0, 0);
  const std::vector<std::size_t> grounds = near(box_of(ground), 2 * kCertainWithinM);
  const Shares here = shares(ground, grounds);
  // A thing that stands lawfully, and is nobody's goods, is lawful by its place where that pardons it, and by itself
  // elsewhere.
  const auto touches = [&](engine::ZoneKind kind) { return here.in_one[static_cast<std::size_t>(kind)] > 0; };
  if (stay.class_name.empty() && !goods &&
      std::ranges::none_of(classes_[violation_class->value].pardoned_in, touches)) {
    on.may_be.reset();
    return on;
  }
  constexpr std::pair<double, double> kAbout[]{
      {kCertainWithinM, 0}, {-kCertainWithinM, 0}, {0, kCertainWithinM}, {0, -kCertainWithinM}};
  for (const auto& [ahead, beside] : kAbout)
    on.certain = on.certain && outside(shares(ground_of(stay, ahead, beside), grounds)) == outside(here);
  if (outside(here)) on.violation_class = violation_class;
  if (!goods) return on;
  on.between = here.second > 0 && here.second >= rules.between_shops * here.most;
  on.across_line = here.in_fronts > kHardlyIn && here.in_fronts < kHardlyOut;
  // Of what lies plainly in another shop's zone as drawn, the drawing makes that shop answer. The true owner is known
  // to whoever goes and looks.
  if (!surveyed_ && !on.between && here.shop) on.shop = here.shop;
  return on;
}

}  // namespace tricolor::harness
