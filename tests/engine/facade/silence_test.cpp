// Shows what the silence of a camera means: one of which nothing was heard since the engine began, or was restarted, is
// blind like one that fell silent later; a heartbeat ends the silence, and the time of it is no dwell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing::silence_test {
namespace {

constexpr CameraId kCamera{0};

TEST(Silence, ACameraThatNeverGaveAPictureIsBlindFromTheStart) {
  Town town;
  town.film = [](Duration) { return nullptr; };
  town.run(5h);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u);
  EXPECT_FALSE(became[0].sees);
  EXPECT_EQ(became[0].reason, BlindReason::silent);
  EXPECT_EQ(became[0].since, kMorning);
  EXPECT_GT(*town.when<event::CameraBecame>(), 15min);
  EXPECT_LT(*town.when<event::CameraBecame>(), 16min);
}

TEST(Silence, ACameraThatGaveNoPictureSinceARestartIsBlindFromTheRestart) {
  Town town;
  town.run(100s);
  town.film = [](Duration) { return nullptr; };
  town.restart();
  town.run(48h);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u);
  EXPECT_FALSE(became[0].sees);
  EXPECT_EQ(became[0].since, kMorning + 100s);
}

TEST(Silence, AShopThatNoCameraEverSawDoesNotStepDown) {
  for (const bool works : {true, false}) {
    Configuration city = town_street();
    for (int i = 0; i < 3; ++i) city.merchants[0].imported_strikes.push_back(kMorning - 24h * (3 - i));
    Town town(city);
    town.looks_every = 10min;
    if (!works) town.film = [](Duration) { return nullptr; };
    town.run(std::chrono::days{40});
    EXPECT_EQ(town.engine->colours()[0], works ? Colour::green : Colour::yellow) << works;
  }
}

TEST(Silence, ACameraThatNoZoneListsIsNotMissed) {
  Configuration city = town_street();
  city.cameras.push_back(street(2).cameras[1]);
  Town town(city);
  town.run(1h);
  EXPECT_TRUE(town.all<event::CameraBecame>().empty());
}

TEST(Silence, HeartbeatsEndItAndALookIsAskedFor) {
  Town town;
  town.film = [](Duration) { return nullptr; };
  town.say(Detections{kCamera, kMorning, {}});
  town.run(16min);
  ASSERT_EQ(town.all<event::CameraBecame>().size(), 1u);
  town.looks_asked.clear();
  for (Duration t = 17min; t < 3h; t += 1min) town.then(t, [&town, t] { town.say(Unchanged{kCamera, kMorning + t}); });
  town.run(3h);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 2u);
  EXPECT_TRUE(became[1].sees);
  EXPECT_EQ(became[1].since, kMorning + 17min);
  EXPECT_THAT(town.looks_asked, ::testing::ElementsAre(std::pair(kCamera, Time{kMorning + 17min + 1s})));
}

TEST(Silence, HeartbeatsBeforeTheFirstLookAfterARestartEndNone) {
  Town town;
  town.run(100s);
  town.film = [](Duration) { return nullptr; };
  town.restart();
  for (Duration t = 2min; t < 1h; t += 1min) town.then(t, [&town, t] { town.say(Unchanged{kCamera, kMorning + t}); });
  town.run(1h);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u) << "a heartbeat vouches for a look, and there was none";
  EXPECT_FALSE(became[0].sees);
}

// The camera beats at least once a minute, or is blind. It is silent from 99 s to 3 min, and its next look is at 200 s.
TEST(Silence, TheTimeOfItIsNoDwellThoughTheHeartbeatsComeBack) {
  Configuration city = town_street();
  city.cameras[0].heartbeat_max = 1min;
  Town town(city);
  town.film = [](Duration) { return nullptr; };
  const auto look = [&town](Duration t) {
    town.then(t, [&town, t] { town.say(Detections{kCamera, kMorning + t, {town.goods_a()}}); });
  };
  for (Duration t{0}; t < 100s; t += 1500ms) look(t);
  town.then(3min, [&town] { town.say(Unchanged{kCamera, kMorning + 3min}); });
  for (Duration t = 200s; t < 300s; t += 1500ms) look(t);
  town.run(300s);
  ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u);
  EXPECT_EQ(town.all<event::SightingConfirmed>()[0].onset, kMorning + (200s - 99s));
}

}  // namespace
}  // namespace tricolor::engine::testing::silence_test
