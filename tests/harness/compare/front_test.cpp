// Shows which points of a sweep are called a front: what is better in everything beats what is worse, a trade-off beats
// nobody, and a difference that chance explains is called unsure.
#include <gtest/gtest.h>

#include "compare/front.h"
#include "sim/random/streams.h"

namespace tricolor::harness::front_test {
namespace {

struct Level {
  double hours, minutes, wrong;
};

// Replications with a luck of the day that all policies of a pair share, and a little of their own.
StudyResults made_up_sweep(const std::vector<Level>& levels, double own) {
  StudyResults study;
  study.settings.most_pairs = 12;
  for (std::size_t policy = 0; policy < levels.size(); ++policy) {
    study.settings.policies.push_back({"p" + std::to_string(policy), "p", "", {}, {}});
    study.values.emplace_back();
    for (std::uint64_t pair = 0; pair < 12; ++pair) {
      sim::Draw day({pair, 0, sim::purpose("test.front.day"), 0});
      sim::Draw mine({pair, policy, sim::purpose("test.front.own"), 0});
      auto& row = study.values.back().emplace_back();
      const Level& level = levels[policy];
      for (const auto& [metric, mean] : {std::pair{Metric::violation_hours, level.hours},
                                         {Metric::officer_minutes, level.minutes},
                                         {Metric::wrong_strikes, level.wrong}})
        row[static_cast<std::size_t>(metric)] = mean + 10 * day.normal() + own * mine.normal();
    }
  }
  return study;
}

TEST(Front, IsWhatNoOtherPointBeats) {
  // The base, one that is better in everything, and one that gives officers' time for street order.
  const auto front = front_of(made_up_sweep({{50, 50, 5}, {40, 40, 4}, {30, 60, 4}}, 0.1));
  EXPECT_EQ(front[0].place, FrontPlace::dominated);
  EXPECT_EQ(front[0].by, 1u);
  EXPECT_EQ(front[1].place, FrontPlace::front);
  EXPECT_EQ(front[2].place, FrontPlace::front);
}

TEST(Front, CallsUnsureWhatChanceMayExplain) {
  const auto front = front_of(made_up_sweep({{50, 50, 5}, {47, 47, 2}}, 30));
  int unsure = 0;
  for (const FrontPoint& point : front) unsure += point.place == FrontPlace::unsure ? 1 : 0;
  for (const FrontPoint& point : front) EXPECT_NE(point.place, FrontPlace::dominated);
  EXPECT_LE(unsure, 1);
}

TEST(Front, OfEqualPointsIsAllOfThem) {
  for (const FrontPoint& point : front_of(made_up_sweep({{50, 50, 5}, {50, 50, 5}, {50, 50, 5}}, 0)))
    EXPECT_EQ(point.place, FrontPlace::front);
}

TEST(Front, SharesItsErrorAmongAllPairsOfPoints) {
  EXPECT_EQ(front_comparisons(2), 3u);
  EXPECT_EQ(front_comparisons(5), 30u);
}

}  // namespace
}  // namespace tricolor::harness::front_test
