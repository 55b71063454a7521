// Shows that the cost of a run is said before it starts: by its cameras, its length and its frames, and that there is a
// warning about a long one.
#include "run/run_cost.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tricolor::harness::run_cost_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

Scenario street(engine::Duration lasts, bool every_frame) {
  Scenario scenario;
  scenario.lasts = lasts;
  scenario.every_frame = every_frame;
  scenario.spontaneous = true;
  scenario.cameras.resize(2);
  return scenario;
}

TEST(RunCost, OfEveryFrameIsAPictureAnInterval) {
  const RunCost cost = estimated_cost(street(24h, true), 1, 3.0);
  EXPECT_DOUBLE_EQ(cost.pictures, 2 * 24 * 3600 / 1.5);
  EXPECT_THAT(cost_text(cost), HasSubstr("about 120,000 pictures"));
  EXPECT_THAT(cost_text(cost), HasSubstr("an estimate"));
}

TEST(RunCost, OfKeyFramesIsAThousandthOfThat) {
  const RunCost every = estimated_cost(street(24h, true), 1, 3.0), key = estimated_cost(street(24h, false), 1, 3.0);
  EXPECT_LT(key.pictures, every.pictures / 500);
  EXPECT_LT(key.wall_s, 5);
  EXPECT_THAT(key.basis, HasSubstr("key frames"));
}

TEST(RunCost, GrowsWithLengthCamerasAndSlownessOfTheMachine) {
  const double one = estimated_cost(street(24h, true), 1, 3.0).wall_s;
  EXPECT_GT(estimated_cost(street(48h, true), 1, 3.0).wall_s, 1.9 * one);
  EXPECT_GT(estimated_cost(street(24h, true), 1, 6.0).wall_s, 1.9 * one);
  EXPECT_LT(estimated_cost(street(24h, true), 2, 3.0).wall_s, 0.7 * one);
  Scenario wide = street(24h, true);
  wide.city = GeneratedCity{};
  EXPECT_GT(estimated_cost(wide, 1, 3.0).pictures, 30 * estimated_cost(street(24h, true), 1, 3.0).pictures);
}

TEST(RunCost, OfALongRunIsAWarningThatSaysWhatIsShorter) {
  EXPECT_FALSE(long_run_warning(street(24h, false), 2, 3.0));
  const auto warning = long_run_warning(street(7 * 24h, true), 2, 3.0);
  ASSERT_TRUE(warning);
  EXPECT_THAT(*warning, HasSubstr("`frames: key` takes about"));
  EXPECT_THAT(*warning, HasSubstr("--lasts"));
  Scenario months = street(360 * 24h, false);
  months.city = GeneratedCity{};
  ASSERT_TRUE(long_run_warning(months, 2, 3.0));
  EXPECT_THAT(*long_run_warning(months, 2, 3.0), Not(HasSubstr("frames: key"))) << "it is by key frames already";
}

}  // namespace
}  // namespace tricolor::harness::run_cost_test
