// Shows that fronts are laid where their shops stand if there is room, without overlap if there is little, and not at
// all if there is none.
#include "import/fronts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace tricolor::harness::fronts_test {
namespace {

void expect_apart(const std::vector<LaidFront>& laid, double low, double high) {
  std::vector<LaidFront> sorted;
  std::copy_if(laid.begin(), laid.end(), std::back_inserter(sorted), [](const LaidFront& it) { return it.laid; });
  std::sort(sorted.begin(), sorted.end(), [](const LaidFront& a, const LaidFront& b) { return a.from_m < b.from_m; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    EXPECT_GE(sorted[i].from_m, low - 1e-9);
    EXPECT_LE(sorted[i].to_m, high + 1e-9);
    EXPECT_GE(sorted[i].to_m - sorted[i].from_m, kNarrowestFrontM - 1e-9);
    EXPECT_TRUE(i == 0 || sorted[i].from_m > sorted[i - 1].to_m);
  }
}

TEST(Fronts, StandWhereTheirShopsStand) {
  const auto laid = lay_fronts({{50, 6, 1}, {20, 8, 2}}, 0, 100);
  EXPECT_DOUBLE_EQ(laid[0].from_m, 47);
  EXPECT_DOUBLE_EQ(laid[0].to_m, 53);
  EXPECT_DOUBLE_EQ(laid[1].from_m, 16);
  EXPECT_DOUBLE_EQ(laid[1].moved_m, 0);
}

TEST(Fronts, OfTwoThatOverlapBothGiveWay) {
  const auto laid = lay_fronts({{50, 6, 1}, {52, 6, 2}}, 0, 100);
  EXPECT_NEAR(laid[0].from_m + laid[1].to_m, 102, 0.1);
  EXPECT_NEAR(laid[0].moved_m, 2, 0.1);
  EXPECT_NEAR(laid[1].moved_m, 2, 0.1);
  expect_apart(laid, 0, 100);
}

TEST(Fronts, AtTheEndOfAStreetTheyStayOnIt) {
  const auto laid = lay_fronts({{0, 6, 1}, {1, 6, 2}, {99.5, 6, 3}}, 1, 99);
  expect_apart(laid, 1, 99);
  EXPECT_TRUE(laid[2].laid);
  EXPECT_NEAR(laid[2].to_m, 99, 0.1);
}

TEST(Fronts, BecomeNarrowerBeforeOneIsLeftOut) {
  std::vector<WantedFront> wanted;
  for (std::size_t i = 0; i < 10; ++i) wanted.push_back({20, 6, i});
  const auto laid = lay_fronts(wanted, 0, 40);
  expect_apart(laid, 0, 40);
  EXPECT_EQ(std::count_if(laid.begin(), laid.end(), [](const LaidFront& it) { return it.laid; }), 10);
  EXPECT_NEAR(laid[0].to_m - laid[0].from_m, 3.98, 0.05);
}

TEST(Fronts, WithoutRoomTheLaterRowsAreLeftOut) {
  std::vector<WantedFront> wanted;
  for (std::size_t i = 0; i < 10; ++i) wanted.push_back({10, 6, i});
  const auto laid = lay_fronts(wanted, 0, 20);
  expect_apart(laid, 0, 20);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(laid[i].laid, i < 6) << i;
}

TEST(Fronts, NoneIsMovedFartherThanTheLimit) {
  std::vector<WantedFront> wanted;
  for (std::size_t i = 0; i < 60; ++i) wanted.push_back({500, 6, i});
  const auto laid = lay_fronts(wanted, 0, 1000);
  expect_apart(laid, 0, 1000);
  const auto count = std::count_if(laid.begin(), laid.end(), [](const LaidFront& it) { return it.laid; });
  EXPECT_GE(count, 8);
  EXPECT_LE(count, 10);
  for (const LaidFront& it : laid) EXPECT_LE(it.moved_m, kFarthestMovedM);
}

TEST(Fronts, NeverOverlapWhateverIsWanted) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 bits(seed);
    std::vector<WantedFront> wanted(1 + bits() % 30);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      wanted[i] = {static_cast<double>(bits() % 12'000) / 100, 3 + static_cast<double>(bits() % 1'000) / 100, i};
    const auto laid = lay_fronts(wanted, 1, 119);
    expect_apart(laid, 1, 119);
    EXPECT_TRUE(std::any_of(laid.begin(), laid.end(), [](const LaidFront& it) { return it.laid; }));
  }
}

}  // namespace
}  // namespace tricolor::harness::fronts_test
