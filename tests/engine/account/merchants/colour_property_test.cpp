// Shows, on random histories with blind time, closed days and incidents that stand on, the properties of every reading
// of the colour rule: order of arrival does not matter, later events do not change earlier colours, colours move one
// level at a time, one more strike never makes a colour better, nobody is red without the threshold's weight of
// strikes, one clean period is one level, voiding all strikes leaves green, and the fold agrees with a plain model that
// goes from hour to hour and evaluates everything anew. RapidCheck prints its seed and the line that reproduces.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

#include "engine/colour_code.h"
#include "engine/account/merchants/hour_by_hour.h"

namespace tricolor::engine::colour_property_test {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::HourByHour;
using testing::kStart;

constexpr int kHours = 24 * 120;

// Ascending, disjoint spans of whole hours, or of whole local days.
std::vector<TimeSpan> any_spans(int most, int unit_hours, int longest_units) {
  std::vector<TimeSpan> spans;
  int hour = 0;
  for (int n = *rc::gen::inRange(0, most + 1); n > 0; --n) {
    hour += unit_hours * *rc::gen::inRange(1, kHours / unit_hours / most);
    const int length = unit_hours * *rc::gen::inRange(1, longest_units + 1);
    spans.push_back({kStart + hours{hour}, kStart + hours{hour + length}});
    hour += length;
  }
  return spans;
}

ColourHistory any_history() {
  ColourHistory history;
  for (const int hour : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, kHours))) {
    Strike strike{kStart + hours{hour}};
    if (*rc::gen::inRange(0, 3) == 0)
      strike.stood.push_back({strike.at, strike.at + hours{*rc::gen::inRange(1, 24 * 10)}});
    history.strikes.push_back(strike);
  }
  history.unseen = any_spans(4, 1, 24 * 12);
  history.closed = any_spans(3, 24, 9);
  return history;
}

ColourPolicy any_policy() {
  ColourPolicy p;
  p.count_since = static_cast<ColourPolicy::CountSince>(*rc::gen::inRange(0, 4));
  p.count_after_step_down = static_cast<ColourPolicy::AfterStepDown>(*rc::gen::inRange(0, 2));
  p.clean_day_is = static_cast<ColourPolicy::CleanDay>(*rc::gen::inRange(0, 3));
  p.step_down_by = static_cast<ColourPolicy::StepDownBy>(*rc::gen::inRange(0, 4) == 0);
  p.red_steps_down_to_green = *rc::gen::inRange(0, 4) == 0;
  p.clean_while_standing = *rc::gen::inRange(0, 4) == 0;
  p.closed_days_are_clean = *rc::gen::arbitrary<bool>();
  p.clean_month_at_green_clears = *rc::gen::arbitrary<bool>();
  p.blind_time_counts_as_clean = *rc::gen::element(0.0, 0.25, 0.5, 1.0);
  p.step_down_after = *rc::gen::element(days{1}, days{7}, days{30});
  p.yellow_from = *rc::gen::inRange(1, 5);
  p.red_from = p.yellow_from + *rc::gen::inRange(1, 4);
  return p;
}

Time any_time() { return kStart + hours{*rc::gen::inRange(0, 24 * 150)}; }

RC_GTEST_PROP(ColourProperty, OrderOfArrivalDoesNotMatter, ()) {
  auto history = any_history();
  const ColourPolicy p = any_policy();
  const Standing sorted = standing_of(history, p, kStart + days{150});
  std::reverse(history.strikes.begin(), history.strikes.end());
  const Standing reversed = standing_of(history, p, kStart + days{150});
  RC_ASSERT(sorted.colour == reversed.colour);
  RC_ASSERT(sorted.count == reversed.count);
  RC_ASSERT(sorted.steps_down_at == reversed.steps_down_at);
  RC_ASSERT(sorted.changes.size() == reversed.changes.size());
}

RC_GTEST_PROP(ColourProperty, TheFutureDoesNotReachBack, ()) {
  const auto history = any_history();
  const ColourPolicy p = any_policy();
  const Time now = any_time();
  ColourHistory past;
  past.closed = history.closed;  // A dossier says beforehand when a shop will be closed.
  for (const Strike& strike : history.strikes) {
    if (strike.at > now) continue;
    past.strikes.push_back(strike);
    std::erase_if(past.strikes.back().stood, [&](const TimeSpan& span) { return span.from > now; });
    for (TimeSpan& span : past.strikes.back().stood)
      if (*span.until > now) span.until.reset();
  }
  for (TimeSpan span : history.unseen) {
    if (span.from > now) continue;
    if (*span.until > now) span.until.reset();
    past.unseen.push_back(span);
  }
  const Standing known = standing_of(past, p, now), all = standing_of(history, p, now);
  RC_ASSERT(all.colour == known.colour);
  RC_ASSERT(all.count == known.count);
  RC_ASSERT(all.clean_for == known.clean_for);
  RC_ASSERT(all.steps_down_at == known.steps_down_at);
}

