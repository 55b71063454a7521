// Shows that a picture made ahead is used only while its scene version stands, is made again otherwise, that the answer
// is the same with any number of threads, and that of pictures made ahead only those are analysed that differ from the
// camera's picture before.
#include "adapters/look_ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace tricolor::harness::look_ahead_test {
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
      {}, 2, 8);
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
    LookAhead ahead([](int camera, const sim::SceneView& scene, ShotTimes&) { return shot_of(camera, scene); }, {},
                    threads, 16);
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

// A grey picture that turns bright in its upper half at `bright_from`. It tells its time by its width.
Shot grey_shot(const sim::SceneView& scene, int bright_from) {
  auto image = std::make_shared<engine::Image>();
  const int at = static_cast<int>(scene.at.time_since_epoch().count());
  image->width_px = 100 + at;
  image->height_px = 96;
  image->bytes.assign(3 * static_cast<std::size_t>(image->width_px * image->height_px), 90);
  if (at >= bright_from) std::fill_n(image->bytes.begin(), image->bytes.size() / 2, static_cast<std::uint8_t>(140));
  return {image, nullptr, {}};
}

TEST(LookAhead, AnalysesTheFirstPictureOfACameraAndThenOnlyWhatHasChanged) {
  constexpr int kPictures = 10, kBrightFrom = 8;
  std::vector<int> analysed;  // Written by the one worker.
  std::promise<void> saw_change;
  LookAhead ahead([](int, const sim::SceneView& scene, ShotTimes&) { return grey_shot(scene, kBrightFrom); },
                  [&](int, const engine::Image& image) {
                    analysed.push_back(image.width_px - 100);
                    if (analysed.back() == kBrightFrom) saw_change.set_value();
                    return std::make_shared<const engine::PictureAnalysis>();
                  },
                  2, 16);
  const auto scene = [](int at) { return sim::SceneView{sim::Time{sim::Duration{at}}, {}, {}}; };
  // One picture that was taken, and the others put up while it stands.
  ahead.put_up({sim::Time{sim::Duration{0}}, 3}, 1, scene(0));
  for (int at = 1; at < kPictures; ++at) ahead.put_up({sim::Time{sim::Duration{at}}, 3}, 1, scene(at));
  saw_change.get_future().wait();
  for (int at = 0; at < kPictures; ++at) {
    const Shot shot = ahead.take({sim::Time{sim::Duration{at}}, 3}, 1, [&] { return scene(at); });
    EXPECT_EQ(shot.image->width_px, 100 + at);
    EXPECT_EQ(shot.analysis != nullptr, at == 0 || at == kBrightFrom) << "picture " << at;
  }
  EXPECT_EQ(analysed, (std::vector<int>{0, kBrightFrom}));
  EXPECT_EQ(ahead.counters().analysed, 2u);
}

TEST(LookAhead, ComparesWithThePictureThatWasTakenLast) {
  std::vector<int> analysed;
  std::promise<void> saw_change;
  LookAhead ahead([](int, const sim::SceneView& scene, ShotTimes&) { return grey_shot(scene, 3); },
                  [&](int, const engine::Image& image) {
                    analysed.push_back(image.width_px - 100);
                    saw_change.set_value();
                    return std::make_shared<const engine::PictureAnalysis>();
                  },
                  2, 16);
  const auto scene = [](int at) { return sim::SceneView{sim::Time{sim::Duration{at}}, {}, {}}; };
  const Shot taken = ahead.take({sim::Time{sim::Duration{0}}, 3}, 1, [&] { return scene(0); });
  EXPECT_FALSE(taken.analysis) << "the engine has not been asked whether it wants it";
  for (const int at : {1, 2, 3}) ahead.put_up({sim::Time{sim::Duration{at}}, 3}, 1, scene(at));
  saw_change.get_future().wait();
  EXPECT_EQ(analysed, std::vector<int>{3});
}

}  // namespace
}  // namespace tricolor::harness::look_ahead_test
