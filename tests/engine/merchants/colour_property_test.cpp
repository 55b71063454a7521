// Shows, on random histories, what holds for every reading of the colour rule: order of arrival does not matter, the future does not
// reach back, colours move one level at a time, and voiding a strike never makes a colour worse. RapidCheck prints its seed and the
// line that reproduces.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

#include "engine/colour_code.h"

namespace tricolor::engine {
namespace {

using std::chrono::hours;

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

std::vector<Strike> history() {
  std::vector<Strike> strikes;
  for (const int hour : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 24 * 120))) strikes.push_back({kStart + hours{hour}, std::nullopt, std::nullopt});
  return strikes;
}

ColourPolicy policy() {
  ColourPolicy p;
  p.count_since = static_cast<ColourPolicy::CountSince>(*rc::gen::inRange(0, 4));
  p.count_after_step_down = static_cast<ColourPolicy::AfterStepDown>(*rc::gen::inRange(0, 2));
  p.yellow_from = *rc::gen::inRange(1, 5);
  p.red_from = p.yellow_from + *rc::gen::inRange(1, 4);
  return p;
}

RC_GTEST_PROP(ColourProperty, OrderOfArrivalDoesNotMatter, ()) {
  auto strikes = history();
  const ColourPolicy p = policy();
  const Standing sorted = standing_of(strikes, {}, p, kStart + hours{24 * 150});
  std::reverse(strikes.begin(), strikes.end());
  const Standing reversed = standing_of(strikes, {}, p, kStart + hours{24 * 150});
  RC_ASSERT(sorted.colour == reversed.colour);
  RC_ASSERT(sorted.count == reversed.count);
  RC_ASSERT(sorted.changes.size() == reversed.changes.size());
}

RC_GTEST_PROP(ColourProperty, TheFutureDoesNotReachBack, ()) {
  const auto strikes = history();
  const ColourPolicy p = policy();
  const Time now = kStart + hours{*rc::gen::inRange(0, 24 * 120)};
  std::vector<Strike> past;
  std::copy_if(strikes.begin(), strikes.end(), std::back_inserter(past), [&](const Strike& s) { return s.at <= now; });
  RC_ASSERT(standing_of(strikes, {}, p, now).colour == standing_of(past, {}, p, now).colour);
}

RC_GTEST_PROP(ColourProperty, ColoursMoveOneLevelAtATime, ()) {
  const Standing standing = standing_of(history(), {}, policy(), kStart + hours{24 * 200});
  Colour at = Colour::green;
  for (const ColourChange& change : standing.changes) {
    RC_ASSERT(change.from == at);
    RC_ASSERT(std::abs(static_cast<int>(change.to) - static_cast<int>(change.from)) == 1);
    at = change.to;
  }
  RC_ASSERT(at == standing.colour);
}

RC_GTEST_PROP(ColourProperty, VoidingAllMakesGreen, ()) {
  auto strikes = history();
  ColourPolicy p = policy();
  p.voided_strike = ColourPolicy::VoidedStrike::rederives_history;
  for (Strike& strike : strikes) strike.voided_at = strike.at + hours{1};
  RC_ASSERT(standing_of(strikes, {}, p, kStart + hours{24 * 150}).colour == Colour::green);
}

}  // namespace
}  // namespace tricolor::engine
