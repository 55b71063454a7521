// Shows that the report names the stage that was slowed from the costs alone, names none where none was, and says after
// how many seconds the engine is back in its steady state, or that it is not.
#include <gtest/gtest.h>

#include "load/arrivals.h"
#include "load/recovery.h"

namespace tricolor::harness::recovery_test {
namespace {

// The costs of so many pictures whose stages take 1 ms and more, each a little by chance; one stage is dearer.
StageCost costs(std::uint64_t seed, std::size_t pictures, Stage dearer, double factor) {
  StageCost cost;
  for (std::size_t picture = 0; picture < pictures; ++picture) {
    ++cost.pictures;
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      double ms = static_cast<double>(stage + 1) * (0.7 + 0.6 * mixed_share(seed, picture, stage));
      if (stage == static_cast<std::size_t>(dearer)) ms *= factor;
      cost.cpu_ms[stage] += ms;
      cost.cpu_ms_squared[stage] += ms * ms;
    }
  }
  return cost;
}

TEST(Recovery, the_slowed_stage_is_named_with_its_interval_whichever_it_is) {
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const auto planted = static_cast<Stage>(stage);
    const auto found = slowed_stage(costs(1, 3000, planted, 1), costs(2, 3000, planted, 1.2));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->stage, planted);
    EXPECT_LT(found->low, 0.2);
    EXPECT_GT(found->high, 0.2);
    EXPECT_GT(found->low, 0.1);
  }
}

TEST(Recovery, where_nothing_was_slowed_no_stage_is_named) {
  int named = 0;
  for (std::uint64_t seed = 10; seed < 50; seed += 2)
    named += slowed_stage(costs(seed, 1000, Stage::net, 1), costs(seed + 1, 1000, Stage::net, 1)).has_value();
  EXPECT_LE(named, 1);
}

TEST(Recovery, without_pictures_no_stage_is_named) { EXPECT_FALSE(slowed_stage({}, {})); }

std::vector<SecondFigures> calm(std::size_t seconds) {
  std::vector<SecondFigures> list(seconds);
  for (SecondFigures& it : list) it = {100, 100, 0, 20'000, 30'000, 10};
  return list;
}

TEST(Recovery, the_seconds_until_it_is_calm_for_good_are_counted) {
  auto seconds = calm(60);
  for (std::size_t i = 20; i < 27; ++i) seconds[i].p99_us = 4'000'000, seconds[i].waiting = 300;
  EXPECT_EQ(seconds_to_steady(seconds, 20, 22), 5);
  // A calm second between does not count.
  seconds[23] = seconds[0];
  EXPECT_EQ(seconds_to_steady(seconds, 20, 22), 5);
}

TEST(Recovery, what_is_not_over_by_the_end_is_not_steady_again) { EXPECT_FALSE(seconds_to_steady(calm(30), 20, 30)); }

TEST(Recovery, an_engine_that_never_calms_down_is_said_to_be_not_steady) {
  auto seconds = calm(60);
  for (std::size_t i = 20; i < 60; ++i) seconds[i].dropped = 5;
  EXPECT_FALSE(seconds_to_steady(seconds, 20, 22));
}

TEST(Recovery, what_was_hardly_noticed_is_over_at_once) { EXPECT_EQ(seconds_to_steady(calm(60), 20, 25), 0); }

}  // namespace
}  // namespace tricolor::harness::recovery_test
