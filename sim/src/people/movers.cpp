#include "people/movers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "sim/camera/looks.h"
#include "sim/people/day.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

// Length of a segment of a street, metres, and of a slot of time, seconds, in which trips begin. Assumed.
constexpr double kSegmentM = 60;
constexpr double kSlotS = 120;
constexpr std::chrono::seconds kSlot{120};
constexpr auto kTrips = purpose("movers.trips");

// Share of the peak by hour of day. Assumed.
constexpr std::array<double, 24> kByHour{0.04, 0.02, 0.01, 0.01, 0.03, 0.12, 0.4,  0.85, 1.0,  0.8,  0.7, 0.85,
                                         0.9,  0.7,  0.6,  0.65, 0.85, 1.0,  0.95, 0.75, 0.55, 0.35, 0.2, 0.08};

Point middle_of(const Street& street, int segment) {
  return street.at(std::min((segment + 0.5) * kSegmentM, street.length_m()), 0);
}

}  // namespace

Movers::Movers(const City& city, const Demand& demand, std::uint64_t seed)
    : city_(city), demand_(demand), seed_(seed), segments_(kSegmentM) {
  for (int s = 0; s < static_cast<int>(city.streets.size()); ++s) {
    const Street& street = city.streets[static_cast<std::size_t>(s)];
    const int segments = std::max(1, static_cast<int>(std::ceil(street.length_m() / kSegmentM)));
    for (int k = 0; k < segments; ++k) segments_.insert({s, k}, middle_of(street, k));
  }
}

void Movers::add_to(std::vector<Thing>& things, Point around, double reach_m, Time at) const {
  const auto slot =
      static_cast<std::int64_t>(std::floor(std::chrono::duration<double>(at.time_since_epoch()).count() / kSlotS));
  std::vector<std::pair<int, int>> near;
  segments_.any_near(around, reach_m + kSegmentM, [&](const std::pair<int, int>& segment) {
    const Point middle = middle_of(city_.streets[static_cast<std::size_t>(segment.first)], segment.second);
    if (std::hypot(middle.x_m - around.x_m, middle.y_m - around.y_m) <= reach_m + kSegmentM) near.push_back(segment);
    return false;
  });
  std::sort(near.begin(), near.end());
  for (const auto& [street, segment] : near)
    for (const std::int64_t begun : {slot - 1, slot}) add_trips(things, street, segment, begun, at);
}

// Adds all trips that begin in one segment within one slot of two minutes; each lasts less than a slot.
void Movers::add_trips(std::vector<Thing>& things, int street_index, int segment, std::int64_t slot, Time at) const {
  const Street& street = city_.streets[static_cast<std::size_t>(street_index)];
  const double now_s = std::chrono::duration<double>(at.time_since_epoch()).count();
  // The rate is that of the hour in which the slot begins, not in which the camera looks: a person who is under way at
  // the turn of an hour goes on.
  const auto hour = static_cast<std::size_t>(
                        std::chrono::duration_cast<std::chrono::hours>(time_of_day(kSlot * slot + Time{})).count()) %
                    24;
  Draw draw({seed_, static_cast<std::uint64_t>(street_index) * 1000 + static_cast<std::uint64_t>(segment), kTrips,
             static_cast<std::uint64_t>(slot)});
  // Flow past a point = density × speed; trips of 55 m on average make up the density.
  const double busy = day_of(city_, demand_, seed_, kSlot * slot + Time{}).streets(demand_);
  const double walks =
      busy * demand_.passers_by_per_hour * kByHour[hour] * (kSlotS / 3600) * (kSegmentM / 55) * street.life;
  const double rides = 0.45 * walks;
  const double dogs = demand_.dogs_per_km_hour * (kSegmentM / 1000) * (kSlotS / 3600) * street.life;
  const double half = street.carriageway_m / 2;
  const auto add = [&](ThingKind kind, int number, int order) {
    const double begins = static_cast<double>(slot) * kSlotS + draw.uniform(0, kSlotS);
    const double speed = kind == ThingKind::rider ? draw.uniform(3.2, 5.5)
                         : kind == ThingKind::dog ? draw.uniform(0.5, 1.6)
                                                  : draw.uniform(0.9, 1.5);
    const double drawn = kind == ThingKind::rider ? draw.uniform(60, 180) : draw.uniform(30, 80);
    const double length = std::min(drawn, speed * kSlotS);
    const double from = segment * kSegmentM + draw.uniform(0, kSegmentM);
    const bool forward = draw.chance(0.5);
    const bool left = kind == ThingKind::rider ? !forward : draw.chance(0.5);  // Riders keep to the right.
    const double out =
        kind == ThingKind::rider ? draw.uniform(0.45, 0.85) * half : half + draw.uniform(0.5, street.pavement_m - 0.5);
    const std::uint32_t look = draw.bits() % kLooks;
    const double gone = now_s - begins;
    if (gone < 0 || gone * speed > length) return;
    const double along = from + (forward ? 1 : -1) * gone * speed;
    if (along < 0 || along > street.length_m()) return;
    const ThingId id = (1ull << 62) | (static_cast<ThingId>(street_index) << 52) |
                       (static_cast<ThingId>(segment) << 44) | ((static_cast<ThingId>(slot) & 0xFFFFFFu) << 20) |
                       (static_cast<ThingId>(order) << 12) | static_cast<ThingId>(number);
    const double cycle = gone * (kind == ThingKind::person ? 1.7 : 2.0);
    things.push_back({id, kind, look, street.at(along, left ? out : -out),
                      street.heading_rad() + (forward ? 0 : 3.14159265358979), 1, cycle - std::floor(cycle)});
  };
  for (int i = 0, n = draw.poisson(walks); i < n; ++i) add(ThingKind::person, i, 0);
  for (int i = 0, n = draw.poisson(rides); i < n; ++i) add(ThingKind::rider, i, 1);
  for (int i = 0, n = draw.poisson(dogs); i < n; ++i) add(ThingKind::dog, i, 2);
}

}  // namespace tricolor::sim
