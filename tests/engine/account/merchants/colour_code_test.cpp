// Shows the colour vectors of the rule book under the page's reading: thresholds, step-down after 30 clean days, counts
// afterwards, voiding and owner change. What delays a step-down is in clean_time_test.cpp, the switches are in
// colour_switches_test.cpp.
#include "engine/colour_code.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::engine::colour_code_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
const ColourPolicy kPage;

std::vector<Strike> strikes(std::initializer_list<Duration> offsets) {
  std::vector<Strike> list;
  for (const Duration offset : offsets) list.push_back({kStart + offset});
  return list;
}

Standing standing(const std::vector<Strike>& list, Duration as_of, const ColourPolicy& policy = kPage,
                  const std::vector<Time>& owner_changes = {}) {
  return standing_of({list, owner_changes}, policy, kStart + as_of);
}

Colour colour(const std::vector<Strike>& list, Duration as_of, const ColourPolicy& policy = kPage) {
  return standing(list, as_of, policy).colour;
}

TEST(ColourCode, ThresholdsArePrinted) {
  EXPECT_EQ(colour({}, 1h), Colour::green);
  EXPECT_EQ(colour(strikes({0h, 24h}), 48h), Colour::green);
  EXPECT_EQ(colour(strikes({0h, 24h, 48h}), 48h), Colour::yellow);
  EXPECT_EQ(colour(strikes({0h, 24h, 48h, 72h}), 72h), Colour::yellow);
  EXPECT_EQ(colour(strikes({0h, 24h, 48h, 72h, 96h}), 96h), Colour::red);
}

TEST(ColourCode, TheThirdStrikeAfterThirtyDaysStillCountsUnlessThirtyCleanDaysLayBetween) {
  EXPECT_EQ(colour(strikes({0h, days{15}, days{30} + 1s}), days{30} + 1s), Colour::yellow);
  EXPECT_EQ(colour(strikes({0h, 1h, days{30} + 2h}), days{30} + 2h), Colour::green)
      << "a clean month cleared the count";
}

TEST(ColourCode, RollingReadingForgets) {
  ColourPolicy rolling;
  rolling.count_since = ColourPolicy::CountSince::rolling_30_days;
  EXPECT_EQ(colour(strikes({0h, days{15}, days{30} + 1s}), days{30} + 1s, rolling), Colour::green);
  EXPECT_EQ(colour(strikes({0h, days{15}, days{30} - 1s}), days{30} - 1s, rolling), Colour::yellow);
}

TEST(ColourCode, CalendarMonthBeginsAnew) {
  ColourPolicy monthly;
  monthly.count_since = ColourPolicy::CountSince::calendar_month;
  EXPECT_EQ(colour(strikes({days{26}, days{27}, days{30}}), days{31}, monthly), Colour::green)
      << "two in November, one in December";
  EXPECT_EQ(colour(strikes({days{3}, days{4}, days{5}}), days{6}, monthly), Colour::yellow);
}

TEST(ColourCode, StepsDownOneLevelAfterExactlyThirtyDays) {
  const auto five = strikes({0h, 0h, 0h, 0h, 0h});
  EXPECT_EQ(colour(five, days{30} - 1s), Colour::red);
  EXPECT_EQ(colour(five, days{30}), Colour::yellow);
  EXPECT_EQ(colour(five, days{60} - 1s), Colour::yellow);
  EXPECT_EQ(colour(five, days{60}), Colour::green);
}

TEST(ColourCode, AfterAStepDownTheCountIsTheFloorOfTheColour) {
  auto list = strikes({0h, 0h, 0h, 0h, 0h});
  EXPECT_EQ(standing(list, days{30}).count, 3);
  list.push_back({kStart + days{31}});
  EXPECT_EQ(colour(list, days{31}), Colour::yellow) << "one more: yellow, and the clock starts again";
  EXPECT_EQ(colour(list, days{60}), Colour::yellow);
  EXPECT_EQ(colour(list, days{61}), Colour::green);
  list.push_back({kStart + days{32}});
  EXPECT_EQ(colour(list, days{32}), Colour::red) << "two more: 3 + 2 = 5";
}

TEST(ColourCode, FiveInOneDayAreRedByWayOfYellow) {
  const Standing five = standing(strikes({1h, 2h, 3h, 4h, 5h}), 6h);
  ASSERT_EQ(five.changes.size(), 2u);
  EXPECT_EQ(five.changes[0].to, Colour::yellow);
  EXPECT_EQ(five.changes[0].at, kStart + 3h);
  EXPECT_EQ(five.changes[1].to, Colour::red);
  EXPECT_EQ(five.changes[1].at, kStart + 5h);
}

TEST(ColourCode, VoidingRederivesHistory) {
  auto list = strikes({1h, 2h, 3h, 4h, 5h});
  list[1].voided_at = kStart + 6h;
  const Standing four = standing(list, 7h);
  EXPECT_EQ(four.colour, Colour::yellow);
  ASSERT_EQ(four.changes.size(), 1u);
  EXPECT_EQ(four.changes[0].at, kStart + 4h) << "the third that still counts";
}

