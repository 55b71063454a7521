#include "import/import_files.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <map>

#include "report/escape.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

constexpr std::size_t kExamples = 3;
constexpr const char* kKinds[] = {"shop", "camera", "street", "column"};

const char* kind_name(Remark::Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::string csv_line(std::initializer_list<std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
  return line + "\r\n";
}

std::string degrees(double value) { return fmt::format("{:.7f}", value); }

Json lon_lat(LonLat at) { return Json::array({at.lon, at.lat}); }

Json feature_of(Json geometry, Json properties) {
  return {{"type", "Feature"}, {"geometry", std::move(geometry)}, {"properties", std::move(properties)}};
}

Json line_geometry(LonLat from, LonLat to) {
  return {{"type", "LineString"}, {"coordinates", Json::array({lon_lat(from), lon_lat(to)})}};
}

Json point_geometry(LonLat at) { return {{"type", "Point"}, {"coordinates", lon_lat(at)}}; }

Json remark_feature(const Remark& it, const Plane& plane) {
  Json properties{{"kind", kind_name(it.kind)},
                  {"used", text_of(it.why).used},
                  {"why", text_of(it.why).code},
                  {"why_zh", text_of(it.why).zh},
                  {"why_en", text_of(it.why).en}};
  if (it.origin.line > 0) properties["line"] = it.origin.line;
  // A street's name is public; a shop's and a camera's stay out of the layer.
  if (it.kind == Remark::Kind::street) properties["name"] = it.what;
  return feature_of(it.to ? line_geometry(*it.at, plane.lon_lat_of(*it.to)) : point_geometry(*it.at),
                    std::move(properties));
}

}  // namespace

std::string import_geojson(const ImportResult& result) {
  const Plane plane(result.origin);
  const auto place = [&](sim::Point at) { return plane.lon_lat_of({at.x_m, at.y_m}); };
  Json features = Json::array();
  for (std::size_t i = 0; i < result.city.streets.size(); ++i) {
    const sim::Street& it = result.city.streets[i];
    features.push_back(
        feature_of(line_geometry(place(it.from), place(it.to)), {{"kind", "street"},
                                                                 {"used", true},
                                                                 {"id", it.id},
                                                                 {"name", it.name},
                                                                 {"highway", result.stretches[i].highway},
                                                                 {"ways", result.stretches[i].ways}}));
  }
  for (std::size_t i = 0; i < result.city.shops.size(); ++i) {
    const sim::Shop& it = result.city.shops[i];
    const sim::Street& street = result.city.streets[static_cast<std::size_t>(it.street)];
    const double across = (it.side == sim::Side::left ? 1 : -1) * (street.carriageway_m / 2 + street.pavement_m);
    features.push_back(
        feature_of(line_geometry(place(street.at(it.from_m, across)), place(street.at(it.to_m, across))),
                   {{"kind", "shop"}, {"used", true}, {"id", it.id}, {"trade", it.trade}, {"street", street.name}}));
  }
  for (std::size_t i = 0; i < result.city.cameras.size(); ++i) {
    const sim::CityCamera& it = result.city.cameras[i];
    features.push_back(feature_of(point_geometry(place(it.pose.at)), {{"kind", "camera"},
                                                                      {"used", true},
                                                                      {"id", it.id},
                                                                      {"owner", it.owner},
                                                                      {"proposed", result.cameras[i].row == nullptr}}));
  }
  for (const ImportedGrid& it : result.grids) {
    Json ring = Json::array();
    for (const sim::Point corner :
         {sim::Point{it.west_m, it.south_m}, sim::Point{it.east_m, it.south_m}, sim::Point{it.east_m, it.north_m},
          sim::Point{it.west_m, it.north_m}, sim::Point{it.west_m, it.south_m}})
      ring.push_back(lon_lat(place(corner)));
    features.push_back(feature_of({{"type", "Polygon"}, {"coordinates", Json::array({ring})}},
                                  {{"kind", "duty_grid"}, {"used", true}, {"id", it.id}, {"proposed", true}}));
  }
  for (const Remark& it : result.remarks)
    if (it.at) features.push_back(remark_feature(it, plane));
  const Json whole{{"type", "FeatureCollection"}, {"position", plane.note()}, {"features", std::move(features)}};
  return json_for_file(whole, 1) + "\n";
}

