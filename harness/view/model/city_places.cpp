#include "view/model/city_places.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace tricolor::harness {
namespace {

void reach(sim::Point& low, sim::Point& high, sim::Point place) {
  low = {std::min(low.x_m, place.x_m), std::min(low.y_m, place.y_m)};
  high = {std::max(high.x_m, place.x_m), std::max(high.y_m, place.y_m)};
}

constexpr sim::Point kNothingLow{1e9, 1e9}, kNothingHigh{-1e9, -1e9};

std::vector<TownPlace> towns_of(const sim::City& city, const std::map<std::string, std::size_t>& squad_of_grid) {
  std::vector<TownPlace> towns;
  std::vector<int> streets;
  for (const sim::GridGround& grid : city.grids)
    if (squad_of_grid.at(grid.id) == towns.size())
      towns.push_back({grid.squad, {0, 0}, kNothingLow, kNothingHigh, {}, {}, {}}), streets.push_back(0);
  for (const sim::Street& street : city.streets) {
    const auto squad = squad_of_grid.find(street.duty_grid);
    if (squad == squad_of_grid.end() || !street.built) continue;
    TownPlace& town = towns[squad->second];
    const sim::Point middle = street.at(street.length_m() / 2, 0);
    const int count = ++streets[squad->second];
    town.middle.x_m += (middle.x_m - town.middle.x_m) / count;
    town.middle.y_m += (middle.y_m - town.middle.y_m) / count;
    for (const sim::Point& end : {street.from, street.to}) reach(town.low, town.high, end);
  }
  return towns;
}

}  // namespace

CityPlaces::CityPlaces(const sim::City& city) {
  std::map<std::string, std::size_t> squads, squad_of_grid;
  for (const sim::GridGround& grid : city.grids)
    squad_of_grid[grid.id] = squads.emplace(grid.squad, squads.size()).first->second;
  if (squads.size() > 1) towns = towns_of(city, squad_of_grid);
  std::map<std::size_t, std::size_t> road_of_street;
  for (std::size_t i = 0; i < city.streets.size(); ++i) {
    const sim::Street& street = city.streets[i];
    const auto before =
        street.continues < 0 ? road_of_street.end() : road_of_street.find(static_cast<std::size_t>(street.continues));
    const bool goes_on = before != road_of_street.end() && roads[before->second].name == street.name;
    if (!goes_on) roads.push_back({street.name, {}, {}, std::nullopt, kNothingLow, kNothingHigh, 0});
    const std::size_t number = goes_on ? before->second : roads.size() - 1;
    road_of_street[i] = number;
    RoadPlace& road = roads[number];
    road.stretches.push_back(i);
    road.length_m += street.length_m();
    for (const sim::Point& end : {street.from, street.to}) reach(road.low, road.high, end);
    const auto squad = squad_of_grid.find(street.duty_grid);
    if (!towns.empty() && squad != squad_of_grid.end()) road.town = squad->second;
  }
  for (std::size_t i = 0; i < city.shops.size(); ++i) {
    RoadPlace& road = roads[road_of_street.at(static_cast<std::size_t>(city.shops[i].street))];
    road.shops.push_back(i);
    if (towns.empty()) continue;
    const std::size_t town = road.town.value_or(0);
    town_of_shop.push_back(town);
    towns[town].shops.push_back(i);
  }
  if (towns.empty()) return;
  for (std::size_t i = 0; i < city.cameras.size(); ++i) {
    town_of_camera.push_back(town_at(city.cameras[i].pose.at));
    towns[town_of_camera.back()].cameras.push_back(i);
  }
  for (std::size_t i = 0; i < city.officers.size(); ++i)
    if (const auto squad = squad_of_grid.find(city.officers[i].duty_grid); squad != squad_of_grid.end())
      towns[squad->second].officers.push_back(i);
}

std::size_t CityPlaces::town_at(sim::Point place) const {
  std::size_t best = 0;
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < towns.size(); ++i) {
    const double x = std::max({towns[i].low.x_m - place.x_m, place.x_m - towns[i].high.x_m, 0.0});
    const double y = std::max({towns[i].low.y_m - place.y_m, place.y_m - towns[i].high.y_m, 0.0});
    if (const double away = std::hypot(x, y); away < nearest) best = i, nearest = away;
  }
  return best;
}

std::vector<PlaceCounts> counts_of_towns(const CityPlaces& places, const Moment& moment) {
  std::vector<PlaceCounts> counts(places.towns.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    for (const std::size_t shop : places.towns[i].shops)
      ++counts[i].shops[static_cast<std::size_t>(moment.shop(shop).colour)];
    for (const std::size_t camera : places.towns[i].cameras) counts[i].blind += moment.camera(camera).sees ? 0 : 1;
  }
  if (counts.empty()) return counts;
  for (const engine::IncidentId id : moment.service.open_incidents()) {
    const auto& spot = moment.service.incident(id)->opened.spot;
    ++counts[places.town_at({spot.x_m, spot.y_m})].incidents_open;
  }
  return counts;
}

PlaceCounts counts_of_road(const RoadPlace& road, const Moment& moment) {
  PlaceCounts counts;
  for (const std::size_t shop : road.shops) ++counts.shops[static_cast<std::size_t>(moment.shop(shop).colour)];
  for (const engine::IncidentId id : moment.service.open_incidents()) {
    const auto& merchant = moment.service.incident(id)->opened.merchant;
    if (merchant && std::ranges::binary_search(road.shops, static_cast<std::size_t>(merchant->value)))
      ++counts.incidents_open;
  }
  return counts;
}

}  // namespace tricolor::harness
