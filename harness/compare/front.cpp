#include "compare/front.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

// How one point stands to another in one figure.
struct Against {
  double difference = 0;  // Mean over the pairs of the other minus this one.
  bool shown = false;     // The interval of the difference excludes 0.
};

Against against(const StudyResults& study, Metric metric, std::size_t one, std::size_t other, double alpha) {
  const auto index = static_cast<std::size_t>(metric);
  std::vector<double> differences;
  for (std::size_t pair = 0; pair < std::min(study.values[one].size(), study.values[other].size()); ++pair) {
    const auto &a = study.values[one][pair][index], &b = study.values[other][pair][index];
    if (a && b) differences.push_back(*b - *a);
  }
  Against result;
  const Moments moments = moments_of(differences);
  result.difference = moments.mean;
  if (moments.count < 2) return result;
  const std::vector<double> first(
      differences.begin(),
      differences.begin() + static_cast<std::ptrdiff_t>(std::min(differences.size(), study.settings.pilot())));
  // As with the verdicts: the larger of the pilot's deviation and the whole sample's.
  const double deviation = std::max(moments_of(first).deviation, moments.deviation);
  result.shown = stein_interval(moments.mean, moments.count, deviation, first.size(), alpha).excludes_zero();
  return result;
}

// Whether `other` beats `one`: in the means, and also by an interval.
enum class Beats : std::uint8_t { no, in_means, plainly };
Beats beats(const StudyResults& study, std::size_t other, std::size_t one, double alpha) {
  bool better = false, shown = false;
  for (const Metric metric : kFrontMetrics) {
    const Against it = against(study, metric, one, other, alpha);
    if (it.difference > 0) return Beats::no;
    better = better || it.difference < 0;
    shown = shown || (it.difference < 0 && it.shown);
  }
  return shown ? Beats::plainly : better ? Beats::in_means : Beats::no;
}

}  // namespace

const char* name_of(FrontPlace place) {
  switch (place) {
    case FrontPlace::front: return "front";
    case FrontPlace::unsure: return "unsure";
    case FrontPlace::dominated: return "dominated";
  }
  return "";
}

std::size_t front_comparisons(std::size_t policies) {
  return std::max<std::size_t>(1, policies * (policies - 1) / 2 * kFrontMetrics.size());
}

std::vector<FrontPoint> front_of(const StudyResults& study) {
  const std::size_t policies = study.settings.policies.size();
  const double alpha = 0.05 / static_cast<double>(front_comparisons(policies));
  std::vector<FrontPoint> points(policies);
  for (std::size_t one = 0; one < policies; ++one)
    for (std::size_t other = 0; other < policies; ++other) {
      if (one == other || points[one].place == FrontPlace::dominated) continue;
      const Beats found = beats(study, other, one, alpha);
      if (found == Beats::plainly) points[one] = {FrontPlace::dominated, other};
      else if (found == Beats::in_means && points[one].place == FrontPlace::front)
        points[one] = {FrontPlace::unsure, other};
    }
  return points;
}

}  // namespace tricolor::harness
