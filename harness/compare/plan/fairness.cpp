#include "compare/plan/fairness.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>
#include <random>

namespace tricolor::harness {
namespace {

constexpr double kFlaggedFrom = 0.95, kTwice = 2, kFalseShare = 0.05;
// Shapes of the prior: from ratios that differ widely to ratios that are all but equal, evenly spaced in the logarithm.
constexpr double kLeastShape = 0.1, kMostShape = 1000;
constexpr int kShapes = 41;

// Logarithm of the probability of the groups' events under a shape: each is negative binomial.
double log_likelihood(double shape, const std::vector<ShrunkenRatio>& groups, double rate) {
  double sum = 0;
  for (const ShrunkenRatio& it : groups) {
    const double expected = rate * it.exposure, events = it.events;
    sum += std::lgamma(shape + events) - std::lgamma(shape) + shape * std::log(shape / (shape + expected)) +
           events * std::log(expected > 0 ? expected / (shape + expected) : 1);
  }
  return sum;
}

/// A shape of the prior and how well it explains the groups, all weights together 1.
struct WeighedShape {
  double shape = 0, weight = 0;
};

std::vector<WeighedShape> weighed_shapes(const std::vector<ShrunkenRatio>& groups, double rate) {
  std::vector<WeighedShape> shapes;
  double most = -1e300, sum = 0;
  for (int i = 0; i < kShapes; ++i) {
    const double shape = kLeastShape * std::pow(kMostShape / kLeastShape, static_cast<double>(i) / (kShapes - 1));
    shapes.push_back({shape, log_likelihood(shape, groups, rate)});
    most = std::max(most, shapes.back().weight);
  }
  for (WeighedShape& it : shapes) sum += it.weight = std::exp(it.weight - most);
  for (WeighedShape& it : shapes) it.weight /= sum;
  return shapes;
}

// Fills in the posterior of a group: a mixture of gammas, one a shape. Its hundredths are those of the gamma that has
// its mean and variance. The flag takes the shape that explains the groups best: with all of them a camera that had
// fifteen times the usual rate was flagged in 42 of 50 studies, and with the best in 48 (fairness_test.cpp,
// 2026-11-27).
void fill_posterior(ShrunkenRatio& it, double expected, const std::vector<WeighedShape>& shapes) {
  double mean = 0, square = 0;
  for (const auto& [shape, weight] : shapes) {
    const double a = shape + it.events, b = shape + expected;
    mean += weight * a / b;
    square += weight * a * (a + 1) / (b * b);
  }
  const double variance = square - mean * mean, a = mean * mean / variance, b = mean / variance;
  it.ratio = mean;
  it.low = boost::math::gamma_p_inv(a, 0.05) / b;
  it.high = boost::math::gamma_p_inv(a, 0.95) / b;
  const double best = std::ranges::max_element(shapes, {}, &WeighedShape::weight)->shape;
  it.beyond_two = boost::math::gamma_q(best + it.events, kTwice * (best + expected));
}

// Probability of at least `events` where `expected` are expected (Poisson).
double tail(int events, double expected) {
  if (events == 0) return 1;
  return expected > 0 ? boost::math::gamma_p(static_cast<double>(events), expected) : 0;
}

// Marks the groups that pass Benjamini and Hochberg's rule.
std::vector<bool> discoveries(const std::vector<ShrunkenRatio>& groups) {
  std::vector<std::size_t> order(groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return groups[a].chance < groups[b].chance; });
  std::size_t passed = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (groups[order[i]].chance <= kFalseShare * static_cast<double>(i + 1) / static_cast<double>(order.size()))
      passed = i + 1;
  std::vector<bool> found(groups.size(), false);
  for (std::size_t i = 0; i < passed; ++i) found[order[i]] = true;
  return found;
}

double pearson(const std::vector<double>& events, const std::vector<double>& shares, double all) {
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i)
    if (shares[i] > 0) sum += (events[i] - all * shares[i]) * (events[i] - all * shares[i]) / (all * shares[i]);
  return sum;
}

}  // namespace

int GroupRate::events() const { return std::accumulate(clusters.begin(), clusters.end(), 0); }

std::vector<ShrunkenRatio> shrunken_ratios(const std::vector<GroupRate>& groups) {
  std::vector<ShrunkenRatio> ratios;
  double events = 0, exposure = 0;
  for (const GroupRate& group : groups) {
    ratios.push_back({group.name, group.events(), group.exposure});
    events += ratios.back().events;
    exposure += group.exposure;
  }
  if (events <= 0 || exposure <= 0) return ratios;
  const double rate = events / exposure;
  const std::vector<WeighedShape> shapes = weighed_shapes(ratios, rate);
  for (ShrunkenRatio& it : ratios) {
    const double expected = rate * it.exposure;
    it.raw = expected > 0 ? it.events / expected : 0;
    fill_posterior(it, expected, shapes);
    // A group is held against the others: its own events would hide it among few groups.
    const double others = exposure - it.exposure;
    const double usual = others > 0 ? (events - it.events) / others * it.exposure : expected;
    it.chance = tail(it.events, usual);
  }
  const std::vector<bool> found = discoveries(ratios);
  for (std::size_t i = 0; i < ratios.size(); ++i) ratios[i].flagged = found[i] && ratios[i].beyond_two > kFlaggedFrom;
  return ratios;
}

double chance_of_difference(const std::vector<GroupRate>& groups, int deals, std::uint64_t seed) {
  double exposure = 0, all = 0;
  std::vector<int> clusters;
  std::size_t exposed = 0;
  for (const GroupRate& group : groups) {
    exposure += group.exposure;
    exposed += group.exposure > 0 ? 1 : 0;
    for (const int size : group.clusters)
      if (size > 0) clusters.push_back(size), all += size;
  }
  if (exposed < 2 || all <= 0) return 1;
  std::vector<double> shares, upper, events;
  double sum = 0;
  for (const GroupRate& group : groups) {
    shares.push_back(group.exposure / exposure);
    upper.push_back(sum += shares.back());
    events.push_back(group.events());
  }
  const double seen = pearson(events, shares, all);
  std::mt19937_64 bits(seed);
  int as_much = 0;
  for (int deal = 0; deal < deals; ++deal) {
    std::fill(events.begin(), events.end(), 0);
    for (const int size : clusters) {
      const double at = static_cast<double>(bits() >> 11) * 0x1p-53 * sum;
      const auto group = static_cast<std::size_t>(std::upper_bound(upper.begin(), upper.end(), at) - upper.begin());
      events[std::min(group, events.size() - 1)] += size;
    }
    as_much += pearson(events, shares, all) >= seen - 1e-9 ? 1 : 0;
  }
  // The groups as they are count as one deal (Phipson and Smyth 2010), so that no chance is 0.
  return (as_much + 1.0) / (deals + 1.0);
}

}  // namespace tricolor::harness