std::string import_csv(const ImportResult& result) {
  std::string text =
      "\xEF\xBB\xBF" + csv_line({"file", "line", "kind", "what", "used", "why", "原因", "note", "lon", "lat"});
  for (const Remark& it : result.remarks)
    text += csv_line({std::filesystem::path(it.origin.file).filename().string(),
                      it.origin.line > 0 ? std::to_string(it.origin.line) : "", kind_name(it.kind), it.what,
                      text_of(it.why).used ? "yes" : "no", text_of(it.why).code, text_of(it.why).zh, it.must,
                      it.at ? degrees(it.at->lon) : "", it.at ? degrees(it.at->lat) : ""});
  return text;
}

std::string names_csv(const ImportResult& result) {
  std::string text = "\xEF\xBB\xBF" + csv_line({"kind", "id", "name", "phone", "file", "line"});
  const auto file = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
  for (std::size_t i = 0; i < result.city.shops.size(); ++i) {
    const RegisteredShop& row = *result.shops[i].row;
    text += csv_line(
        {"shop", result.city.shops[i].id, row.name, row.phone, file(row.origin.file), std::to_string(row.origin.line)});
  }
  for (std::size_t i = 0; i < result.city.cameras.size(); ++i)
    if (const RegisteredCamera* row = result.cameras[i].row)
      text += csv_line(
          {"camera", result.city.cameras[i].id, row->id, "", file(row->origin.file), std::to_string(row->origin.line)});
  return text;
}

std::string import_summary(const ImportResult& result) {
  double length = 0;
  for (const Stretch& it : result.stretches) length += it.length_m();
  std::string text = fmt::format("  streets   {} with shops, {:.1f} km, about {:.4f}° E, {:.4f}° N\n",
                                 counted(result.stretches.size(), "stretch", "stretches"), length / 1000,
                                 result.origin.lon, result.origin.lat);
  text += fmt::format("  shops     {} of {}\n", result.shops.size(), result.shop_table.rows.size());
  if (result.cameras_proposed()) text += fmt::format("  cameras   {} proposed\n", result.cameras.size());
  else text += fmt::format("  cameras   {} of {}\n", result.cameras.size(), result.camera_table.rows.size());
  text += fmt::format("  proposed  {}, {}\n", counted(result.grids.size(), "duty grid"),
                      counted(result.city.officers.size(), "officer"));
  if (!result.map.left_out.empty()) {
    std::string kinds;
    for (const auto& [kind, count] : result.map.left_out)
      kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, kind);
    text += "  ways left out: " + kinds + "\n";
  }
  for (const bool used : {false, true}) {
    std::map<std::pair<Remark::Kind, Why>, std::vector<const Remark*>> groups;
    for (const Remark& it : result.remarks)
      if (text_of(it.why).used == used) groups[{it.kind, it.why}].push_back(&it);
    if (!groups.empty()) text += used ? "used otherwise than written:\n" : "could not be used:\n";
    for (const auto& [group, list] : groups) {
      text += fmt::format("  {}: {}\n", counted(list.size(), kind_name(group.first)), text_of(group.second).en);
      for (std::size_t i = 0; i < std::min(kExamples, list.size()); ++i) {
        const Remark& it = *list[i];
        text += it.origin.line > 0
                    ? fmt::format("    {}:{}:{}: {}\n", it.origin.file, it.origin.line, it.origin.column, it.must)
                    : fmt::format("    {} ({})\n", it.what, it.must);
      }
    }
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> import_files(const ImportResult& result) {
  return {{"scenario.yaml", import_scenario(result)},
          {"import.html", import_page(result)},
          {"import.geojson", import_geojson(result)},
          {"import.csv", import_csv(result)},
          {"names.csv", names_csv(result)}};
}

}  // namespace tricolor::harness
