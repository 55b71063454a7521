// Reads the named streets of an extract of OpenStreetMap. The only user of libosmium.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/document.h"
#include "scenario/plane.h"

namespace tricolor::harness {

/// A named way of a kind on which shops stand.
struct OsmWay {
  std::int64_t id = 0;
  std::string name;               ///< `name`, or `name:zh` where that is absent.
  std::string highway;            ///< "primary".
  std::optional<double> width_m;  ///< As tagged, > 0.
  std::optional<int> lanes;       ///< As tagged, > 0.
  bool oneway = false;
  std::vector<std::int64_t> nodes;  ///< At least two that the extract has.
  std::vector<LonLat> line;         ///< Their places.
};

struct OsmMap {
  std::vector<OsmWay> ways;  ///< By id.
  LonLat low, high;          ///< The box of the extract, or of all its nodes where it names none.
  /// Highways that are no streets with shops, by why: "motorway", "footway" …, and "unnamed".
  std::map<std::string, std::size_t> left_out;
};

/// The kinds of highway on which shops are taken to stand.
const std::vector<std::string>& shop_highways();

/// Reads a file .osm or .osm.pbf (also .osm.gz and .osm.bz2). Nothing when it is at fault, which `diagnostics` then
/// says.
std::optional<OsmMap> read_osm_map(const std::string& path, engine::Diagnostics& diagnostics);

}  // namespace tricolor::harness
