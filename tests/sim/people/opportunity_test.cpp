// Shows that people's acts are thinned from opportunities that do not depend on anything else: adding a shop, deterring
// one, or answering one with an SMS or an officer leaves every other opportunity's time, kind, variant and length as
// they were; and that a run repeats.
#include <gtest/gtest.h>

#include <map>

#include "sim/people/lived_street.h"

namespace tricolor::sim::testing::opportunity_test {
namespace {

constexpr Duration kLong = 24h * 4;

/// The properties of an opportunity without its place, because it depends on the street whether a place is free.
struct Mark {
  Time from;
  ThingKind kind = ThingKind::pile;
  std::string class_name;
  friend bool operator==(const Mark&, const Mark&) = default;
};

std::map<ThingId, Mark> marks(const Truth& truth) {
  std::map<ThingId, Mark> found;
  for (const Stay& stay : truth.stays) found[stay.thing] = {stay.from, stay.kind, stay.class_name};
  return found;
}

/// Gives a street of fruit shops, and another one a kilometre away.
City two_streets(int shops) {
  City city = small_street(shops);
  city.streets.push_back({"far", "远路", {0, 1000}, {120, 1000}, 12, 4, "g1"});
  return city;
}

Demand busy_merchants() {
  Demand demand;
  demand.merchant_incidents_per_30_days = 60;
  demand.merchant_rate_shape = 5;
  return demand;
}

TEST(opportunities, a_shop_more_changes_nothing_elsewhere) {
  LivedStreet without(two_streets(6), busy_merchants(), 7);
  City more = two_streets(6);
  // The new shop comes first in the list, so that all the others change their index.
  more.shops.insert(more.shops.begin(), {"m99", "老王五金", "hardware", 1, Side::left, 30, 36, 0});
  LivedStreet with(std::move(more), busy_merchants(), 7);
  for (LivedStreet* street : {&without, &with}) {
    street->world.start(kMonday, kMonday + kLong);
    street->kernel.run_until(kMonday + kLong);
  }
  const auto before = marks(without.world.truth());
  std::map<ThingId, Mark> after;
  int of_the_new_one = 0;
  for (const Stay& stay : with.world.truth().stays) {
    if (stay.shop == 0) {
      ++of_the_new_one;
      continue;
    }
    after[stay.thing] = {stay.from, stay.kind, stay.class_name};
  }
  EXPECT_GT(before.size(), 40u);
  EXPECT_GT(of_the_new_one, 3);
  // Goods of the new shop may stand where a driver on that street would have stopped; nothing else may differ.
  std::size_t missing = 0;
  for (const auto& [id, mark] : before) {
    const auto found = after.find(id);
    if (found == after.end()) {
      ++missing;
      continue;
    }
    EXPECT_EQ(found->second, mark);
  }
  EXPECT_LE(missing, 1u);
}

TEST(opportunities, deterring_one_moves_no_other) {
  LivedStreet free(small_street(6), busy_merchants(), 11), deterred(small_street(6), busy_merchants(), 11);
  deterred.world.set_colour(0, 2);
  for (LivedStreet* street : {&free, &deterred}) {
    street->world.start(kMonday, kMonday + kLong);
    street->kernel.run_until(kMonday + kLong);
  }
  const auto all = marks(free.world.truth()), fewer = marks(deterred.world.truth());
  int unlawful = 0, left = 0;
  for (const Stay& stay : free.world.truth().stays) {
    const auto found = fewer.find(stay.thing);
    if (stay.shop == 0 && !stay.class_name.empty()) {
      ++unlawful;
      left += found != fewer.end();
    } else if (stay.shop) {
      ASSERT_NE(found, fewer.end()) << "something of shop " << *stay.shop << " did not come about";
    }
    if (found != fewer.end()) {
      EXPECT_EQ(found->second, all.at(stay.thing));
    }
  }
  EXPECT_GT(unlawful, 4);
  EXPECT_LT(left, unlawful) << "a red code deterred nothing";
  EXPECT_GT(left, 0);
}

TEST(opportunities, what_a_service_does_to_one_moves_no_other) {
  City city = small_street(6, 1);
  city.officers[0].on_duty_until = 24h;
  city.officers[0].on_duty_from = 0h;
  Demand demand = busy_merchants();
  // Without the memory of notices and visits, and without relapses, answers can only shorten stays.
  demand.deterred_by_notice = demand.deterred_by_visit = demand.relapses = 0;
  LivedStreet alone(city, demand, 5), served(city, demand, 5);
  served.serve(kMonday + kLong);
  for (LivedStreet* street : {&alone, &served}) {
    street->world.start(kMonday, kMonday + kLong);
    street->kernel.run_until(kMonday + kLong);
  }
  int shortened = 0;
  std::map<ThingId, Stay> by_id;
  for (const Stay& stay : alone.world.truth().stays) by_id[stay.thing] = stay;
  for (const Stay& stay : served.world.truth().stays) {
    const auto found = by_id.find(stay.thing);
    // A place that was cleared early may be free for somebody who found none before.
    if (found == by_id.end()) continue;
    EXPECT_EQ(stay.from, found->second.from);
    EXPECT_EQ(stay.class_name, found->second.class_name);
    if (stay.until != found->second.until) ++shortened;
    if (stay.until && found->second.until) {
      EXPECT_LE(*stay.until, *found->second.until);
    }
  }
  EXPECT_GT(shortened, 5);
}

TEST(opportunities, a_run_repeats_and_a_seed_matters) {
  const auto live = [](std::uint64_t seed) {
    LivedStreet street(generate_xinhua(3, {}, kMonday, 2), Demand{}, seed);
    street.serve(kMonday + 48h);
    street.world.start(kMonday, kMonday + 48h);
    street.kernel.run_until(kMonday + 48h);
    std::uint64_t hash = street.kernel.fingerprint();
    for (const Stay& stay : street.world.truth().stays)
      for (const std::uint64_t part :
           {stay.thing, static_cast<std::uint64_t>(stay.from.time_since_epoch().count()),
            static_cast<std::uint64_t>(stay.until.value_or(Time{}).time_since_epoch().count())})
        hash = (hash ^ part) * 0x100000001B3ull;
    return hash;
  };
  EXPECT_EQ(live(1), live(1));
  EXPECT_NE(live(1), live(2));
}

}  // namespace
}  // namespace tricolor::sim::testing::opportunity_test
