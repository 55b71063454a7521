// Gives the time of day, for records of live streams; it enters no decision. It is read in stopwatch.cpp, as every real
// clock is.
#pragma once

#include "engine/time.h"

namespace tricolor::harness {

/// Gives the present instant by the machine's clock.
engine::Time wall_clock();

}  // namespace tricolor::harness
