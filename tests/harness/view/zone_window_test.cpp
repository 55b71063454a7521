// Shows that zones can be drawn as people draw them: clicks for corners, a polygon that crosses itself refused, undo,
// name and dwell typed; that the file holds them and the watch goes on with them; that leaving writes nothing; and that
// without a display the command ends with one line and exit code 2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "harness/view/on_display.h"
#include "sim/camera/png.h"
#include "service/watch/zones_file.h"

namespace tricolor::harness::zone_window_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class ZoneWindowTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("tricolor_zone_window_" + std::to_string(getpid()));
    fs::create_directories(folder_ / "pictures");
    // The film has ten seconds of an empty floor, which can raise no alarm.
    sim::Picture picture;
    picture.width_px = 320, picture.height_px = 240;
    picture.bytes.assign(320 * 240 * 3, 120);
    for (int i = 0; i < 50; ++i)
      sim::write_png((folder_ / "pictures" / (std::to_string(100 + i) + ".png")).string(), picture);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::vector<std::string> command() const {
    return {TRICOLOR_PROGRAM, "watch", "pictures", "--fps", "5", "--draw", "zones.yaml", "--out", "alarms.jsonl"};
  }
  std::string said() const { return text_of(folder_ / "out"); }
  std::vector<PictureZone> zones() const {
    engine::Diagnostics diagnostics;
    auto zones = read_zones((folder_ / "zones.yaml").string(), engine::Duration{10s}, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    return zones;
  }

  fs::path folder_;
};

// Operates the window: places are in pixels of the picture, which is shown twice as large. It goes on when the window's
// title shows the effect of the last action, and gives up once it has waited for long, because no later action could
// succeed.
class Hand {
 public:
  Hand(const fs::path& folder, const std::string& display) : folder_(folder), display_(display) {
    sees("corners of the next: 0$");
  }
  void click(int x, int y, const std::string& title) {
    if (lost_) return;
    EXPECT_EQ(xdotool({"search", "--onlyvisible", "--name", kWindow, "mousemove", "--window", "%1",
                       std::to_string(2 * x), std::to_string(2 * y), "click", "1"}),
              0);
    sees(title);
  }
  void key(const std::string& name, const std::string& title = "") {
    if (lost_) return;
    EXPECT_EQ(xdotool({"key", name}), 0);
    if (!title.empty()) sees(title);
  }
  void type(const std::string& text, const std::string& title) {
    if (lost_) return;
    EXPECT_EQ(xdotool({"type", "--delay", "40", text}), 0);
    sees(title);
  }
  bool lost() const { return lost_; }

 private:
  static constexpr const char* kWindow = "Tricolor: pictures";

  void sees(const std::string& title) {
    const auto until = std::chrono::steady_clock::now() + 300s;
    while (xdotool({"search", "--onlyvisible", "--name", std::string(kWindow) + ".*" + title}) != 0) {
      if (std::chrono::steady_clock::now() > until) {
        ADD_FAILURE() << "the window never said: " << title;
        lost_ = true;
        return;
      }
      std::this_thread::sleep_for(30ms);
    }
  }
  int xdotool(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    return Process(words, folder_, display_, "/dev/null").wait();
  }
  fs::path folder_;
  std::string display_;
  bool lost_ = false;
};

