// Shows that a process may be cancelled, and the object that it waits for may be destroyed, at any moment of its life:
// queued, given a place but not yet awake, notified but not yet awake, with a timeout running. No place is lost, nobody
// wakes twice, and no frame leaks.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "sim/kernel/process.h"
#include "sim/random/streams.h"

namespace tricolor::sim::process_lifetime_test {
namespace {

using namespace std::chrono_literals;

Process hold_for(Simulation& sim, Resource& resource, Duration length, int& served) {
  co_await resource.acquire();
  ++served;
  co_await delay(sim, length);
  resource.release();
}

TEST(Resource, APlaceGivenToACancelledProcessGoesToTheNext) {
  Simulation sim;
  Resource desk(sim, 1);
  int first = 0, second = 0, third = 0;
  Process a = hold_for(sim, desk, 10us, first), b = hold_for(sim, desk, 10us, second),
          c = hold_for(sim, desk, 10us, third);
  // The cancelling event stands between the release, which gives the place to b, and b's waking in the same instant.
  sim.schedule(Time{10us}, Phase::world, [&] { b.cancel(); });
  sim.run_until(Time{1s});
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 0);
  EXPECT_EQ(third, 1);
  EXPECT_EQ(desk.free(), 1);
}

TEST(Resource, NoOneOvertakesTheQueue) {
  Simulation sim;
  Resource desk(sim, 1);
  std::vector<int> order;
  const auto enter = [&](int name) -> Process {
    return [](Simulation& s, Resource& r, std::vector<int>& o, int n) -> Process {
      co_await r.acquire();
      o.push_back(n);
      co_await delay(s, 10us);
      r.release();
    }(sim, desk, order, name);
  };
  Process a = enter(1), b = enter(2), c;
  // The process arrives in the instant of the release, before the queued one is awake.
  sim.schedule(Time{10us}, Phase::world, [&] { c = enter(3); });
  sim.run_until(Time{1s});
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(Resource, KeepsItsPlacesThroughThousandsOfCancellations) {
  constexpr std::uint64_t kSeed = 3;
  Simulation sim;
  Draw draw({kSeed, 0, purpose("test.cancellations"), 0});
  constexpr int kPlaces = 3;
  Resource desk(sim, kPlaces);
  int served = 0, holding = 0, most = 0;
  const auto visit = [&](Duration length) -> Process {
    return [](Simulation& s, Resource& r, Duration l, int& n, int& h, int& m) -> Process {
      co_await r.acquire();
      // Gives the place back however the visit ends.
      struct Place {
        Resource& resource;
        int& held;
        ~Place() {
          --held;
          resource.release();
        }
      } place{r, h};
      m = std::max(m, ++h);
      co_await delay(s, l);
      ++n;
    }(sim, desk, length, served, holding, most);
  };
  std::vector<Process> visits(200);
  for (int i = 0; i < 20'000; ++i) {
    Process& one = visits[static_cast<std::size_t>(draw.integer(0, 199))];
    if (one.running() && draw.chance(0.4)) one.cancel();
    else if (!one.running()) one = visit(Duration{draw.integer(0, 5)});
    if (draw.chance(0.5)) sim.run_until(sim.now() + Duration{draw.integer(0, 2)});
  }
  sim.run_until(sim.now() + 1h);
  EXPECT_GT(served, 1000) << "seed " << kSeed;
  EXPECT_EQ(most, kPlaces);
  EXPECT_EQ(holding, 0);
  EXPECT_EQ(desk.free(), kPlaces);
  EXPECT_EQ(desk.queue_length(), 0u);
}

Process listen(Condition& condition, std::optional<Duration> timeout, std::optional<bool>& heard) {
  if (timeout) heard = co_await condition.wait_for(*timeout);
  else heard = co_await condition.wait();
}

TEST(Condition, MayGoBeforeThoseItHasNotifiedAreAwake) {
  Simulation sim;
  std::optional<Condition> condition(std::in_place, sim);
  std::optional<bool> heard;
  Process a = listen(*condition, std::nullopt, heard);
  condition->notify_all();
  condition.reset();
  sim.run_until(Time{1s});
  EXPECT_EQ(heard, true);
}

TEST(Condition, ATimeoutStandsWhenTheConditionHasGone) {
  Simulation sim;
  std::optional<Condition> condition(std::in_place, sim);
  std::optional<bool> heard, never;
  Process a = listen(*condition, 5us, heard), b = listen(*condition, std::nullopt, never);
  condition.reset();
  sim.run_until(Time{1s});
  EXPECT_EQ(heard, false);
  EXPECT_EQ(never, std::nullopt);
  EXPECT_TRUE(b.running());
}

TEST(Condition, NotifiedAndTimedOutInOneInstantWakesOnce) {
  // The event that comes first in the instant decides.
  for (const bool notified_first : {true, false}) {
    Simulation sim;
    Condition condition(sim);
    std::optional<bool> heard;
    Process a;
    if (notified_first) sim.schedule(Time{5us}, Phase::world, [&] { condition.notify_all(); });
    a = listen(condition, 5us, heard);
    if (!notified_first) sim.schedule(Time{5us}, Phase::world, [&] { condition.notify_all(); });
    sim.run_until(Time{1s});
    EXPECT_EQ(heard, notified_first);
    EXPECT_FALSE(a.running());
    EXPECT_EQ(condition.waiting(), 0u);
  }
}

TEST(Condition, CancelledBetweenNotificationAndWakingItNeverWakes) {
  Simulation sim;
  Condition condition(sim);
  std::optional<bool> heard;
  Process a = listen(condition, std::nullopt, heard);
  condition.notify_all();
  a.cancel();
  sim.run_until(Time{1s});
  EXPECT_EQ(heard, std::nullopt);
}

TEST(Process, DestroysItsLocalsWhenCancelled) {
  Simulation sim;
  const auto held = std::make_shared<int>(0);
  Process a = [](Simulation& s, std::shared_ptr<int> mine) -> Process {
    co_await delay(s, 1s);
    ++*mine;
  }(sim, held);
  EXPECT_EQ(held.use_count(), 2);
  a.cancel();
  EXPECT_EQ(held.use_count(), 1);
  a.cancel();  // A second time does nothing.
  EXPECT_FALSE(a.running());
}

Process reach(Simulation& sim, Duration after, bool& reached) {
  co_await delay(sim, after);
  reached = true;
}

Process kill(Simulation& sim, Duration after, Process& victim) {
  co_await delay(sim, after);
  victim.cancel();
}

TEST(Process, OneMayCancelAnother) {
  Simulation sim;
  bool killed_reached = false, spared_reached = false;
  Process killed = reach(sim, 10us, killed_reached), spared = reach(sim, 10us, spared_reached);
  Process killer = kill(sim, 9us, killed), late = kill(sim, 8us, spared);
  Process sooner = kill(sim, 5us, late);
  sim.run_until(Time{1s});
  EXPECT_FALSE(killed_reached);
  EXPECT_TRUE(spared_reached) << "its killer was itself cancelled";
}

TEST(Process, ADetachedOneEndsByItself) {
  Simulation sim;
  const auto held = std::make_shared<int>(0);
  Process a = [](Simulation& s, std::shared_ptr<int> mine) -> Process {
    co_await until(s, Time{3us});
    ++*mine;
  }(sim, held);
  a.detach();
  EXPECT_FALSE(a.running());
  sim.run_until(Time{1s});
  EXPECT_EQ(*held, 1);
  EXPECT_EQ(held.use_count(), 1);
}

void drop_a_desk_in_use() {
  Simulation sim;
  int served = 0;
  std::optional<Resource> desk(std::in_place, sim, 1);
  Process a = hold_for(sim, *desk, 10us, served);
  Process b = hold_for(sim, *desk, 10us, served);
  desk.reset();
}

TEST(ResourceDeathTest, GoingWhileSomeoneQueuesIsABug) { EXPECT_DEATH(drop_a_desk_in_use(), "the twin is wrong"); }

}  // namespace
}  // namespace tricolor::sim::process_lifetime_test
