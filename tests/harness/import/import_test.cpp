// Shows what an import makes of a small town: streets joined and cut at bends, shops on the side of the street on which
// they stand, everything that could not be used told with its row, and no name of a shop in any file but the planner's.
#include "import/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "import/import_files.h"
#include "scenario/scenario.h"
#include "sim/city/generator.h"

namespace tricolor::harness::import_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kData = TRICOLOR_SOURCE_DIR "/tests/harness/import/data/";

ImportRequest request() {
  ImportRequest it;
  it.map = kData + "map.osm";
  it.shops = kData + "merchants.csv";
  return it;
}

ImportResult imported(const ImportRequest& request) {
  engine::Diagnostics diagnostics;
  auto result = import_city(request, diagnostics);
  EXPECT_TRUE(result.has_value()) << diagnostics.text();
  return std::move(*result);
}

const sim::Street& street_of(const ImportResult& result, const sim::Shop& shop) {
  return result.city.streets.at(static_cast<std::size_t>(shop.street));
}

std::size_t index_of_row(const ImportResult& result, const std::string& name) {
  for (std::size_t i = 0; i < result.shops.size(); ++i)
    if (result.shops[i].row->name == name) return i;
  ADD_FAILURE() << name << " is not used";
  return 0;
}

TEST(OsmMap, HasTheNamedStreetsOnWhichShopsStand) {
  engine::Diagnostics diagnostics;
  const auto map = read_osm_map(kData + "map.osm", diagnostics);
  ASSERT_TRUE(map.has_value()) << diagnostics.text();
  std::set<std::string> names;
  for (const OsmWay& way : map->ways) names.insert(way.name);
  EXPECT_EQ(names, (std::set<std::string>{"新华路", "解放路", "人民路", "环城路", "小弄堂", "短巷", "南环路"}));
  EXPECT_EQ(map->left_out.at("motorway"), 1u);
  EXPECT_EQ(map->left_out.at("footway"), 1u);
  EXPECT_EQ(map->left_out.at("unnamed"), 1u);
  EXPECT_EQ(map->left_out.at("without nodes"), 1u) << "the way that leaves the extract";
  EXPECT_DOUBLE_EQ(map->low.lon, 121.009);
  EXPECT_DOUBLE_EQ(map->high.lat, 30.694);
}

TEST(Streets, WaysOfOneNameThatMeetAreOneStreetAndBendsCutIt) {
  engine::Diagnostics diagnostics;
  const auto map = read_osm_map(kData + "map.osm", diagnostics);
  std::vector<std::size_t> too_short;
  const auto stretches = stretches_of(*map, Plane(LonLat{121.013, 30.69}), too_short);
  const auto named = [&](const std::string& name) {
    std::vector<Stretch> found;
    for (const Stretch& it : stretches)
      if (it.name == name) found.push_back(it);
    return found;
  };
  ASSERT_EQ(named("新华路").size(), 1u) << "two ways, nearly in line";
  EXPECT_NEAR(named("新华路")[0].length_m(), 622, 3);
  EXPECT_DOUBLE_EQ(named("新华路")[0].carriageway_m, 15) << "four lanes and a metre";
  EXPECT_EQ(named("新华路")[0].ways, (std::vector<std::int64_t>{101, 102}));
  EXPECT_EQ(named("解放路").size(), 2u) << "one bend";
  EXPECT_EQ(named("人民路").size(), 2u) << "one for each direction";
  EXPECT_DOUBLE_EQ(named("环城路")[0].carriageway_m, 7) << "as tagged";
  EXPECT_TRUE(named("短巷").empty());
  ASSERT_EQ(too_short.size(), 1u);
  EXPECT_EQ(map->ways[too_short[0]].name, "短巷");
}

