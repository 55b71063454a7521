// Shows that events happen in the order (time, phase, sequence) whatever the order of scheduling, that cancelled ones
// do not happen, that the end of an instant is announced once after its last event, and that a stop takes effect
// between instants.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <tuple>
#include <vector>

#include "sim/kernel/simulation.h"
#include "sim/random/streams.h"

namespace tricolor::sim::simulation_test {
namespace {

using namespace std::chrono_literals;

TEST(Simulation, OrdersByTimePhaseAndSequence) {
  constexpr std::uint64_t kSeed = 11;
  RecordProperty("seed", static_cast<int>(kSeed));
  Simulation sim;
  std::vector<std::tuple<std::int64_t, int, int>> wanted, happened;
  Draw draw({kSeed, 0, purpose("test.order"), 0});
  for (int i = 0; i < 5000; ++i) {
    const auto at = Time{Duration{draw.integer(0, 300)}};
    const int phase = draw.integer(0, 3);
    wanted.emplace_back(at.time_since_epoch().count(), phase, i);
    sim.schedule(at, static_cast<Phase>(phase),
                 [&happened, at, phase, i] { happened.emplace_back(at.time_since_epoch().count(), phase, i); });
  }
  sim.run_until(Time{1s});
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(happened, wanted);
}

TEST(Simulation, CancelledEventsDoNotHappen) {
  Simulation sim;
  int count = 0;
  std::vector<EventHandle> handles;
  for (int i = 0; i < 1000; ++i)
    handles.push_back(sim.schedule(Time{Duration{i % 7}}, Phase::world, [&count] { ++count; }));
  for (std::size_t i = 0; i < handles.size(); i += 3) EXPECT_TRUE(sim.cancel(handles[i]));
  EXPECT_FALSE(sim.cancel(handles[0])) << "cancelled twice";
  sim.run_until(Time{1s});
  EXPECT_EQ(count, 666);
  EXPECT_FALSE(sim.cancel(handles[1])) << "already happened";
  EXPECT_EQ(sim.stats().cancelled, 334u);
}

TEST(Simulation, AHandleOfAPastEventNeverCancelsALaterOne) {
  Simulation sim;
  const EventHandle old = sim.schedule(Time{1us}, Phase::world, [] {});
  sim.run_until(Time{2us});
  bool happened = false;
  sim.schedule(Time{3us}, Phase::world, [&] { happened = true; });
  EXPECT_FALSE(sim.cancel(old));
  sim.run_until(Time{4us});
  EXPECT_TRUE(happened);
}

TEST(Simulation, TellsTheEndOfAnInstantAfterItsLastEvent) {
  Simulation sim;
  std::vector<int> log;
  int chained = 0;
  sim.at_instant_end([&](Time) {
    log.push_back(-1);
    if (chained++ == 0) sim.schedule(sim.now(), Phase::engine, [&] { log.push_back(3); });
  });
  sim.schedule(Time{5us}, Phase::world, [&] { log.push_back(1); });
  sim.schedule(Time{5us}, Phase::observers, [&] { log.push_back(2); });
  sim.run_until(Time{6us});
  EXPECT_EQ(log, (std::vector<int>{1, 2, -1, 3, -1}));
}

TEST(Simulation, StopsBetweenInstants) {
  Simulation sim;
  int count = 0;
  for (int i = 0; i < 4; ++i)
    sim.schedule(Time{Duration{10}}, Phase::world, [&] {
      if (++count == 2) sim.request_stop();
    });
  sim.schedule(Time{20us}, Phase::world, [&] { ++count; });
  EXPECT_FALSE(sim.run_until(Time{1s}));
  EXPECT_EQ(count, 4) << "the instant was finished, the next not begun";
  EXPECT_EQ(sim.now(), Time{10us});
}

TEST(Simulation, EqualRunsHaveEqualFingerprints) {
  const auto run = [](int extra) {
    Simulation sim;
    for (int i = 0; i < 100 + extra; ++i) sim.schedule(Time{Duration{i * 37 % 64}}, static_cast<Phase>(i % 4), [] {});
    sim.run_until(Time{1s});
    return sim.fingerprint();
  };
  EXPECT_EQ(run(0), run(0));
  EXPECT_NE(run(0), run(1));
}

TEST(SimulationDeathTest, SchedulingInThePastIsABug) {
  Simulation sim{Time{1s}};
  EXPECT_DEATH(sim.schedule(Time{}, Phase::world, [] {}), "the twin is wrong");
}

TEST(Callback, KeepsSmallAndLargeCallables) {
  int called = 0;
  struct Large {
    char filler[200] = {};
    int* count;
    void operator()() { ++*count; }
  };
  Callback small([&called] { ++called; }), large(Large{{}, &called});
  Callback moved = std::move(large);
  small();
  moved();
  EXPECT_EQ(called, 2);
  EXPECT_FALSE(static_cast<bool>(large));
}

}  // namespace
}  // namespace tricolor::sim::simulation_test
