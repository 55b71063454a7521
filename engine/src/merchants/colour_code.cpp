#include "engine/colour_code.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace tricolor::engine {
namespace {

// What happens to a shop, in order. At one instant a void or reset comes before a strike.
struct Happening {
  enum class What : std::uint8_t { owner_change, voided, strike };
  Time at;
  What what = What::strike;
  Time of;  ///< With `voided`: when the strike was.
};

constexpr int kRounds = 64;         // Enough for any camera that is out now and then.
constexpr int kForecastRounds = 8;  // A forecast need not be exact: it is made again when it is due.
constexpr std::chrono::hours kLookAgain{1};

int month_of(Time time) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time + kUtcOffset)};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

class Fold {
 public:
  Fold(const ColourPolicy& policy, const BlindShare& blind) : policy_(policy), blind_(blind) {}

  void until(Time at) {
    for (Time next = next_clean(at); began_ && next <= at && colour_ != Colour::green; next = next_clean(at)) {
      clean_since_ = next;
      step_down(next);
    }
    // Green has nowhere to step down to, but a clean month clears its count.
    const bool since_step_down = policy_.count_since == ColourPolicy::CountSince::last_step_down;
    if (since_step_down && policy_.clean_month_at_green_clears && colour_ == Colour::green && count_ > 0 && next_clean(at) <= at) count_ = 0;
    forget(at);
  }

  void strike(Time at) {
    began_ = true;
    recent_.push_back(at);
    ++count_;
    forget(at);
    clean_since_ = at;
    become(std::max(colour_, level(count_)), at);
  }

  void take_back(Time at, Time of) {
    // What the owner before did is not on this one's account.
    if (owner_since_ && of < *owner_since_) return;
    if (has_window()) {
      const auto which = std::find(recent_.begin(), recent_.end(), of);
      if (which == recent_.end()) return;
      recent_.erase(which);
    }
    count_ = std::max(0, count_ - 1);
    become(std::min(colour_, level(count_)), at);
  }

  void reset(Time at) {
    count_ = 0;
    recent_.clear();
    owner_since_ = at;
    clean_since_ = at;
    become(Colour::green, at);
  }

  Standing standing(Time as_of) {
    Standing standing;
    standing.colour = colour_;
    standing.count = count_;
    const int next_from = colour_ == Colour::green ? policy_.yellow_from : policy_.red_from;
    standing.strikes_to_next = colour_ == Colour::red ? 0 : std::max(1, next_from - count_);
    if (began_) standing.clean_for = as_of - clean_since_;
    if (colour_ != Colour::green) standing.steps_down_at = next_clean(as_of);
    standing.changes = std::move(changes_);
    return standing;
  }

 private:
  Colour level(int count) const { return count >= policy_.red_from ? Colour::red : count >= policy_.yellow_from ? Colour::yellow : Colour::green; }

  void become(Colour to, Time at) {
    // Red is reached by way of yellow, in the log too.
    while (colour_ != to) {
      const Colour step = static_cast<Colour>(static_cast<int>(colour_) + (to > colour_ ? 1 : -1));
      changes_.push_back({at, colour_, step, count_});
      colour_ = step;
    }
  }

  bool has_window() const {
    return policy_.count_since == ColourPolicy::CountSince::rolling_30_days || policy_.count_since == ColourPolicy::CountSince::calendar_month;
  }

  // Under a reading with a window, lets go of what lies before it.
  void forget(Time at) {
    if (!has_window()) return;
    if (policy_.count_since == ColourPolicy::CountSince::rolling_30_days) std::erase_if(recent_, [&](Time t) { return t <= at - std::chrono::days{30}; });
    else std::erase_if(recent_, [&](Time t) { return month_of(t) != month_of(at); });
    count_ = static_cast<int>(recent_.size());
  }

  void step_down(Time at) {
    forget(at);
    const Colour to = static_cast<Colour>(static_cast<int>(colour_) - 1);
    if (policy_.count_since == ColourPolicy::CountSince::last_step_down)
      count_ = policy_.count_after_step_down == ColourPolicy::AfterStepDown::floor_of_colour && to == Colour::yellow ? policy_.yellow_from : 0;
    become(to, at);
  }

  Duration blind_time(Time until) const {
    return Duration{static_cast<std::int64_t>(blind_(clean_since_, until) * static_cast<double>((until - clean_since_).count()))};
  }

  // The instant at which the shop will have been clean for long enough. Time in which nobody could see it does not count once it is
  // more than the tolerated share. After `known_until` it is a forecast: the shop may be seen, or not, for longer than is known now.
  Time next_clean(Time known_until) const {
    const Time earliest = clean_since_ + policy_.step_down_after;
    if (!blind_) return earliest;
    Time candidate = earliest;
    for (int round = 0; round < kRounds; ++round) {
      const Duration blind = blind_time(candidate);
      if (static_cast<double>(blind.count()) <= policy_.blind_time_counts_as_clean * static_cast<double>((candidate - clean_since_).count())) return candidate;
      if (earliest + blind <= candidate) return candidate;
      if (candidate > known_until && round >= kForecastRounds) return candidate;
      candidate = earliest + blind;
    }
    // It goes dark and light again in small steps, or has been dark throughout: the time seen only grows, so the instant can be halved in.
    Time too_early = candidate, late_enough = known_until;
    if (late_enough - blind_time(late_enough) < earliest) return known_until + std::max<Duration>(earliest + blind_time(known_until) - known_until, kLookAgain);
    while (late_enough - too_early > Duration{1}) {
      const Time middle = too_early + (late_enough - too_early) / 2;
      (middle - blind_time(middle) < earliest ? too_early : late_enough) = middle;
    }
    return late_enough;
  }

  const ColourPolicy& policy_;
  const BlindShare& blind_;
  Colour colour_ = Colour::green;
  int count_ = 0;
  Time clean_since_;
  bool began_ = false;
  std::optional<Time> owner_since_;
  std::vector<Time> recent_;  ///< Strikes in the window of a reading that has one.
  std::vector<ColourChange> changes_;
};

}  // namespace

Standing standing_of(std::vector<Strike> strikes, const std::vector<Time>& resets, const ColourPolicy& policy, Time as_of, const BlindShare& blind) {
  std::vector<Happening> happenings;
  for (const Strike& strike : strikes) {
    if (strike.voided_at && (policy.voided_strike == ColourPolicy::VoidedStrike::rederives_history || *strike.voided_at <= strike.at)) continue;
    happenings.push_back({strike.at, Happening::What::strike, {}});
    if (strike.voided_at) happenings.push_back({*strike.voided_at, Happening::What::voided, strike.at});
  }
  if (policy.owner_change_resets)
    for (const Time reset : resets) happenings.push_back({reset, Happening::What::owner_change, {}});
  std::stable_sort(happenings.begin(), happenings.end(), [](const Happening& a, const Happening& b) { return a.at != b.at ? a.at < b.at : a.what < b.what; });
  Fold fold(policy, blind);
  for (const Happening& happening : happenings) {
    if (happening.at > as_of) break;
    fold.until(happening.at);
    switch (happening.what) {
      case Happening::What::strike: fold.strike(happening.at); break;
      case Happening::What::voided: fold.take_back(happening.at, happening.of); break;
      case Happening::What::owner_change: fold.reset(happening.at); break;
    }
  }
  fold.until(as_of);
  return fold.standing(as_of);
}

}  // namespace tricolor::engine
