// Shows what a lane says of one picture when nothing but a brief is known of stays: which things hold a zone and have
// come, what became of the places of the brief, when a picture is analysed at all, and when the camera cannot see.
// There is no book of stays and no journal in this program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>

#include "engine/judge/zones/watched_street.h"
#include "engine/support/pictures.h"
#include "eye/lane.h"

namespace tricolor::engine::testing::lane_test {
namespace {

constexpr std::uint8_t kEvenOdds = 128;

class OneLane : public ::testing::Test {
 protected:
  OneLane() : law(city, policy), eyes(city, law, &vision), lane(eyes, CameraId{0}) {}

  std::optional<Look> show(Duration t, std::shared_ptr<const Image> image) {
    return lane.look(Frame{CameraId{0}, kMorning + t, std::move(image)}, brief);
  }
  /// Takes one live look at a street in which these things stand and are found.
  Look look(Duration t, const std::vector<Detection>& things) {
    vision.now = things;
    return *show(t, picture(things, ++salt));
  }
  Look boxes(Duration t, std::vector<Detection> things) {
    return lane.look(Detections{CameraId{0}, kMorning + t, std::move(things)}, brief);
  }
  Detection thing(Kind kind, double x, double y) const { return at(*city.cameras[0].geometry, kind, x, y); }
  /// The stay of a pile before shop A, found by the last look.
  Brief::Stay pile_stay(const Detection& detection) const {
    return {7, {kShopA, kPiledGoods, {-2.5, 0.5}, detection.box}, false, std::nullopt, true};
  }

