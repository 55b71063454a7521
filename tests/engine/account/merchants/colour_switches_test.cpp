// Shows one vector, and its opposite, for each switch of the rule that the source page leaves open: C1 … C14 of
// docs/planner_guide. C8 is a switch of the occupancy: its vector, with whole incidents, is in town_colours_test.cpp,
// and so are those of C7, C9 and C12.
#include <gtest/gtest.h>

#include <chrono>

#include "engine/colour_code.h"

namespace tricolor::engine::colour_switches_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} - kUtcOffset};

ColourHistory struck(std::initializer_list<Duration> offsets) {
  ColourHistory history;
  for (const Duration offset : offsets) history.strikes.push_back({kStart + offset});
  return history;
}

Colour colour(const ColourHistory& history, const ColourPolicy& policy, Duration as_of) {
  return standing_of(history, policy, kStart + as_of).colour;
}

TEST(ColourSwitches, C1ThreeToFourIsYellowOrFourAloneOrThreeToFive) {
  const std::tuple<int, int, std::vector<Colour>> readings[] = {
      {3, 5, {Colour::green, Colour::yellow, Colour::yellow, Colour::red, Colour::red}},
      {4, 5, {Colour::green, Colour::green, Colour::yellow, Colour::red, Colour::red}},
      {3, 6, {Colour::green, Colour::yellow, Colour::yellow, Colour::yellow, Colour::red}}};
  for (const auto& [yellow, red, colours] : readings) {
    ColourPolicy policy;
    policy.yellow_from = yellow;
    policy.red_from = red;
    auto history = struck({0h});
    for (std::size_t n = 2; n <= 6; ++n) {
      history.strikes.push_back({kStart + n * 1h});
      EXPECT_EQ(colour(history, policy, 10h), colours[n - 2])
          << n << " strikes, yellow from " << yellow << ", red from " << red;
    }
  }
}

TEST(ColourSwitches, C2StrikesAreCountedSinceTheLastStepDownInThirtyDaysInTheMonthOrForEver) {
  using Since = ColourPolicy::CountSince;
  // The days are 2 November, 20 November, 1 December and 15 January.
  const auto history = struck({0h, days{18}, days{29} + 1h, days{74}});
  const std::pair<Since, std::vector<int>> counts[] = {{Since::last_step_down, {3, 3, 4}},
                                                       {Since::rolling_30_days, {3, 2, 1}},
                                                       {Since::calendar_month, {1, 1, 1}},
                                                       {Since::ever, {3, 3, 4}}};
  for (const auto& [since, count] : counts) {
    ColourPolicy policy;
    policy.count_since = since;
    policy.step_down_after = days{60};
    EXPECT_EQ(standing_of(history, policy, kStart + days{29} + 2h).count, count[0]) << static_cast<int>(since);
    EXPECT_EQ(standing_of(history, policy, kStart + days{30}).count, count[1]) << static_cast<int>(since);
    EXPECT_EQ(standing_of(history, policy, kStart + days{75}).count, count[2]) << static_cast<int>(since);
  }
  ColourPolicy since_step_down, ever;
  ever.count_since = Since::ever;
  const auto again = struck({0h, 1h, 2h, days{31}});
  EXPECT_EQ(colour(again, since_step_down, days{31}), Colour::green) << "stepped down on day 30, and then one";
  EXPECT_EQ(colour(again, ever, days{31}), Colour::yellow) << "the fourth in its life";
}

