// Shows what delays a step-down: time that no camera saw once it is more than a fifth (C14), closed days where these
// are not clean (C13), and violations that still stand; each to the microsecond, and without a jump.
#include <gtest/gtest.h>

#include <chrono>

#include "engine/colour_code.h"

namespace tricolor::engine::clean_time_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} - kUtcOffset};
const ColourPolicy kPage;

ColourHistory three_strikes() { return {{{kStart}, {kStart}, {kStart}}}; }
TimeSpan span(Duration from, Duration until) { return {kStart + from, kStart + until}; }
Duration tenths_of_a_day(int tenths) { return tenths * 144min; }

// Gives the day of a yellow shop's step-down, computed on a day when it is long past.
Duration green_after(const ColourHistory& history, const ColourPolicy& policy = kPage, Duration as_of = days{400}) {
  const auto changes = standing_of(history, policy, kStart + as_of).changes;
  if (changes.empty() || changes.back().to != Colour::green) return Duration::max();
  return changes.back().at - kStart;
}

TEST(CleanTime, OfThirtyDaysSixMayBeBlindAndEachHourMoreDelaysByAnHour) {
  auto history = three_strikes();
  const std::pair<int, int> blind_and_green[] = {{0, 300},  {59, 300},  {60, 300}, {61, 301},
                                                 {70, 310}, {100, 340}, {300, 540}};
  for (const auto& [blind, green] : blind_and_green) {
    history.unseen = {span(0h, tenths_of_a_day(blind))};
    EXPECT_EQ(green_after(history), tenths_of_a_day(green)) << blind / 10.0 << " days blind";
  }
}

TEST(CleanTime, ItDoesNotMatterWhenInTheThirtyDaysTheBlindTimeLay) {
  auto history = three_strikes();
  for (const int from : {0, 37, 100, 200}) {
    history.unseen = {span(tenths_of_a_day(from), tenths_of_a_day(from + 100))};
    EXPECT_EQ(green_after(history), days{34}) << "ten days blind from day " << from / 10.0;
  }
  history.unseen = {span(days{25}, days{35})};
  EXPECT_EQ(green_after(history), days{30})
      << "twenty-four of thirty days were seen before the thirtieth: what comes later is no matter";
  history.unseen = {span(days{1}, days{5}), span(days{10}, days{13}), span(days{20}, days{21} + 1h)};
  EXPECT_EQ(green_after(history), days{32} + 1h) << "8 days and an hour, of which 6 are tolerated";
}

TEST(CleanTime, ThePlannerSaysHowMuchMayBeBlind) {
  auto history = three_strikes();
  history.unseen = {span(0h, days{10})};
  ColourPolicy policy;
  policy.blind_time_counts_as_clean = 0.5;
  EXPECT_EQ(green_after(history, policy), days{30});
  policy.blind_time_counts_as_clean = 0;
  EXPECT_EQ(green_after(history, policy), days{40});
  policy.blind_time_counts_as_clean = 1;
  history.unseen = {span(0h, days{300})};
  EXPECT_EQ(green_after(history, policy), days{30});
}

TEST(CleanTime, WhileNobodySeesAShopItDoesNotStepDown) {
  auto history = three_strikes();
  history.unseen = {{kStart + days{1}, std::nullopt}};
  const Standing dark = standing_of(history, kPage, kStart + days{3000});
  EXPECT_EQ(dark.colour, Colour::yellow);
  EXPECT_TRUE(dark.waits_for_sight);
  EXPECT_EQ(dark.steps_down_at, kStart + days{3023}) << "1 of 24 days was seen; the rest if it is seen from now on";
  history.unseen = {span(days{1}, days{730})};
  EXPECT_EQ(green_after(history, kPage, days{800}), days{753}) << "1 + 23 days seen and clean";
}

