// Shows that the queue gives events in exactly the order of a std::priority_queue over (time, phase, sequence), for any
// mixture of scheduling, taking, peeking and cancelling and any spread of times; that memory stays within its limit
// when nearly everything is cancelled; and that a callback's own destructor may cancel.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <tuple>
#include <vector>

#include "sim/kernel/event_queue.h"
#include "sim/random/streams.h"

namespace tricolor::sim::event_queue_test {
namespace {

using namespace std::chrono_literals;
using Key3 = std::tuple<std::int64_t, int, std::uint64_t>;

/// The queue's model, written as plainly as possible: a heap from the standard library and a set of cancelled events.
class Reference {
 public:
  void push(std::int64_t at, int phase) { heap_.emplace(at, phase, ++sequence_); }
  void cancel(std::uint64_t sequence) { cancelled_.insert(sequence); }
  std::optional<Key3> front() {
    while (!heap_.empty() && cancelled_.contains(std::get<2>(heap_.top()))) heap_.pop();
    if (heap_.empty()) return std::nullopt;
    return heap_.top();
  }
  void pop() { heap_.pop(); }
  std::uint64_t scheduled() const { return sequence_; }

 private:
  std::priority_queue<Key3, std::vector<Key3>, std::greater<>> heap_;
  std::set<std::uint64_t> cancelled_;
  std::uint64_t sequence_ = 0;
};

/// Runs the earliest event and says which it was.
std::optional<Key3> run_first(EventQueue& queue) {
  std::optional<Key3> ran;
  const bool any = queue.run_first([&ran](Time at, Phase phase, std::uint64_t sequence) {
    ran.emplace(at.time_since_epoch().count(), static_cast<int>(phase), sequence);
  });
  EXPECT_EQ(any, ran.has_value());
  return ran;
}

/// Time from now to a new event, µs.
using Ahead = std::int64_t (*)(Draw&);

struct Spread {
  const char* name;
  Ahead ahead;
};

const Spread kSpreads[] = {
    {"one instant", [](Draw&) -> std::int64_t { return 0; }},
    {"a few instants", [](Draw& d) -> std::int64_t { return d.integer(0, 3); }},
    {"whole seconds", [](Draw& d) -> std::int64_t { return d.integer(0, 5) * 1'000'000LL; }},
    {"exponential", [](Draw& d) { return static_cast<std::int64_t>(d.exponential(6e7)); }},
    {"far future", [](Draw& d) { return static_cast<std::int64_t>(d.exponential(d.chance(0.05) ? 1e13 : 1e4)); }},
    {"nine orders of magnitude", [](Draw& d) { return static_cast<std::int64_t>(d.lognormal_median(1e6, 5)); }},
    {"now and for ever",
     [](Draw& d) -> std::int64_t {
       return d.chance(0.5) ? d.integer(0, 40) : std::numeric_limits<std::int64_t>::max() / 2;
     }},
};

struct Scheduled {
  EventHandle handle;
  std::uint64_t sequence;
};

// Batches of pushes, then of pops, of drawn lengths, so that the queue fills to thousands, empties, and fills again.
void compare(const Spread& spread, std::uint64_t seed, int rounds, int batch) {
  SCOPED_TRACE(::testing::Message() << spread.name << ", seed " << seed);
  Draw draw({seed, 0, purpose("test.queue.order"), 0});
  EventQueue queue;
  Reference reference;
  std::vector<Scheduled> scheduled;
  std::int64_t now = draw.chance(0.5) ? 0 : -50'000'000;
  int called = 0, taken = 0;
  const auto take = [&] {
    const auto wanted = reference.front();
    ASSERT_EQ(queue.next_time().has_value(), wanted.has_value());
    const auto given = run_first(queue);
    ASSERT_EQ(given, wanted);
    if (!given) return;
    ASSERT_EQ(called, ++taken);
    now = std::get<0>(*wanted);
    reference.pop();
  };
  for (int round = 0; round < rounds; ++round) {
    for (int pushes = draw.integer(0, batch); pushes > 0; --pushes) {
      const std::int64_t at = now + std::min(spread.ahead(draw), std::numeric_limits<std::int64_t>::max() / 2 -
                                                                     std::max<std::int64_t>(now, 0));
      const int phase = draw.integer(0, 3);
      const EventHandle handle = queue.push(Time{Duration{at}}, static_cast<Phase>(phase), [&called] { ++called; });
      reference.push(at, phase);
      scheduled.push_back({handle, reference.scheduled()});
      // An event is taken now and then in between, as in a simulation.
      if (draw.chance(0.2)) take();
      if (::testing::Test::HasFatalFailure()) return;
    }
    for (int cancels = draw.integer(0, batch / 3); cancels > 0 && !scheduled.empty(); --cancels) {
      const Scheduled& one =
          scheduled[static_cast<std::size_t>(draw.integer(0, static_cast<int>(scheduled.size()) - 1))];
      if (queue.cancel(one.handle)) reference.cancel(one.sequence);
    }
    for (int pops = draw.integer(0, batch); pops > 0; --pops) {
      take();
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
  while (reference.front()) {
    take();
    if (::testing::Test::HasFatalFailure()) return;
  }
  EXPECT_FALSE(run_first(queue).has_value());
  EXPECT_EQ(queue.waiting(), 0u);
  EXPECT_EQ(queue.scheduled(), static_cast<std::uint64_t>(taken) + queue.cancelled());
}

TEST(EventQueue, TakesEventsInTheOrderOfTheReference) {
  for (const Spread& spread : kSpreads)
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      compare(spread, seed, 60, 12);
      compare(spread, seed, 12, 600);
      if (HasFatalFailure()) return;
    }
}

TEST(EventQueue, KeepsTheOrderWhenTensOfThousandsWait) {
  for (const Spread& spread : kSpreads) {
    compare(spread, 77, 4, 30'000);
    if (HasFatalFailure()) return;
  }
}

TEST(EventQueue, OrdersTheFirstAndTheLastInstantOfTheClock) {
  EventQueue queue;
  std::vector<std::int64_t> wanted;
  for (const std::int64_t at : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                                std::numeric_limits<std::int64_t>::max()})
    for (int i = 0; i < 200; ++i) wanted.push_back(at);
  for (auto at = wanted.rbegin(); at != wanted.rend(); ++at) queue.push(Time{Duration{*at}}, Phase::world, [] {});
  for (const std::int64_t at : wanted) {
    const auto ran = run_first(queue);
    ASSERT_TRUE(ran.has_value());
    ASSERT_EQ(std::get<0>(*ran), at);
  }
}

TEST(EventQueue, AnInstantThatFeedsItselfEndsInOrder) {
  // Twenty thousand events of one instant are queued, each of which schedules one more in the same instant while the
  // rest still wait.
  EventQueue queue;
  for (int i = 0; i < 20'000; ++i)
    queue.push(Time{5us}, Phase::world, [&queue] { queue.push(Time{5us}, Phase::world, [] {}); });
  std::uint64_t last = 0;
  for (int i = 0; i < 40'000; ++i) {
    const auto ran = run_first(queue);
    ASSERT_TRUE(ran.has_value());
    ASSERT_GT(std::get<2>(*ran), last);
    last = std::get<2>(*ran);
  }
  EXPECT_FALSE(run_first(queue).has_value());
}

TEST(EventQueue, TimeoutsThatAreAlwaysCancelledDoNotPileUp) {
  EventQueue queue;
  for (std::int64_t i = 0; i < 200'000; ++i) {
    const EventHandle timeout = queue.push(Time{Duration{i}} + 24h, Phase::world, [] {});
    queue.push(Time{Duration{i}}, Phase::world, [] {});
    ASSERT_TRUE(run_first(queue).has_value());
    ASSERT_TRUE(queue.cancel(timeout));
    ASSERT_LT(queue.nodes(), 3000u);
  }
  EXPECT_FALSE(queue.next_time().has_value());
  EXPECT_EQ(queue.most_waiting(), 2u);
}

TEST(EventQueue, ACancelledCallbackMayCancelAnotherAsItGoes) {
  EventQueue queue;
  const EventHandle second = queue.push(Time{2us}, Phase::world, [] { FAIL() << "cancelled"; });
  auto cancels = std::shared_ptr<void>(nullptr, [&queue, second](void*) { EXPECT_TRUE(queue.cancel(second)); });
  const EventHandle first = queue.push(Time{1us}, Phase::world, [cancels] { FAIL() << "cancelled"; });
  cancels.reset();
  EXPECT_TRUE(queue.cancel(first));
  EXPECT_EQ(queue.waiting(), 0u);
  EXPECT_FALSE(run_first(queue).has_value());
}

TEST(EventQueue, WhatACallbackHoldsIsGivenBack) {
  const auto held = std::make_shared<int>(1);
  {
    EventQueue queue;
    const EventHandle cancelled = queue.push(Time{1us}, Phase::world, [held] { EXPECT_EQ(*held, 1); });
    queue.push(Time{2us}, Phase::world, [held] { EXPECT_EQ(*held, 1); });
    queue.push(Time{3us}, Phase::world, [held, filler = std::array<char, 100>{}] { EXPECT_EQ(filler[0], 0); });
    EXPECT_EQ(held.use_count(), 4);
    queue.cancel(cancelled);
    EXPECT_EQ(held.use_count(), 3);
    ASSERT_TRUE(run_first(queue).has_value());
    EXPECT_EQ(held.use_count(), 2);
  }
  EXPECT_EQ(held.use_count(), 1);
}

// The sequences of a node are few; when they are used up, those that wait get new ones and keep their order.
TEST(EventQueue, KeepsItsOrderWhenItsSequencesAreUsedUp) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    EventQueue queue(97);
    std::priority_queue<Key3, std::vector<Key3>, std::greater<>> model;
    Draw draw({seed, 0, purpose("test.event_queue.sequences"), 0});
    std::uint64_t pushed = 0, ran = 0;
    std::int64_t now = 0;
    for (int step = 0; step < 5'000; ++step) {
      if (model.size() < 90 && (model.empty() || draw.chance(0.52))) {
        const std::int64_t at = now + draw.integer(0, 4);
        const int phase = static_cast<int>(draw.integer(0, 3));
        model.emplace(at, phase, ++pushed);
        queue.push(Time{Duration{at}}, static_cast<Phase>(phase), [&ran, id = pushed] { ran = id; });
        continue;
      }
      ASSERT_TRUE(queue.run_first([](Time, Phase, std::uint64_t) {}));
      ASSERT_EQ(ran, std::get<2>(model.top())) << "seed " << seed << ", step " << step;
      now = std::get<0>(model.top());
      model.pop();
    }
    EXPECT_GT(pushed, 20 * 97u);
  }
}

}  // namespace
}  // namespace tricolor::sim::event_queue_test
