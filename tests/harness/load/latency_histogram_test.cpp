// Shows the laws of the histogram: whatever is added, a percentile is never below the true one and at most 1.6 % above
// it, extremes and mean are exact, and to add two histograms is to add their lengths.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "load/latency_histogram.h"

namespace tricolor::harness::latency_histogram_test {
namespace {

// Lengths from microseconds to hours, as many of each size.
rc::Gen<std::vector<std::int64_t>> lengths() {
  return rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::apply([](int bits, std::int64_t low) { return low & ((std::int64_t{1} << bits) - 1); },
                     rc::gen::inRange(0, 40), rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 40))));
}

LatencyHistogram of(const std::vector<std::int64_t>& values) {
  LatencyHistogram histogram;
  for (const std::int64_t value : values) histogram.add(value);
  return histogram;
}

RC_GTEST_PROP(LatencyHistogram, a_percentile_is_never_too_low_and_at_most_a_bucket_too_high, ()) {
  std::vector<std::int64_t> values = *lengths();
  const LatencyHistogram histogram = of(values);
  std::sort(values.begin(), values.end());
  for (const double share : {0.01, 0.5, 0.95, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    const std::int64_t exact = values[std::max<std::size_t>(rank, 1) - 1];
    const std::int64_t said = histogram.at_share(share);
    RC_ASSERT(said >= exact);
    RC_ASSERT(static_cast<double>(said) <= 1.016 * static_cast<double>(exact));
  }
}

RC_GTEST_PROP(LatencyHistogram, extremes_count_and_mean_are_exact, ()) {
  const std::vector<std::int64_t> values = *lengths();
  const LatencyHistogram histogram = of(values);
  RC_ASSERT(histogram.count() == values.size());
  RC_ASSERT(histogram.most_us() == *std::max_element(values.begin(), values.end()));
  RC_ASSERT(histogram.least_us() == *std::min_element(values.begin(), values.end()));
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  RC_ASSERT(std::abs(histogram.mean_us() - sum / static_cast<double>(values.size())) <= 1e-9 * sum);
}

RC_GTEST_PROP(LatencyHistogram, the_buckets_hold_every_length_once_in_rising_order, ()) {
  const std::vector<std::int64_t> values = *lengths();
  const LatencyHistogram histogram = of(values);
  std::uint64_t held = 0;
  std::int64_t before = -1;
  histogram.each_bucket([&](std::int64_t low, std::int64_t high, std::uint64_t count) {
    RC_ASSERT(low > before);
    RC_ASSERT(high >= low);
    const auto within = [&](std::int64_t value) { return value >= low && value <= high; };
    RC_ASSERT(count == static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), within)));
    before = high;
    held += count;
  });
  RC_ASSERT(held == values.size());
}

RC_GTEST_PROP(LatencyHistogram, to_add_two_is_to_add_their_lengths, ()) {
  std::vector<std::int64_t> first = *lengths();
  const std::vector<std::int64_t> second = *lengths();
  LatencyHistogram sum = of(first);
  sum.add(of(second));
  first.insert(first.end(), second.begin(), second.end());
  const LatencyHistogram whole = of(first);
  for (const double share : {0.1, 0.5, 0.99}) RC_ASSERT(sum.at_share(share) == whole.at_share(share));
  RC_ASSERT(sum.count() == whole.count());
  RC_ASSERT(sum.most_us() == whole.most_us());
  RC_ASSERT(sum.least_us() == whole.least_us());
}

TEST(LatencyHistogram, an_empty_one_says_nothing_and_a_length_below_zero_is_zero) {
  LatencyHistogram histogram;
  EXPECT_EQ(histogram.at_share(0.99), 0);
  EXPECT_EQ(histogram.mean_us(), 0);
  histogram.add(-5);
  EXPECT_EQ(histogram.most_us(), 0);
  EXPECT_EQ(histogram.count(), 1u);
}

}  // namespace
}  // namespace tricolor::harness::latency_histogram_test
