// Shows that a camera that was turned or swapped is blind (moved) until its own scene is back or a person confirms the
// scene that it shows, however long that takes, over restarts too, and that no other camera is touched by either. Its
// scene is in the journal, and follows slow change but no turn. A camera that waits for a person is reported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "engine/support/expect_lawful.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::testing::moved_camera_test {
namespace {

using ::testing::HasSubstr;

constexpr int kOwn = 0, kOther = 3;

/// A town of two cameras over one street, both in pixels. Each shows its scene, or what the test says.
class MovedCamera : public ::testing::Test {
 protected:
  MovedCamera() {
    town.looks_every = 3s;
    town.film = [this](Duration t) -> std::shared_ptr<const Image> {
      if (second_too) town.say(Frame{CameraId{1}, town.wires.now, shows[1](t)});
      return shows[0](t);
    };
  }

  /// A picture of one street or another with the goods in it, or not. One of four noises, so that none repeats the
  /// one before.
  std::shared_ptr<const Image> scene(int pattern, double gain = 1.0) {
    vision->now = goods_out ? std::vector{town.goods_a()} : std::vector<Detection>{};
    auto& kept = reel[{pattern, gain, goods_out, ++salt % 4}];
    if (!kept) kept = picture(vision->now, salt, gain, pattern);
    return kept;
  }
  /// The camera's own scene with something large and plain before the left share of it.
  std::shared_ptr<const Image> hoarding(double share) {
    auto& kept = hoardings[++salt % 4];
    if (!kept) {
      auto image = picture({}, salt, 1.0, kOwn);
      for (int y = 0; y < kPictureHeight; ++y)
        for (int x = 0; x < share * kPictureWidth; ++x)
          for (int channel = 0; channel < 3; ++channel)
            image->bytes[static_cast<std::size_t>((y * kPictureWidth + x) * 3 + channel)] =
                static_cast<std::uint8_t>(150 + (x * 7 + y * 3 + static_cast<int>(salt)) % 3);
      kept = image;
    }
    return kept;
  }

  /// The last event about a camera's sight; it sees when there was none.
  std::optional<event::CameraBecame> sight(std::uint32_t camera = 0) const {
    std::optional<event::CameraBecame> last;
    for (const auto& became : town.all<event::CameraBecame>())
      if (became.camera == CameraId{camera}) last = became;
    return last;
  }
  bool moved(std::uint32_t camera = 0) const {
    return sight(camera) && !sight(camera)->sees && sight(camera)->reason == BlindReason::moved;
  }
  bool sees(std::uint32_t camera = 0) const { return !sight(camera) || sight(camera)->sees; }
  std::size_t stays() const { return town.all<event::OccupancyStarted>().size(); }

  static Configuration two_cameras() {
    Configuration city = town_street();
    const Configuration both = street(2);
    city.cameras = both.cameras;
    for (std::size_t i = 0; i < city.zones.size(); ++i) city.zones[i].cameras = both.zones[i].cameras;
    return city;
  }

  std::shared_ptr<ScriptedVision> vision = std::make_shared<ScriptedVision>();
  Town town{two_cameras(), pinghu(), vision};
  bool goods_out = false, second_too = false;
  std::uint32_t salt = 0;
  std::map<std::tuple<int, double, bool, std::uint32_t>, std::shared_ptr<const Image>> reel;
  std::map<std::uint32_t, std::shared_ptr<const Image>> hoardings;
  std::array<std::function<std::shared_ptr<const Image>(Duration)>, 2> shows{[this](Duration) { return scene(kOwn); },
                                                                             [this](Duration) { return scene(kOwn); }};
};

TEST_F(MovedCamera, ATurnedCameraIsBlindForAsLongAsItIsTurned) {
  shows[0] = [&](Duration t) {
    goods_out = t >= 5min;
    return scene(t < 3min ? kOwn : kOther);
  };
  town.run(3min + 3s);
  ASSERT_FALSE(sees()) << "at the first picture of another scene";
  town.run(4h);
  EXPECT_TRUE(moved());
  EXPECT_EQ(sight()->since, kMorning + 3min) << "since the first picture of another scene";
  EXPECT_EQ(stays(), 0u) << "goods at a place that another camera shows are nobody's";
  EXPECT_TRUE(town.gateway.accepted.empty());
}

TEST_F(MovedCamera, ItsOwnSceneEndsIt) {
  shows[0] = [&](Duration t) {
    goods_out = t >= 2h;
    return scene(t >= 3min && t < 2h ? kOther : kOwn);
  };
  town.run(2h - 1s);
  ASSERT_TRUE(moved());
  town.run(2h + 5min);
  EXPECT_TRUE(sees());
  EXPECT_EQ(sight()->since, kMorning + 2h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u) << "it is believed again";
}

TEST_F(MovedCamera, SomethingThatPassesBeforeTheLensIsNoTurn) {
  shows[0] = [&](Duration t) { return t >= 3min && t < 3min + 30s ? hoarding(1.0) : scene(kOwn); };
  town.run(10min);
  ASSERT_EQ(town.all<event::CameraBecame>().size(), 2u);
  EXPECT_EQ(town.all<event::CameraBecame>()[0].reason, BlindReason::swapped);
  EXPECT_TRUE(sees());
}

TEST_F(MovedCamera, ARestartWhileItIsTurnedDoesNotTakeTheTurnedViewForItsScene) {
  shows[0] = [&](Duration t) {
    goods_out = t >= 10min;
    return scene(t < 3min ? kOwn : kOther);
  };
  for (const Duration at : {5min, 20min, 40min}) {
    town.run(at);
    town.restart();
  }
  town.run(2h);
  EXPECT_TRUE(moved());
  EXPECT_EQ(stays(), 0u);
}

TEST_F(MovedCamera, ATurnWhileThereIsNoEngineIsFoundOut) {
  shows[0] = [&](Duration t) {
    goods_out = t >= 10min;
    return scene(t < 4min ? kOwn : kOther);
  };
  town.away(3min, 6min);
  town.run(2h);
  EXPECT_TRUE(moved());
  EXPECT_EQ(stays(), 0u);
}

TEST_F(MovedCamera, APersonsWordEndsItForThatCameraAlone) {
  second_too = true;
  shows[0] = shows[1] = [&](Duration t) {
    goods_out = t >= 2h;
    return scene(t < 3min ? kOwn : kOther);
  };
  town.run(1h);
  ASSERT_TRUE(moved(0));
  ASSERT_TRUE(moved(1));
  town.say(SceneConfirmed{CameraId{0}, town.wires.now});
  town.run(1h + 10s);
  EXPECT_TRUE(sees(0));
  town.run(3h);
  EXPECT_TRUE(sees(0));
  EXPECT_TRUE(moved(1));
  for (const auto& started : town.all<event::OccupancyStarted>()) EXPECT_EQ(started.camera, CameraId{0});
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u) << "what it shows now is believed";
}

