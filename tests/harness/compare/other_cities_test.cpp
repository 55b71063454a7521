// Shows that a difference over cities has the spread between cities in its interval: it covers the mean of all cities
// as often as it says, where an interval over all pairs together would not; that the two deviations are told apart; and
// that a further city lies where it is said to.
#include "compare/plan/other_cities.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/random/streams.h"

namespace tricolor::harness::other_cities_test {
namespace {

using Differences = std::vector<std::vector<std::optional<double>>>;

constexpr double kMean = 3, kBetween = 2, kWithin = 1;

double city_of(std::uint64_t study, std::size_t city) {
  sim::Draw draw({study, city, sim::purpose("test.city"), 0});
  return kMean + kBetween * draw.normal();
}

Differences drawn(std::uint64_t study, std::size_t cities) {
  Differences all(cities);
  for (std::size_t city = 0; city < cities; ++city) {
    sim::Draw days({study, city, sim::purpose("test.days"), 0});
    for (std::size_t pair = 0; pair < kPairsPerCity; ++pair)
      all[city].emplace_back(city_of(study, city) + kWithin * days.normal());
  }
  return all;
}

TEST(OtherCities, AnIntervalCoversTheMeanOfAllCitiesAsOftenAsItSays) {
  int covers = 0, holds_another = 0, covers_by_pairs = 0;
  constexpr int kStudies = 2000;
  for (std::uint64_t study = 0; study < kStudies; ++study) {
    const Differences all = drawn(study, 8);
    const DifferenceInCities found = difference_in_cities(all, 0.05);
    covers += found.interval->low <= kMean && kMean <= found.interval->high;
    const double another = city_of(study, 1000);
    holds_another += found.another_city->low <= another && another <= found.another_city->high;
    std::vector<double> pairs;
    for (const auto& city : all)
      for (const auto& pair : city) pairs.push_back(*pair);
    const Moments moments = moments_of(pairs);
    const Interval flat = stein_interval(moments.mean, moments.count, moments.deviation, moments.count, 0.05);
    covers_by_pairs += flat.low <= kMean && kMean <= flat.high;
  }
  // Three standard errors of a share of 0.95 in 2,000 are 0.015.
  EXPECT_NEAR(static_cast<double>(covers) / kStudies, 0.95, 0.015);
  EXPECT_NEAR(static_cast<double>(holds_another) / kStudies, 0.95, 0.03);
  EXPECT_LT(static_cast<double>(covers_by_pairs) / kStudies, 0.90);
}

TEST(OtherCities, TheSpreadOfCitiesIsToldFromThatOfDays) {
  const DifferenceInCities found = difference_in_cities(drawn(1, 4000), 0.05);
  EXPECT_NEAR(found.between, kBetween, 0.1);
  EXPECT_NEAR(found.within, kWithin, 0.05);
  EXPECT_NEAR(found.difference, kMean, 0.15);
  EXPECT_EQ(found.by_city.size(), 4000u);
}

TEST(OtherCities, WithoutASpreadBetweenCitiesNoneIsFound) {
  Differences all;
  for (int city = 0; city < 6; ++city) all.push_back({4.0 + 0.1 * city, 6.0 + 0.1 * city});
  const DifferenceInCities found = difference_in_cities(all, 0.05);
  EXPECT_EQ(found.between, 0.0);
  EXPECT_NEAR(found.within, std::sqrt(2.0), 1e-12);
  EXPECT_EQ(found.same_direction, 6u);
}

TEST(OtherCities, CitiesInWhichAPairIsNotDefinedAreLeftOutAndCounted) {
  const DifferenceInCities found = difference_in_cities({{1.0, 3.0}, {std::nullopt, 9.0}, {-1.0, -1.0}}, 0.05);
  EXPECT_EQ(found.cities, 2u);
  EXPECT_EQ(found.by_city, (std::vector<double>{2, -1}));
  EXPECT_EQ(found.difference, 0.5);
  EXPECT_EQ(found.same_direction, 1u);
  EXPECT_FALSE(difference_in_cities({{1.0, 3.0}}, 0.05).interval);
  EXPECT_EQ(difference_in_cities({}, 0.05).cities, 0u);
}

TEST(OtherCities, TheirTextIsReadAsTheSameCities) {
  const OtherCities cities{8, 12, 1140};
  EXPECT_EQ(to_text(other_cities_of(to_text(cities))), to_text(cities));
  EXPECT_THROW(other_cities_of("{}"), std::runtime_error);
  EXPECT_THROW(other_cities_of(to_text({8, 1, 1140})), std::runtime_error);
}

}  // namespace
}  // namespace tricolor::harness::other_cities_test
