// Processes are coroutines that live on a simulation. A process starts at once, runs until it waits, and goes on when
// the event for which it waits comes; frames come from a pool, so that a short visit costs no trip to the heap.
//
//   Process visit(Simulation& sim, Resource& desk) {
//     co_await desk.acquire();
//     co_await delay(sim, 8min);
//     desk.release();
//   }
//
// The holder of the `Process` may cancel it: the coroutine is destroyed where it waits and leaves every queue. A
// detached process ends by itself. All run on one thread. The simulation outlives its processes.
#pragma once

#include <coroutine>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "sim/kernel/simulation.h"

namespace tricolor::sim {

/// Gives and takes back the memory of a frame. Frames of equal size class are reused; nothing is given back before the
/// thread ends. There is one pool a thread.
void* take_frame(std::size_t bytes);
void give_frame(void* frame, std::size_t bytes) noexcept;
/// Frames that were ever taken from the heap, for tests of reuse.
std::size_t frames_from_heap();

class Process {
 public:
  struct promise_type {
    bool* finished = nullptr;
    Process get_return_object() { return Process(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      if (finished) *finished = true;
      return std::suspend_never{};  // The frame goes at once; `finished` tells the holder not to touch it.
    }
    void return_void() {}
    [[noreturn]] void unhandled_exception();
    static void* operator new(std::size_t bytes) { return take_frame(bytes); }
    static void operator delete(void* frame, std::size_t bytes) noexcept { give_frame(frame, bytes); }
  };

  Process() = default;
  Process(Process&& other) noexcept
      : handle_(std::exchange(other.handle_, {})), finished_(std::move(other.finished_)) {}
  Process& operator=(Process&& other) noexcept {
    if (this != &other) {
      cancel();
      handle_ = std::exchange(other.handle_, {});
      finished_ = std::move(other.finished_);
    }
    return *this;
  }
  ~Process() { cancel(); }

  bool running() const { return finished_ && !*finished_; }
  /// Destroys the coroutine where it waits. Does nothing when it has ended. A process may not cancel itself.
  void cancel();
  /// Lets the coroutine live on by itself.
  void detach();

 private:
  explicit Process(std::coroutine_handle<promise_type> handle);
  std::coroutine_handle<promise_type> handle_;
  std::unique_ptr<bool> finished_;
};

/// Waits until an instant ≥ now.
class Until {
 public:
  Until(Simulation& simulation, Time at, Phase phase = Phase::world)
      : simulation_(simulation), at_(at), phase_(phase) {}
  Until(const Until&) = delete;
  ~Until() { simulation_.cancel(event_); }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    event_ = simulation_.schedule(at_, phase_, [waiting] { waiting.resume(); });
  }
  void await_resume() noexcept { event_ = {}; }

 private:
  Simulation& simulation_;
  Time at_;
  Phase phase_;
  EventHandle event_;
};

/// co_await delay(simulation, 8min). length ≥ 0.
inline Until delay(Simulation& simulation, Duration length) { return {simulation, simulation.now() + length}; }
inline Until until(Simulation& simulation, Time at) { return {simulation, at}; }

/// A signal from one process to others. `wait` lasts until the next `notify_all`, or until a timeout; the result says
/// which: true when notified. A process that still waits when the condition goes is never notified, but its timeout
/// stands.
class Condition {
 public:
  explicit Condition(Simulation& simulation) : simulation_(simulation) {}
  Condition(const Condition&) = delete;
  ~Condition();

  class Waiter {
   public:
    Waiter(Condition& condition, std::optional<Duration> timeout)
        : simulation_(condition.simulation_), condition_(&condition), timeout_(timeout) {}
    Waiter(const Waiter&) = delete;
    ~Waiter();
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiting);
    bool await_resume() noexcept { return notified_; }

   private:
    friend class Condition;
    void leave();
    Simulation& simulation_;
    Condition* condition_;  ///< Null once notified, timed out, or when the condition has gone.
    std::optional<Duration> timeout_;
    std::coroutine_handle<> waiting_;
    EventHandle event_;
    bool notified_ = false;
  };

  Waiter wait() { return {*this, std::nullopt}; }
  Waiter wait_for(Duration timeout) { return {*this, timeout}; }
  /// Wakes all who wait now, in order, each by an event of this instant.
  void notify_all();
  std::size_t waiting() const { return waiters_.size(); }

 private:
  Simulation& simulation_;
  std::deque<Waiter*> waiters_;
};

/// A resource with `capacity` places and a queue in order of arrival. It outlives all processes that wait for it.
class Resource {
 public:
  Resource(Simulation& simulation, int capacity);
  Resource(const Resource&) = delete;
  ~Resource();

  class Acquire {
   public:
    explicit Acquire(Resource& resource) : resource_(resource) {}
    Acquire(const Acquire&) = delete;
    ~Acquire();
    bool await_ready();
    void await_suspend(std::coroutine_handle<> waiting);
    void await_resume() noexcept { queued_ = false; }

   private:
    friend class Resource;
    Resource& resource_;
    std::coroutine_handle<> waiting_;
    EventHandle event_;
    bool queued_ = false;
    bool granted_ = false;
  };

  /// co_await resource.acquire(); every acquire is followed by one release.
  Acquire acquire() { return Acquire(*this); }
  void release();

  int free() const { return free_; }
  std::size_t queue_length() const { return queue_.size(); }
  /// Time integral of the queue's length so far, in waiter-seconds: divided by time it is the mean length.
  double queue_seconds() const;

 private:
  void account();
  Simulation& simulation_;
  int free_;
  std::deque<Acquire*> queue_;
  double queue_seconds_ = 0;
  Time accounted_to_;
};

}  // namespace tricolor::sim
