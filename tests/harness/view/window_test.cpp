// Shows the window as its users meet it: opened on a display of its own, by keys and by mouse, its title and its
// pictures checked for what must be there; a run that is over and one that goes on; films and tours; the same
// fingerprints as without a window; and without a display one clear line. Nothing is timed: whatever a key or a click
// does is waited for, on however busy a machine.
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
#include "view/layout.h"
#include "view/marks.h"

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
// Where things are in a window of 1280 × 720.
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

// A window that is open, and hands for it. What a hand does is waited for by what the window's title says or its
// picture shows. Once it has waited in vain it gives up at once on all that follows: nothing of that could be right.
class Hands {
 public:
  Hands(const fs::path& folder, const std::string& display, std::vector<std::string> arguments)
      : folder_(folder),
        display_(display),
        process_((arguments.insert(arguments.begin(), TRICOLOR_PROGRAM), arguments), folder, display,
                 folder / "window") {
    // A window that is not yet drawn is not yet under the pointer, and what is pressed then goes to nobody.
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
  // What the window shows once it shows what `there` looks for.
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
  // Longer than any machine needs; nothing waits so long where all is well.
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

// The marks of the map in a window of 1280 × 720 on the same street, as the window itself works them out.
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

TEST_F(WindowTest, OpensShortlyBeforeTheFirstIncident) {
  const Picture first = shot({});
  EXPECT_EQ(count(first, kMap, kRed), 0) << "the incident is still to come";
  EXPECT_GT(count(first, kPicture, kAmber, 12), 60) << "its clock runs";
}

TEST_F(WindowTest, ObeysKeys) {
  Hands hands(folder_, display_->name(), {"view", run_, "--at", "09:04:00", "--paused", "--language", "en"});
  const Picture first =
      hands.shows([](const Picture& p) { return count(p, kMap, kRed) > 20 && count(p, kPicture, kRed, 12) > 60; });
  hands.key("l");
  hands.says("回放 · 暂停 09:04:00$");
  hands.key("l");
  hands.says("replay · paused 09:04:00$");
  hands.key("question");
  hands.says("keys$");
  hands.shows([&](const Picture& p) { return count(p, kMiddle, kAccent) > 300; });
  hands.key("Escape");
  hands.says("09:04:00$");

  // A shop is searched for by its id, and why it had an incident is told: every step of the way has its tick.
  hands.key("slash");
  hands.type("m1");
  hands.says("search m1 \\(1\\)$");
  hands.key("Return");
  hands.says("shop m1$");
  hands.shows([](const Picture& p) { return is_near(p, 11, 150, kYellow, 10); });
  hands.key("w");
  hands.says("incident #1$");
  hands.shows([](const Picture& p) { return count(p, kTicks, kGreen) > 60; });
  hands.key("Escape");
  hands.says("09:04:00$");
  hands.key("ctrl+f");
  hands.says("search  \\(0\\)$");
  hands.type("nobody");
  hands.says("search nobody \\(0\\)$");
  hands.key("Escape");
  hands.says("09:04:00$");

  // The map: the search has brought it near; the whole of it, moved, and the whole of it once more.
  hands.key("Home");
  const Picture whole = hands.shows([&](const Picture& p) { return differing(p, first, kMap) < 1500; });
  hands.key("Left");
  hands.shows([&](const Picture& p) { return differing(p, whole, kMap) > 2000; });
  hands.key("Home");
  hands.shows([&](const Picture& p) { return differing(p, first, kMap) < 1500; });
  hands.key("m");
  hands.shows([&](const Picture& p) { return differing(p, first, kFeed) > 2000; });
  hands.key("m");
  hands.shows([&](const Picture& p) { return differing(p, first, kFeed) == 0; });
  hands.key("e");
  hands.shows([&](const Picture& p) { return differing(p, first, kMap) > 200000; });
  hands.key("e");
  hands.shows([&](const Picture& p) { return differing(p, first, kMap) < 1500; });

  // Time: a step, back, to the beginning, to the next incident, and playing.
  hands.key("period");
  hands.says("paused 09:04:01$");
  hands.key("comma");
  hands.says("paused 09:04:00$");
  hands.key("ctrl+Home");
  hands.says("paused 08:58:00$");
  hands.shows([](const Picture& p) { return count(p, kMap, kYellow) == 0 && count(p, kMap, kRed) == 0; });
  hands.key("n");
  hands.says("paused 09:03:01 · incident #1$");
  hands.key("Escape");
  hands.key("4");
  hands.key("space");
  hands.shows([](const Picture& p) { return count(p, kMap, kYellow) > 100; });
  hands.key("q");
  EXPECT_EQ(hands.wait(), 0);
}

TEST_F(WindowTest, ObeysButtons) {
  Hands hands(folder_, display_->name(), {"view", run_, "--at", "09:04:00", "--paused", "--language", "en"});
  const Picture first = hands.shows([](const Picture& p) { return count(p, kMap, kRed) > 20; });
  // The button shows what a click will do: it is a triangle while time stands, two bars while it goes on.
  constexpr Area kPlay{70, 690, 20, 20};
  const Picture stands = hands.shows([](const Picture&) { return true; });
  hands.click(81, 700);
  hands.says("playing 50×");
  hands.move(600, 665);
  hands.shows([&](const Picture& p) { return differing(p, stands, kPlay) > 10; });
  hands.click(249, 700);
  hands.says("playing 100×");
  hands.click(170, 700);
  hands.says("playing 50×");
  hands.click(81, 700);
  hands.says("paused");
  hands.click(301, 697);  // The time at the beginning of the bar.
  hands.says("paused 08:58:00$");
  hands.click(113, 700);
  hands.says("paused 08:58:01$");
  hands.click(48, 700);
  hands.says("paused 08:58:00$");
  hands.click(141, 700);
  hands.says("paused 09:03:01 · incident #1$");
  hands.click(349, 113);  // The cross of the story card.
  hands.says("paused 09:03:01$");
  // The bar itself.
  hands.click(1180, 697);
  hands.says("paused 09:3[5-9]");
  hands.click(340, 697);
  hands.says("paused 08:58:");
  // Search, keys, language and the columns, from the bar at the top.
  hands.click(1109, 20);
  hands.says("search  \\(0\\)$");
  hands.type("m2");
  hands.says("search m2 \\(1\\)$");
  hands.click(560, 162);  // Its first row.
  hands.says("shop m2$");
  hands.key("Escape");
  hands.click(1262, 20);
  hands.says("keys$");
  hands.click(640, 400);
  hands.says("paused 08:58:..$");
  hands.click(1170, 20);
  hands.says("暂停");
  hands.click(1170, 20);
  hands.says("paused");
  hands.click(1139, 20);
  hands.shows([&](const Picture& p) { return differing(p, first, kFeed) > 2000; });
  hands.click(1139, 20);
  // A key figure's query, and the camera from its picture.
  hands.click(60, 63);
  hands.says("figure incidents_open$");
  hands.key("Escape");
  hands.click(1060, 250);
  hands.says("camera c1$");
  hands.key("q");
  EXPECT_EQ(hands.wait(), 0);
}

TEST_F(WindowTest, EveryMarkIsClickedAndHoveredOnTheWholeMapAndNear) {
  using What = Selection::What;
  SameMap map(6min);
  const std::vector<std::pair<Selection, std::string>> marks{{{What::shop, 0}, "shop m1"},
                                                             {{What::shop, 1}, "shop m2"},
                                                             {{What::incident, 1}, "incident #1"},
                                                             {{What::camera, 0}, "camera c1"},
                                                             {{What::officer, 0}, "officer o1"}};
  Hands hands(folder_, display_->name(), {"view", run_, "--at", "09:04:00", "--paused", "--language", "en"});
  const Picture plain =
      hands.shows([](const Picture& p) { return count(p, kMap, kRed) > 20 && count(p, kPicture, kRed, 12) > 60; });
  for (const bool near : {false, true}) {
    if (near) {
      // Two steps of the wheel, about the middle of what there is to see.
      const Px at{395, 380};
      for (int i = 0; i < 2; ++i) hands.wheel_up(395, 380), map.view().zoom(1.25f, at);
    }
    for (const auto& [what, name] : marks) {
      const Px middle = map.middle_of(what);
      if (!map.view().area().contains(middle)) continue;
      // Not on its middle but almost half its hit area away from it, where nothing else is nearer.
      const Px beside = middle + Px{what.what == What::officer ? -9.f : 9.f, 0};
      hands.click(beside);
      hands.says(name + "$");
      hands.key("Escape");
      hands.says("09:04:00$");
      // The tooltip lies beside the mouse, framed; a click at the same place has left the mouse there.
      const auto x = static_cast<int>(beside.x), y = static_cast<int>(beside.y);
      const Picture hovered = hands.shows([&](const Picture& p) {
        return count(p, {x + 14, y + 16, 60, 4}, kAccent) > 40;
      });
      EXPECT_GT(differing(hovered, plain, {x + 18, y + 20, 110, 40}), 100) << name;
    }
  }
  hands.key("q");
  EXPECT_EQ(hands.wait(), 0);
}

TEST_F(WindowTest, IsTheSamePictureAtEverySizeWithLargerLetters) {
  const Display large(3840, 2160);
  ASSERT_FALSE(large.name().empty());
  const Picture small = shot({"--at", "09:04:00"});
  for (const int times : {2, 3}) {
    const std::string size = std::to_string(1280 * times) + "x" + std::to_string(720 * times),
                      file = (folder_ / "large.png").string();
    ASSERT_EQ(tricolor({"view", run_, "--at", "09:04:00", "--size", size, "--screenshot", file}, large.name()), 0)
        << said();
    const Picture big = sim::read_png(file);
    ASSERT_EQ(big.width_px, 1280 * times);
    ASSERT_EQ(big.height_px, 720 * times);
    // Made smaller again it is the picture of the small window, but for the edges of letters.
    Picture reduced = small;
    for (int y = 0; y < 720; ++y)
      for (int x = 0; x < 1280; ++x)
        for (int c = 0; c < 3; ++c) {
          int sum = 0;
          for (int dy = 0; dy < times; ++dy)
            for (int dx = 0; dx < times; ++dx)
              sum += big.bytes[static_cast<std::size_t>(((y * times + dy) * big.width_px + x * times + dx) * 3 + c)];
          reduced.bytes[static_cast<std::size_t>((y * 1280 + x) * 3 + c)] =
              static_cast<std::uint8_t>(sum / (times * times));
        }
    EXPECT_LT(differing(small, reduced, {0, 0, 1280, 720}), 1280 * 720 / 33) << times << " times as large";
  }
  // The user's own scale: letters of half the size leave the map more room.
  const std::string file = (folder_ / "fine.png").string();
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:04:00", "--size", "2560x1440", "--scale", "1", "--screenshot", file},
                     large.name()),
            0)
      << said();
  const Picture fine = sim::read_png(file);
  EXPECT_GT(count(fine, {2560 - 342, 111, 334, 186}, kRed, 12), 60)
      << "the camera's picture is as large as in the small window";
}

