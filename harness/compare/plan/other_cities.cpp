#include "compare/plan/other_cities.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/json_fault.h"

namespace tricolor::harness {

std::string to_text(const OtherCities& cities) {
  const nlohmann::ordered_json json{
      {"first_city_seed", cities.first_city_seed}, {"cities", cities.cities}, {"first_seed", cities.first_seed}};
  return json.dump(1) + "\n";
}

OtherCities other_cities_of(const std::string& text) {
  try {
    const auto json = nlohmann::json::parse(text);
    OtherCities cities{json.at("first_city_seed").get<std::uint64_t>(), json.at("cities").get<std::size_t>(),
                       json.at("first_seed").get<std::uint64_t>()};
    if (cities.cities < 2) throw std::runtime_error("must be at least two cities");
    return cities;
  } catch (const nlohmann::json::exception& wrong) {
    throw std::runtime_error("must be the cities of a study, got " + engine::json_fault(wrong.what()));
  }
}

DifferenceInCities difference_in_cities(const std::vector<std::vector<std::optional<double>>>& differences,
                                        double alpha) {
  DifferenceInCities result;
  double squares = 0;  // Of the deviations from the mean of the own city.
  std::size_t freedom = 0, pairs = 0;
  for (const auto& city : differences) {
    std::vector<double> values;
    for (const auto& value : city)
      if (value) values.push_back(*value);
    if (values.empty() || values.size() < city.size()) continue;
    const Moments own = moments_of(values);
    pairs = values.size();
    squares += own.deviation * own.deviation * static_cast<double>(values.size() - 1);
    freedom += values.size() - 1;
    result.by_city.push_back(own.mean);
  }
  const Moments means = moments_of(result.by_city);
  result.cities = means.count;
  result.difference = means.mean;
  for (const double mean : result.by_city)
    if (mean * means.mean > 0) ++result.same_direction;
  const double variance_within = freedom > 0 ? squares / static_cast<double>(freedom) : 0;
  result.within = std::sqrt(variance_within);
  if (means.count < 2) return result;
  const double of_means = means.deviation * means.deviation;
  const double variance_between = std::max(0.0, of_means - variance_within / static_cast<double>(pairs));
  result.between = std::sqrt(variance_between);
  result.interval = stein_interval(means.mean, means.count, means.deviation, means.count, alpha);
  const double reach = student_quantile(means.count - 1, 0.975) *
                       std::sqrt(variance_between + of_means / static_cast<double>(means.count));
  result.another_city = Interval{means.mean - reach, means.mean + reach};
  return result;
}

}  // namespace tricolor::harness
