// Shows that an occupancy that another analyser tells obeys the rules of a look: blind time is no dwell, the first word
// after a blindness ends it, and what a zone did meanwhile is unknown until it is told. What is told holds until
// otherwise told: such an analyser need not speak while nothing changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing::told_test {
namespace {

constexpr CameraId kCamera{0};

/// A town whose camera gives no looks: all that is known of it is told.
class Told : public ::testing::Test {
 protected:
  Told() {
    town.film = [](Duration) { return nullptr; };
  }

  void tell(Duration at, bool occupied, ZoneId zone = kShopA, ClassId violation_class = kPiledGoods) {
    town.then(at, [=, this] { town.say(ZoneOccupancy{kCamera, zone, violation_class, kMorning + at, occupied}); });
  }
  void blind(Duration at) {
    town.then(at, [=, this] { town.say(Blind{kCamera, kMorning + at, BlindReason::disconnected}); });
  }
  std::size_t sightings() const { return town.all<event::SightingConfirmed>().size(); }

  Town town;
};

TEST_F(Told, TimeInWhichItsAnalyserIsBlindIsNoDwell) {
  tell(10s, true);
  blind(20s);
  town.run(10min);
  EXPECT_EQ(sightings(), 0u);
  tell(10min, true);
  town.run(10min + 169s);
  EXPECT_EQ(sightings(), 0u) << "ten seconds were seen before the blindness and 169 after it";
  town.run(10min + 171s);
  EXPECT_EQ(sightings(), 1u);
  expect_lawful(town, false);
}

TEST_F(Told, WhatIsToldAgainAfterALongBlindnessMayBeAnotherThing) {
  tell(10s, true);
  blind(170s);
  tell(170s + 16min, true);
  town.run(170s + 16min + 179s);
  EXPECT_EQ(sightings(), 0u);
  town.run(170s + 16min + 181s);
  ASSERT_EQ(sightings(), 1u);
  EXPECT_EQ(town.all<event::SightingConfirmed>()[0].onset, kMorning + 170s + 16min);
}

TEST_F(Told, WhatWentWhileItsAnalyserWasBlindWasLastSeenBefore) {
  tell(10s, true);
  blind(20s);
  tell(5min, false);
  town.run(1h);
  EXPECT_EQ(sightings(), 0u);
  const auto ended = town.all<event::OccupancyEnded>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_TRUE(ended[0].by_blindness);
  EXPECT_LE(ended[0].last_seen, kMorning + 20s);
}

TEST_F(Told, TheFirstWordAfterABlindnessEndsItAndTheOtherZonesAreAskedAbout) {
  tell(10s, true);
  tell(10s, true, kShopB);
  blind(20s);
  town.run(1min);
  town.looks_asked.clear();
  tell(2min, true, kShopB);
  town.run(3min);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 2u);
  EXPECT_TRUE(became[1].sees);
  EXPECT_EQ(became[1].since, kMorning + 2min);
  EXPECT_THAT(town.looks_asked, ::testing::Contains(std::pair(kCamera, Time{kMorning + 2min + 1s})));
  town.run(1h);
  ASSERT_EQ(sightings(), 1u) << "nothing was told of shop A since";
  EXPECT_EQ(town.all<event::SightingConfirmed>()[0].zone, kShopB);
}

TEST_F(Told, AWordFromBeforeABlindnessThatComesLateDoesNotEndIt) {
  tell(10s, true);
  blind(20s);
  town.then(21s, [&] { town.say(ZoneOccupancy{kCamera, kShopB, kPiledGoods, kMorning + 19s, true}); });
  town.run(1min);
  EXPECT_EQ(town.all<event::CameraBecame>().size(), 1u);
}

TEST_F(Told, AnAnalyserWithNothingToTellIsNotBlind) {
  tell(0s, false);
  tell(5h, true);
  town.run(6h);
  EXPECT_TRUE(town.all<event::CameraBecame>().empty());
  EXPECT_EQ(sightings(), 1u);
}

TEST_F(Told, AnAnalyserThatSendsHeartbeatsIsMissedWhenTheyStop) {
  tell(0s, false);
  for (Duration t = 1min; t <= 1h; t += 1min) town.then(t, [=, this] { town.say(Unchanged{kCamera, kMorning + t}); });
  town.run(3h);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u);
  EXPECT_EQ(became[0].reason, BlindReason::silent);
  EXPECT_EQ(became[0].since, kMorning + 1h);
}

TEST_F(Told, AShopThatClearedInTimeHasCorrectedThoughNothingMoreIsTold) {
  tell(0s, true);
  tell(10min, false);
  town.run(2h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  expect_lawful(town, false);
}

TEST_F(Told, AnOccupancyStandsInTheMiddleOfItsZone) {
  tell(0s, true, kPavement, kRoadOccupying);
  town.run(10min);
  ASSERT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentOpened>()[0].spot, (GroundPoint{0, -1}));
}

TEST_F(Told, AfterARestartAStayThatIsNotToldAgainIsNotAccused) {
  tell(10s, true);
  town.then(100s, [&] { town.restart(); });
  town.run(1h);
  EXPECT_EQ(sightings(), 0u);
}

}  // namespace
}  // namespace tricolor::engine::testing::told_test
