// Shows that the cipher gives its published answers, that a key always gives the same numbers and different keys
// others, and that variates have the moments of their laws. Samples of 100 000 under fixed keys; bounds are five
// standard errors.
#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <set>

#include "sim/random/streams.h"

namespace tricolor::sim::streams_test {
namespace {

constexpr int kSamples = 100'000;

TEST(Philox, GivesItsPublishedAnswers) {
  // These are the known answers of philox4x32-10 as published with the generator: all zeros, and the digits of pi.
  r123::Philox4x32 cipher;
  const auto zeros = cipher(r123::Philox4x32::ctr_type{{0, 0, 0, 0}}, r123::Philox4x32::key_type{{0, 0}});
  EXPECT_EQ(zeros[0], 0x6627e8d5u);
  EXPECT_EQ(zeros[1], 0xe169c58du);
  EXPECT_EQ(zeros[2], 0xbc57ac4cu);
  EXPECT_EQ(zeros[3], 0x9b00dbd8u);
  const auto pi = cipher(r123::Philox4x32::ctr_type{{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}},
                         r123::Philox4x32::key_type{{0xa4093822u, 0x299f31d0u}});
  EXPECT_EQ(pi[0], 0xd16cfe09u);
  EXPECT_EQ(pi[1], 0x94fdccebu);
  EXPECT_EQ(pi[2], 0x5001e420u);
  EXPECT_EQ(pi[3], 0x24126ea1u);
}

TEST(Draw, IsAFunctionOfItsKey) {
  const Key key{1, 2, purpose("a"), 3};
  Draw once(key), again(key);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(once.bits(), again.bits());
  std::set<std::uint32_t> firsts;
  for (const Key& other : {key, Key{2, 2, purpose("a"), 3}, Key{1, 3, purpose("a"), 3}, Key{1, 2, purpose("b"), 3},
                           Key{1, 2, purpose("a"), 4}, Key{1, 2 + (1ull << 32), purpose("a"), 3},
                           Key{1, 2, purpose("a"), 3 + (1ull << 32)}})
    firsts.insert(Draw(other).bits());
  EXPECT_EQ(firsts.size(), 7u);
}

struct Moments {
  double mean = 0, variance = 0;
};

Moments moments(const std::function<double(Draw&)>& variate) {
  Draw draw({42, 0, purpose("test.moments"), 0});
  double sum = 0, squares = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double x = variate(draw);
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kSamples;
  return {mean, squares / kSamples - mean * mean};
}

void expect_moments(const char* name, const std::function<double(Draw&)>& variate, double mean, double variance) {
  const Moments m = moments(variate);
  EXPECT_NEAR(m.mean, mean, 5 * std::sqrt(variance / kSamples)) << name << ", seed 42";
  EXPECT_NEAR(m.variance, variance, 0.06 * variance) << name << ", seed 42";
}

TEST(Draw, VariatesHaveTheirMoments) {
  expect_moments(
      "uniform", [](Draw& d) { return d.uniform(); }, 0.5, 1.0 / 12);
  expect_moments(
      "integer", [](Draw& d) { return static_cast<double>(d.integer(1, 6)); }, 3.5, 35.0 / 12);
  expect_moments(
      "exponential", [](Draw& d) { return d.exponential(3); }, 3, 9);
  expect_moments(
      "normal", [](Draw& d) { return d.normal(); }, 0, 1);
  expect_moments(
      "poisson, small", [](Draw& d) { return static_cast<double>(d.poisson(2.5)); }, 2.5, 2.5);
  expect_moments(
      "poisson, large", [](Draw& d) { return static_cast<double>(d.poisson(80)); }, 80, 80);
  expect_moments(
      "gamma below 1", [](Draw& d) { return d.gamma(0.35, 2); }, 0.7, 1.4);
  expect_moments(
      "gamma above 1", [](Draw& d) { return d.gamma(4, 0.5); }, 2, 1);
}

TEST(Draw, IntegersStayWithinTheirBounds) {
  Draw draw({1, 0, purpose("test.bounds"), 0});
  for (int i = 0; i < 10'000; ++i) {
    const int x = draw.integer(-2, 2);
    EXPECT_GE(x, -2);
    EXPECT_LE(x, 2);
  }
}

TEST(Draw, WeightsAreKept) {
  Draw draw({1, 0, purpose("test.weights"), 0});
  const std::array<double, 3> weights{1, 0, 3};
  std::array<int, 3> count{};
  for (int i = 0; i < 40'000; ++i) ++count[draw.weighted(weights)];
  EXPECT_EQ(count[1], 0);
  EXPECT_NEAR(count[2], 30'000, 450);
}

}  // namespace
}  // namespace tricolor::sim::streams_test
