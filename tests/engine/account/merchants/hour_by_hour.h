// Computes the colour rule in the plainest way, for comparison: at every hour it evaluates everything that has happened
// so far. Events happen at full hours only.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "engine/colour_code.h"

namespace tricolor::engine::testing {

/// A local midnight.
inline const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} - kUtcOffset};

class HourByHour {
 public:
  HourByHour(const ColourPolicy& policy, const ColourHistory& history) : policy_(policy), history_(history) {}

  Standing walk(int until_hour) {
    for (int hour = 0; hour <= until_hour; ++hour) live(kStart + std::chrono::hours{hour});
    Standing standing;
    standing.colour = colour_;
    standing.count = count_;
    standing.changes = changes_;
    standing.clean_for = struck_ ? undisturbed_ : Hours{0};
    return standing;
  }

 private:
  using Hours = std::chrono::hours;

  bool rederives() const { return policy_.voided_strike == ColourPolicy::VoidedStrike::rederives_history; }
  bool windowed() const {
    return policy_.count_since == ColourPolicy::CountSince::rolling_30_days ||
           policy_.count_since == ColourPolicy::CountSince::calendar_month;
  }
  bool by_days() const { return policy_.clean_day_is != ColourPolicy::CleanDay::any_24_hours; }
  bool skips_closed() const {
    return !policy_.closed_days_are_clean || policy_.clean_day_is == ColourPolicy::CleanDay::open_day;
  }

  static bool lies_in(Time at, const std::vector<TimeSpan>& spans) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const TimeSpan& span) { return span.from <= at && (!span.until || at < *span.until); });
  }

  bool in_window(Time strike, Time now) const {
    if (policy_.count_since == ColourPolicy::CountSince::rolling_30_days) return now - strike < std::chrono::days{30};
    const std::chrono::year_month_day a{std::chrono::floor<std::chrono::days>(strike + kUtcOffset)},
        b{std::chrono::floor<std::chrono::days>(now + kUtcOffset)};
    return a.year() == b.year() && a.month() == b.month();
  }

  // The strike has counted at some time, and is the present owner's.
  bool is_his(const Strike& strike) const {
    const bool never_was = strike.voided_at && (rederives() || *strike.voided_at <= strike.at);
    return strike.weight > 0 && !never_was && !(owner_since_ && strike.at < *owner_since_);
  }

  bool stands_at(Time hour, Time now) const {
    return std::any_of(history_.strikes.begin(), history_.strikes.end(), [&](const Strike& strike) {
      const bool taken_back = strike.voided_at && *strike.voided_at <= hour;
      return strike.at < now && is_his(strike) && !taken_back && lies_in(hour, strike.stood);
    });
  }

  // Adds the hour before `now` to the clean time, or ends it.
  void pass(Time now) {
    const Time hour = now - Hours{1};
    const bool stood = !policy_.clean_while_standing && stands_at(hour, now);
    undisturbed_ = stood ? Hours{0} : undisturbed_ + Hours{1};
    disturbed_today_ = disturbed_today_ || stood;
    const bool open = !skips_closed() || !lies_in(hour, history_.closed);
    const Hours passed{open ? 1 : 0}, seen{open && !lies_in(hour, history_.unseen) ? 1 : 0};
    passed_today_ += passed;
    seen_today_ += seen;
    const bool day_ends = !by_days() || (now + kUtcOffset).time_since_epoch() % Hours{24} == Hours{0};
    if (!day_ends) return;
    if (disturbed_today_) begin_anew();
    else passed_ += passed_today_, seen_ += seen_today_;
    passed_today_ = seen_today_ = Hours{0};
    disturbed_today_ = false;
  }

  void begin_anew() { passed_ = seen_ = Hours{0}; }

  void disturb() {
    undisturbed_ = Hours{0};
    begin_anew();
    passed_today_ = seen_today_ = Hours{0};
    disturbed_today_ = by_days();
  }

  bool clean_for_long_enough(Time now) const {
    if (by_days() && (now + kUtcOffset).time_since_epoch() % Hours{24} != Hours{0}) return false;
    const double to_see =
        (1 - policy_.blind_time_counts_as_clean) * static_cast<double>(policy_.step_down_after / Hours{1});
    return struck_ && passed_ >= policy_.step_down_after && static_cast<double>(seen_.count()) >= to_see;
  }

  void live(Time now) {
    pass(now);
    if (policy_.step_down_by == ColourPolicy::StepDownBy::clean_days && clean_for_long_enough(now)) {
      if (colour_ != Colour::green) {
        const Colour to = colour_ == Colour::red && !policy_.red_steps_down_to_green ? Colour::yellow : Colour::green;
        if (policy_.count_since == ColourPolicy::CountSince::last_step_down) {
          count_ = to == Colour::yellow && policy_.count_after_step_down == ColourPolicy::AfterStepDown::floor_of_colour
                       ? policy_.yellow_from
                       : 0;
          in_force_.clear();
        }
        if (windowed()) recount(now);
        go(to, now);
        begin_anew();
        undisturbed_ = Hours{0};
      } else if (policy_.count_since == ColourPolicy::CountSince::last_step_down &&
                 policy_.clean_month_at_green_clears) {
        count_ = 0;
        in_force_.clear();
      }
    }
    if (windowed()) recount(now);
    if (policy_.step_down_by == ColourPolicy::StepDownBy::count && windowed() && level() < colour_) go(level(), now);
    for (const Time change : history_.owner_changes)
      if (change == now && policy_.owner_change_resets) {
        owner_since_ = now;
        count_ = 0;
        in_force_.clear();
        go(Colour::green, now);
        disturb();
        disturbed_today_ = false;
      }
    for (const Strike& strike : history_.strikes)
      if (strike.voided_at == now && !rederives()) take_back(strike, now);
    for (const Strike& strike : history_.strikes) {
      if (strike.at != now || !is_his(strike)) continue;
      struck_ = true;
      disturb();
      in_force_.push_back(&strike);
      count_ += strike.weight;
      if (windowed()) recount(now);
      if (level() > colour_) go(level(), now);
    }
  }

  void take_back(const Strike& strike, Time now) {
    const auto which = std::find(in_force_.begin(), in_force_.end(), &strike);
    if (which == in_force_.end()) return;
    in_force_.erase(which);
    count_ -= strike.weight;
    if (windowed()) recount(now);
    if (level() < colour_) go(level(), now);
  }

  void recount(Time now) {
    std::erase_if(in_force_, [&](const Strike* strike) { return !in_window(strike->at, now); });
    count_ = 0;
    for (const Strike* strike : in_force_) count_ += strike->weight;
  }

  Colour level() const {
    return count_ >= policy_.red_from ? Colour::red : count_ >= policy_.yellow_from ? Colour::yellow : Colour::green;
  }

  void go(Colour to, Time now) {
    while (colour_ != to) {
      const auto next = static_cast<Colour>(static_cast<int>(colour_) + (to > colour_ ? 1 : -1));
      changes_.push_back({now, colour_, next, count_});
      colour_ = next;
    }
  }

  const ColourPolicy& policy_;
  const ColourHistory& history_;
  Colour colour_ = Colour::green;
  int count_ = 0;
  bool struck_ = false;
  Hours undisturbed_{0};       ///< Clean time for the merchant index.
  Hours passed_{0}, seen_{0};  ///< Clean time so far.
  Hours passed_today_{0}, seen_today_{0};
  bool disturbed_today_ = false;
  std::optional<Time> owner_since_;
  std::vector<const Strike*> in_force_;
  std::vector<ColourChange> changes_;
};

}  // namespace tricolor::engine::testing
