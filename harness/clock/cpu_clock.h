// Reads the clocks by which load is measured: wall time that never goes back, and processor time of single threads.
// They are read in stopwatch.cpp, as every real clock is, and enter no decision of the engine.
#pragma once

#include <cstdint>
#include <ctime>

namespace tricolor::harness {

/// Gives the nanoseconds since some fixed instant.
std::int64_t monotonic_ns();

/// Gives the processor time of the calling thread, nanoseconds.
std::int64_t thread_cpu_ns();
/// … and of the whole process.
std::int64_t process_cpu_ns();

/// Sleeps until `monotonic_ns` gives at least `at_ns`; returns at once when it does already.
void sleep_until_ns(std::int64_t at_ns);

/// Reads the processor time of the thread that made it. Any thread may ask, while that thread lives.
class ThreadCpu {
 public:
  ThreadCpu();
  std::int64_t ns() const;

 private:
  clockid_t clock_;
};

}  // namespace tricolor::harness
