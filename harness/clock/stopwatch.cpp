#include "clock/stopwatch.h"

#include <pthread.h>

#include <ctime>

#include "clock/cpu_clock.h"
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

namespace {

constexpr std::int64_t kNsInS = 1'000'000'000;

std::int64_t read_ns(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return kNsInS * static_cast<std::int64_t>(now.tv_sec) + now.tv_nsec;
}

}  // namespace

std::int64_t monotonic_ns() { return read_ns(CLOCK_MONOTONIC); }
std::int64_t thread_cpu_ns() { return read_ns(CLOCK_THREAD_CPUTIME_ID); }
std::int64_t process_cpu_ns() { return read_ns(CLOCK_PROCESS_CPUTIME_ID); }

void sleep_until_ns(std::int64_t at_ns) {
  const timespec until{static_cast<time_t>(at_ns / kNsInS), static_cast<long>(at_ns % kNsInS)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) != 0 && monotonic_ns() < at_ns) {
  }
}

ThreadCpu::ThreadCpu() : clock_(CLOCK_THREAD_CPUTIME_ID) { pthread_getcpuclockid(pthread_self(), &clock_); }
std::int64_t ThreadCpu::ns() const { return read_ns(clock_); }

}  // namespace tricolor::harness