TEST(CleanTime, AShopThatWasSeenLongEnoughNeedsNobodyToSeeItForTheRest) {
  auto history = three_strikes();
  history.unseen = {{kStart + days{25}, std::nullopt}};
  const Standing dark = standing_of(history, kPage, kStart + days{26});
  EXPECT_FALSE(dark.waits_for_sight);
  EXPECT_EQ(dark.steps_down_at, kStart + days{30});
  EXPECT_EQ(standing_of(history, kPage, kStart + days{30}).colour, Colour::green);
}

TEST(CleanTime, AForecastKnowsNothingOfBlindTimeToCome) {
  auto history = three_strikes();
  history.unseen = {span(days{5}, days{15})};
  EXPECT_EQ(standing_of(history, kPage, kStart + days{4}).steps_down_at, kStart + days{30});
  EXPECT_EQ(standing_of(history, kPage, kStart + days{10}).steps_down_at, kStart + days{30}) << "5 days so far";
  EXPECT_EQ(standing_of(history, kPage, kStart + days{12}).steps_down_at, kStart + days{31}) << "7 days so far";
  EXPECT_EQ(standing_of(history, kPage, kStart + days{20}).steps_down_at, kStart + days{34});
}

TEST(CleanTime, AfterAStepDownTheBlindTimeBeforeItIsForgotten) {
  ColourHistory history{{{kStart}, {kStart}, {kStart}, {kStart}, {kStart}}};
  history.unseen = {span(days{20}, days{32})};
  const auto changes = standing_of(history, kPage, kStart + days{100}).changes;
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(changes[2].at - kStart, days{36}) << "red to yellow: 20 days seen, 12 not, 4 seen";
  EXPECT_EQ(changes[3].at - kStart, days{66});
}

TEST(CleanTime, WhileAnIncidentStandsNoDayIsClean) {
  auto history = three_strikes();
  history.strikes[2].stood = {{kStart, std::nullopt}};
  const Standing standing = standing_of(history, kPage, kStart + days{32});
  EXPECT_EQ(standing.colour, Colour::yellow) << "the pile has stood for 32 days";
  EXPECT_TRUE(standing.stands);
  EXPECT_EQ(standing.clean_for, 0h);
  EXPECT_EQ(standing.steps_down_at, std::nullopt);
  history.strikes[2].stood = {span(0h, days{32})};
  EXPECT_EQ(standing_of(history, kPage, kStart + days{33}).clean_for, days{1});
  EXPECT_EQ(standing_of(history, kPage, kStart + days{33}).steps_down_at, kStart + days{62});
  EXPECT_EQ(green_after(history), days{62});
}

TEST(CleanTime, WhatStandsAgainBreaksOffTheCleanDays) {
  auto history = three_strikes();
  history.strikes[1].stood = {span(0h, 1h), span(days{20}, days{20} + 2h)};
  EXPECT_EQ(green_after(history), days{50} + 2h);
  history.strikes[1].stood = {span(days{31}, days{35}), span(0h, 1h)};
  EXPECT_EQ(green_after(history), days{30} + 1h) << "after the step-down it is too late";
}

TEST(CleanTime, AtGreenACleanMonthDoesNotClearTheCountWhileSomethingStands) {
  ColourHistory history{{{kStart}, {kStart}}};
  history.strikes[0].stood = {span(0h, days{10})};
  EXPECT_EQ(standing_of(history, kPage, kStart + days{39}).count, 2);
  EXPECT_EQ(standing_of(history, kPage, kStart + days{40}).count, 0);
}

TEST(CleanTime, WhatWasVoidedDoesNotStandInTheWay) {
  ColourHistory history{{{kStart}, {kStart}, {kStart}, {kStart}}};
  history.strikes[3].stood = {{kStart, std::nullopt}};
  history.strikes[3].voided_at = kStart + days{10};
  EXPECT_EQ(green_after(history), days{30}) << "history is derived anew, as if it had never been";
  ColourPolicy subtracts;
  subtracts.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  EXPECT_EQ(green_after(history, subtracts), days{40}) << "it stood in the way until it was taken back";
}

