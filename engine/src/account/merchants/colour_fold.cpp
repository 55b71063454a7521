#include "merchants/colour_fold.h"

#include <algorithm>
#include <chrono>

namespace tricolor::engine {
namespace {

// Length of the window of `rolling_30_days`.
constexpr std::chrono::days kRollingWindow{30};

std::chrono::year_month month_of(Time time) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time + kUtcOffset)};
  return date.year() / date.month();
}

}  // namespace

bool is_ordered(const Strike& strike, const ColourPolicy& policy) {
  if (strike.weight == 0) return false;
  return !strike.voided_at || policy.voided_strike != ColourPolicy::VoidedStrike::rederives_history;
}

bool ever_counts(const Strike& strike) { return !strike.voided_at || *strike.voided_at > strike.at; }

ColourOrder order_of(const ColourHistory& history, const ColourPolicy& policy) {
  ColourOrder order;
  for (std::size_t i = 0; i < history.strikes.size(); ++i) {
    const Strike& strike = history.strikes[i];
    if (!is_ordered(strike, policy)) continue;
    order.strikes.push_back(i);
    if (strike.voided_at && ever_counts(strike)) order.voids.emplace_back(*strike.voided_at, i);
  }
  std::stable_sort(order.strikes.begin(), order.strikes.end(),
                   [&](std::size_t a, std::size_t b) { return history.strikes[a].at < history.strikes[b].at; });
  std::sort(order.voids.begin(), order.voids.end());
  if (policy.owner_change_resets) order.owner_changes = history.owner_changes;
  std::sort(order.owner_changes.begin(), order.owner_changes.end());
  return order;
}

void add_stood(const Strike& strike, const ColourPolicy& policy, Time as_of, std::vector<Stood>& all) {
  if (strike.at > as_of || !is_ordered(strike, policy)) return;
  const bool voided = strike.voided_at && *strike.voided_at <= as_of;
  for (const TimeSpan& span : strike.stood) {
    std::optional<Time> until = span.until;
    if (voided && (!until || *strike.voided_at < *until)) until = strike.voided_at;
    if (until && *until > as_of) until.reset();
    if (span.from <= as_of && (!until || *until > span.from)) all.push_back({strike.at, span.from, until});
  }
}

ColourFold::ColourFold(const ColourHistory& history, const ColourOrder& order, const ColourPolicy& policy, Time as_of,
                       std::vector<Stood> stood, State state)
    : history_(history),
      order_(order),
      policy_(policy),
      as_of_(as_of),
      clean_time_(history, policy, as_of),
      stood_(std::move(stood)),
      state_(state) {
  std::sort(stood_.begin(), stood_.end(), [](const Stood& a, const Stood& b) { return a.from < b.from; });
}

std::vector<ColourFold::Stop> ColourFold::run(const std::vector<std::size_t>& stop_after) {
  std::vector<Stop> stops;
  auto stop = stop_after.begin();
  std::optional<Time> last;
  for (;;) {
    std::optional<Time> next;
    const auto sooner = [&next](Time at) { next = next ? std::min(*next, at) : at; };
    if (state_.owner_changes < order_.owner_changes.size()) sooner(order_.owner_changes[state_.owner_changes]);
    if (state_.voids < order_.voids.size()) sooner(order_.voids[state_.voids].first);
    if (state_.strikes < order_.strikes.size()) sooner(ordered(state_.strikes).at);
    if (!next || *next > as_of_) break;
    if (last && *next > *last && stop != stop_after.end() && state_.strikes >= *stop) {
      stops.push_back({*last, state_});
      while (stop != stop_after.end() && state_.strikes >= *stop) ++stop;
    }
    last = next;
    if (state_.owner_changes < order_.owner_changes.size() && order_.owner_changes[state_.owner_changes] == *next) {
      until(*next);
      reset(*next);
      ++state_.owner_changes;
    } else if (state_.voids < order_.voids.size() && order_.voids[state_.voids].first == *next) {
      until(*next);
      take_back(order_.voids[state_.voids].second, *next);
      ++state_.voids;
    } else {
      if (ever_counts(ordered(state_.strikes))) {
        until(*next);
        strike(*next);
      }
      ++state_.strikes;
    }
  }
  until(as_of_);
  return stops;
}

