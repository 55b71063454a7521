// Shows that the window handles live runs, films and tours, and says why when a request cannot be met.
#include "harness/view/open_window.h"

namespace tricolor::harness::window_film_test {
namespace {

struct WindowFilmTest : WindowTest {};

TEST_F(WindowFilmTest, ARunThatGoesOnIsTheSameAsOneThatNobodySaw) {
  ASSERT_EQ(tricolor({"view", kOneShop, "--quit-at-end", "--speed", "10000"}), 0) << said();
  const auto line = [](const std::string& text) {
    const std::size_t from = text.find("fingerprint");
    return from == std::string::npos ? std::string("no fingerprint in: ") + text
                                     : text.substr(from, text.find('\n', from) - from);
  };
  EXPECT_EQ(line(said()), line(ran_));
}

TEST_F(WindowFilmTest, ARunThatGoesOnIsNoLongerLiveOnceItIsOver) {
  Hands hands(folder_, display_->name(), {"view", kOneShop, "--language", "en"});
  hands.says("replay");
  EXPECT_THAT(hands.title(), Not(HasSubstr("live")));
  hands.key("q");
  EXPECT_EQ(hands.wait(), 0);
}

TEST_F(WindowFilmTest, Films) {
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

TEST_F(WindowFilmTest, FilmsAtTheSpeedAskedForThoughItIsNoRoundOne) {
  const fs::path film = folder_ / "film_120";
  ASSERT_EQ(tricolor({"view", run_, "--at", "09:00:00", "--until", "09:04:00", "--speed", "120", "--fps", "5",
                      "--record", film.string()}),
            0)
      << said();
  // Four minutes at 120 times the speed are two seconds: ten frames, and the one at the end.
  EXPECT_THAT(said(), HasSubstr("at 120×: 11 frames"));
  EXPECT_TRUE(fs::exists(film / "frame_000011.png"));
  EXPECT_FALSE(fs::exists(film / "frame_000012.png"));
  const Picture last = sim::read_png((film / "frame_000011.png").string());
  EXPECT_EQ(differing(last, shot({"--at", "09:04:00"}), kClock), 0)
      << "the last shows the instant at which it was to end";
}

TEST_F(WindowFilmTest, FilmsATourThatFliesToItsIncidentAndTellsOfIt) {
  const fs::path film = folder_ / "tour";
  ASSERT_EQ(tricolor({"view", run_, "--tour", "--fps", "2", "--record", film.string()}), 0) << said();
  EXPECT_THAT(said(), HasSubstr("filming a tour of 1 of 1 incident: "));
  int frames = 0;
  while (fs::exists(film /
                    ("frame_" + std::string(frames + 1 < 10 ? "00000" : "0000") + std::to_string(frames + 1) + ".png")))
    ++frames;
  ASSERT_GT(frames, 20);
  const auto frame = [&](int number) {
    return sim::read_png(
        (film / ("frame_" + std::string(number < 10 ? "00000" : "0000") + std::to_string(number) + ".png")).string());
  };
  // The caption's box is at the lower edge of the map, with letters in it.
  constexpr Area kCaption{160, 560, 600, 80};
  const Picture begins = frame(1), told = frame(6), ends = frame(frames);
  EXPECT_GT(count(told, kCaption, {219, 230, 246}, 40), 100) << "something is told";
  EXPECT_GT(differing(begins, told, kMap), 20'000) << "and the map has flown there";
  EXPECT_GT(differing(told, ends, kClock), 10) << "the clock has gone on";
  EXPECT_EQ(count(told, kMap, kYellow), 0) << "at the onset the shop is still green";
  EXPECT_GT(count(ends, kMap, kYellow), 100) << "in the end it is yellow";
}

TEST_F(WindowFilmTest, WithoutADisplayItSaysSoInOneLine) {
  for (const std::string& display : {std::string(), std::string(":9876")}) {
    EXPECT_EQ(tricolor({"view", kOneShop}, display), 2);
    const std::string text = said();
    EXPECT_EQ(text.rfind("view: needs a display: ", 0), 0u) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  }
}

TEST_F(WindowFilmTest, BadWishesAreToldAllAtOnce) {
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
  // One run lacks its scene log, the other's journal is damaged.
  const fs::path damaged = folder_ / "damaged";
  fs::create_directories(damaged);
  for (const char* file : {"run.txt", "journal.jsonl"}) fs::copy_file(fs::path(run_) / file, damaged / file);
  fs::copy(fs::path(run_) / "inputs", damaged / "inputs", fs::copy_options::recursive);
  EXPECT_EQ(tricolor({"view", damaged.string()}), 2) << said();
  EXPECT_NE(said().find("scene_log.csv: must be the scene log of a run"), std::string::npos) << said();
  std::ofstream(damaged / "journal.jsonl") << "{\"seq\":1}\n";
  EXPECT_EQ(tricolor({"view", damaged.string()}), 2) << said();
  EXPECT_NE(said().find("journal.jsonl:1: "), std::string::npos) << said();
}

}  // namespace
}  // namespace tricolor::harness::window_film_test
