// Keeps the policies of a run over its time: the one that it begins with, and those that follow by the scenario's
// `changes`.
#pragma once

#include <utility>
#include <vector>

#include "engine/policy.h"
#include "engine/time.h"

namespace tricolor::harness {

struct PolicyFrom {
  engine::Time from;  ///< Instant from which it is in force; for the first policy it has no meaning.
  engine::Policy policy;
};

class PolicyHistory {
 public:
  PolicyHistory() : all_(1) {}
  explicit PolicyHistory(engine::Policy first) : all_{{engine::Time{}, std::move(first)}} {}

  /// Adds a policy; `from` must not be before that of the last one.
  void change(engine::Time from, engine::Policy policy);
  /// Puts another policy in the place of the last one.
  void put_last(engine::Policy policy) { all_.back().policy = std::move(policy); }

  engine::Policy& first() { return all_.front().policy; }
  const engine::Policy& first() const { return all_.front().policy; }
  /// Gives the policy in force at `time`, also before the run.
  const engine::Policy& at(engine::Time time) const;
  /// Gives all policies in order of time, never empty.
  const std::vector<PolicyFrom>& all() const { return all_; }

 private:
  std::vector<PolicyFrom> all_;
};

/// The least dwell of any class under any of these policies; `Duration::max()` where no class has one.
engine::Duration least_dwell_of(const PolicyHistory& policies);

}  // namespace tricolor::harness
