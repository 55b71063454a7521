#include "engine/colour_code.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "merchants/clean_time.h"

namespace tricolor::engine {
namespace {

// Length of the window of `rolling_30_days`.
constexpr std::chrono::days kRollingWindow{30};

std::chrono::year_month month_of(Time time) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time + kUtcOffset)};
  return date.year() / date.month();
}

// A thing that happens to a shop. They are handled in order of time; at one instant a void or a new owner comes before
// a strike.
struct Happening {
  enum class What : std::uint8_t { owner_change, voided, strike };
  Time at;
  What what = What::strike;
  std::size_t strike = 0;  ///< Index of the strike that is counted or voided.
};

struct CountedStrike {
  std::size_t strike = 0;
  Time at;
  int weight = 1;
};

// A span in which the subject of a strike stood, so that no time of it was clean.
struct Stood {
  Time struck_at;
  Time from;
  std::optional<Time> until;
};

// The spans of all strikes that are in force at `as_of`, by their beginning.
std::vector<Stood> stood_of(const ColourHistory& history, const ColourPolicy& policy, Time as_of) {
  std::vector<Stood> all;
  for (const Strike& strike : history.strikes) {
    if (strike.at > as_of || strike.weight == 0) continue;
    if (strike.voided_at && policy.voided_strike == ColourPolicy::VoidedStrike::rederives_history) continue;
    const bool voided = strike.voided_at && *strike.voided_at <= as_of;
    for (const TimeSpan& span : strike.stood) {
      std::optional<Time> until = span.until;
      if (voided && (!until || *strike.voided_at < *until)) until = strike.voided_at;
      if (until && *until > as_of) until.reset();
      if (span.from <= as_of && (!until || *until > span.from)) all.push_back({strike.at, span.from, until});
    }
  }
  std::sort(all.begin(), all.end(), [](const Stood& a, const Stood& b) { return a.from < b.from; });
  return all;
}

class Fold {
 public:
  Fold(const ColourHistory& history, const ColourPolicy& policy, Time as_of)
      : history_(history),
        policy_(policy),
        clean_time_(history, policy, as_of),
        stood_(stood_of(history, policy, as_of)) {}

  void until(Time at) {
    if (policy_.step_down_by == ColourPolicy::StepDownBy::count) {
      for (auto next = next_exit(counted_); next && *next <= at; next = next_exit(counted_)) {
        forget(*next);
        become(level(count()), *next);
      }
      return;
    }
    while (struck_ && colour_ != Colour::green) {
      const auto next = next_clean();
      if (!next || next->at > at) break;
      clean_from_ = next->at;
      step_down(next->at);
    }
    // Green has no level below it, but a clean month clears its count.
    const bool clears =
        policy_.count_since == ColourPolicy::CountSince::last_step_down && policy_.clean_month_at_green_clears;
    if (clears && colour_ == Colour::green && count() > 0)
      if (const auto next = next_clean(); next && next->at <= at) begin_count_at(0);
    forget(at);
  }

  void strike(std::size_t index, Time at) {
    struck_ = true;
    counted_.push_back({index, at, history_.strikes[index].weight});
    forget(at);
    clean_from_ = clean_time_.first_after_strike(at);
    become(std::max(colour_, level(count())), at);
  }

  // Takes a strike back. A strike that a step-down, a clean month, a window or a new owner has cleared is not counted
  // any more, so there is nothing to take back.
  void take_back(std::size_t index, Time at) {
    if (std::erase_if(counted_, [&](const CountedStrike& counted) { return counted.strike == index; }) == 0) return;
    become(std::min(colour_, level(count())), at);
  }

  void reset(Time at) {
    begin_count_at(0);
    owner_since_ = at;
    clean_from_ = at;
    become(Colour::green, at);
  }

  Standing standing(Time as_of) {
    Standing standing;
    standing.colour = colour_;
    standing.count = count();
    const int next_from = colour_ == Colour::green ? policy_.yellow_from : policy_.red_from;
    standing.strikes_to_next = colour_ == Colour::red ? 0 : std::max(1, next_from - standing.count);
    standing.stands =
        std::any_of(stood_.begin(), stood_.end(), [&](const Stood& span) { return in_force(span) && !span.until; });
    if (struck_)
      if (const auto from = clean_before(as_of)) standing.clean_for = std::max(Duration{0}, as_of - *from);
    if (colour_ != Colour::green && policy_.step_down_by == ColourPolicy::StepDownBy::count) {
      standing.steps_down_at = leaves_its_level_at();
    } else if (colour_ != Colour::green) {
      if (const auto next = next_clean()) {
        standing.steps_down_at = next->at;
        standing.waits_for_sight = next->waits_for_sight;
      }
    }
    standing.changes = std::move(changes_);
    return standing;
  }

 private:
  Colour level(int count) const {
    return count >= policy_.red_from ? Colour::red : count >= policy_.yellow_from ? Colour::yellow : Colour::green;
  }

  int count() const {
    int sum = floor_;
    for (const CountedStrike& counted : counted_) sum += counted.weight;
    return sum;
  }

  void begin_count_at(int floor) {
    floor_ = floor;
    counted_.clear();
  }

  void become(Colour to, Time at) {
    // Red is reached by way of yellow, in the log too.
    while (colour_ != to) {
      const Colour step = static_cast<Colour>(static_cast<int>(colour_) + (to > colour_ ? 1 : -1));
      changes_.push_back({at, colour_, step, count()});
      colour_ = step;
    }
  }

