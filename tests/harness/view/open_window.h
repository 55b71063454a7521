// Opens a window of a recorded run on a display of its own and operates it by keys and mouse, for the window's tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <sstream>
#include <thread>
#include "harness/view/on_display.h"
#include "recorded.h"
#include "sim/camera/png.h"
#include "view/layout/layout.h"
#include "view/layout/marks.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kOneShop = TRICOLOR_SOURCE_DIR "/scenarios/smoke/one_shop.yaml";

struct Area {
  int left, top, width, height;
};
// Places in a window of 1280 × 720.
constexpr Area kMap{0, 86, 890, 560}, kPicture{938, 111, 334, 186}, kClock{560, 4, 130, 32}, kOpen{9, 44, 50, 24},
    kFeed{936, 466, 340, 205}, kTicks{20, 150, 16, 200}, kMiddle{300, 200, 680, 320};

using Picture = sim::Picture;

bool is_near(const Picture& picture, int x, int y, std::array<int, 3> rgb, int within) {
  const std::uint8_t* pixel = &picture.bytes[static_cast<std::size_t>((y * picture.width_px + x) * 3)];
  for (int c = 0; c < 3; ++c)
    if (std::abs(pixel[2 - c] - rgb[static_cast<std::size_t>(c)]) > within) return false;
  return true;
}

int count(const Picture& picture, Area area, std::array<int, 3> rgb, int within = 24) {
  int found = 0;
  for (int y = area.top; y < area.top + area.height; ++y)
    for (int x = area.left; x < area.left + area.width; ++x) found += is_near(picture, x, y, rgb, within) ? 1 : 0;
  return found;
}

int differing(const Picture& a, const Picture& b, Area area) {
  int found = 0;
  for (int y = area.top; y < area.top + area.height; ++y)
    for (int x = area.left; x < area.left + area.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const auto i = static_cast<std::size_t>((y * a.width_px + x) * 3 + c);
        if (std::abs(a.bytes[i] - b.bytes[i]) > 40) {
          ++found;
          break;
        }
      }
  return found;
}

constexpr std::array<int, 3> kRed{255, 77, 79}, kYellow{255, 204, 51}, kGreen{52, 199, 110}, kAmber{255, 159, 67},
    kAccent{64, 201, 245};

class WindowTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("tricolor_window_" + std::to_string(getpid()));
    fs::create_directories(folder_);
    display_ = new Display;
    ASSERT_FALSE(display_->name().empty()) << "Xvfb did not start (package xvfb)";
    ASSERT_EQ(tricolor({"run", kOneShop, "--no-report", "--out", (folder_ / "runs").string()}), 0) << said();
    for (const auto& entry : fs::directory_iterator(folder_ / "runs")) run_ = entry.path().string();
    ran_ = said();
  }
  static void TearDownTestSuite() {
    delete display_;
    fs::remove_all(folder_);
  }

  static int tricolor(std::vector<std::string> arguments, const std::string& display = display_->name()) {
    arguments.insert(arguments.begin(), TRICOLOR_PROGRAM);
    return Process(arguments, folder_, display, folder_ / "out").wait();
  }
  static std::string said() { return text_of(folder_ / "out"); }

  Picture shot(std::vector<std::string> arguments) {
    const std::string file = (folder_ / "shot.png").string();
    fs::remove(file);
    arguments.insert(arguments.begin(), {"view", run_, "--screenshot", file});
    EXPECT_EQ(tricolor(arguments), 0) << said();
    return sim::read_png(file);
  }

  static inline fs::path folder_;
  static inline Display* display_ = nullptr;
  static inline std::string run_, ran_;
};

