#include "sim/time.h"

#include <cstdio>
#include <cstdlib>

#include "sim/check.h"

namespace tricolor::sim {

Time local_midnight(Time time) {
  const auto local = time + kUtcOffset;
  return std::chrono::floor<std::chrono::days>(local) - kUtcOffset;
}

Duration time_of_day(Time time) { return time - local_midnight(time); }

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: the twin is wrong: %s does not hold\n", file, line, condition);
  std::abort();
}

}  // namespace tricolor::sim