TEST(ColourSwitches, C3TheThirtyDaysBindTheStepDownOrTheCountOrBoth) {
  using Since = ColourPolicy::CountSince;
  ColourPolicy step_down_only, both, count_only;
  both.count_since = Since::rolling_30_days;
  count_only.count_since = Since::rolling_30_days;
  count_only.step_down_by = ColourPolicy::StepDownBy::count;
  const auto slow = struck({0h, days{15}, days{31}});
  EXPECT_EQ(colour(slow, step_down_only, days{31}), Colour::yellow) << "the third since the beginning";
  EXPECT_EQ(colour(slow, both, days{31}), Colour::green) << "the first is forgotten";
  const auto yellow = struck({0h, 1h, days{20}});
  EXPECT_EQ(colour(yellow, both, days{30} + 1h), Colour::yellow) << "not clean for thirty days";
  EXPECT_EQ(colour(yellow, count_only, days{30} - 1s), Colour::yellow);
  EXPECT_EQ(colour(yellow, count_only, days{30}), Colour::green) << "two are left in the window";
  EXPECT_EQ(standing_of(yellow, count_only, kStart + days{21}).steps_down_at, kStart + days{30});
  EXPECT_EQ(standing_of(yellow, both, kStart + days{21}).steps_down_at, kStart + days{50});
  const auto red = struck({0h, days{1}, days{2}, days{3}, days{4}});
  const auto changes = standing_of(red, count_only, kStart + days{60}).changes;
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(changes[2].at, kStart + days{30}) << "four left: yellow";
  EXPECT_EQ(changes[3].at, kStart + days{32}) << "two left: green";
  count_only.count_since = Since::calendar_month;
  EXPECT_EQ(colour(red, count_only, days{29} - 1s), Colour::red);
  EXPECT_EQ(colour(red, count_only, days{29}), Colour::green) << "December begins at local midnight";
}

TEST(ColourSwitches, C4ACleanDayIsTwentyFourHoursOrACalendarDayOrADayOfTrade) {
  auto history = struck({9h, 9h, 9h});
  history.closed = {{kStart + days{10}, kStart + days{11}}};
  const std::pair<ColourPolicy::CleanDay, Duration> green_after[] = {
      {ColourPolicy::CleanDay::any_24_hours, days{30} + 9h},
      {ColourPolicy::CleanDay::calendar_day, days{31}},
      {ColourPolicy::CleanDay::open_day, days{32}}};
  for (const auto& [day, green] : green_after) {
    ColourPolicy policy;
    policy.clean_day_is = day;
    EXPECT_EQ(colour(history, policy, green - 1us), Colour::yellow);
    EXPECT_EQ(colour(history, policy, green), Colour::green);
  }
}

TEST(ColourSwitches, C5AfterAStepDownTheCountIsTheFloorOrNoughtOrWhatLiesInTheWindow) {
  const auto red = struck({0h, 0h, 0h, 0h, 0h});
  ColourPolicy floor, zero, window;
  zero.count_after_step_down = ColourPolicy::AfterStepDown::zero;
  window.count_since = ColourPolicy::CountSince::rolling_30_days;
  EXPECT_EQ(standing_of(red, floor, kStart + days{30}).count, 3);
  EXPECT_EQ(standing_of(red, zero, kStart + days{30}).count, 0);
  EXPECT_EQ(standing_of(red, window, kStart + days{30}).count, 0);
  auto twice_more = red;
  for (const Duration at : {Duration{days{31}}, Duration{days{32}}}) twice_more.strikes.push_back({kStart + at});
  EXPECT_EQ(colour(twice_more, floor, days{32}), Colour::red) << "3 + 2";
  EXPECT_EQ(colour(twice_more, zero, days{32}), Colour::yellow) << "0 + 2, and colours never fall by a strike";
  EXPECT_EQ(colour(twice_more, window, days{32}), Colour::yellow);
}

TEST(ColourSwitches, C6FromRedToGreenTakesTwoCleanPeriodsOrOne) {
  const auto red = struck({0h, 0h, 0h, 0h, 0h});
  ColourPolicy two, one;
  one.red_steps_down_to_green = true;
  EXPECT_EQ(colour(red, two, days{30}), Colour::yellow);
  EXPECT_EQ(colour(red, two, days{60}), Colour::green);
  EXPECT_EQ(colour(red, one, days{30} - 1us), Colour::red);
  const Standing green = standing_of(red, one, kStart + days{30});
  EXPECT_EQ(green.colour, Colour::green);
  EXPECT_EQ(green.count, 0);
  ASSERT_EQ(green.changes.size(), 4u) << "by way of yellow";
  EXPECT_EQ(green.changes[2].to, Colour::yellow);
  EXPECT_EQ(green.changes[2].at, green.changes[3].at);
}

