#include "scenario/policy_history.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/check.h"

namespace tricolor::harness {

void PolicyHistory::change(engine::Time from, engine::Policy policy) {
  ENGINE_CHECK(all_.size() == 1 || all_.back().from <= from);
  all_.push_back({from, std::move(policy)});
}

const engine::Policy& PolicyHistory::at(engine::Time time) const {
  const auto later = std::upper_bound(std::next(all_.begin()), all_.end(), time,
                                      [](engine::Time at, const PolicyFrom& it) { return at < it.from; });
  return std::prev(later)->policy;
}

engine::Duration least_dwell_of(const PolicyHistory& policies) {
  engine::Duration least = engine::Duration::max();
  for (const PolicyFrom& rules : policies.all())
    for (const auto& entry : rules.policy.classes) least = std::min<engine::Duration>(least, entry.shortest_dwell());
  return least;
}

}  // namespace tricolor::harness
