// Shows that gaps between looks are counted whole where they reach into the measured time, that a camera that is never
// looked at again is one long gap and no blank, and that gaps of cameras with an open stay are told apart.
#include <gtest/gtest.h>

#include "load/look_gaps.h"

namespace tricolor::harness::look_gaps_test {
namespace {

using namespace std::chrono_literals;

const engine::Time kFrom{1'000s}, kUntil{1'010s};

TEST(LookGaps, a_gap_counts_in_full_when_it_ends_in_the_measured_time) {
  LookGaps gaps(1, kFrom, kUntil, 1s);
  gaps.looked(0, kFrom - 4s, false);
  gaps.looked(0, kFrom + 1s, false);
  EXPECT_EQ(gaps.all().count(), 1u);
  EXPECT_EQ(gaps.all().most_us(), 5'000'000);
  EXPECT_EQ(gaps.long_gaps(), 1u);
}

TEST(LookGaps, a_camera_that_is_not_looked_at_again_is_a_gap) {
  LookGaps gaps(3, kFrom, kUntil, 1s);
  for (int second = 0; second <= 10; ++second) gaps.looked(0, kFrom + second * 1s, false);
  gaps.looked(1, kFrom + 2s, false);
  gaps.end();
  EXPECT_EQ(gaps.cameras_with_long_gaps(), 2u);
  EXPECT_EQ(gaps.unseen_at_end(1), 8s);
  // The third was never looked at: from one spacing before the beginning on.
  EXPECT_EQ(gaps.all().most_us(), 11'000'000);
}

TEST(LookGaps, three_seconds_are_not_long_and_a_microsecond_more_is) {
  LookGaps gaps(2, kFrom, kUntil, 1s);
  gaps.looked(0, kFrom, false);
  gaps.looked(0, kFrom + 3s, false);
  EXPECT_EQ(gaps.long_gaps(), 0u);
  gaps.looked(1, kFrom, false);
  gaps.looked(1, kFrom + 3s + 1us, true);
  EXPECT_EQ(gaps.long_gaps(), 1u);
  EXPECT_EQ(gaps.long_gaps_of_open(), 1u);
  EXPECT_EQ(gaps.of_open().count(), 1u);
}

}  // namespace
}  // namespace tricolor::harness::look_gaps_test