TEST_F(WindowTest, ARunThatGoesOnIsTheSameAsOneThatNobodySaw) {
  ASSERT_EQ(tricolor({"view", kOneShop, "--quit-at-end", "--speed", "10000"}), 0) << said();
  const auto line = [](const std::string& text) {
    const std::size_t from = text.find("fingerprint");
    return from == std::string::npos ? std::string("no fingerprint in: ") + text
                                     : text.substr(from, text.find('\n', from) - from);
  };
  EXPECT_EQ(line(said()), line(ran_));
}

TEST_F(WindowTest, ARunThatGoesOnIsNoLongerLiveOnceItIsOver) {
  Hands hands(folder_, display_->name(), {"view", kOneShop, "--language", "en"});
  hands.says("replay");
  EXPECT_THAT(hands.title(), Not(HasSubstr("live")));
  hands.key("q");
  EXPECT_EQ(hands.wait(), 0);
}

TEST_F(WindowTest, Films) {
  const fs::path film = folder_ / "film";
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:02:55", "--until", "09:03:15", "--speed", "50", "--fps", "10",
                      "--record", film.string()}),
            0)
      << said();
  EXPECT_THAT(said(), HasSubstr("at 50×: 5 frames, 10 a second, 0.5 s of film"))
      << "it says before it begins what it will be";
  const Picture first = sim::read_png((film / "frame_000001.png").string()),
                last = sim::read_png((film / "frame_000005.png").string());
  EXPECT_FALSE(fs::exists(film / "frame_000006.png")) << "five seconds of the street a frame";
  EXPECT_EQ(count(first, kMap, kRed), 0);
  EXPECT_GT(count(last, kMap, kRed), 20);
  const fs::path mp4 = folder_ / "film.mp4";
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:02:55", "--until", "09:03:15", "--speed", "50", "--fps", "10",
                      "--record", mp4.string()}),
            0)
      << said();
  EXPECT_NE(said().find("5 frames in "), std::string::npos) << said();
  const std::string bytes = text_of(mp4);
  EXPECT_GT(bytes.size(), 20'000u);
  EXPECT_EQ(bytes.substr(4, 4), "ftyp");
  EXPECT_NE(bytes.find("moov"), std::string::npos) << "an index is what makes it a film that can be opened";
  EXPECT_EQ(tricolor({"view", run_, "--at", "09:02:55", "--until", "09:03:15", "--record", "/nowhere/film.mp4"}), 3);
  EXPECT_NE(said().find("/nowhere/film.mp4: "), std::string::npos) << said();
}