RC_GTEST_PROP(ColourProperty, ColoursMoveOneLevelAtATime, ()) {
  const Standing standing = standing_of(any_history(), any_policy(), kStart + days{200});
  Colour at = Colour::green;
  for (const ColourChange& change : standing.changes) {
    RC_ASSERT(change.from == at);
    RC_ASSERT(std::abs(static_cast<int>(change.to) - static_cast<int>(change.from)) == 1);
    at = change.to;
  }
  RC_ASSERT(at == standing.colour);
}

// Draws a policy under which one more strike, or one more blind day, can only make a colour worse. Where green keeps
// its count for ever it may make it better: a shop that is just green carries its strikes on, while one that became
// yellow begins again at zero after its step-down.
ColourPolicy any_monotone_policy() {
  ColourPolicy p = any_policy();
  p.clean_month_at_green_clears = true;
  return p;
}

// This holds for any unseen time, and however long the other incidents stood.
RC_GTEST_PROP(ColourProperty, OneMoreStrikeNeverMakesAColourBetter, ()) {
  const auto fewer = any_history();
  auto more = fewer;
  const ColourPolicy p = any_monotone_policy();
  Strike extra{kStart + hours{*rc::gen::inRange(0, kHours)}};
  extra.weight = *rc::gen::inRange(1, 4);
  if (*rc::gen::arbitrary<bool>()) extra.stood.push_back({extra.at, extra.at + hours{*rc::gen::inRange(1, 24 * 10)}});
  more.strikes.insert(
      more.strikes.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(more.strikes.size()) + 1),
      extra);
  for (int day = 0; day < 200; day += 3)
    RC_ASSERT(standing_of(more, p, kStart + days{day}).colour >= standing_of(fewer, p, kStart + days{day}).colour);
}

RC_GTEST_PROP(ColourProperty, MoreBlindTimeNeverMakesAColourBetter, ()) {
  const auto history = any_history();
  const ColourPolicy p = any_monotone_policy();
  auto seen = history;
  std::erase_if(seen.unseen, [](const TimeSpan&) { return *rc::gen::arbitrary<bool>(); });
  for (int day = 0; day < 200; day += 5)
    RC_ASSERT(standing_of(history, p, kStart + days{day}).colour >= standing_of(seen, p, kStart + days{day}).colour);
}

