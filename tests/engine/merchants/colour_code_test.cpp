// Shows the colour vectors of the rule book: thresholds, step-down after 30 clean days, counts afterwards, voiding, owner change,
// blindness, and the readings that a planner can switch to.
#include "engine/colour_code.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
const ColourPolicy kPage;

std::vector<Strike> strikes(std::initializer_list<Duration> offsets) {
  std::vector<Strike> list;
  for (const Duration offset : offsets) list.push_back({kStart + offset, std::nullopt, std::nullopt});
  return list;
}

Colour colour(const std::vector<Strike>& list, Duration as_of, const ColourPolicy& policy = kPage) { return standing_of(list, {}, policy, kStart + as_of).colour; }

TEST(ColourCode, ThresholdsArePrinted) {
  EXPECT_EQ(colour({}, 1h), Colour::green);
  EXPECT_EQ(colour(strikes({0h, 24h}), 48h), Colour::green);
  EXPECT_EQ(colour(strikes({0h, 24h, 48h}), 48h), Colour::yellow);
  EXPECT_EQ(colour(strikes({0h, 24h, 48h, 72h}), 72h), Colour::yellow);
  EXPECT_EQ(colour(strikes({0h, 24h, 48h, 72h, 96h}), 96h), Colour::red);
}

TEST(ColourCode, TheThirdStrikeAfterThirtyDaysStillCountsUnlessThirtyCleanDaysLayBetween) {
  EXPECT_EQ(colour(strikes({0h, days{15}, days{30} + 1s}), days{30} + 1s), Colour::yellow);
  EXPECT_EQ(colour(strikes({0h, 1h, days{30} + 2h}), days{30} + 2h), Colour::green) << "a clean month cleared the count";
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
  EXPECT_EQ(colour(strikes({days{26}, days{27}, days{30}}), days{31}, monthly), Colour::green) << "two in November, one in December";
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
  EXPECT_EQ(standing_of(list, {}, kPage, kStart + days{30}).count, 3);
  list.push_back({kStart + days{31}, std::nullopt, std::nullopt});
  EXPECT_EQ(colour(list, days{31}), Colour::yellow) << "one more: yellow, and the clock starts again";
  EXPECT_EQ(colour(list, days{60}), Colour::yellow);
  EXPECT_EQ(colour(list, days{61}), Colour::green);
  list.push_back({kStart + days{32}, std::nullopt, std::nullopt});
  EXPECT_EQ(colour(list, days{32}), Colour::red) << "two more: 3 + 2 = 5";
}

TEST(ColourCode, FiveInOneDayAreRedByWayOfYellow) {
  const Standing standing = standing_of(strikes({1h, 2h, 3h, 4h, 5h}), {}, kPage, kStart + 6h);
  ASSERT_EQ(standing.changes.size(), 2u);
  EXPECT_EQ(standing.changes[0].to, Colour::yellow);
  EXPECT_EQ(standing.changes[0].at, kStart + 3h);
  EXPECT_EQ(standing.changes[1].to, Colour::red);
  EXPECT_EQ(standing.changes[1].at, kStart + 5h);
}

TEST(ColourCode, VoidingRederivesHistory) {
  auto list = strikes({1h, 2h, 3h, 4h, 5h});
  list[1].voided_at = kStart + 6h;
  const Standing standing = standing_of(list, {}, kPage, kStart + 7h);
  EXPECT_EQ(standing.colour, Colour::yellow);
  ASSERT_EQ(standing.changes.size(), 1u);
  EXPECT_EQ(standing.changes[0].at, kStart + 4h) << "the third that still counts";
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
  EXPECT_EQ(standing_of(five, {kStart + 1h}, kPage, kStart + 1h).colour, Colour::green);
  ColourPolicy keep;
  keep.owner_change_resets = false;
  EXPECT_EQ(standing_of(five, {kStart + 1h}, keep, kStart + 1h).colour, Colour::red);
}

