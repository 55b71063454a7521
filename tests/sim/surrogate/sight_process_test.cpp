// Shows that the model of a detector gives the shares, rates and lengths that it was given, that what is shared stays
// shared, and that no draw knows of another thing, camera or look.
#include "sim/surrogate/sight_process.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tricolor::sim::sight_process_test {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
constexpr Sight kSight{ThingKind::pile, 15, 40, false};

DetectorModel plain() {
  DetectorModel model;
  model.seen.weight[0] = 10;
  model.at_once.weight[0] = 10;
  return model;
}

SightKey key(ThingId thing, std::uint32_t camera = 0) { return {1, 1, thing, 7, camera}; }

TEST(SightProcess, ThingsAreSeenInTheShareOfTheModel) {
  DetectorModel model = plain();
  model.seen.weight[0] = std::log(0.8 / 0.2);
  int seen = 0;
  constexpr int kThings = 20'000;
  for (ThingId thing = 1; thing <= kThings; ++thing)
    seen += SightProcess(model, key(thing), kSight, kStart).never() ? 0 : 1;
  EXPECT_NEAR(seen / double(kThings), 0.8, 0.01);
}

TEST(SightProcess, NothingIsSeenThroughAFront) {
  const DetectorModel model = plain();
  Sight sight = kSight;
  EXPECT_FALSE(SightProcess(model, key(1), sight, kStart).never());
  sight.behind = true;
  EXPECT_TRUE(SightProcess(model, key(1), sight, kStart).never());
}

