// Decides the verdict on a difference between two policies, in this order: equivalent, then better
// or worse, else undecided. Pure; may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compare/plan/statistics.h"

namespace tricolor::harness {

/// The direction in which a metric is better; `none`: neither is, as with a census of colours.
enum class Goal : std::uint8_t { less, more, none };
const std::vector<std::string>& goal_words();

enum class StudyVerdict : std::uint8_t { equivalent, better, worse, more, fewer, undecided };
const char* name_of(StudyVerdict verdict);

/// The terms on which the primary metrics of a study are judged.
struct Terms {
  double alpha = 0.05;
  std::size_t comparisons = 1;  ///< Primary metrics times policies, ≥ 1; each gets its part of alpha (Bonferroni).
  std::size_t pilot = kPilotPairs;

  double alpha_each() const { return alpha / static_cast<double>(comparisons); }
};

struct Comparison {
  std::size_t pairs = 0;  ///< Pairs in which the metric is defined under both policies.
  double base = 0, value = 0, difference = 0;
  std::optional<Interval> interval;     ///< None below two pairs.
  std::optional<StudyVerdict> verdict;  ///< None for a secondary metric, and where there is no interval.
  /// With better, worse, more or fewer: true when the whole interval lies beyond the minimum.
  bool beyond_minimum = false;
  /// With `undecided`: the number of pairs after which a difference as large as this would be decided.
  std::optional<std::size_t> pairs_to_decide;
  Pairing pairing;
};

/// Compares a primary metric. The rows hold one value for each pair, in the order of the seeds, the pilot's first;
/// `minimum` > 0 is the smallest difference that matters. With fewer pairs than the pilot has, all are the pilot.
Comparison compare_primary(const std::vector<double>& base, const std::vector<double>& other, Goal goal, double minimum,
                           const Terms& terms);

/// Compares a secondary metric: an interval at 95 % and no verdict.
Comparison compare_secondary(const std::vector<double>& base, const std::vector<double>& other);

}  // namespace tricolor::harness
