#include "report/files/layers.h"

#include <algorithm>
#include <cmath>

#include "report/rows/places.h"
#include "report/rows/result_names.h"

namespace tricolor::harness {

namespace {

using GeometryOf = std::function<Json(std::size_t)>;

Json position(const Plane& plane, engine::GroundPoint point) {
  const LonLat place = plane.lon_lat_of(point);
  return Json::array({place.lon, place.lat});
}
Json point_json(const Plane& plane, engine::GroundPoint point) {
  return {{"type", "Point"}, {"coordinates", position(plane, point)}};
}
Json line_json(const Plane& plane, engine::GroundPoint from, engine::GroundPoint to) {
  return {{"type", "LineString"}, {"coordinates", Json::array({position(plane, from), position(plane, to)})}};
}

/// Writes the one ring of a polygon: closed, and counter-clockwise as RFC 7946 asks.
Json rings_json(const Plane& plane, engine::GroundPolygon outline) {
  if (engine::signed_area_m2(outline) < 0) std::reverse(outline.begin(), outline.end());
  Json ring = Json::array();
  for (const auto& corner : outline) ring.push_back(position(plane, corner));
  ring.push_back(ring.front());
  return Json::array({ring});
}
Json polygon_json(const Plane& plane, const engine::GroundPolygon& outline) {
  if (outline.size() < 3) return nullptr;
  return {{"type", "Polygon"}, {"coordinates", rings_json(plane, outline)}};
}

/// Writes metres to the centimetre, as in the CSV files.
Json value_json(const Column& column, const Cell& cell) {
  if (const auto* metres = std::get_if<double>(&cell.value()); metres && column.unit == std::string_view("m"))
    return std::round(*metres * 100) / 100;
  struct Value {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(std::int64_t number) const { return number; }
    Json operator()(double number) const { return number; }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(engine::Time time) const { return engine::to_text(time); }
  };
  return std::visit(Value{}, cell.value());
}

Json collection_of(const Plane& plane, const std::string& name, Json features) {
  return {{"type", "FeatureCollection"}, {"name", name}, {"position", plane.note()}, {"features", std::move(features)}};
}

/// Writes a table's rows with the geometry of each.
Layer layer_of(const Plane& plane, const std::string& name, const ResultTable& table, const GeometryOf& geometry) {
  Json features = Json::array();
  table.rows([&](const ResultRow& row) {
    Json properties = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i)
      properties[table.columns[i].name] = value_json(table.columns[i], row[i]);
    properties["position"] = plane.note();
    const std::size_t number = features.size();
    features.push_back(
        {{"type", "Feature"}, {"id", number}, {"geometry", geometry(number)}, {"properties", std::move(properties)}});
  });
  return {name, collection_of(plane, name, std::move(features))};
}

/// Gives a ground point in the frame of a street.
struct Across {
  double along_m, across_m;
};
Across across_of(const sim::Street& street, engine::GroundPoint point) {
  const double length = street.length_m();
  const double ux = (street.to.x_m - street.from.x_m) / length, uy = (street.to.y_m - street.from.y_m) / length;
  const double dx = point.x_m - street.from.x_m, dy = point.y_m - street.from.y_m;
  return {dx * ux + dy * uy, dy * ux - dx * uy};
}
double facade_m(const sim::Street& street) { return street.carriageway_m / 2 + street.pavement_m; }

/// Gives the share of the way from one ground point to another that no façade bars. A street's façades stand at the
/// back of its pavements all along it, except at the mouths of other streets.
double open_share(const sim::City& city, engine::GroundPoint from, engine::GroundPoint to) {
  double open = 1;
  for (const auto& street : city.streets) {
    if (!(street.length_m() > 0) || !street.built) continue;
    const Across a = across_of(street, from), b = across_of(street, to);
    for (const double wall : {-facade_m(street), facade_m(street)}) {
      if ((a.across_m - wall) * (b.across_m - wall) >= 0) continue;
      const double share = (wall - a.across_m) / (b.across_m - a.across_m);
      const double along = a.along_m + share * (b.along_m - a.along_m);
      if (share >= open || along < 0 || along > street.length_m()) continue;
      const engine::GroundPoint hit{from.x_m + share * (to.x_m - from.x_m), from.y_m + share * (to.y_m - from.y_m)};
      const bool mouth = std::any_of(city.streets.begin(), city.streets.end(), [&](const sim::Street& other) {
        if (&other == &street || !(other.length_m() > 0)) return false;
        const Across at = across_of(other, hit);
        return std::abs(at.across_m) < facade_m(other) && at.along_m > -1 && at.along_m < other.length_m() + 1;
      });
      if (!mouth) open = share;
    }
  }
  return open;
}

Layer streets_layer(const RunRecord& run) {
  const Plane plane(run.origin);
  Json features = Json::array();
  for (const auto& street : run.city.streets)
    features.push_back(
        {{"type", "Feature"},
         {"id", features.size()},
         {"geometry", line_json(plane, {street.from.x_m, street.from.y_m}, {street.to.x_m, street.to.y_m})},
         {"properties",
          {{"street", street.id},
           {"name", street.name},
           {"carriageway_m", street.carriageway_m},
           {"pavement_m", street.pavement_m},
           {"position", plane.note()}}}});
  return {"streets", collection_of(plane, "streets", std::move(features))};
}

/// Gives the front of a shop, along the inner edge of its pavement; the dossier's door where the city has no such shop.
Json front_json(const RunRecord& run, std::size_t i) {
  const Plane plane(run.origin);
  if (i >= run.city.shops.size()) return point_json(plane, run.configuration.merchants.at(i).door);
  const auto& shop = run.city.shops[i];
  const auto& street = run.city.streets.at(static_cast<std::size_t>(shop.street));
  const double side =
      shop.side == decltype(shop.side){} ? 1 : -1;  // `left`, the first of the two, lies at positive across.
  const double across = side * (street.carriageway_m / 2 + street.pavement_m);
  const auto from = street.at(shop.from_m, across), to = street.at(shop.to_m, across);
  return line_json(plane, {from.x_m, from.y_m}, {to.x_m, to.y_m});
}

Json grid_json(const RunRecord& run, std::size_t grid) {
  const Plane plane(run.origin);
  if (const auto& outline = run.configuration.duty_grids[grid].outline; !outline.empty())
    return polygon_json(plane, outline);
  Json polygons = Json::array();
  for (const auto& zone : run.configuration.zones)
    if (zone.duty_grid.value == grid && zone.outline.size() >= 3) polygons.push_back(rings_json(plane, zone.outline));
  if (polygons.empty()) return nullptr;
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

}  // namespace

engine::GroundPolygon footprint_of(const engine::CameraGeometry& camera, const sim::City& city, double most_m) {
  constexpr int kColumns = 32;
  constexpr double kThingM = 1, kShortSidePx = 12;
  const double reach_m = std::min(camera.focal_px * kThingM / kShortSidePx, most_m);
  engine::GroundPolygon near, far;
  for (int i = 0; i <= kColumns; ++i) {
    const double x = camera.width_px * (static_cast<double>(i) / kColumns);
    const auto ground = [&](double y) { return camera.ground_at({x, y}, reach_m); };
    const auto nearest = ground(camera.height_px);
    if (!nearest) continue;
    // Finds by bisection the highest row whose ray meets the ground within reach.
    double low = camera.height_px, high = 0;
    if (ground(high)) low = high;
    while (low - high > 0.25) {
      const double middle = (low + high) / 2;
      (ground(middle) ? low : high) = middle;
    }
    const engine::GroundPoint foot{camera.x_m, camera.y_m};
    if (open_share(city, foot, *nearest) < 1) continue;
    const auto farthest = *ground(low);
    const double open = open_share(city, foot, farthest);
    near.push_back(*nearest);
    far.push_back({foot.x_m + open * (farthest.x_m - foot.x_m), foot.y_m + open * (farthest.y_m - foot.y_m)});
  }
  engine::GroundPolygon outline = near;
  outline.insert(outline.end(), far.rbegin(), far.rend());
  return outline;
}

std::vector<Layer> map_layers(const ResultSource& from) {
  const RunRecord& run = from.run;
  const Plane plane(run.origin);
  const auto& configuration = run.configuration;
  const auto camera_place = [&](std::size_t i) -> Json {
    const auto& geometry = configuration.cameras[i].geometry;
    return geometry ? point_json(plane, {geometry->x_m, geometry->y_m}) : Json(nullptr);
  };
  const auto footprint = [&](std::size_t i) -> Json {
    const auto& geometry = configuration.cameras[i].geometry;
    return geometry ? polygon_json(plane, footprint_of(*geometry, run.city)) : Json(nullptr);
  };
  const auto violation_place = [&](std::size_t i) {
    const auto& at = run.judgement.violations[i].violation.at;
    return point_json(plane, {at.x_m, at.y_m});
  };
  return {streets_layer(run),
          layer_of(plane, "shops", merchants_table(from), [&](std::size_t i) { return front_json(run, i); }),
          layer_of(plane, "cameras", cameras_table(from), camera_place),
          layer_of(plane, "camera_footprints", cameras_table(from), footprint),
          layer_of(plane, "zones", zones_table(from),
                   [&](std::size_t i) { return polygon_json(plane, configuration.zones[i].outline); }),
          layer_of(plane, "duty_grids", duty_grids_table(from), [&](std::size_t i) { return grid_json(run, i); }),
          layer_of(plane, "officers", officers_table(from),
                   [&](std::size_t i) { return point_json(plane, configuration.officers[i].waits_at); }),
          layer_of(plane, "incidents", incidents_table(from),
                   [&](std::size_t i) { return point_json(plane, from.tables.incidents[i].spot); }),
          layer_of(plane, "violations", violations_table(from), violation_place)};
}

}  // namespace tricolor::harness
