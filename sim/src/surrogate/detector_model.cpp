#include "sim/surrogate/detector_model.h"

#include <algorithm>
#include <cmath>

namespace tricolor::sim {

std::array<double, kSightTerms> terms_of(const Sight& sight) {
  const double far = std::log(std::max(sight.distance_m, 1.0) / 15), night = sight.night ? 1 : 0;
  const auto is = [&](ThingKind kind) { return sight.kind == kind ? 1.0 : 0.0; };
  return {1,
          is(ThingKind::display),
          is(ThingKind::stall),
          is(ThingKind::motor),
          is(ThingKind::nonmotor),
          night,
          far,
          far * night,
          std::max(0.0, std::log2(24 / std::max(sight.short_side_px, 1.0))),
          std::max(0.0, 10 * (sight.cut_off - 0.45)),
          std::max(0.0, 10 * std::log2(sight.distance_m / 24))};
}

double Logistic::log_odds(const Sight& sight, double shift) const {
  const auto terms = terms_of(sight);
  double sum = shift;
  for (std::size_t i = 0; i < kSightTerms; ++i) sum += weight[i] * terms[i];
  return sum;
}

double Logistic::probability(const Sight& sight, double shift) const {
  return 1 / (1 + std::exp(-log_odds(sight, shift)));
}

}  // namespace tricolor::sim
