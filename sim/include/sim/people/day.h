// The kind of day that it is in the city, and how it moves what happens: weekdays, holidays, weather.
#pragma once

#include <cstdint>

#include "sim/city/city.h"
#include "sim/people/demand.h"

namespace tricolor::sim {

/// A local day of the city.
struct Day {
  bool weekend = false;  ///< False on a holiday, and on a weekend's day on which people work.
  bool holiday = false;
  bool rain = false;

  /// Factor on the goods of shops.
  double shops(const Demand& demand) const;
  /// Factor on vendors, vehicles and passers-by.
  double streets(const Demand& demand) const;
};

/// The day to which an instant belongs. The weather is drawn by (seed, day).
Day day_of(const City& city, const Demand& demand, std::uint64_t seed, Time at);

}  // namespace tricolor::sim
