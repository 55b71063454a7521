#include "service/watch/zones_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::GroundPoint;
using engine::GroundPolygon;

constexpr double kMostPx = 8192;
constexpr std::size_t kMostZones = 256;

double turn(GroundPoint a, GroundPoint b, GroundPoint c) {
  return (b.x_m - a.x_m) * (c.y_m - a.y_m) - (b.y_m - a.y_m) * (c.x_m - a.x_m);
}

bool sides_cross(GroundPoint a, GroundPoint b, GroundPoint c, GroundPoint d) {
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0 &&
         std::max(std::min(a.x_m, b.x_m), std::min(c.x_m, d.x_m)) <=
             std::min(std::max(a.x_m, b.x_m), std::max(c.x_m, d.x_m)) &&
         std::max(std::min(a.y_m, b.y_m), std::min(c.y_m, d.y_m)) <=
             std::min(std::max(a.y_m, b.y_m), std::max(c.y_m, d.y_m));
}

bool crosses_itself(const GroundPolygon& p) {
  for (std::size_t i = 0; i < p.size(); ++i)
    for (std::size_t j = i + 2; j < p.size(); ++j) {
      if (i == 0 && j + 1 == p.size()) continue;
      if (sides_cross(p[i], p[i + 1], p[j], p[(j + 1) % p.size()])) return true;
    }
  return false;
}

bool pixels_of(const engine::Value& value, GroundPoint& point) {
  if (value.kind != engine::Value::Kind::list || value.items.size() != 2) return false;
  double* const into[2] = {&point.x_m, &point.y_m};
  for (int i = 0; i < 2; ++i) {
    const engine::Value& item = value.items[static_cast<std::size_t>(i)];
    std::string_view unit;
    if (item.kind != engine::Value::Kind::scalar || item.quoted ||
        !engine::number_and_unit(item.text, *into[i], unit) || !unit.empty())
      return false;
    if (*into[i] < 0 || *into[i] > kMostPx) return false;
  }
  return true;
}

engine::KeyEntry polygon_entry() {
  engine::KeyEntry entry, corner, side;
  side.form = engine::KeyEntry::Form::number;
  side.low = "0";
  side.high = engine::written(kMostPx);
  corner.form = entry.form = engine::KeyEntry::Form::list;
  corner.low = corner.high = "2";
  corner.items = {side};
  entry.low = "3";
  entry.high = std::to_string(kMostCorners);
  entry.items = {corner};
  return entry;
}

void read_polygon(engine::MapReader& map, PictureZone& zone) {
  map.required("polygon", "a list of corners [x, y] in pixels");
  const engine::Value* value = map.custom("polygon", polygon_entry());
  if (!value) return;
  zone.polygon_at = value->origin;
  if (value->kind != engine::Value::Kind::list || value->items.size() < 3 || value->items.size() > kMostCorners)
    return map.complain(*value, "polygon",
                        fmt::format("must be a list of 3 to {} corners [x, y], got {}", kMostCorners,
                                    value->kind == engine::Value::Kind::list ? fmt::format("{}", value->items.size())
                                                                             : engine::shown(*value)));
  bool whole = true;
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    GroundPoint point;
    if (pixels_of(value->items[i], point)) {
      zone.outline.push_back(point);
      continue;
    }
    map.complain(value->items[i], fmt::format("polygon[{}]", i),
                 fmt::format("must be [x, y] in pixels, 0 to {:.0f}, got {}", kMostPx, engine::shown(value->items[i])));
    whole = false;
  }
  if (!whole) return;
  zone.pieces = convex_pieces(zone.outline);
  if (zone.pieces.empty())
    map.complain(*value, "polygon",
                 "must be a polygon with an area whose sides do not cross, got one that has none or crosses itself");
}

void read_zone(engine::MapReader& map, engine::Duration dwell, std::set<std::string>& names,
               std::vector<PictureZone>& zones) {
  PictureZone zone;
  map.required("name", "its name, once in the file");
  map.text("name", zone.name, {}, {1, 100});
  if (!zone.name.empty() && !names.insert(zone.name).second)
    map.complain(*map.raw("name"), "name", fmt::format("must be unique, got '{}' again", zone.name));
  map.text("source", zone.source, "the name of the source that it belongs to; every source when it is absent",
           {1, 1024});
  if (!zone.source.empty()) zone.source_at = map.raw("source")->origin;
  std::optional<engine::Duration> own;
  map.duration("dwell", own, 1s, 720h,
               "a thing that stays longer is alarmed; when it is absent, what --dwell says (10 s without it)");
  zone.dwell = own.value_or(dwell);
  read_polygon(map, zone);
  zones.push_back(std::move(zone));
}

