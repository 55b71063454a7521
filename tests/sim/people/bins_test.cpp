// Shows that the bins of a street overflow at the rate of the demand and are bins again afterwards, by themselves or
// when an officer has them emptied, and that this moves no other draw.
#include <gtest/gtest.h>

#include <map>

#include "sim/people/lived_street.h"

namespace tricolor::sim::testing::bins_test {
namespace {

City street_with_full_bins() {
  City city = small_street(8, 2);
  std::vector<Kind> kinds;
  for (int i = 0; i < city.kinds->size(); ++i) kinds.push_back(city.kinds->of(static_cast<ThingKind>(i)));
  kinds.push_back({"bin+overflowing", "full_bin", city.kinds->of(ThingKind::bin).sizes});
  city.kinds = std::make_shared<const KindTable>(kinds);
  return city;
}

Demand overflowing(double per_bin_day) {
  Demand demand;
  demand.bins_per_km = 200;
  demand.bins.push_back({"full", "bin+overflowing", "bin_overflow", per_bin_day});
  return demand;
}

Truth lived(const City& city, const Demand& demand, int days, bool empties = false) {
  LivedStreet street(city, demand, 5);
  street.world.start(kMonday, kMonday + 24h * days);
  for (int hour = 7; empties && hour < 24 * days; ++hour) {
    street.kernel.run_until(kMonday + 1h * hour);
    for (const Stay& stay : street.world.truth().stays)
      if (stay.class_name == "bin_overflow" && !stay.until) street.world.remove(stay.thing, "officer");
  }
  street.kernel.run_until(kMonday + 24h * days);
  return street.world.truth();
}

TEST(bins, overflow_at_the_rate_of_the_demand) {
  const City city = street_with_full_bins();
  const auto full = *city.kinds->named("bin+overflowing");
  int bins = 0, overflows = 0;
  for (const Stay& stay : lived(city, overflowing(0), 1).stays) bins += stay.kind == ThingKind::bin;
  ASSERT_GT(bins, 5);
  constexpr int kDays = 20;
  for (const Stay& stay : lived(city, overflowing(0.5), kDays).stays) {
    if (stay.kind != full) continue;
    ++overflows;
    EXPECT_EQ(stay.class_name, "bin_overflow");
    EXPECT_FALSE(stay.shop);
    const double hour = std::chrono::duration<double, std::ratio<3600>>(time_of_day(stay.from)).count();
    EXPECT_GE(hour, 6);
    EXPECT_LE(hour, 22);
  }
  // The standard deviation of a Poisson number of 0.5 × bins × 20; a bin that overflows while it does is no second one.
  const double expected = 0.5 * bins * kDays;
  EXPECT_GT(overflows, expected - 5 * std::sqrt(expected));
  EXPECT_LT(overflows, expected + 3 * std::sqrt(expected));
}

TEST(bins, each_place_has_one_bin_at_every_instant) {
  const City city = street_with_full_bins();
  for (const bool empties : {false, true}) {
    std::map<std::pair<double, double>, std::optional<Time>> gone;
    int changes = 0;
    for (const Stay& stay : lived(city, overflowing(3), 3, empties).stays) {
      if (city.kinds->name_of(stay.kind).substr(0, 3) != "bin") continue;
      const auto [before, first] = gone.try_emplace({stay.at.x_m, stay.at.y_m});
      if (!first) {
        ASSERT_TRUE(before->second) << "two bins in one place";
        EXPECT_EQ(*before->second, stay.from);
        ++changes;
      }
      before->second = stay.until;
    }
    EXPECT_GT(changes, 20);
    int standing = 0;
    for (const auto& [place, until] : gone) standing += !until;
    EXPECT_EQ(standing, static_cast<int>(gone.size()));
  }
}

TEST(bins, that_overflow_move_no_other_draw) {
  const City city = street_with_full_bins();
  const auto others = [&](double per_bin_day) {
    std::vector<std::tuple<ThingId, Time, double>> list;
    for (const Stay& stay : lived(city, overflowing(per_bin_day), 2).stays)
      if (city.kinds->name_of(stay.kind).substr(0, 3) != "bin") list.emplace_back(stay.thing, stay.from, stay.at.x_m);
    return list;
  };
  EXPECT_EQ(others(0), others(2));
}

}  // namespace
}  // namespace tricolor::sim::testing::bins_test
