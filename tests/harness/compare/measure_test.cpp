// Shows that a run is reduced to the figures that its journal and its truth give by hand.
#include <gtest/gtest.h>

#include "compare/measure.h"
#include "judge/judged_run.h"
#include "small_run.h"

namespace tricolor::harness::measure_test {
namespace {

using namespace std::chrono_literals;
namespace ev = engine::event;

// Two hours with two shops. The first leaves goods out from 09:01 to 09:33 and is rightly struck at 09:04, its third
// strike; an officer works on it from 09:20 to 09:33. The second has two strikes of before and gets a wrong one at
// 09:50.
RunRecord two_hours() {
  RunRecord run = small_run();
  for (engine::Zone& zone : run.configuration.zones) zone.cameras = {engine::CameraId{0}};
  sim::Stay stay;
  stay.id = 1;
  stay.class_name = "piled_goods";
  stay.shop = 0;
  stay.at = {5, 7};
  stay.from = run.start + 1min;
  stay.until = run.start + 33min;
  run.truth.stays = {stay};
  const auto add = [&](engine::Duration after, ev::Payload payload) {
    run.journal.push_back({run.journal.size() + 1, run.start + after, std::move(payload)});
  };
  const engine::MerchantId m2{1};
  for (int i = 0; i < 2; ++i) add(55min, ev::StrikeImported{m2, run.start - 240h});
  add(55min, ev::StrikeCounted{m2, {2}, run.start + 50min});
  add(55min, ev::ColourBecame{m2, engine::Colour::green, engine::Colour::yellow, 3});
  return run;
}

// The run's figures, once it has been judged.
Replication figures_of(RunRecord run, const PolicyHistory& ruler, engine::Time from, Start start = Start::as_told) {
  run.judgement = judge(JudgedRun{run.truth, run.configuration, run.policies, run.start, run.end},
                        Lines::drawn(run.configuration, *run.city.kinds), heard_in(run.journal));
  return measure(run, ruler, from, "any", start);
}

TEST(Measure, GivesTheFiguresOfARunByHand) {
  const RunRecord run = two_hours();
  const Replication it = figures_of(run, run.policies, run.start);
  const auto expect = [&](Metric metric, double value) {
    ASSERT_TRUE(it.value(metric).has_value()) << text_of(metric).key;
    EXPECT_NEAR(*it.value(metric), value, 1e-6) << text_of(metric).key;
  };
  // Two hours of two shops are 1 / 18,000 of 100 shops and 30 days.
  expect(Metric::violation_hours, 29.0 / 60 * 18'000);
  expect(Metric::strikes, 2 * 18'000);
  expect(Metric::wrong_strikes, 18'000);
  expect(Metric::cases, 18'000);
  expect(Metric::officer_minutes, 13 * 12);
  expect(Metric::violations_found, 1);
  expect(Metric::self_corrected, 0);
  expect(Metric::closed_on_time, 1);
  expect(Metric::arrival_p90, 6);
  expect(Metric::green, 0);
  expect(Metric::yellow, 1);
  expect(Metric::red, 0);
  // The first shop deserves green for 4 minutes, the second for all 120; 70 of these it is yellow.
  expect(Metric::wrongful_days, 70.0 / 124 * 365 * 1000);
  EXPECT_EQ(it.trades.size(), 1u);
  const Exposure& all = it.trades.begin()->second;
  EXPECT_EQ(all.shops, 2);
  EXPECT_EQ(all.strikes, 2);
  EXPECT_EQ(all.wrong_strikes, 1);
  EXPECT_NEAR(all.watched_lawful_hours, 4 - 29.0 / 60, 1e-9);
  EXPECT_NEAR(it.busy_min.at("g1").at(9), 13 * 12, 1e-9);
  ASSERT_FALSE(it.moments.empty());
  EXPECT_EQ(it.moments.front().kind, "wrong_strike");
  EXPECT_EQ(it.moments.front().shop, "m2");
}

TEST(Measure, TellsWhichShopWasWrongedByWhichCamera) {
  const RunRecord run = two_hours();
  const Replication it = figures_of(run, run.policies, run.start);
  ASSERT_EQ(it.wrong.size(), 1u);
  EXPECT_EQ(it.wrong.front().shop, "m2");
  EXPECT_EQ(it.wrong.front().count, 1);
  ASSERT_TRUE(it.cameras.contains(it.wrong.front().camera)) << it.wrong.front().camera;
  const Exposure& camera = it.cameras.at(it.wrong.front().camera);
  EXPECT_EQ(camera.wrong_strikes, 1);
  EXPECT_EQ(camera.strikes, 2);
  EXPECT_EQ(it.owners.at(it.wrong.front().owner).wrong_strikes, 1);
  EXPECT_EQ(it.trades.at(it.wrong.front().trade).wrong_strikes, 1);
  EXPECT_EQ(it.streets.at(it.wrong.front().street).wrong_strikes, 1);
}

TEST(Measure, CountsNothingOfBeforeTheSwitch) {
  const RunRecord run = two_hours();
  const Replication it = figures_of(run, run.policies, run.start + 1h);
  EXPECT_EQ(it.value(Metric::violation_hours), 0.0);
  EXPECT_EQ(it.value(Metric::strikes), 0.0);
  EXPECT_EQ(it.value(Metric::officer_minutes), 0.0);
  EXPECT_FALSE(it.value(Metric::violations_found).has_value()) << "a share of nothing is not known";
  EXPECT_FALSE(it.value(Metric::arrival_p90).has_value());
}

// Violation-hours are measured by the ruler, so that a policy with a longer dwell does not look better for calling less
// a violation.
TEST(Measure, MeasuresHoursByTheRulerAndNotByTheRunsOwnPolicy) {
  RunRecord run = two_hours();
  const PolicyHistory ruler = run.policies;
  run.policies.first().classes.front().dwell = 20min;
  const Replication it = figures_of(run, ruler, run.start);
  EXPECT_NEAR(*it.value(Metric::violation_hours), 29.0 / 60 * 18'000, 1e-6);
}

// Goods that lie across the limit of the drawn zone, and a stay that lasted the dwell to within one look, are judged as
// in the report of a run: whoever is accused of them is not wronged, and whoever is not was not missed.
TEST(Measure, SetsApartWhatNobodyCanDecide) {
  RunRecord run = two_hours();
  sim::Stay across = run.truth.stays.front();
  across.id = across.thing = 2;
  across.class_name.clear();  // By the truth it lies in its lawful strip.
  across.shop = 1;
  across.at = {21.5, 10.25};  // A quarter of its metre is in the zone, which ends at y = 10 m.
  across.length_m = across.width_m = 1;
  across.from = run.start + 47min;
  across.until = run.start + 60min;
  sim::Stay about = run.truth.stays.front();
  about.id = about.thing = 3;
  about.from = run.start + 90min;
  about.until = about.from + 181s;
  run.truth.stays.insert(run.truth.stays.end(), {across, about});
  const Replication it = figures_of(run, run.policies, run.start);
  EXPECT_EQ(it.value(Metric::wrong_strikes), 0.0);
  EXPECT_EQ(it.value(Metric::violations_found), 1.0);
  EXPECT_NEAR(*it.value(Metric::violation_hours), 29.0 / 60 * 18'000, 1e-6);
}

TEST(Replication, IsReadBackAsItWasWritten) {
  const RunRecord run = two_hours();
  const Replication it = figures_of(run, run.policies, run.start, Start::all_red);
  const std::string text = to_text(it);
  const Replication back = replication_of(text);
  EXPECT_EQ(to_text(back), text);
  EXPECT_EQ(back.values, it.values);
  EXPECT_EQ(back.start, Start::all_red);
  EXPECT_THROW(replication_of("{}"), std::runtime_error);
  EXPECT_THROW(replication_of(text.substr(0, text.size() / 2)), std::runtime_error);
}

}  // namespace
}  // namespace tricolor::harness::measure_test
