#include "sim/people/stay_law.h"

#include <algorithm>
#include <cmath>

#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

double share_longer(double length_s, double median_s, double sigma) {
  if (sigma <= 0) return length_s < median_s ? 1 : 0;
  return 0.5 * std::erfc(std::log(length_s / median_s) / sigma / std::sqrt(2.0));
}

}  // namespace

double StayLaw::length_s(double which, double where) const {
  const bool errand = which < errands;
  const double length =
      (errand ? errand_median_s : median_s) * std::exp((errand ? errand_sigma : sigma) * normal_quantile(where));
  return std::clamp(length, shortest_s, longest_s);
}

double StayLaw::share_longer(double length_s) const {
  if (length_s < shortest_s) return 1;
  if (length_s >= longest_s) return 0;
  return errands * sim::share_longer(length_s, errand_median_s, errand_sigma) +
         (1 - errands) * sim::share_longer(length_s, median_s, sigma);
}

StayLaw stay_law(const Demand& d, ThingKind kind) {
  constexpr double kHour = 3600;
  const double errand = d.errand_sigma;
  switch (kind) {
    case ThingKind::stall:
      return {d.stall_errands, d.stall_errand_median_s, errand,   d.stall_median_s,
              d.stall_sigma,   d.stall_shortest_s,      4 * kHour};
    case ThingKind::motor:
      return {d.motor_errands, d.motor_errand_median_s, errand,   d.motor_median_s,
              d.motor_sigma,   d.motor_shortest_s,      4 * kHour};
    case ThingKind::nonmotor:
      return {d.nonmotor_errands, d.nonmotor_errand_median_s, errand,   d.nonmotor_median_s,
              d.nonmotor_sigma,   d.nonmotor_shortest_s,      8 * kHour};
    default:
      return {d.goods_errands, d.goods_errand_median_s, errand,   d.stay_median_s,
              d.stay_sigma,    d.goods_shortest_s,      6 * kHour};
  }
}

}  // namespace tricolor::sim
