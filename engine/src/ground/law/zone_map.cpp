#include "law/zone_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "calendar/working_calendar.h"

namespace tricolor::engine {
namespace {

// Share of a thing in a zone that pardons it, such as a marked bay, from which on it stands there, 0 … 1. Assumed.
constexpr double kPardonedFrom = 0.5;
// Largest distance of two looks at a public spot that are one thing, metres. Assumed.
constexpr double kSameSpotM = 2.5;

double share_inside(const Footprint& footprint, const GroundPolygon& zone) {
  const double area = std::abs(signed_area_m2(footprint.outline));
  return area > 0 ? overlap_m2(footprint.outline, zone) / area : 0;
}

bool has(const std::vector<std::string>& kinds, const std::string& kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

ZoneMap::ZoneMap(const Configuration& configuration, const Policy& policy)
    : configuration_(configuration), policy_(policy), by_camera_(configuration.cameras.size()) {
  for (std::uint32_t i = 0; i < configuration.zones.size(); ++i)
    for (const CameraId camera : configuration.zones[i].cameras) by_camera_.at(camera.value).push_back(ZoneId{i});
  for (const Zone& zone : configuration.zones) bounds_.emplace_back(zone.outline);
  for (const ViolationClass& entry : configuration.classes) {
    const auto found = std::find_if(policy.classes.begin(), policy.classes.end(),
                                    [&](const ClassPolicy& p) { return p.code_name == entry.code_name; });
    // A class without a policy is not watched.
    rules_.push_back(found == policy.classes.end() ? nullptr : &*found);
    for (const ViolationClass::Apart& apart : entry.apart_from) apart_from_.push_back(apart.kind);
  }
}

bool ZoneMap::watched(ClassId violation_class) const { return rules_.at(violation_class.value) != nullptr; }

std::optional<Time> ZoneMap::too_long_from(ClassId violation_class, ZoneId zone, Time onset) const {
  if (!watched(violation_class)) return std::nullopt;
  return onset + rules_[violation_class.value]->dwell_at(configuration_.zones.at(zone.value).kind) + Duration{1};
}

bool ZoneMap::too_long(ClassId violation_class, ZoneId zone, Time onset, Time at) const {
  const auto from = too_long_from(violation_class, zone, onset);
  return from && at >= *from;
}

bool ZoneMap::whole(ClassId violation_class, ZoneId zone) const {
  using StayPer = ViolationClass::StayPer;
  const StayPer per = configuration_.classes.at(violation_class.value).stay_per;
  return per == StayPer::zone ||
         (per == StayPer::by_zone_kind && configuration_.zones.at(zone.value).kind == ZoneKind::shop_front);
}

bool ZoneMap::merchant_answers(ClassId violation_class) const {
  return configuration_.classes.at(violation_class.value).answers == ViolationClass::Answers::merchant;
}

bool ZoneMap::in_force(ClassId violation_class, Time at) const {
  const ViolationClass& entry = configuration_.classes.at(violation_class.value);
  return entry.from == entry.until || within_hours(local_time_of_day(at), entry.from, entry.until);
}

std::optional<Time> ZoneMap::hours_begin_after(Time now) const {
  std::optional<Time> next;
  for (std::uint32_t c = 0; c < configuration_.classes.size(); ++c) {
    const ViolationClass& entry = configuration_.classes[c];
    if (entry.from == entry.until || !rules_[c]) continue;
    Duration ahead = entry.from - local_time_of_day(now);
    if (ahead <= Duration{0}) ahead += std::chrono::hours{24};
    if (!next || now + ahead < *next) next = now + ahead;
  }
  return next;
}

std::set<CameraId> ZoneMap::cameras_where_hours_begin(Time at) const {
  std::set<CameraId> cameras;
  for (std::uint32_t c = 0; c < configuration_.classes.size(); ++c) {
    const ViolationClass& entry = configuration_.classes[c];
    if (entry.from == entry.until || entry.from != local_time_of_day(at) || !rules_[c]) continue;
    for (const Zone& zone : configuration_.zones)
      if (std::ranges::find(entry.zones, zone.kind) != entry.zones.end())
        cameras.insert(zone.cameras.begin(), zone.cameras.end());
  }
  return cameras;
}

bool ZoneMap::keeps_apart_from(const std::string& kind) const { return has(apart_from_, kind); }

bool ZoneMap::attended(ClassId violation_class, GroundPoint spot, const std::vector<Beside>& beside) const {
  const auto& apart_from = configuration_.classes.at(violation_class.value).apart_from;
  return std::ranges::any_of(apart_from, [&](const ViolationClass::Apart& apart) {
    return std::ranges::any_of(beside, [&](const Beside& other) {
      return other.kind == apart.kind && distance_m(other.spot, spot) < apart.within_m;
    });
  });
}

int ZoneMap::at_least(ClassId violation_class) const {
  return configuration_.classes.at(violation_class.value).at_least;
}

double distance_m(GroundPoint a, GroundPoint b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

double ZoneMap::same_spot(CameraId camera, const ImageBox& box) const {
  return configuration_.cameras[camera.value].geometry ? kSameSpotM
                                                       : 0.5 * std::max({box.width_px, box.height_px, 16.0f});
}

bool ZoneMap::one_stay(CameraId camera, const HeldPlace& stay, ZoneId zone, ClassId violation_class,
                       GroundPoint spot) const {
  if (stay.violation_class != violation_class || stay.zone != zone) return false;
  const bool one_a_zone =
      whole(violation_class, zone) && policy_.occupancy.identity != OccupancyPolicy::Identity::object;
  return one_a_zone || distance_m(stay.spot, spot) <= same_spot(camera, stay.box);
}

bool ZoneMap::permitted(const Footprint& footprint, ClassId violation_class, std::optional<MerchantId> merchant,
                        Time at) const {
  if (!configuration_.classes[violation_class.value].unless_permitted) return false;
  return std::any_of(configuration_.permits.begin(), configuration_.permits.end(), [&](const Permit& permit) {
    if (at < permit.from || at >= permit.until || (permit.merchant && permit.merchant != merchant)) return false;
    if (!permit.classes.empty() &&
        std::find(permit.classes.begin(), permit.classes.end(), violation_class) == permit.classes.end())
      return false;
    return permit.outline.size() < 3 || contains(permit.outline, footprint.centre);
  });
}

std::optional<Holding> ZoneMap::holding(CameraId camera, const std::string& kind, const Footprint& footprint,
                                        Time at) const {
  struct Share {
    double share;
    ZoneId zone;
    std::uint32_t violation_class;
  };
  std::vector<Share> shares;
  std::vector<double> total(configuration_.classes.size(), 0.0);
  std::array<bool, kZoneKinds> stands_in{};
  const BoundingBox place(footprint.outline);
  for (const ZoneId id : by_camera_.at(camera.value)) {
    const Zone& zone = configuration_.zones[id.value];
    // Most zones lie elsewhere, and clipping one costs more than this.
    if (!bounds_[id.value].meets(place)) continue;
    const double share = share_inside(footprint, zone.outline);
    if (share <= 0) continue;
    if (share >= kPardonedFrom) stands_in[static_cast<std::size_t>(zone.kind)] = true;
    for (std::uint32_t c = 0; c < configuration_.classes.size(); ++c) {
      const ViolationClass& entry = configuration_.classes[c];
      if (!rules_[c] || !shows(entry, kind) || !in_force(ClassId{c}, at) ||
          std::find(entry.zones.begin(), entry.zones.end(), zone.kind) == entry.zones.end())
        continue;
      shares.push_back({share, id, c});
      total[c] += share;
    }
  }
  std::erase_if(shares, [&](const Share& held) {
    return std::ranges::any_of(configuration_.classes[held.violation_class].pardoned_in,
                               [&](ZoneKind zone) { return stands_in[static_cast<std::size_t>(zone)]; });
  });
  std::optional<Holding> best;
  for (const Share& held : shares)
    if (!best || held.share > best->overlap) best = Holding{held.zone, ClassId{held.violation_class}, {}, held.share};
  // A thing across the border of two zones lies in both together.
  if (!best || total[best->violation_class.value] < policy_.occupancy.min_overlap) return std::nullopt;
  const Zone& zone = configuration_.zones[best->zone.value];
  if (permitted(footprint, best->violation_class, zone.merchant, at)) return std::nullopt;
  if (zone.kind == ZoneKind::shop_front && merchant_answers(best->violation_class))
    for (const auto& [share, id, of] : shares) {
      const Zone& other = configuration_.zones[id.value];
      if (id == best->zone || !other.merchant || other.merchant == zone.merchant ||
          share < policy_.occupancy.between_shops * best->overlap)
        continue;
      if (best->between.empty() && zone.merchant) best->between.push_back(*zone.merchant);
      best->between.push_back(*other.merchant);
    }
  return best;
}

std::vector<std::string> ZoneMap::pardoned(CameraId camera, const Footprint& footprint) const {
  std::vector<std::string> kinds;
  const BoundingBox place(footprint.outline);
  for (const ZoneId id : by_camera_.at(camera.value)) {
    const Zone& zone = configuration_.zones[id.value];
    const auto pardons = [&](const ViolationClass& entry) {
      return std::ranges::find(entry.pardoned_in, zone.kind) != entry.pardoned_in.end();
    };
    if (!bounds_[id.value].meets(place) || std::ranges::none_of(configuration_.classes, pardons) ||
        share_inside(footprint, zone.outline) < kPardonedFrom)
      continue;
    for (const ViolationClass& entry : configuration_.classes)
      if (pardons(entry)) kinds.insert(kinds.end(), entry.kinds.begin(), entry.kinds.end());
  }
  return kinds;
}

std::vector<const GroundPolygon*> ZoneMap::pardoning(CameraId camera, const std::string& kind,
                                                     const BoundingBox& within) const {
  std::vector<const GroundPolygon*> outlines;
  for (const ZoneId id : by_camera_.at(camera.value)) {
    const Zone& zone = configuration_.zones[id.value];
    if (bounds_[id.value].meets(within) &&
        std::ranges::any_of(configuration_.classes, [&](const ViolationClass& entry) {
          return shows(entry, kind) && std::ranges::find(entry.pardoned_in, zone.kind) != entry.pardoned_in.end();
        }))
      outlines.push_back(&zone.outline);
  }
  return outlines;
}

std::vector<View> views_of(const Configuration& configuration) {
  std::vector<std::vector<const GroundPolygon*>> outlines(configuration.cameras.size());
  for (const Zone& zone : configuration.zones)
    for (const CameraId camera : zone.cameras) outlines.at(camera.value).push_back(&zone.outline);
  std::vector<View> views;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const auto& geometry = configuration.cameras[i].geometry;
    views.push_back(geometry && looks_along(*geometry, outlines[i]) ? View::along : View::across);
  }
  return views;
}

}  // namespace tricolor::engine
