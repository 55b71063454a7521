// Shows that zones drawn by hand are read strictly and cut into convex pieces, that alarms are written as users are told, that a thing which is put
// down and taken away again gives one alarm and its clearing, that a lost stream is blind and not clear, and that evidence shows nobody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "harness/watch/test_video.h"
#include "watch/evidence_picture.h"
#include "watch/source_loop.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
using engine::Duration;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::vector<PictureZone> zones_from(const std::string& text, std::string* faults = nullptr) {
  engine::Diagnostics diagnostics;
  auto zones = read_zones_text(text, "zones.yaml", 10s, diagnostics);
  if (faults)
    *faults = diagnostics.text();
  else
    EXPECT_EQ(diagnostics.text(), "");
  return zones;
}

TEST(ZonesFile, AConcaveZoneIsCutIntoPiecesOfTheSameArea) {
  const auto zones = zones_from("zones:\n  - { name: l, dwell: 30 s, polygon: [[0, 0], [0, 100], [40, 100], [40, 40], [100, 40], [100, 0]] }\n  - { name: box, polygon: [[0, 0], [10, 0], [10, 10], [0, 10]] }\n");
  ASSERT_EQ(zones.size(), 2u);
  EXPECT_EQ(zones[0].dwell, Duration{30s});
  EXPECT_EQ(zones[1].dwell, Duration{10s});
  EXPECT_EQ(zones[1].pieces.size(), 1u);
  double area = 0;
  for (const auto& piece : zones[0].pieces) {
    EXPECT_GT(engine::signed_area_m2(piece), 0);
    area += engine::signed_area_m2(piece);
  }
  EXPECT_DOUBLE_EQ(area, 100 * 100 - 60 * 60);
}

TEST(ZonesFile, AllFaultsAreToldAtOnce) {
  std::string faults;
  zones_from("zones:\n  - { name: a, polygon: [[0, 0], [9, 9], [9, 0], [0, 9]] }\n  - { name: a, polygon: [[0, 0], [9, -1], [x, 9]], dwel: 3 s }\n", &faults);
  EXPECT_THAT(faults, HasSubstr("zones.yaml:2:"));
  EXPECT_THAT(faults, HasSubstr("crosses itself"));
  EXPECT_THAT(faults, HasSubstr("must be unique"));
  EXPECT_THAT(faults, HasSubstr("zones[1].polygon[1]"));
  EXPECT_THAT(faults, HasSubstr("zones[1].polygon[2]"));
  EXPECT_THAT(faults, HasSubstr("did you mean 'dwell'"));
}

