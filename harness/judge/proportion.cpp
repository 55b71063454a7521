#include "judge/proportion.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

constexpr double kZ95 = 1.959963984540054;  // This is the two-sided 95 % point of the normal distribution.

double bound(double p, double n, double sign) {
  const double z2 = kZ95 * kZ95;
  const double centre = p + z2 / (2 * n);
  const double reach = kZ95 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return std::clamp((centre + sign * reach) / (1 + z2 / n), 0.0, 1.0);
}

}  // namespace

double Proportion::value() const { return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of); }
double Proportion::low() const { return of == 0 ? 0 : bound(value(), static_cast<double>(of), -1); }
double Proportion::high() const { return of == 0 ? 1 : bound(value(), static_cast<double>(of), 1); }

}  // namespace tricolor::harness
