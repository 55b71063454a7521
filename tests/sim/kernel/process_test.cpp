// Shows that processes wait, queue and are cancelled as they say, that their frames are reused, and that queues of the
// textbooks (M/M/1 and M/M/c) come out as theory has them.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "sim/kernel/process.h"
#include "sim/random/streams.h"

namespace tricolor::sim::process_test {
namespace {

using namespace std::chrono_literals;

Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e6)}; }

Process wait_twice(Simulation& sim, std::vector<std::int64_t>& log) {
  co_await delay(sim, 3us);
  log.push_back(sim.now().time_since_epoch().count());
  co_await delay(sim, 4us);
  log.push_back(sim.now().time_since_epoch().count());
}

TEST(Process, WaitsAndEnds) {
  Simulation sim;
  std::vector<std::int64_t> log;
  Process process = wait_twice(sim, log);
  EXPECT_TRUE(process.running());
  sim.run_until(Time{1s});
  EXPECT_FALSE(process.running());
  EXPECT_EQ(log, (std::vector<std::int64_t>{3, 7}));
}

TEST(Process, CancelledWhereItWaitsItNeverGoesOn) {
  Simulation sim;
  std::vector<std::int64_t> log;
  Process process = wait_twice(sim, log);
  sim.run_until(Time{5us});
  process.cancel();
  sim.run_until(Time{1s});
  EXPECT_EQ(log, (std::vector<std::int64_t>{3}));
}

Process use(Simulation& sim, Resource& resource, Duration length, int name, std::vector<int>& order) {
  co_await resource.acquire();
  order.push_back(name);
  co_await delay(sim, length);
  resource.release();
}

TEST(Resource, ServesInOrderOfArrivalAndForgetsTheCancelled) {
  Simulation sim;
  Resource desk(sim, 1);
  std::vector<int> order;
  Process a = use(sim, desk, 10us, 1, order), b = use(sim, desk, 10us, 2, order), c = use(sim, desk, 10us, 3, order);
  EXPECT_EQ(desk.queue_length(), 2u);
  b.cancel();
  EXPECT_EQ(desk.queue_length(), 1u);
  sim.run_until(Time{1s});
  EXPECT_EQ(order, (std::vector<int>{1, 3}));
  EXPECT_EQ(desk.free(), 1);
}

Process listen(Condition& condition, std::optional<Duration> timeout, std::vector<bool>& heard) {
  const bool notified = timeout ? co_await condition.wait_for(*timeout) : co_await condition.wait();
  heard.push_back(notified);
}

TEST(Condition, NotifiesOrTimesOut) {
  Simulation sim;
  Condition condition(sim);
  std::vector<bool> early, late, gone;
  Process a = listen(condition, 5us, early), b = listen(condition, std::nullopt, late),
          c = listen(condition, 5us, gone);
  c.cancel();
  sim.schedule(Time{9us}, Phase::world, [&] { condition.notify_all(); });
  sim.run_until(Time{1s});
  EXPECT_EQ(early, std::vector<bool>{false});
  EXPECT_EQ(late, std::vector<bool>{true});
  EXPECT_TRUE(gone.empty());
}

Process customer(Simulation& sim, Resource& desk, double service_s, double& waited_s, int& served) {
  const Time arrived = sim.now();
  co_await desk.acquire();
  waited_s += std::chrono::duration<double>(sim.now() - arrived).count();
  co_await delay(sim, seconds(service_s));
  desk.release();
  ++served;
}

struct QueueRun {
  double mean_wait_s = 0;
  double mean_queue = 0;
};

// Runs arrivals at `rate` a second, with exponential service of mean 1 s at c desks.
QueueRun run_queue(double rate, int desks, int customers, std::uint64_t seed) {
  Simulation sim;
  Resource desk(sim, desks);
  double waited = 0;
  int served = 0;
  Draw draw({seed, 0, purpose("test.queue"), 0});
  double at = 0;
  for (int i = 0; i < customers; ++i) {
    at += draw.exponential(1 / rate);
    const double service = draw.exponential(1.0);
    sim.schedule(Time{seconds(at)}, Phase::world,
                 [&, service] { customer(sim, desk, service, waited, served).detach(); });
  }
  sim.run_until(Time{seconds(at + 1000)});
  EXPECT_EQ(served, customers);
  return {waited / customers, desk.queue_seconds() / at};
}

TEST(Queues, MM1WaitsAsTheorySays) {
  // For ρ = 0.7 theory gives Wq = ρ / (μ − λ) = 0.7 / 0.3 = 2.333 s, Lq = λ Wq = 1.633. The stated interval is ± 6 % at
  // 200 000 customers.
  const QueueRun run = run_queue(0.7, 1, 200'000, 5);
  EXPECT_NEAR(run.mean_wait_s, 2.3333, 0.14) << "seed 5";
  EXPECT_NEAR(run.mean_queue, 1.6333, 0.10) << "seed 5";
}

TEST(Queues, MMcWaitsAsErlangCSays) {
  // For c = 3, λ = 2.1, μ = 1 theory gives Erlang C = 0.4923, Wq = C / (cμ − λ) = 0.5470 s. The stated interval is ± 8
  // %.
  const double a = 2.1;
  double sum = 0, term = 1;
  for (int k = 0; k < 3; ++k) {
    sum += term;
    term *= a / (k + 1);
  }
  const double erlang_c = term * 3 / (3 - a) / (sum + term * 3 / (3 - a));
  const QueueRun run = run_queue(2.1, 3, 200'000, 6);
  EXPECT_NEAR(run.mean_wait_s, erlang_c / (3 - a), 0.08 * erlang_c / (3 - a)) << "seed 6";
}

TEST(Process, FramesAreReused) {
  Simulation sim;
  Resource desk(sim, 1);
  double waited = 0;
  int served = 0;
  const auto one = [&] {
    customer(sim, desk, 0.001, waited, served).detach();
    sim.run_until(sim.now() + 1s);
  };
  one();
  const std::size_t before = frames_from_heap();
  for (int i = 0; i < 1000; ++i) one();
  EXPECT_EQ(frames_from_heap(), before);
}

}  // namespace
}  // namespace tricolor::sim::process_test
