// Makes a scenario of a map, a table of shops and one of cameras: streets where the shops stand, their fronts, cameras,
// and what is proposed where no table says it; and tells everything that could not be used.
//
// Real names stay out of it: shops and cameras get ids along the streets and shops get invented names. `ImportResult`
// has both, and import_files.h says which file holds which.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "import/streets.h"
#include "import/tables.h"
#include "scenario/plane.h"
#include "sim/city/city.h"

namespace tricolor::harness {

struct ImportRequest {
  std::string map, shops, cameras;  ///< Paths; `cameras` is empty where they are to be proposed.
  TextEncoding encoding = TextEncoding::utf_8;
  Coordinates coordinates = Coordinates::wgs84;
  std::optional<int> proposed_cameras;  ///< None: as many for each shop as on Xinhua Road.
  bool strict = false;                  ///< True: what cannot be used is a fault.
  std::string name = "imported";        ///< Of the scenario.
};

/// A reason why a thing was not used, or was used otherwise than as written.
enum class Why : std::uint8_t {
  no_place,  ///< A row without coordinates.
  outside_map,
  no_street,  ///< No street within 40 m.
  unknown_trade,
  twice,         ///< Another row has the same name at the same place.
  no_room,       ///< Neighbours take the front's place.
  too_many,      ///< Its street was left out because a scenario holds no more.
  sees_nothing,  ///< A camera before no front, pavement or carriageway of the scenario.
  unknown_owner,
  no_shop,        ///< A stretch on which no shop stands.
  too_short,      ///< A way too short for a street.
  moved,          ///< Used: its front lies elsewhere along its street.
  narrowed,       ///< Used: with a narrower front.
  other_street,   ///< Used: on another street than its row says.
  passed_column,  ///< A column that means nothing here.
};
inline constexpr std::size_t kWhys = 15;

struct WhyText {
  const char *code, *zh, *en;
  bool used;  ///< True where the thing was used all the same.
};
const WhyText& text_of(Why why);

/// The fate of one row, column, way or stretch.
struct Remark {
  enum class Kind : std::uint8_t { shop, camera, street, column } kind = Kind::shop;
  Why why = Why::no_place;
  engine::Origin origin;                  ///< Row in its file; line 0 for ways.
  std::string what;                       ///< The name as written: stays with the planner.
  std::string must;                       ///< For people: "must be one of …, got 'x' (did you mean 'y'?)".
  std::optional<LonLat> at;               ///< WGS 84.
  std::optional<engine::GroundPoint> to;  ///< The other end of a stretch, on the plane.
};

/// A shop, beside the one of the same index in the city.
struct ImportedShop {
  const RegisteredShop* row = nullptr;
  double moved_m = 0, width_wanted_m = 0;
};
struct ImportedCamera {
  const RegisteredCamera* row = nullptr;  ///< Null: proposed.
  sim::Point towards;                     ///< The place in the middle of its picture.
};

struct ImportedGrid {
  std::string id;
  double west_m = 0, south_m = 0, east_m = 0, north_m = 0;
  std::size_t shops = 0;
};

struct ImportResult {
  ImportRequest request;
  LonLat origin;
  OsmMap map;
  ImportTable<RegisteredShop> shop_table;
  ImportTable<RegisteredCamera> camera_table;
  std::vector<Stretch> stretches;  ///< Of the city's streets, in their order.
  std::vector<Stretch> unused_stretches;
  sim::City city;                       ///< Streets, shops, cameras, officers and zones.
  std::vector<ImportedShop> shops;      ///< As the city's.
  std::vector<ImportedCamera> cameras;  ///< As the city's.
  std::vector<ImportedGrid> grids;
  std::vector<Remark> remarks;  ///< Tables first, by line; then the map's.

  bool cameras_proposed() const { return request.cameras.empty(); }
  std::size_t count(Why why) const;
};

/// Distance from a street's centre line within which a shop belongs to it, and from its own place within which a row of
/// the same name is the same shop; metres. Assumed.
inline constexpr double kNearStreetM = 40, kSameShopM = 1;

/// Reads and makes it all. Nothing when anything is at fault, which `diagnostics` then has with file, line and column;
/// with `strict` what cannot be used is such a fault.
std::optional<ImportResult> import_city(const ImportRequest& request, engine::Diagnostics& diagnostics);

/// The parts of `import_city` that propose: grids of about as many shops each, officers for them, cameras where the
/// coverage proxy of `tricolor site` puts them.
void propose_grids_and_officers(ImportResult& result);
void propose_cameras(ImportResult& result);

}  // namespace tricolor::harness
