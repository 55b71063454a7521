// Shows that what a continuous camera tells meets the rules of a look: the engine's own zones decide whose a thing is,
// what is told holds until the next telling, a dwell ends by a timer where nobody answers, and a look that the engine
// asks for is answered by a telling. No heartbeat is missed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/support/expect_lawful.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing::tellings_test {
namespace {

constexpr CameraId kCamera{0};
constexpr Duration kDwell = 180s, kInterval = 1500ms;

ToldThing goods(double x, double y = 1.0) {
  ToldThing thing;
  thing.kind = "pile";
  thing.spot = {x, y};
  thing.length_m = 1.0;
  thing.width_m = 0.6;
  thing.score_256 = 250;
  return thing;
}

/// A town whose camera is watched by an analyser that tells.
class Tellings : public ::testing::Test {
 protected:
  Tellings() {
    town.film = [](Duration) { return nullptr; };
  }

  void tell(Duration at, std::vector<ToldThing> things) {
    town.then(at, [=, this] {
      standing = things;
      town.say(Telling{kCamera, kMorning + at, things});
    });
  }
  void blind(Duration at) {
    town.then(at, [=, this] { town.say(Blind{kCamera, kMorning + at, BlindReason::disconnected}); });
  }
  /// From now on every look that the engine asks for is answered, at the earliest a second after it was asked for, by
  /// what stands there then.
  void answer_requests() {
    town.asked = [this](CameraId camera, Time not_before) {
      const Time at = std::max<Time>(not_before, town.wires.now + 1s);
      town.then(at - kMorning, [=, this] { town.say(Telling{camera, at, standing}); });
    };
  }
  std::vector<event::SightingConfirmed> sightings() const { return town.all<event::SightingConfirmed>(); }

