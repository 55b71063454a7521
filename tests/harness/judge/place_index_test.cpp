// Shows that the judge's indices give what a look at all things gives: everything near a place or at a shop within a
// span of time, in order, and the first spot within reach.
#include "judge/place_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "judge/true_stays.h"

namespace tricolor::harness::place_index_test {
namespace {

using namespace std::chrono_literals;

constexpr sim::Time kStart{};

double apart_m(sim::Point a, sim::Point b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

// Draws integers, so that things share places, instants, edges of cells and distances of exactly the radius.
struct Lot {
  std::mt19937_64 bits;
  explicit Lot(std::uint64_t seed) : bits(seed) {}
  int below(int n) { return static_cast<int>(bits() % static_cast<std::uint64_t>(n)); }
  sim::Point point() { return {static_cast<double>(below(61) - 30), static_cast<double>(below(41) - 20)}; }
  sim::Time time() { return kStart + below(1000) * 1s; }
  std::optional<int> shop() { return below(2) ? std::optional<int>(below(4)) : std::nullopt; }
};

std::vector<Standing> standing(Lot& lot, int count) {
  std::vector<Standing> things;
  for (int i = 0; i < count; ++i) {
    const sim::Time from = lot.time();
    const sim::Time until = lot.below(10) ? from + lot.below(120) * 1s : sim::Time::max();
    things.push_back({lot.below(3), lot.shop(), lot.point(), from, until});
  }
  return things;
}

TEST(StandingIndex, GivesWhatALookAtAllThingsGives) {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Lot lot(seed);
    const auto things = standing(lot, lot.below(200));
    const StandingIndex index(things);
    for (int question = 0; question < 50; ++question) {
      const std::int64_t group = lot.below(4);
      const int shop = lot.below(5);
      const sim::Point at = lot.point();
      const double radius_m = lot.below(2) ? 5 : 10;
      const sim::Time from = lot.time(), until = lot.below(10) ? from + lot.below(60) * 1s : sim::Time::max();
      std::vector<std::size_t> near, of_shop;
      for (std::size_t i = 0; i < things.size(); ++i) {
        const Standing& thing = things[i];
        if (thing.group != group || thing.from > until || thing.until < from) continue;
        if (thing.shop == shop) of_shop.push_back(i);
        if (!thing.shop && apart_m(thing.at, at) <= radius_m) near.push_back(i);
      }
      EXPECT_EQ(index.of_shop(group, shop, from, until), of_shop);
      auto given = index.near(group, at, radius_m, from, until);
      EXPECT_TRUE(std::is_sorted(given.begin(), given.end()));
      for (const std::size_t i : given) {
        const Standing& thing = things[i];
        EXPECT_TRUE(thing.group == group && !thing.shop && thing.from <= until && thing.until >= from) << i;
      }
      std::erase_if(given, [&](std::size_t i) { return apart_m(things[i].at, at) > radius_m; });
      EXPECT_EQ(given, near);
      found += near.size() + of_shop.size();
    }
  }
  EXPECT_GT(found, 1000u) << "questions without an answer would show nothing";
}

TEST(StandingIndex, ALongSpanBeforeManyShortOnesIsFound) {
  std::vector<Standing> things{{0, 1, {}, kStart, sim::Time::max()}};
  for (int i = 1; i <= 1000; ++i) things.push_back({0, 1, {}, kStart + i * 10s, kStart + i * 10s + 5s});
  const StandingIndex index(things);
  EXPECT_EQ(index.of_shop(0, 1, kStart + 5007s, kStart + 5008s), (std::vector<std::size_t>{0}));
  EXPECT_EQ(index.of_shop(0, 1, kStart + 5005s, kStart + 5010s), (std::vector<std::size_t>{0, 500, 501}));
}

TEST(SpotIndex, GivesTheFirstSpotThatALookAtAllGives) {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Lot lot(seed);
    SpotIndex index;
    std::vector<sim::Point> spots;
    for (int i = 0; i < 150; ++i) {
      const sim::Point at = lot.point();
      const double radius_m = lot.below(2) ? 2.5 : 5;
      const auto first = std::ranges::find_if(spots, [&](sim::Point spot) { return apart_m(spot, at) <= radius_m; });
      const auto given = index.first_within(at, radius_m);
      ASSERT_EQ(given.has_value(), first != spots.end());
      if (given) {
        EXPECT_EQ(*given, static_cast<std::size_t>(first - spots.begin()));
      }
      found += given.has_value();
      EXPECT_EQ(index.add(at), spots.size());
      spots.push_back(at);
    }
  }
  EXPECT_GT(found, 1000u);
}

TEST(TrueStays, AreThoseThatALookAtAllGives) {
  std::size_t found = 0;
  const std::vector<std::string> names{"", "piled_goods", "motor_parking"};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Lot lot(seed);
    sim::Truth truth;
    for (const Standing& thing : standing(lot, 150)) {
      sim::Stay stay;
      stay.class_name = names[static_cast<std::size_t>(thing.group)];
      stay.shop = thing.shop;
      stay.at = thing.at;
      stay.from = thing.from;
      if (thing.until != sim::Time::max()) stay.until = thing.until;
      truth.stays.push_back(stay);
    }
    const TrueStays stays(truth);
    for (int question = 0; question < 50; ++question) {
      const std::string& name = names[static_cast<std::size_t>(lot.below(3))];
      const auto shop = lot.shop();
      const auto merchant = shop ? std::optional(engine::MerchantId{static_cast<std::uint32_t>(*shop)}) : std::nullopt;
      const sim::Point at = lot.point();
      const sim::Time from = lot.time(), until = from + lot.below(60) * 1s;
      bool any = false;
      std::vector<const sim::Stay*> answered;
      for (const sim::Stay& stay : truth.stays) {
        if (stay.from > until || (stay.until && *stay.until < from)) continue;
        const bool near = apart_m(stay.at, at) <= 5;
        any = any || near;
        if (stay.class_name == name && stay.shop == shop && (shop || near)) answered.push_back(&stay);
      }
      EXPECT_EQ(stays.any_near(at, 5, from, until), any);
      EXPECT_EQ(stays.answered_by(name, merchant, at, 5, from, until), answered);
      found += answered.size();
    }
  }
  EXPECT_GT(found, 1000u);
}

}  // namespace
}  // namespace tricolor::harness::place_index_test
