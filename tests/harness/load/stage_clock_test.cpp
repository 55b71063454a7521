// Shows that a stage clock gives every moment to exactly one stage, knows its stages by name, and that a planted
// slowness falls on its own stage alone.
#include <gtest/gtest.h>

#include <numeric>

#include "clock/cpu_clock.h"
#include "load/stage_clock.h"

namespace tricolor::harness::stage_clock_test {
namespace {

void work_for(std::int64_t cpu_ns) {
  const std::int64_t until = thread_cpu_ns() + cpu_ns;
  while (thread_cpu_ns() < until) {
  }
}

std::int64_t of(const StageTimes& times, Stage stage) { return times.cpu_ns[static_cast<std::size_t>(stage)]; }

TEST(StageClock, every_stage_has_its_name) {
  for (std::size_t i = 0; i < kStages; ++i) {
    const auto stage = static_cast<Stage>(i);
    EXPECT_EQ(stage_of(name_of(stage)), stage);
  }
  EXPECT_FALSE(stage_of("lunch"));
}

TEST(StageClock, the_stages_add_up_to_the_whole) {
  StageClock clock;
  const std::int64_t from = thread_cpu_ns();
  clock.start(Stage::gate);
  work_for(2'000'000);
  EXPECT_EQ(clock.enter(Stage::net), Stage::gate);
  work_for(5'000'000);
  EXPECT_EQ(clock.enter(Stage::gate), Stage::net);
  work_for(1'000'000);
  const StageTimes times = clock.stop();
  const std::int64_t whole = thread_cpu_ns() - from;
  EXPECT_GE(of(times, Stage::net), 5'000'000);
  EXPECT_GE(of(times, Stage::gate), 3'000'000);
  EXPECT_LE(std::accumulate(times.cpu_ns.begin(), times.cpu_ns.end(), std::int64_t{0}), whole);
}

TEST(StageClock, a_planted_slowness_falls_on_its_stage_alone) {
  PlantedSlowness slowness;
  slowness.stage = Stage::net;
  slowness.share = 1;
  StageClock clock(&slowness);
  const auto run = [&] {
    clock.start(Stage::gate);
    work_for(3'000'000);
    clock.enter(Stage::net);
    work_for(3'000'000);
    clock.enter(Stage::judge);
    return clock.stop();
  };
  const StageTimes without = run();
  slowness.on = true;
  const StageTimes with = run();
  EXPECT_GE(of(with, Stage::net), 6'000'000);
  EXPECT_LT(of(with, Stage::judge), of(with, Stage::gate));
  EXPECT_LT(of(without, Stage::net), of(with, Stage::net));
}

TEST(StageClock, nothing_is_measured_before_it_is_started) {
  StageClock clock;
  EXPECT_EQ(clock.enter(Stage::net), Stage::net);
  const StageTimes times = clock.stop();
  EXPECT_EQ(std::accumulate(times.cpu_ns.begin(), times.cpu_ns.end(), std::int64_t{0}), 0);
}

}  // namespace
}  // namespace tricolor::harness::stage_clock_test
