#include "load/stage_clock.h"

#include "clock/cpu_clock.h"
#include "load/trace.h"

namespace tricolor::harness {
namespace {

constexpr std::array<std::string_view, kStages> kNames{"wait",   "decode", "ahead",     "gate", "net",
                                                       "closer", "judge",  "case_side", "store"};

}  // namespace

std::string_view name_of(Stage stage) { return kNames[static_cast<std::size_t>(stage)]; }

std::optional<Stage> stage_of(std::string_view name) {
  for (std::size_t i = 0; i < kStages; ++i)
    if (kNames[i] == name) return static_cast<Stage>(i);
  return std::nullopt;
}

void StageTimes::add(const StageTimes& other) {
  for (std::size_t i = 0; i < kStages; ++i) wall_ns[i] += other.wall_ns[i], cpu_ns[i] += other.cpu_ns[i];
}

void StageClock::start(Stage stage, int camera) {
  camera_ = camera;
  times_ = {};
  stage_ = stage;
  running_ = true;
  wall_from_ = monotonic_ns();
  cpu_from_ = thread_cpu_ns();
}

void StageClock::leave() {
  std::int64_t wall = monotonic_ns(), cpu = thread_cpu_ns();
  if (slowness_ && slowness_->stage == stage_ && slowness_->on.load(std::memory_order_relaxed)) {
    const auto until = cpu + static_cast<std::int64_t>(slowness_->share * static_cast<double>(cpu - cpu_from_));
    while (cpu < until) cpu = thread_cpu_ns();
    wall = monotonic_ns();
  }
  if (trace_) trace_->add_slice(stage_, camera_, wall_from_, wall);
  times_.wall_ns[static_cast<std::size_t>(stage_)] += wall - wall_from_;
  times_.cpu_ns[static_cast<std::size_t>(stage_)] += cpu - cpu_from_;
  wall_from_ = wall;
  cpu_from_ = cpu;
}

Stage StageClock::enter(Stage stage) {
  if (!running_) return stage;
  const Stage left = stage_;
  if (left == stage) return left;
  leave();
  stage_ = stage;
  return left;
}

StageTimes StageClock::stop() {
  if (running_) leave();
  running_ = false;
  return times_;
}

}  // namespace tricolor::harness
