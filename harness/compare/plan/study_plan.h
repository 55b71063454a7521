// Describes a study and counts its pairs: the settings that make two studies the same (study.json), and the
// sizes that are frozen after the pilot (plan.json). Plain values with a text form; no file and no run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compare/plan/grid.h"
#include "compare/plan/metrics.h"

namespace tricolor::harness {

enum class StudyQuestion : std::uint8_t { transition, steady };
const std::vector<std::string>& question_words();

/// Shortest warm-up of a steady study, days: shops need months to find their colours.
inline constexpr int kSteadyWarmupDays = 360;

/// One policy of a study. The first is the base.
struct StudyPolicy {
  std::string label;   ///< Unique in the study: the file's name without its ending.
  std::string name;    ///< As the file names itself.
  std::string digest;  ///< SHA-256 of the policy as resolved.
  /// The differences from the base as sentences, Chinese and English; empty for the base and for an equal policy.
  std::vector<std::pair<std::string, std::string>> differences;
  /// In a sweep: the number of its value of each field; empty for the base.
  std::vector<std::size_t> at = {};
};

/// A figure that the study assumes.
struct Assumption {
  std::string key, value, mark, zh, en;
};

struct StudySettings {
  std::string scenario;  ///< Name of the base's scenario.
  std::string rung;
  std::string gate_lacks;  ///< How much of the calibration's gate was shown; empty: all, or none is needed.
  std::string commit;      ///< Version of the program, which holds engine and twin.
  std::string world;       ///< SHA-256 of scenario, classes, merchants and demand as resolved.
  std::string detector;    ///< SHA-256 of the detector's files.
  /// Of a study at the rung events: the calibration's name and SHA-256; empty at others.
  std::string calibration;
  std::uint64_t city_seed = 0, first_seed = 0;
  std::string starts;    ///< Begin of the warm-up, "2020-11-02 06:00:00" in UTC+8.
  std::string switches;  ///< End of the warm-up.
  StudyQuestion question = StudyQuestion::transition;
  int warmup_days = 0, days = 0;
  std::size_t most_pairs = 0;  ///< Largest number of pairs, ≥ 2.
  int shops = 0, cameras = 0, officers = 0;
  /// True when its shops are real ones: no group of fewer than `kSmallestGroup` of them is told of.
  bool real_shops = false;
  std::vector<StudyPolicy> policies;
  MetricFile metrics;
  std::string demand;
  std::vector<Assumption> assumptions;
  std::vector<SweepField> fields = {};  ///< Of a sweep; empty in other studies.

  std::size_t pilot() const;
  Terms terms() const;
  std::uint64_t seed_of(std::size_t pair) const { return first_seed + pair; }
};

std::string to_text(const StudySettings& settings);
/// Throws std::runtime_error when the text is no study.
StudySettings study_settings_of(const std::string& text);

/// Names each part in which two studies differ, as lines for people; empty when they are the same study.
std::string what_differs(const StudySettings& wanted, const StudySettings& found);

/// The number of pairs that one primary metric under one policy asked for.
struct PairsAsked {
  Metric metric = Metric::violation_hours;
  std::size_t policy = 1;
  double pilot_deviation = 0, minimum = 0;
  std::size_t pairs = 0;
};

struct StudyPlan {
  std::vector<double> minimums;  ///< By metric, frozen from the base's pilot.
  std::vector<PairsAsked> requests;
  std::size_t wanted = 0;  ///< The largest request.
  std::size_t pairs = 0;   ///< The number that is run: the largest request, or the most that is allowed.
};

/// Values of one metric under one policy by pair; empty where the metric is not defined.
using PairColumn = std::vector<std::optional<double>>;

/// Freezes a plan after the pilot. `values` gives the column of a metric under a policy, of at least the pilot's pairs.
StudyPlan plan_of(const StudySettings& settings, const std::function<PairColumn(Metric, std::size_t policy)>& values);

std::string to_text(const StudyPlan& plan);
StudyPlan study_plan_of(const std::string& text);

}  // namespace tricolor::harness
