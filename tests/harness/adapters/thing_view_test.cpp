// Shows what a fitted model is told of a view: how much of a thing the picture cuts off, and whether a front of houses
// stands between it and the camera.
#include "adapters/thing_view.h"

#include <gtest/gtest.h>

#include "adapters/conversion.h"

namespace tricolor::harness::thing_view_test {
namespace {

// A camera 5 m high at the origin that looks east and a little down.
sim::CameraPose camera() {
  sim::CameraPose pose;
  pose.at = {0, 0};
  pose.height_m = 5;
  pose.heading_rad = 0;
  pose.down_rad = 0.3;
  return pose;
}

sim::Thing car_at(double x_m, double y_m) { return {1, sim::ThingKind::motor, 0, {x_m, y_m}, 0, 1, 0}; }

TEST(ThingView, AThingInTheMiddleIsWholeAndOneAtTheEdgeIsCutOff) {
  const auto geometry = to_engine(camera());
  const sim::KindTable& kinds = *sim::KindTable::well_known();
  const ThingView middle = view_of(geometry, car_at(16, 0), kinds);
  EXPECT_DOUBLE_EQ(middle.distance_m, 16);
  EXPECT_DOUBLE_EQ(middle.cut_off, 0);
  EXPECT_GT(middle.short_side_px, 20);
  double before = 0;
  for (const double aside : {6.0, 8.0, 10.0, 12.0, 14.0}) {
    const double cut = view_of(geometry, car_at(16, aside), kinds).cut_off;
    EXPECT_GE(cut, before) << aside << " m aside";
    before = cut;
  }
  EXPECT_EQ(before, 1) << "outside of the picture";
  EXPECT_EQ(view_of(geometry, car_at(-5, 0), kinds).cut_off, 1) << "behind the camera";
}

TEST(ThingView, FrontsStandBetweenStreetsAndNotAlongThem) {
  sim::City city;
  sim::Street main, across;
  main.from = {0, 0}, main.to = {200, 0};
  across.from = {100, 0}, across.to = {100, 150};
  for (sim::Street* street : {&main, &across}) street->carriageway_m = 8, street->pavement_m = 3;
  city.streets = {main, across};
  const Sightlines sightlines(city);
  EXPECT_FALSE(sightlines.blocked({20, -6}, {60, 6})) << "along the street";
  EXPECT_FALSE(sightlines.blocked({100, -6}, {100, 40})) << "into the street across";
  EXPECT_TRUE(sightlines.blocked({60, 0}, {100, 40})) << "through the corner house";
  city.streets[0].built = false;
  EXPECT_FALSE(sightlines.blocked({60, 0}, {100, 40})) << "over fields";
}

}  // namespace
}  // namespace tricolor::harness::thing_view_test
