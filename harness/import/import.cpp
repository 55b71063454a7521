#include "import/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <tuple>

#include "import/fronts.h"
#include "scenario/reading.h"
#include "sim/city/generator.h"

namespace tricolor::harness {
namespace {

using engine::GroundPoint;

// Room that is left at both ends of a stretch, metres.
constexpr double kEndRoomM = 1;
// A front that was moved less than this is where its shop is, within the error of a map. Metres.
constexpr double kTellMovedM = 5;
// A place so near outside the box of the extract is still on the map. Degrees: some 50 m.
constexpr double kBorderDeg = 0.0005;
// Distance of the middle of a picture from a camera with a heading, for each metre of its height: at a fall of
// about 18°, as cameras over streets have it. Assumed.
constexpr double kAheadForHeight = 3;
constexpr double kUsualCameraHeightM = 6;
// Farthest shop at which a camera without a heading is pointed, metres.
constexpr double kFarthestShopM = 42;

const WhyText kWhyTexts[kWhys] = {
    {"no_place", "缺少坐标", "no coordinates", false},
    {"outside_map", "在地图范围之外", "outside the map", false},
    {"no_street", "40 米内没有可用街道", "no street within 40 m", false},
    {"unknown_trade", "业态不认识", "unknown trade", false},
    {"twice", "与另一行重复", "the same as another row", false},
    {"no_room", "门面位置已被相邻店铺占满", "no room beside its neighbours", false},
    {"too_many", "所在路段超出场景容量", "its street is more than a scenario holds", false},
    {"sees_nothing", "看不到本场景的任何店面或路面", "sees no front and no road of the scenario", false},
    {"unknown_owner", "权属不认识", "unknown owner", false},
    {"no_shop", "路段上没有店铺", "no shop stands there", false},
    {"too_short", "道路太短", "too short for a street", false},
    {"moved", "门面沿街挪动", "front moved along its street", true},
    {"narrowed", "门面收窄", "front made narrower", true},
    {"other_street", "所在街道与表中所写不同", "stands on another street than its row says", true},
    {"passed_column", "未用的列", "column that is not used", true},
};

class Import {
 public:
  Import(const ImportRequest& request, engine::Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    result_.request = request;
  }

  std::optional<ImportResult> make() {
    if (!read()) return std::nullopt;
    lay_plane();
    auto stretches = stretches_of(result_.map, plane(), too_short_);
    place_shops(stretches);
    keep_streets(stretches);
    lay_shops();
    if (result_.city.shops.empty() && diagnostics_.empty()) {
      diagnostics_.add({result_.request.shops, 1, 1}, "row",
                       fmt::format("must have shops that stand on streets of {}, got none that can be used ({})",
                                   result_.request.map, reasons()));
      return std::nullopt;
    }
    propose_grids_and_officers(result_);
    sim::draw_zones(result_.city, {0, 0, 0}, 1);
    if (result_.cameras_proposed()) propose_cameras(result_);
    else place_cameras();
    tell_streets(stretches);
    std::stable_sort(result_.remarks.begin(), result_.remarks.end(), [](const Remark& a, const Remark& b) {
      return std::tie(a.kind, a.origin.line) < std::tie(b.kind, b.origin.line);
    });
    if (result_.request.strict)
      for (const Remark& it : result_.remarks)
        if (!text_of(it.why).used && it.kind != Remark::Kind::street) diagnostics_.add(it.origin, "row", it.must);
    if (!diagnostics_.empty()) return std::nullopt;
    return std::move(result_);
  }

 private:
  Plane plane() const { return Plane(result_.origin); }