TEST(SightProcess, TheTermsOfASightMoveItsOdds) {
  Logistic model;
  model.weight = {0, 1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_DOUBLE_EQ(model.log_odds({ThingKind::pile, 15, 40, false}), 0);
  EXPECT_DOUBLE_EQ(model.log_odds({ThingKind::motor, 15, 40, false}), 3);
  EXPECT_DOUBLE_EQ(model.log_odds({ThingKind::pile, 15, 40, true}), 5);
  EXPECT_NEAR(model.log_odds({ThingKind::pile, 15 * std::exp(1.0), 40, true}), 5 + 6 + 7, 1e-9);
  EXPECT_DOUBLE_EQ(model.log_odds({ThingKind::pile, 15, 12, false}), 8);
  model.weight = {0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3};
  EXPECT_DOUBLE_EQ(model.log_odds({ThingKind::pile, 15, 40, false, 0.45}), 0);
  EXPECT_NEAR(model.log_odds({ThingKind::pile, 15, 40, false, 0.65}), 2 * 2, 1e-9);
  EXPECT_NEAR(model.log_odds({ThingKind::pile, 48, 40, false}), 3 * 10, 1e-9);
}

TEST(SightProcess, ADrawDependsOnItsOwnThingAndCameraAlone) {
  DetectorModel model = plain();
  model.missed = {2, 2, {60, 1}};
  model.spot.along_per_m = 0.02;
  const auto run = [&](SightProcess process) {
    std::vector<Time> changes;
    for (int i = 0; i < 20; ++i) changes.push_back(process.changes_at()), process.advance();
    return changes;
  };
  const auto alone = run({model, key(5, 3), kSight, kStart});
  SightProcess(model, key(6, 3), kSight, kStart).look(12);
  EXPECT_EQ(run({model, key(5, 3), kSight, kStart}), alone);
  EXPECT_NE(run({model, key(5, 4), kSight, kStart}), alone);
  EXPECT_NE(run({model, key(6, 3), kSight, kStart}), alone);
  // Looks, in whatever number, change nothing of the process.
  SightProcess looked(model, key(5, 3), kSight, kStart);
  for (std::int64_t sample = 0; sample < 100; ++sample) looked.look(sample), looked.error(sample);
  EXPECT_EQ(run(looked), alone);
}

TEST(SightProcess, SpellsComeAtTheirRateAndLastAsLongAsTheModelSays) {
  DetectorModel model = plain();
  model.missed = {3, 0, {120, 0.5}};
  model.hidden = {1, 0, {30, 0.5}};
  int missed = 0, hidden = 0;
  std::vector<double> missed_s;
  for (ThingId thing = 1; thing <= 2'000; ++thing) {
    SightProcess process(model, key(thing), kSight, kStart);
    ASSERT_EQ(process.state(), SightProcess::State::unseen);
    process.advance();
    for (int spell = 0; spell < 5; ++spell) {
      ASSERT_EQ(process.state(), SightProcess::State::seen);
      const Time begins = process.changes_at();
      process.advance();
      (process.state() == SightProcess::State::missed ? missed : hidden) += 1;
      const double lasts_s = std::chrono::duration<double>(process.changes_at() - begins).count();
      if (process.state() == SightProcess::State::missed) missed_s.push_back(lasts_s);
      process.advance();
    }
  }
  EXPECT_NEAR(missed / double(missed + hidden), 0.75, 0.02);
  std::nth_element(missed_s.begin(), missed_s.begin() + missed_s.size() / 2, missed_s.end());
  EXPECT_NEAR(missed_s[missed_s.size() / 2], 120, 5);
}

TEST(SightProcess, AThingThatIsMissedAtOneLookIsLikelierMissedAtTheNextWherePairsDiffer) {
  DetectorModel model = plain();
  model.look_misses = 0.1;
  const auto again = [&](double pair_sd) {
    model.look_pair_sd = pair_sd;
    int missed = 0, twice = 0;
    for (ThingId thing = 1; thing <= 20'000; ++thing) {
      const SightProcess process(model, key(thing), kSight, kStart);
      if (process.look(1) != SightProcess::State::missed) continue;
      ++missed;
      twice += process.look(600) == SightProcess::State::missed ? 1 : 0;
    }
    return twice / double(missed);
  };
  EXPECT_NEAR(again(0), 0.1, 0.02);
  EXPECT_GT(again(2), 0.3) << "the effect of a pair is kept from the onset to the re-check";
}

TEST(SightProcess, ThingsOfOnePlaceBeforeOneCameraAreMissedTogether) {
  DetectorModel model = plain();
  model.seen.weight[0] = 0;
  model.place_camera_sd = 3;
  int both = 0;
  constexpr int kPlaces = 4'000;
  for (std::uint64_t place = 0; place < kPlaces; ++place) {
    const SightProcess a(model, {1, 1, 2 * place + 1, place, 0}, kSight, kStart);
    const SightProcess b(model, {1, 1, 2 * place + 2, place, 0}, kSight, kStart);
    both += a.never() && b.never() ? 1 : 0;
  }
  EXPECT_GT(both / double(kPlaces), 0.34) << "a quarter, were they independent";
}

TEST(SightProcess, MostThingsAreLetGoAtOnceAndTheShareOfTheModelIsHeldOn) {
  DetectorModel model = plain();
  model.held_after = 0.05;
  model.held_after_by = {300, 0.5};
  int held = 0;
  constexpr int kThings = 20'000;
  for (ThingId thing = 1; thing <= kThings; ++thing)
    held += SightProcess(model, key(thing), kSight, kStart).held_until(kStart + 1h) > kStart + 1h ? 1 : 0;
  EXPECT_NEAR(held / double(kThings), 0.05, 0.006);
}

TEST(SightProcess, ErrorsOfThePlaceGrowWithTheDistanceAndKeepTheirPersistentPart) {
  DetectorModel model = plain();
  model.spot.along_per_m = 0.03;
  model.spot.along_look_per_m = 0.01;
  double near = 0, far = 0, together = 0;
  constexpr int kThings = 20'000;
  for (ThingId thing = 1; thing <= kThings; ++thing) {
    Sight sight = kSight;
    sight.distance_m = 10;
    const SightProcess close(model, key(thing), sight, kStart);
    near += std::pow(close.error(1).along_m, 2);
    together += close.error(1).along_m * close.error(2).along_m;
    sight.distance_m = 30;
    far += std::pow(SightProcess(model, key(thing), sight, kStart).error(1).along_m, 2);
  }
  EXPECT_NEAR(std::sqrt(near / kThings), 10 * std::hypot(0.03, 0.01), 0.01);
  EXPECT_NEAR(std::sqrt(far / kThings), 30 * std::hypot(0.03, 0.01), 0.03);
  EXPECT_NEAR(std::sqrt(together / kThings), 10 * 0.03, 0.01);
}

TEST(FalseAlarms, ComeAtTheirRateAndClusterWhereTheModelSaysSo) {
  FalseAlarms alarms;
  alarms.per_watched_hour[static_cast<std::size_t>(ThingKind::display)] = 0.02;
  const auto by_entity = [&](double shape) {
    alarms.cluster_shape = shape;
    std::vector<int> counts;
    for (std::uint64_t entity = 0; entity < 2'000; ++entity) {
      int count = 0;
      for (ThingId thing = 0; thing < 30; ++thing) {
        const Thing display{entity * 100 + thing + 1, ThingKind::display, 0, {}, 0, 1, 0};
        count += misleads(alarms, {1, 1, display.id, entity, 0}, display, 5) ? 1 : 0;
      }
      counts.push_back(count);
    }
    return counts;
  };
  const auto spread = [](const std::vector<int>& counts) {
    double sum = 0, squares = 0;
    for (const int n : counts) sum += n, squares += double(n) * n;
    const double mean = sum / counts.size();
    return std::pair(mean, squares / counts.size() - mean * mean);
  };
  const auto [even_mean, even_variance] = spread(by_entity(0));
  EXPECT_NEAR(even_mean, 30 * (1 - std::exp(-0.1)), 0.15);
  EXPECT_NEAR(even_variance / even_mean, 0.9, 0.15);
  const auto [mean, variance] = spread(by_entity(0.35));
  EXPECT_GT(mean, 0.5 * even_mean);
  EXPECT_GT(variance / mean, 4) << "few shops bear most of them";
}

}  // namespace
}  // namespace tricolor::sim::sight_process_test
