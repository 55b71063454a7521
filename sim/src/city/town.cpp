// Makes a city out of towns.
#include "city/town.h"

#include <cstddef>

#include "sim/check.h"

namespace tricolor::sim {
namespace {

// Towns are laid out larger until their shops have room; one more row of streets is nearly always enough.
constexpr int kMostAttempts = 8;

// Names for each street the grid in which its middle lies.
void name_street_grids(City& city, std::size_t first_street, std::size_t first_grid) {
  for (std::size_t s = first_street; s < city.streets.size(); ++s) {
    Street& street = city.streets[s];
    const Point middle = street.at(street.length_m() / 2, 0);
    street.duty_grid = city.grids[first_grid].id;
    for (std::size_t g = first_grid; g < city.grids.size(); ++g)
      if (holds(city.grids[g].outline, middle)) {
        street.duty_grid = city.grids[g].id;
        break;
      }
  }
}

}  // namespace

bool holds(const std::vector<Point>& outline, Point at) {
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Point a = outline[i], b = outline[(i + 1) % outline.size()];
    if ((b.x_m - a.x_m) * (at.y_m - a.y_m) - (b.y_m - a.y_m) * (at.x_m - a.x_m) < 0) return false;
  }
  return true;
}

City generate_city(std::uint64_t seed, const CityParameters& parameters, Time start, int days) {
  City city;
  city.seed = seed;
  for (std::size_t i = 0; i < parameters.towns.size(); ++i) {
    const TownParameters& wanted = parameters.towns[i];
    const std::size_t first_street = city.streets.size(), first_grid = city.grids.size();
    const std::size_t first_crossing = city.crossings.size(), first_shop = city.shops.size();
    const auto shops = static_cast<std::size_t>(wanted.main_street_shops + wanted.other_shops);
    for (int larger = 0;; ++larger) {
      SIM_CHECK(larger <= kMostAttempts);
      Town town = lay_out_town(city, seed, static_cast<int>(i), wanted, larger);
      const FreeGround ground(city, town);
      add_town_shops(city, town, ground, wanted);
      if (town.shops < shops) {
        city.streets.resize(first_street);
        city.crossings.resize(first_crossing);
        city.shops.resize(first_shop);
        continue;
      }
      add_town_bays_and_trees(city, town, ground);
      add_town_cameras(city, town, ground, wanted, {parameters.camera_down_share, parameters.days_seed, start, days});
      add_town_squad(city, town, wanted);
      break;
    }
    name_street_grids(city, first_street, first_grid);
  }
  draw_zones(city, parameters.drawing, seed);
  return city;
}

}  // namespace tricolor::sim