TEST(CleanTime, WhatTheOwnerBeforeLeftStandingDoesNotHoldTheNewOneBack) {
  auto history = three_strikes();
  history.strikes[0].stood = {{kStart, std::nullopt}};
  history.owner_changes = {kStart + days{1}};
  for (int i = 0; i < 3; ++i) history.strikes.push_back({kStart + days{2}});
  EXPECT_EQ(green_after(history), days{32});
  ColourPolicy keep;
  keep.owner_change_resets = false;
  EXPECT_EQ(standing_of(history, keep, kStart + days{400}).colour, Colour::red)
      << "who inherits the strikes inherits the pile";
}

TEST(CleanTime, APolicyMayLetTimeBeCleanWhileSomethingStands) {
  auto history = three_strikes();
  history.strikes[2].stood = {{kStart, std::nullopt}};
  ColourPolicy lenient;
  lenient.clean_while_standing = true;
  EXPECT_EQ(green_after(history, lenient), days{30});
}

TEST(CleanTime, ClosedDaysDelayWhereTheyAreNotClean) {
  auto history = three_strikes();
  history.closed = {span(days{5}, days{12})};
  EXPECT_EQ(green_after(history), days{30});
  ColourPolicy policy;
  policy.closed_days_are_clean = false;
  EXPECT_EQ(green_after(history, policy), days{37});
  EXPECT_EQ(standing_of(history, policy, kStart + days{1}).steps_down_at, kStart + days{37})
      << "the dossier says so beforehand";
  history.unseen = {span(days{5}, days{12})};
  EXPECT_EQ(green_after(history, policy), days{37}) << "a camera may be blind while there is nothing to see";
  history.unseen = {span(days{2}, days{10})};
  EXPECT_EQ(green_after(history, policy), days{37}) << "three of its eight days lay before the closing";
  history.unseen = {span(days{2}, days{5}), span(days{12}, days{17})};
  EXPECT_EQ(green_after(history, policy), days{39}) << "eight days blind while it was open";
}

TEST(CleanTime, WholeDaysRunFromMidnightToMidnight) {
  ColourPolicy policy;
  policy.clean_day_is = ColourPolicy::CleanDay::calendar_day;
  ColourHistory history{{{kStart + 9h}, {kStart + 9h}, {kStart + 9h}}};
  EXPECT_EQ(green_after(history), days{30} + 9h);
  EXPECT_EQ(green_after(history, policy), days{31}) << "the day of the strike is not clean; then thirty whole days";
  history.strikes[2].at = kStart;
  history.strikes[1].at = kStart;
  history.strikes[0].at = kStart;
  EXPECT_EQ(green_after(history, policy), days{31}) << "struck at midnight: that day is not clean";
  history.strikes[0].stood = {span(0h, days{3})};
  EXPECT_EQ(green_after(history, policy), days{33}) << "gone at midnight: the next day is clean";
  history.strikes[0].stood = {span(0h, days{3} + 1s)};
  EXPECT_EQ(green_after(history, policy), days{34});
  history.strikes[0].stood.clear();
  history.unseen = {span(days{3}, days{9} + 1h)};
  EXPECT_EQ(green_after(history, policy), days{32}) << "an hour more than is tolerated: the day after";
}

TEST(CleanTime, OpenDaysLeaveOutThoseOnWhichTheShopIsClosed) {
  ColourPolicy policy;
  policy.clean_day_is = ColourPolicy::CleanDay::open_day;
  ColourHistory history{{{kStart + 9h}, {kStart + 9h}, {kStart + 9h}}};
  EXPECT_EQ(green_after(history, policy), days{31});
  history.closed = {span(days{7}, days{8}), span(days{14}, days{15})};
  EXPECT_EQ(green_after(history, policy), days{33});
  history.closed.push_back(span(days{31}, days{41}));
  EXPECT_EQ(green_after(history, policy), days{43}) << "its last open days come after the holiday";
}

}  // namespace
}  // namespace tricolor::engine::clean_time_test
