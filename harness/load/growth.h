// Fits how the engine's cost grows with the channels.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace tricolor::harness {

/// cost ~ channels ^ exponent, with the 95 % interval of the exponent.
struct Growth {
  double exponent = 1, low = 1, high = 1;
  std::size_t points = 0;
};

/// Fits it by least squares on logarithms, all points alike. None below three points with different channels and costs
/// above 0.
std::optional<Growth> growth_of(const std::vector<std::pair<double, double>>& channels_and_cost);

}  // namespace tricolor::harness
