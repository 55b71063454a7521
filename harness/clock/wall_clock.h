// The time of day, for what is written about live streams; nothing that it says enters a decision. Read in
// stopwatch.cpp, as every real clock is.
#pragma once

#include "engine/time.h"

namespace tricolor::harness {

/// The instant now, by the machine's clock.
engine::Time wall_clock();

}  // namespace tricolor::harness
