// The clock of the twin: a queue of events in the order (time, phase, sequence). It knows no city words.
//
// Phases order what happens within one microsecond: the world moves, cameras look, the engine hears, observers note.
// All calls are made from one thread, but `request_stop`, which may come from a signal handler. Scheduling in the past
// is a bug and aborts.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/check.h"
#include "sim/kernel/event_queue.h"
#include "sim/time.h"

namespace tricolor::sim {

class Simulation {
 public:
  explicit Simulation(Time start = Time{});
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  Time now() const { return now_; }

  /// Lets `callback` happen at `at` ≥ now. Events of one instant and phase happen in the order in which they were
  /// scheduled. `callback` is anything callable without arguments; up to 48 bytes cost no allocation.
  template <class F>
  EventHandle schedule(Time at, Phase phase, F&& callback) {
    SIM_CHECK(at >= now_);
    return queue_.push(at, phase, std::forward<F>(callback));
  }
  /// True when the event was still waiting; it will not happen.
  bool cancel(EventHandle handle) { return queue_.cancel(handle); }

  /// Runs everything before `end` and sets the clock to `end`. False when stopped before: the clock then stands at the
  /// end of the last whole instant.
  bool run_until(Time end);
  /// Runs one event; false when none waits.
  bool step();
  /// The instant of the next event.
  std::optional<Time> next_time() { return queue_.next_time(); }

  /// Stops `run_until` before the next instant. Safe in a signal handler.
  void request_stop() { stop_.store(true, std::memory_order_relaxed); }
  bool stopped() const { return stop_.load(std::memory_order_relaxed); }

  /// Called after the last event of every instant, before the clock moves. It may schedule further events of the same
  /// instant; then it is called again after these.
  void at_instant_end(std::function<void(Time)> hook) { hooks_.push_back(std::move(hook)); }
  /// Called before every event.
  void trace(std::function<void(Time, Phase, std::uint64_t sequence)> hook) { trace_ = std::move(hook); }

  struct Stats {
    std::uint64_t scheduled = 0;
    std::uint64_t executed = 0;
    std::uint64_t cancelled = 0;
    std::size_t most_waiting = 0;
  };
  Stats stats() const { return {queue_.scheduled(), executed_, queue_.cancelled(), queue_.most_waiting()}; }

  /// FNV-1a over (time, phase, sequence) of everything that has happened.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  bool execute_first();
  void end_instant();

  Time now_;
  EventQueue queue_;
  std::vector<std::function<void(Time)>> hooks_;
  std::function<void(Time, Phase, std::uint64_t)> trace_;
  std::atomic<bool> stop_{false};
  bool instant_open_ = false;
  std::uint64_t executed_ = 0;
  std::uint64_t fingerprint_ = 0xCBF29CE484222325ull;
};

}  // namespace tricolor::sim
