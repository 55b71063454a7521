// The statistics of paired replications: moments, Student's quantiles, Stein's two stages. Pure functions of numbers;
// may be called from any thread.
//
// Stein's procedure (C. Stein, Ann. Math. Stat. 16 (1945) 243–258): the deviation of a first sample alone says how many
// replications are needed and how wide the interval is, however large the whole sample becomes. So an interval has the
// degrees of freedom of the first sample, and keeps its coverage although the size was chosen after a look at the data.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace tricolor::harness {

/// Number of pairs of the first stage, which are kept.
inline constexpr std::size_t kPilotPairs = 10;

struct Moments {
  std::size_t count = 0;
  double mean = 0;       ///< 0 where there are no values.
  double deviation = 0;  ///< Standard deviation with count − 1; 0 below two values.
};
Moments moments_of(const std::vector<double>& values);

/// The value that a Student variable with `degrees` ≥ 1 of freedom does not exceed with probability `share`, 0 < share
/// < 1.
double student_quantile(std::size_t degrees, double share);

/// The value at `share`, 0 … 1, of values in any order, by linear interpolation; 0 when there are none.
double quantile_of(std::vector<double> values, double share);

struct Interval {
  double low = 0, high = 0;
  bool excludes_zero() const { return low > 0 || high < 0; }
  bool within(double bound) const { return low > -bound && high < bound; }
};

/// The interval of a mean of `count` ≥ 1 values at confidence `1 − alpha`, where the deviation is that of `pilot` ≥ 2
/// first values. Where the pilot is the whole sample this is Student's interval.
Interval stein_interval(double mean, std::size_t count, double pilot_deviation, std::size_t pilot, double alpha);

/// The number of pairs after which the interval at confidence `1 − alpha` is at most `half_width` > 0 on each side, and
/// at least `kPilotPairs`. 10⁹ where it would be more.
std::size_t pairs_needed(double pilot_deviation, std::size_t pilot, double alpha, double half_width);

/// The worth of pairing: figures of two rows of equal length. Empty where a row does not vary, or has fewer than
/// three values.
struct Pairing {
  std::optional<double> correlation;
  /// Variance of the difference of two independent replications over that of a pair. Empty as above, and where all
  /// differences are equal.
  std::optional<double> variance_ratio;
};
Pairing pairing_of(const std::vector<double>& base, const std::vector<double>& other);

}  // namespace tricolor::harness