TEST(ColourSwitches, C10AClassMayWeighMoreThanOneStrikeOrNone) {
  ColourPolicy policy;
  auto history = struck({0h, 1h});
  EXPECT_EQ(colour(history, policy, 2h), Colour::green);
  history.strikes[1].weight = 2;
  EXPECT_EQ(standing_of(history, policy, kStart + 2h).count, 3);
  EXPECT_EQ(colour(history, policy, 2h), Colour::yellow);
  history.strikes[0].weight = 3;
  EXPECT_EQ(colour(history, policy, 2h), Colour::red) << "five strikes' weight in two";
  EXPECT_EQ(standing_of(history, policy, kStart + 2h).changes.size(), 2u) << "yellow at the first, red at the second";
  history.strikes.push_back({kStart + days{10}});
  history.strikes.back().weight = 0;
  EXPECT_EQ(standing_of(history, policy, kStart + days{10}).count, 5);
  EXPECT_EQ(standing_of(history, policy, kStart + days{10}).steps_down_at, kStart + 1h + days{30})
      << "what weighs nothing does not break off the clean days";
  policy.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  history.strikes[0].voided_at = kStart + days{11};
  EXPECT_EQ(standing_of(history, policy, kStart + days{11}).count, 2) << "with its whole weight";
}

TEST(ColourSwitches, C11AVoidedStrikeHasNeverBeenOrIsTakenOffNow) {
  auto history = struck({0h, 1h, 2h, 3h, days{10}});
  history.strikes[4].voided_at = kStart + days{20};
  ColourPolicy rederives, subtracts;
  subtracts.voided_strike = ColourPolicy::VoidedStrike::subtracts_from_now;
  EXPECT_EQ(standing_of(history, rederives, kStart + days{21}).changes.size(), 1u) << "it was never red";
  EXPECT_EQ(standing_of(history, rederives, kStart + days{21}).steps_down_at, kStart + 3h + days{30});
  EXPECT_EQ(standing_of(history, subtracts, kStart + days{21}).changes.size(), 3u) << "it was red for ten days";
  EXPECT_EQ(standing_of(history, subtracts, kStart + days{21}).steps_down_at, kStart + days{40});
}

TEST(ColourSwitches, C12ANewOwnerBeginsAnewOrInherits) {
  auto history = struck({0h, 1h, 2h, 3h});
  history.owner_changes = {kStart + days{1}};
  ColourPolicy resets, keeps;
  keeps.owner_change_resets = false;
  EXPECT_EQ(standing_of(history, resets, kStart + days{1}).colour, Colour::green);
  EXPECT_EQ(standing_of(history, resets, kStart + days{1}).count, 0);
  EXPECT_EQ(standing_of(history, keeps, kStart + days{1}).count, 4);
  history.strikes.push_back({kStart + days{2}});
  EXPECT_EQ(colour(history, resets, days{2}), Colour::green) << "his first";
  EXPECT_EQ(colour(history, keeps, days{2}), Colour::red) << "the shop's fifth";
}

TEST(ColourSwitches, C13ClosedDaysAreCleanOrAreNot) {
  auto history = struck({0h, 0h, 0h});
  history.closed = {{kStart + days{5}, kStart + days{12}}};
  ColourPolicy clean, not_clean;
  not_clean.closed_days_are_clean = false;
  EXPECT_EQ(colour(history, clean, days{30}), Colour::green);
  EXPECT_EQ(colour(history, not_clean, days{37} - 1us), Colour::yellow);
  EXPECT_EQ(colour(history, not_clean, days{37}), Colour::green) << "seven closed days more";
}

TEST(ColourSwitches, C14BlindTimeIsCleanUpToAShareAndDelaysAboveIt) {
  auto history = struck({0h, 0h, 0h});
  history.unseen = {{kStart + days{5}, kStart + days{15}}};
  ColourPolicy fifth, all;
  all.blind_time_counts_as_clean = 1;
  EXPECT_EQ(colour(history, all, days{30}), Colour::green);
  EXPECT_EQ(colour(history, fifth, days{34} - 1us), Colour::yellow);
  EXPECT_EQ(colour(history, fifth, days{34}), Colour::green) << "ten days blind, six tolerated";
}

}  // namespace
}  // namespace tricolor::engine::colour_switches_test