// A window that is open, with keys and mouse for it. After each action it waits until the window's title or its picture
// shows the effect. Once it has waited in vain it gives up at once on all later actions, because none of them could
// succeed.
class Hands {
 public:
  Hands(const fs::path& folder, const std::string& display, std::vector<std::string> arguments)
      : folder_(folder),
        display_(display),
        process_((arguments.insert(arguments.begin(), TRICOLOR_PROGRAM), arguments), folder, display,
                 folder / "window") {
    // A window that is not yet drawn is not yet under the pointer, and a key that is pressed then reaches no window.
    waits_for("a window", [&] {
      if (xdotool({"search", "--onlyvisible", "--name", "Tricolor"}, folder_ / "id") != 0) return false;
      std::ifstream(folder_ / "id") >> window_;
      return !title().empty();
    });
    // Without a window manager the keys go to the window under the pointer. There it points to nothing.
    move(600, 665);
  }
  void key(const std::string& name) { hand({"key", name}); }
  void type(const std::string& text) { hand({"type", "--delay", "20", text}); }
  void move(int x, int y) { hand({"mousemove", std::to_string(x), std::to_string(y)}); }
  void click(int x, int y) { hand({"mousemove", std::to_string(x), std::to_string(y), "click", "1"}); }
  void click(Px at) { click(static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y))); }
  void wheel_up(int x, int y) { hand({"mousemove", std::to_string(x), std::to_string(y), "click", "4"}); }

  // Waits until the title matches.
  void says(const std::string& pattern, int line = __builtin_LINE()) {
    const std::regex wanted(pattern);
    waits_for(
        "a title that matches " + pattern, [&] { return std::regex_search(title(), wanted); }, line);
  }
  // Gives the window's picture once `there` holds for it.
  Picture shows(const std::function<bool(const Picture&)>& there, int line = __builtin_LINE()) {
    Picture picture;
    waits_for(
        "its picture",
        [&] {
          const fs::path file = folder_ / ("tricolor_" + std::to_string(taken_ + 1) + ".png");
          key("F12");
          waits_for(
              "a screenshot", [&] { return fs::exists(file); }, line);
          if (lost_) return false;
          ++taken_;
          picture = sim::read_png(file.string());
          fs::remove(file);
          return there(picture);
        },
        line);
    if (picture.bytes.empty()) {
      picture.width_px = 1280;
      picture.height_px = 720;
      picture.bytes.resize(1280 * 720 * 3);
    }
    return picture;
  }
  bool lost() const { return lost_; }
  int wait() { return process_.wait(); }
  std::string title() {
    xdotool({"getwindowname", window_}, folder_ / "title");
    const std::string text = text_of(folder_ / "title");
    return text.substr(0, text.find('\n'));
  }

 private:
  // The limit is longer than any machine needs; no test that passes waits so long.
  static constexpr auto kPatience = 300s;

  void waits_for(const std::string& what, const std::function<bool()>& there, int line = __builtin_LINE()) {
    for (const auto until = std::chrono::steady_clock::now() + kPatience; !lost_; std::this_thread::sleep_for(30ms)) {
      if (there()) return;
      if (lost_ || std::chrono::steady_clock::now() < until) continue;
      ADD_FAILURE_AT(__FILE__, line) << "waited in vain for " << what << "; the title is: " << title()
                                     << "; it said: " << text_of(folder_ / "window");
      lost_ = true;
    }
  }
  void hand(const std::vector<std::string>& words) {
    if (!lost_) {
      EXPECT_EQ(xdotool(words), 0);
    }
  }
  int xdotool(std::vector<std::string> words, const fs::path& out = "/dev/null") {
    words.insert(words.begin(), "xdotool");
    return Process(words, folder_, display_, out).wait();
  }
  fs::path folder_;
  std::string display_, window_;
  Process process_;
  int taken_ = 0;
  bool lost_ = false;
};

// Gives the marks of the map in a window of 1280 × 720 on the same street, as the window itself computes them.
class SameMap {
 public:
  explicit SameMap(engine::Duration after_start) : moment_(timeline_.at(run_.record.start + after_start)) {
    view_.set_bounds(plan_.low, plan_.high);
    view_.set_area(layout_of(1280, 720, false).map);
  }
  MapView& view() { return view_; }
  Px middle_of(const Selection& what) const {
    for (const Mark& mark : marks_.of(moment_, view_, ViewState{}))
      if (mark.what == what) return mark.at;
    ADD_FAILURE() << "no mark of " << what.id;
    return {};
  }

 private:
  const Recorded& run_ = recorded("smoke/one_shop.yaml");
  Timeline timeline_ = run_.timeline();
  StreetPlan plan_{*run_.replay};
  Marks marks_{*run_.replay, plan_};
  Moment moment_;
  MapView view_;
};

}  // namespace
}  // namespace tricolor::harness
