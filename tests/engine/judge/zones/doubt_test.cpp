// Shows that a detector's expected error of a thing's position counts in favour of the accused: a thing that could as
// well stand lawfully starts no stay, and it must stand clearer to start one than to go on; a plain violation does, a
// stay that began plainly goes on through looks that are less certain, and for an uncertain thing another look is asked
// for before it is dropped.
#include <gtest/gtest.h>

#include "engine/judge/zones/watched_street.h"

namespace tricolor::engine::testing::doubt_test {
namespace {

/// A pile of 1 m by 0.6 m whose middle lies at (x, y), as detected with an expected error of `doubt_m` along the line
/// of sight.
Detection told(const CameraGeometry& camera, double x, double y, double doubt_m) {
  Detection detection = at(camera, pile, x, y - 0.3);
  const auto middle = *camera.project(x, y, 0), right = *camera.project(x + 0.5, y, 0),
             up = *camera.project(x, y + 0.3, 0);
  const auto farther = *camera.project(x, y + doubt_m, 0);
  detection.ground = GroundMark{middle,
                                {right.x_px - middle.x_px, right.y_px - middle.y_px},
                                {up.x_px - middle.x_px, up.y_px - middle.y_px},
                                static_cast<float>(middle.y_px - farther.y_px)};
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
  EXPECT_EQ(accused(1.0, 0.35), 1u);
}
TEST(Doubt, WhatCouldAsWellStandOutsideIsNot) {
  EXPECT_EQ(accused(1.7, 0.1), 1u);
  EXPECT_EQ(accused(1.0, 0.6), 0u) << "one in eight such things is off by more than twice its expected error";
  EXPECT_EQ(accused(1.7, 1.4), 0u);
  EXPECT_EQ(accused(1.0, 4.0), 0u);
}
TEST(Doubt, WhatPlainlyStandsOutsideIsNot) { EXPECT_EQ(accused(2.6, 0.1), 0u); }

/// Gives the sightings of a thing near the limit of its shop's front that is seen plainly, except in the looks from
/// `since` to `until`.
std::vector<event::SightingConfirmed> in_doubt(Duration since, Duration until) {
  WatchedStreet street;
  for (Duration t{0}; t <= 300s; t += 1500ms)
    street.look(t, {told(street.camera(), -2.5, 1.7, t >= since && t < until ? 1.4 : 0.1)});
  return street.journal.all<event::SightingConfirmed>();
}

TEST(Doubt, AStayThatBeganPlainlyGoesOnThroughDoubt) {
  const auto sightings = in_doubt(10s, 170s);
  ASSERT_EQ(sightings.size(), 1u);
  EXPECT_EQ(sightings[0].onset, kMorning);
}
TEST(Doubt, WhatComesMustStandClearerThanWhatIsThere) {
  // Shifted by its expected error it would still lie in the front, by three times as much it would not.
  const auto accused_of = [](double first_m, double later_m) {
    WatchedStreet street;
    for (Duration t{0}; t <= 300s; t += 1500ms)
      street.look(t, {told(street.camera(), -2.5, 1.0, t < 10s ? first_m : later_m)});
    return street.sightings();
  };
  EXPECT_EQ(accused_of(0.1, 0.6), 1u) << "it came plainly, and stays where it is";
  EXPECT_EQ(accused_of(0.6, 0.6), 0u);
}
TEST(Doubt, TheLookThatAccusesSeesItPlainly) {
  WatchedStreet street;
  for (Duration t{0}; t <= 181500ms; t += 1500ms)
    street.look(t, {told(street.camera(), -2.5, 1.7, t > 180s ? 1.4 : 0.1)});
  EXPECT_EQ(street.sightings(), 0u) << "one look in doubt";
  street.look(183s, {told(street.camera(), -2.5, 1.7, 0.1)});
  EXPECT_EQ(street.sightings(), 1u);
}
TEST(Doubt, WhatAFurtherLookSeesPlainlyHasBeenThereSinceTheFirst) {
  const auto sightings = in_doubt(0s, 3s);
  ASSERT_EQ(sightings.size(), 1u);
  EXPECT_EQ(sightings[0].onset, kMorning);
}
TEST(Doubt, AStayThatStaysInDoubtAfterItsDwellIsNone) { EXPECT_TRUE(in_doubt(180s, 186s).empty()); }

/// The instant for which the watch first asks for a look.
std::optional<Time> asked(WatchedStreet& street) {
  const auto looks = street.watch->take_looks_wanted();
  return looks.empty() ? std::nullopt : std::optional(looks.front().not_before);
}

TEST(Doubt, WhatIsInDoubtIsLookedAtTwiceMoreAndThenLeftAlone) {
  WatchedStreet street;
  const auto doubtful = told(street.camera(), -2.5, 1.7, 1.4);
  street.look(0s, {doubtful});
  EXPECT_EQ(asked(street), kMorning + 1s);
  street.look(1500ms, {doubtful});
  EXPECT_EQ(asked(street), kMorning + 2500ms);
  street.look(3s, {doubtful});
  EXPECT_EQ(asked(street), std::nullopt);
  street.look(30min, {doubtful});
  EXPECT_EQ(asked(street), std::nullopt);
  street.look(31min, {});
  street.look(32min, {doubtful});
  EXPECT_EQ(asked(street), kMorning + 32min + 1s) << "something came anew";
}

TEST(Doubt, WhatTheDetectorWasNeverSureOfIsNotAccused) {
  const auto sightings = [](std::uint8_t score_256, std::uint8_t once) {
    WatchedStreet street;
    for (Duration t{0}; t <= 300s; t += 1500ms) {
      Detection thing = told(street.camera(), -2.5, 1.0, 0.1);
      thing.score_256 = t == 60s ? once : score_256;
      street.look(t, {thing});
    }
    return street.sightings();
  };
  EXPECT_EQ(sightings(110, 110), 0u);
  EXPECT_EQ(sightings(110, 150), 1u) << "one sure look is enough";
}

/// A car of 4.6 m by 1.8 m whose middle lies at (x, y) and that stands along the road or across it, as detected.
Detection car(const CameraGeometry& camera, double x, double y, bool along) {
  const double half_x = along ? 2.3 : 0.9, half_y = along ? 0.9 : 2.3;
  const auto middle = *camera.project(x, y, 0), one = *camera.project(x + half_x, y, 0),
             other = *camera.project(x, y + half_y, 0);
  const ImagePoint a{one.x_px - middle.x_px, one.y_px - middle.y_px},
      b{other.x_px - middle.x_px, other.y_px - middle.y_px};
  const bool a_is_right = std::abs(a.x_px) > std::abs(b.x_px);
  Detection detection{motor, 230, {}};
  detection.box = {static_cast<float>(middle.x_px - 60), static_cast<float>(middle.y_px - 50), 120, 75};
  detection.ground = GroundMark{middle, a_is_right ? a : b, a_is_right ? b : a, 1.0f};
  return detection;
}

/// Accusations of one car in a road where nobody may stop, with a bay from x = 6 to 17 and from y = -4.4 to -2.2, by a
/// camera that looks along the road or across it.
std::size_t accused_car(double x, double y, bool stands_along, bool looks_along) {
  Configuration city = street();
  CameraGeometry& eye = *city.cameras[0].geometry;
  if (looks_along) eye.x_m = -5, eye.y_m = -6, eye.heading_rad = 0;
  else eye.x_m = x, eye.y_m = -16;
  city.zones[kNoStopping.value].outline = rectangle(-20, -9, 40, 0);
  city.zones[kBay.value].outline = rectangle(6, -4.4, 17, -2.2);
  WatchedStreet watched(std::move(city));
  for (Duration t{0}; t <= 300s; t += 1500ms) watched.look(t, {car(watched.camera(), x, y, stands_along)});
  return watched.sightings();
}

TEST(Doubt, ACarThatIsSeenAcrossABayLengthwiseMayStandInIt) {
  EXPECT_EQ(accused_car(10, -5.4, false, true), 0u) << "turned, it stands in the bay";
  EXPECT_EQ(accused_car(10, -6.8, false, true), 1u) << "turned or not, it stands outside";
}
TEST(Doubt, ACarThatIsSeenAcrossABayFromTheSideStandsAcrossIt) {
  EXPECT_EQ(accused_car(10, -5.4, false, false), 1u);
}
TEST(Doubt, ACarThatIsSeenAlongABayLengthwiseStandsWhereItIsSeen) {
  EXPECT_EQ(accused_car(10, -5.6, true, true), 1u);
  EXPECT_EQ(accused_car(10, -3.4, true, true), 0u) << "in the bay";
}

}  // namespace
}  // namespace tricolor::engine::testing::doubt_test
