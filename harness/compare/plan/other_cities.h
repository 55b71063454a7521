// Tells what a difference between two policies is in cities of a kind rather than in one: a sample of two levels, with
// cities above and days below. A plain value with a text form, and pure functions; may be called from any thread.
//
// Every city has the same number of pairs of runs, so that the mean over all of them is the mean of the cities' means,
// and the spread of these holds both levels: how cities differ, and what chance the days of each still leave. Student's
// interval over the cities' means is therefore the interval of the mean over all such cities. The variance between
// cities alone is what is left of that spread when the variance within cities is taken off (analysis of variance; none
// left is 0).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compare/plan/statistics.h"

namespace tricolor::harness {

/// Pairs of runs in each city: the fewest by which days can be told from cities. Cities are worth more than pairs.
inline constexpr std::size_t kPairsPerCity = 2;

/// The cities of a study: their seeds follow one another.
struct OtherCities {
  std::uint64_t first_city_seed = 0;
  std::size_t cities = 0;  ///< ≥ 2.
  std::uint64_t first_seed = 0;  ///< Of the days of the first city's first pair; every pair has days of its own.

  std::uint64_t city_seed_of(std::size_t city) const { return first_city_seed + city; }
};
std::string to_text(const OtherCities& cities);
/// Throws std::runtime_error when the text is none.
OtherCities other_cities_of(const std::string& text);

struct DifferenceInCities {
  std::size_t cities = 0;  ///< In which the metric is defined in every pair under both policies.
  double difference = 0;   ///< Mean over these.
  /// Of that mean, with the spread between cities in it; none below two cities.
  std::optional<Interval> interval;
  /// Within which the difference of one further city lies (at 95 %), days apart; none below two cities.
  std::optional<Interval> another_city;
  double between = 0;                ///< Standard deviation between cities.
  double within = 0;                 ///< … between pairs of runs of one city.
  std::size_t same_direction = 0;    ///< Cities whose own difference has the sign of the mean.
  std::vector<double> by_city = {};  ///< Means, in the order of the cities in which it is defined.
};

/// `differences`: by city and pair; empty where the metric is not defined. `alpha`: of the interval of the mean.
DifferenceInCities difference_in_cities(const std::vector<std::vector<std::optional<double>>>& differences,
                                        double alpha);

}  // namespace tricolor::harness
