// Shows that the demand `everyday` is not kind: stays of one law across the dwell, goods beside lines and across two
// shops, as many violations and look-alikes as were agreed; and that nothing of it is in the demand `xinhua`.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "adapters/demand_file.h"
#include "sim/people/history.h"
#include "sim/people/lived_street.h"
#include "sim/people/stay_law.h"

namespace tricolor::harness::everyday_demand_test {
namespace {

using namespace std::chrono_literals;
using namespace sim;
using sim::testing::dwell_of;
using sim::testing::kMonday;
using sim::testing::LivedStreet;

// Reads a demand of this repository.
Demand demand_of(const std::string& name) {
  engine::Diagnostics faults;
  const DemandModel demand = read_demand(TRICOLOR_SOURCE_DIR "/scenarios/demand/" + name + ".yaml", faults);
  EXPECT_EQ(faults.text(), "");
  return demand.figures;
}

/// A point in the frame of its street: the distance along it, and from the centre line, metres.
struct InStreet {
  int street = 0;
  double along = 0, across = 0;
};

InStreet locate(const City& city, Point at) {
  InStreet best;
  double nearest = 1e9;
  for (std::size_t i = 0; i < city.streets.size(); ++i) {
    const Street& s = city.streets[i];
    const double c = std::cos(s.heading_rad()), n = std::sin(s.heading_rad()), dx = at.x_m - s.from.x_m,
                 dy = at.y_m - s.from.y_m;
    const double along = dx * c + dy * n, across = -dx * n + dy * c;
    if (along < -1 || along > s.length_m() + 1 || std::abs(across) >= nearest) continue;
    nearest = std::abs(across);
    best = {static_cast<int>(i), along, across};
  }
  return best;
}

// Gives stays that may be violations of some days, as they were drawn: nobody acts on any of them.
std::vector<Stay> undisturbed(std::uint64_t seed, const City& city, const Demand& demand, int days) {
  LivedStreet street(city, demand, seed);
  const sim::Time end = kMonday + 24h * days;
  street.world.start(kMonday, end);
  street.kernel.run_until(end);
  std::vector<Stay> stays;
  for (const Stay& stay : street.world.truth().stays)
    if (!stay.class_name.empty() && stay.until) stays.push_back(stay);
  return stays;
}

TEST(EverydayDemand, ASeventhOfTheStaysEndWithinHalfAMinuteOfTheDwellAndNoneAvoidsIt) {
  Demand demand = demand_of("everyday");
  demand.games = 0;  // Who games takes his goods in shortly before the dwell, on purpose.
  const auto stays = undisturbed(503, generate_xinhua(503, {}, kMonday, 90), demand, 90);
  struct Near {
    int before = 0, after = 0, all = 0;
  };
  std::map<std::string, Near> by_class;
  int near = 0;
  for (const Stay& stay : stays) {
    const sim::Duration over = *stay.until - stay.from - dwell_of(stay.class_name);
    Near& of = by_class[stay.class_name];
    ++of.all;
    of.before += over >= -30s && over <= 0s;
    of.after += over > 0s && over <= 30s;
    near += over >= -30s && over <= 30s;
  }
  EXPECT_GT(stays.size(), 1000u);
  RecordProperty("near", std::to_string(near / static_cast<double>(stays.size())));
  EXPECT_GE(near, 0.15 * static_cast<double>(stays.size())) << near << " of " << stays.size();
  for (const auto& [name, of] : by_class) {
    SCOPED_TRACE(::testing::Message() << name << ": " << of.before << " before, " << of.after << " after, of "
                                      << of.all);
    EXPECT_GT(of.before, 0);
    EXPECT_GT(of.after, 0);
    if (of.before + of.after < 150) continue;
    EXPECT_LT(of.before, 2 * of.after) << "the law has no step at the dwell";
    EXPECT_LT(of.after, 2 * of.before);
  }
}

TEST(EverydayDemand, GoodsStandBesideLinesAndAcrossShopsInTheSharesOfTheIssue) {
  const City city = generate_xinhua(504, {}, kMonday, 30);
  Demand demand = demand_of("everyday");
  demand.games = 0;
  int near_line = 0, across = 0, goods = 0;
  for (const Stay& stay : undisturbed(504, city, demand, 60)) {
    if (!stay.shop) continue;
    ++goods;
    const InStreet in = locate(city, stay.at);
    const Street& way = city.streets[static_cast<std::size_t>(in.street)];
    const Shop& shop = city.shops[static_cast<std::size_t>(*stay.shop)];
    near_line += std::abs(way.carriageway_m / 2 + way.pavement_m - std::abs(in.across) - kLawfulStripM) <= 0.3;
    across += in.along - shop.from_m < stay.length_m / 2 - 0.01 || shop.to_m - in.along < stay.length_m / 2 - 0.01;
  }
  ASSERT_GT(goods, 400);
  RecordProperty("near_line", std::to_string(static_cast<double>(near_line) / goods));
  RecordProperty("across", std::to_string(static_cast<double>(across) / goods));
  EXPECT_NEAR(static_cast<double>(near_line) / goods, 0.10, 0.02);
  EXPECT_NEAR(static_cast<double>(across) / goods, 0.05, 0.02);
  demand.goods_near_line = demand.goods_across_shops = 0;
  for (const Stay& stay : undisturbed(504, city, demand, 20)) {
    if (!stay.shop) continue;
    const InStreet in = locate(city, stay.at);
    const Street& way = city.streets[static_cast<std::size_t>(in.street)];
    EXPECT_GT(way.carriageway_m / 2 + way.pavement_m - std::abs(in.across), 1.5) << "switched off";
  }
}

TEST(EverydayDemand, ViolationsAreAsManyAsWereAgreed) {
  constexpr int kDays = 7;
  const Demand demand = demand_of("everyday");
  double total = 0;
  for (const std::uint64_t seed : {501ull, 502ull}) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const sim::Time end = kMonday + 24h * kDays;
    LivedStreet street(generate_xinhua(seed, {}, kMonday, kDays), demand, seed);
    street.world.start(kMonday, end);
    street.serve(end);
    street.kernel.run_until(end);
    std::map<std::string, int> by_class;
    const auto found = sim::testing::violations(street.world.truth(), end);
    for (const Stay& stay : found) ++by_class[stay.class_name];
    EXPECT_EQ(by_class.size(), 5u) << "every class of the page happens within a week";
    EXPECT_GE(sim::testing::look_alikes(street.world.truth()), 5 * found.size());
    total += static_cast<double>(found.size()) / kDays;
  }
  RecordProperty("violations_a_day", std::to_string(total / 2));
  EXPECT_GE(total / 2, 20);
  EXPECT_LE(total / 2, 32);
}

TEST(EverydayDemand, TheDemandOfXinhuaRoadHasNothingOfIt) {
  const Demand kind = demand_of("xinhua");
  for (const double share : {kind.goods_errands, kind.stall_errands, kind.motor_errands, kind.nonmotor_errands,
                             kind.goods_near_line, kind.goods_across_shops, kind.nonmotor_across_bay, kind.corners_cut,
                             kind.games, kind.forgets, kind.officer_patrols, kind.officer_other_duties,
                             kind.officer_meal_s, kind.reviewers, kind.rain_days})
    EXPECT_EQ(share, 0);
  for (const Stay& stay : undisturbed(505, generate_xinhua(505, {}, kMonday, 7), kind, 7)) {
    const sim::Duration length = *stay.until - stay.from;
    EXPECT_GE(length, dwell_of(stay.class_name) + 60s) << stay.class_name;
  }
}

}  // namespace
}  // namespace tricolor::harness::everyday_demand_test
