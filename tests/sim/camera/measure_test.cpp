// Shows that truth's boxes and shares are those of the pixels, for each kind in each family of variants: the result of
// `measure` is compared with the difference between pictures with and without the thing, which uses no masks. Shadows,
// which darken all channels alike, are told from bodies by that.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "sim/camera/camera_view.h"
#include "sim/camera/looks.h"
#include "sim/city/generator.h"

namespace tricolor::sim::measure_test {
namespace {

constexpr int kWidth = 640, kHeight = 360;
constexpr int kKeys = 12;  // Pictures averaged to quieten the sensor's noise.

struct Box {
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  double area() const { return std::max(0.0, x1 - x0) * std::max(0.0, y1 - y0); }
};

double overlap(const Box& a, const Box& b) {
  const Box both{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
  return both.area() / (a.area() + b.area() - both.area());
}

struct MeasureTest : ::testing::Test {
  City city;
  CameraPose pose;
  MeasureTest() {
    city.streets.push_back({"s", "新华路", {0, 0}, {60, 0}, 12, 4, "g"});
    pose.at = {23, -9};
    pose.height_m = 5;
    pose.heading_rad = 1.5707963267948966;
    pose.down_rad = 0.32;
  }

  /// Even light without sun, so that a shadow is a patch under the thing.
  static SceneView scene(std::vector<Thing> things) {
    Light grey;
    grey.level = 0.8;
    grey.sun_height_rad = 0;
    return {Time{}, grey, std::move(things)};
  }

  std::vector<double> quiet(const CameraView& view, const SceneView& what) const {
    std::vector<double> sum(3 * kWidth * kHeight, 0.0);
    for (int key = 1; key <= kKeys; ++key) {
      const Picture picture = view.draw(what, static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15ull);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += picture.bytes[i];
    }
    for (double& value : sum) value /= kKeys;
    return sum;
  }

  /// Pixels that differ and are not the darkened ground: the noise repeats with its key, so that any difference is the
  /// thing's.
  static std::vector<bool> body(const std::vector<double>& with, const std::vector<double>& without) {
    std::vector<bool> mask(kWidth * kHeight, false);
    for (std::size_t p = 0; p < mask.size(); ++p) {
      double low = 1e9, high = -1e9, change = 0;
      for (std::size_t c = 0; c < 3; ++c) {
        const double ratio = with[3 * p + c] / std::max(1.0, without[3 * p + c]);
        low = std::min(low, ratio);
        high = std::max(high, ratio);
        change = std::max(change, std::abs(with[3 * p + c] - without[3 * p + c]));
      }
      const bool shadow = low > 0.68 && high < 0.8;  // 190 / 256.
      mask[p] = change > 2 && !shadow;
    }
    return mask;
  }

  /// The box around all rows and columns in which at least two pixels are the thing's.
  static Box box_of(const std::vector<bool>& mask) {
    std::vector<int> in_row(kHeight, 0), in_column(kWidth, 0);
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x)
        if (mask[static_cast<std::size_t>(y * kWidth + x)])
          ++in_row[static_cast<std::size_t>(y)], ++in_column[static_cast<std::size_t>(x)];
    Box box;
    for (int y = 0; y < kHeight; ++y)
      if (in_row[static_cast<std::size_t>(y)] > 1)
        box.y0 = std::min(box.y0, double(y)), box.y1 = std::max(box.y1, y + 1.0);
    for (int x = 0; x < kWidth; ++x)
      if (in_column[static_cast<std::size_t>(x)] > 1)
        box.x0 = std::min(box.x0, double(x)), box.x1 = std::max(box.x1, x + 1.0);
    return box;
  }
};

Thing thing(ThingId id, ThingKind kind, std::uint32_t look, Point at, double heading = 0.4) {
  return {id, kind, look, at, heading, 1, 0.3};
}

Box told_box(const Visible& v) { return {v.x_px, v.y_px, v.x_px + v.width_px, v.y_px + v.height_px}; }

TEST_F(MeasureTest, BoxesAreThoseOfThePixelsForEachKindAndFamily) {
  const CameraView view(city, pose);
  const auto empty = quiet(view, scene({}));
  for (int kind = 0; kind < kWellKnownKinds; ++kind)
    for (std::uint32_t family = 0; family < kLookFamilies; ++family) {
      const std::uint32_t look = family + kLookFamilies * (family % 4);
      const SceneView one = scene({thing(1, static_cast<ThingKind>(kind), look, {22.5, 0.5})});
      const auto measured = view.measure(one);
      ASSERT_EQ(measured.size(), 1u) << KindTable::well_known()->name_of(static_cast<ThingKind>(kind)) << " look "
                                     << look;
      EXPECT_NEAR(measured[0].share, 1, 1e-3);
      const Box pixels = box_of(body(quiet(view, one), empty));
      EXPECT_GE(overlap(told_box(measured[0]), pixels), 0.9)
          << KindTable::well_known()->name_of(static_cast<ThingKind>(kind)) << " look " << look << ": measured "
          << measured[0].x_px << ' ' << measured[0].y_px << ' ' << measured[0].width_px << 'x' << measured[0].height_px
          << ", pixels " << pixels.x0 << ' ' << pixels.y0 << ' ' << pixels.x1 - pixels.x0 << 'x'
          << pixels.y1 - pixels.y0;
    }
}

// The ground mark is given for hidden and cut-off things as for visible ones, and its halves lead back to the thing's
// four corners.
TEST_F(MeasureTest, GroundIsWhereTheThingStands) {
  const CameraView view(city, pose);
  const auto shown = [&](double x, double y) {
    const double depth = (y + 9) * std::cos(pose.down_rad) + pose.height_m * std::sin(pose.down_rad);
    return std::pair{
        pose.width_px / 2.0 + pose.focal_px * (x - 23) / depth,
        pose.height_px / 2.0 +
            pose.focal_px * (pose.height_m * std::cos(pose.down_rad) - (y + 9) * std::sin(pose.down_rad)) / depth};
  };
  for (const double heading : {0.0, 0.3, 1.2, 1.57, 2.4, 4.0}) {
    const Thing behind = thing(1, ThingKind::display, 4, {22.5, 7}, heading),
                front = thing(2, ThingKind::person, 12, {22.2, 5}, 0);
    for (const Visible& v : view.measure(scene({behind, front}))) {
      if (v.id != 1) continue;
      EXPECT_GE(v.ground.right.x_px, 0);
      EXPECT_LE(v.ground.up.y_px, 0);
      const auto [x, y] = shown(22.5, 7);
      EXPECT_NEAR(v.ground.middle.x_px, x, 0.1);
      EXPECT_NEAR(v.ground.middle.y_px, y, 0.1);
      const Extent extent = KindTable::well_known()->extent_of(ThingKind::display, 4);
      const double c = std::cos(heading), s = std::sin(heading);
      for (const auto& [f, l] : {std::pair{1.0, 1.0}, {1.0, -1.0}, {-1.0, 1.0}, {-1.0, -1.0}}) {
        const double forward = f * extent.length_m / 2, left = l * extent.width_m / 2;
        const auto [cx, cy] = shown(22.5 + forward * c - left * s, 7 + forward * s + left * c);
        double nearest = 1e9;
        for (const auto& [r, u] : {std::pair{1, 1}, {1, -1}, {-1, 1}, {-1, -1}})
          nearest =
              std::min(nearest, std::hypot(v.ground.middle.x_px + r * v.ground.right.x_px + u * v.ground.up.x_px - cx,
                                           v.ground.middle.y_px + r * v.ground.right.y_px + u * v.ground.up.y_px - cy));
        EXPECT_LT(nearest, 3) << heading;
      }
    }
  }
}

TEST_F(MeasureTest, SharesAreThoseOfThePixelsBehindAnythingNearer) {
  const CameraView view(city, pose);
  const auto empty = quiet(view, scene({}));
  for (const ThingKind hidden :
       {ThingKind::pile, ThingKind::display, ThingKind::stall, ThingKind::motor, ThingKind::nonmotor})
    for (const ThingKind before : {ThingKind::person, ThingKind::stall, ThingKind::motor})
      for (const double aside : {0.0, 1.2}) {
        const Thing behind = thing(1, hidden, 4, {22.5, 7}), front = thing(2, before, 12, {22.5 + aside, 4.6}, 0);
        const auto count = [](const std::vector<bool>& mask) {
          return static_cast<double>(std::count(mask.begin(), mask.end(), true));
        };
        const double alone = count(body(quiet(view, scene({behind})), empty));
        const double seen = count(body(quiet(view, scene({behind, front})), quiet(view, scene({front}))));
        double measured = 0;  // A thing that is wholly hidden may be left out.
        for (const Visible& v : view.measure(scene({behind, front})))
          if (v.id == 1) measured = v.share;
        EXPECT_NEAR(measured, seen / alone, 0.1)
            << KindTable::well_known()->name_of(hidden) << " behind " << KindTable::well_known()->name_of(before)
            << ", " << aside << " m aside";
      }
}

TEST_F(MeasureTest, AThingHalfOutOfThePictureIsHalfVisible) {
  const CameraView view(city, pose);
  // The x at which the right border cuts things that stand at y = 3, half a metre above the ground.
  const double depth = 12 * std::cos(pose.down_rad) + (pose.height_m - 0.5) * std::sin(pose.down_rad);
  const double border = pose.at.x_m + kWidth / 2.0 / pose.focal_px * depth;
  const auto cut = view.measure(scene({thing(1, ThingKind::bin, 4, {border, 3}, 0)}));
  ASSERT_EQ(cut.size(), 1u);
  EXPECT_LE(cut[0].x_px + cut[0].width_px, kWidth + 0.01);
  EXPECT_GT(cut[0].share, 0.2);
  EXPECT_LT(cut[0].share, 0.8);
}

}  // namespace
}  // namespace tricolor::sim::measure_test
