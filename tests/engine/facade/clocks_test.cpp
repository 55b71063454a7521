// Shows that an input whose own instant is ahead of the engine's clock, or before the last instant of its camera,
// changes nothing, and is reported once for each camera and sort of input; the next input with a plausible instant
// counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/journal.h"
#include "engine/support/expect_lawful.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::testing::clocks_test {
namespace {

using ::testing::HasSubstr;

constexpr CameraId kCamera{0};

/// Every sort of input, stamped `at`.
std::vector<std::pair<const char*, Input>> every_sort(const Town& town, Time at) {
  return {
      {"picture", Frame{kCamera, at, picture({}, 1)}},
      {"heartbeat", Unchanged{kCamera, at}},
      {"blindness", Blind{kCamera, at, BlindReason::disconnected}},
      {"boxes", Detections{kCamera, at, {town.goods_b()}}},
      {"telling", Telling{kCamera, at, {}}},
      {"zone", ZoneOccupancy{kCamera, kShopB, kOutOfStore, at, true}},
      {"report", Report{7, at, kPiledGoods, {-2, 0}, "x"}},
      {"receipt", Receipt{"i1.warn.m1", at, true}},
      {"reply", Reply{MerchantId{0}, at, "已整改"}},
      {"officer", OfficerUpdate{OfficerId{0}, OfficerUpdate::What::acknowledged, CaseId{1}, std::nullopt, at, {}}},
      {"verdict", ReviewVerdict{SightingId{1}, at, true, MerchantId{0}}},
      {"appeal", VoidRequest{IncidentId{1}, at, "x"}},
      {"owner", OwnerChange{MerchantId{0}, at, "王芳", ""}},
      {"scene", SceneConfirmed{kCamera, at}},
      {"position", OfficerPosition{OfficerId{0}, at, {0, 0}}},
  };
}

bool of_a_camera(const Input& input) {
  return std::holds_alternative<Frame>(input) || std::holds_alternative<Unchanged>(input) ||
         std::holds_alternative<Blind>(input) || std::holds_alternative<Detections>(input) ||
         std::holds_alternative<Telling>(input) || std::holds_alternative<ZoneOccupancy>(input);
}

/// The journal of an hour in which goods come, are warned of and go; at 5 min an input is handed over three times.
/// Troubles are left out.
std::pair<std::string, std::vector<event::TroubleAtPort>> journal_of_an_hour(
    const std::function<Input(const Town&)>& said) {
  Town town;
  town.gateway.fault = FakeGateway::Fault::silent;  // No receipt comes except the one that the test hands over.
  town.appears(0s, "goods", town.goods_a());
  if (said)
    for (int i = 0; i < 3; ++i) town.then(5min + 200ms * i, [&] { town.say(said(town)); });
  town.goes(6min, "goods");
  town.run(1h);
  std::string text;
  for (Event event : town.store.events) {
    if (std::holds_alternative<event::TroubleAtPort>(event.payload)) continue;
    event.sequence = 0;
    text += to_line(event) + "\n";
  }
  expect_lawful(town);
  return {text, town.all<event::TroubleAtPort>()};
}

TEST(Clocks, WhatIsStampedAheadOfNowChangesNothingAndIsToldOnce) {
  const std::string undisturbed = journal_of_an_hour({}).first;
  const std::size_t sorts = every_sort(Town(), kMorning).size();
  for (std::size_t i = 0; i < sorts; ++i) {
    std::string name;
    const auto [journal, troubles] = journal_of_an_hour([&](const Town& town) {
      const auto [sort, input] = every_sort(town, town.wires.now + 1h).at(i);
      name = sort;
      return input;
    });
    EXPECT_EQ(journal, undisturbed) << name;
    ASSERT_EQ(troubles.size(), 1u) << name;
    EXPECT_THAT(troubles[0].what, HasSubstr("ahead of now")) << name;
  }
}

TEST(Clocks, WhatACameraStampsBehindItsLastWordChangesNothingAndIsToldOnce) {
  const std::string undisturbed = journal_of_an_hour({}).first;
  const std::size_t sorts = every_sort(Town(), kMorning).size();
  for (std::size_t i = 0; i < sorts; ++i) {
    if (!of_a_camera(every_sort(Town(), kMorning).at(i).second)) continue;
    for (const Duration back : {Duration{3s}, Duration{30s}, Duration{std::chrono::hours{24 * 365}}}) {
      std::string name;
      const auto [journal, troubles] = journal_of_an_hour([&](const Town& town) {
        const auto [sort, input] = every_sort(town, town.wires.now - 1500ms - back).at(i);
        name = sort;
        return input;
      });
      EXPECT_EQ(journal, undisturbed) << name << " " << to_text(back);
      ASSERT_EQ(troubles.size(), 1u) << name << " " << to_text(back);
      EXPECT_EQ(troubles[0].port, "cameras");
      EXPECT_THAT(troubles[0].what, HasSubstr("camera c1")) << name;
    }
  }
}

TEST(Clocks, TwoSecondsAheadAreWithinWhatClocksDiffer) {
  Town town;
  town.looks_every = 24h;
  for (Duration t{3s}; t < 5min; t += 1500ms)
    town.then(t, [&] { town.say(Detections{kCamera, town.wires.now + 2s, {town.goods_a()}}); });
  town.run(10min);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_TRUE(town.all<event::TroubleAtPort>().empty());
}

// One look is an hour ahead, and the goods are cleared a minute later: a fault that was found in a review.
TEST(Clocks, OneLookFromTheFutureDoesNotSilenceItsCamera) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.then(5min, [&] { town.say(Detections{kCamera, town.wires.now + 1h, {town.goods_a()}}); });
  town.goes(6min, "goods");
  town.run(30min);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
}

TEST(Clocks, AFirstWordFromTheDistantPastAccusesNobody) {
  Town town;
  town.film = [](Duration) { return nullptr; };  // The camera has never given a look.
  town.then(1min, [&] { town.say(ZoneOccupancy{kCamera, kShopA, kPiledGoods, Time{}, true}); });
  town.run(10min);
  EXPECT_TRUE(town.all<event::OccupancyStarted>().empty());
  EXPECT_EQ(town.all<event::TroubleAtPort>().size(), 1u);
}

TEST(Clocks, EachCameraAndEachSortIsToldAndARefusedPictureIsCounted) {
  Configuration city = town_street();
  const Configuration both = street(2);
  city.cameras = both.cameras;
  Town town(city);
  town.then(1min, [&] {
    const Time ahead = town.wires.now + 1min;
    for (int twice = 0; twice < 2; ++twice)
      for (const CameraId camera : {CameraId{0}, CameraId{1}}) {
        town.say(Frame{camera, ahead, picture({}, 1)});
        town.say(Unchanged{camera, ahead});
      }
  });
  town.run(2min);
  EXPECT_EQ(town.all<event::TroubleAtPort>().size(), 4u);
  EXPECT_EQ(town.engine->counters().frames, 4u);
  EXPECT_EQ(town.engine->counters().frames_bad, 4u);
}

}  // namespace
}  // namespace tricolor::engine::testing::clocks_test
