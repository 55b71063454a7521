// Adds everybody who only passes: people on foot, riders, dogs. They leave no trace and cause no event. Their places
// follow from the instant alone, so that a scene at any time is cheap and looking changes nothing.
#pragma once

#include <vector>

#include "people/ground_index.h"
#include "sim/city/city.h"
#include "sim/people/demand.h"

namespace tricolor::sim {

class Movers {
 public:
  Movers(const City& city, const Demand& demand, std::uint64_t seed);

  /// Adds all who are within `reach_m` of a point at an instant.
  void add_to(std::vector<Thing>& things, Point around, double reach_m, Time at) const;

 private:
  void add_trips(std::vector<Thing>& things, int street, int segment, std::int64_t slot, Time at) const;

  const City& city_;
  const Demand& demand_;
  std::uint64_t seed_;
  GroundIndex<std::pair<int, int>> segments_;  ///< Street and number of each segment, by its middle.
};

}  // namespace tricolor::sim
