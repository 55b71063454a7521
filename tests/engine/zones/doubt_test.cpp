// Shows that a detector's own doubt about where a thing stands speaks for the accused: what could as well be lawful starts no stay, what is
// plain does, and a stay that began plainly goes on through looks that are less sure.
#include <gtest/gtest.h>

#include "engine/zones/watched_street.h"

namespace tricolor::engine::testing {
namespace {

/// A pile of 1 m by 0.6 m whose middle lies at (x, y), as a detector tells it that may be off by `doubt_m` along the line of sight.
Detection told(const CameraGeometry& camera, double x, double y, double doubt_m) {
  Detection detection = at(camera, pile, x, y - 0.3);
  const auto middle = *camera.project(x, y, 0), right = *camera.project(x + 0.5, y, 0), up = *camera.project(x, y + 0.3, 0);
  const auto farther = *camera.project(x, y + doubt_m, 0);
  detection.ground = GroundMark{middle, {right.x_px - middle.x_px, right.y_px - middle.y_px}, {up.x_px - middle.x_px, up.y_px - middle.y_px}, static_cast<float>(middle.y_px - farther.y_px)};
  return detection;
}

std::size_t accused(double y, double doubt_m) {
  WatchedStreet street;
  for (Duration t{0}; t <= 300s; t += 1500ms) street.look(t, {told(street.camera(), -2.5, y, doubt_m)});
  return street.sightings();
}

// Shop A answers for y from 0 to 2.
TEST(Doubt, WhatIsPlainlyWithinIsAccused) {
  EXPECT_EQ(accused(1.0, 0.1), 1u);
  EXPECT_EQ(accused(1.0, 0.6), 1u);
}
TEST(Doubt, WhatCouldAsWellStandOutsideIsNot) {
  EXPECT_EQ(accused(1.7, 0.1), 1u);
  EXPECT_EQ(accused(1.7, 1.4), 0u);
  EXPECT_EQ(accused(1.0, 4.0), 0u);
}
TEST(Doubt, WhatPlainlyStandsOutsideIsNot) { EXPECT_EQ(accused(2.6, 0.1), 0u); }

TEST(Doubt, AStayThatBeganPlainlyGoesOnThroughDoubt) {
  WatchedStreet street;
  for (Duration t{0}; t <= 300s; t += 1500ms) street.look(t, {told(street.camera(), -2.5, 1.7, t < 10s ? 0.1 : 1.4)});
  EXPECT_EQ(street.sightings(), 1u);
}

}  // namespace
}  // namespace tricolor::engine::testing
