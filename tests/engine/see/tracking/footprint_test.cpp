// Shows that a box comes down to the ground where the thing stands: within its depth of the truth, wherever the camera
// hangs, and turned so that areas are positive. And that a detector's own ground comes down where it was taken from,
// however the thing is turned.
#include "tracking/footprint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace tricolor::engine::footprint_test {
namespace {

constexpr double kDepthM = 0.9;

ImageBox box_of(const CameraGeometry& camera, GroundPoint near_edge, double width_m, double height_m) {
  const double across_x = std::sin(camera.heading_rad) * width_m / 2,
               across_y = -std::cos(camera.heading_rad) * width_m / 2;
  const auto left = camera.project(near_edge.x_m - across_x, near_edge.y_m - across_y, 0);
  const auto right = camera.project(near_edge.x_m + across_x, near_edge.y_m + across_y, 0);
  const auto top = camera.project(near_edge.x_m, near_edge.y_m, height_m);
  return {static_cast<float>(left->x_px), static_cast<float>(top->y_px), static_cast<float>(right->x_px - left->x_px),
          static_cast<float>(left->y_px - top->y_px)};
}

TEST(Footprint, LiesBehindTheNearEdgeByTheUsualDepth) {
  for (int i = 0; i < 8; ++i) {
    CameraGeometry camera;
    camera.heading_rad = i * std::numbers::pi / 4;
    const double ux = std::cos(camera.heading_rad), uy = std::sin(camera.heading_rad);
    const GroundPoint near_edge{12 * ux, 12 * uy};
    const auto footprint = footprint_of(box_of(camera, near_edge, 1.5, 1.0), kDepthM, camera);
    ASSERT_TRUE(footprint);
    const double depth = kDepthM;
    EXPECT_NEAR(footprint->centre.x_m, near_edge.x_m + ux * depth / 2, 0.02);
    EXPECT_NEAR(footprint->centre.y_m, near_edge.y_m + uy * depth / 2, 0.02);
    EXPECT_NEAR(signed_area_m2(footprint->outline), 1.5 * depth, 0.02);
    EXPECT_TRUE(contains(footprint->outline, footprint->centre));
  }
}

TEST(Footprint, NothingStandsAboveTheHorizon) {
  CameraGeometry camera;
  EXPECT_FALSE(footprint_of({100, 5, 20, 10}, kDepthM, camera));
}

TEST(Footprint, WithoutCalibrationThePictureIsTheGround) {
  const auto footprint = footprint_of({100, 50, 40, 20}, kDepthM, std::nullopt);
  ASSERT_TRUE(footprint);
  EXPECT_DOUBLE_EQ(footprint->centre.x_m, 120);
  EXPECT_GT(footprint->centre.y_m, 60);
  EXPECT_GT(signed_area_m2(footprint->outline), 0);
}

GroundMark mark_of(const CameraGeometry& camera, GroundPoint centre, double heading, double length_m, double width_m) {
  const double c = std::cos(heading), s = std::sin(heading);
  const auto place = [&](double f, double l) {
    return *camera.project(centre.x_m + f * c * length_m / 2 - l * s * width_m / 2,
                           centre.y_m + f * s * length_m / 2 + l * c * width_m / 2, 0);
  };
  const auto half = [&](ImagePoint a, ImagePoint b) {
    return ImagePoint{(a.x_px - b.x_px) / 2, (a.y_px - b.y_px) / 2};
  };
  return {place(0, 0), half(place(1, 0), place(-1, 0)), half(place(0, 1), place(0, -1)), 1.0f};
}

TEST(Footprint, ADetectorsOwnGroundIsTheRectangleItWasTakenFrom) {
  CameraGeometry camera;
  camera.down_rad = 0.35;
  for (int i = 0; i < 12; ++i) {
    const double heading = i * std::numbers::pi / 6;
    const GroundPoint centre{14, -3.0 + 0.5 * i};
    const auto footprint = footprint_of(mark_of(camera, centre, heading, 1.8, 0.8), camera);
    ASSERT_TRUE(footprint);
    EXPECT_NEAR(footprint->centre.x_m, centre.x_m, 1e-6);
    EXPECT_NEAR(footprint->centre.y_m, centre.y_m, 1e-6);
    // Nearer parts appear larger, so that the halves of a length in the picture are not quite those on the ground.
    EXPECT_NEAR(signed_area_m2(footprint->outline), 1.8 * 0.8, 0.06) << heading;
    for (const auto& [f, l] : {std::pair{0.8, 0.8}, {0.8, -0.8}, {-0.8, 0.8}, {-0.8, -0.8}}) {
      const double x = f * 0.9, y = l * 0.4;
      EXPECT_TRUE(contains(footprint->outline, {centre.x_m + x * std::cos(heading) - y * std::sin(heading),
                                                centre.y_m + x * std::sin(heading) + y * std::cos(heading)}))
          << heading;
    }
  }
}

TEST(Footprint, NoGroundAboveTheHorizonAndNoneThatIsALine) {
  CameraGeometry camera;
  EXPECT_FALSE(footprint_of(GroundMark{{320, 2}, {20, 0}, {0, -5}, 1.0f}, camera));
  EXPECT_FALSE(footprint_of(GroundMark{{320, 300}, {20, 0}, {20, 0}, 1.0f}, camera));
}

TEST(Footprint, ADoubtOfOnePixelIsMoreGroundFartherAway) {
  CameraGeometry camera;
  camera.down_rad = 0.35;
  double last = 0;
  for (const double away : {8.0, 12.0, 18.0, 27.0}) {
    const double doubt = doubt_m(mark_of(camera, {away, 0}, 0, 1, 1), camera);
    // One row is d² / (f h) metres of ground, to first order and near the axis.
    EXPECT_NEAR(doubt, away * away / (camera.focal_px * camera.height_m), 0.25 * doubt);
    EXPECT_GT(doubt, last);
    last = doubt;
  }
}

}  // namespace
}  // namespace tricolor::engine::footprint_test
