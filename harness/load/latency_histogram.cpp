#include "load/latency_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tricolor::harness {
namespace {

// Buckets to an octave, as a power of two. Below twice their number each microsecond has its own.
constexpr int kBits = 6;
constexpr std::int64_t kInOctave = 1 << kBits;

}  // namespace

std::size_t LatencyHistogram::bucket_of(std::int64_t us) {
  const auto value = static_cast<std::uint64_t>(us);
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - 1 - kBits);
  return static_cast<std::size_t>(shift * kInOctave) + static_cast<std::size_t>(value >> shift);
}

std::int64_t LatencyHistogram::low_of(std::size_t bucket) {
  const auto index = static_cast<std::int64_t>(bucket);
  if (index < 2 * kInOctave) return index;
  const std::int64_t shift = index / kInOctave - 1;
  return (index - shift * kInOctave) << shift;
}

void LatencyHistogram::add(std::int64_t us) {
  us = std::max<std::int64_t>(us, 0);
  const std::size_t bucket = bucket_of(us);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  least_ = count_ ? std::min(least_, us) : us;
  most_ = std::max(most_, us);
  sum_ += static_cast<double>(us);
  ++count_;
}

void LatencyHistogram::add(const LatencyHistogram& other) {
  if (other.count_ == 0) return;
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  for (std::size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  least_ = count_ ? std::min(least_, other.least_) : other.least_;
  most_ = std::max(most_, other.most_);
  sum_ += other.sum_;
  count_ += other.count_;
}

double LatencyHistogram::mean_us() const { return count_ ? sum_ / static_cast<double>(count_) : 0; }

std::int64_t LatencyHistogram::at_share(double share) const {
  if (count_ == 0) return 0;
  const auto wanted =
      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= wanted) return std::min(low_of(i + 1) - 1, most_);
  }
  return most_;
}

std::uint64_t LatencyHistogram::above(std::int64_t us) const {
  std::uint64_t more = 0;
  for (std::size_t i = bucket_of(std::max<std::int64_t>(us, 0)) + 1; i < buckets_.size(); ++i) more += buckets_[i];
  return more;
}

void LatencyHistogram::each_bucket(const std::function<void(std::int64_t, std::int64_t, std::uint64_t)>& call) const {
  for (std::size_t i = 0; i < buckets_.size(); ++i)
    if (buckets_[i]) call(low_of(i), low_of(i + 1) - 1, buckets_[i]);
}

}  // namespace tricolor::harness
