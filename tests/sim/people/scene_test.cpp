// Shows that pictures can safely be made ahead of time: a scene that was asked for in advance is the scene of that
// instant as long as the camera's version stands; asking for a scene changes nothing; and things appear and go at the
// instants that were announced.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "sim/people/lived_street.h"
#include "sim/people/replay.h"

namespace tricolor::sim::testing::scene_test {
namespace {

bool equal(const SceneView& a, const SceneView& b) {
  return a.at == b.at && std::equal(a.things.begin(), a.things.end(), b.things.begin(), b.things.end(),
                                    [](const Thing& x, const Thing& y) {
                                      return x.id == y.id && x.kind == y.kind && x.look == y.look &&
                                             x.at.x_m == y.at.x_m && x.at.y_m == y.at.y_m &&
                                             x.heading_rad == y.heading_rad && x.phase == y.phase;
                                    });
}

TEST(scene, foreseen_is_seen_while_the_version_stands) {
  LivedStreet street(generate_xinhua(8, {}, kMonday, 1), Demand{}, 8);
  const Time end = kMonday + 24h;
  street.world.start(kMonday, end);
  street.serve(end);
  struct Foreseen {
    int camera;
    std::uint64_t version, version_then;
    SceneView scene;
  };
  int round = 0, kept = 0, changed = 0, kept_whole = 0;
  for (Time now = kMonday + 7h; now < kMonday + 20h; now += 40min) {
    street.kernel.run_until(now);
    std::vector<Foreseen> foreseen;
    // Pictures are made some ten minutes ahead; 25 min are beyond the decisions that people have made by now.
    const Duration ahead = round++ % 2 ? Duration{5min} : Duration{25min};
    for (int camera = 0; camera < static_cast<int>(street.city.cameras.size()); camera += 3)
      foreseen.push_back({camera, street.world.scene_version(camera),
                          street.world.scene_version(camera, now + ahead + camera * 1s),
                          street.world.scene(camera, now + ahead + camera * 1s)});
    for (const Foreseen& picture : foreseen) {
      street.kernel.run_until(picture.scene.at);
      const bool whole = street.world.scene_version(picture.camera) == picture.version;
      const bool then = street.world.scene_version(picture.camera, picture.scene.at) == picture.version_then;
      EXPECT_TRUE(then || !whole) << "what changes one instant changes the future";
      kept_whole += whole;
      if (!then) {
        ++changed;
        continue;
      }
      ++kept;
      EXPECT_TRUE(equal(picture.scene, street.world.scene(picture.camera, picture.scene.at)))
          << "camera " << picture.camera;
    }
  }
  EXPECT_GT(kept, 200);
  EXPECT_GT(changed, 10) << "nothing ever changed: the test is idle";
  EXPECT_GT(kept, kept_whole + 40) << "asking for the instant spares many pictures";
  std::printf("foreseen %d: kept %d, by the coarser version %d\n", kept + changed, kept, kept_whole);
}

TEST(scene, looking_changes_nothing) {
  const auto fingerprint = [](bool look) {
    LivedStreet street(generate_xinhua(4, {}, kMonday, 1), Demand{}, 4);
    street.world.start(kMonday, kMonday + 12h);
    for (Time now = kMonday; now < kMonday + 12h; now += 30min) {
      street.kernel.run_until(now);
      if (look)
        for (int camera = 0; camera < 60; ++camera) street.world.scene(camera, now + 1min);
    }
    street.kernel.run_until(kMonday + 12h);
    return street.kernel.fingerprint();
  };
  EXPECT_EQ(fingerprint(true), fingerprint(false));
}

TEST(scene, a_thing_is_there_from_its_first_instant_to_before_its_last) {
  LivedStreet street(small_street(1), Demand{}, 1, kMonday + 9h);
  street.world.set_spontaneous(false);
  street.world.start(kMonday + 9h, kMonday + 10h);
  World::PutOut pile;
  pile.shop = 0;
  pile.class_name = "piled_goods";
  pile.until = kMonday + 9h + 4min;
  const ThingId id = street.world.put_out(pile);
  const auto there = [&](Time at) {
    const SceneView view = street.world.scene(0, at);
    return std::any_of(view.things.begin(), view.things.end(), [&](const Thing& thing) { return thing.id == id; });
  };
  EXPECT_TRUE(there(kMonday + 9h));
  EXPECT_TRUE(there(kMonday + 9h + 4min - Duration{1}));
  EXPECT_FALSE(there(kMonday + 9h + 4min));
}

// The position of each passer-by is a function of the instant, and from one instant to the next nobody vanishes,
// doubles or leaps: neither at the turn of an hour, when there are more or fewer, nor at any other.
TEST(scene, nobody_under_way_vanishes_or_leaps) {
  const City city = generate_xinhua(8, {}, kMonday, 1);
  Demand demand;
  demand.dogs_per_km_hour = 60;
  const SceneReplay replay(city, demand, 8);
  const auto at = [&](Time time) {
    std::map<ThingId, Point> where;
    for (const Thing& thing : replay.passers_by({0, 0}, 1e6, time))
      EXPECT_TRUE(where.emplace(thing.id, thing.at).second) << "one number, two things";
    return where;
  };
  int under_way = 0, gone = 0, come = 0;
  for (Time turn = kMonday; turn < kMonday + 24h; turn += 2min) {
    const auto before = at(turn - 500us), after = at(turn + 500us);
    under_way += static_cast<int>(before.size());
    for (const auto& [id, point] : before) {
      const auto found = after.find(id);
      gone += found == after.end();
      if (found != after.end()) {
        EXPECT_LT(std::hypot(found->second.x_m - point.x_m, found->second.y_m - point.y_m), 0.01);
      }
    }
    for (const auto& [id, point] : after) come += !before.contains(id);
  }
  EXPECT_GT(under_way, 2000) << "nobody passes: the test is idle";
  // A thousandth of a second is too short for more than a few to arrive or to set out.
  EXPECT_LE(gone, 3);
  EXPECT_LE(come, 3);
}

TEST(scene, passers_by_walk_and_are_more_at_eight_than_at_three) {
  LivedStreet street(generate_xinhua(4, {}, kMonday, 1), Demand{}, 4);
  const auto walkers = [&](Time at) {
    std::size_t count = 0;
    for (int camera = 0; camera < 60; ++camera)
      for (const Thing& thing : street.world.scene(camera, at).things)
        count += thing.kind == ThingKind::person || thing.kind == ThingKind::rider;
    return count;
  };
  EXPECT_GT(walkers(kMonday + 8h + 10min), 10 * walkers(kMonday + 3h + 10min));
  // The same one a second later is a step further.
  const SceneView first = street.world.scene(20, kMonday + 8h), second = street.world.scene(20, kMonday + 8h + 1s);
  int moved = 0;
  for (const Thing& a : first.things)
    for (const Thing& b : second.things)
      if (a.id == b.id) {
        const double step = std::hypot(a.at.x_m - b.at.x_m, a.at.y_m - b.at.y_m);
        EXPECT_LT(step, 6);
        moved += step > 0.3;
      }
  EXPECT_GT(moved, 0);
}

}  // namespace
}  // namespace tricolor::sim::testing::scene_test
