// The rules of a run over its time: the policy that it begins with, and those that follow it by the scenario's
// `changes`.
#pragma once

#include <vector>

#include "engine/policy.h"
#include "engine/time.h"

namespace tricolor::harness {

struct PolicyFrom {
  engine::Time from;  ///< In force from this instant on; of the first one the time has no meaning.
  engine::Policy policy;
};

class PolicyHistory {
 public:
  PolicyHistory() : all_(1) {}
  explicit PolicyHistory(engine::Policy first) : all_{{engine::Time{}, std::move(first)}} {}

  /// `from` must not be before that of the last one.
  void change(engine::Time from, engine::Policy policy);

  engine::Policy& first() { return all_.front().policy; }
  const engine::Policy& first() const { return all_.front().policy; }
  /// In force at `time`, also before the run.
  const engine::Policy& at(engine::Time time) const;
  /// In order of time, never empty.
  const std::vector<PolicyFrom>& all() const { return all_; }

 private:
  std::vector<PolicyFrom> all_;
};

}  // namespace tricolor::harness