  bool read() {
    const ImportRequest& it = result_.request;
    auto map = read_osm_map(it.map, diagnostics_);
    result_.shop_table = read_shop_rows(it.shops, it.encoding, it.coordinates, diagnostics_);
    if (!it.cameras.empty())
      result_.camera_table = read_camera_rows(it.cameras, it.encoding, it.coordinates, diagnostics_);
    if (!map || !diagnostics_.empty()) return false;
    result_.map = std::move(*map);
    for (const auto* passed : {&result_.shop_table.passed, &result_.camera_table.passed})
      for (const PassedColumn& column : *passed)
        remark(Remark::Kind::column, Why::passed_column, column.origin, column.name,
               fmt::format("'{}' is not used{}", column.name, column.meant), std::nullopt);
    return true;
  }

  // The origin is the middle of the shops on the map, to a ten-thousandth of a degree.
  void lay_plane() {
    LonLat low{1e9, 1e9}, high{-1e9, -1e9};
    for (const RegisteredShop& row : result_.shop_table.rows) {
      if (!row.at || !on_map(*row.at)) continue;
      low = {std::min(low.lon, row.at->lon), std::min(low.lat, row.at->lat)};
      high = {std::max(high.lon, row.at->lon), std::max(high.lat, row.at->lat)};
    }
    if (low.lon > high.lon) low = result_.map.low, high = result_.map.high;
    const auto rounded = [](double degrees) { return std::round(degrees * 1e4) / 1e4; };
    result_.origin = {rounded((low.lon + high.lon) / 2), std::clamp(rounded((low.lat + high.lat) / 2), -80.0, 80.0)};
  }

  bool on_map(LonLat at) const {
    const auto& [low, high] = std::pair{result_.map.low, result_.map.high};
    return at.lon >= low.lon - kBorderDeg && at.lon <= high.lon + kBorderDeg && at.lat >= low.lat - kBorderDeg &&
           at.lat <= high.lat + kBorderDeg;
  }

  void remark(Remark::Kind kind, Why why, const engine::Origin& origin, std::string what, std::string must,
              std::optional<LonLat> at) {
    result_.remarks.push_back({kind, why, origin, std::move(what), std::move(must), at, std::nullopt});
  }

  // A shop that may be used, with its stretch.
  struct Placed {
    const RegisteredShop* row;
    std::string trade;
    std::size_t stretch;
    Beside beside;
  };

  void place_shops(const std::vector<Stretch>& stretches) {
    std::map<std::string, std::vector<GroundPoint>> seen;
    for (const RegisteredShop& row : result_.shop_table.rows) {
      const auto unused = [&](Why why, const engine::Origin& origin, const std::string& must) {
        remark(Remark::Kind::shop, why, origin, row.name, must, row.at);
      };
      const std::string trade = trade_code(row.trade);
      if (trade.empty())
        unused(Why::unknown_trade, row.trade_origin,
               fmt::format("must have a trade that is known, got '{}'{}", row.trade,
                           diagnostics_.meant(row.trade, trade_words())));
      else if (!row.at) unused(Why::no_place, row.origin, "must have lon and lat, got none");
      else if (!on_map(*row.at))
        unused(Why::outside_map, row.origin,
               fmt::format("must stand on the map ({:.4f}, {:.4f} to {:.4f}, {:.4f}), got {:.5f}, {:.5f}",
                           result_.map.low.lon, result_.map.low.lat, result_.map.high.lon, result_.map.high.lat,
                           row.at->lon, row.at->lat));
      else place_shop(row, trade, stretches, seen[row.name]);
    }
  }

