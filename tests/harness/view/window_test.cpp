// Shows that the window works as its users operate it, by keys and by mouse on a display of its own: its title and its
// pictures have the required contents for a run that is over and for a live one; films and tours work; fingerprints are
// the same as without a window; and without a display it prints one clear line. Nothing is timed: each test waits for
// the effect of a key or a click, on however busy a machine.
#include "harness/view/open_window.h"

namespace tricolor::harness::window_test {
namespace {

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

  // A shop is found by its id, and the reasons of its incident are shown: every step of the way has its tick.
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

  // The map is tried: the search has brought it near; it shows the whole, is moved, and shows the whole once more.
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

  // Time is tried: a step, back, to the beginning, to the next incident, and playing.
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
  hands.click(301, 697);  // This is the time at the beginning of the bar.
  hands.says("paused 08:58:00$");
  hands.click(113, 700);
  hands.says("paused 08:58:01$");
  hands.click(48, 700);
  hands.says("paused 08:58:00$");
  hands.click(141, 700);
  hands.says("paused 09:03:01 · incident #1$");
  hands.click(349, 113);  // This is the cross of the story card.
  hands.says("paused 09:03:01$");
  // The bar itself is clicked.
  hands.click(1180, 697);
  hands.says("paused 09:3[5-9]");
  hands.click(340, 697);
  hands.says("paused 08:58:");
  // Search, keys, language and the columns are tried from the bar at the top.
  hands.click(1109, 20);
  hands.says("search  \\(0\\)$");
  hands.type("m2");
  hands.says("search m2 \\(1\\)$");
  hands.click(560, 162);  // This is its first row.
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
  // A key figure's query is opened, and a camera is chosen by its picture.
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
      // The wheel is turned by two steps about the middle of the map.
      const Px at{395, 380};
      for (int i = 0; i < 2; ++i) hands.wheel_up(395, 380), map.view().zoom(1.25f, at);
    }
    for (const auto& [what, name] : marks) {
      const Px middle = map.middle_of(what);
      if (!map.view().area().contains(middle)) continue;
      // The click is not on the mark's middle but almost half of its hit area away, where nothing else is nearer.
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
    // Reduced again, the picture equals that of the small window, except at the edges of letters.
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
  // The user sets a scale: letters of half the size leave the map more room.
  const std::string file = (folder_ / "fine.png").string();
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:04:00", "--size", "2560x1440", "--scale", "1", "--screenshot", file},
                     large.name()),
            0)
      << said();
  const Picture fine = sim::read_png(file);
  EXPECT_GT(count(fine, {2560 - 342, 111, 334, 186}, kRed, 12), 60)
      << "the camera's picture is as large as in the small window";
}

}  // namespace
}  // namespace tricolor::harness::window_test
