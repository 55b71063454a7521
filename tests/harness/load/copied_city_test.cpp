// Shows that copies of a city are copies: every id of a copy names what its original names, at a place of its own, and
// the first copy is as it was.
#include <gtest/gtest.h>

#include <set>

#include "load/copied_city.h"

namespace tricolor::harness::copied_city_test {
namespace {

engine::Configuration one_street() {
  engine::Configuration one;
  for (const char* name : {"c1", "c2"}) {
    engine::Camera camera;
    camera.name = name;
    camera.geometry.emplace();
    one.cameras.push_back(camera);
  }
  engine::Dossier shop;
  shop.name = "m1";
  shop.door = {3, 4};
  one.merchants.push_back(shop);
  one.duty_grids.push_back({"g1", engine::OfficerId{0}, "north", {{0, 0}, {9, 0}, {9, 9}}});
  engine::Officer officer;
  officer.name = "o1";
  one.officers.push_back(officer);
  engine::Zone zone;
  zone.name = "z1";
  zone.merchant = engine::MerchantId{0};
  zone.cameras = {engine::CameraId{0}, engine::CameraId{1}};
  zone.outline = {{1, 1}, {2, 1}, {2, 2}};
  one.zones.push_back(zone);
  return one;
}

TEST(CopiedCity, one_copy_is_the_city) {
  const engine::Configuration one = one_street(), same = copies_of(one, 1);
  EXPECT_EQ(same.cameras, one.cameras);
  EXPECT_EQ(same.zones, one.zones);
}

TEST(CopiedCity, the_ids_of_a_copy_name_what_belongs_to_that_copy) {
  const engine::Configuration one = one_street(), all = copies_of(one, 3);
  ASSERT_EQ(all.cameras.size(), 6u);
  ASSERT_EQ(all.zones.size(), 3u);
  std::set<std::string> names;
  for (const engine::Camera& camera : all.cameras) EXPECT_TRUE(names.insert(camera.name).second) << camera.name;
  for (std::size_t copy = 0; copy < 3; ++copy) {
    const std::string ending = copy == 0 ? "" : "." + std::to_string(copy + 1);
    const double east_m = all.zones[copy].outline[0].x_m - one.zones[0].outline[0].x_m;
    EXPECT_EQ(east_m > 0, copy > 0);
    const engine::Zone& zone = all.zones[copy];
    EXPECT_EQ(zone.name, "z1" + ending);
    EXPECT_EQ(all.merchants.at(zone.merchant->value).name, "m1" + ending);
    EXPECT_EQ(all.duty_grids.at(zone.duty_grid.value).name, "g1" + ending);
    EXPECT_EQ(all.officers.at(all.duty_grids[copy].owner->value).name, "o1" + ending);
    for (const engine::CameraId id : zone.cameras)
      EXPECT_DOUBLE_EQ(all.cameras.at(id.value).geometry->x_m, east_m) << all.cameras[id.value].name;
    EXPECT_DOUBLE_EQ(all.merchants[copy].door.x_m, 3 + east_m);
  }
}

}  // namespace
}  // namespace tricolor::harness::copied_city_test
