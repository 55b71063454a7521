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

}  // namespace
}  // namespace tricolor::engine::testing::doubt_test