  void place_shop(const RegisteredShop& row, const std::string& trade, const std::vector<Stretch>& stretches,
                  std::vector<GroundPoint>& same_name) {
    const GroundPoint at = plane().point_of(*row.at);
    if (!row.name.empty() && std::any_of(same_name.begin(), same_name.end(), [&](GroundPoint other) {
          return std::hypot(other.x_m - at.x_m, other.y_m - at.y_m) < kSameShopM;
        })) {
      remark(Remark::Kind::shop, Why::twice, row.origin, row.name, "must be given once, got its name and place again",
             row.at);
      return;
    }
    same_name.push_back(at);
    std::size_t best = stretches.size(), named = stretches.size();
    Beside best_beside, named_beside;
    double least = 1e18, least_named = 1e18, nearest = 1e18;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      const Stretch& it = stretches[i];
      // Most stretches are far away.
      const double reach = kNearStreetM + it.length_m();
      if (std::abs(it.from.x_m - at.x_m) > reach || std::abs(it.from.y_m - at.y_m) > reach) continue;
      const Beside beside = beside_stretch(it, at);
      nearest = std::min(nearest, beside.apart_m);
      if (beside.apart_m > kNearStreetM) continue;
      // A wide street is as near as its kerb.
      const double off = beside.apart_m - it.carriageway_m / 2;
      if (off < least) least = off, best = i, best_beside = beside;
      if (it.name == row.street && off < least_named) least_named = off, named = i, named_beside = beside;
    }
    if (best == stretches.size()) {
      remark(Remark::Kind::shop, Why::no_street, row.origin, row.name,
             nearest < 1e17 ? fmt::format("must stand within {:.0f} m of a street, got {:.0f} m", kNearStreetM, nearest)
                            : fmt::format("must stand within {:.0f} m of a street, got none near", kNearStreetM),
             row.at);
      return;
    }
    if (named != stretches.size()) best = named, best_beside = named_beside;
    else if (!row.street.empty())
      remark(Remark::Kind::shop, Why::other_street, row.origin, row.name,
             fmt::format("its row says '{}', and it stands on '{}'", row.street, stretches[best].name), row.at);
    placed_.push_back({&row, trade, best, best_beside});
  }

