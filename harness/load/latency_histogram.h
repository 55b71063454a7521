// Counts lengths of time in buckets that grow with the length, as HDR histograms do: 64 to an octave, so that a
// percentile is at most 1.6 % too high and never too low, from a microsecond to years, in a few kilobytes.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace tricolor::harness {

class LatencyHistogram {
 public:
  /// Adds a length, microseconds; one below 0 counts as 0.
  void add(std::int64_t us);
  /// Adds everything that another has counted.
  void add(const LatencyHistogram& other);

  std::uint64_t count() const { return count_; }
  /// The exact largest and smallest length, and the exact mean, microseconds; 0 when nothing was counted.
  std::int64_t most_us() const { return most_; }
  std::int64_t least_us() const { return count_ ? least_ : 0; }
  double mean_us() const;
  /// The least upper edge of a bucket up to which at least `share` (0 … 1) of all lengths lie, at most `most_us`;
  /// microseconds. 0 when nothing was counted.
  std::int64_t at_share(double share) const;
  /// The number of lengths that are greater; exact up to the width of one bucket.
  std::uint64_t above(std::int64_t us) const;

  /// Calls for every bucket that holds something, from the shortest: smallest and largest length, and how many.
  void each_bucket(
      const std::function<void(std::int64_t low_us, std::int64_t high_us, std::uint64_t count)>& call) const;

 private:
  static std::size_t bucket_of(std::int64_t us);
  static std::int64_t low_of(std::size_t bucket);

  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  std::int64_t most_ = 0, least_ = 0;
  double sum_ = 0;
};

}  // namespace tricolor::harness