  Configuration city = street();
  Policy policy = pinghu();
  ScriptedVision vision;
  ZoneMap law;
  Eyes eyes;
  Lane lane;
  Brief brief;
  std::uint32_t salt = 0;
};

TEST_F(OneLane, ALookDoesNotDependOnTheOrderOfTheBoxes) {
  const std::vector<Detection> things{thing(nonmotor, 3, -1), thing(pile, -2.5, 0.5), thing(display, 2, 0.5)};
  const Look one = boxes(1s, things), other = boxes(2s, {things[2], things[0], things[1]});
  ASSERT_EQ(one.things.size(), 3u);
  ASSERT_EQ(other.things.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(one.things[i].holding.zone, other.things[i].holding.zone);
    EXPECT_EQ(one.things[i].box.x_px, other.things[i].box.x_px);
    EXPECT_TRUE(one.things[i].plain);
  }
  EXPECT_EQ(one.things[0].holding.violation_class, kPiledGoods);
  EXPECT_EQ(one.things[0].holding.zone, kShopA);
}

TEST_F(OneLane, ACameraThatLooksAlongTheStreetIsAskedAboutAsOne) {
  vision.confidences = {255};
  look(0s, {});
  look(2s, {thing(pile, -2.5, 0.5)});
  EXPECT_EQ(vision.views, std::vector<View>(3, View::across));
  Configuration turned = city;
  turned.cameras[0].geometry->heading_rad += std::numbers::pi / 3;
  const ZoneMap turned_law(turned, policy);
  const Eyes turned_eyes(turned, turned_law, &vision);
  Lane turned_lane(turned_eyes, CameraId{0});
  vision.views.clear();
  turned_lane.look(Frame{CameraId{0}, kMorning, picture({}, ++salt)}, brief);
  EXPECT_EQ(vision.views, std::vector{View::along});
}

TEST_F(OneLane, WhatIsSeenTooSmallAlongTheStreetBeginsNoStay) {
  Configuration turned = city;
  turned.cameras[0].geometry->heading_rad += 46 * std::numbers::pi / 180;
  const ZoneMap turned_law(turned, policy);
  const Eyes turned_eyes(turned, turned_law, &vision);
  const auto begins = [&](const Eyes& seeing, float side_px) {
    Lane one(seeing, CameraId{0});
    Detection far = at(*seeing.configuration.cameras[0].geometry, pile, -4.2, 0.5);
    far.box.width_px = far.box.height_px = side_px;
    one.look(Frame{CameraId{0}, kMorning, picture({}, ++salt)}, brief);
    vision.now = {far};
    const auto seen = one.look(Frame{CameraId{0}, kMorning + 2s, picture({far}, ++salt)}, brief);
    vision.now = {};
    return seen && !seen->things.empty() && seen->things[0].plain;
  };
  EXPECT_TRUE(begins(eyes, 19));
  EXPECT_FALSE(begins(turned_eyes, 19));
  EXPECT_TRUE(begins(turned_eyes, 20));
}

TEST_F(OneLane, AViewIsThatOfTheZonesACameraWatches) {
  for (const auto& [degrees, view] : {std::pair{0, View::across}, std::pair{40, View::across},
                                      std::pair{-40, View::across}, std::pair{50, View::along},
                                      std::pair{-50, View::along}, std::pair{90, View::along},
                                      std::pair{180, View::across}}) {
    Configuration turned = city;
    turned.cameras[0].geometry->heading_rad += degrees * std::numbers::pi / 180;
    EXPECT_EQ(views_of(turned), std::vector{view}) << degrees;
  }
  Configuration alone = city;
  for (Zone& zone : alone.zones) zone.cameras.clear();
  alone.cameras[0].geometry->heading_rad = 0;
  EXPECT_EQ(views_of(alone), std::vector{View::across});
}

TEST_F(OneLane, AnUnchangedPictureIsAnalysedOnlyWhenADecisionIsDue) {
  EXPECT_TRUE(look(0s, {}).analysed);
  EXPECT_FALSE(look(2s, {}).analysed);
  brief.stays = {pile_stay(thing(pile, -2.5, 0.5))};
  brief.stays[0].due_from = kMorning + 4s;
  EXPECT_FALSE(look(3999ms, {}).analysed);
  EXPECT_TRUE(look(4s, {}).analysed);
  EXPECT_EQ(vision.runs, 2);
  EXPECT_EQ(lane.counters().detector_runs, 2u);
  EXPECT_EQ(lane.counters().frames, 4u);
}

TEST_F(OneLane, APlaceOfTheBriefIsToldToShowTheSameOrAnother) {
  const Detection there = thing(pile, -2.5, 0.5);
  look(0s, {});
  look(10s, {there});
  brief.stays = {pile_stay(there)};
  lane.settle(brief);
  Look seen = look(12s, {there});
  ASSERT_EQ(seen.answers.size(), 1u);
  EXPECT_EQ(seen.answers[0].stay, 7u);
  EXPECT_EQ(seen.answers[0].shows, Answer::Shows::same);
  vision.now = {};
  seen = *show(14s, picture({there}, ++salt));
  EXPECT_EQ(seen.answers[0].shows, Answer::Shows::same) << "the detector missed it, the pixels did not change";
  EXPECT_EQ(look(16s, {}).answers[0].shows, Answer::Shows::other);
  EXPECT_EQ(boxes(18s, {}).answers[0].shows, Answer::Shows::unknown) << "boxes have no picture";
  brief.stays.clear();
  lane.settle(brief);
  brief.stays = {pile_stay(there)};
  EXPECT_EQ(look(20s, {there}).answers[0].shows, Answer::Shows::unknown) << "the stay was over";
}

TEST_F(OneLane, APlaceBehindSomethingNearerIsToldToBeHidden) {
  const Detection there = thing(pile, -2.5, 0.5);
  brief.stays = {pile_stay(there)};
  Detection lorry = there;
  lorry.kind = motor;
  lorry.box = {there.box.x_px - 60, there.box.y_px - 60, there.box.width_px + 120, there.box.height_px + 120};
  EXPECT_TRUE(boxes(1s, {lorry}).answers[0].hidden);
  EXPECT_FALSE(boxes(2s, {there}).answers[0].hidden) << "a thing does not hide itself";
}

TEST_F(OneLane, WhatLooksAsMuchLikeAVehicleIsInDoubtInTheBayOfThatVehicleAndNowhereElse) {
  city.classes[kRoadOccupying.value].pardoned_in = {};
  const auto plain = [&](double x, std::uint8_t as_bicycle) {
    vision.confidence_of = {{stall, 240}, {nonmotor, as_bicycle}};
    Lane fresh(eyes, CameraId{0});
    vision.now = {thing(stall, x, -1)};
    const auto seen = fresh.look(Frame{CameraId{0}, kMorning, picture(vision.now, ++salt)}, brief);
    EXPECT_EQ(seen->things.size(), 1u);
    return !seen->things.empty() && seen->things[0].plain;
  };
  EXPECT_FALSE(plain(6.5, 200)) << "the bay of bicycles begins at x = 5";
  EXPECT_FALSE(plain(6.5, kEvenOdds));
  EXPECT_TRUE(plain(6.5, kEvenOdds - 1));
  EXPECT_TRUE(plain(3, 200)) << "a bicycle would be a violation there, too";
}

TEST_F(OneLane, WhatAnEarlierPictureShowsHasNotComeUnlessItsPlaceWasLeftSince) {
  const Detection there = thing(pile, -2.5, 0.5);
  vision.now = {};
  show(0s, picture({there}, ++salt));
  Look seen = look(6s, {there});
  EXPECT_TRUE(seen.things.empty()) << "nothing changed, and so nothing was analysed";
  brief.stays = {pile_stay(thing(pile, 3, 0.5))};
  brief.stays[0].due_from = kMorning;
  seen = look(12s, {there});
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_FALSE(seen.things[0].stood) << "it belongs to a stay of its shop front";
  brief.stays[0].place.zone = kShopB;
  seen = look(18s, {there});
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_TRUE(seen.things[0].stood);
  ASSERT_TRUE(seen.remembers_since);
  EXPECT_EQ(*seen.remembers_since, kMorning);
  brief.left = {{kShopA, kPiledGoods, {-2.5, 0.5}, kMorning + 20s}};
  EXPECT_FALSE(look(24s, {there}).things[0].stood);
}

/// Shows a pile of 1 m by 0.6 m near the limit of shop A, which answers for y up to 2: first at `first_y`, surely, and
/// then, while its stay is undecided, at `later_y` with an expected error of 0.5 m, as `image` draws it.
class SurerLook : public OneLane {
 protected:
  static constexpr double kSure = 0.05, kUnsure = 0.5;

