// Shows that the interval of a gate holds the truth as often as it says where shops resemble themselves, and that what
// was never met is not taken for proven.
#include "calibrate/paired_ratio.h"

#include <gtest/gtest.h>

#include "sim/random/streams.h"

namespace tricolor::harness::paired_ratio_test {
namespace {

TEST(PairedRatio, TheIntervalHoldsTheTruthAlthoughShopsResembleThemselves) {
  constexpr int kTrials = 400;
  int held = 0;
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    sim::Draw draw({trial, 1, sim::purpose("test.paired_ratio"), 0});
    PairedRatio ratio;
    for (std::uint64_t shop = 0; shop < 80; ++shop) {
      // A shop is seen well or badly, by both rungs alike or not.
      const double share = draw.chance(0.5) ? 0.9 : 0.5, other = draw.chance(0.5) ? 0.85 : 0.45;
      const int outcomes = draw.integer(1, 12);
      for (int i = 0; i < outcomes; ++i) {
        ratio.add_pixels(shop, draw.chance(share), 1);
        for (int k = 0; k < 4; ++k) ratio.add_events(shop, draw.chance(other), 1, 0.25);
      }
    }
    const auto it = ratio.difference();
    held += it.low <= -0.05 && it.high >= -0.05;
  }
  EXPECT_NEAR(held / double(kTrials), 0.90, 0.045);
}

TEST(PairedRatio, WhatNeverHappenedIsKnownToAThreeOverNOnly) {
  PairedRatio ratio;
  for (std::uint64_t shop = 0; shop < 50; ++shop) ratio.add_pixels(shop, 0, 1), ratio.add_events(shop, 0, 1, 1);
  const auto it = ratio.difference();
  EXPECT_DOUBLE_EQ(it.high, 3.0 / 50);
  EXPECT_DOUBLE_EQ(it.low, -3.0 / 50);
  EXPECT_FALSE(ratio.ratio().known);
}

TEST(PairedRatio, OneShopAloneSaysNothing) {
  PairedRatio ratio;
  ratio.add_pixels(1, 8, 10), ratio.add_events(1, 8, 10, 1);
  EXPECT_FALSE(ratio.difference().known);
}

}  // namespace
}  // namespace tricolor::harness::paired_ratio_test
