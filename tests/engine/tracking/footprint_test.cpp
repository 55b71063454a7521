// Shows that a box comes down to the ground where the thing stands: within its depth of the truth, wherever the camera hangs, and
// turned so that areas are positive.
#include "tracking/footprint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace tricolor::engine {
namespace {

ImageBox box_of(const CameraGeometry& camera, GroundPoint near_edge, double width_m, double height_m) {
  const double across_x = std::sin(camera.heading_rad) * width_m / 2, across_y = -std::cos(camera.heading_rad) * width_m / 2;
  const auto left = camera.project(near_edge.x_m - across_x, near_edge.y_m - across_y, 0);
  const auto right = camera.project(near_edge.x_m + across_x, near_edge.y_m + across_y, 0);
  const auto top = camera.project(near_edge.x_m, near_edge.y_m, height_m);
  return {static_cast<float>(left->x_px), static_cast<float>(top->y_px), static_cast<float>(right->x_px - left->x_px), static_cast<float>(left->y_px - top->y_px)};
}

TEST(Footprint, LiesBehindTheNearEdgeByTheUsualDepth) {
  for (int i = 0; i < 8; ++i) {
    CameraGeometry camera;
    camera.heading_rad = i * std::numbers::pi / 4;
    const double ux = std::cos(camera.heading_rad), uy = std::sin(camera.heading_rad);
    const GroundPoint near_edge{12 * ux, 12 * uy};
    const auto footprint = footprint_of(box_of(camera, near_edge, 1.5, 1.0), "pile", camera);
    ASSERT_TRUE(footprint);
    const double depth = usual_depth_m("pile");
    EXPECT_NEAR(footprint->centre.x_m, near_edge.x_m + ux * depth / 2, 0.02);
    EXPECT_NEAR(footprint->centre.y_m, near_edge.y_m + uy * depth / 2, 0.02);
    EXPECT_NEAR(signed_area_m2(footprint->outline), 1.5 * depth, 0.02);
    EXPECT_TRUE(contains(footprint->outline, footprint->centre));
  }
}

TEST(Footprint, NothingStandsAboveTheHorizon) {
  CameraGeometry camera;
  EXPECT_FALSE(footprint_of({100, 5, 20, 10}, "pile", camera));
}

TEST(Footprint, WithoutCalibrationThePictureIsTheGround) {
  const auto footprint = footprint_of({100, 50, 40, 20}, "pile", std::nullopt);
  ASSERT_TRUE(footprint);
  EXPECT_DOUBLE_EQ(footprint->centre.x_m, 120);
  EXPECT_GT(footprint->centre.y_m, 60);
  EXPECT_GT(signed_area_m2(footprint->outline), 0);
}

}  // namespace
}  // namespace tricolor::engine
