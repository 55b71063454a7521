// Divides the shops, cameras and officers of a generated city among its towns.
#pragma once

#include <vector>

#include "scenario/scenario.h"

namespace tricolor::harness {

struct TownShare {
  int main_street_shops = 0, other_shops = 0;
  int city_cameras = 0, police_cameras = 0, field_cameras = 0, waste_cameras = 0;
  int officers = 0;
};

/// The most shops that a town may have beside those of its main street.
inline constexpr int kMostShopsOfTown = 2000;

/// Gives each town its part, the first the most. The parts add up to the city's numbers. `city.kind` must be `towns`
/// and its numbers within the bounds that the reader of scenarios keeps.
std::vector<TownShare> shares_of_towns(const GeneratedCity& city);

}  // namespace tricolor::harness
