// Says which groups of shops or cameras meet more wrong strikes than chance explains. Groups are small and many, so
// that raw ratios mislead: the worst of sixty cameras looks bad where all are alike.
//
//   shrunken ratio   Each group's rate over that of all has a gamma prior of mean 1 (Clayton and Kaldor, Biometrics 43
//                    (1987) 671–681). Its shape is not known either: every shape from 0.1 to 1,000 counts as well as it
//                    explains all groups, so that a few strikes in all leave every ratio uncertain. A group of little
//                    exposure stays near 1.
//   flag             The posterior probability that the ratio exceeds 2 is above 0.95 under the shape that explains all
//                    groups best (empirical Bayes), and the group passes Benjamini and Hochberg's rule (J. R. Stat.
//                    Soc. B 57 (1995) 289–300) at 5 % among all groups of its kind.
//   permutation      Chance that alike groups differ as much as these, by Pearson's statistic: strikes come in runs of
//                    one shop, so that whole clusters are dealt anew, each to a group in proportion to its exposure.
//
// Pure functions of numbers; may be called from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tricolor::harness {

/// The exposure of one group and the wrong strikes that it met.
struct GroupRate {
  std::string name;
  double exposure = 0;          ///< Watched lawful shop-hours, ≥ 0.
  std::vector<int> clusters{};  ///< Wrong strikes by cluster (a shop, or a lasting thing); zeros may be left out.
  int events() const;
};

struct ShrunkenRatio {
  std::string name;
  int events = 0;
  double exposure = 0;
  double raw = 0;            ///< Rate over that of all groups; 0 without exposure.
  double ratio = 1;          ///< Posterior mean.
  double low = 0, high = 0;  ///< Posterior 5th and 95th hundredth, by the gamma of the posterior's mean and variance.
  double beyond_two = 0;     ///< Posterior probability of a ratio above 2 under the best shape.
  double chance = 1;         ///< Probability of so many events or more in a group that is as all others are.
  bool flagged = false;
};

/// The ratios in the order of the groups. Groups without exposure keep the prior. Where nothing happened at all, every
/// ratio is 1 and none is flagged.
std::vector<ShrunkenRatio> shrunken_ratios(const std::vector<GroupRate>& groups);

/// Probability, 0 … 1, by `deals` deals under `seed`; 1 where fewer than two groups have exposure or nothing happened.
double chance_of_difference(const std::vector<GroupRate>& groups, int deals, std::uint64_t seed);

}  // namespace tricolor::harness
