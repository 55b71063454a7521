#include "calibrate/fits.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tricolor::harness {
namespace {

constexpr std::size_t kTerms = sim::kSightTerms;
using Vector = std::array<double, kTerms>;

// Solves a · x = b for a symmetric positive definite matrix, by Cholesky's factors.
Vector solved(std::array<Vector, kTerms> a, Vector b) {
  for (std::size_t i = 0; i < kTerms; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i][j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
      a[i][j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / a[j][j];
    }
  for (std::size_t i = 0; i < kTerms; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (std::size_t i = kTerms; i-- > 0;) {
    for (std::size_t k = i + 1; k < kTerms; ++k) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

// Density and distribution function of the standard normal law.
double phi(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0)); }
double below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

}  // namespace

sim::Logistic fit_logistic(const std::vector<LogisticRow>& rows, double ridge) {
  sim::Logistic model;
  if (rows.empty()) return model;
  // A weak prior of the intercept keeps it finite where all rows agree.
  constexpr double kInterceptRidge = 0.01;
  constexpr int kMostSteps = 50;
  for (int step = 0; step < kMostSteps; ++step) {
    std::array<Vector, kTerms> curvature{};
    Vector slope{};
    for (const LogisticRow& row : rows) {
      const Vector x = sim::terms_of(row.sight);
      const double p = model.probability(row.sight), weight = std::max(p * (1 - p), 1e-9);
      for (std::size_t i = 0; i < kTerms; ++i) {
        slope[i] += ((row.hit ? 1.0 : 0.0) - p) * x[i];
        for (std::size_t j = 0; j <= i; ++j) curvature[i][j] += weight * x[i] * x[j];
      }
    }
    for (std::size_t i = 0; i < kTerms; ++i) {
      const double prior = i == 0 ? kInterceptRidge : ridge;
      slope[i] -= prior * model.weight[i];
      curvature[i][i] += prior;
    }
    const Vector change = solved(curvature, slope);
    double largest = 0;
    for (std::size_t i = 0; i < kTerms; ++i) {
      model.weight[i] += std::clamp(change[i], -2.0, 2.0);
      largest = std::max(largest, std::abs(change[i]));
    }
    if (largest < 1e-8) break;
  }
  return model;
}

sim::LognormalTime fit_lognormal(const std::vector<double>& seconds, std::size_t least, sim::LognormalTime otherwise) {
  if (seconds.empty()) return otherwise;
  if (seconds.size() < least) {
    std::vector<double> few = seconds;
    const auto middle = few.begin() + static_cast<std::ptrdiff_t>(few.size() / 2);
    std::nth_element(few.begin(), middle, few.end());
    return {std::max(*middle, 1.0), otherwise.sigma};
  }
  double sum = 0, squares = 0;
  for (const double s : seconds) sum += std::log(std::max(s, 1e-3));
  const double n = static_cast<double>(seconds.size()), mean = sum / n;
  for (const double s : seconds) squares += std::pow(std::log(std::max(s, 1e-3)) - mean, 2);
  return {std::exp(mean), std::sqrt(squares / n)};
}

double shared_sd(std::vector<GroupedOutcome> outcomes) {
  std::sort(outcomes.begin(), outcomes.end(),
            [](const GroupedOutcome& a, const GroupedOutcome& b) { return a.group < b.group; });
  double together = 0, expected = 0;
  for (std::size_t i = 0; i < outcomes.size();) {
    // Over all pairs of one group: (Σr)² − Σr² and (Σv)² − Σv².
    double residuals = 0, squares = 0, variances = 0, variances_squared = 0;
    std::size_t j = i;
    for (; j < outcomes.size() && outcomes[j].group == outcomes[i].group; ++j) {
      const double p = outcomes[j].probability, r = (outcomes[j].hit ? 1.0 : 0.0) - p, v = p * (1 - p);
      residuals += r, squares += r * r, variances += v, variances_squared += v * v;
    }
    together += residuals * residuals - squares;
    expected += variances * variances - variances_squared;
    i = j;
  }
  // The sum's own standard deviation where nothing is shared, of which 1.64 are exceeded by chance once in twenty
  // times.
  const double chance = 1.64 * std::sqrt(2 * expected);
  return together > chance ? std::sqrt(together / expected) : 0;
}

double Rate::at_most() const {
  if (exposure <= 0) return 0;
  if (events == 0) return 3.0 / exposure;
  // Byar's approximation of the exact Poisson bound.
  const double k = static_cast<double>(events) + 1;
  return k * std::pow(1 - 1 / (9 * k) + 1.96 / (3 * std::sqrt(k)), 3) / exposure;
}

Normal fit_above(double cut, double mean_above, double share_below) {
  const double share = std::clamp(share_below, 0.001, 0.999);
  // The standard normal point below which the share lies, by bisection.
  double low = -6, high = 6;
  for (int i = 0; i < 60; ++i) ((below((low + high) / 2) < share ? low : high) = (low + high) / 2);
  const double z = (low + high) / 2;
  // mean + sd·z = cut, and the mean of what lies above is mean + sd · φ(z) / (1 − share).
  const double above = phi(z) / (1 - share);
  const double sd = std::clamp((mean_above - cut) / std::max(above - z, 1e-6), 0.2, 3.0);
  return {cut - sd * z, sd};
}

}  // namespace tricolor::harness
