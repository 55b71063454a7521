// Gives durations as the numbers that the page's data hold.
#pragma once

#include <chrono>

#include "engine/time.h"

namespace tricolor::harness {

inline constexpr std::chrono::hours kHour{1};

/// Seconds, with fractions.
inline double seconds_of(engine::Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Minutes, with fractions.
inline double minutes_of(engine::Duration duration) { return seconds_of(duration) / 60; }

}  // namespace tricolor::harness