TEST_F(MovedCamera, TheConfirmedSceneHoldsOverARestartAndTheOldOneIsAnotherNow) {
  shows[0] = [&](Duration t) { return scene(t < 3min || t >= 2h ? kOwn : kOther); };
  town.run(1h);
  town.say(SceneConfirmed{CameraId{0}, town.wires.now});
  town.run(90min);
  ASSERT_TRUE(sees());
  town.restart();
  town.run(2h - 1s);
  EXPECT_TRUE(sees());
  town.run(3h);
  EXPECT_TRUE(moved()) << "whoever turns it back has to say so";
}

TEST_F(MovedCamera, ASceneIsKeptOnceAndNotAtEachLook) {
  town.run(1h);
  ASSERT_EQ(town.all<event::SceneLearnt>().size(), 1u);
  EXPECT_EQ(town.all<event::SceneLearnt>()[0].camera, CameraId{0});
  town.restart();
  town.run(2h);
  EXPECT_EQ(town.all<event::SceneLearnt>().size(), 1u);
}

TEST_F(MovedCamera, WhatAnotherAnalyserTellsOfAMovedCameraIsNotBelievedEither) {
  shows[0] = [&](Duration t) { return scene(t < 3min ? kOwn : kOther); };
  town.run(10min);
  ASSERT_TRUE(moved());
  for (Duration t = 10min + 1s; t < 30min; t += 3s)
    town.then(t, [&] {
      town.say(Detections{CameraId{0}, town.wires.now, {town.goods_a()}});
      town.say(ZoneOccupancy{CameraId{0}, kShopA, kPiledGoods, town.wires.now, true});
    });
  town.run(31min);
  EXPECT_TRUE(moved());
  EXPECT_EQ(stays(), 0u);
}

TEST_F(MovedCamera, AHoardingThatHidesMostOfThePictureIsToldAfterTheTimeOfPatience) {
  shows[0] = [&](Duration t) { return t < 3min ? scene(kOwn) : hoarding(0.8); };
  town.run(3min + town.policy.cameras.tell_moved_after - 1s);
  EXPECT_TRUE(town.all<event::TroubleAtPort>().empty());
  town.run(3min + town.policy.cameras.tell_moved_after + 2min);
  ASSERT_EQ(town.all<event::TroubleAtPort>().size(), 1u);
  EXPECT_EQ(town.all<event::TroubleAtPort>()[0].port, "cameras");
  EXPECT_THAT(town.all<event::TroubleAtPort>()[0].what, HasSubstr("c1"));
  EXPECT_THAT(town.all<event::TroubleAtPort>()[0].what, HasSubstr("person"));
  town.restart();
  town.looks_every = 10min;
  town.run(72h);
  EXPECT_EQ(town.all<event::TroubleAtPort>().size(), 1u) << "once is enough, over a restart too";
  EXPECT_TRUE(moved());
}

TEST_F(MovedCamera, AHoardingBeforeASmallPartOfThePictureBlindsNobody) {
  shows[0] = [&](Duration t) {
    goods_out = false;
    return t < 3min ? scene(kOwn) : hoarding(0.2);
  };
  town.run(1h);
  EXPECT_FALSE(sight()) << "it was never blind; the second camera gives no picture here, and is silent";
}

TEST_F(MovedCamera, LightThatComesAndGoesIsNoTurnAndTheSceneIsKeptAtMostOnceADay) {
  town.looks_every = 5min;
  shows[0] = [&](Duration t) {
    // The light goes from noon's to a tenth of it and back every day.
    const double hour = std::chrono::duration<double, std::ratio<3600>>(t).count();
    return scene(kOwn, std::round((0.55 + 0.45 * std::cos(hour / 24 * 2 * std::acos(-1.0))) * 20) / 20);
  };
  town.run(24h * 6);
  EXPECT_FALSE(sight()) << "it was never blind; the second camera gives no picture here, and is silent";
  EXPECT_LE(town.all<event::SceneLearnt>().size(), 7u);
}

}  // namespace
}  // namespace tricolor::engine::testing::moved_camera_test
