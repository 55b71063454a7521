// Shows, on random histories, what holds for every reading of the colour rule: order of arrival does not matter, the future does not
// reach back, colours move one level at a time, voiding all strikes leaves green, and the fold agrees with a plain model that walks from hour to
// hour and looks at everything anew. RapidCheck prints its seed and the
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

// The rule as one would explain it: every hour, look at what has happened so far.
class HourByHour {
 public:
  HourByHour(const ColourPolicy& policy, const std::vector<Strike>& strikes, const std::vector<Time>& resets) : policy_(policy), strikes_(strikes), resets_(resets) {}

  Standing walk(int until_hour) {
    for (int hour = 0; hour <= until_hour; ++hour) live(kStart + hours{hour});
    Standing standing;
    standing.colour = colour_;
    standing.count = count_;
    standing.changes = changes_;
    if (began_) standing.clean_for = kStart + hours{until_hour} - clean_since_;
    return standing;
  }

 private:
  bool rederives() const { return policy_.voided_strike == ColourPolicy::VoidedStrike::rederives_history; }
  bool windowed() const { return policy_.count_since == ColourPolicy::CountSince::rolling_30_days || policy_.count_since == ColourPolicy::CountSince::calendar_month; }

  bool in_window(Time strike, Time now) const {
    if (policy_.count_since == ColourPolicy::CountSince::rolling_30_days) return now - strike < std::chrono::days{30};
    const std::chrono::year_month_day a{std::chrono::floor<std::chrono::days>(strike + kUtcOffset)}, b{std::chrono::floor<std::chrono::days>(now + kUtcOffset)};
    return a.year() == b.year() && a.month() == b.month();
  }

  void live(Time now) {
    if (began_ && now - clean_since_ == policy_.step_down_after) {
      if (colour_ != Colour::green) {
        const Colour to = colour_ == Colour::red ? Colour::yellow : Colour::green;
        if (policy_.count_since == ColourPolicy::CountSince::last_step_down)
          count_ = to == Colour::yellow && policy_.count_after_step_down == ColourPolicy::AfterStepDown::floor_of_colour ? policy_.yellow_from : 0;
        if (windowed()) recount(now);
        go(to, now);
        clean_since_ = now;
      } else if (policy_.count_since == ColourPolicy::CountSince::last_step_down && policy_.clean_month_at_green_clears) {
        count_ = 0;
      }
    }
    if (windowed()) recount(now);
    for (const Time reset : resets_)
      if (reset == now && policy_.owner_change_resets) {
        owner_since_ = now;
        count_ = 0;
        in_force_.clear();
        go(Colour::green, now);
        clean_since_ = now;
      }
    for (const Strike& strike : strikes_)
      if (strike.voided_at == now && !rederives()) take_back(strike.at, now);
    for (const Strike& strike : strikes_) {
      if (strike.at != now || (strike.voided_at && (rederives() || *strike.voided_at <= now))) continue;
      began_ = true;
      clean_since_ = now;
      in_force_.push_back(now);
      ++count_;
      if (windowed()) recount(now);
      const Colour level = count_ >= policy_.red_from ? Colour::red : count_ >= policy_.yellow_from ? Colour::yellow : Colour::green;
      if (level > colour_) go(level, now);
    }
  }

  void take_back(Time strike, Time now) {
    if (strike >= now || (owner_since_ && strike < *owner_since_)) return;
    if (windowed()) {
      if (!in_window(strike, now)) return;
      in_force_.erase(std::find(in_force_.begin(), in_force_.end(), strike));
      recount(now);
    } else if (count_ > 0) {
      --count_;
    }
    const Colour level = count_ >= policy_.red_from ? Colour::red : count_ >= policy_.yellow_from ? Colour::yellow : Colour::green;
    if (level < colour_) go(level, now);
  }

  void recount(Time now) {
    count_ = static_cast<int>(std::count_if(in_force_.begin(), in_force_.end(), [&](Time t) { return in_window(t, now); }));
  }

  void go(Colour to, Time now) {
    while (colour_ != to) {
      const auto next = static_cast<Colour>(static_cast<int>(colour_) + (to > colour_ ? 1 : -1));
      changes_.push_back({now, colour_, next, count_});
      colour_ = next;
    }
  }

  const ColourPolicy& policy_;
  const std::vector<Strike>& strikes_;
  const std::vector<Time>& resets_;
  Colour colour_ = Colour::green;
  int count_ = 0;
  bool began_ = false;
  Time clean_since_;
  std::optional<Time> owner_since_;
  std::vector<Time> in_force_;
  std::vector<ColourChange> changes_;
};

RC_GTEST_PROP(ColourProperty, AgreesWithThePlainModel, ()) {
  auto strikes = history();
  ColourPolicy p = policy();
  p.voided_strike = static_cast<ColourPolicy::VoidedStrike>(*rc::gen::inRange(0, 2));
  p.clean_month_at_green_clears = *rc::gen::arbitrary<bool>();
  p.owner_change_resets = *rc::gen::arbitrary<bool>();
  p.step_down_after = hours{*rc::gen::element(24, 24 * 7, 24 * 30)};
  for (Strike& strike : strikes)
    if (*rc::gen::inRange(0, 5) == 0) strike.voided_at = strike.at + hours{*rc::gen::inRange(1, 24 * 40)};
  std::vector<Time> resets;
  for (const int hour : *rc::gen::resize(2, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 24 * 120)))) resets.push_back(kStart + hours{hour});
  const int until = *rc::gen::inRange(0, 24 * 150);
  const Standing fold = standing_of(strikes, resets, p, kStart + hours{until});
  const Standing plain = HourByHour(p, strikes, resets).walk(until);
  RC_ASSERT(fold.colour == plain.colour);
  RC_ASSERT(fold.count == plain.count);
  RC_ASSERT(fold.clean_for == plain.clean_for);
  RC_ASSERT(fold.changes.size() == plain.changes.size());
  for (std::size_t i = 0; i < fold.changes.size(); ++i) {
    RC_ASSERT(fold.changes[i].at == plain.changes[i].at);
    RC_ASSERT(fold.changes[i].to == plain.changes[i].to);
    RC_ASSERT(fold.changes[i].count == plain.changes[i].count);
  }
}

}  // namespace
}  // namespace tricolor::engine
