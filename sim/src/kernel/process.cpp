#include "sim/kernel/process.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "sim/check.h"

namespace tricolor::sim {
namespace {

// Frames are pooled by their size in steps of so many bytes.
constexpr std::size_t kGranule = 64;
constexpr std::size_t kClasses = 32;  // Frames up to 2 KiB are pooled.

struct FramePool {
  std::array<std::vector<void*>, kClasses> free;
  std::size_t from_heap = 0;
  ~FramePool() {
    for (auto& frames : free)
      for (void* frame : frames) std::free(frame);
  }
};

FramePool& pool() {
  thread_local FramePool frames;
  return frames;
}

std::size_t class_of(std::size_t bytes) { return (bytes + kGranule - 1) / kGranule; }

}  // namespace

void* take_frame(std::size_t bytes) {
  const std::size_t size_class = class_of(bytes);
  if (size_class < kClasses && !pool().free[size_class].empty()) {
    void* frame = pool().free[size_class].back();
    pool().free[size_class].pop_back();
    return frame;
  }
  ++pool().from_heap;
  void* frame = std::malloc(size_class * kGranule);
  SIM_CHECK(frame != nullptr);
  return frame;
}

void give_frame(void* frame, std::size_t bytes) noexcept {
  const std::size_t size_class = class_of(bytes);
  if (size_class < kClasses) pool().free[size_class].push_back(frame);
  else std::free(frame);
}

std::size_t frames_from_heap() { return pool().from_heap; }

void Process::promise_type::unhandled_exception() {
  check_failed("a process lets no exception out", __FILE__, __LINE__);
}

Process::Process(std::coroutine_handle<promise_type> handle)
    : handle_(handle), finished_(std::make_unique<bool>(false)) {
  handle.promise().finished = finished_.get();
}

void Process::cancel() {
  if (running()) {
    *finished_ = true;
    handle_.destroy();
  }
  handle_ = {};
  finished_.reset();
}

void Process::detach() {
  if (running()) handle_.promise().finished = nullptr;
  handle_ = {};
  finished_.reset();
}

Condition::~Condition() {
  for (Waiter* waiter : waiters_) waiter->condition_ = nullptr;
}

void Condition::Waiter::leave() {
  if (!condition_) return;
  auto& waiters = condition_->waiters_;
  if (const auto found = std::find(waiters.begin(), waiters.end(), this); found != waiters.end()) waiters.erase(found);
  condition_ = nullptr;
}

void Condition::Waiter::await_suspend(std::coroutine_handle<> waiting) {
  waiting_ = waiting;
  condition_->waiters_.push_back(this);
  if (!timeout_) return;
  event_ = simulation_.schedule(simulation_.now() + *timeout_, Phase::world, [this] {
    leave();
    event_ = {};
    waiting_.resume();
  });
}

Condition::Waiter::~Waiter() {
  leave();
  simulation_.cancel(event_);
}

void Condition::notify_all() {
  std::deque<Waiter*> woken;
  woken.swap(waiters_);
  for (Waiter* waiter : woken) {
    simulation_.cancel(waiter->event_);
    waiter->condition_ = nullptr;
    waiter->notified_ = true;
    waiter->event_ = simulation_.schedule(simulation_.now(), Phase::world, [waiter] {
      waiter->event_ = {};
      waiter->waiting_.resume();
    });
  }
}

Resource::Resource(Simulation& simulation, int capacity)
    : simulation_(simulation), free_(capacity), accounted_to_(simulation.now()) {
  SIM_CHECK(capacity > 0);
}

Resource::~Resource() { SIM_CHECK(queue_.empty()); }

void Resource::account() {
  queue_seconds_ +=
      static_cast<double>(queue_.size()) * std::chrono::duration<double>(simulation_.now() - accounted_to_).count();
  accounted_to_ = simulation_.now();
}

double Resource::queue_seconds() const {
  return queue_seconds_ +
         static_cast<double>(queue_.size()) * std::chrono::duration<double>(simulation_.now() - accounted_to_).count();
}

bool Resource::Acquire::await_ready() {
  if (resource_.free_ == 0) return false;
  --resource_.free_;
  return true;
}

void Resource::Acquire::await_suspend(std::coroutine_handle<> waiting) {
  resource_.account();
  waiting_ = waiting;
  queued_ = true;
  resource_.queue_.push_back(this);
}

Resource::Acquire::~Acquire() {
  if (!queued_) return;
  if (granted_) {
    // The waiter was destroyed between being given the place and taking it: the place goes to the next.
    resource_.simulation_.cancel(event_);
    resource_.release();
    return;
  }
  resource_.account();
  auto& queue = resource_.queue_;
  queue.erase(std::find(queue.begin(), queue.end(), this));
}

void Resource::release() {
  if (queue_.empty()) {
    ++free_;
    return;
  }
  account();
  Acquire* next = queue_.front();
  queue_.pop_front();
  next->granted_ = true;
  next->event_ = simulation_.schedule(simulation_.now(), Phase::world, [next] { next->waiting_.resume(); });
}

}  // namespace tricolor::sim
