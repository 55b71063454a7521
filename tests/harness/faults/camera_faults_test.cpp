// Shows each fault of a camera on its own, between cameras that never fail and the engine: which pictures arrive and
// what is in them, which heartbeats arrive, what is announced, and which pictures the fault makes the camera take. Each
// fault lasts from its first instant to just before its last; another camera is never touched.
#include "faults/camera_faults.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "fault_fixture.h"

namespace tricolor::harness::camera_faults_test {
namespace {

using What = FaultLine::What;
using engine::CameraId;

constexpr CameraId kOne{0}, kTwo{1};

std::shared_ptr<const engine::Image> picture(std::uint8_t grey) {
  return std::make_shared<engine::Image>(engine::Image{2, 1, std::vector<std::uint8_t>(6, grey)});
}

// Keeps what reaches the engine.
struct Listener : EngineSocket {
  std::vector<engine::Frame> frames;
  std::vector<engine::Unchanged> unchanged;
  std::vector<engine::Blind> blind;
  int others = 0;
  void deliver(const engine::Input& input) override {
    if (const auto* frame = std::get_if<engine::Frame>(&input)) frames.push_back(*frame);
    else if (const auto* told = std::get_if<engine::Unchanged>(&input)) unchanged.push_back(*told);
    else if (const auto* down = std::get_if<engine::Blind>(&input)) blind.push_back(*down);
    else ++others;
  }
};

// Cameras that take a picture when they are told to. Camera 2 always sees the grey 200.
struct Cameras : CameraControl {
  std::vector<std::pair<CameraId, engine::Time>> changes, returns;
  std::optional<engine::Time> through;
  std::optional<engine::Time> vouched_through(CameraId) override { return through; }
  void view_changes(CameraId camera, engine::Time at) override { changes.emplace_back(camera, at); }
  void comes_back(CameraId camera, engine::Time at) override { returns.emplace_back(camera, at); }
  std::shared_ptr<const engine::Image> view_of(CameraId camera) override { return picture(camera == kTwo ? 200 : 100); }
};

// Everything between two cameras and the engine while one fault of the first lasts, from the tenth to the twentieth
// minute of an hour.
struct Line {
  explicit Line(std::vector<FaultLine> lines) : faults(std::move(lines)) {
    for (FaultLine& line : faults) line.camera = "c1", line.other_camera = "c2";
    for (const char* name : {"c1", "c2"}) configuration.cameras.push_back({name, "city", std::nullopt});
    cameras_line = std::make_unique<FaultyCameras>(engine, faults, configuration, clock);
    cameras_line->start(cameras, engine::Time{1h});
  }
  explicit Line(What what) : Line(std::vector<FaultLine>{fault_of(what)}) {}

  // The brightness of the picture that arrives when a camera takes one; −1 when none does.
  int take(engine::Duration at, std::uint8_t grey, CameraId camera = kOne) {
    clock.set(at);
    const std::size_t before = engine.frames.size();
    cameras_line->deliver(engine::Frame{camera, clock.now(), picture(grey)});
    if (engine.frames.size() == before) return -1;
    EXPECT_EQ(engine.frames.back().camera, camera);
    EXPECT_EQ(engine.frames.back().captured_at, clock.now());
    return engine.frames.back().image->bytes[0];
  }
  bool vouch(engine::Duration at, CameraId camera = kOne) {
    clock.set(at);
    const std::size_t before = engine.unchanged.size();
    cameras_line->deliver(engine::Unchanged{camera, clock.now()});
    return engine.unchanged.size() > before;
  }