TEST(Import, PutsEveryShopOnItsStreetItsSideAndItsPlace) {
  const ImportResult result = imported(request());
  const Plane plane(result.origin);
  for (std::size_t i = 0; i < result.shops.size(); ++i) {
    const sim::Shop& shop = result.city.shops[i];
    const sim::Street& street = street_of(result, shop);
    const auto at = plane.point_of(*result.shops[i].row->at);
    const sim::Point front = sim::before_shop(result.city, shop, 0.5, 0.5);
    EXPECT_LT(std::hypot(front.x_m - at.x_m, front.y_m - at.y_m), 30) << result.shops[i].row->name;
    const double ux = std::cos(street.heading_rad()), uy = std::sin(street.heading_rad());
    const double left = ux * (at.y_m - street.from.y_m) - uy * (at.x_m - street.from.x_m);
    EXPECT_EQ(left >= 0, shop.side == sim::Side::left) << result.shops[i].row->name;
  }
  const auto first = index_of_row(result, "真名店1");
  EXPECT_EQ(street_of(result, result.city.shops[first]).name, "新华路");
  EXPECT_EQ(street_of(result, result.city.shops[index_of_row(result, "解放店3")]).name, "解放路");
}

TEST(Import, TellsWhatItCouldNotUseWithItsRow) {
  const ImportResult result = imported(request());
  const auto told = [&](const std::string& what, Why why) {
    return std::any_of(result.remarks.begin(), result.remarks.end(),
                       [&](const Remark& it) { return it.what == what && it.why == why; });
  };
  EXPECT_TRUE(told("远方店", Why::outside_map));
  EXPECT_TRUE(told("荒地店", Why::no_street));
  EXPECT_TRUE(told("鱼店", Why::unknown_trade));
  EXPECT_TRUE(told("真名店1", Why::twice));
  EXPECT_TRUE(told("无坐标店", Why::no_place));
  EXPECT_TRUE(told("改名路店", Why::other_street)) << "used, but its row says another street";
  EXPECT_TRUE(told("短巷", Why::too_short));
  EXPECT_TRUE(told("环城路", Why::no_shop));
  std::size_t unused = 0;
  for (const Remark& it : result.remarks) unused += it.kind == Remark::Kind::shop && !text_of(it.why).used ? 1 : 0;
  EXPECT_EQ(result.shops.size() + unused, result.shop_table.rows.size()) << "every row is used or told";
  EXPECT_THAT(import_summary(result), HasSubstr("merchants.csv:33:4: must have a trade that is known, got '鱼铺'"));
}

