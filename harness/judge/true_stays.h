// The true stays, found by class and answerer, or by place.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/ids.h"
#include "judge/place_index.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// Read-only after it is made; several threads may ask at once.
class TrueStays {
 public:
  /// The truth outlives it, and does not change.
  explicit TrueStays(const sim::Truth& truth);

  /// True when anything, lawful or not, that stood at most `radius_m` from `at` did so within from … until.
  bool any_near(sim::Point at, double radius_m, sim::Time from, sim::Time until) const;

  /// Gives the stays of one class within from … until, in the order of the truth: those of the merchant; without a
  /// merchant, those of nobody at most `radius_m` from `at`.
  std::vector<const sim::Stay*> answered_by(const std::string& class_name, std::optional<engine::MerchantId> merchant,
                                            sim::Point at, double radius_m, sim::Time from, sim::Time until) const;

  /// Instant at which the first stay began; the end of time when there is none.
  sim::Time earliest() const { return earliest_; }

 private:
  StandingIndex by_answerer(const sim::Truth& truth);

  const sim::Truth& truth_;
  std::map<std::string, std::int64_t> classes_;
  StandingIndex by_answerer_;  ///< Group: the class.
  StandingIndex by_place_;     ///< All in one group, and as if no shop answered.
  sim::Time earliest_ = sim::Time::max();
};

}  // namespace tricolor::harness