TEST(ColourCode, BlindTimeDelaysTheStepDown) {
  const auto five = strikes({0h, 0h, 0h, 0h, 0h});
  // Blind for the first ten days after the strikes.
  const auto blind = [](Time from, Time until) {
    const auto seen_from = std::max(from, kStart), seen_until = std::min(until, kStart + days{10});
    if (seen_until <= seen_from) return 0.0;
    return std::chrono::duration<double>(seen_until - seen_from) / std::chrono::duration<double>(until - from);
  };
  EXPECT_EQ(standing_of(five, {}, kPage, kStart + days{30}, blind).colour, Colour::red) << "10 of 30 days are more than 20 %";
  EXPECT_EQ(standing_of(five, {}, kPage, kStart + days{39} + 23h, blind).colour, Colour::red);
  EXPECT_EQ(standing_of(five, {}, kPage, kStart + days{41}, blind).colour, Colour::yellow);
  ColourPolicy patient;
  patient.blind_time_counts_as_clean = 0.5;
  EXPECT_EQ(standing_of(five, {}, patient, kStart + days{30}, blind).colour, Colour::yellow);
}

TEST(ColourCode, WhileNobodySeesAShopItDoesNotStepDown) {
  const auto five = strikes({0h, 0h, 0h, 0h, 0h});
  // Seen for a day after the strikes, then not at all; or not until two years later.
  const auto dark_until = [](Time light) {
    return [light](Time from, Time until) {
      const auto dark_from = std::max(from, kStart + days{1}), dark_end = std::min(until, light);
      return dark_end <= dark_from ? 0.0 : std::chrono::duration<double>(dark_end - dark_from) / std::chrono::duration<double>(until - from);
    };
  };
  EXPECT_EQ(standing_of(five, {}, kPage, kStart + days{3000}, dark_until(kStart + days{100'000})).colour, Colour::red);
  const Time light = kStart + days{730};
  EXPECT_EQ(standing_of(five, {}, kPage, light + days{29} - 1s, dark_until(light)).colour, Colour::red);
  const Standing later = standing_of(five, {}, kPage, light + days{29} + 1s, dark_until(light));
  EXPECT_EQ(later.colour, Colour::yellow) << "1 + 29 days seen and clean";
  const Standing dark = standing_of(five, {}, kPage, kStart + days{3000}, dark_until(kStart + days{100'000}));
  ASSERT_TRUE(dark.steps_down_at.has_value());
  EXPECT_GT(*dark.steps_down_at, kStart + days{3000});
}

TEST(ColourCode, OrderOfArrivalDoesNotMatter) {
  EXPECT_EQ(colour(strikes({5h, 1h, 3h}), 6h), Colour::yellow);
  EXPECT_EQ(standing_of(strikes({5h, 1h, 3h}), {}, kPage, kStart + 6h).changes.front().at, kStart + 5h);
}

TEST(ColourCode, MerchantIndexSaysWhatIsLeft) {
  const Standing standing = standing_of(strikes({0h, 1h}), {}, kPage, kStart + days{2});
  EXPECT_EQ(standing.strikes_to_next, 1);
  EXPECT_EQ(standing.clean_for, days{2} - 1h);
  EXPECT_FALSE(standing.steps_down_at.has_value());
  EXPECT_EQ(standing_of(strikes({0h, 1h, 2h}), {}, kPage, kStart + days{2}).steps_down_at, kStart + 2h + days{30});
}

TEST(ColourCode, TheRollingCountIsWhatLiesInTheWindowNow) {
  ColourPolicy rolling;
  rolling.count_since = ColourPolicy::CountSince::rolling_30_days;
  const auto list = strikes({0h, days{10}});
  EXPECT_EQ(standing_of(list, {}, rolling, kStart + days{20}).count, 2);
  EXPECT_EQ(standing_of(list, {}, rolling, kStart + days{30}).count, 1);
  EXPECT_EQ(standing_of(list, {}, rolling, kStart + days{30}).strikes_to_next, 2);
  EXPECT_EQ(standing_of(list, {}, rolling, kStart + days{40}).count, 0);
}

TEST(ColourCode, CleanTimeRunsSinceTheLastStrikeEvenWhenItsCountIsCleared) {
  const Standing standing = standing_of(strikes({0h, 1h}), {}, kPage, kStart + days{45});
  EXPECT_EQ(standing.count, 0);
  EXPECT_EQ(standing.clean_for, days{45} - 1h);
}

TEST(ColourCode, WhatTheOwnerBeforeGetsVoidedIsNotCreditedToTheNewOne) {
  ColourPolicy policy;
  policy.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  auto list = strikes({0h, 1h, 48h, 49h, 50h});
  list[0].voided_at = kStart + 60h;
  EXPECT_EQ(standing_of(list, {kStart + 24h}, policy, kStart + 61h).count, 3);
  EXPECT_EQ(standing_of(list, {kStart + 24h}, policy, kStart + 61h).colour, Colour::yellow);
}

}  // namespace
}  // namespace tricolor::engine
