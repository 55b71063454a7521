// Finds the points of a sweep that no other point beats: the front of street order against officers' time and wrong
// strikes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "compare/results.h"

namespace tricolor::harness {

/// The figures that a front is about; of each, less is better.
inline constexpr std::array kFrontMetrics{Metric::violation_hours, Metric::officer_minutes, Metric::wrong_strikes};

enum class FrontPlace : std::uint8_t {
  front,     ///< No other point has means that are no worse in all figures and better in one.
  unsure,    ///< One has, but no paired interval shows it.
  dominated  ///< One has, and the paired interval of at least one figure excludes 0.
};
const char* name_of(FrontPlace place);

struct FrontPoint {
  FrontPlace place = FrontPlace::front;
  std::size_t by = 0;  ///< With `unsure` and `dominated`: the policy that beats it.
};

/// The number of paired intervals that a front is judged by; they share the error of 0.05 (Bonferroni).
std::size_t front_comparisons(std::size_t policies);

/// Gives the place of every policy, the base too. A figure that is not defined in a pair is left out of that pair.
std::vector<FrontPoint> front_of(const StudyResults& study);

}  // namespace tricolor::harness
