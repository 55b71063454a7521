#include "people/spawners.h"

#include <algorithm>

#include "sim/check.h"

namespace tricolor::sim {
namespace {

constexpr auto kVendor = purpose("vendor");
constexpr auto kMotor = purpose("motor.wrong");
constexpr auto kShortStop = purpose("motor.short_stop");
constexpr auto kNonmotor = purpose("nonmotor.wrong");
constexpr auto kWaiting = purpose("rider.waiting");

// A thing of a kind that only data know keeps half its length and this much more from a bay, metres; it needs as much
// ground around it. Assumed, as for the well-known kinds.
constexpr double kRoomM = 0.35;

}  // namespace

std::vector<StreetSpawner> street_spawners(const Demand& demand, const KindTable& kinds) {
  using Hours = StreetSpawner::Hours;
  using Lognormal = StreetSpawner::Lognormal;
  // Nobody leaves anything wrongly at night, because nobody is about.
  const Hours day{7, 20};
  std::vector<StreetSpawner> rows{
      {kVendor,
       ThingKind::stall,
       "road_occupying",
       demand.vendors_per_km_day,
       -0.5,
       0.9,
       {},
       {},
       false,
       1.2,
       1.6,
       true,
       false},
      {kMotor,
       ThingKind::motor,
       "motor_parking",
       demand.motor_violations_per_km_day,
       -1.2,
       -1.0,
       day,
       {},
       false,
       2.6,
       3.2,
       false,
       false},
      {kNonmotor,
       ThingKind::nonmotor,
       "nonmotor_parking",
       demand.nonmotor_violations_per_km_day,
       1.0,
       2.2,
       day,
       {},
       true,
       1.2,
       1.6,
       false,
       true},
      {kShortStop, ThingKind::motor, "", demand.short_stops_per_km_day, -1.2, -1.0, Hours{6, 22},
       Lognormal{90, 0.6, 20, 240}, false, 2.6, 3.2, false, false},
      {kWaiting, ThingKind::rider, "", demand.waiting_riders_per_km_day, -0.6, 0.5, Hours{10, 21},
       Lognormal{150, 0.7, 40, 900}, false, 1.2, 1.6, false, false},
  };
  for (const Spawner& row : demand.spawners) {
    const auto kind = kinds.named(row.kind);
    SIM_CHECK(kind);
    double length_m = 0;
    for (const Extent& size : kinds.of(*kind).sizes) length_m = std::max(length_m, size.length_m);
    const double room_m = length_m / 2 + kRoomM;
    rows.push_back({purpose("spawner." + row.name), *kind, row.class_name, row.per_km_day, row.from_kerb_m,
                    row.to_kerb_m, Hours{row.from_hour, row.until_hour},
                    Lognormal{row.median_s, row.sigma, row.least_s, row.most_s}, row.across, room_m, room_m, false,
                    false});
  }
  return rows;
}

}  // namespace tricolor::sim
