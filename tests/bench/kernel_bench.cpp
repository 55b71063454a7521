// Measures what the kernel costs: the hold model (take the earliest event, schedule one more) at 1 k, 100 k and 1 M
// events waiting, for the ladder queue with its callbacks and, in the same binary, for the simple alternatives: a
// std::priority_queue that holds std::function, and a bare one of 24-byte nodes that calls nothing and cannot cancel.
// Then it measures whole processes and an M/M/1 queue.
//
// Increments come from a table, so that no variate is timed. Rates are per CPU second; only ratios within one run can
// be compared.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "sim/kernel/process.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

/// Distribution of the time from now to the next event.
enum class Ahead : std::int64_t { exponential, ties, far_future };

const char* name_of(Ahead ahead) {
  switch (ahead) {
    case Ahead::exponential: return "exponential, mean 1 h";
    case Ahead::ties: return "ties: 0 … 9 whole seconds";
    case Ahead::far_future: return "far future: 1 in 20 at 1,000 times the mean";
  }
  return "";
}

constexpr std::size_t kTable = 1 << 16;

std::vector<Duration> increments(Ahead ahead) {
  Draw draw({1, 0, purpose("bench.increments"), static_cast<std::uint64_t>(ahead)});
  std::vector<Duration> table(kTable);
  for (Duration& increment : table) {
    if (ahead == Ahead::ties) {
      increment = std::chrono::seconds{draw.integer(0, 9)};
      continue;
    }
    const bool far = ahead == Ahead::far_future && draw.chance(0.05);
    increment = Duration{static_cast<std::int64_t>(draw.exponential(far ? 3.6e12 : 3.6e9))};
  }
  return table;
}

struct LadderOfCallbacks {
  EventQueue queue;
  void push(std::int64_t at, std::uint64_t& called) {
    queue.push(Time{Duration{at}}, Phase::world, [&called] { ++called; });
  }
  std::int64_t pop() {
    std::int64_t taken = 0;
    queue.run_first([&taken](Time at, Phase, std::uint64_t) { taken = at.time_since_epoch().count(); });
    return taken;
  }
};

struct HeapOfFunctions {
  struct Event {
    std::int64_t at;
    std::uint64_t order;
    std::function<void()> callback;
    bool operator<(const Event& other) const { return at != other.at ? at > other.at : order > other.order; }
  };
  std::priority_queue<Event> queue;
  std::uint64_t sequence = 0;
  void push(std::int64_t at, std::uint64_t& called) {
    queue.push({at, ++sequence, [&called] { ++called; }});
  }
  std::int64_t pop() {
    Event event = std::move(const_cast<Event&>(queue.top()));
    queue.pop();
    event.callback();
    return event.at;
  }
};

/// The usual wrapping of a std::priority_queue that makes it able to cancel: a table of functions beside it.
struct HeapWithSlots {
  struct Event {
    std::int64_t at;
    std::uint64_t order;
    std::uint32_t slot;
    bool operator<(const Event& other) const { return at != other.at ? at > other.at : order > other.order; }
  };
  struct Slot {
    std::function<void()> callback;
    std::uint32_t generation = 0;
    bool live = false;
  };
  std::priority_queue<Event> queue;
  std::vector<Slot> slots;
  std::vector<std::uint32_t> free;
  std::uint64_t sequence = 0;
  template <class F>
  EventHandle schedule(std::int64_t at, F&& callback) {
    std::uint32_t slot = static_cast<std::uint32_t>(slots.size());
    if (free.empty()) {
      slots.emplace_back();
    } else {
      slot = free.back();
      free.pop_back();
    }
    slots[slot].callback = std::forward<F>(callback);
    slots[slot].live = true;
    queue.push({at, ++sequence, slot});
    return {slot, slots[slot].generation};
  }
  void cancel(EventHandle handle) {
    if (slots[handle.slot].generation == handle.generation) slots[handle.slot].live = false;
  }
  void push(std::int64_t at, std::uint64_t& called) {
    schedule(at, [&called] { ++called; });
  }
  std::int64_t pop() {
    for (;;) {
      const Event event = queue.top();
      queue.pop();
      Slot& slot = slots[event.slot];
      const bool live = std::exchange(slot.live, false);
      const std::function<void()> callback = std::move(slot.callback);
      ++slot.generation;
      free.push_back(event.slot);
      if (!live) continue;
      callback();
      return event.at;
    }
  }
};

struct BareHeap {
  struct Event {
    std::int64_t at;
    std::uint64_t order;
    std::uint32_t slot;
    bool operator<(const Event& other) const { return at != other.at ? at > other.at : order > other.order; }
  };
  std::priority_queue<Event> queue;
  std::uint64_t sequence = 0;
  void push(std::int64_t at, std::uint64_t&) { queue.push({at, ++sequence, static_cast<std::uint32_t>(sequence)}); }
  std::int64_t pop() {
    const std::int64_t at = queue.top().at;
    queue.pop();
    return at;
  }
};

