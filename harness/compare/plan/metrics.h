// The metrics by which policies are compared, and from which difference on each matters. What a metric is, is code;
// goal, minimum and rank are a file (assets/compare/metrics.yaml), because they are a planner's judgement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compare/plan/verdict.h"
#include "engine/map_reader.h"
#include "scenario/reference.h"

namespace tricolor::harness {

/// The metrics in the order of files and pages. Rates are for 100 shops and 30 days, so that a street and a city have
/// the same minimum.
enum class Metric : std::uint8_t {
  violation_hours,
  wrongful_days,
  officer_minutes,
  wrong_strikes,
  strikes,
  messages,
  cases,
  violations_found,
  self_corrected,
  closed_on_time,
  arrival_p90,
  green,
  yellow,
  red
};
inline constexpr std::size_t kMetrics = 14;
/// At most so many metrics get verdicts: each shares the error of all.
inline constexpr std::size_t kMostPrimaries = 4;

struct MetricText {
  const char* key;
  const char *name_en, *name_zh;
  const char *unit_en, *unit_zh;
  const char *about_en, *about_zh;
  bool share;  ///< True for a share, 0 … 1, which pages show in per cent.
};
const MetricText& text_of(Metric metric);

struct MetricRules {
  Goal goal = Goal::none;
  bool primary = false;
  double minimum = 0;        ///< Smallest difference that matters, in the metric's unit, > 0.
  double share_of_base = 0;  ///< The minimum is at least this share of the base's mean over the pilot, 0 … 1.
  std::string mark, why;     ///< Origin of the minimum: assumed, published or fitted, and the reason.
};

struct MetricFile {
  std::string name;
  std::vector<MetricRules> rules;  ///< By metric.
  std::vector<Metric> primaries() const;
};

/// Reads a file of metrics (`metrics:` names it; `extends:` another). It must name every metric, and of them one to
/// four as primary. Faults go to `diagnostics`; the result is to be used only when there are none.
MetricFile read_metrics(const std::string& path, engine::Diagnostics& diagnostics);

/// Describes files of metrics, for schema and reference.
FileKind metrics_file_kind();

/// The smallest difference that matters, given the base's mean over the pilot pairs.
double minimum_of(const MetricRules& rules, double base_mean);

}  // namespace tricolor::harness
