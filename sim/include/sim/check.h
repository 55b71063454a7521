// SIM_CHECK states a condition that must hold if the twin itself is right. It is never compiled out; it prints the
// condition and the place, then aborts.
#pragma once

namespace tricolor::sim {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace tricolor::sim

#define SIM_CHECK(condition)                                                         \
  do {                                                                               \
    if (!(condition)) ::tricolor::sim::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
