// Shows the properties of random draws that the twin relies on: the first draws of neighbouring keys (the next shop,
// the next opportunity, the next seed) are uniform and uncorrelated, and variates keep their golden values from one
// build to the next, so that a quoted seed always gives the same run.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/random/streams.h"

namespace tricolor::sim::independence_test {
namespace {

struct Neighbours {
  const char* name;
  Key (*key)(std::uint64_t);
};

const Neighbours kNeighbours[] = {
    {"seeds",
     [](std::uint64_t i) {
       return Key{i, 7, purpose("test.neighbours"), 3};
     }},
    {"entities",
     [](std::uint64_t i) {
       return Key{1, i, purpose("test.neighbours"), 3};
     }},
    {"indices",
     [](std::uint64_t i) {
       return Key{1, 7, purpose("test.neighbours"), i};
     }},
    {"purposes by number",
     [](std::uint64_t i) {
       return Key{1, 7, static_cast<Purpose>(i), 3};
     }},
    {"purposes by name",
     [](std::uint64_t i) {
       return Key{1, 7, purpose("test." + std::to_string(i)), 3};
     }},
    {"entities in steps of 2^32",
     [](std::uint64_t i) {
       return Key{1, i << 32, purpose("test.neighbours"), 3};
     }},
    {"indices in steps of 2^32",
     [](std::uint64_t i) {
       return Key{1, 7, purpose("test.neighbours"), i << 32};
     }},
    {"calendar slots, in hours as µs",
     [](std::uint64_t i) {
       return Key{1, 7, purpose("test.neighbours"), i * 3'600'000'000ull};
     }},
};

constexpr std::size_t kKeys = 20'000;

std::vector<double> first_draws(const Neighbours& neighbours) {
  std::vector<double> draws;
  for (std::uint64_t i = 0; i < kKeys; ++i) draws.push_back(Draw(neighbours.key(i)).uniform());
  return draws;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b, std::size_t shift) {
  // Uniform variates have mean 1/2 and variance 1/12, so the estimate's standard error is 1/√n.
  double sum = 0;
  const std::size_t n = a.size() - shift;
  for (std::size_t i = 0; i < n; ++i) sum += (a[i] - 0.5) * (b[i + shift] - 0.5);
  return 12 * sum / static_cast<double>(n);
}

TEST(Streams, FirstDrawsOfNeighbouringKeysAreUniform) {
  constexpr std::size_t kCells = 64;
  for (const Neighbours& neighbours : kNeighbours) {
    std::array<double, kCells> count{};
    for (const double draw : first_draws(neighbours)) ++count[static_cast<std::size_t>(draw * kCells)];
    const double wanted = static_cast<double>(kKeys) / kCells;
    double chi_square = 0;
    for (const double n : count) chi_square += (n - wanted) * (n - wanted) / wanted;
    // With 63 degrees of freedom the mean is 63 and the deviation 11.2. The test fails five deviations above, or when
    // the counts are suspiciously even.
    EXPECT_LT(chi_square, 63 + 5 * 11.2) << neighbours.name;
    EXPECT_GT(chi_square, 63 - 4 * 11.2) << neighbours.name;
  }
}

TEST(Streams, FirstDrawsOfNeighbouringKeysAreUncorrelated) {
  const double bound = 5 / std::sqrt(static_cast<double>(kKeys));
  for (const Neighbours& neighbours : kNeighbours) {
    const std::vector<double> draws = first_draws(neighbours);
    for (const std::size_t lag : {1, 2, 7, 24})
      EXPECT_LT(std::abs(correlation(draws, draws, lag)), bound) << neighbours.name << ", lag " << lag;
  }
}

TEST(Streams, DrawsOfTwoKeysAreUncorrelatedAllAlong) {
  const double bound = 5 / std::sqrt(static_cast<double>(kKeys));
  const auto sequence = [](const Key& key) {
    Draw draw(key);
    std::vector<double> draws;
    for (std::size_t i = 0; i < kKeys; ++i) draws.push_back(draw.uniform());
    return draws;
  };
  for (const Neighbours& neighbours : kNeighbours) {
    const std::vector<double> one = sequence(neighbours.key(1)), other = sequence(neighbours.key(2));
    for (const std::size_t lag : {0, 1, 4})
      EXPECT_LT(std::abs(correlation(one, other, lag)), bound) << neighbours.name << ", lag " << lag;
  }
}

TEST(Streams, VariatesKeepTheirGoldenValues) {
  // The values were taken from the first build. Bits are exact; variates that are computed by log and exp may differ in
  // the last places from one C library or CPU class to the next, so those are compared to 4 units in the last place.
  const Key key{20'261'123, 290, purpose("test.golden"), 42};
  EXPECT_EQ(purpose("test.golden"), 0x04C229E0u);
  {
    Draw draw(key);
    const std::array<std::uint32_t, 6> golden{0xC2C5A25Eu, 0xB4BA9FCFu, 0x6CA3DDD8u,
                                              0xC2473078u, 0x4A51DAFCu, 0xB68AB577u};
    for (const std::uint32_t bits : golden) EXPECT_EQ(draw.bits(), bits);
  }
  Draw draw(key);
  EXPECT_EQ(draw.uniform(), 0.76082815928384662);
  EXPECT_EQ(draw.integer(1, 1000), 706);
  EXPECT_DOUBLE_EQ(draw.exponential(60), 33.137974589128639);
  EXPECT_DOUBLE_EQ(draw.normal(), 0.70276458036844225);
  EXPECT_DOUBLE_EQ(draw.lognormal_median(8, 0.5), 6.0690621850272342);
  EXPECT_EQ(draw.poisson(4), 4);
  EXPECT_EQ(draw.poisson(400), 376);
  EXPECT_DOUBLE_EQ(draw.gamma(2.5, 3), 6.6381750597075246);
  EXPECT_EQ(draw.weighted(std::array<double, 3>{1, 2, 3}), 2u);
}

TEST(Draw, LognormalHasItsMedianAndSpread) {
  Draw draw({5, 0, purpose("test.lognormal"), 0});
  constexpr int kSamples = 100'000;
  int below = 0, within = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double x = draw.lognormal_median(12, 0.8);
    EXPECT_GT(x, 0);
    below += x < 12;
    within += std::abs(std::log(x / 12)) < 0.8;
  }
  // The bound is five standard errors of a proportion.
  EXPECT_NEAR(below, 0.5 * kSamples, 5 * std::sqrt(0.25 * kSamples)) << "seed 5";
  EXPECT_NEAR(within, 0.682689 * kSamples, 5 * std::sqrt(0.2166 * kSamples)) << "seed 5";
}

TEST(Draw, EdgesOfTheLaws) {
  Draw draw({6, 0, purpose("test.edges"), 0});
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(draw.poisson(0), 0);
    EXPECT_FALSE(draw.chance(0));
    EXPECT_TRUE(draw.chance(1));
    EXPECT_EQ(draw.integer(7, 7), 7);
    const double u = draw.uniform();
    EXPECT_GE(u, 0);
    EXPECT_LT(u, 1);
    EXPECT_EQ(draw.weighted(std::array<double, 4>{0, 0, 2, 0}), 2u);
    EXPECT_TRUE(std::isfinite(draw.exponential(1)));
    EXPECT_TRUE(std::isfinite(draw.normal()));
  }
}

}  // namespace
}  // namespace tricolor::sim::independence_test
