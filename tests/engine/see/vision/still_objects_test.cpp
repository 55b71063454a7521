// Shows which things count as still, on drawn scenes with sensor noise, five pictures a second: a bag that is put down
// is reported with the time when it was put down, one that is taken away again is dropped, a thing that was there from
// the beginning and goes is reported as taken away; and that a switched light, an automatic exposure, a crowd, somebody
// who stands about and noise alone are no objects.
#include "engine/still_objects.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

namespace tricolor::engine::still_objects_test {
namespace {

using namespace std::chrono_literals;

constexpr int kWidth = 320, kHeight = 240;
constexpr Duration kStep = 200ms;

std::uint32_t mixed(std::uint32_t x) {
  x ^= x >> 16, x *= 0x7feb352du, x ^= x >> 15, x *= 0x846ca68bu;
  return x ^ (x >> 16);
}

/// Draws a paved floor below a wall, seen in a given light, with sensor noise of about ± 4 grey levels.
class Scene {
 public:
  Scene() : picture_{kWidth, kHeight, std::vector<std::uint8_t>(kWidth * kHeight * 3)}, values_(kWidth * kHeight * 3) {
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x) {
        const double stone = static_cast<double>(mixed(static_cast<std::uint32_t>(x / 14 + 977 * (y / 11))) % 36),
                     joint = x % 14 == 0 || y % 11 == 0 ? -28 : 0;
        set(x, y, y < 90 ? 150 + (x / 40 % 2) * 20 : 105 + stone + joint, y < 90 ? 140 : 100 + stone + joint,
            y < 90 ? 120 : 98 + stone + joint);
      }
  }
  /// Draws a thing with some pattern of its own, centred at (x, y).
  void thing(double x, double y, double width, double height, double shade, std::uint32_t salt = 1) {
    for (int v = static_cast<int>(y - height / 2); v < y + height / 2; ++v)
      for (int u = static_cast<int>(x - width / 2); u < x + width / 2; ++u) {
        if (u < 0 || v < 0 || u >= kWidth || v >= kHeight) continue;
        const double pattern = static_cast<double>(
            mixed(salt * 7919 + static_cast<std::uint32_t>((u - static_cast<int>(x) + 400) / 6 +
                                                           131 * ((v - static_cast<int>(y) + 400) / 6))) %
            40);
        set(u, v, shade + pattern * 0.6, shade + pattern, shade + pattern * 0.3);
      }
  }
  /// Makes the light `by` times as bright in the middle third of a box, softly less towards its border, and unchanged
  /// beyond it.
  void light(double x, double y, double width, double height, double by) {
    for (int v = 0; v < kHeight; ++v)
      for (int u = 0; u < kWidth; ++u) {
        const double off = std::max(std::abs(u - x) / (width / 2), std::abs(v - y) / (height / 2)),
                     factor = 1 + (by - 1) * std::clamp(1.5 - 1.5 * off, 0.0, 1.0);
        for (std::size_t c = 0; c < 3; ++c) values_[static_cast<std::size_t>((v * kWidth + u) * 3) + c] *= factor;
      }
  }
  const Image& shot(double gain, std::uint32_t key) {
    std::uint32_t state = mixed(key) | 1;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      state = state * 1664525u + 1013904223u;
      picture_.bytes[i] =
          static_cast<std::uint8_t>(std::clamp(values_[i] * gain + static_cast<int>(state >> 29) - 3.5, 0.0, 255.0));
    }
    return picture_;
  }

 private:
  void set(int x, int y, double b, double g, double r) {
    double* value = &values_[static_cast<std::size_t>((y * kWidth + x) * 3)];
    value[0] = b, value[1] = g, value[2] = r;
  }
  Image picture_;
  std::vector<double> values_;
};

struct Told {
  Time at;
  std::vector<StillObject> objects;
};

/// Films from 0 to `until`; `draw` puts things into the scene of second t and gives the gain of the light.
std::vector<Told> film(double until_s, const std::function<double(Scene&, double)>& draw) {
  StillObjects model({});
  std::vector<Told> told;
  const Scene empty;
  for (Duration at{0}; at <= Duration{static_cast<std::int64_t>(until_s * 1e6)}; at += kStep) {
    Scene scene = empty;
    const double gain = draw(scene, std::chrono::duration<double>(at).count());
    told.push_back({Time{at}, model.look(scene.shot(gain, static_cast<std::uint32_t>(at.count() / 1000)), Time{at})});
  }
  return told;
}

