// Shows that the pinhole camera and the polygons are right where the answer is known by hand, and consistent where it
// is not: every point on the ground and in view comes back to its place through the picture.
#include "engine/geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace tricolor::engine::geometry_test {
namespace {

GroundPolygon square(double left, double low, double side) {
  return {{left, low}, {left + side, low}, {left + side, low + side}, {left, low + side}};
}

CameraGeometry looking_north() {
  CameraGeometry camera;
  camera.heading_rad = std::numbers::pi / 2;
  return camera;
}

TEST(Camera, EastIsRightWhenLookingNorthAndHigherIsUp) {
  const CameraGeometry camera = looking_north();
  const auto middle = camera.project(0, 10, 0), east = camera.project(2, 10, 0), above = camera.project(0, 10, 2);
  ASSERT_TRUE(middle && east && above);
  EXPECT_NEAR(middle->x_px, 320, 1e-9);
  EXPECT_GT(east->x_px, middle->x_px);
  EXPECT_LT(above->y_px, middle->y_px);
}

TEST(Camera, TheOpticalAxisMeetsTheGroundWhereTheTangentSays) {
  const CameraGeometry camera = looking_north();
  const auto ground = camera.ground_at({320, 180});
  ASSERT_TRUE(ground);
  EXPECT_NEAR(ground->x_m, 0, 1e-9);
  EXPECT_NEAR(ground->y_m, camera.height_m / std::tan(camera.down_rad), 1e-9);
}

TEST(Camera, APixelIsAFocalLengththOfTheDistance) {
  CameraGeometry camera = looking_north();
  camera.down_rad = 0;
  const auto a = camera.project(0, 10, 5), b = camera.project(1, 10, 5);
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(b->x_px - a->x_px, camera.focal_px / 10, 1e-9);
}

TEST(Camera, NothingIsSeenBehindTheLensOrAboveTheHorizon) {
  const CameraGeometry camera = looking_north();
  EXPECT_FALSE(camera.project(0, -5, 0));
  EXPECT_FALSE(camera.ground_at({320, 0}, 30));
  EXPECT_FALSE(camera.ground_at({320, -1000}));
}

TEST(Camera, GroundAndPictureAreInverse) {
  CameraGeometry camera;
  for (int i = 0; i < 16; ++i) {
    camera.heading_rad = i * std::numbers::pi / 8;
    camera.x_m = 3 * i;
    camera.y_m = -7 * i;
    for (double x = 5; x < 640; x += 45)
      for (double y = 190; y < 360; y += 30) {
        const auto ground = camera.ground_at({x, y});
        if (!ground) continue;
        const auto back = camera.project(ground->x_m, ground->y_m, 0);
        ASSERT_TRUE(back);
        EXPECT_NEAR(back->x_px, x, 1e-6);
        EXPECT_NEAR(back->y_px, y, 1e-6);
      }
  }
}

TEST(Polygon, AreaIsSignedByDirection) {
  GroundPolygon polygon = square(1, 1, 2);
  EXPECT_DOUBLE_EQ(signed_area_m2(polygon), 4);
  std::swap(polygon[1], polygon[3]);
  EXPECT_DOUBLE_EQ(signed_area_m2(polygon), -4);
  EXPECT_DOUBLE_EQ(signed_area_m2({}), 0);
}

TEST(Polygon, BordersAndCornersBelongToIt) {
  const GroundPolygon polygon = square(0, 0, 2);
  EXPECT_TRUE(contains(polygon, {1, 1}));
  EXPECT_TRUE(contains(polygon, {0, 1}));
  EXPECT_TRUE(contains(polygon, {2, 2}));
  EXPECT_FALSE(contains(polygon, {2.001, 1}));
  EXPECT_FALSE(contains(polygon, {1, -0.001}));
  // The rim is a nanometre wide, the nanometre itself outside.
  EXPECT_TRUE(contains(polygon, {1, -0.9e-9}));
  EXPECT_FALSE(contains(polygon, {1, -1e-9}));
}

TEST(Polygon, OverlapIsCommonAndSymmetric) {
  EXPECT_DOUBLE_EQ(overlap_m2(square(0, 0, 2), square(1, 1, 2)), 1);
  EXPECT_DOUBLE_EQ(overlap_m2(square(0, 0, 2), square(5, 5, 2)), 0);
  EXPECT_DOUBLE_EQ(overlap_m2(square(0, 0, 4), square(1, 1, 1)), 1);
  EXPECT_DOUBLE_EQ(overlap_m2(square(1, 1, 1), square(0, 0, 4)), 1);
  const GroundPolygon triangle{{0, 0}, {2, 0}, {0, 2}};
  EXPECT_NEAR(overlap_m2(triangle, square(0, 0, 1)), 1, 1e-12);
  EXPECT_NEAR(overlap_m2(square(0, 0, 1), triangle), 1, 1e-12);
  EXPECT_NEAR(overlap_m2(triangle, square(0.5, 0.5, 2)), 0.5, 1e-12);
}

TEST(Polygon, DistanceIsZeroInsideAndStraightOutside) {
  const GroundPolygon polygon = square(0, 0, 2);
  EXPECT_DOUBLE_EQ(distance_m(polygon, {1, 1}), 0);
  EXPECT_DOUBLE_EQ(distance_m(polygon, {5, 1}), 3);
  EXPECT_DOUBLE_EQ(distance_m(polygon, {5, 6}), 5);
}

}  // namespace
}  // namespace tricolor::engine::geometry_test
