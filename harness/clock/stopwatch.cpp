#include "clock/stopwatch.h"

#include <ctime>

#include "clock/wall_clock.h"

namespace tricolor::harness {
namespace {

double monotonic_s() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

Stopwatch::Stopwatch() : started_s_(monotonic_s()), lap_from_s_(started_s_) {}

double Stopwatch::lap_s() {
  const double now = monotonic_s();
  const double lap = now - lap_from_s_;
  lap_from_s_ = now;
  return lap;
}

double Stopwatch::total_s() const { return monotonic_s() - started_s_; }

engine::Time wall_clock() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return engine::Time{engine::Duration{1'000'000 * static_cast<std::int64_t>(now.tv_sec) + now.tv_nsec / 1000}};
}

}  // namespace tricolor::harness
