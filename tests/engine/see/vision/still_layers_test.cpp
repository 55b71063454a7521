// Shows how much of a change of light the memory of still objects takes out of a picture.
#include "vision/still_layers.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tricolor::engine::still_layers_test {
namespace {

// A wall of 160 × 90 with bricks between 40 and 80 grey levels, in a light of `gain`.
Image wall(double gain) {
  Image image{160, 90, std::vector<std::uint8_t>(160 * 90 * 3)};
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 160; ++x)
      for (int channel = 0; channel < 3; ++channel)
        image.bytes[static_cast<std::size_t>((y * 160 + x) * 3 + channel)] =
            static_cast<std::uint8_t>(std::clamp(((x / 8 + y / 6) % 2 ? 80 : 40) * gain + 0.5, 0.0, 255.0));
  return image;
}

// Brightness of the picture after a change of the light by `gain`, as a share of that before.
double left_of(double gain) {
  StillLayers layers(wall(1), 10);
  double now_s = 0;
  for (; now_s < 8; now_s += 0.5) layers.look(wall(1), now_s, 0.5);
  const double before = cv::mean(layers.picture())[0];
  layers.look(wall(gain), now_s, 0.5);
  return cv::mean(layers.picture())[0] / before;
}

TEST(StillLayers, ALightIsTakenOutUpToTwiceAndDownToHalfOfTheUsual) {
  EXPECT_NEAR(left_of(1.9), 1, 0.02);
  EXPECT_NEAR(left_of(0.55), 1, 0.02);
  EXPECT_NEAR(left_of(2.8), 1.4, 0.02);
  EXPECT_NEAR(left_of(0.35), 0.7, 0.02);
}

}  // namespace
}  // namespace tricolor::engine::still_layers_test
