// Computes the geometry of a street. It is compiled with the truth, which needs it and must not link the generators of
// cities.
#include "sim/city/city.h"

#include <cmath>

namespace tricolor::sim {

double Street::length_m() const { return std::hypot(to.x_m - from.x_m, to.y_m - from.y_m); }

double Street::heading_rad() const { return std::atan2(to.y_m - from.y_m, to.x_m - from.x_m); }

Point Street::at(double along_m, double across_m) const {
  const double length = length_m();
  const double ex = (to.x_m - from.x_m) / length, ey = (to.y_m - from.y_m) / length;
  return {from.x_m + along_m * ex - across_m * ey, from.y_m + along_m * ey + across_m * ex};
}

}  // namespace tricolor::sim
