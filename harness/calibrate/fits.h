// Fits the models of a detector's behaviour: penalised logistic regressions, lognormal times, variances that groups
// share, and rates with their bounds. Pure functions of their data; nothing here knows a camera or a run.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/surrogate/detector_model.h"

namespace tricolor::harness {

struct LogisticRow {
  sim::Sight sight;
  bool hit = false;
};

/// Fits a logistic model by penalised maximum likelihood: all weights but the intercept are drawn to 0 with the weight
/// `ridge` of a normal prior (variance 1/ridge). A term that never varies gets 0. With no rows all weights are 0.
sim::Logistic fit_logistic(const std::vector<LogisticRow>& rows, double ridge);

/// Median and spread of positive times. Of fewer than `least` the median and the spread of `otherwise`; of none
/// `otherwise`.
sim::LognormalTime fit_lognormal(const std::vector<double>& seconds, std::size_t least, sim::LognormalTime otherwise);

/// One outcome in a group, and its probability by the fitted model.
struct GroupedOutcome {
  std::uint64_t group = 0;
  bool hit = false;
  double probability = 0.5;
};

/// Standard deviation on the log-odds that the members of a group share, from how often two of one group miss together
/// beyond what the model expects (method of moments); 0 where that may be chance (5 %).
double shared_sd(std::vector<GroupedOutcome> outcomes);

/// A rate of rare events with its bounds (95 %, two-sided, Poisson).
struct Rate {
  std::int64_t events = 0;
  double exposure = 0;
  double value() const { return exposure > 0 ? static_cast<double>(events) / exposure : 0; }
  /// Upper bound; 3 / exposure for no event (95 % one-sided). 0 without exposure.
  double at_most() const;
};

/// Mean and standard deviation of a normal variate of which only values above `cut` were seen: their mean, and the
/// share that lay below. The standard deviation lies in 0.2 … 3.
struct Normal {
  double mean = 0, sd = 1;
};
Normal fit_above(double cut, double mean_above, double share_below);

}  // namespace tricolor::harness
