#include "engine/check.h"

#include <cstdio>
#include <cstdlib>

#include "engine/time.h"
#include "types/last_instant.h"

namespace tricolor::engine {

namespace {
// One engine is driven from one thread; each thread reports the instant that it was itself handed last.
thread_local Time last_instant{};
}  // namespace

void note_instant(Time now) { last_instant = now; }

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: the engine is wrong: %s does not hold (simulated time %s)\n", file, line, condition,
               to_text(last_instant).c_str());
  std::abort();
}

}  // namespace tricolor::engine
