// Lays the city's plane on the Earth: metres, x east and y north, about an origin in WGS 84. A scenario may name the
// origin; everything that shows or takes longitude and latitude converts by this class alone.
//
// The projection is the equirectangular one of the ellipsoid about its origin: a degree of latitude has the length of
// the meridian there, a degree of longitude that of the parallel there. North stays north and distances along the
// meridian and along the origin's own parallel are true. Away from it the length of parallels is off by the tangent of
// the latitude times the distance north: at 31° N by less than 0.05 % within 5 km and 0.1 % within 10 km; there and
// back is exact.
#pragma once

#include <optional>

#include "engine/geometry.h"

namespace tricolor::harness {

/// Longitude and latitude in WGS 84, degrees.
struct LonLat {
  double lon = 0, lat = 0;
};

class Plane {
 public:
  /// Without an origin the plane touches the ellipsoid at 30.69° N, 121.02° E (Pinghu), which is assumed. The latitude
  /// of an origin is from −80 to 80 degrees.
  explicit Plane(std::optional<LonLat> origin);

  LonLat origin() const { return origin_; }
  /// Rounded to 1e-7 degrees, about a centimetre.
  LonLat lon_lat_of(engine::GroundPoint point) const;
  /// Not rounded.
  engine::GroundPoint point_of(LonLat place) const;
  /// States how far places are to be believed, in one line, for people who open a layer.
  const char* note() const;

 private:
  LonLat origin_;
  bool assumed_;
  double parallel_m_ = 0, meridian_m_ = 0;  // Lengths of a degree.
};

}  // namespace tricolor::harness
