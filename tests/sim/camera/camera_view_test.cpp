// Shows that a picture is a function of scene and noise key, at any thread; that truth's boxes lie where the thing is
// drawn and shares fall as things hide one another; that signs are not mirrored; and that the night is dark.
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>
#include <thread>

#include "sim/camera/camera_view.h"
#include "sim/camera/looks.h"
#include "sim/camera/png.h"
#include "sim/city/generator.h"

namespace tricolor::sim::camera_view_test {
namespace {

using namespace std::chrono_literals;

const Time kNoon = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} + 4h;

struct Fixture : ::testing::Test {
  City city;
  CameraPose pose;
  Fixture() {
    city.streets.push_back({"s", "新华路", {0, 0}, {60, 0}, 12, 4, "g"});
    city.shops.push_back({"m1", "老王水果店", "fruit_veg", 0, Side::left, 20, 26, 1});
    pose.at = {23, -9};
    aim(pose, city, city.shops[0]);
  }
  SceneView scene(std::vector<Thing> things, Time at = kNoon) const { return {at, light_at(at), std::move(things)}; }
};

Thing thing(ThingId id, ThingKind kind, Point at) { return {id, kind, 3, at, 0, 1, 0}; }

TEST_F(Fixture, APictureIsAFunctionOfSceneAndKeyAtAnyThread) {
  const CameraView view(city, pose);
  const SceneView s = scene({thing(1, ThingKind::pile, {23, 8}), thing(2, ThingKind::person, {21, 7})});
  const Picture first = view.draw(s, 5);
  std::vector<Picture> others(4);
  std::vector<std::thread> threads;
  for (auto& other : others) threads.emplace_back([&] { other = view.draw(s, 5); });
  for (auto& t : threads) t.join();
  for (const auto& other : others) EXPECT_EQ(other.bytes, first.bytes);
  EXPECT_NE(view.draw(s, 6).bytes, first.bytes) << "noise has its key";
}

TEST_F(Fixture, CamerasBuiltAtOnceAreTheSame) {
  const SceneView s = scene({thing(1, ThingKind::stall, {24, 7}), thing(2, ThingKind::dog, {21, 7})});
  std::vector<std::vector<std::uint8_t>> pictures(4);
  std::vector<std::thread> threads;
  for (auto& picture : pictures) threads.emplace_back([&] { picture = CameraView(city, pose).draw(s, 9).bytes; });
  for (auto& t : threads) t.join();
  for (const auto& picture : pictures) EXPECT_EQ(picture, pictures[0]);
}

TEST_F(Fixture, BoxesLieWhereTheThingIsDrawn) {
  const CameraView view(city, pose);
  const Picture empty = view.draw(scene({}), 5), with = view.draw(scene({thing(1, ThingKind::pile, {23, 8})}), 5);
  const auto visible = view.measure(scene({thing(1, ThingKind::pile, {23, 8})}));
  ASSERT_EQ(visible.size(), 1u);
  EXPECT_NEAR(visible[0].share, 1, 0.01);
  int x0 = 640, x1 = 0, y0 = 360;
  for (int y = 0; y < 360; ++y)
    for (int x = 0; x < 640; ++x) {
      const std::size_t i = static_cast<std::size_t>(3 * (y * 640 + x));
      if (std::abs(with.bytes[i] - empty.bytes[i]) + std::abs(with.bytes[i + 1] - empty.bytes[i + 1]) +
              std::abs(with.bytes[i + 2] - empty.bytes[i + 2]) <
          12)
        continue;
      y0 = std::min(y0, y);
      if (y < static_cast<int>(visible[0].y_px + visible[0].height_px / 2)) x0 = std::min(x0, x), x1 = std::max(x1, x);
    }
  EXPECT_NEAR(y0, visible[0].y_px, 2.5);
  EXPECT_GE(x0, visible[0].x_px - 2);
  EXPECT_LE(x1, visible[0].x_px + visible[0].width_px + 2);
}

TEST_F(Fixture, DrawAndMeasureSeeTheSame) {
  const CameraView view(city, pose);
  const SceneView s = scene({thing(1, ThingKind::display, {23, 8}), thing(2, ThingKind::motor, {22, 4}),
                             thing(3, ThingKind::person, {25, 7})});
  std::vector<Visible> drawn;
  view.draw(s, 1, &drawn);
  const auto measured = view.measure(s);
  ASSERT_EQ(drawn.size(), measured.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    EXPECT_EQ(drawn[i].id, measured[i].id);
    EXPECT_EQ(drawn[i].share, measured[i].share);
  }
}

TEST_F(Fixture, WhatStandsBeforeAThingHidesIt) {
  const CameraView view(city, pose);
  const auto share_of_pile = [&](std::vector<Thing> things) {
    for (const Visible& v : view.measure(scene(std::move(things))))
      if (v.id == 1) return static_cast<double>(v.share);
    return 0.0;
  };
  const Thing pile = thing(1, ThingKind::pile, {23, 8.5});
  EXPECT_GT(share_of_pile({pile}), 0.95);
  EXPECT_LT(share_of_pile({pile, thing(2, ThingKind::motor, {23, 5})}), 0.75);
  EXPECT_GT(share_of_pile({pile, thing(2, ThingKind::motor, {35, 5})}), 0.95);
}

TEST_F(Fixture, WhatStandsInAnotherStreetIsHiddenByHouses) {
  city.streets.push_back({"t", "人民路", {0, 60}, {60, 60}, 8, 3, "g"});
  const CameraView view(city, pose);
  EXPECT_TRUE(view.measure(scene({thing(1, ThingKind::motor, {23, 60})})).empty());
}

TEST_F(Fixture, SignsReadTheRightWayRound) {
  // The sign has two characters: 一 is a bar, 国 is a box. Seen from the street the first stands on the left, on either
  // side of the road.
  city.shops[0].name = "国一";
  city.shops.push_back({"m2", "国一", "fruit_veg", 0, Side::right, 20, 26, 1});
  for (const int shop : {0, 1}) {
    CameraPose eye = pose;
    eye.at = {23, shop == 0 ? -9.0 : 9.0};
    aim(eye, city, city.shops[static_cast<std::size_t>(shop)]);
    eye.down_rad = 0.05;
    const Picture picture = CameraView(city, eye).draw(scene({}), 1);
    // Within the sign the board is one colour; ink differs from it. More ink lies in the half in which 国 stands.
    const auto ink = [&](int from, int to) {
      int count = 0;
      for (int y = 175; y < 260; ++y)
        for (int x = from; x < to; ++x) {
          const std::size_t i = static_cast<std::size_t>(3 * (y * 640 + x));
          const std::size_t board = static_cast<std::size_t>(3 * (y * 640 + 320));
          count += std::abs(picture.bytes[i + 1] - picture.bytes[board + 1]) > 60 ? 1 : 0;
        }
      return count;
    };
    EXPECT_GT(ink(300, 320), 0) << "there is lettering at all";
    EXPECT_GT(ink(298, 319), ink(321, 342)) << "shop " << shop;
  }
}

TEST_F(Fixture, NightIsDarkAndNoonIsNot) {
  const CameraView view(city, pose);
  const auto mean = [&](Time at) {
    const Picture p = view.draw(scene({}, at), 1);
    return std::accumulate(p.bytes.begin(), p.bytes.end(), 0.0) / static_cast<double>(p.bytes.size());
  };
  EXPECT_GT(mean(kNoon), 2.5 * mean(kNoon + 10h));
  EXPECT_GT(mean(kNoon + 10h), 8) << "lamps are on";
}

// Gives the mean brightness of the green channel in a rectangle around a place in the street.
double brightness(const Picture& picture, int x, int y, int reach) {
  double sum = 0;
  for (int dy = -reach; dy <= reach; ++dy)
    for (int dx = -reach; dx <= reach; ++dx)
      sum += picture.bytes[static_cast<std::size_t>(3 * ((y + dy) * picture.width_px + x + dx) + 1)];
  return sum / ((2 * reach + 1) * (2 * reach + 1));
}

TEST_F(Fixture, ShopsAreLitUntilTheyClose) {
  city.shops[0].look = 4;
  pose.down_rad = 0.05;
  const CameraView view(city, pose);
  const Picture evening = view.draw(scene({}, kNoon + 8h), 1), night = view.draw(scene({}, kNoon + 11h + 30min), 1);
  // The sign lies around row 215 in this view (see SignsReadTheRightWayRound), the wall beside the shop 140 pixels to
  // the left.
  EXPECT_GT(brightness(evening, 320, 215, 12), 2 * brightness(night, 320, 215, 12));
  EXPECT_GT(brightness(evening, 320, 215, 12), 2 * brightness(evening, 120, 215, 12))
      << "where there is no shop the wall is dark";
}

TEST_F(Fixture, ByNightAThingIsAsBrightAsTheGroundOnWhichItStands) {
  // Brightness of a white thing before a lit shop, and of one in the dark between lamps.
  for (int x = 120; x < 500; x += 6)
    city.shops.push_back(
        {"n" + std::to_string(x), "店", "fruit_veg", 0, Side::left, static_cast<double>(x), x + 6.0, 1});
  const CameraView view(city, pose);
  const auto lit = [&](Point at) {
    for (const Visible& v : view.measure(scene({thing(1, ThingKind::display, at)}))) {
      const Picture with = view.draw(scene({thing(1, ThingKind::display, at)}, kNoon + 8h), 1);
      return brightness(with, static_cast<int>(v.x_px + v.width_px / 2), static_cast<int>(v.y_px + v.height_px / 2), 5);
    }
    return 0.0;
  };
  EXPECT_GT(lit({23, 9}), 1.3 * lit({16, 9}));
}

TEST_F(Fixture, TreesHideWhatStandsBehindThemAndNothingElse) {
  const CameraView bare(city, pose);
  city.trees.push_back({0, Side::left, 23, 7});
  const CameraView view(city, pose);
  const auto share = [&](const CameraView& eye, Point at) {
    const auto visible = eye.measure(scene({thing(1, ThingKind::person, at)}));
    return visible.empty() ? 0.0 : static_cast<double>(visible.front().share);
  };
  EXPECT_GT(share(bare, {23, 8}), 0.99);
  EXPECT_LT(share(view, {23, 8}), 0.8) << "behind the trunk";
  EXPECT_EQ(share(view, {23, 5}), share(bare, {23, 5})) << "before it";
  EXPECT_EQ(share(view, {26, 8}), share(bare, {26, 8})) << "beside it";
  // The trunk is the same picture with and without somebody behind it.
  const Picture alone = view.draw(scene({}), 1), with = view.draw(scene({thing(1, ThingKind::person, {23, 8})}), 1),
                before = view.draw(scene({thing(1, ThingKind::person, {23, 5})}), 1);
  const auto trunk = view.measure(scene({thing(1, ThingKind::person, {23, 6.7})})).front();
  const int x = static_cast<int>(trunk.x_px + trunk.width_px / 2),
            y = static_cast<int>(trunk.y_px + 0.4f * trunk.height_px);
  EXPECT_EQ(brightness(alone, x, y, 1), brightness(with, x, y, 1));
  EXPECT_NE(brightness(alone, x, y, 1), brightness(before, x, y, 1));
}

TEST(Looks, AThirdIsHeldOut) {
  int held = 0;
  for (std::uint32_t look = 0; look < kLooks; ++look) held += held_out(look) ? 1 : 0;
  EXPECT_EQ(held, static_cast<int>(kLooks) / 3);
}

TEST(Png, ReadsWhatItWrote) {
  Picture picture{70, 65, {}};
  for (int i = 0; i < 70 * 65 * 3; ++i) picture.bytes.push_back(static_cast<std::uint8_t>(i * 7));
  const auto path = std::filesystem::temp_directory_path() / "tricolor_png_test.png";
  write_png(path.string(), picture);
  const Picture again = read_png(path.string());
  std::filesystem::remove(path);
  EXPECT_EQ(again.width_px, 70);
  EXPECT_EQ(again.bytes, picture.bytes);
  EXPECT_THROW(read_png("/nowhere/at/all.png"), std::runtime_error);
}

}  // namespace
}  // namespace tricolor::sim::camera_view_test