  Detection told(double y, double doubt_m) const {
    const CameraGeometry& camera = *city.cameras[0].geometry;
    Detection detection = at(camera, pile, -2.5, y - 0.3);
    const auto middle = *camera.project(-2.5, y, 0), right = *camera.project(-2.0, y, 0),
               up = *camera.project(-2.5, y + 0.3, 0), farther = *camera.project(-2.5, y + doubt_m, 0);
    detection.ground = GroundMark{middle,
                                  {right.x_px - middle.x_px, right.y_px - middle.y_px},
                                  {up.x_px - middle.x_px, up.y_px - middle.y_px},
                                  static_cast<float>(middle.y_px - farther.y_px)};
    return detection;
  }
  Look surely_seen(double y) {
    vision.confidences = {250};
    look(0s, {});
    const Detection there = told(y, kSure);
    Look seen = look(10s, {there});
    brief.stays = {{7, {kShopA, kPiledGoods, {-2.5, y}, there.box}, false, kMorning + 12s, true}};
    lane.settle(brief);
    return seen;
  }
  Duration later = 180s;

  Look seen_again(const Detection& as, const std::vector<Detection>& drawn) {
    vision.now = {as};
    return *show(later += 10s, picture(drawn, ++salt));
  }
};

TEST_F(SurerLook, SaysWhereAThingStandsThatHasNotMoved) {
  ASSERT_TRUE(surely_seen(1.6).things.at(0).plain);
  const Look seen = seen_again(told(2.0, kUnsure), {told(1.6, kSure)});
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_TRUE(seen.things[0].plain) << "by itself this look could acquit it";
  EXPECT_NEAR(seen.things[0].spot.y_m, 1.6, 0.01);
}

TEST_F(SurerLook, IsForgottenWithTheLane) {
  surely_seen(1.6);
  Lane fresh(eyes, CameraId{0});
  vision.now = {told(2.0, kUnsure)};
  const Look seen = *fresh.look(Frame{CameraId{0}, kMorning + 190s, picture({told(1.6, kSure)}, ++salt)}, brief);
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_FALSE(seen.things[0].plain) << "a restart may delay an accusation";
}

TEST_F(SurerLook, SaysNothingOfAThingWhosePlaceLooksOtherwise) {
  surely_seen(1.6);
  const Look seen = seen_again(told(2.0, kUnsure), {told(1.6, kSure), told(2.3, kSure), thing(motor, -2.5, 0.4)});
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_TRUE(seen.things[0].plain) << "half of it is still to be seen";
  const Look moved = seen_again(told(2.0, kUnsure), {});
  EXPECT_TRUE(moved.things.empty() || !moved.things[0].plain) << "it is not where it was";
}

TEST_F(SurerLook, SaysNothingOfAThingThatIsSeenElsewhere) {
  surely_seen(0.5);
  const Look seen = seen_again(told(2.1, kUnsure), {told(0.5, kSure)});
  EXPECT_TRUE(seen.things.empty() || !seen.things[0].plain) << "it is 1.6 m away, and 1.5 m could be the same place";
}

TEST_F(SurerLook, IsReplacedByOneThatIsSurerStill) {
  surely_seen(1.6);
  vision.now = {told(1.8, kSure / 2)};
  const Look seen = *show(100s, picture({told(1.8, kSure)}, ++salt));
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_NEAR(seen.things[0].spot.y_m, 1.8, 0.01) << "whoever moves his goods inside is believed";
}

TEST_F(OneLane, AMemoryThatASilenceBrokeDoesNotSayWhatStoodThere) {
  const Detection there = thing(pile, -2.5, 0.5);
  look(0s, {});
  show(6s, picture({there}, ++salt));
  vision.now = {there};
  brief.silent_after = kMorning + 11s;
  const Look seen = *show(12s, picture({there, thing(sign, 6, -3)}, ++salt));
  ASSERT_EQ(seen.things.size(), 1u);
  EXPECT_FALSE(seen.things[0].stood);
}

TEST_F(OneLane, ADarkPictureAndAnotherSceneAreLooksThatDoNotSee) {
  Look seen = look(0s, {});
  EXPECT_TRUE(seen.sees);
  EXPECT_FALSE(seen.scene.has_value()) << "nobody asked for the scene";
  brief.scene_due = true;
  seen = look(2s, {});
  ASSERT_TRUE(seen.scene.has_value());
  lane.keep_scene(*seen.scene);
  EXPECT_FALSE(look(4s, {}).scene.has_value()) << "it was kept, and has not drifted";
  seen = *show(6s, picture({}, ++salt, 0.02));
  EXPECT_FALSE(seen.sees);
  EXPECT_EQ(seen.reason, BlindReason::dark);
  EXPECT_EQ(seen.since, kMorning + 6s);
  show(8s, picture({}, ++salt, 1, 1));
  seen = *show(10s, picture({}, ++salt, 1, 1));
  EXPECT_FALSE(seen.sees);
  EXPECT_EQ(seen.reason, BlindReason::swapped);
  EXPECT_EQ(seen.since, kMorning + 8s) << "the first picture of the other scene";
  EXPECT_EQ(seen.picture.at, kMorning + 10s);
  EXPECT_FALSE(seen.before) << "a look that does not see begins no stay";
  lane.forget_scene();
  EXPECT_TRUE(show(12s, picture({}, ++salt, 1, 1))->sees);
}

TEST_F(OneLane, APictureThatIsNotLaterThanTheLastIsNone) {
  look(5s, {});
  EXPECT_FALSE(show(5s, picture({}, ++salt)).has_value());
  EXPECT_FALSE(show(4s, picture({}, ++salt)).has_value());
  EXPECT_FALSE(show(6s, nullptr).has_value());
  EXPECT_EQ(lane.counters().frames_bad, 3u);
}

// Memory of a lane for pictures of 640 × 360, bytes: its budget beside the background that a twin's camera has.
constexpr std::size_t kMostBytes = 1'250'000;

TEST_F(OneLane, KeepsOnePictureAndStaysWithinItsBudget) {
  for (const Duration every : {Duration{500ms}, Duration{1500ms}, Duration{10min}}) {
    Lane anew(eyes, CameraId{0});
    std::vector<std::weak_ptr<const Image>> shown;
    Duration t{0};
    for (int i = 0; i < 30; ++i) {
      const std::vector<Detection> things{thing(pile, -2.5 + 0.3 * i, 0.5)};
      // Now and then the picture is dark.
      const auto image = picture(things, ++salt, shown.size() % 9 == 8 ? 0.02 : 1.0);
      shown.push_back(image);
      vision.now = things;
      anew.look(Frame{CameraId{0}, kMorning + (t += every), image}, brief);
      anew.settle(brief);
      EXPECT_LE(anew.bytes(), kMostBytes) << "pictures " << every.count() << " us apart";
    }
    EXPECT_GE(anew.bytes(), std::size_t{3} * kPictureWidth * kPictureHeight) << "the last picture is counted";
    EXPECT_EQ(std::count_if(shown.begin(), shown.end(), [](const auto& image) { return !image.expired(); }), 1)
        << "pictures " << every.count() << " us apart";
  }
}

TEST_F(OneLane, TheLookInHandHasThePictureBeforeIt) {
  EXPECT_FALSE(look(0s, {}).before);
  EXPECT_EQ(look(2s, {}).before.at, kMorning);
  show(4s, picture({}, ++salt, 0.02));
  EXPECT_EQ(look(6s, {}).before.at, kMorning + 4s) << "also when that was dark";
  EXPECT_FALSE(boxes(8s, {}).before) << "boxes have no picture";
}

}  // namespace
}  // namespace tricolor::engine::testing::lane_test
