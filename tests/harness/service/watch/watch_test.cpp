// Shows that zones drawn by hand are read strictly and cut into convex pieces, that alarms are written as the
// documentation says, that a thing which is put down and taken away again gives one alarm and its clearing, that a lost
// stream is blind and not clear, and that evidence shows no recognisable person.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "harness/service/watch/test_video.h"
#include "service/watch/evidence_picture.h"
#include "service/watch/source_loop.h"
#include "service/watch/zone_sketch.h"

namespace tricolor::harness::watch_test {
namespace {

using namespace std::chrono_literals;
using engine::Duration;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::vector<PictureZone> zones_from(const std::string& text, std::string* faults = nullptr) {
  engine::Diagnostics diagnostics;
  auto zones = read_zones_text(text, "zones.yaml", 10s, diagnostics);
  if (faults) *faults = diagnostics.text();
  else EXPECT_EQ(diagnostics.text(), "");
  return zones;
}

TEST(ZonesFile, AConcaveZoneIsCutIntoPiecesOfTheSameArea) {
  const auto zones = zones_from(
      "zones:\n  - { name: l, dwell: 30 s, polygon: [[0, 0], [0, 100], [40, 100], [40, 40], [100, 40], [100, 0]] }\n  "
      "- { name: box, polygon: [[0, 0], [10, 0], [10, 10], [0, 10]] }\n");
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
  zones_from(
      "zones:\n  - { name: a, polygon: [[0, 0], [9, 9], [9, 0], [0, 9]] }\n  - { name: a, polygon: [[0, 0], [9, -1], "
      "[x, 9]], dwel: 3 s }\n",
      &faults);
  EXPECT_THAT(faults, HasSubstr("zones.yaml:2:"));
  EXPECT_THAT(faults, HasSubstr("crosses itself"));
  EXPECT_THAT(faults, HasSubstr("must be unique"));
  EXPECT_THAT(faults, HasSubstr("zones[1].polygon[1]"));
  EXPECT_THAT(faults, HasSubstr("zones[1].polygon[2]"));
  EXPECT_THAT(faults, HasSubstr("did you mean 'dwell'"));
}

TEST(ZonesFile, WhatIsWrittenIsReadBack) {
  PictureZone zone;
  zone.name = "a \"gate\": #1, 入口";
  zone.source = "a.mp4";
  zone.outline = {{10, 20}, {200.5, 20}, {200, 180}};
  zone.dwell = 90'500ms;
  const auto back = zones_from(zones_text({zone}));
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(back[0].name, zone.name);
  EXPECT_EQ(back[0].source, zone.source);
  EXPECT_EQ(back[0].dwell, zone.dwell);
  ASSERT_EQ(back[0].outline.size(), 3u);
  EXPECT_DOUBLE_EQ(back[0].outline[1].x_m, 200.5);
}

void type_in(ZoneSketch& sketch, const std::u32string& text) {
  for (const char32_t c : text) sketch.type(c);
}

TEST(ZoneSketch, RefusesWhatAZoneCannotBeAndSaysWhy) {
  ZoneSketch sketch(320, 240, {}, "", 10s);
  sketch.click({10, 10}, 5), sketch.click({100, 100}, 5);
  sketch.close();
  EXPECT_THAT(sketch.complaint(), HasSubstr("at least 3 corners"));
  sketch.click({100, 10}, 5), sketch.click({10, 100}, 5);
  sketch.click({12, 12}, 5);
  EXPECT_THAT(sketch.complaint(), HasSubstr("must not cross"));
  EXPECT_EQ(sketch.asks(), ZoneSketch::Asks::corners);
  sketch.undo();
  sketch.click({-40, 500}, 5);
  EXPECT_EQ(sketch.corners().back().x_m, 0) << "kept within the picture";
  EXPECT_EQ(sketch.corners().back().y_m, 240);
}

TEST(ZoneSketch, AsksForNameAndDwellAndTakesThemBack) {
  PictureZone first;
  first.name = "zone 2";
  ZoneSketch sketch(320, 240, {first}, "s", 10s);
  sketch.click({10, 10}, 5), sketch.click({100, 10}, 5), sketch.click({100, 100}, 5);
  sketch.enter();
  EXPECT_EQ(sketch.offered(), "zone 3") << "zone 2 is taken";
  type_in(sketch, U"zone 2");
  sketch.enter();
  EXPECT_THAT(sketch.complaint(), HasSubstr("already"));
  for (int i = 0; i < 6; ++i) sketch.erase();
  type_in(sketch, U"门口");
  sketch.erase();
  EXPECT_EQ(sketch.typed(), "门");
  sketch.enter();
  type_in(sketch, U"soon");
  sketch.enter();
  EXPECT_THAT(sketch.complaint(), HasSubstr("such as '30 s', got 'soon'"));
  for (int i = 0; i < 4; ++i) sketch.erase();
  type_in(sketch, U"2 min");
  sketch.enter();
  ASSERT_EQ(sketch.zones().size(), 2u);
  EXPECT_EQ(sketch.zones()[1].name, "门");
  EXPECT_EQ(sketch.zones()[1].dwell, Duration{2min});
  EXPECT_EQ(sketch.zones()[1].source, "s");
  EXPECT_EQ(sketch.zones()[1].pieces.size(), 1u);
  sketch.undo();
  EXPECT_EQ(sketch.zones().size(), 1u);
}

TEST(AlarmLine, IsWhatTheDocumentSays) {
  Alarm alarm{"a.mp4", 3, Duration{21'500'000}, Duration{11'500'000}, {140, 300, 45, 60}, "picture", "unknown_object",
              {},      ""};
  EXPECT_EQ(
      to_line(alarm),
      R"({"t":21.5,"box":[140.0,300.0,45.0,60.0],"zone":"picture","class":"unknown_object","dwell_s":10.0,"cleared_s":null,"source":"a.mp4","id":"a.mp4#3","since_s":11.5})");
  alarm.cleared = Duration{30'000'000};
  EXPECT_THAT(to_line(alarm), HasSubstr(R"("dwell_s":18.5,"cleared_s":30.0)"));
}

TEST(AlarmLine, TellsTheTimeOfDayWhereItIsKnown) {
  Alarm alarm{"a.mp4", 3, Duration{21'500'000}, Duration{11'500'000}, {140, 300, 45, 60}, "picture", "unknown_object",
              {},      ""};
  alarm.zero = engine::Time{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} + 58min};
  alarm.watch = stamp_text(*alarm.zero);
  EXPECT_THAT(to_line(alarm), HasSubstr(R"("t":21.5,"at":"2020-11-02T08:58:21.500+08:00","box")"));
  EXPECT_THAT(to_line(alarm), HasSubstr(R"("id":"a.mp4#20201102-085800-3")"));
}

TEST(AlarmFile, AddsToWhatIsThereAndEndsAHalfLine) {
  const fs::path path = fs::temp_directory_path() / ("tricolor_alarms_" + std::to_string(::getpid()));
  std::ofstream(path) << "{\"t\":1}\n{\"t\":";
  {
    AlarmFile file(path.string());
    file.blind("s", {}, 2s, "dark");
  }
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text, "{\"t\":1}\n{\"t\":\n{\"t\":2.0,\"blind\":\"dark\",\"source\":\"s\"}\n");
  fs::remove(path);
}

// Makes 40 s in which a dark box stands from the 10th to the 30th second.
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
    return {[this](Alarm& alarm, const engine::Image&) { raised.push_back(alarm); },
            [this](const Alarm& alarm) { cleared.push_back(alarm); }};
  }
};

TEST(StillWatch, AThingLeftIsAlarmedOnceAndClearedWhenItIsGone) {
  Heard heard;
  const auto watch =
      watch_still_objects("s",
                          zones_from("zones:\n  - { name: left, polygon: [[0, 0], [100, 0], [100, 240], [0, 240]] }\n  "
                                     "- { name: right, polygon: [[100, 0], [320, 0], [320, 240], [100, 240]] }\n"),
                          nullptr, heard.ears());
  for (const TestPicture& picture : put_down_and_taken_away())
    watch->look(std::make_shared<engine::Image>(picture.image), picture.at);
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

// The detector gives the box the kind that the test says, in every picture.
class SeesOne : public engine::Vision {
 public:
  SeesOne(engine::ImageBox box, std::string kind) : box_(box), kinds_{"bin", std::move(kind)} {}
  const engine::ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image&, engine::View) const override {
    auto analysis = std::make_shared<engine::PictureAnalysis>();
    analysis->detections.push_back({1, 200, box_});
    return analysis;
  }

 private:
  engine::ImageBox box_;
  engine::ObjectKinds kinds_;
};

TEST(StillWatch, ADetectorNamesWhatIsFoundAndLosesNothing) {
  struct Case {
    engine::ImageBox box;
    std::string kind, named;
  };
  for (const Case& one : {Case{{140, 120, 40, 40}, "pile", "pile"}, Case{{140, 120, 40, 40}, "person", "person"},
                          Case{{10, 10, 40, 40}, "pile", "unknown_object"}}) {
    Heard heard;
    PictureZone whole;
    whole.name = "picture";
    const auto watch = watch_still_objects("s", {whole}, std::make_shared<SeesOne>(one.box, one.kind), heard.ears());
    for (const TestPicture& picture : put_down_and_taken_away())
      watch->look(std::make_shared<engine::Image>(picture.image), picture.at);
    ASSERT_EQ(heard.raised.size(), 1u) << one.kind;
    EXPECT_EQ(heard.raised.front().class_name, one.named);
    EXPECT_EQ(heard.cleared.size(), 1u);
  }
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

// Nobody listens at port 1: the source is tried again and again, is blind from the first time on, and no line tells its
// password.
TEST(SourceLoop, AStreamThatIsNotThereIsTriedAgainAndBlind) {
  SourceSettings settings;
  settings.address = "rtsp://user:secret@127.0.0.1:1/live";
  settings.first_pause = 10ms;
  // The second try ends the loop, however long a try takes.
  std::atomic<bool> stop{false};
  settings.video.stop = &stop;
  std::vector<std::string> lines;
  int blind = 0;
  NoWatch watch;
  const SourceResult result = run_source(settings, watch,
                                         {[&](const std::string& line) {
                                            lines.push_back(line);
                                            if (lines.size() == 2) stop.store(true);
                                          },
                                          [&](Duration, const std::string&) { ++blind; },
                                          [](Duration) {},
                                          {},
                                          {}});
  EXPECT_FALSE(result.sound);
  EXPECT_EQ(blind, 1);
  EXPECT_EQ(lines.size(), 2u);
  for (const std::string& line : lines)
    EXPECT_THAT(line, ::testing::AllOf(HasSubstr("rtsp://127.0.0.1:1/live"), ::testing::Not(HasSubstr("secret"))));
}

TEST(SourceLoop, AMissingFileIsOneLineAndOver) {
  SourceSettings settings;
  settings.address = "/nowhere/at/all.mp4";
  std::vector<std::string> lines;
  NoWatch watch;
  EXPECT_FALSE(run_source(settings, watch,
                          {[&](const std::string& line) { lines.push_back(line); },
                           [](Duration, const std::string&) {},
                           [](Duration) {},
                           {},
                           {}})
                   .sound);
  EXPECT_EQ(lines.size(), 1u);
}

TEST(SourceLoop, AFileThatIsCutShortIsNotSound) {
  const fs::path path = fs::temp_directory_path() / ("tricolor_cut_" + std::to_string(::getpid()) + ".mkv");
  write_test_video(path.string(), put_down_and_taken_away(), 5);
  const auto result_of = [&] {
    SourceSettings settings;
    settings.address = path.string();
    NoWatch watch;
    return run_source(settings, watch, {[](const std::string&) {}, {}, {}, {}, {}});
  };
  EXPECT_TRUE(result_of().sound);
  fs::resize_file(path, fs::file_size(path) / 2);
  EXPECT_FALSE(result_of().sound);
  fs::remove(path);
}

// Finds every pixel that differs from a picture of the same size without a caption.
engine::Image captioned(const engine::ImageBox& box, const std::string& zone, const engine::Image& picture) {
  Alarm alarm{"a.mp4", 1, 20s, 10s, box, zone, "unknown_object", {}, ""};
  return evidence_picture(picture, alarm, false);
}

bool same_within(const engine::Image& a, const engine::Image& b, int x0, int y0, int x1, int y1) {
  for (int y = y0; y < y1; ++y)
    for (int i = 3 * (y * a.width_px + x0); i < 3 * (y * a.width_px + x1); ++i)
      if (a.bytes[static_cast<std::size_t>(i)] != b.bytes[static_cast<std::size_t>(i)]) return false;
  return true;
}

TEST(Evidence, TheCaptionCoversNothingOfTheThing) {
  const engine::Image picture = grainy_scene(640, 480);
  for (const engine::ImageBox& box : {engine::ImageBox{200, 4, 60, 80}, engine::ImageBox{200, 200, 60, 80},
                                      engine::ImageBox{200, 400, 60, 78}, engine::ImageBox{0, 0, 300, 420}}) {
    const engine::Image out = captioned(box, "picture", picture);
    const int x = static_cast<int>(box.x_px), y = static_cast<int>(box.y_px);
    EXPECT_TRUE(same_within(out, picture, x + 3, y + 3, x + static_cast<int>(box.width_px) - 3,
                            std::min(y + static_cast<int>(box.height_px) - 3, 450)))
        << box.y_px;
  }
}

TEST(Evidence, ChineseNamesAreDrawnAndDiffer) {
  const engine::Image picture = grainy_scene(640, 480);
  EXPECT_NE(captioned({200, 200, 60, 80}, "门口", picture).bytes, captioned({200, 200, 60, 80}, "后门", picture).bytes);
}

// The picture has stripes of single pixels, finer than any plate: no trace of them may be left outside the box, and
// little within.
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
}  // namespace tricolor::harness::watch_test