  std::vector<ToldThing> standing;
  Town town;
};

TEST_F(Tellings, TheZoneInWhichAThingStandsIsAccused) {
  tell(0s, {goods(-2.5)});
  town.run(5min);
  ASSERT_EQ(sightings().size(), 1u);
  EXPECT_EQ(sightings()[0].zone, kShopA);
  EXPECT_EQ(sightings()[0].violation_class, kPiledGoods);
  EXPECT_EQ(sightings()[0].merchant, MerchantId{0});
  EXPECT_EQ(sightings()[0].spot, (GroundPoint{-2.5, 1}));
  EXPECT_EQ(town.all<event::NoticeQueued>().size(), 1u);
  expect_lawful(town, false);
}

TEST_F(Tellings, AThingAcrossTwoShopsLiesBetweenThem) {
  tell(0s, {goods(0.0)});
  town.run(5min);
  ASSERT_EQ(sightings().size(), 1u);
  EXPECT_THAT(sightings()[0].between, ::testing::UnorderedElementsAre(MerchantId{0}, MerchantId{1}));
  EXPECT_FALSE(sightings()[0].merchant);
}

TEST_F(Tellings, OnlyAThingOfWhichTheAttributeIsToldShowsItsClass) {
  Configuration city = town_street();
  city.classes[kPiledGoods.value].kinds = {"bin"};
  city.classes[kPiledGoods.value].with = "overflowing";
  town.configuration = city;
  town.restart();
  ToldThing bin = goods(-2.5);
  bin.kind = "bin";
  tell(0s, {bin});
  bin.attributes = {"dented"};
  tell(10min, {bin});
  town.run(20min);
  EXPECT_TRUE(town.all<event::OccupancyStarted>().empty()) << "a bin is a bin";
  bin.attributes = {"dented", "overflowing"};
  tell(20min, {bin});
  bin.attributes = {};
  tell(22min, {bin});
  bin.attributes = {"overflowing"};
  tell(25min, {bin});
  town.run(30min);
  ASSERT_EQ(sightings().size(), 1u) << "two minutes are shorter than the dwell, and it was emptied between";
  EXPECT_EQ(sightings()[0].onset, kMorning + 25min);
  EXPECT_EQ(sightings()[0].violation_class, kPiledGoods);
  expect_lawful(town, false);
}

TEST_F(Tellings, AThingOfWhichMoreIsToldShowsTheClassOfItsKindAsWell) {
  ToldThing pile = goods(-2.5);
  pile.attributes = {"wet"};
  tell(0s, {pile});
  town.run(5min);
  EXPECT_EQ(sightings().size(), 1u);
}

TEST_F(Tellings, AThingThatIsMostlyInsideTheLineHoldsNothing) {
  tell(0s, {goods(-2.5, 2.25)});
  town.run(10min);
  EXPECT_TRUE(town.all<event::OccupancyStarted>().empty());
}

TEST_F(Tellings, AThingThatCouldStandLawfullyWithinItsErrorBeginsNoStay) {
  ToldThing beside = goods(-2.5, 1.8);
  tell(0s, {beside});
  town.run(1min);
  EXPECT_EQ(town.all<event::OccupancyStarted>().size(), 1u);
  beside.error_m = 1;
  beside.spot.x_m = -4;
  tell(1min, {});
  tell(2min, {beside});
  town.run(10min);
  EXPECT_EQ(town.all<event::OccupancyStarted>().size(), 1u);
}

TEST_F(Tellings, WhereNobodyAnswersTheDwellEndsByATimer) {
  tell(0s, {goods(-2.5)});
  town.run(kDwell + kInterval);
  EXPECT_TRUE(sightings().empty());
  town.run(kDwell + kInterval + 1ms);
  EXPECT_EQ(sightings().size(), 1u);
}

TEST_F(Tellings, AnAnswerAtTheEndOfTheDwellDecides) {
  answer_requests();
  tell(0s, {goods(-2.5)});
  town.run(kDwell + 1s);
  ASSERT_EQ(sightings().size(), 1u) << "it is accused at the answer, before the timer";
  EXPECT_LT(*town.when<event::SightingConfirmed>(), kDwell + kInterval);
}

TEST_F(Tellings, AThingThatTheAnswerDoesNotShowIsNotAccused) {
  answer_requests();
  tell(0s, {goods(-2.5)});
  town.then(kDwell - 1s, [this] { standing.clear(); });
  town.run(1h);
  EXPECT_TRUE(sightings().empty());
  EXPECT_EQ(town.all<event::OccupancyEnded>().size(), 1u);
}

TEST_F(Tellings, AThingOfWhichTheAnalyserIsNotSureIsNotAccused) {
  ToldThing unsure = goods(-2.5);
  unsure.score_256 = 180;
  tell(0s, {unsure});
  town.run(1h);
  EXPECT_TRUE(sightings().empty());
}

TEST_F(Tellings, TimeInWhichAThingIsHiddenIsNoDwell) {
  ToldThing hidden = goods(-2.5);
  hidden.hidden = true;
  tell(0s, {goods(-2.5)});
  tell(10s, {hidden});
  tell(5min, {goods(-2.5)});
  town.run(5min + kDwell - 11s);
  EXPECT_TRUE(sightings().empty());
  town.run(5min + kDwell - 10s + kInterval + 1ms);
  ASSERT_EQ(sightings().size(), 1u);
  EXPECT_EQ(town.all<event::OccupancyEnded>().size(), 0u);
}

TEST_F(Tellings, TimeInWhichTheCameraIsBlindIsNoDwellAndItsNextTellingEndsIt) {
  tell(0s, {goods(-2.5)});
  blind(10s);
  tell(5min, {goods(-2.5)});
  town.run(5min + kDwell - 11s);
  EXPECT_TRUE(sightings().empty());
  town.run(5min + kDwell + kInterval);
  EXPECT_EQ(sightings().size(), 1u);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 2u);
  EXPECT_TRUE(became[1].sees);
}

TEST_F(Tellings, ACameraWithNothingToTellIsNotBlind) {
  tell(0s, {});
  tell(5h, {goods(-2.5)});
  town.run(6h);
  EXPECT_TRUE(town.all<event::CameraBecame>().empty());
  EXPECT_EQ(sightings().size(), 1u);
}

