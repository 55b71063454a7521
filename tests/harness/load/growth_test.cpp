// Shows that the exponent of growth is found with an interval that holds it, and that too few points give none.
#include <gtest/gtest.h>

#include <cmath>

#include "load/arrivals.h"
#include "load/growth.h"

namespace tricolor::harness::growth_test {
namespace {

std::vector<std::pair<double, double>> costs(double exponent, double noise, std::uint64_t seed) {
  std::vector<std::pair<double, double>> points;
  for (const double channels : {100.0, 300.0, 900.0, 1800.0})
    points.emplace_back(channels, 0.001 * std::pow(channels, exponent) *
                                      (1 + noise * (mixed_share(seed, static_cast<std::uint64_t>(channels), 0) - 0.5)));
  return points;
}

TEST(Growth, an_exact_power_is_found_exactly) {
  for (const double exponent : {0.5, 1.0, 2.0}) {
    const auto growth = growth_of(costs(exponent, 0, 1));
    ASSERT_TRUE(growth);
    EXPECT_NEAR(growth->exponent, exponent, 1e-9);
    EXPECT_NEAR(growth->high - growth->low, 0, 1e-6);
  }
}

TEST(Growth, the_interval_holds_the_exponent_about_as_often_as_it_says) {
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto growth = growth_of(costs(1.1, 0.1, seed));
    held += growth->low <= 1.1 && growth->high >= 1.1;
  }
  EXPECT_GE(held, 180);
}

TEST(Growth, two_points_or_one_number_of_channels_say_nothing) {
  EXPECT_FALSE(growth_of({{100, 1}, {200, 2}}));
  EXPECT_FALSE(growth_of({{100, 1}, {100, 2}, {100, 3}}));
  EXPECT_FALSE(growth_of({{100, 0}, {200, 0}, {300, 0}}));
}

}  // namespace
}  // namespace tricolor::harness::growth_test
