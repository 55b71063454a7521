#include "engine/check.h"

#include <cstdio>
#include <cstdlib>

#include "types/last_instant.h"

namespace tricolor::engine {

namespace {
// One engine is driven from one thread, and worker threads only run the pure detector; each thread therefore reports
// the instant that it was itself handed last.
thread_local Time last_instant{};
}  // namespace

void note_instant(Time now) { last_instant = now; }

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "engine: CHECK failed: %s at %s:%d, simulated time %s\n", condition, file, line, to_text(last_instant).c_str());
  std::fflush(stderr);
  std::abort();
}

}  // namespace tricolor::engine
