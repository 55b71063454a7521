// Shows that the gate tells noise from change, takes a step of light for no change, and finds darkness, frozen pictures and a swapped
// view by itself.
#include "vision/change_gate.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

// A street of stripes with noise that never repeats; `scene` chooses another street.
Image picture(int noise, double gain = 1.0, bool with_box = false, int scene = 0) {
  Image image{640, 360, std::vector<std::uint8_t>(640 * 360 * 3)};
  std::uint32_t state = static_cast<std::uint32_t>(noise) * 2654435761u + 1;
  for (int y = 0; y < 360; ++y)
    for (int x = 0; x < 640; ++x) {
      const int pattern = scene == 0 ? 60 + (x / 40 % 3) * 50 + (y / 60 % 2) * 20 : 60 + (y / 30 % 4) * 35 + ((x + y) / 90 % 2) * 45;
      const int base = with_box && x > 300 && x < 340 && y > 200 && y < 230 ? 220 : pattern;
      for (int c = 0; c < 3; ++c) {
        state = state * 1664525u + 1013904223u;
        image.bytes[static_cast<std::size_t>((y * 640 + x) * 3 + c)] = static_cast<std::uint8_t>(std::clamp(static_cast<int>(base * gain) + static_cast<int>(state >> 29) - 4, 0, 255));
      }
    }
  return image;
}

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

TEST(ChangeGate, NoiseIsNoChangeAndABoxIs) {
  ChangeGate gate;
  EXPECT_TRUE(gate.look(picture(1), kStart).changed) << "the first look is always new";
  EXPECT_FALSE(gate.look(picture(2), kStart + 2s).changed);
  EXPECT_TRUE(gate.look(picture(3, 1, true), kStart + 4s).changed);
  EXPECT_FALSE(gate.look(picture(4, 1, true), kStart + 6s).changed);
}

TEST(ChangeGate, AStepOfLightIsNoChange) {
  ChangeGate gate;
  gate.look(picture(1), kStart);
  EXPECT_FALSE(gate.look(picture(2, 0.92), kStart + 2s).changed);
}

TEST(ChangeGate, FindsDarkness) {
  ChangeGate gate;
  gate.look(picture(1), kStart);
  EXPECT_EQ(gate.look(picture(2, 0.02), kStart + 2s).sees, GateResult::Sees::dark);
  EXPECT_EQ(gate.look(picture(3), kStart + 4s).sees, GateResult::Sees::ok);
}

TEST(ChangeGate, FindsAFrozenPicture) {
  ChangeGate gate;
  gate.look(picture(1), kStart);
  EXPECT_EQ(gate.look(picture(1), kStart + 2s).sees, GateResult::Sees::frozen);
  EXPECT_EQ(gate.look(picture(2), kStart + 4s).sees, GateResult::Sees::ok);
}

TEST(ChangeGate, LitSignsAndWindowsAreNoOtherCamera) {
  ChangeGate gate;
  for (int i = 1; i < 6; ++i) gate.look(picture(i), kStart + i * 2s);
  // At dusk everything grows dark, but for some bands that shine brighter than they were by day.
  Image night = picture(7, 0.25);
  for (int y = 60; y < 180; ++y)
    for (int x = 80; x < 560; ++x)
      if (x / 40 % 3 != 1)
        for (int c = 0; c < 3; ++c) night.bytes[static_cast<std::size_t>((y * 640 + x) * 3 + c)] = static_cast<std::uint8_t>(200 + (x * 7 + y * 13) % 5);
  EXPECT_EQ(gate.look(night, kStart + 20s).sees, GateResult::Sees::ok);
}

TEST(ChangeGate, FindsAnotherCamerasView) {
  ChangeGate gate;
  for (int i = 1; i < 6; ++i) gate.look(picture(i), kStart + i * 2s);
  EXPECT_EQ(gate.look(picture(10, 1, false, 1), kStart + 20s).sees, GateResult::Sees::swapped);
  EXPECT_EQ(gate.look(picture(11), kStart + 22s).sees, GateResult::Sees::ok);
}

}  // namespace
}  // namespace tricolor::engine