TEST(Import, StrictTakesThemForFaultsAndMakesNothing) {
  ImportRequest it = request();
  it.strict = true;
  engine::Diagnostics diagnostics;
  EXPECT_FALSE(import_city(it, diagnostics).has_value());
  EXPECT_THAT(diagnostics.text(), HasSubstr("merchants.csv:31:1: row: must stand on the map"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("merchants.csv:32:1: row: must stand within 40 m of a street"));
}

TEST(Import, WritesAScenarioThatItsReaderTakes) {
  ImportRequest with_cameras = request();
  with_cameras.cameras = kData + "cameras.csv";
  for (const ImportRequest& it : {request(), with_cameras}) {
    const ImportResult result = imported(it);
    const fs::path folder = fs::temp_directory_path() / ("import_test_" + std::to_string(getpid()));
    fs::create_directories(folder / "policies");
    fs::copy_file(TRICOLOR_SOURCE_DIR "/scenarios/policies/pinghu.yaml", folder / "policies/pinghu.yaml",
                  fs::copy_options::overwrite_existing);
    std::ofstream(folder / "scenario.yaml") << import_scenario(result);
    engine::Diagnostics diagnostics;
    const Scenario scenario =
        read_scenario((folder / "scenario.yaml").string(), TRICOLOR_SOURCE_DIR "/assets", diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
    EXPECT_EQ(scenario.merchants.size(), result.shops.size());
    EXPECT_EQ(scenario.streets.size(), result.stretches.size());
    EXPECT_EQ(scenario.cameras.size(), result.cameras.size());
    EXPECT_FALSE(scenario.duty_grids.empty());
    ASSERT_TRUE(scenario.origin.has_value());
    EXPECT_DOUBLE_EQ(scenario.origin->lon, result.origin.lon);
    fs::remove_all(folder);
  }
}

TEST(Import, ProposesCamerasThatWatchFrontsAndMarksThem) {
  const ImportResult result = imported(request());
  EXPECT_EQ(result.cameras.size(), 7u) << "60 for 290 shops, rounded up";
  sim::City city = result.city;
  sim::draw_zones(city, {0, 0, 0}, 1);
  std::set<int> watched;
  for (const sim::DrawnZone& zone : city.zones)
    if (zone.shop && !zone.cameras.empty()) watched.insert(*zone.shop);
  EXPECT_GE(watched.size(), result.shops.size() / 4);
  const std::string scenario = import_scenario(result);
  EXPECT_THAT(scenario, HasSubstr("frame_every: 1.5 s }   # proposed"));
  EXPECT_THAT(scenario, HasSubstr("on_duty: [\"07:00\", \"15:00\"] }   # proposed"));
  ImportRequest fewer = request();
  fewer.proposed_cameras = 2;
  EXPECT_EQ(imported(fewer).cameras.size(), 2u);
}

TEST(Import, CamerasOfATableStandAndLookAsItSays) {
  ImportRequest it = request();
  it.cameras = kData + "cameras.csv";
  const ImportResult result = imported(it);
  ASSERT_EQ(result.cameras.size(), 4u);
  EXPECT_EQ(result.city.cameras[0].owner, "police");
  const sim::Point at = result.city.cameras[0].pose.at, to = result.cameras[0].towards;
  EXPECT_NEAR(std::atan2(to.x_m - at.x_m, to.y_m - at.y_m) * 180 / 3.14159265, 10, 0.1) << "clockwise from north";
  EXPECT_DOUBLE_EQ(result.city.cameras[1].pose.height_m, 5.5);
  const auto count = [&](Why why) { return result.count(why); };
  EXPECT_EQ(count(Why::sees_nothing), 1u);
  EXPECT_EQ(count(Why::unknown_owner), 1u);
}

TEST(Import, GridsCoverEveryShopOnceAndHaveOfficers) {
  const ImportResult result = imported(request());
  for (const sim::Shop& shop : result.city.shops) {
    const sim::Point door = sim::before_shop(result.city, shop, 0.5, 0.5);
    EXPECT_GE(std::count_if(result.grids.begin(), result.grids.end(),
                            [&](const ImportedGrid& grid) {
                              return door.x_m >= grid.west_m && door.x_m <= grid.east_m && door.y_m >= grid.south_m &&
                                     door.y_m <= grid.north_m;
                            }),
              1);
  }
  for (const ImportedGrid& grid : result.grids)
    EXPECT_TRUE(std::any_of(result.city.officers.begin(), result.city.officers.end(),
                            [&](const sim::OfficerPost& it) { return it.duty_grid == grid.id; }));
}

TEST(Import, NamesOfShopsStandInNoFileButThePlanners) {
  const ImportResult result = imported(request());
  for (const auto& [name, text] : import_files(result)) {
    const bool planners = name == "names.csv" || name == "import.csv";
    for (const char* real : {"真名店", "远方店", "0573-8500"})
      EXPECT_TRUE(planners || text.find(real) == std::string::npos) << name << " has " << real;
    EXPECT_TRUE(!planners || text.find(name == "names.csv" ? "真名店2" : "远方店") != std::string::npos) << name;
  }
}

TEST(Import, TheLayerHasWhatWasUsedAndWhatWasNot) {
  const auto layer = nlohmann::json::parse(import_geojson(imported(request())));
  std::size_t shops = 0, unused = 0;
  for (const auto& it : layer["features"]) {
    const auto& properties = it["properties"];
    if (properties["kind"] != "shop") continue;
    if (properties.contains("id")) ++shops;
    else if (!properties["used"]) ++unused;
  }
  EXPECT_EQ(shops, 30u);
  EXPECT_EQ(unused, 4u) << "all but the one without a place";
}

TEST(Import, ThePageIsInBothLanguagesAndLoadsNothing) {
  const std::string page = import_page(imported(request()));
  EXPECT_THAT(page, HasSubstr("<svg class=\"map\""));
  EXPECT_THAT(page, HasSubstr("未能使用"));
  EXPECT_THAT(page, HasSubstr("could not be used"));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
}

TEST(Import, TheSameFilesGiveTheSameBytes) {
  EXPECT_EQ(import_scenario(imported(request())), import_scenario(imported(request())));
  EXPECT_EQ(import_page(imported(request())), import_page(imported(request())));
}

}  // namespace
}  // namespace tricolor::harness::import_test
