// Finds where cameras and officers would pay most: sets are proposed by the coverage proxy, the best of them are tried
// by paired runs, and what the chosen one is worth is told of fresh seeds, against sets by chance and the busiest
// junctions.
//
//   screening/   a study of the proposed sets
//   fresh/       a study of the chosen one, the junctions and the sets by chance, on seeds that the choice never saw
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compare/results.h"
#include "compare/study.h"
#include "scenario/plane.h"
#include "site/sets.h"

namespace tricolor::harness {

struct SiteRequest {
  StudyRequest study;  ///< Base, days, warm-up, seeds, rung; its variations are made here.
  SiteWish wish;
  std::size_t top = 5;      ///< Sets that are tried, ≥ 1.
  std::size_t random = 20;  ///< Sets by chance, ≥ 1.
};

/// Everything that is known before any run.
struct SitePlan {
  sim::City city;
  std::optional<LonLat> origin;  ///< Where the base lies on the Earth.
  std::vector<ZoneWeight> weights;
  std::vector<Candidate> candidates;
  std::vector<SiteSet> top, random;
  SiteSet junctions;   ///< Empty where no streets cross.
  double watched = 0;  ///< Weight that the cameras of today watch, 0 … 1.
};

/// Reads the base and proposes sets. Throws BadInput.
SitePlan make_site_plan(const SiteRequest& request);

/// The study of the proposed sets, and that of the chosen one. Throw BadInput.
Study screening_study(const SiteRequest& request, const SitePlan& plan);
Study fresh_study(const SiteRequest& request, const SitePlan& plan, std::size_t chosen);

/// The set with the fewest violation-hours among those that add no more wrong strikes than would matter; where there is
/// none such, the one with the fewest wrong strikes.
std::size_t choose(const StudyResults& screening);

/// A paired difference on fresh seeds, at 95 %.
struct SiteDifference {
  double mean = 0;
  std::optional<Interval> interval;
};

struct SiteResults {
  SitePlan plan;
  SiteWish wish;
  std::size_t chosen = 0;
  StudyResults screening, fresh;
  /// Of the chosen set, by metric: minus the base, minus the mean of the sets by chance, minus the junctions.
  std::vector<SiteDifference> to_base, to_random, to_junctions;
  std::string own_cameras, own_officers;  ///< The base's own lists, YAML.
};

/// Puts the results together from the folders of both studies. Throws BadInput when one is not complete.
SiteResults site_results(const SiteRequest& request, SitePlan plan, const std::filesystem::path& folder);

/// A street with what cameras watch of it.
struct StreetCover {
  std::size_t street = 0;
  std::size_t shops = 0;
  double weight = 0, watched = 0;         ///< Weight of its zones; the part that cameras of today watch.
  std::size_t poles = 0, only_again = 0;  ///< Places for cameras; those that would watch what is watched already.
};
/// Part of a camera's weight from which on, when it is watched already, it would only watch the same again. Assumed.
inline constexpr double kWatchedAlready = 0.8;
bool only_again(const Candidate& candidate);
/// Streets with houses, the heaviest first; stretches of one name are one street. Where shops are real ones, streets of
/// fewer than `kSmallestGroup` of them are left out.
std::vector<std::pair<std::string, StreetCover>> street_cover(const SiteResults& site);

}  // namespace tricolor::harness