std::vector<PictureZone> zones_of(engine::MapReader& map, engine::Duration dwell) {
  std::vector<PictureZone> zones;
  std::set<std::string> names;
  map.required("zones", "a list of zones");
  map.each("zones", {1, kMostZones}, {}, [&](engine::MapReader& item) { read_zone(item, dwell, names, zones); });
  return zones;
}

}  // namespace

std::vector<GroundPolygon> convex_pieces(GroundPolygon outline) {
  if (outline.size() < 3 || crosses_itself(outline)) return {};
  const double area = engine::signed_area_m2(outline);
  if (std::abs(area) < 1) return {};
  if (area < 0) std::reverse(outline.begin(), outline.end());
  const auto corner = [&](std::size_t i) {
    return turn(outline[(i + outline.size() - 1) % outline.size()], outline[i], outline[(i + 1) % outline.size()]);
  };
  bool convex = true;
  for (std::size_t i = 0; i < outline.size(); ++i) convex = convex && corner(i) >= 0;
  if (convex) return {outline};
  std::vector<GroundPolygon> pieces;
  while (outline.size() > 3) {
    bool cut = false;
    for (std::size_t i = 0; i < outline.size() && !cut; ++i) {
      if (corner(i) <= 0) continue;
      const std::size_t before = (i + outline.size() - 1) % outline.size(), after = (i + 1) % outline.size();
      const GroundPolygon ear{outline[before], outline[i], outline[after]};
      bool empty = true;
      for (std::size_t j = 0; j < outline.size(); ++j)
        empty = empty && (j == before || j == i || j == after || !engine::contains(ear, outline[j]));
      if (!empty) continue;
      pieces.push_back(ear);
      outline.erase(outline.begin() + static_cast<std::ptrdiff_t>(i));
      cut = true;
    }
    if (cut) continue;
    // Corners that lie on one line are no ears; without them the rest has some.
    std::size_t flat = 0;
    while (flat < outline.size() && corner(flat) != 0) ++flat;
    if (flat == outline.size()) return {};
    outline.erase(outline.begin() + static_cast<std::ptrdiff_t>(flat));
  }
  pieces.push_back(outline);
  return pieces;
}

std::string zones_text(const std::vector<PictureZone>& zones) {
  // A JSON string is a YAML string in double quotes.
  const auto quoted = [](const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  std::string text = "zones:\n";
  for (const PictureZone& zone : zones) {
    text += fmt::format("  - name: {}\n    polygon: [", quoted(zone.name));
    for (std::size_t i = 0; i < zone.outline.size(); ++i)
      text += fmt::format("{}[{:g}, {:g}]", i ? ", " : "", zone.outline[i].x_m, zone.outline[i].y_m);
    text += fmt::format("]\n    dwell: {:.10g} s\n", static_cast<double>(zone.dwell.count()) / 1e6);
    if (!zone.source.empty()) text += fmt::format("    source: {}\n", quoted(zone.source));
  }
  return text;
}

std::vector<PictureZone> read_zones(const std::string& path, engine::Duration dwell, engine::Diagnostics& diagnostics) {
  engine::Value document;
  if (!engine::read_document(path, document, diagnostics)) return {};
  engine::MapReader map(document, "", diagnostics);
  return zones_of(map, dwell);
}

std::vector<PictureZone> read_zones_text(const std::string& text, const std::string& name, engine::Duration dwell,
                                         engine::Diagnostics& diagnostics) {
  engine::Value document;
  if (!engine::read_document_text(text, name, document, diagnostics)) return {};
  engine::MapReader map(document, "", diagnostics);
  return zones_of(map, dwell);
}

FileKind zones_file_kind() {
  FileKind kind{"zones",
                "files of zones",
                "Zones are drawn by hand on a source's first picture (`tricolor watch --draw`) and watched by "
                "`tricolor watch --zones` ([how](../watch.md)).\n\n"
                "```yaml\n"
                "zones:\n"
                "  - name: entrance\n"
                "    polygon: [[40, 300], [220, 300], [220, 460], [40, 460]]\n"
                "    dwell: 30 s\n"
                "  - name: 后门\n"
                "    source: yard.mp4\n"
                "    polygon: [[0, 0], [120, 0], [60, 200]]\n"
                "```",
                {}};
  engine::MapReader map(kind.keys);
  zones_of(map, 10s);
  return kind;
}

}  // namespace tricolor::harness
