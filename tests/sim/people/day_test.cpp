// Shows that officers have a day, that weekdays and weather move what happens, that some merchants game and appeal and
// some citizens repeat one another; and that each of these can be switched off and moves nobody else's draws.
#include "sim/people/day.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "sim/people/lived_street.h"
#include "sim/people/stay_law.h"
#include "sim/random/streams.h"

namespace tricolor::sim::testing::day_test {
namespace {

constexpr Time kNine = kMonday + 9h;

// Nothing happens of itself, and officers do nothing but what they are sent to.
Demand quiet() {
  Demand demand;
  demand.merchant_incidents_per_30_days = demand.deliveries_per_shop_day = demand.goods_inside_line_per_shop_day = 0;
  demand.vendors_per_km_day = demand.motor_violations_per_km_day = demand.nonmotor_violations_per_km_day = 0;
  demand.short_stops_per_km_day = demand.bicycles_in_bays_per_km_day = 0;
  demand.waiting_riders_per_km_day = demand.signs_per_km = demand.bins_per_km = demand.false_reports_per_km_day = 0;
  return demand;
}

// The longest time for which gamed goods stand.
Duration seconds_of_a_piece(const Demand& demand) {
  return Duration{static_cast<std::int64_t>(1.25 * demand.games_out_s * 1e6)};
}

int paths(const Truth& truth) {
  int count = 0;
  for (const SceneLogEntry& entry : truth.scene_log) count += entry.what == SceneLogEntry::What::officer_path;
  return count;
}

TEST(officers_day, without_duties_an_errand_takes_its_way_only) {
  LivedStreet street(small_street(4, 1), quiet(), 1, kNine);
  street.world.start(kNine, kMonday + 24h);
  street.world.send_officer(0, 2, {60, -8}, false);
  street.kernel.run_until(kNine + 1h);
  ASSERT_EQ(street.all("arrived").size(), 1u);
  EXPECT_EQ(street.all("acknowledged")[0].at, kNine + 20s);
  const Duration way{static_cast<std::int64_t>(60 / Demand{}.walk_mps * 1e6)};
  EXPECT_EQ(street.all("arrived")[0].at, kNine + 21s + 90s + way);
}

TEST(officers_day, whom_other_duties_hold_goes_later) {
  int later = 0, asked = 0;
  for (const double share : {0.0, 0.5, 1.0}) {
    Demand demand = quiet();
    demand.officer_other_duties = share;
    LivedStreet street(small_street(4, 1), demand, 3, kNine);
    street.world.start(kNine, kMonday + 24h * 10);
    // From 9 to 16 on ten days; his shift ends at 17.
    for (int day = 0; day < 10; ++day)
      for (int hour = 0; hour < 7; ++hour)
        street.kernel.schedule(kNine + day * 24h + hour * 1h + 10min, Phase::observers, [&street, day, hour] {
          street.world.send_officer(0, 2 * static_cast<std::uint64_t>(1 + day * 7 + hour), {60, -8}, false);
        });
    street.kernel.run_until(kMonday + 24h * 10);
    std::map<std::uint64_t, Time> sent, arrived;
    for (const Said& said : street.all("acknowledged")) sent[said.number] = said.at;
    for (const Said& said : street.all("arrived")) arrived[said.number] = said.at;
    if (share == 1) {
      EXPECT_TRUE(arrived.empty()) << "he never has time";
      EXPECT_EQ(street.all("returned").size(), 70u);
      continue;
    }
    for (const auto& [task, at] : arrived) {
      const bool held = at - sent.at(task) > 5min;
      if (share == 0) EXPECT_FALSE(held);
      else later += held, ++asked;
    }
  }
  EXPECT_GT(later, asked / 4) << "of " << asked;
  EXPECT_LT(later, asked * 3 / 4);
}

TEST(officers_day, a_meal_is_in_the_middle_of_the_shift_and_of_its_length) {
  Demand demand = quiet();
  demand.officer_meal_s = 40 * 60;
  int held = 0;
  for (int minute = 0; minute < 8 * 60; minute += 20) {
    LivedStreet street(small_street(4, 1), demand, 5, kMonday + 8h);
    street.world.start(kMonday + 8h, kMonday + 24h);
    street.kernel.schedule(kMonday + 8h + minute * 1min, Phase::observers, [&street] {
      street.world.send_officer(0, 2, {60, -8}, false);
    });
    street.kernel.run_until(kMonday + 24h);
    ASSERT_EQ(street.all("arrived").size(), 1u);
    const Time sent = kMonday + 8h + minute * 1min;
    const bool waited = street.all("arrived")[0].at - sent > 4min;
    held += waited;
    if (waited) {
      EXPECT_GE(sent, kMonday + 11h + 20min);
      EXPECT_LE(sent, kMonday + 13h + 40min);
    }
  }
  EXPECT_GE(held, 1) << "of every twenty minutes one or two lie in the meal";
  EXPECT_LE(held, 3);
}

TEST(officers_day, patrols_walk_the_beat_and_persuade_whom_they_meet) {
  Demand demand = quiet();
  City city = small_street(6, 1);
  demand.officer_patrols = 0;
  LivedStreet without(city, demand, 4), with(
                                            city,
                                            [&] {
                                              demand.officer_patrols = 1;
                                              return demand;
                                            }(),
                                            4);
  for (LivedStreet* street : {&without, &with}) {
    street->world.start(kMonday, kMonday + 24h * 5);
    for (int day = 0; day < 5; ++day)
      for (int shop = 0; shop < 6; ++shop)
        street->kernel.schedule(kMonday + day * 24h + 8h, Phase::observers, [street, shop, day] {
          World::PutOut pile;
          pile.shop = shop;
          pile.class_name = "piled_goods";
          pile.ignores_notice = true;
          pile.until = kMonday + day * 24h + 17h;
          street->world.put_out(pile);
        });
    street->kernel.run_until(kMonday + 24h * 5);
  }
  EXPECT_EQ(paths(without.world.truth()), 0);
  EXPECT_GT(paths(with.world.truth()), 40) << "sixteen half hours a day";
  int met = 0;
  for (const Stay& stay : with.world.truth().stays) met += std::string(stay.ended_by) == "officer";
  EXPECT_GT(met, 5);
  EXPECT_TRUE(with.all("arrived").empty()) << "nobody sent him, and he reports to nobody";
}

TEST(officers_day, one_officer_more_moves_no_merchants_draw) {
  Demand demand;
  demand.merchant_incidents_per_30_days = 60;
  demand.merchant_rate_shape = 5;
  demand.officer_patrols = 0;
  LivedStreet one(small_street(6, 1), demand, 8), two(small_street(6, 2), demand, 8);
  std::map<ThingId, std::pair<Time, Duration>> first, second;
  for (auto [street, marks] : {std::pair{&one, &first}, std::pair{&two, &second}}) {
    street->world.start(kMonday, kMonday + 24h * 3);
    street->kernel.run_until(kMonday + 24h * 3);
    for (const Stay& stay : street->world.truth().stays)
      (*marks)[stay.thing] = {stay.from, stay.until.value_or(kMonday + 24h * 3) - stay.from};
  }
  EXPECT_GT(first.size(), 30u);
  EXPECT_EQ(first, second);
}

TEST(days, weekends_holidays_and_rain_have_their_factors) {
  City city = small_street(2);
  const std::chrono::year_month_day sunday = std::chrono::year{2020} / 11 / 8;
  Demand demand;
  demand.weekend_shops = 1.15;
  demand.weekend_streets = 1.2;
  demand.holiday_shops = 0.7;
  demand.holiday_streets = 1.3;
  EXPECT_FALSE(day_of(city, demand, 1, kMonday).weekend);
  EXPECT_TRUE(day_of(city, demand, 1, kMonday + 6 * 24h + 12h).weekend);
  EXPECT_DOUBLE_EQ(day_of(city, demand, 1, kMonday + 6 * 24h).streets(demand), demand.weekend_streets);
  city.worked_days = {sunday};
  EXPECT_DOUBLE_EQ(day_of(city, demand, 1, kMonday + 6 * 24h).shops(demand), 1);
  city.worked_days.clear();
  city.holidays = {sunday};
  EXPECT_DOUBLE_EQ(day_of(city, demand, 1, kMonday + 6 * 24h).shops(demand), demand.holiday_shops);
  demand.rain_days = 0.3;
  int rain = 0;
  for (int day = 0; day < 1000; ++day) rain += day_of(city, demand, 1, kMonday + day * 24h).rain;
  EXPECT_NEAR(rain / 1000.0, 0.3, 0.05);
  demand.rain_days = 1;
  EXPECT_DOUBLE_EQ(day_of(city, demand, 1, kMonday).shops(demand), demand.rain_shops);
}

TEST(days, a_rainy_day_is_a_part_of_the_same_dry_day) {
  Demand dry;
  dry.merchant_incidents_per_30_days = 60;
  dry.merchant_rate_shape = 5;
  dry.rain_days = 0;
  Demand wet = dry;
  wet.rain_days = 1;
  std::set<ThingId> of_dry, of_wet;
  for (const auto& [demand, things] : {std::pair{dry, &of_dry}, std::pair{wet, &of_wet}}) {
    LivedStreet street(small_street(6), demand, 8);
    street.world.start(kMonday, kMonday + 24h * 3);
    street.kernel.run_until(kMonday + 24h * 3);
    for (const Stay& stay : street.world.truth().stays)
      if (stay.shop && !stay.class_name.empty()) things->insert(stay.thing);
  }
  EXPECT_LT(of_wet.size(), of_dry.size());
  std::size_t known = 0;
  for (const ThingId thing : of_wet) known += of_dry.contains(thing);
  EXPECT_GE(known + 3, of_wet.size()) << "a place that rain left free may be taken by somebody else";
}

TEST(stays, the_law_says_how_many_are_longer) {
  Demand demand;
  demand.goods_errands = 0.7;
  demand.goods_shortest_s = 30;
  const StayLaw law = stay_law(demand, ThingKind::pile);
  int longer = 0;
  for (int i = 0; i < 4000; ++i) {
    Draw draw({1, static_cast<std::uint64_t>(i), 7, 0});
    const double which = draw.uniform();
    longer += law.length_s(which, draw.uniform()) > 180;
  }
  EXPECT_NEAR(longer / 4000.0, law.share_longer(180), 0.025);
  EXPECT_EQ(law.share_longer(0), 1);
  EXPECT_EQ(law.share_longer(1e9), 0);
  EXPECT_EQ(stay_law(Demand{}, ThingKind::pile).share_longer(180), 1) << "on a kind street nothing is short";
}

TEST(merchants, who_games_takes_goods_in_for_a_moment_again_and_again) {
  Demand demand;
  demand.merchant_incidents_per_30_days = 60;
  demand.merchant_rate_shape = 5;
  demand.goods_errands = 0;
  demand.games = 1;
  LivedStreet street(small_street(6), demand, 8);
  street.world.start(kMonday, kMonday + 24h * 3);
  street.kernel.run_until(kMonday + 24h * 3);
  std::map<std::pair<double, double>, int> pieces;
  for (const Stay& stay : street.world.truth().stays) {
    if (!stay.shop || stay.class_name.empty() || !stay.until) continue;
    ++pieces[{stay.at.x_m, stay.at.y_m}];
    EXPECT_LE(*stay.until - stay.from, seconds_of_a_piece(demand));
  }
  int most = 0;
  for (const auto& [place, count] : pieces) most = std::max(most, count);
  EXPECT_GT(most, 5);
}

TEST(merchants, some_appeal_and_most_of_the_innocent_succeed) {
  Demand demand = quiet();
  demand.appeals_when_innocent = 1;
  demand.appeals_otherwise = 0;
  demand.appeals_granted_when_innocent = 0.8;
  LivedStreet street(small_street(6), demand, 8);
  street.world.start(kMonday, kMonday + 24h * 12);
  for (int hour = 0; hour < 24 * 11; ++hour)
    street.kernel.schedule(kMonday + hour * 1h, Phase::observers,
                           [&street, hour] { street.world.message_arrives(hour % 6, "", "piled_goods"); });
  street.kernel.run_until(kMonday + 24h * 12);
  const auto appeals = street.all("appeal");
  ASSERT_EQ(appeals.size(), 24u * 11);
  int granted = 0;
  for (const Said& said : appeals) granted += said.found;
  EXPECT_NEAR(granted / static_cast<double>(appeals.size()), 0.8, 0.08);
  demand.appeals_when_innocent = 0;
  LivedStreet silent(small_street(6), demand, 8);
  silent.world.start(kMonday, kMonday + 24h);
  silent.world.message_arrives(0, "", "piled_goods");
  silent.kernel.run_until(kMonday + 24h);
  EXPECT_TRUE(silent.all("appeal").empty());
}

TEST(citizens_err, in_place_and_class_and_repeat_one_another) {
  Demand demand;
  demand.merchant_incidents_per_30_days = 60;
  demand.merchant_rate_shape = 5;
  demand.goods_errands = 0;
  demand.games = 0;
  demand.false_reports_per_km_day = 0;
  demand.citizen_reports_per_violation = 1;
  const auto reports = [&](double repeats, double nameless) {
    demand.report_repeats = repeats;
    demand.report_without_class = nameless;
    demand.report_of_wrong_class = 0;
    LivedStreet street(small_street(6), demand, 8);
    street.world.start(kMonday, kMonday + 24h * 3);
    street.kernel.run_until(kMonday + 24h * 3);
    return street.all("report");
  };
  const auto once = reports(0, 0), twice = reports(1, 0), nameless = reports(0, 1);
  EXPECT_GT(once.size(), 20u);
  EXPECT_GT(twice.size(), once.size() * 3 / 2);
  for (const Said& said : once) EXPECT_FALSE(said.text.empty());
  for (const Said& said : nameless) EXPECT_TRUE(said.text.empty());
}

}  // namespace
}  // namespace tricolor::sim::testing::day_test
