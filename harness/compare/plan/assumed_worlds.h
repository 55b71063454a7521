// Draws worlds in which the figures that a study assumes are others, by a Latin hypercube (McKay, Beckman and Conover,
// Technometrics 21 (1979) 239–245): of n worlds exactly one has each figure in each n-th of its range. Counts in how
// many of them a verdict stands, and finds the figure that decides it. Pure functions of numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compare/plan/metrics.h"
#include "compare/plan/verdict.h"

namespace tricolor::harness {

/// A figure that worlds draw anew, between two values of its own unit. 0 < low < high.
struct AssumedFigure {
  std::string key;
  double value = 0;  ///< The study's own.
  double low = 0, high = 0;
  std::string low_text, high_text;  ///< As a demand file has them.
  std::string zh, en;               ///< Its meaning.
};

struct AssumedWorlds {
  std::uint64_t seed = 0;
  std::vector<AssumedFigure> figures;
  /// By world and figure: its place in the range, 0 … 1, on a logarithmic scale.
  std::vector<std::vector<double>> places;
};

AssumedWorlds draw_worlds(std::vector<AssumedFigure> figures, std::size_t count, std::uint64_t seed);

/// The figure's value in a world.
double value_in(const AssumedWorlds& worlds, std::size_t world, std::size_t figure);

std::string to_text(const AssumedWorlds& worlds);
/// Throws std::runtime_error when the text is none.
AssumedWorlds assumed_worlds_of(const std::string& text);

/// The figure with which a verdict falls: it stands in fewer of the worlds in one third of the figure's range than in
/// the others.
struct Flip {
  std::size_t figure = 0;
  bool upper = false;  ///< True: the upper third; otherwise the lower.
  std::size_t stands_there = 0, worlds_there = 0;
  std::size_t stands_elsewhere = 0, worlds_elsewhere = 0;
};

/// The fate of one verdict.
struct VerdictInWorlds {
  Metric metric = Metric::violation_hours;
  std::size_t policy = 1;
  std::size_t stands = 0, worlds = 0;  ///< Worlds in which the metric is defined.
  /// The same of the study's own pairs, each by itself: how much of the falling is chance alone.
  std::size_t stands_usually = 0, pairs = 0;
  std::optional<Flip> flips;  ///< None: no figure is shown to decide.
};

/// The fate of all verdicts of a study.
struct WorldsResults {
  AssumedWorlds worlds;
  std::vector<VerdictInWorlds> verdicts;  ///< One for each primary metric and policy with a verdict that is decided.
};

/// Values of `value − base` by world, and by pair of the study. A difference stands with a verdict when it has its
/// sign, or, where policies are equivalent, when it lies within the minimum. A figure decides when Fisher's exact test,
/// one-sided, says so at 5 % shared by all figures and both ends.
VerdictInWorlds verdict_in_worlds(StudyVerdict verdict, double difference, double minimum,
                                  const std::vector<std::optional<double>>& in_worlds,
                                  const std::vector<std::optional<double>>& in_pairs, const AssumedWorlds& worlds);

/// Probability of at most `there` successes among `of_there` drawn from `of_all` with `all` successes.
double fisher_at_most(std::size_t there, std::size_t of_there, std::size_t all, std::size_t of_all);

}  // namespace tricolor::harness
