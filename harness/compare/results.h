// Holds the replications of a study against one another. The results are computed from the study's folder alone, so
// that one machine, many shards and a resumed study give the same.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compare/plan/assumed_worlds.h"
#include "compare/plan/fairness.h"
#include "compare/plan/other_cities.h"
#include "compare/plan/study_plan.h"
#include "compare/replication.h"

namespace tricolor::harness {

struct MetricResult {
  Metric metric = Metric::violation_hours;
  double minimum = 0;
  std::vector<Comparison> against_base;  ///< By policy; the base's own is empty.
  std::vector<Moments> of_policy;        ///< Over all replications in which it is defined, by policy.
};

/// A figure by day: its mean over the seeds, and the tenth and ninetieth of a hundred months.
struct Band {
  std::vector<double> mean, low, high;
};

/// A replication in which a claim can be seen: of those of the study the one with the largest difference.
struct Example {
  Metric metric = Metric::violation_hours;
  std::size_t policy = 1;
  std::uint64_t seed = 0;
  double difference = 0;
  std::optional<NotedMoment> moment;  ///< Something of the kind that the metric counts; none where there was none.
};

/// Of a steady study: whether it still matters how the shops began.
struct SteadyCheck {
  std::size_t policy = 0;
  Metric metric = Metric::violation_hours;
  double difference = 0;  ///< Begun red minus begun green.
  Interval interval;      ///< At 95 %.
  bool agrees = false;    ///< True when the interval lies within the minimum.
};

/// The kinds of group whose wrong strikes are held against one another.
enum class GroupKind : std::uint8_t { trade, street, camera, owner };
inline constexpr std::size_t kGroupKinds = 4;
const char* name_of(GroupKind kind);

struct GroupFairness {
  std::vector<ShrunkenRatio> groups;
  double chance = 1;  ///< Probability that alike groups differ as much; a shop's strikes are one cluster.
};

struct PolicyResult {
  std::array<Band, kCurves> by_day;
  std::map<std::string, Exposure> trades, streets, cameras, owners;  ///< Over all replications; shops as in one.
  std::array<GroupFairness, kGroupKinds> fairness;
  const GroupFairness& fairness_of(GroupKind kind) const { return fairness[static_cast<std::size_t>(kind)]; }
  std::map<std::string, std::array<double, 24>> busy_min;
  std::map<std::string, double> changes;  ///< Changes of colour in a mean replication, by "green_yellow".
  Exposure all;
  /// The kinds by which shops are grouped; the order is that of `GroupKind`.
  std::array<std::map<std::string, Exposure>*, kGroupKinds> groups() { return {&trades, &streets, &cameras, &owners}; }
};

/// A primary metric's difference over other cities.
struct MetricInCities {
  Metric metric = Metric::violation_hours;
  std::size_t policy = 1;
  DifferenceInCities found;
};
struct CitiesResults {
  OtherCities cities;
  std::vector<MetricInCities> rows;  ///< One for each primary metric and policy.
};

struct StudyResults {
  StudySettings settings;
  StudyPlan plan;
  std::string profile, eyes;           ///< The detector's profile and identity, as the replications say them.
  std::vector<MetricResult> metrics;   ///< By metric.
  std::vector<PolicyResult> policies;  ///< By policy.
  /// Every figure of every replication, by policy and pair: what other comparisons than those with the base need.
  std::vector<std::vector<std::array<std::optional<double>, kMetrics>>> values;
  std::vector<Example> examples;
  std::vector<SteadyCheck> steady;      ///< Empty in a study of a transition.
  std::optional<WorldsResults> worlds;  ///< None: the study was run in the world of its assumptions only.
  std::optional<CitiesResults> cities;  ///< None: the study was run in its own city only.
  /// False when a steady study's two starts disagree: then nothing has a verdict.
  bool accepted = true;
  /// Groups of fewer than `kSmallestGroup` real shops, which were left out of `trades` … `owners` and of `fairness`.
  std::size_t hidden_groups = 0;

  const MetricResult& of(Metric metric) const { return metrics.at(static_cast<std::size_t>(metric)); }
};

/// Reads a whole study. Throws BadInput that names each replication that is missing, damaged or another's.
StudyResults results_of(const std::filesystem::path& folder);

/// The same of replications that are in memory, pair by pair as `jobs_of` lists them.
StudyResults results_of(const StudySettings& settings, const StudyPlan& plan,
                        const std::vector<Replication>& replications);

}  // namespace tricolor::harness
