// Gives the place of a thing as people and as maps express it: by street, and in longitude and latitude.
#pragma once

#include <optional>
#include <string>

#include "adapters/run_record.h"
#include "engine/geometry.h"
#include "scenario/plane.h"

namespace tricolor::harness {

/// Gives longitude and latitude of a place of the run.
inline LonLat lon_lat_of(const RunRecord& run, engine::GroundPoint point) {
  return Plane(run.origin).lon_lat_of(point);
}

/// A place along a street.
struct StreetPlace {
  std::size_t street = 0;  ///< Index into `City::streets`.
  double along_m = 0;      ///< Distance from the street's beginning, metres, 0 … its length.
  double across_m = 0;     ///< Distance from the centre line, metres, positive to the left of its direction.
};

/// Gives the street whose centre line is nearest; none without streets or farther than 60 m from all of them.
std::optional<StreetPlace> street_place_of(const RunRecord& run, engine::GroundPoint point);

/// Gives the name of that street; empty where there is none.
std::string street_name_of(const RunRecord& run, engine::GroundPoint point);

/// Gives the side of the street on which the place lies: "north", "south", "east" or "west", by the street's own
/// direction; empty on the centre line.
std::string side_name_of(const RunRecord& run, const StreetPlace& place);

}  // namespace tricolor::harness
