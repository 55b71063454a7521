#include "adapters/watched_ground.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

namespace tricolor::harness {
namespace {

// Side of a cell of the index, metres.
constexpr double kCellM = 16;
// Distance of a zone within which a thing may be taken to stand in it, metres.
constexpr double kReachM = 4;
// Share of a thing in zones where it is unlawful from which on an error of its place might make it so. The engine's law
// asks for more (`min_overlap`, assumed 70 %).
constexpr double kNearFromShare = 0.3;
// Share of a thing in a marked bay from which on it is parked there; the engine's law has the same.
constexpr double kInBayFrom = 0.5;

}  // namespace

WatchedGround::WatchedGround(const engine::Configuration& configuration, const sim::KindTable& kinds,
                             const std::vector<KindOfThing>& said)
    : configuration_(configuration),
      kinds_(kinds),
      unlawful_(static_cast<std::size_t>(kinds.size()), 0),
      company_m_(static_cast<std::size_t>(kinds.size()), 0) {
  for (int i = 0; i < kinds.size(); ++i) {
    const auto kind = static_cast<sim::ThingKind>(i);
    const std::string& name = kinds.name_of(kind);
    const KindOfThing* known = kind_named(said, name);
    taken_for_.push_back(known ? kinds.named(known->mistaken_for).value_or(kind) : kind);
    for (const engine::ViolationClass& entry : configuration.classes)
      if (engine::shows(entry, name))
        for (const engine::ZoneKind zone : entry.zones)
          unlawful_[static_cast<std::size_t>(i)] |= 1u << static_cast<unsigned>(zone);
    for (const engine::ViolationClass& entry : configuration.classes)
      for (const engine::ViolationClass::Apart& apart : entry.apart_from)
        if (double& within_m = company_m_[static_cast<std::size_t>(i)]; apart.kind == name)
          within_m = std::max(within_m, apart.within_m);
  }
  std::map<std::uint64_t, std::vector<ZoneBounds>> by_cell;
  for (std::uint32_t i = 0; i < configuration.zones.size(); ++i) {
    ZoneBounds it;
    it.zone = i;
    it.kind = configuration.zones[i].kind;
    for (const engine::GroundPoint& corner : configuration.zones[i].outline) {
      it.low_x = std::min(it.low_x, corner.x_m), it.high_x = std::max(it.high_x, corner.x_m);
      it.low_y = std::min(it.low_y, corner.y_m), it.high_y = std::max(it.high_y, corner.y_m);
    }
    const Cell low = cell_of(it.low_x, it.low_y), high = cell_of(it.high_x, it.high_y);
    for (std::int64_t x = low.first; x <= high.first; ++x)
      for (std::int64_t y = low.second; y <= high.second; ++y) by_cell[name_of({x, y})].push_back(it);
  }
  cells_.resize(std::bit_ceil(2 * by_cell.size() + 1));
  for (const auto& [name, zones] : by_cell) {
    std::size_t place = place_of(name);
    while (cells_[place].count > 0) place = (place + 1) & (cells_.size() - 1);
    cells_[place] = {name, static_cast<std::uint32_t>(bounds_.size()), static_cast<std::uint32_t>(zones.size())};
    bounds_.insert(bounds_.end(), zones.begin(), zones.end());
  }
}

// The high bits of the product depend on all bits of the name.
std::size_t WatchedGround::place_of(std::uint64_t name) const {
  return static_cast<std::size_t>(name * 0x9E3779B97F4A7C15ull >> 32) & (cells_.size() - 1);
}

const WatchedGround::CellEntry* WatchedGround::cell_named(std::uint64_t name) const {
  for (std::size_t place = place_of(name); cells_[place].count > 0; place = (place + 1) & (cells_.size() - 1))
    if (cells_[place].name == name) return &cells_[place];
  return nullptr;
}

engine::GroundPolygon WatchedGround::ground_of(const sim::Thing& thing) const {
  const sim::Extent& extent = kinds_.extent_of(thing.kind, thing.look);
  const double c = std::cos(thing.heading_rad), s = std::sin(thing.heading_rad);
  engine::GroundPolygon outline;
  for (const auto& [along, across] : {std::pair(-0.5, -0.5), {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}}) {
    const double x = along * extent.length_m * thing.scale, y = across * extent.width_m * thing.scale;
    outline.push_back({thing.at.x_m + x * c - y * s, thing.at.y_m + x * s + y * c});
  }
  return outline;
}

WatchedGround::Cell WatchedGround::cell_of(double x_m, double y_m) {
  return {static_cast<std::int64_t>(std::floor(x_m / kCellM)), static_cast<std::int64_t>(std::floor(y_m / kCellM))};
}

const std::vector<WatchedGround::Found>& WatchedGround::zones_near(sim::Point at, double within_m) const {
  const Cell low = cell_of(at.x_m - within_m, at.y_m - within_m), high = cell_of(at.x_m + within_m, at.y_m + within_m);
  found_.clear();
  int cells = 0;
  for (std::int64_t x = low.first; x <= high.first; ++x)
    for (std::int64_t y = low.second; y <= high.second; ++y)
      if (const CellEntry* cell = cell_named(name_of({x, y}))) {
        ++cells;
        for (std::uint32_t i = cell->first; i < cell->first + cell->count; ++i) {
          const ZoneBounds& it = bounds_[i];
          if (at.x_m < it.high_x + within_m && at.x_m > it.low_x - within_m && at.y_m < it.high_y + within_m &&
              at.y_m > it.low_y - within_m)
            found_.push_back({it.zone, it.kind});
        }
      }
  if (cells > 1) {
    std::ranges::sort(found_, {}, &Found::zone);
    const auto twice = std::ranges::unique(found_, {}, &Found::zone);
    found_.erase(twice.begin(), twice.end());
  }
  return found_;
}

template <class Visit>
void WatchedGround::zones_near(sim::Point at, double within_m, Visit visit) const {
  for (const Found& found : zones_near(at, within_m)) visit(configuration_.zones[found.zone]);
}

const WatchedGround::Nearest* WatchedGround::nearest(sim::Point at) const {
  double best = kReachM;
  bool any = false;
  zones_near(at, kReachM, [&](const engine::Zone& zone) {
    if (any && best <= 0) return;
    const double distance = engine::distance_m(zone.outline, {at.x_m, at.y_m});
    if (any ? distance >= best : distance > best) return;
    any = true;
    best = distance;
    nearest_.entity = static_cast<std::uint64_t>(&zone - configuration_.zones.data());
    if (zone.merchant) nearest_.entity = (1ull << 32) + zone.merchant->value;
  });
  return any ? &nearest_ : nullptr;
}

bool WatchedGround::unlawful_from(const sim::Thing& thing, double share) const {
  if (unlawful_[static_cast<std::size_t>(thing.kind)] == 0) return false;
  // Only what comes within half of the thing's diagonal can share ground with it.
  const sim::Extent& extent = kinds_.extent_of(thing.kind, thing.look);
  const double reach = 0.5 * (extent.length_m + extent.width_m) * thing.scale;
  const std::vector<Found>& zones = zones_near(thing.at, reach);
  const auto matters = [&](const Found& zone) { return unlawful_in(thing.kind, zone.kind); };
  if (std::none_of(zones.begin(), zones.end(), matters)) return false;
  const engine::GroundPolygon ground = ground_of(thing);
  const double area = std::abs(engine::signed_area_m2(ground));
  if (area <= 0) return false;
  const auto inside = [&](const Found& zone) {
    return engine::overlap_m2(ground, configuration_.zones[zone.zone].outline) / area;
  };
  for (const Found& zone : zones)
    if (zone.kind == engine::ZoneKind::bay && inside(zone) >= kInBayFrom) return false;
  double sum = 0;
  for (const Found& zone : zones) {
    if (zone.kind == engine::ZoneKind::bay || !matters(zone)) continue;
    sum += inside(zone);
    if (sum >= share) return true;
  }
  return false;
}

bool WatchedGround::near(const sim::Thing& thing) const {
  if (unlawful_from(thing, kNearFromShare)) return true;
  const double within_m = company_m_[static_cast<std::size_t>(thing.kind)];
  return within_m > 0 && !zones_near(thing.at, within_m).empty();
}

std::optional<sim::Thing> WatchedGround::taken_for_unlawful(const sim::Thing& thing) const {
  sim::Thing seen = thing;
  seen.kind = taken_for_[static_cast<std::size_t>(thing.kind)];
  const engine::Zone* nearest = nullptr;
  double best = kReachM;
  zones_near(thing.at, kReachM, [&](const engine::Zone& zone) {
    if (zone.kind == engine::ZoneKind::bay || !unlawful_in(seen.kind, zone.kind)) return;
    const double distance = engine::distance_m(zone.outline, {thing.at.x_m, thing.at.y_m});
    if (distance > best || (nearest && distance == best)) return;
    best = distance;
    nearest = &zone;
  });
  if (!nearest) return std::nullopt;
  double middle_x = 0, middle_y = 0;
  for (const engine::GroundPoint& corner : nearest->outline) {
    middle_x += corner.x_m / static_cast<double>(nearest->outline.size());
    middle_y += corner.y_m / static_cast<double>(nearest->outline.size());
  }
  const double dx = middle_x - thing.at.x_m, dy = middle_y - thing.at.y_m, way = std::hypot(dx, dy);
  // It is moved towards the zone's middle until it plainly lies in such zones.
  for (double moved = 0; moved <= std::min(way, 2 * kReachM); moved += 0.25) {
    const double share = way > 0 ? moved / way : 0;
    seen.at = {thing.at.x_m + share * dx, thing.at.y_m + share * dy};
    if (unlawful_from(seen, 0.95)) return seen;
  }
  return std::nullopt;
}

std::vector<int> WatchedGround::cameras_within(const sim::Thing& thing, double within_m, bool of_company) const {
  std::vector<int> cameras;
  zones_near(thing.at, within_m, [&](const engine::Zone& zone) {
    if (zone.kind == engine::ZoneKind::bay || !(of_company || unlawful_in(thing.kind, zone.kind)) ||
        engine::distance_m(zone.outline, {thing.at.x_m, thing.at.y_m}) > within_m)
      return;
    for (const engine::CameraId camera : zone.cameras) cameras.push_back(static_cast<int>(camera.value));
  });
  std::sort(cameras.begin(), cameras.end());
  cameras.erase(std::unique(cameras.begin(), cameras.end()), cameras.end());
  return cameras;
}

std::vector<int> WatchedGround::cameras_of(const sim::Thing& thing) const {
  const double company_m = company_m_[static_cast<std::size_t>(thing.kind)];
  return company_m > 0 ? cameras_within(thing, std::max(company_m, kReachM), true)
                       : cameras_within(thing, kReachM, false);
}

std::vector<int> WatchedGround::cameras_watching(const sim::Thing& thing) const {
  return cameras_within(thing, 0.01, false);
}

}  // namespace tricolor::harness