TEST_F(WindowTest, FilmsAtTheSpeedAskedForThoughItIsNoRoundOne) {
  const fs::path film = folder_ / "film_120";
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:00:00", "--until", "09:04:00", "--speed", "120", "--fps", "5",
                      "--record", film.string()}),
            0)
      << said();
  // Four minutes at 120 times are two seconds: ten frames, and the one at the end.
  EXPECT_THAT(said(), HasSubstr("at 120×: 11 frames"));
  EXPECT_TRUE(fs::exists(film / "frame_000011.png"));
  EXPECT_FALSE(fs::exists(film / "frame_000012.png"));
  const Picture last = sim::read_png((film / "frame_000011.png").string());
  EXPECT_EQ(differing(last, shot({"--at", "09:04:00"}), kClock), 0)
      << "the last shows the instant at which it was to end";
}

TEST_F(WindowTest, FilmsATourThatFliesToItsIncidentAndTellsOfIt) {
  const fs::path film = folder_ / "tour";
  ASSERT_EQ(tricolor({"view", run_, "--tour", "--fps", "2", "--record", film.string()}), 0) << said();
  EXPECT_THAT(said(), HasSubstr("filming a tour of 1 of 1 incidents: "));
  int frames = 0;
  while (fs::exists(film /
                    ("frame_" + std::string(frames + 1 < 10 ? "00000" : "0000") + std::to_string(frames + 1) + ".png")))
    ++frames;
  ASSERT_GT(frames, 20);
  const auto frame = [&](int number) {
    return sim::read_png(
        (film / ("frame_" + std::string(number < 10 ? "00000" : "0000") + std::to_string(number) + ".png")).string());
  };
  // The caption's box at the lower edge of the map, with letters in it.
  constexpr Area kCaption{160, 560, 600, 80};
  const Picture begins = frame(1), told = frame(6), ends = frame(frames);
  EXPECT_GT(count(told, kCaption, {219, 230, 246}, 40), 100) << "something is told";
  EXPECT_GT(differing(begins, told, kMap), 20'000) << "and the map has flown there";
  EXPECT_GT(differing(told, ends, kClock), 10) << "the clock has gone on";
  EXPECT_EQ(count(told, kMap, kYellow), 0) << "at the onset the shop is still green";
  EXPECT_GT(count(ends, kMap, kYellow), 100) << "in the end it is yellow";
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
  for (const char* part :
       {"nowhere.yaml: must be a scenario file or the folder of a run", "--language: must be zh or en, got 'fr'",
        "--size: must be", "--lasts: must be a length of time"})
    EXPECT_NE(said().find(part), std::string::npos) << part << " in " << said();
  EXPECT_EQ(tricolor({"view", run_, "--scale", "2", "--tour", "--benchmark"}), 2);
  for (const char* part :
       {"--scale: must be at most 1.33 in a window of 1280x720, got 2", "--tour: must not be given with"})
    EXPECT_NE(said().find(part), std::string::npos) << part << " in " << said();
  EXPECT_EQ(tricolor({"view", run_, "--at", "09:10:00", "--until", "09:09:00"}), 2);
  EXPECT_NE(said().find("--until: must not be before --at 2020-11-02 09:10:00"), std::string::npos) << said();
  EXPECT_EQ(tricolor({"view", run_, "--tour", "--at", "09:30:00"}), 2);
  EXPECT_NE(said().find("--tour: needs a run with an incident between"), std::string::npos) << said();
  EXPECT_EQ(tricolor({"view", run_, "--at", "07:00:00", "--select", "shop:nobody"}), 2);
  for (const char* part : {"--at: must be", "--select: must be"})
    EXPECT_NE(said().find(part), std::string::npos) << part << " in " << said();
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