TEST_F(Tellings, AThingThatIsMissingForAMomentGoesOn) {
  tell(0s, {goods(-2.5)});
  tell(60s, {});
  tell(64s, {goods(-2.5)});
  town.run(kDwell + kInterval + 1ms);
  EXPECT_EQ(sightings().size(), 1u);
  EXPECT_TRUE(town.all<event::OccupancyEnded>().empty());
}

TEST_F(Tellings, AThingThatIsNotToldForLongerThanTheGapHasGoneThoughNothingMoreIsTold) {
  tell(0s, {goods(-2.5)});
  tell(60s, {});
  town.run(60s + 6s);
  const auto ended = town.all<event::OccupancyEnded>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_FALSE(ended[0].by_blindness);
}

TEST_F(Tellings, ARecheckWaitsForTheAnswerAndBelievesIt) {
  answer_requests();
  tell(0s, {goods(-2.5)});
  town.run(10min);
  standing.clear();  // Nobody tells that it went; only the answer at the re-check shows it.
  town.run(1h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
}

TEST_F(Tellings, WhereNobodyAnswersARecheckWhatWasToldLastHolds) {
  tell(0s, {goods(-2.5)});
  town.run(1h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::not_corrected);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  const Duration due = *town.when<event::NoticeSent>() + 15min;
  EXPECT_LE(*town.when<event::Rechecked>(), due + 1s + kInterval + 1ms);
}

TEST_F(Tellings, AShopThatClearedInTimeHasCorrectedThoughNothingMoreIsTold) {
  tell(0s, {goods(-2.5)});
  tell(10min, {});
  town.run(2h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  expect_lawful(town, false);
}

TEST_F(Tellings, AfterARestartAStayThatIsNotToldAgainIsNotAccused) {
  tell(0s, {goods(-2.5)});
  town.then(100s, [&] { town.restart(); });
  town.run(1h);
  EXPECT_TRUE(sightings().empty());
}

TEST_F(Tellings, AfterARestartTheAnswerShowsThatAStayGoesOn) {
  answer_requests();
  tell(0s, {goods(-2.5)});
  town.away(100s, 101s);
  town.run(kDwell + 5s);
  EXPECT_EQ(sightings().size(), 1u);
}

TEST_F(Tellings, AThingWithoutAPlaceIsRefusedAndTold) {
  ToldThing nowhere = goods(std::nan(""));
  tell(0s, {nowhere});
  town.run(1min);
  EXPECT_TRUE(town.all<event::OccupancyStarted>().empty());
  EXPECT_EQ(town.all<event::TroubleAtPort>().size(), 1u);
}

TEST_F(Tellings, AnOlderTellingThatComesLateChangesNothing) {
  tell(10s, {});
  town.then(11s, [&] { town.say(Telling{kCamera, kMorning + 9s, {goods(-2.5)}}); });
  town.run(10min);
  EXPECT_TRUE(town.all<event::OccupancyStarted>().empty());
}

// The same thing as boxes of a stream and as tellings: one rule.
TEST_F(Tellings, BoxesAndTellingsOfOneThingAreJudgedAlike) {
  Town boxes;
  boxes.appears(0s, "goods", boxes.goods_a());
  boxes.goes(12min, "goods");
  boxes.run(1h);
  answer_requests();
  tell(0s, {goods(-2.5)});
  tell(12min, {});
  town.run(1h);
  const auto sighted = boxes.all<event::SightingConfirmed>();
  ASSERT_EQ(sighted.size(), 1u);
  ASSERT_EQ(sightings().size(), 1u);
  EXPECT_EQ(sighted[0].zone, sightings()[0].zone);
  EXPECT_EQ(sighted[0].merchant, sightings()[0].merchant);
  EXPECT_EQ(boxes.all<event::Rechecked>()[0].outcome, town.all<event::Rechecked>()[0].outcome);
  EXPECT_LT(std::chrono::abs(*boxes.when<event::SightingConfirmed>() - *town.when<event::SightingConfirmed>()),
            2 * kInterval);
}

}  // namespace
}  // namespace tricolor::engine::testing::tellings_test
