#include "load/growth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tricolor::harness {
namespace {

// Student's quantiles for two-sided intervals at 95 %, for 1 … 12 degrees of freedom; beyond them the normal one, which
// is at most a tenth too small.
constexpr std::array<double, 12> kStudent{12.706, 4.303, 3.182, 2.776, 2.571, 2.447,
                                          2.365,  2.306, 2.262, 2.228, 2.201, 2.179};

}  // namespace

std::optional<Growth> growth_of(const std::vector<std::pair<double, double>>& channels_and_cost) {
  std::vector<std::pair<double, double>> logs;
  for (const auto& [channels, cost] : channels_and_cost)
    if (channels > 0 && cost > 0) logs.emplace_back(std::log(channels), std::log(cost));
  if (logs.size() < 3) return std::nullopt;
  const auto n = static_cast<double>(logs.size());
  double mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0;
  for (const auto& [x, y] : logs) mean_x += x / n, mean_y += y / n;
  for (const auto& [x, y] : logs) xx += (x - mean_x) * (x - mean_x), xy += (x - mean_x) * (y - mean_y);
  if (xx <= 0) return std::nullopt;
  Growth growth;
  growth.exponent = xy / xx;
  growth.points = logs.size();
  for (const auto& [x, y] : logs) {
    const double off = y - mean_y - growth.exponent * (x - mean_x);
    rest += off * off;
  }
  const std::size_t freedom = logs.size() - 2;
  const double quantile = freedom <= kStudent.size() ? kStudent[freedom - 1] : 1.96;
  const double reach = quantile * std::sqrt(rest / static_cast<double>(freedom) / xx);
  growth.low = growth.exponent - reach;
  growth.high = growth.exponent + reach;
  return growth;
}

}  // namespace tricolor::harness