double seconds(Time at) { return std::chrono::duration<double>(at.time_since_epoch()).count(); }

std::size_t left_at(const std::vector<Told>& told, double second) {
  for (const Told& one : told)
    if (seconds(one.at) >= second - 1e-6)
      return static_cast<std::size_t>(
          std::count_if(one.objects.begin(), one.objects.end(), [](const StillObject& o) { return !o.taken_away; }));
  return 0;
}

std::size_t ever(const std::vector<Told>& told, bool taken_away) {
  std::uint32_t most = 0;
  std::size_t count = 0;
  for (const Told& one : told)
    for (const StillObject& object : one.objects)
      if (object.taken_away == taken_away && object.id > most) {
        most = object.id, ++count;
        std::printf("  told at %.1f s: %s %.0f %.0f %.0f × %.0f, there since %.1f s\n", seconds(one.at),
                    taken_away ? "taken away" : "left", object.box.x_px, object.box.y_px, object.box.width_px,
                    object.box.height_px, seconds(object.since));
      }
  return count;
}

TEST(StillObjects, ABagIsToldFromWhenItWasPutDownAndDroppedWhenItGoes) {
  const auto told = film(40, [](Scene& scene, double t) {
    if (t >= 6 && t < 25) scene.thing(150, 160, 26, 30, 40);
    return 1.0;
  });
  EXPECT_EQ(left_at(told, 5), 0u);
  ASSERT_EQ(left_at(told, 14), 1u);
  for (const Told& one : told)
    if (seconds(one.at) > 14 && seconds(one.at) < 14.3) {
      const StillObject& bag = one.objects.at(0);
      EXPECT_NEAR(seconds(bag.since), 6, 0.5);
      EXPECT_NEAR(bag.box.x_px + bag.box.width_px / 2, 150, 3);
      EXPECT_NEAR(bag.box.y_px + bag.box.height_px / 2, 160, 3);
      EXPECT_NEAR(bag.box.width_px, 26, 6);
      EXPECT_NEAR(bag.box.height_px, 30, 6);
    }
  EXPECT_EQ(left_at(told, 24.8), 1u);
  EXPECT_EQ(left_at(told, 27.2), 0u) << "gone for two seconds";
  EXPECT_EQ(ever(told, false), 1u);
  EXPECT_EQ(ever(told, true), 0u);
}

TEST(StillObjects, ABagThatIsMissingFromPicturesNowAndThenIsNotGone) {
  // From second 18 on it is missing for 0.4 s of every 2 s, 2.4 s all told.
  const auto told = film(31, [](Scene& scene, double t) {
    const bool missing = t >= 18 && t < 30 && std::fmod(t - 18 + 1e-6, 2) < 0.4;
    if (t >= 6 && !missing) scene.thing(150, 160, 26, 30, 40);
    return 1.0;
  });
  ASSERT_EQ(left_at(told, 17), 1u);
  for (double second = 19; second < 31; second += 2) EXPECT_EQ(left_at(told, second), 1u) << "at " << second << " s";
  EXPECT_EQ(ever(told, false), 1u);
}

TEST(StillObjects, TwelvePixelsAreEnough) {
  EXPECT_EQ(left_at(film(20,
                         [](Scene& scene, double t) {
                           if (t >= 5) scene.thing(200, 180, 13, 13, 30);
                           return 1.0;
                         }),
                    18),
            1u);
}

TEST(StillObjects, WhatGoesThatWasThereFromTheBeginningIsTakenAwayAndNoObject) {
  const auto told = film(30, [](Scene& scene, double t) {
    if (t < 10) scene.thing(150, 160, 26, 30, 40);
    return 1.0;
  });
  EXPECT_EQ(ever(told, false), 0u);
  EXPECT_EQ(ever(told, true), 1u);
}

TEST(StillObjects, PassersByAreNone) {
  const auto told = film(60, [](Scene& scene, double t) {
    for (int i = 0; i < 7; ++i)
      scene.thing(std::fmod(40 * t * (0.5 + 0.13 * i) + 90 * i, 420) - 50, 120 + 14 * i, 22, 64, 60 + 10 * i,
                  static_cast<std::uint32_t>(i));
    return 1.0;
  });
  EXPECT_EQ(ever(told, false), 0u);
}

