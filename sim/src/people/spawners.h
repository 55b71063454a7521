// The table of what comes about by chance along the streets and belongs to no shop: the rows of the well-known kinds,
// whose figures are those of the demand, and the rows that the demand itself brings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/kinds.h"
#include "sim/people/demand.h"
#include "sim/random/streams.h"

namespace tricolor::sim {

struct StreetSpawner {
  Purpose purpose;
  ThingKind kind;
  std::string class_name;  ///< Empty: what comes is lawful however long it stays.
  double per_km_day;
  double from_kerb_m, to_kerb_m;  ///< As in `Spawner`.
  /// Hours between which they come; none: when people are about.
  struct Hours {
    double from, until;
  };
  std::optional<Hours> hours;
  /// Length of their stay; none: by the law of their kind (sim/people/stay_law.h).
  struct Lognormal {
    double median_s, sigma, least_s, most_s;
  };
  std::optional<Lognormal> stays;
  bool across;
  double radius_m;     ///< Ground that must be free around one.
  double bay_reach_m;  ///< Distance along the street that one keeps from a bay.
  bool may_flee;       ///< Some run from officers.
  bool across_bays;    ///< Some are put down across the border of a bay.
};

/// All rows. The kinds that the demand names must be of the table.
std::vector<StreetSpawner> street_spawners(const Demand& demand, const KindTable& kinds);

}  // namespace tricolor::sim
