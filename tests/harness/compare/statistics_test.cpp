// Shows that Student's quantiles are the printed ones, that intervals hold what they promise, that verdicts come in
// their order, that a planted difference is found, and that equal policies differ by exactly nothing.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "compare/plan/verdict.h"
#include "sim/random/streams.h"

namespace tricolor::harness::statistics_test {
namespace {

// The quantiles are those of the tables in every textbook (two-sided 95 % and 99 %).
TEST(Statistics, QuantilesAreStudents) {
  EXPECT_NEAR(student_quantile(1, 0.975), 12.7062, 5e-5);
  EXPECT_NEAR(student_quantile(9, 0.975), 2.26216, 5e-6);
  EXPECT_NEAR(student_quantile(9, 0.995), 3.24984, 5e-6);
  EXPECT_NEAR(student_quantile(29, 0.975), 2.04523, 5e-6);
  EXPECT_NEAR(student_quantile(1000, 0.975), 1.96234, 5e-6);
  EXPECT_NEAR(student_quantile(9, 0.5), 0, 1e-12);
}

// W. S. Gosset's own example (Biometrika 6 (1908) 1–25): additional hours of sleep under two soporifics, ten patients.
const std::vector<double> kDextro{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kLaevo{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(Statistics, GivesTheIntervalOfStudentsSleepData) {
  const Comparison sleep = compare_secondary(kDextro, kLaevo);
  EXPECT_NEAR(sleep.difference, 1.58, 1e-12);
  ASSERT_TRUE(sleep.interval.has_value());
  EXPECT_NEAR(sleep.interval->low, 0.7001142, 1e-6);
  EXPECT_NEAR(sleep.interval->high, 2.4598858, 1e-6);
  ASSERT_TRUE(sleep.pairing.correlation.has_value());
  EXPECT_NEAR(*sleep.pairing.correlation, 0.7951702, 1e-6);
}

TEST(Statistics, KeepsTheDegreesOfFreedomOfThePilotHoweverManyPairsFollow) {
  const Interval ten = stein_interval(0, 10, 2, 10, 0.05), forty = stein_interval(0, 40, 2, 10, 0.05);
  EXPECT_NEAR(ten.high, 2.262157 * 2 / std::sqrt(10.0), 1e-5);
  EXPECT_NEAR(forty.high, ten.high / 2, 1e-12) << "four times the pairs halve the interval, and nothing else does";
}

TEST(Statistics, AsksForAsManyPairsAsTheFormulaOfSteinSays) {
  // (2.262157 · 3 / 1.5)² = 20.47
  EXPECT_EQ(pairs_needed(3, 10, 0.05, 1.5), 21u);
  EXPECT_EQ(pairs_needed(0.1, 10, 0.05, 1.5), kPilotPairs) << "never fewer than the pilot";
  EXPECT_EQ(pairs_needed(0, 10, 0.05, 1.5), kPilotPairs);
  EXPECT_EQ(pairs_needed(1e9, 10, 0.05, 1e-9), 1'000'000'000u);
}

TEST(Statistics, TellsWhatPairingWasWorth) {
  std::vector<double> base, other;
  for (int i = 0; i < 40; ++i) {
    sim::Draw draw({7, static_cast<std::uint64_t>(i), sim::purpose("test.pair"), 0});
    const double city = 10 * draw.normal();
    base.push_back(city + draw.normal());
    other.push_back(city + draw.normal());
  }
  const Pairing pairing = pairing_of(base, other);
  EXPECT_GT(*pairing.correlation, 0.97);
  EXPECT_GT(*pairing.variance_ratio, 40);
  EXPECT_FALSE(pairing_of({1, 1, 1}, {1, 2, 3}).correlation.has_value()) << "a row that does not vary has none";
  EXPECT_FALSE(pairing_of({1, 2, 3}, {1, 2, 3}).variance_ratio.has_value()) << "no difference varies";
}

Comparison of_differences(const std::vector<double>& differences, Goal goal, double minimum) {
  const std::vector<double> base(differences.size(), 100.0);
  std::vector<double> other;
  for (const double difference : differences) other.push_back(100 + difference);
  return compare_primary(base, other, goal, minimum, Terms{});
}

std::vector<double> around(double middle, double spread) {
  std::vector<double> values;
  for (int i = 0; i < 10; ++i) values.push_back(middle + spread * (i % 2 ? 1 : -1));
  return values;
}

TEST(Verdicts, ComeInTheirOrder) {
  const Comparison equal = of_differences(around(0.5, 0.1), Goal::less, 2);
  EXPECT_EQ(equal.verdict, StudyVerdict::equivalent) << "within the minimum, although 0 is excluded";
  EXPECT_TRUE(equal.interval->excludes_zero());
  const Comparison better = of_differences(around(-5, 0.5), Goal::less, 2);
  EXPECT_EQ(better.verdict, StudyVerdict::better);
  EXPECT_TRUE(better.beyond_minimum);
  const Comparison unsure = of_differences(around(-2, 0.5), Goal::less, 2);
  EXPECT_EQ(unsure.verdict, StudyVerdict::better);
  EXPECT_FALSE(unsure.beyond_minimum);
  EXPECT_EQ(of_differences(around(5, 0.5), Goal::less, 2).verdict, StudyVerdict::worse);
  EXPECT_EQ(of_differences(around(5, 0.5), Goal::more, 2).verdict, StudyVerdict::better);
  const Comparison undecided = of_differences(around(1, 4), Goal::less, 2);
  EXPECT_EQ(undecided.verdict, StudyVerdict::undecided);
  ASSERT_TRUE(undecided.pairs_to_decide.has_value());
  EXPECT_GT(*undecided.pairs_to_decide, 10u);
}

TEST(Verdicts, NeverCallAMetricWithoutAGoalBetterOrWorse) {
  EXPECT_EQ(of_differences(around(5, 0.5), Goal::none, 2).verdict, StudyVerdict::more);
  EXPECT_EQ(of_differences(around(-5, 0.5), Goal::none, 2).verdict, StudyVerdict::fewer);
}

TEST(Verdicts, ShareTheErrorAmongAllComparisons) {
  const std::vector<double> base = around(100, 3), other = around(101, 4);
  const Comparison alone = compare_primary(base, other, Goal::less, 2, Terms{0.05, 1, 10});
  const Comparison of_eight = compare_primary(base, other, Goal::less, 2, Terms{0.05, 8, 10});
  EXPECT_GT(of_eight.interval->high - of_eight.interval->low, alone.interval->high - alone.interval->low);
  const double half = (of_eight.interval->high - of_eight.interval->low) / 2;
  const double deviation = moments_of(std::vector<double>{0, 2, 0, 2, 0, 2, 0, 2, 0, 2}).deviation;
  EXPECT_NEAR(half, student_quantile(9, 1 - 0.05 / 16) * deviation / std::sqrt(10.0), 1e-12);
}

TEST(Verdicts, OfEqualPoliciesAreExactlyNothing) {
  const Comparison same = compare_primary(kDextro, kDextro, Goal::less, 0.5, Terms{0.05, 4, 10});
  EXPECT_EQ(same.difference, 0.0);
  EXPECT_EQ(same.interval->low, 0.0);
  EXPECT_EQ(same.interval->high, 0.0);
  EXPECT_EQ(same.verdict, StudyVerdict::equivalent);
}

// Ten pairs without a rare event promise nothing about the forty after them.
TEST(Verdicts, AreNotMadeOfAPilotInWhichNothingHappened) {
  std::vector<double> base(50, 0.0), other(50, 0.0);
  for (std::size_t i = 10; i < 50; i += 5) other[i] = i % 2 ? 3 : -2;
  const Comparison rare = compare_primary(base, other, Goal::less, 0.3, Terms{0.05, 1, 10});
  EXPECT_GT(rare.interval->high - rare.interval->low, 0.5);
  EXPECT_EQ(rare.verdict, StudyVerdict::undecided);
}

// One study by Stein's two stages: ten pairs, then as many as they ask for. True when the interval holds the truth.
struct Study {
  bool covers = false;
  Comparison result;
};
Study study(std::uint64_t seed, double effect, double spread, double minimum, bool paired) {
  const Terms terms{0.05, 1, kPilotPairs};
  std::vector<double> base, other;
  const auto draw_until = [&](std::size_t pairs) {
    for (std::size_t i = base.size(); i < pairs; ++i) {
      sim::Draw draw({seed, i, sim::purpose("test.study"), 0});
      const double city = 100 + 12 * draw.normal();
      const double other_city = paired ? city : 100 + 12 * draw.normal();
      base.push_back(city + spread * draw.normal());
      other.push_back(other_city + spread * draw.normal() + effect);
    }
  };
  draw_until(kPilotPairs);
  std::vector<double> differences;
  for (std::size_t i = 0; i < kPilotPairs; ++i) differences.push_back(other[i] - base[i]);
  draw_until(pairs_needed(moments_of(differences).deviation, kPilotPairs, terms.alpha_each(), minimum / 2));
  Study done;
  done.result = compare_primary(base, other, Goal::less, minimum, terms);
  done.covers = done.result.interval->low <= effect && effect <= done.result.interval->high;
  return done;
}

// Of 2,000 intervals at 95 % about 1,900 hold the truth; 1,870 is three standard deviations below.
TEST(Statistics, IntervalsOfTwoStagesHoldTheTruthAsOftenAsTheySay) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) covered += study(seed, -3, 4, 4, true).covers ? 1 : 0;
  EXPECT_GE(covered, 1870) << "seeds 1 … 2000 of study()";
  EXPECT_LE(covered, 1980) << "pairs are whole numbers and at least ten, so that intervals may be wider than asked for";
}

// A planted effect of a tenth at the size that the pilot asks for, and no effect. The plan's power is 0.9: 45 of 50.
TEST(Verdicts, FindAPlantedDifferenceAndNoneWhereThereIsNone) {
  int found = 0, invented = 0, equivalent = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    found += study(seed, -10, 6, 10, true).result.verdict == StudyVerdict::better ? 1 : 0;
    const StudyVerdict nothing = *study(1000 + seed, 0, 6, 10, true).result.verdict;
    invented += nothing == StudyVerdict::better || nothing == StudyVerdict::worse ? 1 : 0;
    equivalent += nothing == StudyVerdict::equivalent ? 1 : 0;
  }
  EXPECT_GE(found, 45) << "seeds 1 … 50";
  EXPECT_LE(invented, 6) << "seeds 1001 … 1050";
  EXPECT_GE(equivalent, 40) << "seeds 1001 … 1050";
}

// Pairing saves most of the runs that the same answer would take without it.
TEST(Verdicts, TakeFewerPairsThanUnpairedRunsWould) {
  const Study paired = study(3, -10, 4, 10, true), unpaired = study(3, -10, 4, 10, false);
  EXPECT_LT(3 * paired.result.pairs, unpaired.result.pairs);
}

}  // namespace
}  // namespace tricolor::harness::statistics_test
