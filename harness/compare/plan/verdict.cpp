#include "compare/plan/verdict.h"

#include <algorithm>
#include <cmath>

#include "engine/check.h"

namespace tricolor::harness {
namespace {

std::vector<double> differences_of(const std::vector<double>& base, const std::vector<double>& other) {
  ENGINE_CHECK(base.size() == other.size());
  std::vector<double> differences;
  for (std::size_t i = 0; i < base.size(); ++i) differences.push_back(other[i] - base[i]);
  return differences;
}

Comparison means_of(const std::vector<double>& base, const std::vector<double>& other) {
  Comparison comparison;
  comparison.pairs = base.size();
  comparison.base = moments_of(base).mean;
  comparison.value = moments_of(other).mean;
  comparison.difference = moments_of(differences_of(base, other)).mean;
  comparison.pairing = pairing_of(base, other);
  return comparison;
}

StudyVerdict direction_of(double difference, Goal goal) {
  if (goal == Goal::none) return difference > 0 ? StudyVerdict::more : StudyVerdict::fewer;
  return (difference > 0) == (goal == Goal::more) ? StudyVerdict::better : StudyVerdict::worse;
}

// The interval excludes 0 once its half is below the difference; it lies within the minimum once its half, at the
// confidence for equivalence, is below what the difference leaves of the minimum.
std::size_t pairs_to_decide(double difference, double minimum, double pilot_deviation, std::size_t pilot,
                            const Terms& terms) {
  const double distance = std::abs(difference);
  std::size_t least = 1'000'000'000;
  if (distance > 0) least = std::min(least, pairs_needed(pilot_deviation, pilot, terms.alpha_each(), distance));
  if (distance < minimum)
    least = std::min(least, pairs_needed(pilot_deviation, pilot, 2 * terms.alpha_each(), minimum - distance));
  return least;
}

}  // namespace

const std::vector<std::string>& goal_words() {
  static const std::vector<std::string> kWords{"less", "more", "none"};
  return kWords;
}

const char* name_of(StudyVerdict verdict) {
  switch (verdict) {
    case StudyVerdict::equivalent: return "equivalent";
    case StudyVerdict::better: return "better";
    case StudyVerdict::worse: return "worse";
    case StudyVerdict::more: return "more";
    case StudyVerdict::fewer: return "fewer";
    case StudyVerdict::undecided: return "undecided";
  }
  return "";
}

Comparison compare_primary(const std::vector<double>& base, const std::vector<double>& other, Goal goal, double minimum,
                           const Terms& terms) {
  ENGINE_CHECK(minimum > 0);
  Comparison result = means_of(base, other);
  if (result.pairs < 2) return result;
  const std::vector<double> all = differences_of(base, other);
  std::vector<double> first = all;
  first.resize(std::min(first.size(), terms.pilot));
  const std::size_t pilot = first.size();
  // Of rare events a pilot may hold none: its deviation would then promise an interval without width. So the whole
  // sample's deviation counts where it is larger, which makes intervals wider than Stein's and never narrower.
  const double deviation = std::max(moments_of(first).deviation, moments_of(all).deviation);
  result.interval = stein_interval(result.difference, result.pairs, deviation, pilot, terms.alpha_each());
  // Two one-sided tests at alpha each are the interval at 1 − 2 alpha.
  const double both_sides = std::min(2 * terms.alpha_each(), 1.0 - 1e-12);
  const Interval narrower = stein_interval(result.difference, result.pairs, deviation, pilot, both_sides);
  if (narrower.within(minimum)) {
    result.verdict = StudyVerdict::equivalent;
  } else if (result.interval->excludes_zero()) {
    result.verdict = direction_of(result.difference, goal);
    result.beyond_minimum = result.interval->low >= minimum || result.interval->high <= -minimum;
  } else {
    result.verdict = StudyVerdict::undecided;
    result.pairs_to_decide =
        std::max(result.pairs + 1, pairs_to_decide(result.difference, minimum, deviation, pilot, terms));
  }
  return result;
}

Comparison compare_secondary(const std::vector<double>& base, const std::vector<double>& other) {
  Comparison result = means_of(base, other);
  if (result.pairs < 2) return result;
  const Moments moments = moments_of(differences_of(base, other));
  result.interval = stein_interval(moments.mean, moments.count, moments.deviation, moments.count, 0.05);
  return result;
}

}  // namespace tricolor::harness
