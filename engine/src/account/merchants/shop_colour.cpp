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

void sooner(std::optional<Time>& first, std::optional<Time> candidate) {
  if (candidate && (!first || *candidate < *first)) first = candidate;
}

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

Standing ShopColour::standing(Time as_of) {
  auto base = checkpoints_.rbegin();
  while (base != checkpoints_.rend() && base->at > as_of) ++base;
  const bool is_newest = base == checkpoints_.rbegin();
  const ColourFold::State from = base == checkpoints_.rend() ? ColourFold::State{} : base->state;
  std::vector<std::size_t> candidates;
  if (base != checkpoints_.rend()) candidates = base->carried;
  candidates.insert(candidates.end(), order_.strikes.begin() + static_cast<std::ptrdiff_t>(from.strikes),
                    order_.strikes.end());
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