  bool has_window() const {
    return policy_.count_since == ColourPolicy::CountSince::rolling_30_days ||
           policy_.count_since == ColourPolicy::CountSince::calendar_month;
  }

  // The instant at which a strike leaves the window, for a `count_since` that has one.
  Time exit_of(Time strike) const {
    if (policy_.count_since == ColourPolicy::CountSince::rolling_30_days) return strike + kRollingWindow;
    return Time{std::chrono::sys_days{(month_of(strike) + std::chrono::months{1}) / 1}} - kUtcOffset;
  }

  std::optional<Time> next_exit(const std::vector<CountedStrike>& counted) const {
    if (!has_window() || counted.empty()) return std::nullopt;
    return exit_of(std::min_element(counted.begin(), counted.end(), [](const CountedStrike& a, const CountedStrike& b) {
                     return a.at < b.at;
                   })->at);
  }

  void forget(Time at) {
    if (has_window()) std::erase_if(counted_, [&](const CountedStrike& counted) { return exit_of(counted.at) <= at; });
  }

  std::optional<Time> leaves_its_level_at() const {
    std::vector<CountedStrike> left = counted_;
    while (const auto next = next_exit(left)) {
      std::erase_if(left, [&](const CountedStrike& counted) { return exit_of(counted.at) <= *next; });
      int sum = floor_;
      for (const CountedStrike& counted : left) sum += counted.weight;
      if (level(sum) < colour_) return next;
    }
    return std::nullopt;
  }

  void step_down(Time at) {
    forget(at);
    const Colour to =
        policy_.red_steps_down_to_green ? Colour::green : static_cast<Colour>(static_cast<int>(colour_) - 1);
    if (policy_.count_since == ColourPolicy::CountSince::last_step_down) {
      const bool keeps_floor =
          policy_.count_after_step_down == ColourPolicy::AfterStepDown::floor_of_colour && to == Colour::yellow;
      begin_count_at(keeps_floor ? policy_.yellow_from : 0);
    }
    become(to, at);
  }

  // True unless the span is of a strike before the present owner, which does not hold him back.
  bool in_force(const Stood& span) const { return !owner_since_ || span.struck_at >= *owner_since_; }

  // The instant since which the time before `at` was clean; none while something stands. Spans that begin at `at` or
  // later do not matter.
  std::optional<Time> clean_before(Time at) const {
    Time from = clean_from_;
    if (policy_.clean_while_standing) return from;
    for (const Stood& span : stood_) {
      if (span.from >= at) break;
      if (!in_force(span) || (span.until && *span.until <= from)) continue;
      if (!span.until) return std::nullopt;
      from = clean_time_.first_after_end(*span.until);
    }
    return from;
  }

  // The end of the first stretch of clean time that is long enough.
  std::optional<CleanTime::Complete> next_clean() const {
    Time from = clean_from_;
    auto complete = clean_time_.complete_from(from);
    if (policy_.clean_while_standing) return complete;
    for (const Stood& span : stood_) {
      if (complete && span.from >= complete->at) break;
      if (!in_force(span) || (span.until && *span.until <= from)) continue;
      if (!span.until) return std::nullopt;
      from = clean_time_.first_after_end(*span.until);
      complete = clean_time_.complete_from(from);
    }
    return complete;
  }

  const ColourHistory& history_;
  const ColourPolicy& policy_;
  CleanTime clean_time_;
  std::vector<Stood> stood_;
  Colour colour_ = Colour::green;
  int floor_ = 0;                       ///< Count at which counting began after a step-down.
  std::vector<CountedStrike> counted_;  ///< Strikes that were counted since then, or lie in the window.
  Time clean_from_;
  bool struck_ = false;
  std::optional<Time> owner_since_;
  std::vector<ColourChange> changes_;
};

}  // namespace

Standing standing_of(const ColourHistory& history, const ColourPolicy& policy, Time as_of) {
  std::vector<Happening> happenings;
  for (std::size_t i = 0; i < history.strikes.size(); ++i) {
    const Strike& strike = history.strikes[i];
    if (strike.weight == 0) continue;
    if (strike.voided_at &&
        (policy.voided_strike == ColourPolicy::VoidedStrike::rederives_history || *strike.voided_at <= strike.at))
      continue;
    happenings.push_back({strike.at, Happening::What::strike, i});
    if (strike.voided_at) happenings.push_back({*strike.voided_at, Happening::What::voided, i});
  }
  if (policy.owner_change_resets)
    for (const Time change : history.owner_changes) happenings.push_back({change, Happening::What::owner_change, 0});
  std::stable_sort(happenings.begin(), happenings.end(),
                   [](const Happening& a, const Happening& b) { return a.at != b.at ? a.at < b.at : a.what < b.what; });
  Fold fold(history, policy, as_of);
  for (const Happening& happening : happenings) {
    if (happening.at > as_of) break;
    fold.until(happening.at);
    switch (happening.what) {
      case Happening::What::strike: fold.strike(happening.strike, happening.at); break;
      case Happening::What::voided: fold.take_back(happening.strike, happening.at); break;
      case Happening::What::owner_change: fold.reset(happening.at); break;
    }
  }
  fold.until(as_of);
  return fold.standing(as_of);
}

}  // namespace tricolor::engine
