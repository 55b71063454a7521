#include "scenario/plane.h"

#include <cmath>
#include <numbers>

namespace tricolor::harness {
namespace {

constexpr LonLat kPinghu{121.02, 30.69};
// Semi-major axis (metres) and first eccentricity squared of WGS 84.
constexpr double kAxisM = 6'378'137.0, kEccentricity2 = 0.00669437999014;

}  // namespace

Plane::Plane(std::optional<LonLat> origin) : origin_(origin.value_or(kPinghu)), assumed_(!origin) {
  constexpr double radian = std::numbers::pi / 180;
  const double sine = std::sin(origin_.lat * radian), w2 = 1 - kEccentricity2 * sine * sine;
  meridian_m_ = radian * kAxisM * (1 - kEccentricity2) / (w2 * std::sqrt(w2));
  parallel_m_ = radian * kAxisM / std::sqrt(w2) * std::cos(origin_.lat * radian);
}

LonLat Plane::lon_lat_of(engine::GroundPoint point) const {
  const auto rounded = [](double degrees) { return std::round(degrees * 1e7) / 1e7; };
  return {rounded(origin_.lon + point.x_m / parallel_m_), rounded(origin_.lat + point.y_m / meridian_m_)};
}

engine::GroundPoint Plane::point_of(LonLat place) const {
  return {(place.lon - origin_.lon) * parallel_m_, (place.lat - origin_.lat) * meridian_m_};
}

const char* Plane::note() const {
  return assumed_ ? "assumed: the plane of the twin is laid at 30.69 N, 121.02 E (Pinghu)"
                  : "the scenario names the plane's origin; distances are within 0.1 % up to 10 km from it";
}

}  // namespace tricolor::harness