TEST(StillObjects, ACrowdThatPassesBeforeABagHidesItAndDoesNotEndIt) {
  const auto told = film(80, [](Scene& scene, double t) {
    if (t >= 6) scene.thing(150, 180, 26, 30, 40);
    if (t > 20)
      for (int i = 0; i < 4; ++i)
        scene.thing(std::fmod(30 * t + 105 * i, 420) - 50, 170, 24, 90, 90 + 20 * i, static_cast<std::uint32_t>(i));
    return 1.0;
  });
  EXPECT_EQ(left_at(told, 19), 1u);
  for (double t = 20; t < 80; t += 1) EXPECT_EQ(left_at(told, t), 1u) << t;
  EXPECT_EQ(ever(told, false), 1u);
}

TEST(StillObjects, ASwitchedLightAddsNothingAndEndsNothing) {
  const auto told = film(60, [](Scene& scene, double t) {
    if (t >= 6) scene.thing(150, 160, 26, 30, 40);
    return t > 20 && t < 40 ? 0.45 : 1.0;
  });
  for (double t = 15; t < 60; t += 1) EXPECT_EQ(left_at(told, t), 1u) << t;
  EXPECT_EQ(ever(told, false), 1u);
}

TEST(StillObjects, AnExposureThatDriftsAddsNothing) {
  const auto told = film(90, [](Scene&, double t) { return 1.0 + 0.3 * std::sin(t / 7); });
  EXPECT_EQ(ever(told, false), 0u);
  EXPECT_EQ(ever(told, true), 0u);
}

// The person who puts the bag down stands in the light for a while, then the floor around is as light as before: a
// local light that was measured in the shade must end with the shade.
TEST(StillObjects, AFloorThatIsLightAgainIsNoPartOfABagPutDownInTheShade) {
  for (const double shade : {0.8, 0.75, 0.7}) {
    const auto told = film(32, [&](Scene& scene, double t) {
      if (t >= 11) scene.thing(80, 180, 26, 26, 30);
      scene.light(60, 205, 220, 160, t < 6 || t >= 16 ? 1 : 1 - (1 - shade) * std::min(1.0, (t - 6) / 3));
      return 1.0;
    });
    SCOPED_TRACE(shade);
    EXPECT_EQ(ever(told, false), 1u);
    ASSERT_EQ(told.back().objects.size(), 1u);
    const StillObject& bag = told.back().objects[0];
    EXPECT_NEAR(seconds(bag.since), 11, 1);
    EXPECT_NEAR(bag.box.x_px + bag.box.width_px / 2, 80, 4);
    EXPECT_NEAR(bag.box.y_px + bag.box.height_px / 2, 180, 4);
    EXPECT_NEAR(bag.box.width_px, 26, 8);
    EXPECT_NEAR(bag.box.height_px, 26, 8);
  }
}

TEST(StillObjects, SomebodyWhoStandsAboutIsNone) {
  const auto told = film(60, [](Scene& scene, double t) {
    if (t < 5 || t > 50) return 1.0;
    // The person shifts weight from one foot to the other and turns the head now and then.
    const double sway = 3 * std::sin(t * 0.9) + 2 * std::sin(t * 2.3);
    scene.thing(160 + sway, 150, 26, 60, 70, 3);
    scene.thing(160 + 1.6 * sway, 113, 14, 16, 160, static_cast<std::uint32_t>(t / 2.5));
    return 1.0;
  });
  EXPECT_EQ(ever(told, false), 0u);
}

TEST(StillObjects, APictureOfAnotherSizeBeginsAnew) {
  StillObjects model({});
  Scene scene;
  model.look(scene.shot(1, 1), Time{1s});
  const Image small{160, 120, std::vector<std::uint8_t>(160 * 120 * 3, 90)};
  EXPECT_TRUE(model.look(small, Time{2s}).empty());
  EXPECT_TRUE(model.look(small, Time{1s}).empty()) << "a clock that ran backwards";
}

}  // namespace
}  // namespace tricolor::engine::still_objects_test
