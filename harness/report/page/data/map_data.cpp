#include "report/page/data/map_data.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "engine/journal.h"
#include "report/page/data/dossier_data.h"
#include "report/files/layers.h"

namespace tricolor::harness {

namespace {

double round2(double value) { return std::round(value * 100) / 100; }

template <class Point>
Json point_json(const Point& point) {
  return Json::array({round2(point.x_m), round2(point.y_m)});
}

Json strip_json(const auto& street, double from_along, double to_along, double near_across, double far_across) {
  return Json::array({point_json(street.at(from_along, near_across)), point_json(street.at(to_along, near_across)),
                      point_json(street.at(to_along, far_across)), point_json(street.at(from_along, far_across))});
}

/// Gives the near part of the ground that a camera sees, cut at the façades; all of it would cover the map.
Json view_json(const RunRecord& run, std::size_t camera) {
  constexpr double kShownM = 22;
  Json corners = Json::array();
  if (camera >= run.configuration.cameras.size() || !run.configuration.cameras[camera].geometry) return corners;
  const auto& geometry = *run.configuration.cameras[camera].geometry;
  const auto outline = footprint_of(geometry, run.city, kShownM);
  if (outline.size() < 3) return corners;
  for (const auto& corner : outline) corners.push_back(point_json(corner));
  return corners;
}

/// Gives the towns of a generated city, which are its squads' grounds: name, extent of their streets, and what happened
/// there. Empty for a city of one piece.
Json towns_json(const RunRecord& run, const Tables& tables, const std::map<std::string, int>& town_of_grid) {
  std::vector<std::string> names;
  for (const auto& grid : run.city.grids)
    if (std::find(names.begin(), names.end(), grid.squad) == names.end()) names.push_back(grid.squad);
  if (names.size() < 2) return Json::array();
  struct Town {
    double west = 1e9, east = -1e9, south = 1e9, north = -1e9;
    int shops = 0, cameras = 0, incidents = 0;
  };
  std::vector<Town> towns(names.size());
  for (const auto& street : run.city.streets) {
    Town& town = towns[static_cast<std::size_t>(town_of_grid.at(street.duty_grid))];
    for (const auto& end : {street.from, street.to}) {
      town.west = std::min(town.west, end.x_m), town.east = std::max(town.east, end.x_m);
      town.south = std::min(town.south, end.y_m), town.north = std::max(town.north, end.y_m);
    }
  }
  for (const auto& shop : run.city.shops)
    ++towns[static_cast<std::size_t>(
                town_of_grid.at(run.city.streets[static_cast<std::size_t>(shop.street)].duty_grid))]
          .shops;
  const auto count_at = [&](double x, double y, int Town::*what) {
    for (Town& town : towns)
      if (x > town.west - 60 && x < town.east + 60 && y > town.south - 60 && y < town.north + 60) {
        ++(town.*what);
        return;
      }
  };
  for (const auto& camera : run.city.cameras) count_at(camera.pose.at.x_m, camera.pose.at.y_m, &Town::cameras);
  for (const auto& row : tables.incidents) count_at(row.spot.x_m, row.spot.y_m, &Town::incidents);
  Json list = Json::array();
  for (std::size_t i = 0; i < towns.size(); ++i)
    list.push_back(
        {{"name", names[i]},
         {"box", Json::array({round2(towns[i].west), round2(towns[i].south), round2(towns[i].east - towns[i].west),
                              round2(towns[i].north - towns[i].south)})},
         {"shops", towns[i].shops},
         {"cameras", towns[i].cameras},
         {"incidents", towns[i].incidents}});
  return list;
}

/// Gives the number of each grid's town, which is its squad.
std::map<std::string, int> towns_of_grids(const sim::City& city) {
  std::map<std::string, int> towns, squads;
  for (const auto& grid : city.grids)
    towns[grid.id] = squads.emplace(grid.squad, static_cast<int>(squads.size())).first->second;
  return towns;
}

}  // namespace

Json map_json(const RunRecord& run, const Tables& tables) {
  constexpr double kShopDepthM = 11;  // Depth of a shop on the map only: the twin's shops have a front and no depth.
  Json streets = Json::array(), shops = Json::array(), cameras = Json::array(), incidents = Json::array(),
       missed = Json::array(), bays = Json::array();
  const std::map<std::string, int> town_of_grid = towns_of_grids(run.city);
  for (const auto& street : run.city.streets) {
    const auto town = town_of_grid.find(street.duty_grid);
    const double half = street.carriageway_m / 2, edge = half + street.pavement_m, length = street.length_m();
    streets.push_back({{"name", street.name},
                       {"pavement", strip_json(street, 0, length, -edge, edge)},
                       {"road", strip_json(street, 0, length, -half, half)},
                       {"from", point_json(street.from)},
                       {"to", point_json(street.to)},
                       {"width", street.carriageway_m},
                       {"continues", street.continues},
                       {"town", town == town_of_grid.end() ? 0 : town->second}});
  }
  for (std::size_t i = 0; i < run.city.shops.size(); ++i) {
    const auto& shop = run.city.shops[i];
    const auto& street = run.city.streets.at(static_cast<std::size_t>(shop.street));
    const double sign =
        shop.side == decltype(shop.side){} ? 1 : -1;  // `left`, the first of the two, lies at positive across.
    const double near = street.carriageway_m / 2 + street.pavement_m;
    const auto* row = i < tables.merchants.size() ? &tables.merchants[i] : nullptr;
    shops.push_back({{"id", shop.id},
                     {"anchor", shop_anchor(shop.id, i)},
                     {"sign", shop.name},
                     {"trade", shop.trade},
                     {"outline", strip_json(street, shop.from_m, shop.to_m, sign * near, sign * (near + kShopDepthM))},
                     {"colour", engine::name_of(row ? row->colour : engine::Colour::green)},
                     {"count", row ? row->count : 0},
                     {"incidents", row ? row->incidents : 0},
                     {"street", shop.street},
                     {"side", sign},
                     {"along", Json::array({round2(shop.from_m), round2(shop.to_m)})}});
  }
  for (const auto& bay : run.city.bays) {
    const auto& street = run.city.streets.at(static_cast<std::size_t>(bay.street));
    const double sign = bay.side == decltype(bay.side){} ? 1 : -1;
    bays.push_back(strip_json(street, bay.from_m, bay.to_m, sign * bay.near_m, sign * bay.far_m));
  }
  for (std::size_t i = 0; i < run.city.cameras.size(); ++i) {
    const auto& camera = run.city.cameras[i];
    cameras.push_back({{"id", camera.id},
                       {"owner", camera.owner},
                       {"at", point_json(camera.pose.at)},
                       {"heading", camera.pose.heading_rad},
                       {"view", view_json(run, i)},
                       {"looks", i < run.frames.looks_by_camera.size() ? run.frames.looks_by_camera[i] : 0}});
  }
  for (const auto& row : tables.incidents)
    incidents.push_back({{"id", row.id.value},
                         {"at", point_json(row.spot)},
                         {"class", row.violation_class.value},
                         {"time", epoch_ms(row.confirmed_at)},
                         {"shop", row.merchant ? Json(row.merchant->value) : Json(nullptr)},
                         {"wrong_by", row.wrong_by}});
  for (const auto& judged : run.judgement.violations)
    if (!judged.incident)
      missed.push_back({{"at", point_json(judged.violation.at)},
                        {"class", judged.violation.violation_class.value},
                        {"time", epoch_ms(judged.violation.dwell_end)},
                        {"lost_at", name_of(judged.lost_at)}});
  return {{"towns", towns_json(run, tables, town_of_grid)},
          {"streets", streets},
          {"shops", shops},
          {"bays", bays},
          {"cameras", cameras},
          {"incidents", incidents},
          {"missed", missed}};
}

}  // namespace tricolor::harness
