// Shows on filmed places with known truth, in three sizes and through a codec, that things left are found among people
// who hide them, that people who pass, queue, stand and sit are not reported, and that light, shadows, exposure and a
// shaking camera cause no alarm. It prints a table.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "harness/service/watch/filmed_places.h"
#include "service/watch/picture_watch.h"

namespace tricolor::harness::places_test {
namespace {

using namespace std::chrono_literals;
using engine::Duration;
using Does = FilmedPerson::Does;

constexpr double kDwellS = 10;

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }
Duration duration_of(double s) { return Duration{static_cast<std::int64_t>(std::lround(s * 1e6))}; }

struct Score {
  int due = 0, found = 0, wrong = 0, twice = 0;
  // The worst of each, seconds; late counts from the end of the dwell.
  double onset_off_s = 0, clear_off_s = 0, late_s = 0;
  int cleared = 0, clears_due = 0;
};

struct Size {
  const char* name;
  int width, height;
};
constexpr Size kSizes[] = {{"320x240", 320, 240}, {"640x360", 640, 360}, {"1280x720", 1280, 720}};

double ratio(const Size& size) { return static_cast<double>(size.width) / size.height; }

Score watch_place(const FilmedPlace& place) {
  std::vector<Alarm> raised, cleared;
  PictureZone whole;
  whole.name = "picture";
  whole.dwell = duration_of(kDwellS);
  const auto watch = watch_still_objects(
      place.name, {whole}, nullptr,
      {[&](Alarm& a, const engine::Image&) { raised.push_back(a); }, [&](const Alarm& a) { cleared.push_back(a); }});
  PlaceFilm film(place);
  double at_s = 0;
  while (const auto picture = film.next(at_s)) watch->look(picture, duration_of(at_s));

  Score score;
  std::vector<bool> used(raised.size(), false);
  for (const FilmedThing& thing : place.things) {
    const double until = std::min(thing.until_s, place.lasts_s);
    if (thing.from_s <= 0 || until - thing.from_s < kDwellS + 4) continue;
    ++score.due;
    bool hit = false;
    const double scale = place.height_px, side = std::max({thing.width, thing.height}) * scale;
    for (std::size_t i = 0; i < raised.size(); ++i) {
      const Alarm& a = raised[i];
      const double x = a.box.x_px + a.box.width_px / 2, y = a.box.y_px + a.box.height_px / 2;
      const bool near =
          std::abs(x - thing.x * scale) <= side && std::abs(y - (thing.y - thing.height / 2) * scale) <= side;
      if (used[i] || !near || seconds(a.at) < thing.from_s + kDwellS - 1.5 || seconds(a.at) > until + 2) continue;
      used[i] = true;
      if (hit) {
        ++score.twice;
        continue;
      }
      hit = true;
      score.onset_off_s = std::max(score.onset_off_s, std::abs(seconds(a.since) - thing.from_s));
      score.late_s = std::max(score.late_s, seconds(a.at) - thing.from_s - kDwellS);
      for (const Alarm& c : cleared)
        if (c.number == a.number && thing.until_s < place.lasts_s)
          ++score.cleared,
              score.clear_off_s = std::max(score.clear_off_s, std::abs(seconds(*c.cleared) - thing.until_s));
    }
    score.found += hit ? 1 : 0;
    score.clears_due += hit && thing.until_s < place.lasts_s - 4 ? 1 : 0;
  }
  for (std::size_t i = 0; i < raised.size(); ++i)
    if (!used[i]) {
      ++score.wrong;
      const Alarm& a = raised[i];
      std::printf("      wrong: t %.1f since %.1f box %.0f %.0f %.0f × %.0f (%s)\n", seconds(a.at), seconds(a.since),
                  a.box.x_px, a.box.y_px, a.box.width_px, a.box.height_px, place.name.c_str());
    }
  return score;
}

FilmedPerson standing(std::uint32_t looks, double x, double foot_y, double height, double from_s, double until_s) {
  return {Does::stand, from_s, until_s, x, foot_y, 0, height, looks};
}
FilmedPerson sitting(std::uint32_t looks, double x, double foot_y, double height, double from_s, double until_s) {
  return {Does::sit, from_s, until_s, x, foot_y, 0, height, looks};
}
FilmedThing bag(double from_s, double until_s, double x, double y, double side, double shade, std::uint32_t looks = 1) {
  return {from_s, until_s, x, y, side, side, shade, looks};
}

struct Kind {
  const char* name;
  std::function<void(FilmedPlace&, const Size&)> make;
  /// Most wrong alarms: at most one more than a run of all sizes printed; to be lowered when the engine gets better.
  int most_wrong = 0;
  bool large_too = false;  ///< True: also in larger sizes and through the codec, which takes long.
};

// The places, each for one difficulty. The bag's side is a share of the picture's height: 0.08 is 19 pixels of 240 and
// 58 of 720.
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"put down and fetched",
       [](FilmedPlace& p, const Size&) {
         p.people = {standing(5, 0.66, 0.8, 0.34, 9, 13)};
         p.things = {bag(10, 38, 0.6, 0.8, 0.08, 45)};
       },
       0, true},
      {"among passers-by",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 90;
         p.people = passing_crowd(p.seed, ratio(s), 50, 0, 90, 0.62, 0.98);
         p.things = {bag(12, 75, 0.6, 0.8, 0.08, 45), bag(20, 1e9, 0.95, 0.66, 0.07, 60, 3)};
       }},
      {"in a dense crowd",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 120;
         p.people = passing_crowd(p.seed + 5, ratio(s), 110, 0, 120, 0.6, 0.98);
         p.things = {bag(15, 1e9, 0.6, 0.78, 0.085, 45), bag(30, 1e9, 1.0, 0.9, 0.1, 200, 3)};
       },
       0, true},
      {"owner waits beside it",
       [](FilmedPlace& p, const Size&) {
         p.lasts_s = 80;
         p.people = {standing(8, 0.7, 0.8, 0.36, 8, 45)};
         p.things = {bag(10, 1e9, 0.6, 0.8, 0.09, 50)};
       }},
      {"people stand close to it",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 90;
         p.people = passing_crowd(p.seed + 9, ratio(s), 15, 0, 90, 0.6, 0.95);
         p.people.push_back(standing(21, 0.71, 0.8, 0.36, 5, 85));
         p.people.push_back(standing(22, 0.45, 0.77, 0.34, 7, 85));
         p.things = {bag(14, 1e9, 0.6, 0.8, 0.09, 45)};
       },
       1},
      {"people who stand",
       [](FilmedPlace& p, const Size&) {
         p.lasts_s = 120;
         p.people = {standing(31, 0.3, 0.7, 0.3, 6, 100), standing(32, 0.55, 0.9, 0.4, 10, 90),
                     standing(33, 0.9, 0.62, 0.24, 15, 118), standing(34, 1.1, 0.8, 0.33, 20, 70)};
       },
       1, true},
      {"people who sit",
       [](FilmedPlace& p, const Size&) {
         p.lasts_s = 120;
         p.people = {sitting(41, 0.3, 0.7, 0.32, 6, 110), sitting(42, 0.6, 0.75, 0.36, 10, 95),
                     sitting(43, 0.95, 0.9, 0.42, 15, 118)};
       },
       2},
      {"a queue that stops and goes",
       [](FilmedPlace& p, const Size&) {
         p.lasts_s = 100;
         for (std::uint32_t i = 0; i < 5; ++i)
           for (std::uint32_t step = 0; step < 6; ++step)
             p.people.push_back(
                 standing(51 + i, 0.1 + 0.3 * i + 0.14 * step, 0.8, 0.34, 5 + 14 * step, 5 + 14 * (step + 1) - 0.1));
       },
       4},
      {"a lamp goes out and on",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 80;
         p.people = passing_crowd(p.seed + 2, ratio(s), 12, 0, 80, 0.62, 0.98);
         p.things = {bag(10, 1e9, 0.6, 0.8, 0.09, 45)};
         p.dark_from_s = 30, p.dark_until_s = 52;
       }},
      {"exposure follows the crowd",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 90;
         p.people = passing_crowd(p.seed + 3, ratio(s), 40, 0, 90, 0.62, 0.98);
         p.things = {bag(12, 1e9, 0.6, 0.8, 0.08, 45)};
         p.auto_exposure = 1.2, p.drift = 0.12;
       }},
      {"a cloud's shadow",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 90;
         p.people = passing_crowd(p.seed + 4, ratio(s), 10, 0, 90, 0.62, 0.98);
         p.things = {bag(12, 1e9, 0.6, 0.8, 0.09, 30)};
         p.cloud = 0.3;
       },
       1},
      {"a bag taken away",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 60;
         p.people = passing_crowd(p.seed + 6, ratio(s), 8, 0, 60, 0.62, 0.98);
         p.things = {bag(-1, 20, 0.6, 0.8, 0.09, 45)};
       }},
      {"people of the first picture leave",
       [](FilmedPlace& p, const Size&) {
         p.lasts_s = 80;
         p.people = {standing(61, 0.3, 0.7, 0.3, -5, 18), standing(62, 0.7, 0.85, 0.38, -5, 30),
                     sitting(63, 1.0, 0.75, 0.34, -5, 40)};
       },
       1},
      {"a camera that shakes",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 80;
         p.people = passing_crowd(p.seed + 7, ratio(s), 15, 0, 80, 0.62, 0.98);
         p.things = {bag(14, 1e9, 0.6, 0.8, 0.09, 45)};
         p.shake_px = s.height / 90.0;
       },
       0, true},
      {"pale and small",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 60;
         p.people = passing_crowd(p.seed + 8, ratio(s), 8, 0, 60, 0.62, 0.98);
         p.things = {bag(10, 1e9, 0.6, 0.75, 0.052, 70)};
       }},
      {"a parked van",
       [](FilmedPlace& p, const Size& s) {
         p.lasts_s = 70;
         p.people = passing_crowd(p.seed + 10, ratio(s), 12, 0, 70, 0.62, 0.98);
         p.things = {{10, 50, 0.65, 0.75, 0.5, 0.24, 190, 7}};
       }},
  };
  return all;
}

