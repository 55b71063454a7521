// Shows the arrival process: every camera has a steady rate and a phase of its own, both follow from the seed alone, a
// burst multiplies the rate for its time, a silent camera is silent, and a clump arrives at once.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "load/arrivals.h"

namespace tricolor::harness::arrivals_test {
namespace {

using namespace std::chrono_literals;

std::vector<Arrival> all_of(const ArrivalPlan& plan) {
  Arrivals arrivals(plan);
  std::vector<Arrival> list;
  while (const auto arrival = arrivals.next()) list.push_back(*arrival);
  return list;
}

ArrivalPlan plan_of(int cameras, engine::Duration lasts) {
  ArrivalPlan plan;
  plan.cameras = cameras;
  plan.lasts = lasts;
  return plan;
}

TEST(Arrivals, come_in_order_and_every_camera_sends_at_its_own_steady_rate) {
  const auto list = all_of(plan_of(50, 20s));
  EXPECT_EQ(list.size(), 50u * 20u);
  std::map<int, Arrival> before;
  engine::Duration last{0};
  for (const Arrival& arrival : list) {
    EXPECT_GE(arrival.due, last);
    last = arrival.due;
    if (const auto earlier = before.find(arrival.camera); earlier != before.end()) {
      EXPECT_EQ(arrival.due - earlier->second.due, 1s);
      EXPECT_EQ(arrival.number, earlier->second.number + 1);
    }
    before[arrival.camera] = arrival;
  }
}

TEST(Arrivals, phases_are_spread_over_the_spacing) {
  std::set<std::int64_t> tenths;
  for (const Arrival& arrival : all_of(plan_of(200, 1s))) tenths.insert(arrival.due / 100ms);
  EXPECT_EQ(tenths.size(), 10u);
}

TEST(Arrivals, follow_from_the_seed_alone) {
  ArrivalPlan plan = plan_of(20, 5s);
  const auto same = [](const std::vector<Arrival>& a, const std::vector<Arrival>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Arrival& x, const Arrival& y) { return x.due == y.due && x.camera == y.camera; });
  };
  const auto first = all_of(plan);
  EXPECT_TRUE(same(first, all_of(plan)));
  plan.seed = 2;
  EXPECT_FALSE(same(first, all_of(plan)));
}

TEST(Arrivals, a_camera_more_moves_no_other) {
  std::vector<Arrival> without_last;
  for (const Arrival& arrival : all_of(plan_of(21, 5s)))
    if (arrival.camera < 20) without_last.push_back(arrival);
  const auto fewer = all_of(plan_of(20, 5s));
  ASSERT_EQ(fewer.size(), without_last.size());
  for (std::size_t i = 0; i < fewer.size(); ++i) EXPECT_EQ(fewer[i].due, without_last[i].due);
}

TEST(Arrivals, a_burst_multiplies_the_rate_for_its_time) {
  ArrivalPlan plan = plan_of(10, 60s);
  plan.burst = Burst{20s, 30s, 10};
  std::size_t within = 0, outside = 0;
  for (const Arrival& arrival : all_of(plan)) ++(arrival.due >= 20s && arrival.due < 30s ? within : outside);
  // A camera's first picture within comes up to a second after the beginning.
  EXPECT_GE(within, 10u * 9u * 10u);
  EXPECT_LE(within, 10u * 10u * 10u);
  EXPECT_NEAR(static_cast<double>(outside), 10.0 * 50, 10);
}

TEST(Arrivals, a_silent_camera_is_silent_and_the_others_are_not) {
  ArrivalPlan plan = plan_of(3, 10s);
  plan.silent_camera = 1;
  plan.silent_from = 4s;
  std::map<int, int> count;
  for (const Arrival& arrival : all_of(plan)) {
    ++count[arrival.camera];
    EXPECT_FALSE(arrival.camera == 1 && arrival.due >= 4s);
  }
  EXPECT_EQ(count[0], 10);
  EXPECT_EQ(count[1], 4);
  EXPECT_EQ(count[2], 10);
}

TEST(Arrivals, a_clump_arrives_at_once_with_the_times_at_which_its_pictures_were_taken) {
  ArrivalPlan plan = plan_of(3, 30s);
  plan.clump = Clump{1, 5s, 10};
  const auto clumped = all_of(plan);
  plan.clump.reset();
  const auto usual = all_of(plan);
  ASSERT_EQ(clumped.size(), usual.size()) << "none is lost";
  int at_once = 0;
  std::map<int, engine::Duration> last;
  for (const Arrival& arrival : clumped) {
    EXPECT_GT(arrival.taken, last.contains(arrival.camera) ? last[arrival.camera] : engine::Duration{-1});
    last[arrival.camera] = arrival.taken;
    if (arrival.due == arrival.taken) continue;
    EXPECT_EQ(arrival.camera, 1);
    EXPECT_EQ(arrival.due, engine::Duration{15s});
    ++at_once;
  }
  EXPECT_EQ(at_once, 10);
}

}  // namespace
}  // namespace tricolor::harness::arrivals_test
