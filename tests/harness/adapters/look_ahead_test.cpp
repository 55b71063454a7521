// Shows that a picture made ahead is used only while its scene version stands, is made again otherwise, and that the
// answer is the same with any number of threads.
#include "adapters/look_ahead.h"

#include <gtest/gtest.h>

#include <atomic>

namespace tricolor::harness {
namespace {

Shot shot_of(int camera, const sim::SceneView& scene) {
  auto image = std::make_shared<engine::Image>();
  image->width_px = camera;
  image->height_px = static_cast<int>(scene.at.time_since_epoch().count());
  return {image, nullptr, {}};
}

TEST(LookAhead, UsesWhatStillStandsAndMakesAgainWhatDoesNot) {
  std::atomic<int> made{0};
  LookAhead ahead(
      [&](int camera, const sim::SceneView& scene, ShotTimes&) {
        ++made;
        return shot_of(camera, scene);
      },
      2, 8);
  const auto scene = [](int at) { return sim::SceneView{sim::Time{sim::Duration{at}}, {}, {}}; };
  const LookAhead::Key key{sim::Time{sim::Duration{5}}, 1};
  ahead.put_up(key, 1, scene(5));
  EXPECT_EQ(ahead.take(key, 1, [&] { return scene(5); }).image->height_px, 5);
  EXPECT_EQ(made, 1);
  ahead.put_up(key, 1, scene(5));
  EXPECT_EQ(ahead.take(key, 2, [&] { return scene(6); }).image->height_px, 6) << "the scene had changed";
  const auto counters = ahead.counters();
  EXPECT_EQ(counters.used, 1u);
  EXPECT_EQ(counters.discarded, 1u);
  EXPECT_EQ(counters.in_time, 1u);
}

TEST(LookAhead, IsTheSameAtAnyNumberOfThreads) {
  const auto run = [](int threads) {
    LookAhead ahead([](int camera, const sim::SceneView& scene, ShotTimes&) { return shot_of(camera, scene); }, threads,
                    16);
    std::vector<int> answers;
    for (int i = 0; i < 200; ++i) {
      for (int k = i; k < i + 8 && ahead.has_room(); ++k) {
        const LookAhead::Key key{sim::Time{sim::Duration{k}}, k % 3};
        if (!ahead.version_of(key)) ahead.put_up(key, static_cast<std::uint64_t>(k), {key.at, {}, {}});
      }
      const LookAhead::Key key{sim::Time{sim::Duration{i}}, i % 3};
      answers.push_back(ahead.take(key, static_cast<std::uint64_t>(i),
                                   [&] {
                                     return sim::SceneView{key.at, {}, {}};
                                   })
                            .image->height_px);
    }
    return answers;
  };
  EXPECT_EQ(run(1), run(2));
  EXPECT_EQ(run(1), run(4));
}

}  // namespace
}  // namespace tricolor::harness
