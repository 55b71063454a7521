#include "sim/random/streams.h"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>

namespace tricolor::sim {

Draw::Draw(const Key& key) {
  // Seed and purpose make the cipher's key; entity and index its counter, of which the lowest word counts blocks.
  const std::uint64_t mixed =
      key.seed * 0x9E3779B97F4A7C15ull ^ (static_cast<std::uint64_t>(key.purpose) << 17) ^ (key.seed >> 29);
  key_[0] = static_cast<std::uint32_t>(mixed) ^ key.purpose;
  key_[1] = static_cast<std::uint32_t>(mixed >> 32);
  counter_[0] = 0;
  counter_[1] = static_cast<std::uint32_t>(key.index);
  counter_[2] = static_cast<std::uint32_t>(key.entity);
  counter_[3] =
      static_cast<std::uint32_t>(key.entity >> 32) ^ (static_cast<std::uint32_t>(key.index >> 32) * 0x85EBCA6Bu);
}

void Draw::refill() {
  const r123::Philox4x32 cipher;
  const r123::Philox4x32::ctr_type counter{{counter_[0], counter_[1], counter_[2], counter_[3]}};
  const r123::Philox4x32::key_type key{{key_[0], key_[1]}};
  const auto out = cipher(counter, key);
  for (int i = 0; i < 4; ++i) block_[i] = out[static_cast<std::size_t>(i)];
  ++counter_[0];
  used_ = 0;
}

std::uint32_t Draw::bits() {
  if (used_ == 4) refill();
  return block_[used_++];
}

double Draw::uniform() { return bits() * 0x1p-32; }

int Draw::integer(int low, int high) {
  const std::uint64_t span = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>((static_cast<std::uint64_t>(bits()) * span) >> 32);
}

double Draw::exponential(double mean) { return -mean * std::log1p(-uniform()); }

double Draw::normal() { return normal_quantile(uniform()); }

double normal_quantile(double mark) {
  // Acklam's approximation of the inverse normal; the half step keeps p inside (0, 1).
  const double p = mark + 0x1p-33;
  constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                          -1.328068155288572e+01};
  constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
  constexpr double low = 0.02425;
  const auto tail = [&](double q) {
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  };
  if (p < low) return tail(std::sqrt(-2 * std::log(p)));
  if (p > 1 - low) return -tail(std::sqrt(-2 * std::log(1 - p)));
  const double q = p - 0.5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double Draw::lognormal_median(double median, double sigma) { return median * std::exp(sigma * normal()); }

int Draw::poisson(double mean) {
  if (mean <= 0) return 0;
  if (mean >= 30) return std::max(0, static_cast<int>(std::lround(mean + std::sqrt(mean) * normal())));
  const double limit = std::exp(-mean);
  int count = -1;
  double product = 1;
  do {
    ++count;
    product *= uniform();
  } while (product > limit);
  return count;
}

double Draw::gamma(double shape, double scale) {
  if (shape < 1) {
    const double boost = std::pow(std::max(uniform(), 0x1p-32), 1 / shape);
    return gamma(shape + 1, scale) * boost;
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double v = 1 + c * x;
    if (v <= 0) continue;
    const double cube = v * v * v;
    const double u = std::max(uniform(), 0x1p-32);
    if (std::log(u) < 0.5 * x * x + d - d * cube + d * std::log(cube)) return d * cube * scale;
  }
}

std::size_t Draw::weighted(std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  double mark = uniform() * total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    mark -= weights[i];
    if (mark < 0) return i;
  }
  return weights.size() - 1;
}

}  // namespace tricolor::sim
