// Shows the window as its users meet it: opened on a display of its own, by keys and by mouse, its pictures checked for what must be there;
// a run that is over and one that goes on; films; the same fingerprints as without a window; and without a display one clear line.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "harness/view/on_display.h"
#include "sim/camera/png.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const std::string kOneShop = TRICOLOR_SOURCE_DIR "/scenarios/smoke/one_shop.yaml";

struct Area {
  int left, top, width, height;
};
// Where things are in a window of 1280 × 720.
constexpr Area kMap{0, 112, 850, 430}, kPicture{858, 136, 414, 230}, kClock{560, 4, 170, 38}, kTitle{66, 4, 180, 38}, kOpen{14, 52, 50, 24}, kFeed{860, 398, 410, 270}, kTicks{20, 170, 16, 200},
    kPlayState{1060, 10, 220, 30}, kMiddle{300, 200, 680, 320};

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

constexpr std::array<int, 3> kRed{255, 77, 79}, kYellow{255, 204, 51}, kGreen{52, 199, 110}, kAmber{255, 159, 67}, kAccent{64, 201, 245};

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

// A window that is open, and hands for it.
class Hands {
 public:
  Hands(const fs::path& folder, const std::string& display, std::vector<std::string> arguments)
      : folder_(folder), display_(display), process_((arguments.insert(arguments.begin(), TRICOLOR_PROGRAM), arguments), folder, display, folder / "window") {
    // A window that is not yet drawn is not yet under the pointer, and what is pressed then goes to nobody.
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (xdotool({"search", "--onlyvisible", "--name", "Tricolor"}) != 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(50ms);
    // Without a window manager the keys go to the window under the pointer.
    xdotool({"mousemove", "500", "500"});
  }
  void key(const std::string& name) { EXPECT_EQ(xdotool({"key", name}), 0); }
  void click(int x, int y) { EXPECT_EQ(xdotool({"mousemove", std::to_string(x), std::to_string(y), "click", "1"}), 0); }
  void wheel_up(int x, int y) { EXPECT_EQ(xdotool({"mousemove", std::to_string(x), std::to_string(y), "click", "4"}), 0); }

  // What the window shows once it shows what `there` looks for; when patience ends, whatever it shows.
  Picture shows(const std::function<bool(const Picture&)>& there, int line = __builtin_LINE()) {
    Picture picture;
    for (const auto until = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < until; std::this_thread::sleep_for(100ms)) {
      key("F12");
      for (int k = 0; k < 100 && !fs::exists(numbered(taken_ + 1)); ++k) std::this_thread::sleep_for(20ms);
      if (!fs::exists(numbered(taken_ + 1))) continue;
      // Where an answer came late and the key was pressed twice, the last picture is the one that counts.
      while (fs::exists(numbered(taken_ + 1))) {
        fs::remove(numbered(taken_));
        ++taken_;
      }
      picture = sim::read_png(numbered(taken_).string());
      fs::remove(numbered(taken_));
      if (there(picture)) return picture;
    }
    ADD_FAILURE_AT(__FILE__, line) << "the window never showed it; it said: " << text_of(folder_ / "window");
    if (picture.bytes.empty()) {
      picture.width_px = 1280;
      picture.height_px = 720;
      picture.bytes.resize(1280 * 720 * 3);
    }
    return picture;
  }
  int wait() { return process_.wait(); }

 private:
  // For machines with much else to do; nothing waits so long where all is well.
  static constexpr auto kPatience = 40s;

  fs::path numbered(int picture) const { return folder_ / ("tricolor_" + std::to_string(picture) + ".png"); }
  int xdotool(std::vector<std::string> words) {
    words.insert(words.begin(), "xdotool");
    return Process(words, folder_, display_, "/dev/null").wait();
  }
  fs::path folder_;
  std::string display_;
  Process process_;
  int taken_ = 0;
};

TEST_F(WindowTest, ShowsTheStoryAtSeveralMoments) {
  const Picture before = shot({"--at", "08:59:30"});
  EXPECT_EQ(before.width_px, 1280);
  EXPECT_EQ(before.height_px, 720);
  EXPECT_EQ(count(before, kMap, kYellow), 0) << "no shop is yellow";
  EXPECT_EQ(count(before, kMap, kRed), 0) << "no incident is open";
  EXPECT_GT(count(before, kMap, kGreen), 100) << "both shops are green";
  EXPECT_EQ(count(before, kPicture, kAmber, 12), 0) << "no clock runs";

  const Picture dwelling = shot({"--at", "09:01:30"});
  EXPECT_GT(count(dwelling, kPicture, kAmber, 12), 60) << "the clock of the stay fills";
  EXPECT_GT(count(dwelling, kMap, kAmber), 20);
  EXPECT_EQ(count(dwelling, kMap, kRed), 0);
  const Picture later = shot({"--at", "09:02:40"});
  EXPECT_GT(count(later, kPicture, kAmber, 12), count(dwelling, kPicture, kAmber, 12)) << "it is fuller";

  const Picture incident = shot({"--at", "09:04:00"});
  EXPECT_GT(count(incident, kMap, kRed), 40) << "the incident";
  EXPECT_GT(count(incident, kMap, kYellow), 100) << "the shop's colour";
  EXPECT_GT(count(incident, kPicture, kRed, 12), 60) << "the clock is full";
  EXPECT_GT(count(incident, kOpen, kRed), 10) << "one open incident among the key figures";
  EXPECT_EQ(count(before, kOpen, kRed), 0);
  EXPECT_GT(differing(before, incident, kFeed), 300) << "the feed has more to tell";
}

TEST_F(WindowTest, ObeysKeysAndMouse) {
  Hands hands(folder_, display_->name(), {"view", run_, "--at", "09:04:00", "--paused"});
  const Picture first = hands.shows([](const Picture& p) { return count(p, kMap, kRed) > 20 && count(p, kPicture, kRed, 12) > 60; });
  hands.key("l");
  hands.shows([&](const Picture& p) { return differing(p, first, kTitle) > 100; });
  hands.key("l");
  hands.shows([&](const Picture& p) { return differing(p, first, kTitle) == 0; });
  hands.key("question");
  hands.shows([&](const Picture& p) { return count(p, kMiddle, kAccent) > 300; });
  hands.key("Escape");
  hands.shows([&](const Picture& p) { return count(p, kMiddle, kAccent) < 300; });

  // The shop's story, with its colour at the card's edge.
  hands.click(370, 200);
  hands.shows([](const Picture& p) { return is_near(p, 11, 150, kYellow, 10); });
  // Why was this an incident? Every step of the way has its tick.
  hands.key("w");
  hands.shows([](const Picture& p) { return is_near(p, 11, 150, kAccent, 10) && count(p, kTicks, kGreen) > 60; });
  hands.key("Escape");
  hands.shows([](const Picture& p) { return !is_near(p, 11, 150, kAccent, 10); });
  // A key figure's query; the camera from its picture; a line of the feed.
  hands.click(60, 75);
  hands.shows([](const Picture& p) { return is_near(p, 11, 150, kAccent, 10); });
  hands.key("Escape");
  hands.click(1060, 250);
  hands.shows([](const Picture& p) { return is_near(p, 11, 150, kAccent, 10); });
  hands.key("Escape");

  // The map under pan and zoom.
  hands.key("Left");
  const Picture panned = hands.shows([&](const Picture& p) { return differing(p, first, kMap) > 2000; });
  hands.wheel_up(400, 300);
  hands.shows([&](const Picture& p) { return differing(p, panned, kMap) > 2000; });
  hands.key("Home");
  hands.shows([&](const Picture& p) { return differing(p, first, kMap) < 1500; });

  // Time: a step, back, to the beginning, to the next incident, by the bar, and playing.
  hands.key("period");
  hands.shows([&](const Picture& p) { return differing(p, first, kClock) > 10; });
  hands.key("comma");
  hands.shows([&](const Picture& p) { return differing(p, first, kClock) == 0; });
  hands.key("ctrl+Home");
  hands.shows([](const Picture& p) { return count(p, kMap, kYellow) == 0 && count(p, kMap, kRed) == 0; });
  hands.key("n");
  hands.shows([](const Picture& p) { return count(p, kMap, kRed) > 20 && is_near(p, 11, 150, kAccent, 10); });
  hands.key("Escape");
  hands.click(1180, 698);
  hands.shows([](const Picture& p) { return count(p, kOpen, kRed) == 0 && count(p, kMap, kYellow) > 100; });
  hands.click(100, 698);
  hands.shows([](const Picture& p) { return count(p, kMap, kYellow) == 0; });
  hands.key("4");
  hands.key("space");
  hands.shows([](const Picture& p) { return count(p, kMap, kYellow) > 100; });
  hands.key("q");
  EXPECT_EQ(hands.wait(), 0);
}

TEST_F(WindowTest, ARunThatGoesOnIsTheSameAsOneThatNobodySaw) {
  ASSERT_EQ(tricolor({"view", kOneShop, "--quit-at-end", "--speed", "10000"}), 0) << said();
  const auto line = [](const std::string& text) {
    const std::size_t from = text.find("fingerprint");
    return from == std::string::npos ? std::string("no fingerprint in: ") + text : text.substr(from, text.find('\n', from) - from);
  };
  EXPECT_EQ(line(said()), line(ran_));
}

TEST_F(WindowTest, Films) {
  const fs::path film = folder_ / "film";
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:02:55", "--until", "09:03:15", "--speed", "50", "--fps", "10", "--record", film.string()}), 0) << said();
  const Picture first = sim::read_png((film / "frame_000001.png").string()), last = sim::read_png((film / "frame_000005.png").string());
  EXPECT_FALSE(fs::exists(film / "frame_000006.png")) << "five seconds of the street a frame";
  EXPECT_EQ(count(first, kMap, kRed), 0);
  EXPECT_GT(count(last, kMap, kRed), 20);
  const fs::path mp4 = folder_ / "film.mp4";
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:02:55", "--until", "09:03:15", "--speed", "50", "--fps", "10", "--record", mp4.string()}), 0) << said();
  EXPECT_NE(said().find("5 frames in "), std::string::npos) << said();
  const std::string bytes = text_of(mp4);
  EXPECT_GT(bytes.size(), 20'000u);
  EXPECT_EQ(bytes.substr(4, 4), "ftyp");
  EXPECT_NE(bytes.find("moov"), std::string::npos) << "an index is what makes it a film that can be opened";
  EXPECT_EQ(tricolor({"view", run_, "--at", "09:02:55", "--until", "09:03:15", "--record", "/nowhere/film.mp4"}), 3);
  EXPECT_NE(said().find("/nowhere/film.mp4: "), std::string::npos) << said();
}

TEST_F(WindowTest, WithoutADisplayItSaysSoInOneLine) {
  for (const std::string& display : {std::string(), std::string(":9876")}) {
    EXPECT_EQ(tricolor({"view", kOneShop}, display), 2);
    const std::string text = said();
    EXPECT_EQ(text.rfind("view: needs a display: ", 0), 0u) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  }
}

TEST_F(WindowTest, BadWishesAreToldAllAtOnce) {
  EXPECT_EQ(tricolor({"view", "nowhere.yaml", "--language", "fr", "--size", "10x10", "--lasts", "long"}), 2);
  for (const char* part : {"nowhere.yaml: must be a scenario file or the folder of a run", "--language: must be zh or en, got 'fr'", "--size: must be", "--lasts: must be a length of time"})
    EXPECT_NE(said().find(part), std::string::npos) << part << " in " << said();
  EXPECT_EQ(tricolor({"view", run_, "--at", "07:00:00", "--select", "shop:nobody"}), 2);
  for (const char* part : {"--at: must be", "--select: must be"}) EXPECT_NE(said().find(part), std::string::npos) << part << " in " << said();
  EXPECT_EQ(tricolor({"view", folder_.string()}), 2) << said();
  EXPECT_NE(said().find("must be the folder of a run"), std::string::npos) << said();
  // A run that lacks its scene log, or whose journal is damaged.
  const fs::path damaged = folder_ / "damaged";
  fs::create_directories(damaged);
  for (const char* file : {"run.txt", "journal.jsonl"}) fs::copy_file(fs::path(run_) / file, damaged / file);
  EXPECT_EQ(tricolor({"view", damaged.string()}), 2) << said();
  EXPECT_NE(said().find("scene_log.csv: must be the scene log of a run"), std::string::npos) << said();
  std::ofstream(damaged / "journal.jsonl") << "{\"seq\":1}\n";
  EXPECT_EQ(tricolor({"view", damaged.string()}), 2) << said();
  EXPECT_NE(said().find("journal.jsonl:1: "), std::string::npos) << said();
}

}  // namespace
}  // namespace tricolor::harness
