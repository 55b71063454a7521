#include "report/rows/places.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {

namespace {

// A place farther from every centre line than this belongs to no street; the widest street that a scenario may have is
// 64 m over all.
constexpr double kFarthestM = 60;

}  // namespace

std::optional<StreetPlace> street_place_of(const RunRecord& run, engine::GroundPoint point) {
  std::optional<StreetPlace> nearest;
  double nearest_m = kFarthestM;
  for (std::size_t i = 0; i < run.city.streets.size(); ++i) {
    const auto& street = run.city.streets[i];
    const double length = street.length_m();
    if (!(length > 0)) continue;
    const double ux = (street.to.x_m - street.from.x_m) / length, uy = (street.to.y_m - street.from.y_m) / length;
    const double dx = point.x_m - street.from.x_m, dy = point.y_m - street.from.y_m;
    const double along = std::clamp(dx * ux + dy * uy, 0.0, length), across = dy * ux - dx * uy;
    const double apart = std::hypot(dx - along * ux, dy - along * uy);
    if (apart >= nearest_m) continue;
    nearest_m = apart;
    nearest = StreetPlace{i, along, across};
  }
  return nearest;
}

std::string street_name_of(const RunRecord& run, engine::GroundPoint point) {
  const auto place = street_place_of(run, point);
  return place ? run.city.streets[place->street].name : std::string{};
}

std::string side_name_of(const RunRecord& run, const StreetPlace& place) {
  if (place.across_m == 0) return {};
  const auto& street = run.city.streets.at(place.street);
  // The direction to the left of the street, reversed for the right side.
  const double sign = place.across_m > 0 ? 1 : -1;
  const double x = -sign * (street.to.y_m - street.from.y_m), y = sign * (street.to.x_m - street.from.x_m);
  if (std::abs(x) > std::abs(y)) return x > 0 ? "east" : "west";
  return y > 0 ? "north" : "south";
}

}  // namespace tricolor::harness
