// The types of time in the twin: whole microseconds, so that a run repeats bit for bit. Times of day are in UTC+8.
#pragma once

#include <chrono>

namespace tricolor::sim {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

inline constexpr std::chrono::hours kUtcOffset{8};

/// Time since local midnight (UTC+8), 0 … 24 h.
Duration time_of_day(Time time);

/// The instant of the local midnight at or before `time`.
Time local_midnight(Time time);

}  // namespace tricolor::sim