class Places : public ::testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(Places, AreWatchedAsTheyShouldBe) {
  const Size& size = kSizes[std::get<0>(GetParam())];
  const int codec = std::get<1>(GetParam());
  std::printf("  %-36s %5s %5s %5s %5s %8s %8s %8s\n", (std::string(size.name) + (codec ? ", squeezed" : "")).c_str(),
              "due", "found", "wrong", "twice", "onset/s", "clear/s", "late/s");
  int due = 0, found = 0, wrong = 0;
  std::uint32_t seed = 100;
  for (const Kind& kind : kinds()) {
    if ((std::get<0>(GetParam()) > 0 || codec > 0) && !kind.large_too) continue;
    FilmedPlace place;
    place.name = kind.name;
    place.width_px = size.width, place.height_px = size.height;
    place.seed = ++seed + 1000u * static_cast<std::uint32_t>(std::get<0>(GetParam()));
    place.squeeze = codec;
    kind.make(place, size);
    const Score score = watch_place(place);
    std::printf("  %-36s %5d %5d %5d %5d %8.1f %8.1f %8.1f\n", kind.name, score.due, score.found, score.wrong,
                score.twice, score.onset_off_s, score.clear_off_s, score.late_s);
    std::fflush(stdout);
    due += score.due, found += score.found, wrong += score.wrong;
    EXPECT_LE(score.wrong, kind.most_wrong) << kind.name;
    EXPECT_EQ(score.cleared, score.clears_due) << kind.name;
    EXPECT_LE(score.onset_off_s, 3) << kind.name;
    EXPECT_LE(score.clear_off_s, 3) << kind.name;
  }
  std::printf("  found %d of %d, %d wrong\n", found, due, wrong);
  EXPECT_EQ(found, due);
}

// Larger pictures take minutes: `TRICOLOR_PLACES=all ctest --preset release -V -R harness_watch_places_test`.
std::vector<std::tuple<int, int>> sizes_and_codecs() {
  std::vector<std::tuple<int, int>> chosen{{0, 0}, {0, 6}};
  if (const char* asked = std::getenv("TRICOLOR_PLACES"); asked && std::string(asked) == "all")
    chosen.insert(chosen.end(), {{1, 5}, {2, 5}});
  return chosen;
}
INSTANTIATE_TEST_SUITE_P(Sizes, Places, ::testing::ValuesIn(sizes_and_codecs()));

}  // namespace
}  // namespace tricolor::harness::places_test
