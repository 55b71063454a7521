// Shows that the map layers lie where the twin says, have the attributes of their tables, and follow RFC 7946.
#include "report/files/layers.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/rows/places.h"
#include "small_run.h"

namespace tricolor::harness::layers_test {
namespace {

class Layers : public ::testing::Test {
 protected:
  const Json& layer(const std::string& name) const {
    for (const auto& it : layers_)
      if (it.name == name) return it.collection;
    ADD_FAILURE() << "no layer " << name;
    return layers_.front().collection;
  }

  RunRecord run_ = small_run();
  Tables tables_ = tables_of(run_);
  Links links_{tables_, "/nonexistent"};
  std::vector<Layer> layers_ = map_layers({run_, tables_, links_});
};

/// Gives twice the area of a ring in square degrees, positive for counter-clockwise.
double turn_of(const Json& ring) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i)
    sum += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
           ring[i + 1][0].get<double>() * ring[i][1].get<double>();
  return sum;
}

TEST_F(Layers, EachIsACollectionThatSaysItsPlaceIsAssumed) {
  std::string names;
  for (const auto& it : layers_) {
    names += it.name + " ";
    EXPECT_EQ(it.collection["type"], "FeatureCollection");
    EXPECT_FALSE(it.collection["features"].empty()) << it.name;
    for (const auto& feature : it.collection["features"]) {
      EXPECT_EQ(feature["type"], "Feature");
      EXPECT_TRUE(feature.contains("geometry")) << it.name;
      EXPECT_NE(feature["properties"]["position"].get<std::string>().find("assumed"), std::string::npos) << it.name;
    }
  }
  EXPECT_EQ(names, "streets shops cameras camera_footprints zones duty_grids officers incidents violations ");
}

TEST_F(Layers, AreLaidAtPinghuInLongitudeAndLatitude) {
  for (const char* name : {"incidents", "cameras", "officers", "violations"}) {
    const auto& at = layer(name)["features"][0]["geometry"]["coordinates"];
    EXPECT_NEAR(at[0].get<double>(), 121.02, 0.001) << name;
    EXPECT_NEAR(at[1].get<double>(), 30.69, 0.001) << name;
  }
}

TEST_F(Layers, PolygonsAreClosedAndTurnToTheLeft) {
  for (const char* name : {"zones", "camera_footprints"})
    for (const auto& feature : layer(name)["features"]) {
      const auto& ring = feature["geometry"]["coordinates"][0];
      EXPECT_GE(ring.size(), 4u) << name;
      EXPECT_EQ(ring.front(), ring.back()) << name;
      EXPECT_GT(turn_of(ring), 0) << name;
    }
}

TEST_F(Layers, AnIncidentCarriesTheColumnsOfItsTable) {
  const auto& properties = layer("incidents")["features"][0]["properties"];
  for (const auto& column : incidents_table({run_, tables_, links_}).columns)
    EXPECT_TRUE(properties.contains(column.name)) << column.name;
  EXPECT_EQ(properties["sign"], "阿芳水果店");
  EXPECT_EQ(properties["street"], "新华路");
}