  std::vector<FaultLine> faults;
  engine::Configuration configuration;
  SetClock clock;
  Listener engine;
  Cameras cameras;
  std::unique_ptr<FaultyCameras> cameras_line;
};

using Pairs = std::vector<std::pair<CameraId, engine::Time>>;

TEST(FaultyCameras, WithoutFaultsEverythingPasses) {
  Line line{std::vector<FaultLine>{}};
  EXPECT_EQ(line.take(15min, 90), 90);
  EXPECT_TRUE(line.vouch(16min));
  line.cameras_line->deliver(engine::Blind{kOne, line.clock.now()});
  line.cameras_line->deliver(engine::Receipt{"k", line.clock.now(), true});
  EXPECT_EQ(line.engine.blind.size(), 1u);
  EXPECT_EQ(line.engine.others, 1);
  EXPECT_TRUE(line.cameras.changes.empty());
  EXPECT_TRUE(line.cameras.returns.empty());
}

TEST(FaultyCameras, ADarkOneSendsBlackPicturesAndVouchesForNothing) {
  Line line(What::camera_dark);
  EXPECT_EQ(line.take(10min - 1us, 90), 90);
  EXPECT_EQ(line.take(10min, 90), kDarkGrey);
  EXPECT_FALSE(line.vouch(15min));
  EXPECT_EQ(line.take(15min, 70, kTwo), 70);
  EXPECT_TRUE(line.vouch(15min, kTwo));
  EXPECT_EQ(line.take(20min - 1us, 90), kDarkGrey);
  EXPECT_EQ(line.take(20min, 90), 90);
  EXPECT_TRUE(line.vouch(20min));
  EXPECT_TRUE(line.engine.blind.empty());
  EXPECT_EQ(line.cameras.changes, (Pairs{{kOne, engine::Time{10min}}}));
  EXPECT_EQ(line.cameras.returns, (Pairs{{kOne, engine::Time{20min}}}));
}

TEST(FaultyCameras, AFrozenOneRepeatsTheLastPictureBitForBitUntilItThaws) {
  Line line(What::camera_frozen);
  EXPECT_EQ(line.take(9min, 90), 90);
  EXPECT_EQ(line.take(10min, 91), 90);
  EXPECT_EQ(line.take(12min, 92), 90);
  EXPECT_EQ(line.engine.frames[1].image, line.engine.frames[0].image);
  EXPECT_FALSE(line.vouch(13min));
  EXPECT_EQ(line.take(20min, 93), 93);
  EXPECT_EQ(line.cameras.changes, (Pairs{{kOne, engine::Time{10min}}, {kOne, engine::Time{10min + 3s}}}))
      << "two equal pictures in a row, one interval of 1.5 s and one between them";
}

TEST(FaultyCameras, OneThatFreezesBeforeItsFirstPictureRepeatsThat) {
  Line line(What::camera_frozen);
  EXPECT_EQ(line.take(11min, 91), 91);
  EXPECT_EQ(line.take(12min, 92), 91);
}

TEST(FaultyCameras, ASwappedOneSendsTheOtherOnesView) {
  Line line(What::camera_swapped);
  EXPECT_EQ(line.take(9min, 90), 90);
  EXPECT_EQ(line.take(10min, 91), 200);
  EXPECT_FALSE(line.vouch(11min));
  EXPECT_EQ(line.take(20min, 93), 93);
}

TEST(FaultyCameras, ADisconnectedOneIsAnnouncedAfterItVouchedForItsLastPicture) {
  Line line(What::camera_disconnected);
  line.cameras.through = engine::Time{10min - 1s};
  EXPECT_EQ(line.take(9min, 90), 90);
  EXPECT_EQ(line.take(15min, 91), -1);
  EXPECT_FALSE(line.vouch(15min));
  ASSERT_EQ(line.engine.blind.size(), 1u);
  EXPECT_EQ(line.engine.blind[0].from, engine::Time{10min});
  EXPECT_EQ(line.engine.blind[0].reason, engine::BlindReason::disconnected);
  ASSERT_EQ(line.engine.unchanged.size(), 1u);
  EXPECT_EQ(line.engine.unchanged[0].through, engine::Time{10min - 1s});
  EXPECT_EQ(line.take(20min, 92), 92);
}

TEST(FaultyCameras, ASilentOneIsNotAnnounced) {
  Line line(What::camera_silent);
  EXPECT_EQ(line.take(10min, 91), -1);
  EXPECT_FALSE(line.vouch(15min));
  EXPECT_EQ(line.take(20min - 1us, 91), -1);
  EXPECT_EQ(line.take(20min, 92), 92);
  EXPECT_TRUE(line.engine.blind.empty());
  EXPECT_EQ(line.cameras.returns, (Pairs{{kOne, engine::Time{20min}}}));
}

TEST(FaultyCameras, OfTwoFaultsAtATimeTheFirstHolds) {
  Line line({fault_of(What::camera_dark), fault_of(What::camera_silent)});
  EXPECT_EQ(line.take(15min, 90), kDarkGrey);
}

TEST(FaultyCameras, AFaultThatOutlivesTheRunBringsNobodyBack) {
  FaultLine late = fault_of(What::camera_silent);
  late.until = engine::Time{2h};
  EXPECT_TRUE(Line({late}).cameras.returns.empty());
}

}  // namespace
}  // namespace tricolor::harness::camera_faults_test