void ColourFold::until(Time at) {
  if (policy_.step_down_by == ColourPolicy::StepDownBy::count) {
    for (auto next = next_exit(); next && *next <= at; next = next_exit()) {
      forget(*next);
      become(level(count()), *next);
    }
    return;
  }
  while (state_.struck && state_.colour != Colour::green) {
    const auto next = next_clean_by(at);
    if (!next) break;
    state_.clean_from = next->at;
    step_down(next->at);
  }
  // Green has no level below it, but a clean month clears its count.
  const bool clears =
      policy_.count_since == ColourPolicy::CountSince::last_step_down && policy_.clean_month_at_green_clears;
  if (clears && state_.colour == Colour::green && count() > 0)
    if (next_clean_by(at)) begin_count_at(0);
  forget(at);
}

// The strike at the position that is folded next.
void ColourFold::strike(Time at) {
  state_.struck = true;
  state_.counted += ordered(state_.strikes).weight;
  forget(at);
  state_.clean_from = clean_time_.first_after_strike(at);
  become(std::max(state_.colour, level(count())), at);
}

// Takes a strike back. A strike that a step-down, a clean month, a window or a new owner has cleared is not counted
// any more, so there is nothing to take back.
void ColourFold::take_back(std::size_t index, Time at) {
  const Strike& strike = history_.strikes[index];
  const auto position = static_cast<std::size_t>(std::lower_bound(order_.strikes.begin(), order_.strikes.end(), index,
                                                                  [&](std::size_t a, std::size_t b) {
                                                                    const Time at_a = history_.strikes[a].at,
                                                                               at_b = history_.strikes[b].at;
                                                                    return at_a != at_b ? at_a < at_b : a < b;
                                                                  }) -
                                                 order_.strikes.begin());
  if (position < state_.counted_from) return;
  state_.counted -= strike.weight;
  become(std::min(state_.colour, level(count())), at);
}

void ColourFold::reset(Time at) {
  begin_count_at(0);
  state_.owner_since = at;
  state_.clean_from = at;
  become(Colour::green, at);
}

Standing ColourFold::standing() {
  Standing standing;
  standing.colour = state_.colour;
  standing.count = count();
  const int next_from = state_.colour == Colour::green ? policy_.yellow_from : policy_.red_from;
  standing.strikes_to_next = state_.colour == Colour::red ? 0 : std::max(1, next_from - standing.count);
  standing.stands =
      std::any_of(stood_.begin(), stood_.end(), [&](const Stood& span) { return in_force(span) && !span.until; });
  if (state_.struck)
    if (const auto from = clean_before(as_of_)) standing.clean_for = std::max(Duration{0}, as_of_ - *from);
  if (state_.colour != Colour::green && policy_.step_down_by == ColourPolicy::StepDownBy::count) {
    standing.steps_down_at = leaves_its_level_at();
  } else if (state_.colour != Colour::green) {
    if (const auto next = next_clean()) {
      standing.steps_down_at = next->at;
      standing.waits_for_sight = next->waits_for_sight;
    }
  }
  standing.changes = std::move(changes_);
  return standing;
}

Colour ColourFold::level(int count) const {
  return count >= policy_.red_from ? Colour::red : count >= policy_.yellow_from ? Colour::yellow : Colour::green;
}

void ColourFold::begin_count_at(int floor) {
  state_.floor = floor;
  state_.counted_from = state_.strikes;
  state_.counted = 0;
}

void ColourFold::become(Colour to, Time at) {
  // Red is reached by way of yellow, in the log too.
  while (state_.colour != to) {
    const Colour step = static_cast<Colour>(static_cast<int>(state_.colour) + (to > state_.colour ? 1 : -1));
    changes_.push_back({at, state_.colour, step, count()});
    state_.colour = step;
  }
}

bool ColourFold::has_window() const {
  return policy_.count_since == ColourPolicy::CountSince::rolling_30_days ||
         policy_.count_since == ColourPolicy::CountSince::calendar_month;
}