TEST_F(Layers, AShopIsItsFrontAndAGridIsItsZones) {
  const auto& front = layer("shops")["features"][0]["geometry"];
  EXPECT_EQ(front["type"], "LineString");
  const double apart = std::abs(front["coordinates"][0][0].get<double>() - front["coordinates"][1][0].get<double>());
  EXPECT_NEAR(apart, 7 / 95'803.0, 1e-6) << "a front of 7 m along a street that runs east";
  EXPECT_EQ(layer("duty_grids")["features"][0]["geometry"]["coordinates"].size(), 2u);
}

TEST_F(Layers, AGridWithAnOutlineIsThatOutlineAndNamesItsSquad) {
  run_.configuration.duty_grids[0].outline = {{0, -10}, {0, 10}, {60, 10}, {60, -10}};
  run_.configuration.duty_grids[0].squad = "新华中队";
  layers_ = map_layers({run_, tables_, links_});
  const auto grid = layer("duty_grids")["features"][0];
  EXPECT_EQ(grid["geometry"]["type"], "Polygon");
  ASSERT_EQ(grid["geometry"]["coordinates"].size(), 1u);
  const auto& ring = grid["geometry"]["coordinates"][0];
  EXPECT_EQ(ring.size(), 5u);
  EXPECT_GT(turn_of(ring), 0) << "drawn clockwise, written counter-clockwise";
  EXPECT_EQ(grid["properties"]["squad"], "新华中队");
}

TEST_F(Layers, ACameraWithoutAPoseHasNoPlace) {
  run_.configuration.cameras[0].geometry.reset();
  for (const auto& it : map_layers({run_, tables_, links_})) {
    if (it.name != "cameras" && it.name != "camera_footprints") continue;
    EXPECT_TRUE(it.collection["features"][0]["geometry"].is_null()) << it.name;
  }
}

TEST(Footprint, ReachesToWhereAThingOfAMetreIsTwelvePixels) {
  engine::CameraGeometry camera;
  camera.focal_px = 480;
  camera.down_rad = 0.2;
  const auto outline = footprint_of(camera);
  ASSERT_GE(outline.size(), 6u);
  double nearest = 1e9, farthest = 0;
  for (const auto& corner : outline) {
    const double away = std::hypot(corner.x_m - camera.x_m, corner.y_m - camera.y_m);
    nearest = std::min(nearest, away);
    farthest = std::max(farthest, away);
  }
  EXPECT_NEAR(farthest, 40, 1);
  EXPECT_GT(nearest, 5) << "the ground below the lens is not in the picture";
}

TEST(Footprint, ReachesToTheUpperEdgeOfThePictureWhereAllOfItShowsTheGround) {
  engine::CameraGeometry camera;
  camera.focal_px = 480;
  camera.down_rad = 1.4;
  double farthest = 0;
  for (const auto& corner : footprint_of(camera))
    farthest = std::max(farthest, std::hypot(corner.x_m - camera.x_m, corner.y_m - camera.y_m));
  const auto upper_corner = camera.ground_at({0, 0}, 100);
  ASSERT_TRUE(upper_corner);
  EXPECT_NEAR(farthest, std::hypot(upper_corner->x_m - camera.x_m, upper_corner->y_m - camera.y_m), 1e-9);
}

TEST(Footprint, EndsAtTheFacadesButGoesIntoTheMouthsOfStreets) {
  sim::City city;
  city.streets.push_back({"main", "", {0, 0}, {200, 0}, 12, 4, ""});
  engine::CameraGeometry camera;
  camera.x_m = 50, camera.y_m = -9;
  camera.heading_rad = 1.0;
  camera.focal_px = 480;
  camera.down_rad = 0.2;
  double farthest = -1e9;
  for (const auto& corner : footprint_of(camera, city)) farthest = std::max(farthest, corner.y_m);
  EXPECT_NEAR(farthest, 10, 0.01) << "the façade";
  for (const auto& corner : footprint_of(camera)) farthest = std::max(farthest, corner.y_m);
  EXPECT_GT(farthest, 20) << "without buildings it sees farther";
  city.streets.push_back({"side", "", {60, 0}, {60, 100}, 6, 2, ""});
  double in_mouth = -1e9;
  for (const auto& corner : footprint_of(camera, city)) {
    in_mouth = std::max(in_mouth, corner.y_m);
    EXPECT_TRUE(corner.y_m < 10.01 || (corner.x_m > 54.99 && corner.x_m < 65.01)) << corner.x_m << " " << corner.y_m;
  }
  EXPECT_GT(in_mouth, 15);
}

TEST(Footprint, IsEmptyForACameraThatSeesNoGround) {
  engine::CameraGeometry camera;
  camera.down_rad = 0;
  camera.height_m = 20;  // The lowest ray comes down farther away than a thing of 1 m is 12 pixels wide.
  EXPECT_LT(footprint_of(camera).size(), 3u);
}

TEST(StreetPlace, IsOnTheNearestStreetWithItsSide) {
  RunRecord run = small_run();
  const auto north = street_place_of(run, {20, 7});
  ASSERT_TRUE(north);
  EXPECT_DOUBLE_EQ(north->along_m, 20);
  EXPECT_DOUBLE_EQ(north->across_m, 7);
  EXPECT_EQ(side_name_of(run, *north), "north");
  EXPECT_EQ(side_name_of(run, *street_place_of(run, {20, -7})), "south");
  EXPECT_EQ(street_name_of(run, {20, 7}), "新华路");
  EXPECT_FALSE(street_place_of(run, {20, 500})) << "far from every street is on none";
  std::swap(run.city.streets[0].from, run.city.streets[0].to);
  EXPECT_EQ(side_name_of(run, *street_place_of(run, {20, 7})), "north") << "whichever way the street is drawn";
}

}  // namespace
}  // namespace tricolor::harness::layers_test
