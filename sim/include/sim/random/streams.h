// Draws random numbers under keys. A draw is a pure function of (seed, entity, purpose, index), by Philox 4x32-10
// (Salmon et al., SC '11), so that adding an entity or skipping an opportunity changes no other draw.
//
// `index` is an opportunity's number or a calendar slot, never a count of what happened. Variates use integer and
// polynomial arithmetic or the C library's log and exp of one binary; no std::*_distribution.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tricolor::sim {

using Purpose = std::uint32_t;

/// A purpose by its name, such as purpose("gateway.journey"): FNV-1a, 32 bits.
constexpr Purpose purpose(std::string_view name) {
  std::uint32_t hash = 0x811C9DC5u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193u;
  return hash;
}

struct Key {
  std::uint64_t seed = 0;
  std::uint64_t entity = 0;
  Purpose purpose = 0;
  std::uint64_t index = 0;
};

/// Standard normal of a mark in [0, 1) with 32 bits of resolution, by inversion (Acklam's rational approximation,
/// relative error < 1.2e-9).
double normal_quantile(double mark);

/// A stream of variates under one key. Cheap to make; draws from one key are independent and in a fixed order.
class Draw {
 public:
  explicit Draw(const Key& key);

  std::uint32_t bits();
  /// Uniform in [0, 1), 32 bits of resolution.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform over low … high, both included. low ≤ high.
  int integer(int low, int high);
  /// True with the given probability.
  bool chance(double probability) { return uniform() < probability; }
  /// Exponential with mean `mean` > 0.
  double exponential(double mean);
  /// Standard normal by inversion (Acklam's rational approximation, relative error < 1.2e-9).
  double normal();
  double lognormal_median(double median, double sigma);
  /// Poisson with mean ≥ 0: Knuth's product method for a mean below 30, a rounded normal above.
  int poisson(double mean);
  /// Gamma with shape > 0 and scale > 0: Marsaglia and Tsang (2000).
  double gamma(double shape, double scale);
  /// Index of one weight, with probability in proportion. At least one weight > 0.
  std::size_t weighted(std::span<const double> weights);

 private:
  void refill();
  std::uint32_t key_[2];
  std::uint32_t counter_[4];
  std::uint32_t block_[4];
  int used_ = 4;
};

}  // namespace tricolor::sim
