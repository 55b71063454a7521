// Shows that the gate tells noise from change, does not take a step of light for a change, and finds darkness, frozen
// pictures and a swapped or turned view by itself; and that a scene is learnt once, and follows slow change but no
// turn.
#include "vision/change_gate.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::engine::change_gate_test {
namespace {

using namespace std::chrono_literals;

// Draws a street of stripes with noise that never repeats; `scene` chooses another street.
Image picture(int noise, double gain = 1.0, bool with_box = false, int scene = 0) {
  Image image{640, 360, std::vector<std::uint8_t>(640 * 360 * 3)};
  std::uint32_t state = static_cast<std::uint32_t>(noise) * 2654435761u + 1;
  for (int y = 0; y < 360; ++y)
    for (int x = 0; x < 640; ++x) {
      const int pattern =
          scene == 0 ? 60 + (x / 40 % 3) * 50 + (y / 60 % 2) * 20 : 60 + (y / 30 % 4) * 35 + ((x + y) / 90 % 2) * 45;
      const int base = with_box && x > 300 && x < 340 && y > 200 && y < 230 ? 220 : pattern;
      for (int c = 0; c < 3; ++c) {
        state = state * 1664525u + 1013904223u;
        image.bytes[static_cast<std::size_t>((y * 640 + x) * 3 + c)] = static_cast<std::uint8_t>(
            std::clamp(static_cast<int>(base * gain) + static_cast<int>(state >> 29) - 4, 0, 255));
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
        for (int c = 0; c < 3; ++c)
          night.bytes[static_cast<std::size_t>((y * 640 + x) * 3 + c)] =
              static_cast<std::uint8_t>(200 + (x * 7 + y * 13) % 5);
  EXPECT_EQ(gate.look(night, kStart + 20s).sees, GateResult::Sees::ok);
}

TEST(ChangeGate, FindsAnotherCamerasView) {
  ChangeGate gate;
  for (int i = 1; i < 6; ++i) gate.look(picture(i), kStart + i * 2s);
  EXPECT_EQ(gate.look(picture(10, 1, false, 1), kStart + 20s).sees, GateResult::Sees::swapped);
  EXPECT_EQ(gate.look(picture(11), kStart + 22s).sees, GateResult::Sees::ok);
}

TEST(ChangeGate, NeverTakesAnotherCamerasViewForItsScene) {
  ChangeGate gate;
  for (int i = 1; i < 6; ++i) gate.look(picture(i), kStart + i * 2s);
  for (int i = 10; i < 400; ++i)
    ASSERT_EQ(gate.look(picture(i, 1, false, 1), kStart + i * 5min).sees, GateResult::Sees::swapped) << "look " << i;
  EXPECT_EQ(gate.look(picture(401), kStart + 401 * 5min).sees, GateResult::Sees::ok);
}

// Draws a street of house fronts that are all different, from a camera turned to the right by so many pixels of 640.
Image fronts(int noise, int turned_by_px = 0) {
  Image image{640, 360, std::vector<std::uint8_t>(640 * 360 * 3)};
  auto state = static_cast<std::uint32_t>(noise) * 2654435761u + 1;
  for (int y = 0; y < 360; ++y)
    for (int x = 0; x < 640; ++x) {
      const auto column = static_cast<std::uint32_t>((x + turned_by_px) / 27), row = static_cast<std::uint32_t>(y / 50);
      const std::uint32_t mixed = (column * 374761393u + row * 668265263u) * 2246822519u;
      const int base = 60 + static_cast<int>((mixed ^ (mixed >> 13)) % 120);
      for (int c = 0; c < 3; ++c) {
        state = state * 1664525u + 1013904223u;
        image.bytes[static_cast<std::size_t>((y * 640 + x) * 3 + c)] =
            static_cast<std::uint8_t>(base + static_cast<int>(state >> 29) - 4);
      }
    }
  return image;
}

TEST(ChangeGate, ACameraThatIsTurnedByACellShowsAnotherScene) {
  for (const int by_px : {12, 16, 24, 40, 64, 100, 200, 400}) {
    ChangeGate gate;
    for (int i = 1; i < 6; ++i) gate.look(fronts(i), kStart + i * 2s);
    for (int i = 10; i < 30; ++i)
      ASSERT_EQ(gate.look(fronts(i, by_px), kStart + i * 2s).sees, GateResult::Sees::swapped) << by_px << " px";
    EXPECT_EQ(gate.look(fronts(40), kStart + 90s).sees, GateResult::Sees::ok);
  }
}

TEST(ChangeGate, WhatHalfHidesTheSceneIsNotLearntHoweverLongItStays) {
  ChangeGate gate;
  gate.look(fronts(1), kStart);
  const std::string scene = *gate.scene();
  for (int hour = 1; hour < 24 * 7; ++hour) {
    Image image = fronts(hour + 1);
    for (int y = 0; y < 360; ++y)
      for (std::size_t i = 0; i < 310 * 3; ++i)
        image.bytes[static_cast<std::size_t>(y) * 640 * 3 + i] =
            static_cast<std::uint8_t>(150 + (i + static_cast<std::size_t>(y + hour)) % 3);
    ASSERT_EQ(gate.look(image, kStart + hour * 1h).sees, GateResult::Sees::ok) << "the other half is its own";
  }
  EXPECT_EQ(*gate.scene(), scene);
}

TEST(ChangeGate, ACameraThatTurnsByAPixelADayIsFoundOut) {
  ChangeGate gate;
  int found = 0;
  for (int day = 0; day < 40 && !found; ++day)
    for (int hour = 0; hour < 24; hour += 2) {
      if (gate.look(fronts(day * 24 + hour + 1, day), kStart + day * 24h + hour * 1h).sees == GateResult::Sees::swapped)
        found = day;
      if (day == 0 && hour == 0) gate.keep_scene(*gate.scene());
      if (gate.scene_to_keep()) gate.keep_scene(*gate.scene());
    }
  EXPECT_GT(found, 0);
  EXPECT_LE(found, 20);
}

TEST(ChangeGate, TheSceneFollowsWhatIsBuiltPieceByPiece) {
  // Every two days another tenth of the street gets a new front; in the end every front has changed.
  const auto rebuilt = [](int noise, int tenths) {
    Image image = picture(noise);
    const Image other = picture(noise, 1, false, 1);
    std::copy_n(other.bytes.begin(), image.bytes.size() / 10 * static_cast<std::size_t>(tenths) / 3 * 3,
                image.bytes.begin());
    return image;
  };
  ChangeGate gate;
  int kept = 0;
  for (int day = 0; day < 22; ++day)
    for (int hour = 0; hour < 24; ++hour) {
      const Image image = rebuilt(day * 24 + hour + 1, std::min(10, day / 2));
      ASSERT_EQ(gate.look(image, kStart + day * 24h + hour * 1h).sees, GateResult::Sees::ok) << "day " << day;
      if (!gate.scene_to_keep()) continue;
      gate.keep_scene(*gate.scene());
      ++kept;
    }
  EXPECT_GT(kept, 2) << "it drifts, and is kept again";
  ChangeGate frozen_in_time;
  frozen_in_time.look(picture(1), kStart);
  EXPECT_EQ(frozen_in_time.look(rebuilt(2, 10), kStart + 2s).sees, GateResult::Sees::swapped)
      << "all at once it is another scene";
}

TEST(ChangeGate, AKeptSceneIsTheSameInTheNextLife) {
  ChangeGate gate;
  for (int i = 1; i < 6; ++i) gate.look(picture(i), kStart + i * 2s);
  const auto cells = *gate.scene();
  ASSERT_EQ(cells.size(), static_cast<std::size_t>(2 * ChangeGate::kColumns * ChangeGate::kRows));
  ChangeGate next;
  next.keep_scene("00ff");
  next.keep_scene(std::string(cells.size(), 'g'));
  EXPECT_FALSE(next.scene().has_value()) << "what is no scene is none";
  next.keep_scene(cells);
  EXPECT_EQ(*next.scene(), cells);
  EXPECT_FALSE(next.scene_to_keep());
  EXPECT_EQ(next.look(picture(10, 1, false, 1), kStart + 1h).sees, GateResult::Sees::swapped);
  EXPECT_EQ(next.look(picture(11), kStart + 1h + 2s).sees, GateResult::Sees::ok);
  next.forget_scene();
  EXPECT_EQ(next.look(picture(12, 1, false, 1), kStart + 2h).sees, GateResult::Sees::ok);
  EXPECT_TRUE(next.scene_to_keep());
}

TEST(ChangeGate, AFeaturelessFirstPictureIsNoScene) {
  ChangeGate gate;
  Image fog = picture(1);
  std::uint32_t state = 7;
  for (std::uint8_t& value : fog.bytes)
    state = state * 1664525u + 1013904223u, value = static_cast<std::uint8_t>(180 + (state >> 30));
  EXPECT_EQ(gate.look(fog, kStart).sees, GateResult::Sees::ok);
  EXPECT_FALSE(gate.scene().has_value());
  EXPECT_EQ(gate.look(picture(2), kStart + 2s).sees, GateResult::Sees::ok) << "what comes out of the fog is its scene";
  EXPECT_TRUE(gate.scene().has_value());
}

}  // namespace
}  // namespace tricolor::engine::change_gate_test