  // Streets with the most shops, as many as a scenario may have, in their order along the map.
  void keep_streets(std::vector<Stretch>& stretches) {
    std::vector<std::size_t> shops(stretches.size(), 0), order;
    for (const Placed& it : placed_) ++shops[it.stretch];
    for (std::size_t i = 0; i < stretches.size(); ++i)
      if (shops[i]) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return shops[a] > shops[b]; });
    double together = 0;
    std::set<std::size_t> kept;
    for (const std::size_t i : order) {
      if (kept.size() >= kMostStreets || together + stretches[i].length_m() > kLongestStreetsM ||
          stretches[i].length_m() > kLongestStreetM || far_off(stretches[i]))
        continue;
      together += stretches[i].length_m();
      kept.insert(i);
    }
    std::map<std::size_t, std::size_t> number;
    for (const std::size_t i : kept) {
      number[i] = result_.stretches.size();
      result_.stretches.push_back(stretches[i]);
      const Stretch& it = stretches[i];
      result_.city.streets.push_back({fmt::format("r{:03}", number[i] + 1),
                                      it.name,
                                      {it.from.x_m, it.from.y_m},
                                      {it.to.x_m, it.to.y_m},
                                      it.carriageway_m,
                                      it.pavement_m,
                                      "g1"});
    }
    std::erase_if(placed_, [&](const Placed& it) {
      if (number.contains(it.stretch)) return false;
      remark(Remark::Kind::shop, Why::too_many, it.row->origin, it.row->name,
             fmt::format("must stand on one of at most {} stretches of {:.0f} km together", kMostStreets,
                         kLongestStreetsM / 1000),
             it.row->at);
      return true;
    });
    for (Placed& it : placed_) it.stretch = number[it.stretch];
    for (std::size_t i = 0; i < stretches.size(); ++i)
      if (!kept.contains(i)) result_.unused_stretches.push_back(stretches[i]);
  }

  static bool far_off(const Stretch& it) {
    return std::max({std::abs(it.from.x_m), std::abs(it.from.y_m), std::abs(it.to.x_m), std::abs(it.to.y_m)}) >
           kFarthestM - 100;
  }

  void lay_shops() {
    for (std::size_t s = 0; s < result_.stretches.size(); ++s)
      for (const sim::Side side : {sim::Side::left, sim::Side::right}) {
        std::vector<const Placed*> here;
        std::vector<WantedFront> wanted;
        for (const Placed& it : placed_) {
          if (it.stretch != s || (it.beside.across_m >= 0) != (side == sim::Side::left)) continue;
          here.push_back(&it);
          wanted.push_back({it.beside.along_m, it.row->front_m.value_or(kUsualFrontM), here.size()});
        }
        const auto laid = lay_fronts(wanted, kEndRoomM, result_.stretches[s].length_m() - kEndRoomM);
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < laid.size(); ++i) {
          if (laid[i].laid) order.push_back(i);
          else
            remark(Remark::Kind::shop, Why::no_room, here[i]->row->origin, here[i]->row->name,
                   fmt::format("must have room for a front of {:.0f} m within {:.0f} m of its place on '{}'",
                               kNarrowestFrontM, kFarthestMovedM, result_.stretches[s].name),
                   here[i]->row->at);
        }
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return laid[a].from_m < laid[b].from_m; });
        for (const std::size_t i : order) add_shop(*here[i], s, side, laid[i], wanted[i].width_m);
      }
    const int digits = result_.city.shops.size() > 999 ? 5 : 3;
    for (std::size_t i = 0; i < result_.city.shops.size(); ++i) {
      sim::Shop& shop = result_.city.shops[i];
      shop.id = fmt::format("s{:0{}}", i + 1, digits);
      // Names are invented from the number along the streets, so that none follows from a row.
      shop.name = sim::sign_name(shop.trade, 1, i);
    }
  }

  void add_shop(const Placed& it, std::size_t stretch, sim::Side side, const LaidFront& front, double wanted_m) {
    sim::Shop shop;
    shop.trade = it.trade;
    shop.street = static_cast<int>(stretch);
    shop.side = side;
    // Written to the centimetre; the hair between fronts keeps them apart.
    shop.from_m = std::ceil(front.from_m * 100 - 1e-6) / 100, shop.to_m = std::floor(front.to_m * 100 + 1e-6) / 100;
    result_.city.shops.push_back(shop);
    result_.shops.push_back({it.row, front.moved_m, wanted_m});
    if (front.moved_m >= kTellMovedM)
      remark(Remark::Kind::shop, Why::moved, it.row->origin, it.row->name,
             fmt::format("its front lies {:.0f} m along the street from its place", front.moved_m), it.row->at);
    if (front.to_m - front.from_m < wanted_m - 0.1)
      remark(Remark::Kind::shop, Why::narrowed, it.row->origin, it.row->name,
             fmt::format("its front is {:.1f} m wide and not {:.1f} m", front.to_m - front.from_m, wanted_m),
             it.row->at);
  }

  void place_cameras() {
    std::vector<const RegisteredCamera*> rows;
    std::set<std::string> ids;
    for (const RegisteredCamera& row : result_.camera_table.rows) {
      const auto unused = [&](Why why, const engine::Origin& origin, const std::string& must) {
        remark(Remark::Kind::camera, why, origin, row.id, must, row.at);
      };
      const std::string owner = owner_code(row.owner);
      if (owner.empty())
        unused(Why::unknown_owner, row.owner_origin,
               fmt::format("must have an owner that is known, got '{}'{}", row.owner,
                           diagnostics_.meant(row.owner, owner_words())));
      else if (!row.at) unused(Why::no_place, row.origin, "must have lon and lat, got none");
      else if (!row.id.empty() && !ids.insert(row.id).second)
        unused(Why::twice, row.origin, "must be given once, got its id again");
      else if (!on_map(*row.at)) unused(Why::outside_map, row.origin, "must stand on the map, got a place outside");
      else if (result_.city.cameras.size() >= kMostCameras)
        unused(Why::too_many, row.origin, fmt::format("must be one of at most {} cameras", kMostCameras));
      else place_camera(row, owner);
    }
  }

  void place_camera(const RegisteredCamera& row, const std::string& owner) {
    const GroundPoint at = plane().point_of(*row.at);
    sim::CityCamera camera;
    camera.owner = owner;
    camera.pose.at = {at.x_m, at.y_m};
    camera.pose.height_m = row.height_m.value_or(kUsualCameraHeightM);
    const auto towards = row.heading_deg ? ahead_of(camera.pose, *row.heading_deg) : nearest_front(camera.pose);
    bool watches = false;
    if (towards) {
      sim::aim(camera.pose, *towards);
      watches = std::any_of(result_.city.zones.begin(), result_.city.zones.end(), [&](const sim::DrawnZone& zone) {
        return std::hypot(zone.outline.front().x_m - at.x_m, zone.outline.front().y_m - at.y_m) < 120 &&
               sim::watches(camera.pose, zone.kind, zone.outline);
      });
    }
    if (!watches) {
      remark(Remark::Kind::camera, Why::sees_nothing, row.origin, row.id,
             "must see a front, a pavement or a carriageway of the scenario within 42 m, got none", row.at);
      return;
    }
    camera.id = fmt::format("c{:03}", result_.city.cameras.size() + 1);
    result_.city.cameras.push_back(std::move(camera));
    result_.cameras.push_back({&row, *towards});
  }

  static std::optional<sim::Point> ahead_of(const sim::CameraPose& pose, double heading_deg) {
    const double heading = heading_deg * std::numbers::pi / 180, ahead = kAheadForHeight * pose.height_m;
    return sim::Point{pose.at.x_m + ahead * std::sin(heading), pose.at.y_m + ahead * std::cos(heading)};
  }

  std::optional<sim::Point> nearest_front(const sim::CameraPose& pose) const {
    std::optional<sim::Point> best;
    double least = kFarthestShopM;
    for (const sim::Shop& shop : result_.city.shops) {
      const sim::Point front = sim::before_shop(result_.city, shop, 0.5, 1.5);
      const double away = std::hypot(front.x_m - pose.at.x_m, front.y_m - pose.at.y_m);
      if (away < least) least = away, best = front;
    }
    return best;
  }

  void tell_streets(const std::vector<Stretch>& stretches) {
    const auto way = [&](Why why, const std::string& name, GroundPoint from, std::optional<GroundPoint> to,
                         const std::string& must) {
      result_.remarks.push_back(
          {Remark::Kind::street, why, {result_.request.map, 0, 0}, name, must, plane().lon_lat_of(from), to});
    };
    for (const Stretch& it : result_.unused_stretches)
      way(Why::no_shop, it.name, it.from, it.to, fmt::format("way {}: no shop stands there", it.ways.front()));
    for (const std::size_t i : too_short_) {
      const OsmWay& it = result_.map.ways[i];
      way(Why::too_short, it.name, plane().point_of(it.line.front()), plane().point_of(it.line.back()),
          fmt::format("way {}: must be at least {:.0f} m long between bends", it.id, kShortestStretchM));
    }
    (void)stretches;
  }

  std::string reasons() const {
    std::string text;
    for (std::size_t i = 0; i < kWhys; ++i) {
      const std::size_t count = result_.count(static_cast<Why>(i));
      if (count && !kWhyTexts[i].used) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kWhyTexts[i].en);
    }
    return text;
  }

  engine::Diagnostics& diagnostics_;
  ImportResult result_;
  std::vector<std::size_t> too_short_;
  std::vector<Placed> placed_;
};

}  // namespace

const WhyText& text_of(Why why) { return kWhyTexts[static_cast<std::size_t>(why)]; }

std::size_t ImportResult::count(Why why) const {
  return static_cast<std::size_t>(
      std::count_if(remarks.begin(), remarks.end(), [&](const Remark& it) { return it.why == why; }));
}

std::optional<ImportResult> import_city(const ImportRequest& request, engine::Diagnostics& diagnostics) {
  return Import(request, diagnostics).make();
}

}  // namespace tricolor::harness
