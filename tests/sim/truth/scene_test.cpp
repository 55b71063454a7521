// Shows that the scene's data agree with the drawn picture: extents with bodies, light with the clock, a street's frame
// with the compass.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <string>

#include "camera/solids.h"
#include "sim/camera/looks.h"
#include "sim/city/city.h"
#include "sim/scene.h"

namespace tricolor::sim::scene_test {
namespace {

using namespace std::chrono_literals;

const Time kMidnight = Time{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}} - kUtcOffset;

TEST(Names, OfKindsAreDistinctCodeNames) {
  const KindTable& kinds = *KindTable::well_known();
  std::set<std::string> names;
  for (int kind = 0; kind < kinds.size(); ++kind) names.insert(kinds.name_of(static_cast<ThingKind>(kind)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kWellKnownKinds));
  EXPECT_EQ(kinds.name_of(ThingKind::pile), "pile");
  EXPECT_EQ(kinds.name_of(ThingKind::dog), "dog");
}

// Zones, shadows and attribution use the extent; the cameras see the body. An umbrella hangs over the pavement without
// standing on it.
constexpr double kOverHead = 1.8;

TEST(Extents, AreThoseOfTheBodiesAsDrawn) {
  const KindTable& kinds = *KindTable::well_known();
  const Bodies bodies(KindTable::well_known());
  for (int kind = 0; kind < kWellKnownKinds; ++kind)
    for (std::uint32_t look = 0; look < kLooks; ++look) {
      const Extent extent = kinds.extent_of(static_cast<ThingKind>(kind), look);
      Vec3 low{1e9, 1e9, 1e9}, high{-1e9, -1e9, -1e9};
      for (const Face& face : bodies.of(static_cast<ThingKind>(kind), look, 0))
        for (int i = 0; i < face.corners; ++i) {
          const Vec3 c = face.corner[static_cast<std::size_t>(i)];
          low.z = std::min(low.z, c.z);
          high.z = std::max(high.z, c.z);
          if (c.z > kOverHead) continue;
          low = {std::min(low.x, c.x), std::min(low.y, c.y), low.z};
          high = {std::max(high.x, c.x), std::max(high.y, c.y), high.z};
        }
      const std::string what = kinds.name_of(static_cast<ThingKind>(kind)) + " look " + std::to_string(look);
      EXPECT_NEAR(high.x - low.x, extent.length_m, 0.25) << what;
      EXPECT_NEAR(high.y - low.y, extent.width_m, 0.25) << what;
      EXPECT_NEAR(high.z, extent.height_m, 0.25) << what;
      EXPECT_GE(low.z, -0.01) << what;
      EXPECT_LE(low.z, 0.1) << what << " stands on the ground, or on low feet";
    }
}

TEST(Light, IsOneStepLong) {
  for (Time at = kMidnight; at < kMidnight + 24h; at += kLightStep) {
    const Light first = light_at(at), last = light_at(at + kLightStep - 1us);
    EXPECT_EQ(first.level, last.level);
    EXPECT_EQ(first.warmth, last.warmth);
    EXPECT_EQ(first.sun_azimuth_rad, last.sun_azimuth_rad);
    EXPECT_EQ(first.sun_height_rad, last.sun_height_rad);
    EXPECT_EQ(first.lamps_on, last.lamps_on);
    EXPECT_EQ(first.shops_lit, last.shops_lit);
    EXPECT_TRUE(first.lamps_on || !first.shops_lit) << "nobody lights a sign by day";
  }
}

TEST(Light, NoonIsBrightNightIsLampLitAndTheSunGoesRound) {
  EXPECT_GE(light_at(kMidnight + 12h).level, 0.95);
  EXPECT_FALSE(light_at(kMidnight + 12h).lamps_on);
  for (const auto hour : {0h, 3h, 21h}) {
    EXPECT_EQ(light_at(kMidnight + hour).level, 0);
    EXPECT_EQ(light_at(kMidnight + hour).sun_height_rad, 0);
    EXPECT_TRUE(light_at(kMidnight + hour).lamps_on);
  }
  EXPECT_TRUE(light_at(kMidnight + 21h).shops_lit);
  EXPECT_FALSE(light_at(kMidnight + 23h).shops_lit);
  // In the morning light comes from the east and shadows fall to the west; x is east.
  const Light morning = light_at(kMidnight + 8h), evening = light_at(kMidnight + 16h);
  EXPECT_GT(std::cos(morning.sun_azimuth_rad), 0);
  EXPECT_LT(std::cos(evening.sun_azimuth_rad), 0);
  EXPECT_LT(std::sin(light_at(kMidnight + 12h).sun_azimuth_rad), 0)
      << "the sun of 30 degrees north stands in the south";
  EXPECT_GT(light_at(kMidnight + 7h).warmth, light_at(kMidnight + 12h).warmth);
}

TEST(Light, DarkensAndBrightensOnceADay) {
  int turns = 0;
  double before = light_at(kMidnight).level;
  bool rising = true;
  for (Time at = kMidnight; at < kMidnight + 24h; at += kLightStep) {
    const double level = light_at(at).level;
    EXPECT_GE(level, 0);
    EXPECT_LE(level, 1);
    if (level != before && (level > before) != rising) ++turns, rising = !rising;
    before = level;
  }
  EXPECT_EQ(turns, 1);
}

TEST(Streets, HaveTheirLeftToTheNorthWhenTheyRunEast) {
  const Street east{"e", "新华路", {10, 20}, {110, 20}, 12, 4, "g"};
  EXPECT_DOUBLE_EQ(east.length_m(), 100);
  EXPECT_DOUBLE_EQ(east.heading_rad(), 0);
  EXPECT_DOUBLE_EQ(east.at(30, 6).x_m, 40);
  EXPECT_DOUBLE_EQ(east.at(30, 6).y_m, 26);
  const Street north{"n", "人民路", {10, 20}, {10, 60}, 8, 3, "g"};
  EXPECT_DOUBLE_EQ(north.heading_rad(), std::numbers::pi / 2);
  EXPECT_NEAR(north.at(5, 2).x_m, 8, 1e-12) << "left of north is west";
  EXPECT_NEAR(north.at(5, 2).y_m, 25, 1e-12);
}

TEST(Streets, AtKeepsLengthsForAnyDirection) {
  for (int i = 0; i < 16; ++i) {
    const double a = 2 * std::numbers::pi * i / 16;
    const Street street{"s", "路", {3, -4}, {3 + 50 * std::cos(a), -4 + 50 * std::sin(a)}, 12, 4, "g"};
    const Point p = street.at(12, -5);
    EXPECT_NEAR(std::hypot(p.x_m - 3, p.y_m + 4), 13, 1e-9);
    // Across, seen from along, is a quarter turn to the left.
    const Point q = street.at(12, 0);
    const double cross = std::cos(a) * (p.y_m - q.y_m) - std::sin(a) * (p.x_m - q.x_m);
    EXPECT_NEAR(cross, -5, 1e-9);
  }
}

}  // namespace
}  // namespace tricolor::sim::scene_test