/// Arguments: events waiting, Ahead.
template <class Queue>
void hold(benchmark::State& state) {
  const auto ahead = static_cast<Ahead>(state.range(1));
  const std::vector<Duration> table = increments(ahead);
  Queue queue;
  std::uint64_t called = 0;
  std::size_t draw = 0;
  const auto next = [&] { return table[draw++ % kTable].count(); };
  for (std::int64_t i = 0; i < state.range(0); ++i) queue.push(next(), called);
  // Every event is taken once before the clock starts, so that the steady state is timed.
  for (std::int64_t i = 0; i < 2 * state.range(0); ++i) queue.push(queue.pop() + next(), called);
  for (auto _ : state) queue.push(queue.pop() + next(), called);
  state.SetItemsProcessed(state.iterations());
  state.SetLabel(name_of(ahead));
  benchmark::DoNotOptimize(called);
}

void sizes(benchmark::internal::Benchmark* bench) {
  for (const std::int64_t ahead : {0, 1, 2})
    for (const std::int64_t waiting : {1'000, 100'000, 1'000'000}) bench->Args({waiting, ahead});
}
BENCHMARK(hold<LadderOfCallbacks>)->Apply(sizes);
BENCHMARK(hold<HeapOfFunctions>)->Apply(sizes);
BENCHMARK(hold<HeapWithSlots>)->Apply(sizes);
BENCHMARK(hold<BareHeap>)->Apply(sizes);

/// The same with a timeout beside every event, which is cancelled when the event comes; a heap without cancellation
/// cannot do this.
void hold_and_cancel(benchmark::State& state) {
  const std::vector<Duration> table = increments(Ahead::exponential);
  EventQueue queue;
  std::uint64_t called = 0;
  std::size_t draw = 0;
  std::vector<EventHandle> timeouts(static_cast<std::size_t>(state.range(0)));
  const auto start = [&](Time now, std::uint32_t i) {
    queue.push(now + table[draw++ % kTable], Phase::world, [&called, i] { called = i; });
    timeouts[i] = queue.push(now + 24h, Phase::world, [] {});
  };
  for (std::uint32_t i = 0; i < timeouts.size(); ++i) start(Time{}, i);
  for (auto _ : state) {
    Time now;
    queue.run_first([&now](Time at, Phase, std::uint64_t) { now = at; });
    queue.cancel(timeouts[called]);
    start(now, static_cast<std::uint32_t>(called));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold_and_cancel)->Arg(1'000)->Arg(100'000);

Process wander(Simulation& simulation, const std::vector<Duration>& table, std::size_t draw) {
  for (;;) co_await delay(simulation, table[draw++ % kTable]);
}

/// Processes that wait over and over on a whole simulation, with fingerprint and statistics; the second argument adds a
/// trace.
void processes(benchmark::State& state) {
  const std::vector<Duration> table = increments(Ahead::exponential);
  Simulation simulation;
  std::uint64_t traced = 0;
  if (state.range(1)) simulation.trace([&](Time, Phase, std::uint64_t sequence) { traced += sequence; });
  std::vector<Process> all;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    all.push_back(wander(simulation, table, static_cast<std::size_t>(i) * 31));
  for (auto _ : state) simulation.step();
  state.SetItemsProcessed(state.iterations());
  state.SetLabel(state.range(1) ? "traced" : "");
  benchmark::DoNotOptimize(traced);
}
BENCHMARK(processes)->Args({1'000, 0})->Args({1'000, 1})->Args({100'000, 0});

Process customer(Simulation& simulation, Resource& desk, Duration service) {
  co_await desk.acquire();
  co_await delay(simulation, service);
  desk.release();
}

Process arrivals(Simulation& simulation, Resource& desk, const std::vector<Duration>& table, std::int64_t customers) {
  for (std::int64_t i = 0; i < customers; ++i) {
    co_await delay(simulation, table[static_cast<std::size_t>(2 * i) % kTable]);
    customer(simulation, desk, table[static_cast<std::size_t>(2 * i + 1) % kTable] * 9 / 10).detach();
  }
}

/// M/M/1 at ρ = 0.9, a process a customer. Items are customers.
void mm1(benchmark::State& state) {
  const std::vector<Duration> table = increments(Ahead::exponential);
  for (auto _ : state) {
    Simulation simulation;
    Resource desk(simulation, 1);
    arrivals(simulation, desk, table, state.range(0)).detach();
    simulation.run_until(Time::max());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(mm1)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void draws(benchmark::State& state) {
  std::uint64_t index = 0;
  for (auto _ : state) {
    Draw draw({1, 7, purpose("bench.draws"), index++});
    benchmark::DoNotOptimize(draw.exponential(1.0));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(draws);

}  // namespace
}  // namespace tricolor::sim