TEST(AlarmLine, IsWhatTheDocumentSays) {
  Alarm alarm{"a.mp4", 3, Duration{21'500'000}, Duration{11'500'000}, {140, 300, 45, 60}, "picture", "unknown_object", {}, ""};
  EXPECT_EQ(to_line(alarm),
            R"({"t":21.5,"box":[140.0,300.0,45.0,60.0],"zone":"picture","class":"unknown_object","dwell_s":10.0,"cleared_s":null,"source":"a.mp4","id":"a.mp4#3","since_s":11.5})");
  alarm.cleared = Duration{30'000'000};
  EXPECT_THAT(to_line(alarm), HasSubstr(R"("dwell_s":18.5,"cleared_s":30.0)"));
}

// 40 s in which a dark box stands from the 10th to the 30th.
std::vector<TestPicture> put_down_and_taken_away() {
  std::vector<TestPicture> pictures;
  for (int i = 0; i < 200; ++i) {
    pictures.push_back({grainy_scene(320, 240), i * Duration{200'000}});
    if (i >= 50 && i < 150) paint(pictures.back().image, 140, 120, 40, 40, 20, 30, 40);
  }
  return pictures;
}

struct Heard {
  std::vector<Alarm> raised, cleared;
  WatchEars ears() {
    return {[this](Alarm& alarm, const engine::Image&) { raised.push_back(alarm); }, [this](const Alarm& alarm) { cleared.push_back(alarm); }};
  }
};

TEST(StillWatch, AThingLeftIsAlarmedOnceAndClearedWhenItIsGone) {
  Heard heard;
  const auto watch = watch_still_objects("s", zones_from("zones:\n  - { name: left, polygon: [[0, 0], [100, 0], [100, 240], [0, 240]] }\n  - { name: right, polygon: [[100, 0], [320, 0], [320, 240], [100, 240]] }\n"), nullptr, heard.ears());
  for (const TestPicture& picture : put_down_and_taken_away()) watch->look(std::make_shared<engine::Image>(picture.image), picture.at);
  ASSERT_EQ(heard.raised.size(), 1u);
  const Alarm& alarm = heard.raised.front();
  EXPECT_EQ(alarm.zone, "right");
  EXPECT_EQ(alarm.class_name, "unknown_object");
  EXPECT_NEAR(alarm.box.x_px + alarm.box.width_px / 2, 160, 12);
  EXPECT_NEAR(alarm.box.y_px + alarm.box.height_px / 2, 140, 12);
  EXPECT_GE(alarm.at, Duration{19s});
  EXPECT_LE(alarm.at, Duration{24s});
  ASSERT_EQ(heard.cleared.size(), 1u);
  EXPECT_NEAR(static_cast<double>(heard.cleared.front().cleared->count()) / 1e6, 30, 3);
}

TEST(StillWatch, BlindnessClearsNothing) {
  Heard heard;
  PictureZone whole;
  whole.name = "picture";
  const auto watch = watch_still_objects("s", {whole}, nullptr, heard.ears());
  for (const TestPicture& picture : put_down_and_taken_away()) {
    if (picture.at > 28s) break;
    watch->look(std::make_shared<engine::Image>(picture.image), picture.at);
  }
  watch->blind(28s, 28s);
  EXPECT_EQ(heard.raised.size(), 1u);
  EXPECT_TRUE(heard.cleared.empty());
}

class NoWatch : public PictureWatch {
 public:
  int looks = 0;
  void look(const std::shared_ptr<const engine::Image>&, Duration) override { ++looks; }
  void blind(Duration, Duration) override {}
  std::vector<TimedBox> timed() const override { return {}; }
};

// Nobody listens at port 1: the source is tried again and again, is blind from the first time on, and no line tells its password.
TEST(SourceLoop, AStreamThatIsNotThereIsTriedAgainAndBlind) {
  SourceSettings settings;
  settings.address = "rtsp://user:secret@127.0.0.1:1/live";
  settings.first_pause = 10ms;
  settings.lasts = Duration{300ms};
  std::vector<std::string> lines;
  int blind = 0;
  NoWatch watch;
  const SourceResult result = run_source(settings, watch, {[&](const std::string& line) { lines.push_back(line); }, [&](Duration, const std::string&) { ++blind; }, [](Duration) {}, {}, {}});
  EXPECT_FALSE(result.sound);
  EXPECT_EQ(blind, 1);
  EXPECT_GE(lines.size(), 2u);
  for (const std::string& line : lines) EXPECT_THAT(line, ::testing::AllOf(HasSubstr("rtsp://127.0.0.1:1/live"), ::testing::Not(HasSubstr("secret"))));
}

TEST(SourceLoop, AMissingFileIsOneLineAndOver) {
  SourceSettings settings;
  settings.address = "/nowhere/at/all.mp4";
  std::vector<std::string> lines;
  NoWatch watch;
  EXPECT_FALSE(run_source(settings, watch, {[&](const std::string& line) { lines.push_back(line); }, [](Duration, const std::string&) {}, [](Duration) {}, {}, {}}).sound);
  EXPECT_EQ(lines.size(), 1u);
}

// A stripe of single pixels, finer than any plate: no trace of it may be left outside the box, and little within.
TEST(Evidence, FineDetailIsGone) {
  engine::Image picture{480, 360, std::vector<std::uint8_t>(480 * 360 * 3, 128)};
  for (int x = 0; x < 480; ++x) paint(picture, x, 0, 1, 360, x % 2 ? 255 : 0, x % 2 ? 255 : 0, x % 2 ? 255 : 0);
  const engine::Image out = masked(picture, {200, 100, 96, 96});
  int contrast = 0;
  for (std::size_t i = 3; i < out.bytes.size(); ++i)
    if (i % (480 * 3) >= 3) contrast = std::max(contrast, std::abs(out.bytes[i] - out.bytes[i - 3]));
  EXPECT_LT(contrast, 40);
}

}  // namespace
}  // namespace tricolor::harness
