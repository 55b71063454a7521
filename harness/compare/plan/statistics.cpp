#include "compare/plan/statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "engine/check.h"

namespace tricolor::harness {

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  moments.count = values.size();
  if (values.empty()) return moments;
  double sum = 0;
  for (const double value : values) sum += value;
  moments.mean = sum / static_cast<double>(values.size());
  if (values.size() < 2) return moments;
  double squares = 0;
  for (const double value : values) squares += (value - moments.mean) * (value - moments.mean);
  moments.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  return moments;
}

double student_quantile(std::size_t degrees, double share) {
  ENGINE_CHECK(degrees >= 1 && share > 0 && share < 1);
  return boost::math::quantile(boost::math::students_t(static_cast<double>(degrees)), share);
}

double quantile_of(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

Interval stein_interval(double mean, std::size_t count, double pilot_deviation, std::size_t pilot, double alpha) {
  ENGINE_CHECK(count >= 1 && pilot >= 2);
  const double half =
      student_quantile(pilot - 1, 1 - alpha / 2) * pilot_deviation / std::sqrt(static_cast<double>(count));
  return {mean - half, mean + half};
}

std::size_t pairs_needed(double pilot_deviation, std::size_t pilot, double alpha, double half_width) {
  ENGINE_CHECK(pilot >= 2 && half_width > 0);
  constexpr double kMost = 1e9;
  const double root = student_quantile(pilot - 1, 1 - alpha / 2) * pilot_deviation / half_width;
  return std::max(kPilotPairs, static_cast<std::size_t>(std::min(kMost, std::ceil(root * root))));
}

Pairing pairing_of(const std::vector<double>& base, const std::vector<double>& other) {
  ENGINE_CHECK(base.size() == other.size());
  Pairing pairing;
  if (base.size() < 3) return pairing;
  const Moments a = moments_of(base), b = moments_of(other);
  if (a.deviation == 0 || b.deviation == 0) return pairing;
  double together = 0;
  std::vector<double> differences;
  for (std::size_t i = 0; i < base.size(); ++i) {
    together += (base[i] - a.mean) * (other[i] - b.mean);
    differences.push_back(other[i] - base[i]);
  }
  const double covariance = together / static_cast<double>(base.size() - 1);
  pairing.correlation = std::clamp(covariance / (a.deviation * b.deviation), -1.0, 1.0);
  const double paired = moments_of(differences).deviation;
  if (paired > 0) pairing.variance_ratio = (a.deviation * a.deviation + b.deviation * b.deviation) / (paired * paired);
  return pairing;
}

}  // namespace tricolor::harness
