// Places a plate for each town beside it on the map, where the whole city is seen from so far that shops and cameras
// would be a heap of dots. It knows no window.
#pragma once

#include <cstddef>
#include <vector>

#include "view/layout/labels.h"
#include "view/layout/map_view.h"
#include "view/model/city_places.h"

namespace tricolor::harness {

/// The level at which a map shows a city, by its scale: towns as plates, streets with the dots of their shops, or shops
/// with their names. A city without towns is never shown as plates.
enum class MapLevel : unsigned char { towns, streets, shops };
MapLevel level_of(const MapView& view, const CityPlaces& places);

struct TownPlate {
  static constexpr float kWidth = 148, kHeight = 44;

  std::size_t town = 0;  ///< Index into `CityPlaces::towns`.
  PxRect box;
  Px home;  ///< Middle of the town on the screen.
};

/// Gives the plates of the towns in sight, which overlap neither one another nor what `room` has; they take their room.
/// Towns with more open incidents come first, and one for which there is no room has no plate.
std::vector<TownPlate> plates_of(const CityPlaces& places, const std::vector<PlaceCounts>& counts, const MapView& view,
                                 LabelRoom& room);

}  // namespace tricolor::harness
