#include "merchants/shop_colour.h"

#include <algorithm>
#include <utility>

namespace tricolor::engine {
namespace {

// With more checkpoints than this `thin_out` is asked: it leaves about 40 of a century with a strike an hour.
constexpr std::size_t kMostCheckpoints = 64;

// A fold over more strikes than this leaves checkpoints on its way.
constexpr std::size_t kStopsFrom = 16;

bool same(const TimeSpan& a, const TimeSpan& b) { return a.from == b.from && a.until == b.until; }

// The first instant at which two lists of spans may differ; none when they are the same.
std::optional<Time> first_difference(const std::vector<TimeSpan>& a, const std::vector<TimeSpan>& b) {
  std::optional<Time> first;
  const std::size_t most = std::max(a.size(), b.size());
  for (std::size_t i = 0; i < most; ++i) {
    if (i >= a.size()) sooner(first, b[i].from);
    else if (i >= b.size()) sooner(first, a[i].from);
    else if (a[i].from != b[i].from) sooner(first, std::min(a[i].from, b[i].from));
    else if (!same(a[i], b[i])) sooner(first, a[i].until), sooner(first, b[i].until);
  }
  return first;
}

Time first_instant(const Strike& strike) {
  Time first = strike.at;
  for (const TimeSpan& span : strike.stood) first = std::min(first, span.from);
  return first;
}

std::optional<Time> first_difference(const Strike& a, const Strike& b, const ColourPolicy& policy) {
  if (a.at != b.at || a.weight != b.weight || is_ordered(a, policy) != is_ordered(b, policy))
    return std::min(first_instant(a), first_instant(b));
  std::optional<Time> first = first_difference(a.stood, b.stood);
  if (a.voided_at != b.voided_at) sooner(first, a.voided_at), sooner(first, b.voided_at);
  if (ever_counts(a) != ever_counts(b)) sooner(first, std::min(a.at, b.at));
  return first;
}

}  // namespace

ShopColour::ShopColour(const ColourPolicy& policy, std::vector<TimeSpan> closed) : policy_(policy) {
  history_.closed = std::move(closed);
}

// Puts a strike where it belongs in the order of what happens. `voided_before`: where the order may have it as voided.
void ShopColour::order(std::size_t index, std::optional<Time> voided_before) {
  const auto before = [this](std::size_t a, std::size_t b) {
    const Time at_a = history_.strikes[a].at, at_b = history_.strikes[b].at;
    return at_a != at_b ? at_a < at_b : a < b;
  };
  const Strike& strike = history_.strikes[index];
  if (voided_before) {
    const std::pair before_that{*voided_before, index};
    const auto known = std::lower_bound(order_.voids.begin(), order_.voids.end(), before_that);
    if (known != order_.voids.end() && *known == before_that) order_.voids.erase(known);
  }
  const auto place = std::lower_bound(order_.strikes.begin(), order_.strikes.end(), index, before);
  const bool is_in = place != order_.strikes.end() && *place == index;
  if (!is_ordered(strike, policy_)) {
    if (is_in) order_.strikes.erase(place);
    return;
  }
  if (!is_in) order_.strikes.insert(place, index);
  if (!strike.voided_at || !ever_counts(strike)) return;
  const std::pair voided{*strike.voided_at, index};
  order_.voids.insert(std::lower_bound(order_.voids.begin(), order_.voids.end(), voided), voided);
}

void ShopColour::expect(std::size_t strikes) {
  history_.strikes.reserve(strikes);
  order_.strikes.reserve(strikes);
}

void ShopColour::add(Strike strike) {
  if (is_ordered(strike, policy_)) changed_from(first_instant(strike));
  history_.strikes.push_back(std::move(strike));
  order(history_.strikes.size() - 1, std::nullopt);
}

void ShopColour::change(std::size_t index, Strike strike) {
  Strike& known = history_.strikes[index];
  const auto first = first_difference(known, strike, policy_);
  if (!first) return;
  changed_from(*first);
  const bool is_placed_anew = known.voided_at != strike.voided_at || known.weight != strike.weight;
  const std::optional<Time> voided_before = known.voided_at;
  known = std::move(strike);
  if (is_placed_anew) order(index, voided_before);
  for (Checkpoint& checkpoint : checkpoints_)
    if (known.at <= checkpoint.at &&
        std::find(checkpoint.carried.begin(), checkpoint.carried.end(), index) == checkpoint.carried.end())
      checkpoint.carried.push_back(index);
}

void ShopColour::add_owner_change(Time at) {
  history_.owner_changes.push_back(at);
  if (!policy_.owner_change_resets) return;
  changed_from(at);
  order_.owner_changes.insert(std::upper_bound(order_.owner_changes.begin(), order_.owner_changes.end(), at), at);
}

void ShopColour::set_unseen(Time since, const std::vector<TimeSpan>& spans) {
  const auto first_kept =
      std::partition_point(history_.unseen.begin(), history_.unseen.end(),
                           [since](const auto& span) { return span.until && *span.until <= since; });
  const std::vector<TimeSpan> before(first_kept, history_.unseen.end());
  if (const auto first = first_difference(before, spans)) changed_from(*first);
  history_.unseen.erase(first_kept, history_.unseen.end());
  history_.unseen.insert(history_.unseen.end(), spans.begin(), spans.end());
}

void ShopColour::changed_from(Time at) {
  while (!checkpoints_.empty() && checkpoints_.back().at >= at) checkpoints_.pop_back();
}

std::size_t ShopColour::folded_at_base() const {
  if (!base_) return 0;
  const auto first_after =
      std::partition_point(order_.strikes.begin(), order_.strikes.end(),
                           [this](std::size_t index) { return history_.strikes[index].at <= base_->at; });
  return static_cast<std::size_t>(first_after - order_.strikes.begin());
}

ColourFold::State ShopColour::state_of_base() const {
  ColourFold::State state;
  if (!base_) return state;
  state.colour = base_->colour;
  state.floor = base_->floor;
  state.counted = base_->counted;
  state.strikes = folded_at_base();
  state.counted_from = state.strikes - std::min(state.strikes, base_->in_window);
  state.voids =
      static_cast<std::size_t>(std::partition_point(order_.voids.begin(), order_.voids.end(),
                                                    [this](const auto& voided) { return voided.first <= base_->at; }) -
                               order_.voids.begin());
  state.owner_changes =
      static_cast<std::size_t>(std::upper_bound(order_.owner_changes.begin(), order_.owner_changes.end(), base_->at) -
                               order_.owner_changes.begin());
  state.clean_from = base_->clean_from;
  state.struck = base_->struck;
  state.owner_since = base_->owner_since;
  return state;
}

ShopColour::Start ShopColour::start_for(Time as_of) const {
  auto newest = checkpoints_.rbegin();
  while (newest != checkpoints_.rend() && newest->at > as_of) ++newest;
  Start start;
  if (newest != checkpoints_.rend()) {
    start = {newest->state, newest->carried};
  } else {
    start.state = state_of_base();
    start.candidates.assign(order_.strikes.begin(),
                            order_.strikes.begin() + static_cast<std::ptrdiff_t>(start.state.strikes));
  }
  start.candidates.insert(start.candidates.end(),
                          order_.strikes.begin() + static_cast<std::ptrdiff_t>(start.state.strikes),
                          order_.strikes.end());
  return start;
}

ShopColour::Dropped ShopColour::collapse(Time at) {
  if (base_ && at <= base_->at) return {};
  const Start start = start_for(at);
  std::vector<Stood> stood;
  for (const std::size_t index : start.candidates) add_stood(history_.strikes[index], policy_, at, stood);
  ColourFold fold(history_, order_, policy_, at, std::move(stood), start.state);
  fold.run({});
  const ColourFold::State& state = fold.state();
  // A matter that stood after the clean time began may still end it, and strikes of a window leave it one by one.
  const bool has_window = policy_.count_since == ColourPolicy::CountSince::rolling_30_days ||
                          policy_.count_since == ColourPolicy::CountSince::calendar_month;
  const Time since = std::min(at, state.clean_from);
  std::vector<bool> is_kept(history_.strikes.size());
  for (std::size_t i = 0; i < history_.strikes.size(); ++i) is_kept[i] = history_.strikes[i].at > at;
  for (std::size_t position = 0; position < state.strikes; ++position) {
    const std::size_t index = order_.strikes[position];
    const auto& spans = history_.strikes[index].stood;
    is_kept[index] = (has_window && position >= state.counted_from) ||
                     std::any_of(spans.begin(), spans.end(),
                                 [since](const TimeSpan& span) { return !span.until || *span.until >= since; });
  }
  Dropped dropped;
  for (std::size_t i = 0; i < is_kept.size(); ++i)
    if (!is_kept[i]) dropped.strikes.push_back(i);
  // The last owner is asked for by other rooms.
  const auto owners_before = std::count_if(history_.owner_changes.begin(), history_.owner_changes.end(),
                                           [at](Time changed) { return changed <= at; });
  dropped.owner_changes = std::min<std::size_t>(static_cast<std::size_t>(owners_before),
                                                history_.owner_changes.empty() ? 0 : history_.owner_changes.size() - 1);
  if (!dropped.any()) return {};
  base_ = Base{at,
               state.colour,
               state.floor,
               state.counted,
               has_window ? state.strikes - state.counted_from : 0,
               state.clean_from,
               state.struck,
               state.owner_since};
  std::vector<Strike> kept;
  for (std::size_t i = 0; i < is_kept.size(); ++i)
    if (is_kept[i]) kept.push_back(std::move(history_.strikes[i]));
  history_.strikes = std::move(kept);
  history_.owner_changes.erase(history_.owner_changes.begin(),
                               history_.owner_changes.begin() + static_cast<std::ptrdiff_t>(dropped.owner_changes));
  order_ = order_of(history_, policy_);
  checkpoints_.clear();
  return dropped;
}

Time ShopColour::sight_needed_from(Time since) const {
  if (base_) {
    const bool may_step_down = base_->colour != Colour::green || base_->floor + base_->counted > 0;
    since = std::min(since, may_step_down ? std::min(base_->at, base_->clean_from) : base_->at);
  }
  for (const Strike& strike : history_.strikes)
    if (!base_ || strike.at > base_->at) since = std::min(since, strike.at);
  return since;
}

void ShopColour::drop_unseen(Time until) {
  const auto first = std::partition_point(history_.unseen.begin(), history_.unseen.end(),
                                          [until](const auto& span) { return span.until && *span.until <= until; });
  history_.unseen.erase(history_.unseen.begin(), first);
}

Standing ShopColour::standing(Time as_of) {
  const bool is_newest = checkpoints_.empty() || checkpoints_.back().at <= as_of;
  const Start start = start_for(as_of);
  const ColourFold::State& from = start.state;
  const std::vector<std::size_t>& candidates = start.candidates;
  std::vector<Stood> stood;
  for (const std::size_t index : candidates) add_stood(history_.strikes[index], policy_, as_of, stood);
  // After a long way back there are checkpoints on the way again, at halves of what is left of it.
  std::vector<std::size_t> stop_after;
  for (std::size_t left = order_.strikes.size() - from.strikes; left > kStopsFrom; left /= 2)
    stop_after.push_back(order_.strikes.size() - left / 2);
  ColourFold fold(history_, order_, policy_, as_of, std::move(stood), from);
  const std::vector<ColourFold::Stop> stops = fold.run(stop_after);
  const ColourFold::State& to = fold.state();
  const bool is_further =
      to.strikes != from.strikes || to.voids != from.voids || to.owner_changes != from.owner_changes;
  // A strike that is known and lies ahead may be about what stands already: then nothing is settled.
  if (is_newest && is_further && to.strikes == order_.strikes.size()) {
    for (const ColourFold::Stop& stop : stops) keep(stop.at, stop.state, candidates);
    keep(as_of, to, candidates);
  }
  Standing standing = fold.standing();
  standing.changes.clear();
  return standing;
}

void ShopColour::keep(Time at, const ColourFold::State& state, const std::vector<std::size_t>& candidates) {
  Checkpoint checkpoint{at, state, {}};
  const Time since = std::min(at, state.clean_from);
  for (const std::size_t index : candidates) {
    if (history_.strikes[index].at > at) continue;
    const auto& stood = history_.strikes[index].stood;
    if (std::any_of(stood.begin(), stood.end(),
                    [since](const TimeSpan& span) { return !span.until || *span.until >= since; }))
      checkpoint.carried.push_back(index);
  }
  checkpoints_.push_back(std::move(checkpoint));
  if (checkpoints_.size() > kMostCheckpoints) thin_out();
}

// Gives up a checkpoint where those beside it are closer to one another than their age.
void ShopColour::thin_out() {
  const Time now = checkpoints_.back().at;
  std::vector<Checkpoint> kept;
  for (std::size_t i = 0; i < checkpoints_.size(); ++i) {
    const bool is_needed = kept.empty() || i + 1 == checkpoints_.size() ||
                           checkpoints_[i + 1].at - kept.back().at > now - checkpoints_[i + 1].at;
    if (is_needed) kept.push_back(std::move(checkpoints_[i]));
  }
  checkpoints_ = std::move(kept);
}

}  // namespace tricolor::engine