TEST_F(ZoneWindowTest, ClicksAndKeysBecomeAFileAndTheWatchGoesOn) {
  const Display display;
  ASSERT_FALSE(display.name().empty()) << "Xvfb did not start (package xvfb)";
  Process process(command(), folder_, display.name(), folder_ / "out");
  Hand hand(folder_, display.name());
  hand.click(20, 20, "next: 1$"), hand.click(120, 20, "next: 2$"), hand.click(20, 120, "next: 3$"),
      hand.click(120, 120, "next: 4$");
  hand.key("Return");  // The polygon crosses itself, so that it must be refused; otherwise the next letters were text.
  hand.key("u", "next: 3$"), hand.key("u", "next: 2$");
  hand.click(120, 120, "next: 3$"), hand.click(20, 120, "next: 4$");
  hand.click(21, 21, "name .*: _$");  // The click is near the first corner and closes the polygon.
  hand.type("gate s", "name .*: gate s_$");
  hand.key("Return", "alarm after .*: _$");
  hand.type("30 s", "alarm after .*: 30 s_$");
  hand.key("Return", "1 zone, .*next: 0$");
  hand.click(200, 50, "next: 1$"), hand.click(300, 50, "next: 2$"), hand.click(250, 200, "next: 3$");
  // The polygon is closed; the name and the dwell that are offered are taken.
  hand.key("Return", "name .*: _$"), hand.key("Return", "alarm after .*: _$"),
      hand.key("Return", "2 zones, .*next: 0$");
  ASSERT_FALSE(hand.lost()) << said();
  hand.key("s");
  EXPECT_EQ(process.wait(), 0) << said();
  const auto drawn = zones();
  ASSERT_EQ(drawn.size(), 2u) << text_of(folder_ / "zones.yaml");
  EXPECT_EQ(drawn[0].name, "gate s");
  EXPECT_EQ(drawn[0].dwell, engine::Duration{30s});
  ASSERT_EQ(drawn[0].outline.size(), 4u);
  EXPECT_NEAR(drawn[0].outline[2].x_m, 120, 1);
  EXPECT_NEAR(drawn[0].outline[2].y_m, 120, 1);
  EXPECT_EQ(drawn[1].name, "zone 2");
  EXPECT_EQ(drawn[1].dwell, engine::Duration{10s});
  EXPECT_EQ(drawn[1].outline.size(), 3u);
  EXPECT_TRUE(fs::exists(folder_ / "alarms.jsonl")) << "the watch went on";
  EXPECT_THAT(said(), HasSubstr("50 pictures"));
}

TEST_F(ZoneWindowTest, AFileIsGoneOnWithAndSavedAlone) {
  std::ofstream(folder_ / "zones.yaml")
      << "zones:\n  - { name: old, polygon: [[0, 0], [50, 0], [50, 50]], dwell: 5 s }\n";
  const Display display;
  Process process(command(), folder_, display.name(), folder_ / "out");
  Hand hand(folder_, display.name());
  hand.click(200, 50, "next: 1$"), hand.click(300, 50, "next: 2$"), hand.click(250, 200, "next: 3$");
  hand.key("Return", "name .*: _$"), hand.key("Return", "alarm after .*: _$"),
      hand.key("Return", "2 zones, .*next: 0$");
  ASSERT_FALSE(hand.lost()) << said();
  hand.key("x");
  EXPECT_EQ(process.wait(), 0) << said();
  const auto drawn = zones();
  ASSERT_EQ(drawn.size(), 2u);
  EXPECT_EQ(drawn[0].name, "old");
  EXPECT_EQ(drawn[0].dwell, engine::Duration{5s});
  EXPECT_FALSE(fs::exists(folder_ / "alarms.jsonl")) << "nothing was watched";
}

TEST_F(ZoneWindowTest, WhoLeavesWritesNothing) {
  const Display display;
  Process process(command(), folder_, display.name(), folder_ / "out");
  Hand hand(folder_, display.name());
  hand.click(20, 20, "next: 1$"), hand.click(120, 20, "next: 2$"), hand.click(120, 120, "next: 3$");
  ASSERT_FALSE(hand.lost()) << said();
  hand.key("q");
  EXPECT_EQ(process.wait(), 130) << said();
  EXPECT_FALSE(fs::exists(folder_ / "zones.yaml"));
  EXPECT_FALSE(fs::exists(folder_ / "alarms.jsonl"));
}

TEST_F(ZoneWindowTest, WithoutADisplayItIsOneLine) {
  EXPECT_EQ(Process(command(), folder_, "", folder_ / "out").wait(), 2);
  EXPECT_THAT(said(), HasSubstr("watch --draw: needs a display: DISPLAY is not set"));
  EXPECT_EQ(said().find('\n'), said().size() - 1) << said();
  EXPECT_FALSE(fs::exists(folder_ / "zones.yaml"));
  EXPECT_FALSE(fs::exists(folder_ / "alarms.jsonl"));
}

}  // namespace
}  // namespace tricolor::harness::zone_window_test
