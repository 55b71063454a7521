// Shows every vector of the dwell rule, at its own numbers, through the whole engine: T = 180 s, a look each 1.5 s, gap
// 5 s, re-arm 60 s. The settled rule is "more than T", so that a stay of exactly T is no violation.
//
//   vector                                                      test
//   present 178.5 s → none · 180.0 s → none · 181.5 s → one     OneLookMoreThanTheDwellIsOneIncident
//   present 100 s, occluded 4 s, present 80 s → one             HiddenOrGoneForFourSecondsGoesOn
//   present 100 s, occluded 6 s, present 80 s → none            HiddenOrGoneForSixSecondsDoesNotCount
//   a gap of exactly the tolerance goes on, a longer one not    AGapOfExactlyTheToleranceGoesOn, and the two after it
//   A 120 s replaced at once by B 120 s → one / none            SwappedGoodsCountForTheZoneAndNotForTheObject
//   two zones overlap 50/50 → review, no SMS                    BetweenTwoShopsAReviewerIsAskedAndNobodyIsWarned
//   leave 30 s then return 200 s → same incident                AReturnAfter30SecondsIsTheSameIncident
//   leave 61 s then return 200 s → second incident              AReturnAfter61SecondsToAClosedIncidentIsASecondOne
//   the edge of the re-arm: 59 s, 61 s                          ClearFor59SecondsIsNotClearAndFor61SecondsIs
//   camera frozen at 170 s for 20 s → unknown until seen again  FrozenAt170SecondsAccusesNobodyUntilSeenAgain (pixels)
//   night headlight flash at 90 s → still one                   AHeadlightFlashAtNightChangesNothing (pixels)
//   clock steps back 30 s → no duplicate                        AClockThatStepsBack30SecondsGivesNoSecondIncident
//   (boxes, pixels)
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::testing::dwell_vectors_test {
namespace {

using How = event::IncidentClosed::How;

constexpr Duration kStep = 1500ms;

/// Goods are seen at the looks from `first` to `last`, both on the grid of the looks.
void seen(Town& town, Duration first, Duration last, const Detection& goods) {
  town.appears(first - town.looks_every / 2, "goods", goods);
  town.goes(last + town.looks_every / 2, "goods");
}

std::size_t incidents(const Town& town) { return town.all<event::IncidentOpened>().size(); }

TEST(DwellVectors, OneLookMoreThanTheDwellIsOneIncident) {
  for (const auto& [stays, expected] : {std::pair{178500ms, 0u}, {180000ms, 0u}, {181500ms, 1u}}) {
    Town town;
    seen(town, 3s, 3s + stays, town.goods_a());
    town.run(10min);
    EXPECT_EQ(incidents(town), expected) << stays.count() << " ms";
    EXPECT_EQ(town.gateway.accepted.size(), expected) << stays.count() << " ms";
    if (expected == 1) {
      EXPECT_EQ(*town.when<event::IncidentOpened>(), 3s + stays);
      EXPECT_EQ(town.all<event::IncidentOpened>()[0].merchant, MerchantId{0});
    }
  }
}

/// Goods are there for 100 s, nobody sees them for `away`, and they are there for 80 s more: they are behind a
/// passer-by, or taken in. `away` lies between the last look that saw them and the next that does, so that it is a step
/// longer than what the looks saw of it.
std::size_t interrupted(Duration away, bool hidden) {
  Town town;
  const Detection passer_by = at(*town.configuration.cameras[0].geometry, person, -2.5, -1.5, 1.4, 1.7);
  const Duration gone = 3s + 99s, back = gone + away;
  seen(town, 3s, gone, town.goods_a());
  if (hidden) {
    town.appears(gone + kStep / 2, "passer-by", passer_by);
    town.goes(back - kStep / 2, "passer-by");
  }
  town.appears(back - kStep / 2, "goods", town.goods_a());
  town.goes(back + 79500ms + kStep / 2, "goods");
  town.run(10min);
  return incidents(town);
}

TEST(DwellVectors, HiddenOrGoneForFourSecondsGoesOn) {
  EXPECT_EQ(interrupted(4500ms, true), 1u);
  EXPECT_EQ(interrupted(4500ms, false), 1u);
}

TEST(DwellVectors, HiddenOrGoneForSixSecondsDoesNotCount) {
  EXPECT_EQ(interrupted(7500ms, true), 0u);
  EXPECT_EQ(interrupted(7500ms, false), 0u);
}

TEST(DwellVectors, SwappedGoodsCountForTheZoneAndNotForTheObject) {
  for (const auto identity : {OccupancyPolicy::Identity::zone, OccupancyPolicy::Identity::object}) {
    Policy policy = pinghu();
    policy.occupancy.identity = identity;
    Town town(town_street(), policy);
    const CameraGeometry& eye = *town.configuration.cameras[0].geometry;
    town.appears(2s, "first", at(eye, pile, -4.2, 0.5, 0.8));
    town.goes(2s + 120s, "first");
    town.appears(2s + 120s, "second", at(eye, pile, -1, 0.5, 1.2));
    town.goes(2s + 240s, "second");
    town.run(10min);
    EXPECT_EQ(incidents(town), identity == OccupancyPolicy::Identity::zone ? 1u : 0u);
  }
}

TEST(DwellVectors, BetweenTwoShopsAReviewerIsAskedAndNobodyIsWarned) {
  Town town;
  town.appears(0s, "goods", town.goods_between());
  town.run(30min);
  EXPECT_EQ(town.all<event::ReviewAsked>().size(), 1u);
  EXPECT_EQ(town.desk.submitted.size(), 1u);
  EXPECT_EQ(incidents(town), 0u) << "the reviewer names neither of the two";
  EXPECT_TRUE(town.gateway.accepted.empty());
  EXPECT_TRUE(town.all<event::StrikeCounted>().empty());
}

TEST(DwellVectors, AReturnAfter30SecondsIsTheSameIncident) {
  Town town;
  seen(town, 3s, 3s + 199500ms, town.goods_a());
  seen(town, 3s + 229500ms, 3s + 429s, town.goods_a());
  town.run(1h);
  EXPECT_EQ(town.all<event::SightingConfirmed>().size(), 2u) << "200 s, and 200 s";
  EXPECT_EQ(incidents(town), 1u);
  EXPECT_EQ(town.all<event::IncidentRelapsed>().size(), 1u);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
  expect_lawful(town);
}

/// Goods that are seen last at `last`, shortly before the deadline, and again from `away` later on for 200 s. Looks
/// every half second.
struct Return {
  Town town;
  explicit Return(Duration away) {
    town.looks_every = 500ms;
    const Duration due = 3s + 180500ms + 15min, last = due - 10s;
    seen(town, 3s, last, town.goods_a());
    seen(town, last + away, last + away + 200s, town.goods_a());
    town.officers.on_disposed = [this](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(3h);
    EXPECT_EQ(town.all<event::CorrectionDue>().at(0).due, kMorning + due)
        << "the vector is laid out around this instant";
    expect_lawful(town);
  }
};

TEST(DwellVectors, AReturnAfter61SecondsToAClosedIncidentIsASecondOne) {
  const Return second(61s);
  ASSERT_EQ(incidents(second.town), 2u);
  EXPECT_EQ(second.town.all<event::IncidentClosed>().at(0).how, How::self_corrected);
  EXPECT_EQ(second.town.gateway.accepted.size(), 2u);
  EXPECT_EQ(second.town.all<event::StrikeCounted>().size(), 2u);
}

TEST(DwellVectors, ClearFor59SecondsIsNotClearAndFor61SecondsIs) {
  for (const auto& [away, corrected] : {std::pair{30s, false}, {59s, false}, {61s, true}}) {
    const Return back(away);
    EXPECT_EQ(incidents(back.town), corrected ? 2u : 1u) << away.count() << " s";
    const RecheckOutcome expected = corrected ? RecheckOutcome::corrected : RecheckOutcome::relapsed;
    EXPECT_EQ(back.town.all<event::Rechecked>().at(0).outcome, expected) << away.count() << " s";
    EXPECT_EQ(back.town.gateway.accepted.size(), corrected ? 2u : 1u) << away.count() << " s";
  }
}

TEST(DwellVectors, AGapOfExactlyTheToleranceGoesOn) {
  for (const auto& [away, expected] : {std::pair{5s, 1u}, {6s, 0u}}) {
    Town town;
    town.looks_every = 1s;
    // The place is seen empty for the first time a second after the last look that found the goods.
    seen(town, 3s, 103s, town.goods_a());
    seen(town, 104s + away, 104s + away + 90s, town.goods_a());
    town.run(10min);
    EXPECT_EQ(incidents(town), expected) << away.count() << " s";
  }
}

TEST(DwellVectors, AStayEndsAtTheFirstLookThatMissesItForLongerThanTheTolerance) {
  Town town;
  town.looks_every = 1s;
  seen(town, 3s, 103s, town.goods_a());
  town.run(10min);
  EXPECT_EQ(town.when<event::OccupancyEnded>(), 104s + 6s);
}

TEST(DwellVectors, HiddenForExactlyTheToleranceTakesNothingFromTheClockAndLongerTakesAllOfIt) {
  for (const auto& [hidden, accused_at] : {std::pair{5s, 184s}, {6s, 190s}}) {
    Town town;
    town.looks_every = 1s;
    const Duration passes_from = 103500ms;
    const Detection passer_by = at(*town.configuration.cameras[0].geometry, person, -2.5, -1.5, 1.4, 1.7);
    seen(town, 3s, 103s, town.goods_a());
    town.appears(passes_from, "passer-by", passer_by);
    town.goes(passes_from + hidden, "passer-by");
    town.appears(passes_from + hidden, "goods", town.goods_a());
    town.run(10min);
    EXPECT_EQ(town.when<event::IncidentOpened>(), accused_at) << "hidden for " << hidden.count() << " s";
  }
}

TEST(DwellVectors, AClockThatStepsBack30SecondsGivesNoSecondIncident) {
  // The source's clock runs back 30 s at the third minute: before the sighting, and after it.
  for (const Duration steps_back : {150s, 186s}) {
    Town town;
    town.blind(false);
    town.looks_every = 24h;  // The test hands the looks over itself.
    for (Duration t{3s}; t < 8min; t += kStep)
      town.then(t, [&town, t, steps_back] {
        const Time stamped = town.wires.now - (t >= steps_back ? 30s : 0s);
        town.say(Detections{CameraId{0}, stamped, {town.goods_a()}});
      });
    town.run(10min);
    EXPECT_EQ(incidents(town), 1u) << steps_back.count();
    EXPECT_EQ(town.all<event::OccupancyStarted>().size(), 1u) << steps_back.count();
    EXPECT_EQ(town.gateway.accepted.size(), 1u) << steps_back.count();
  }
}

// ------------------------------------------------------------------------------------------------ in pixels

/// A town whose camera gives pictures; its detector finds what the test says.
struct FilmedTown {
  std::shared_ptr<ScriptedVision> vision = std::make_shared<ScriptedVision>();
  Town town{town_street(), pinghu(), vision};
  std::vector<Detection> goods{town.goods_a()};
  std::uint32_t salt = 0;
};

TEST(DwellVectors, FrozenAt170SecondsAccusesNobodyUntilSeenAgain) {
  FilmedTown filmed;
  Town& town = filmed.town;
  std::shared_ptr<const Image> stuck;
  town.film = [&](Duration t) -> std::shared_ptr<const Image> {
    filmed.vision->now = filmed.goods;
    if (t < 170s || t >= 190s) return picture(filmed.goods, ++filmed.salt);
    if (!stuck) stuck = picture(filmed.goods, ++filmed.salt);
    return stuck;
  };
  town.run(190s);
  EXPECT_EQ(incidents(town), 0u) << "what a frozen picture shows is unknown";
  ASSERT_EQ(town.all<event::CameraBecame>().size(), 1u);
  EXPECT_EQ(town.all<event::CameraBecame>()[0].reason, BlindReason::frozen);
  town.run(5min);
  ASSERT_EQ(incidents(town), 1u);
  // The goods were seen for 171 s before; the rest of the dwell runs from 190.5 s on.
  EXPECT_GE(*town.when<event::IncidentOpened>(), 199s);
  EXPECT_LE(*town.when<event::IncidentOpened>(), 203s);
}

TEST(DwellVectors, AHeadlightFlashAtNightChangesNothing) {
  // Glare lies over the goods alone, and over so much of the picture that its scene cannot be recognised any more.
  for (const int radius_px : {90, 400}) {
    FilmedTown filmed;
    Town& town = filmed.town;
    town.film = [&](Duration t) -> std::shared_ptr<const Image> {
      constexpr double kNight = 0.25;
      auto image = picture(filmed.goods, ++filmed.salt, kNight);
      const bool flash = t >= 90s && t < 93s;
      filmed.vision->now = flash ? std::vector<Detection>{} : filmed.goods;
      if (!flash) return image;
      const ImageBox& box = filmed.goods[0].box;
      const double x0 = box.x_px + box.width_px / 2, y0 = box.y_px + box.height_px / 2;
      for (int y = 0; y < kPictureHeight; ++y)
        for (int x = 0; x < kPictureWidth; ++x)
          if (std::hypot(x - x0, y - y0) < radius_px)
            for (int channel = 0; channel < 3; ++channel) {
              std::uint8_t& value = image->bytes[static_cast<std::size_t>((y * kPictureWidth + x) * 3 + channel)];
              value = static_cast<std::uint8_t>(std::min(255, value + 200));
            }
      return image;
    };
    town.run(6min);
    ASSERT_EQ(incidents(town), 1u) << radius_px;
    EXPECT_EQ(town.all<event::IncidentOpened>()[0].onset, kMorning)
        << "the stay went on through the flash; " << radius_px;
    EXPECT_EQ(town.all<event::OccupancyStarted>().size(), 1u) << radius_px;
  }
}

TEST(DwellVectors, AClockThatStepsBack30SecondsInPixelsGivesNoSecondIncident) {
  FilmedTown filmed;
  Town& town = filmed.town;
  filmed.vision->now = filmed.goods;
  for (Duration t{3s}; t < 6min; t += kStep)
    town.then(t, [&, t] {
      const Time stamped = town.wires.now - (t >= 150s ? 30s : 0s);
      town.say(Frame{CameraId{0}, stamped, picture(filmed.goods, ++filmed.salt)});
    });
  town.film = [](Duration) { return nullptr; };
  town.run(10min);
  EXPECT_EQ(incidents(town), 1u);
  EXPECT_EQ(town.all<event::OccupancyStarted>().size(), 1u);
}

}  // namespace
}  // namespace tricolor::engine::testing::dwell_vectors_test