// While no blind time lies after the thirty days, a step-down is late by exactly the blind time above the tolerated
// share, so that there is no jump.
RC_GTEST_PROP(ColourProperty, AStepDownIsLateByTheBlindTimeAboveTheToleratedShare, ()) {
  ColourHistory history{{{kStart}, {kStart}, {kStart}}};
  ColourPolicy p;
  p.blind_time_counts_as_clean = *rc::gen::inRange(0, 101) / 100.0;
  const auto tolerated =
      Duration{std::llround(p.blind_time_counts_as_clean * static_cast<double>(p.step_down_after.count()))};
  Duration blind{0};
  Time at = kStart;
  for (int n = *rc::gen::inRange(0, 8); n > 0; --n) {
    const auto any = [] { return std::chrono::seconds{*rc::gen::inRange(1, 2 * 86'400)}; };
    const Time from = at + any();
    at = from + any();
    history.unseen.push_back({from, at});
    blind += at - from;
  }
  RC_PRE(at <= kStart + p.step_down_after);
  const auto changes = standing_of(history, p, kStart + days{100}).changes;
  RC_ASSERT(changes.size() == 2u);
  RC_ASSERT(changes[1].at == kStart + p.step_down_after + std::max(Duration{0}, blind - tolerated));
}

RC_GTEST_PROP(ColourProperty, NobodyIsRedWithoutTheThresholdsWeightOfStrikes, ()) {
  auto history = any_history();
  for (Strike& strike : history.strikes) {
    strike.weight = *rc::gen::inRange(0, 4);
    if (*rc::gen::inRange(0, 4) == 0) strike.voided_at = strike.at + hours{*rc::gen::inRange(1, 24 * 40)};
  }
  const ColourPolicy p = any_policy();
  for (const ColourChange& change : standing_of(history, p, kStart + days{150}).changes) {
    if (change.to != Colour::red) continue;
    int weight = 0;
    for (const Strike& strike : history.strikes)
      if (strike.at <= change.at && !strike.voided_at) weight += strike.weight;
    RC_ASSERT(weight >= p.red_from);
  }
}

RC_GTEST_PROP(ColourProperty, OneCleanPeriodIsOneLevel, ()) {
  const auto history = any_history();
  ColourPolicy p = any_policy();
  p.step_down_by = ColourPolicy::StepDownBy::clean_days;
  p.red_steps_down_to_green = false;
  Time since = kStart - p.step_down_after;
  for (const ColourChange& change : standing_of(history, p, kStart + days{200}).changes) {
    if (change.to < change.from) {
      for (const Strike& strike : history.strikes)
        RC_ASSERT(strike.at >= change.at || strike.at + p.step_down_after <= change.at);
      RC_ASSERT(change.at - since >= p.step_down_after);
    }
    since = change.at;
  }
}

RC_GTEST_PROP(ColourProperty, WhileAnythingStandsNoColourGetsBetter, ()) {
  const auto history = any_history();
  ColourPolicy p = any_policy();
  p.step_down_by = ColourPolicy::StepDownBy::clean_days;
  p.clean_while_standing = false;
  for (const ColourChange& change : standing_of(history, p, kStart + days{200}).changes)
    if (change.to < change.from)
      for (const Strike& strike : history.strikes)
        for (const TimeSpan& span : strike.stood) RC_ASSERT(span.from >= change.at || *span.until <= change.at);
}

RC_GTEST_PROP(ColourProperty, VoidingAllMakesGreen, ()) {
  auto history = any_history();
  ColourPolicy p = any_policy();
  p.voided_strike = ColourPolicy::VoidedStrike::rederives_history;
  for (Strike& strike : history.strikes) strike.voided_at = strike.at + hours{1};
  RC_ASSERT(standing_of(history, p, kStart + days{150}).colour == Colour::green);
}

// The colour gets better exactly at the instant that is forecast, provided that nothing happens and every camera sees.
RC_GTEST_PROP(ColourProperty, AForecastComesTrueWhenNothingHappens, ()) {
  auto history = any_history();
  const ColourPolicy p = any_policy();
  const Time now = any_time();
  std::erase_if(history.strikes, [&](const Strike& strike) { return strike.at > now; });
  for (Strike& strike : history.strikes)
    std::erase_if(strike.stood, [&](const TimeSpan& span) { return *span.until > now; });
  std::erase_if(history.unseen, [&](const TimeSpan& span) { return span.from >= now; });
  if (!history.unseen.empty()) history.unseen.back().until = std::min(*history.unseen.back().until, now);
  const Standing standing = standing_of(history, p, now);
  if (!standing.steps_down_at) return;
  RC_ASSERT(*standing.steps_down_at > now);
  RC_ASSERT(standing_of(history, p, *standing.steps_down_at - Duration{1}).colour == standing.colour);
  RC_ASSERT(standing_of(history, p, *standing.steps_down_at).colour < standing.colour);
}

RC_GTEST_PROP(ColourProperty, AgreesWithThePlainModel, ()) {
  auto history = any_history();
  ColourPolicy p = any_policy();
  p.voided_strike = static_cast<ColourPolicy::VoidedStrike>(*rc::gen::inRange(0, 2));
  p.owner_change_resets = *rc::gen::arbitrary<bool>();
  for (Strike& strike : history.strikes) {
    strike.weight = *rc::gen::element(1, 1, 1, 0, 2);
    if (*rc::gen::inRange(0, 5) == 0) strike.voided_at = strike.at + hours{*rc::gen::inRange(1, 24 * 40)};
  }
  for (const int hour : *rc::gen::resize(2, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, kHours))))
    history.owner_changes.push_back(kStart + hours{hour});
  const int until = *rc::gen::inRange(0, 24 * 150);
  const Standing fold = standing_of(history, p, kStart + hours{until});
  const Standing plain = HourByHour(p, history).walk(until);
  RC_ASSERT(fold.colour == plain.colour);
  RC_ASSERT(fold.count == plain.count);
  RC_ASSERT(fold.changes.size() == plain.changes.size());
  for (std::size_t i = 0; i < fold.changes.size(); ++i) {
    RC_ASSERT(fold.changes[i].at == plain.changes[i].at);
    RC_ASSERT(fold.changes[i].to == plain.changes[i].to);
    RC_ASSERT(fold.changes[i].count == plain.changes[i].count);
  }
  if (p.clean_day_is == ColourPolicy::CleanDay::any_24_hours) RC_ASSERT(fold.clean_for == plain.clean_for);
}

}  // namespace
}  // namespace tricolor::engine::colour_property_test
