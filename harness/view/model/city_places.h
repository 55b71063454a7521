// Gives the larger parts of a city that the window names, shows from afar and finds: its towns and its roads. A town is
// the ground of one squad; a city with fewer than two squads has none.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "view/model/timeline.h"

namespace tricolor::harness {

struct TownPlace {
  std::string name;                                   ///< Name of its squad: "当湖中队".
  sim::Point middle;                                  ///< Mean of its built streets.
  sim::Point low, high;                               ///< Extent of its built streets.
  std::vector<std::size_t> shops, cameras, officers;  ///< Indices into the city's lists.
};

/// Streets of one name that continue one another.
struct RoadPlace {
  std::string name;
  std::vector<std::size_t> stretches;  ///< Indices into `City::streets`, in order.
  std::vector<std::size_t> shops;
  std::optional<std::size_t> town;  ///< Index into `CityPlaces::towns`.
  sim::Point low, high;
  double length_m = 0;
};

struct CityPlaces {
  explicit CityPlaces(const sim::City& city);

  std::vector<TownPlace> towns;
  std::vector<RoadPlace> roads;
  /// The town of each shop, camera and officer; empty without towns.
  std::vector<std::size_t> town_of_shop, town_of_camera;
  /// The town of a place: the one whose extent is nearest. Must not be asked without towns.
  std::size_t town_at(sim::Point place) const;
};

/// The figures on a town's plate.
struct PlaceCounts {
  std::array<int, 3> shops{};  ///< Number of shops by colour.
  int incidents_open = 0, blind = 0;
};

/// The counts of every town at a moment, in the order of `towns`.
std::vector<PlaceCounts> counts_of_towns(const CityPlaces& places, const Moment& moment);
/// The shops and open incidents of a road; cameras belong to no road.
PlaceCounts counts_of_road(const RoadPlace& road, const Moment& moment);

}  // namespace tricolor::harness