TEST(ColourCode, VoidingMaySubtractFromNowInstead) {
  ColourPolicy policy;
  policy.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  auto list = strikes({1h, 2h, 3h, 4h, 5h});
  list[1].voided_at = kStart + 6h;
  EXPECT_EQ(colour(list, 5h, policy), Colour::red);
  EXPECT_EQ(colour(list, 6h, policy), Colour::yellow);
}

TEST(ColourCode, AnOwnerChangeBeginsAnew) {
  const auto five = strikes({0h, 0h, 0h, 0h, 0h});
  EXPECT_EQ(standing(five, 1h, kPage, {kStart + 1h}).colour, Colour::green);
  ColourPolicy keep;
  keep.owner_change_resets = false;
  EXPECT_EQ(standing(five, 1h, keep, {kStart + 1h}).colour, Colour::red);
}

TEST(ColourCode, OrderOfArrivalDoesNotMatter) {
  EXPECT_EQ(colour(strikes({5h, 1h, 3h}), 6h), Colour::yellow);
  EXPECT_EQ(standing(strikes({5h, 1h, 3h}), 6h).changes.front().at, kStart + 5h);
}

TEST(ColourCode, MerchantIndexSaysWhatIsLeft) {
  const Standing two = standing(strikes({0h, 1h}), days{2});
  EXPECT_EQ(two.strikes_to_next, 1);
  EXPECT_EQ(two.clean_for, days{2} - 1h);
  EXPECT_FALSE(two.steps_down_at.has_value());
  EXPECT_EQ(standing(strikes({0h, 1h, 2h}), days{2}).steps_down_at, kStart + 2h + days{30});
}

TEST(ColourCode, TheRollingCountIsWhatLiesInTheWindowNow) {
  ColourPolicy rolling;
  rolling.count_since = ColourPolicy::CountSince::rolling_30_days;
  const auto list = strikes({0h, days{10}});
  EXPECT_EQ(standing(list, days{20}, rolling).count, 2);
  EXPECT_EQ(standing(list, days{30}, rolling).count, 1);
  EXPECT_EQ(standing(list, days{30}, rolling).strikes_to_next, 2);
  EXPECT_EQ(standing(list, days{40}, rolling).count, 0);
}

TEST(ColourCode, CleanTimeRunsSinceTheLastStrikeEvenWhenItsCountIsCleared) {
  const Standing later = standing(strikes({0h, 1h}), days{45});
  EXPECT_EQ(later.count, 0);
  EXPECT_EQ(later.clean_for, days{45} - 1h);
}

// A void takes away a strike that counts now. A strike that a clean month, a step-down or a window has cleared can no
// longer be taken away.
TEST(ColourCode, VoidingAStrikeThatNoLongerCountedTakesNothingBack) {
  ColourPolicy policy;
  policy.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  auto cleared = strikes({0h, days{40}, days{41}, days{42}});
  cleared[0].voided_at = kStart + days{43};
  EXPECT_EQ(standing(cleared, days{43}, policy).count, 3) << "the first was cleared by the clean month before day 30";
  EXPECT_EQ(colour(cleared, days{43}, policy), Colour::yellow);
  auto stepped = strikes({0h, 0h, 0h, 0h, 0h});
  stepped[4].voided_at = kStart + days{31};
  EXPECT_EQ(standing(stepped, days{31}, policy).count, 3) << "the floor of yellow is not made of the five";
  EXPECT_EQ(colour(stepped, days{31}, policy), Colour::yellow);
  stepped[4].voided_at = kStart + days{29};
  EXPECT_EQ(standing(stepped, days{29}, policy).count, 4) << "before the step-down it counted";
  ColourPolicy rolling = policy;
  rolling.count_since = ColourPolicy::CountSince::rolling_30_days;
  auto gone = strikes({0h, days{20}, days{25}, days{29}});
  gone[0].voided_at = kStart + days{31};
  EXPECT_EQ(standing(gone, days{31}, rolling).count, 3) << "it had left the window";
}

TEST(ColourCode, OfTwoStrikesAtOneInstantOnlyTheVoidedOneIsTakenBack) {
  ColourPolicy policy;
  policy.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  auto list = strikes({0h, 0h, 0h});
  list[1].voided_at = kStart + 1h;
  list[2].voided_at = kStart + 1h;
  EXPECT_EQ(standing(list, 1h, policy).count, 1);
}

TEST(ColourCode, WhatTheOwnerBeforeGetsVoidedIsNotCreditedToTheNewOne) {
  ColourPolicy policy;
  policy.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  auto list = strikes({0h, 1h, 48h, 49h, 50h});
  list[0].voided_at = kStart + 60h;
  EXPECT_EQ(standing(list, 61h, policy, {kStart + 24h}).count, 3);
  EXPECT_EQ(standing(list, 61h, policy, {kStart + 24h}).colour, Colour::yellow);
}

}  // namespace
}  // namespace tricolor::engine::colour_code_test
