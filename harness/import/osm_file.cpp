#include "import/osm_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <unordered_map>

#include <osmium/handler.hpp>
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/osm/node.hpp>
#include <osmium/osm/way.hpp>
#include <osmium/visitor.hpp>

#include "engine/map_reader.h"

namespace tricolor::harness {
namespace {

// Names and numbers of tags are short; a longer text is cut.
constexpr std::size_t kLongestName = 80;

std::optional<double> leading_number(const char* text) {
  if (!text) return std::nullopt;
  double number = 0;
  const std::string_view all(text);
  const auto [rest, failed] = std::from_chars(all.data(), all.data() + all.size(), number);
  if (failed != std::errc{} || !std::isfinite(number) || number <= 0) return std::nullopt;
  return number;
}

// A name that the scenario can hold: printable, and not endless.
std::string name_of(const osmium::TagList& tags) {
  const char* given = tags.get_value_by_key("name");
  if (!given) given = tags.get_value_by_key("name:zh");
  if (!given) return {};
  std::string name(given);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (engine::unprintable_in(name)) name = engine::made_printable(name);
  while (engine::characters_in(name) > kLongestName) name.pop_back();
  while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80) {
    // A character that was cut goes as a whole.
    std::size_t lead = name.size() - 1;
    while (lead > 0 && (static_cast<unsigned char>(name[lead]) & 0xC0) == 0x80) --lead;
    const auto first = static_cast<unsigned char>(name[lead]);
    const std::size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (name.size() - lead == wanted) break;
    name.resize(lead);
  }
  return name;
}

class Ways : public osmium::handler::Handler {
 public:
  explicit Ways(OsmMap& map) : map_(map) {}
  void way(const osmium::Way& way) {
    const char* highway = way.tags()["highway"];
    if (!highway) return;
    const auto& kinds = shop_highways();
    if (std::find(kinds.begin(), kinds.end(), highway) == kinds.end()) {
      // Kinds are few; whatever else is written there counts as one kind more.
      const std::string kind = map_.left_out.size() < 40 ? engine::made_printable(highway) : "other";
      ++map_.left_out[kind.substr(0, 40)];
      return;
    }
    OsmWay found;
    found.name = name_of(way.tags());
    if (found.name.empty() || way.nodes().size() < 2) {
      ++map_.left_out["unnamed"];
      return;
    }
    found.id = way.id();
    found.highway = highway;
    found.width_m = leading_number(way.tags()["width"]);
    if (const auto lanes = leading_number(way.tags()["lanes"])) found.lanes = static_cast<int>(std::min(*lanes, 12.0));
    const char* oneway = way.tags()["oneway"];
    found.oneway = oneway && (std::string_view(oneway) == "yes" || std::string_view(oneway) == "1" ||
                              std::string_view(oneway) == "-1");
    for (const osmium::NodeRef& node : way.nodes()) found.nodes.push_back(node.ref());
    map_.ways.push_back(std::move(found));
  }

 private:
  OsmMap& map_;
};

class Nodes : public osmium::handler::Handler {
 public:
  explicit Nodes(std::unordered_map<std::int64_t, LonLat>& wanted) : wanted_(wanted) {}
  void node(const osmium::Node& node) {
    if (!node.location().valid()) return;
    box.extend(node.location());
    if (const auto found = wanted_.find(node.id()); found != wanted_.end())
      found->second = {node.location().lon(), node.location().lat()};
  }
  osmium::Box box;

 private:
  std::unordered_map<std::int64_t, LonLat>& wanted_;
};

constexpr double kNowhere = 1000;

void place_nodes(OsmMap& map, const std::unordered_map<std::int64_t, LonLat>& places) {
  for (OsmWay& way : map.ways) {
    std::vector<std::int64_t> nodes;
    for (const std::int64_t node : way.nodes) {
      const LonLat at = places.at(node);
      // Nodes beyond the border of an extract are often left out of it.
      if (at.lon == kNowhere || (!nodes.empty() && nodes.back() == node)) continue;
      nodes.push_back(node);
      way.line.push_back(at);
    }
    way.nodes = std::move(nodes);
  }
  const auto short_ones = std::erase_if(map.ways, [](const OsmWay& way) { return way.nodes.size() < 2; });
  if (short_ones) map.left_out["without nodes"] += short_ones;
  std::stable_sort(map.ways.begin(), map.ways.end(), [](const OsmWay& a, const OsmWay& b) { return a.id < b.id; });
}

OsmMap read_map(const std::string& path) {
  OsmMap map;
  {
    osmium::io::Reader reader(path, osmium::osm_entity_bits::way);
    Ways ways(map);
    osmium::apply(reader, ways);
    reader.close();
  }
  std::unordered_map<std::int64_t, LonLat> places;
  for (const OsmWay& way : map.ways)
    for (const std::int64_t node : way.nodes) places.emplace(node, LonLat{kNowhere, 0});
  Nodes nodes(places);
  osmium::io::Reader reader(path, osmium::osm_entity_bits::node);
  const osmium::Box named = reader.header().joined_boxes();
  osmium::apply(reader, nodes);
  reader.close();
  const osmium::Box& box = named.valid() ? named : nodes.box;
  if (box.valid()) {
    map.low = {box.bottom_left().lon(), box.bottom_left().lat()};
    map.high = {box.top_right().lon(), box.top_right().lat()};
  }
  place_nodes(map, places);
  return map;
}

bool ends(const std::string& path, std::string_view with) { return path.ends_with(with); }

}  // namespace

const std::vector<std::string>& shop_highways() {
  static const std::vector<std::string> kKinds{"primary",       "secondary",  "tertiary", "unclassified", "residential",
                                               "living_street", "pedestrian", "road",     "service"};
  return kKinds;
}

std::optional<OsmMap> read_osm_map(const std::string& path, engine::Diagnostics& diagnostics) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const auto fault = [&](int line, int column, const std::string& text) {
    diagnostics.add({path, line, column}, "map", text);
    return std::nullopt;
  };
  if (!fs::is_regular_file(path, failed))
    return fault(1, 1,
                 "must be a file .osm or .osm.pbf, got " + std::string(fs::is_directory(path, failed) ? "a folder"
                                                                       : fs::exists(path, failed)     ? "something else"
                                                                                                  : "nothing there"));
  if (!ends(path, ".osm") && !ends(path, ".pbf") && !ends(path, ".osm.gz") && !ends(path, ".osm.bz2"))
    return fault(1, 1, "must be a file whose name ends in .osm, .osm.pbf, .osm.gz or .osm.bz2");
  try {
    OsmMap map = read_map(path);
    if (!map.ways.empty()) return map;
    std::string kinds;
    for (const auto& [kind, count] : map.left_out)
      kinds += (kinds.empty() ? "" : ", ") + std::to_string(count) + " " + kind;
    return fault(1, 1,
                 "must hold named streets of the kinds " + engine::joined(shop_highways()) + ", got none" +
                     (kinds.empty() ? "" : " (" + kinds + ")"));
  } catch (const osmium::xml_error& error) {
    return fault(static_cast<int>(std::max<std::uint64_t>(error.line, 1)), static_cast<int>(error.column) + 1,
                 "must be OpenStreetMap data as XML, got " + engine::made_printable(error.error_string));
  } catch (const std::exception& error) {
    return fault(1, 1, "must be OpenStreetMap data, got what cannot be read: " + engine::made_printable(error.what()));
  }
}

}  // namespace tricolor::harness
