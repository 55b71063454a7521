// How long things stay in the street when nobody acts: one law for each kind of thing, which knows no dwell.
#pragma once

#include "sim/people/demand.h"
#include "sim/scene.h"

namespace tricolor::sim {

/// A mixture of two lognormal laws: an errand, or a long stay. Lengths are in seconds.
struct StayLaw {
  double errands = 0;  ///< Share of errands, 0 … 1.
  double errand_median_s = 1, errand_sigma = 0;
  double median_s = 1, sigma = 0;
  double shortest_s = 30, longest_s = 1;  ///< A shorter stay is lengthened, a longer one cut, to these.

  /// Length for two marks, both uniform in [0, 1): which law, and where in it.
  double length_s(double which, double where) const;
  /// Share of stays that are longer than `length_s`.
  double share_longer(double length_s) const;
};

/// The law of a kind of thing that may stand where it may not: pile, display, stall, motor, nonmotor.
StayLaw stay_law(const Demand& demand, ThingKind kind);

}  // namespace tricolor::sim
