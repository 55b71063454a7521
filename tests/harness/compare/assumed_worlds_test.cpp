// Shows that worlds fill each figure's range evenly, that the same seed draws the same worlds, that a verdict which one
// figure decides is found to depend on it and one that chance alone upsets is not, and that Fisher's test agrees with
// known values.
#include "compare/plan/assumed_worlds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

namespace tricolor::harness::assumed_worlds_test {
namespace {

std::vector<AssumedFigure> figures(std::size_t count) {
  std::vector<AssumedFigure> all;
  for (std::size_t i = 0; i < count; ++i)
    all.push_back({"f" + std::to_string(i), 10, 5, 20, "5", "20", "数", "figure"});
  return all;
}

TEST(AssumedWorlds, FillEachPartOfEachRangeOnce) {
  const AssumedWorlds worlds = draw_worlds(figures(7), 40, 11);
  for (std::size_t figure = 0; figure < 7; ++figure) {
    std::set<int> parts;
    for (std::size_t world = 0; world < 40; ++world) {
      parts.insert(static_cast<int>(worlds.places[world][figure] * 40));
      EXPECT_GE(value_in(worlds, world, figure), 5);
      EXPECT_LE(value_in(worlds, world, figure), 20);
    }
    EXPECT_EQ(parts.size(), 40u) << "figure " << figure;
  }
}

TEST(AssumedWorlds, AreTheSameOfOneSeedAndOthersOfAnother) {
  EXPECT_EQ(to_text(draw_worlds(figures(3), 20, 1)), to_text(draw_worlds(figures(3), 20, 1)));
  EXPECT_NE(to_text(draw_worlds(figures(3), 20, 1)), to_text(draw_worlds(figures(3), 20, 2)));
  const AssumedWorlds worlds = draw_worlds(figures(3), 20, 1);
  EXPECT_EQ(to_text(assumed_worlds_of(to_text(worlds))), to_text(worlds));
}

TEST(AssumedWorlds, AVerdictThatOneFigureDecidesDependsOnIt) {
  const AssumedWorlds worlds = draw_worlds(figures(30), 100, 3);
  std::vector<std::optional<double>> differences;
  for (const auto& places : worlds.places) differences.emplace_back(places[17] > 0.6 ? 1.0 : -1.0);
  const VerdictInWorlds it =
      verdict_in_worlds(StudyVerdict::better, -1, 0.5, differences, {-1.0, -2.0, 1.0, std::nullopt}, worlds);
  EXPECT_EQ(it.worlds, 100u);
  EXPECT_EQ(it.stands, 60u);
  EXPECT_EQ(it.stands_usually, 2u);
  EXPECT_EQ(it.pairs, 3u);
  ASSERT_TRUE(it.flips);
  EXPECT_EQ(it.flips->figure, 17u);
  EXPECT_TRUE(it.flips->upper);
  EXPECT_EQ(it.flips->stands_there, 0u);
}

TEST(AssumedWorlds, ChanceAloneIsSeldomTakenForAFigure) {
  // Of 200 studies whose verdict falls in a fifth of the worlds by chance, at most the 5 % that the test allows, with
  // room for their own chance (binomial, 99.9 %: 21), blame a figure.
  int blamed = 0;
  std::mt19937_64 bits(5);
  for (std::uint64_t study = 0; study < 200; ++study) {
    const AssumedWorlds worlds = draw_worlds(figures(30), 100, 100 + study);
    std::vector<std::optional<double>> differences;
    for (int world = 0; world < 100; ++world) differences.emplace_back(bits() % 5 == 0 ? 1.0 : -1.0);
    blamed += verdict_in_worlds(StudyVerdict::fewer, -1, 0.5, differences, {}, worlds).flips ? 1 : 0;
  }
  EXPECT_LE(blamed, 21);
}

TEST(AssumedWorlds, AnEquivalenceStandsWhereTheDifferenceIsWithinTheMinimum) {
  const AssumedWorlds worlds = draw_worlds(figures(1), 4, 1);
  const VerdictInWorlds it =
      verdict_in_worlds(StudyVerdict::equivalent, 0.1, 0.5, {0.4, -0.4, 0.6, std::nullopt}, {}, worlds);
  EXPECT_EQ(it.stands, 2u);
  EXPECT_EQ(it.worlds, 3u);
}

TEST(AssumedWorlds, FishersTestAgreesWithKnownValues) {
  // Fisher's tea: 3 of 4 right and more has probability 17/70; at most 2 has 53/70.
  EXPECT_NEAR(fisher_at_most(2, 4, 4, 8), 53.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_at_most(4, 4, 4, 8), 1, 1e-12);
  EXPECT_NEAR(fisher_at_most(0, 33, 60, 100),
              std::exp(std::lgamma(41) + std::lgamma(68) - std::lgamma(8) - std::lgamma(101)), 1e-15);
}

}  // namespace
}  // namespace tricolor::harness::assumed_worlds_test
