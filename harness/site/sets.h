// Proposes sets of cameras and officers to be tried by runs: the best by the coverage proxy, sets by chance, and the
// busiest junctions. Deterministic; nothing is run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "site/coverage.h"

namespace tricolor::harness {

/// An officer more, for one squad's ground.
struct ExtraOfficer {
  std::string duty_grid;  ///< The grid at which he is at home.
  std::string squad;      ///< Empty where grids have none.
  sim::Point waits_at;
  double load = 0;  ///< Watched weight for each officer of the squad as it is, by which it was chosen.
};

/// A camera of a set: a candidate, or one at a junction.
struct ExtraCamera {
  std::string id;
  std::size_t street = 0;
  double along_m = 0;
  sim::CameraPose pose;
  sim::Point towards;
  double all = 0, alone = 0;  ///< Weight that it sees, and the part of it that no camera of today sees.
  double gain = 0;            ///< Weight that it adds to the set before it.
};

struct SiteSet {
  std::string label;  ///< "set_1", "junctions", "random_07".
  std::vector<ExtraCamera> cameras;
  std::vector<ExtraOfficer> officers;
};

/// The squads' grounds, the most loaded for its officers first. One place for each squad: the grid with the most
/// watched weight.
std::vector<ExtraOfficer> officer_places(const sim::City& city, const std::vector<ZoneWeight>& weights);

/// The numbers of cameras and officers that are to be added: as many of each in every set.
struct SiteWish {
  int cameras = 5, officers = 0;
};

/// Up to `count` different sets, the best by the proxy first: the further ones go without the first choices of those
/// before them, or put the officers elsewhere.
std::vector<SiteSet> top_sets(const sim::City& city, const std::vector<ZoneWeight>& weights,
                              const std::vector<Candidate>& candidates, const SiteWish& wish, std::size_t count);

/// Sets by chance alone, of the same candidates and squads. Set `i` depends on `seed` and `i`.
std::vector<SiteSet> random_sets(const sim::City& city, const std::vector<ZoneWeight>& weights,
                                 const std::vector<Candidate>& candidates, const SiteWish& wish, std::uint64_t seed,
                                 std::size_t count);

/// Cameras where the most shops' weight lies around a crossing, whoever watches it already; the officers as in the
/// first of the top sets.
SiteSet junction_set(const sim::City& city, const std::vector<ZoneWeight>& weights,
                     const std::vector<Candidate>& candidates, const SiteWish& wish);

/// The set as keys of a scenario (YAML) beside the base's own `cameras` and `officers`, which are given as YAML lists
/// (empty: none).
std::string keys_of(const SiteSet& set, const std::string& own_cameras, const std::string& own_officers);

}  // namespace tricolor::harness
