#include "sim/people/day.h"

#include <algorithm>
#include <chrono>

#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {
constexpr auto kRain = purpose("day.rain");
}

double Day::shops(const Demand& demand) const {
  return (holiday ? demand.holiday_shops : weekend ? demand.weekend_shops : 1) * (rain ? demand.rain_shops : 1);
}

double Day::streets(const Demand& demand) const {
  return (holiday ? demand.holiday_streets : weekend ? demand.weekend_streets : 1) * (rain ? demand.rain_streets : 1);
}

Day day_of(const City& city, const Demand& demand, std::uint64_t seed, Time at) {
  const auto local = std::chrono::floor<std::chrono::days>(at + kUtcOffset);
  const std::chrono::year_month_day date{local};
  const auto listed = [&](const auto& days) { return std::find(days.begin(), days.end(), date) != days.end(); };
  Day day;
  day.holiday = listed(city.holidays);
  const std::chrono::weekday weekday{local};
  day.weekend =
      !day.holiday && !listed(city.worked_days) && (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday);
  day.rain =
      Draw({seed, 0, kRain, static_cast<std::uint64_t>(local.time_since_epoch().count())}).chance(demand.rain_days);
  return day;
}

}  // namespace tricolor::sim