// The instant at which a strike leaves the window, for a `count_since` that has one.
Time ColourFold::exit_of(Time strike) const {
  if (policy_.count_since == ColourPolicy::CountSince::rolling_30_days) return strike + kRollingWindow;
  return Time{std::chrono::sys_days{(month_of(strike) + std::chrono::months{1}) / 1}} - kUtcOffset;
}

// False for a strike of the window that never counted, or was taken back.
bool ColourFold::counts(std::size_t position) const {
  const Strike& strike = ordered(position);
  if (!strike.voided_at) return true;
  if (!ever_counts(strike)) return false;
  const std::pair<Time, std::size_t> voided{*strike.voided_at, order_.strikes[position]};
  return state_.voids == 0 || order_.voids[state_.voids - 1] < voided;
}

std::optional<Time> ColourFold::next_exit() const {
  if (!has_window()) return std::nullopt;
  for (std::size_t i = state_.counted_from; i < state_.strikes; ++i)
    if (counts(i)) return exit_of(ordered(i).at);
  return std::nullopt;
}

void ColourFold::forget(Time at) {
  if (!has_window()) return;
  for (; state_.counted_from < state_.strikes && exit_of(ordered(state_.counted_from).at) <= at; ++state_.counted_from)
    if (counts(state_.counted_from)) state_.counted -= ordered(state_.counted_from).weight;
}

std::optional<Time> ColourFold::leaves_its_level_at() const {
  if (!has_window()) return std::nullopt;
  int left = count();
  for (std::size_t i = state_.counted_from; i < state_.strikes;) {
    const Time exit = exit_of(ordered(i).at);
    bool any = false;
    for (; i < state_.strikes && exit_of(ordered(i).at) <= exit; ++i) {
      if (!counts(i)) continue;
      any = true;
      left -= ordered(i).weight;
    }
    if (any && level(left) < state_.colour) return exit;
  }
  return std::nullopt;
}

void ColourFold::step_down(Time at) {
  forget(at);
  const Colour to =
      policy_.red_steps_down_to_green ? Colour::green : static_cast<Colour>(static_cast<int>(state_.colour) - 1);
  if (policy_.count_since == ColourPolicy::CountSince::last_step_down) {
    const bool keeps_floor =
        policy_.count_after_step_down == ColourPolicy::AfterStepDown::floor_of_colour && to == Colour::yellow;
    begin_count_at(keeps_floor ? policy_.yellow_from : 0);
  }
  become(to, at);
}

// The instant since which the time before `at` was clean; none while something stands. Spans that begin at `at` or
// later do not matter.
std::optional<Time> ColourFold::clean_before(Time at) const {
  Time from = state_.clean_from;
  if (policy_.clean_while_standing) return from;
  for (const Stood& span : stood_) {
    if (span.from >= at) break;
    if (!in_force(span) || (span.until && *span.until <= from)) continue;
    if (!span.until) return std::nullopt;
    from = clean_time_.first_after_end(*span.until);
  }
  return from;
}

// The end of the first stretch of clean time that is long enough. It is looked for only where none of what stood ends
// it before it can be.
std::optional<CleanTime::Complete> ColourFold::next_clean() const {
  Time from = state_.clean_from;
  std::optional<std::optional<CleanTime::Complete>> complete;
  const auto completed = [&]() -> const std::optional<CleanTime::Complete>& {
    if (!complete) complete = clean_time_.complete_from(from);
    return *complete;
  };
  if (policy_.clean_while_standing) return completed();
  for (const Stood& span : stood_) {
    if (span.from >= from + policy_.step_down_after && completed() && span.from >= completed()->at) break;
    if (!in_force(span) || (span.until && *span.until <= from)) continue;
    if (!span.until) return std::nullopt;
    from = clean_time_.first_after_end(*span.until);
    complete.reset();
  }
  return completed();
}

// As `next_clean` when that is not after an instant.
std::optional<CleanTime::Complete> ColourFold::next_clean_by(Time at) const {
  if (state_.clean_from + policy_.step_down_after > at) return std::nullopt;
  const auto next = next_clean();
  return next && next->at <= at ? next : std::nullopt;
}

}  // namespace tricolor::engine
