// The types of time in the engine.
//
// There is one idea of an instant (`Time`) and one of a length (`Duration`), both in whole microseconds, so that
// arithmetic is exact and a run repeats bit for bit. Calendar questions (what day, is it a working hour, when is
// midnight) are asked in UTC+8 through `WorkingCalendar` and nowhere else. Nothing in the engine reads a wall clock:
// every instant arrives with an input.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tricolor::engine {

/// A length of time in microseconds. Any std::chrono duration that is a whole number of microseconds converts to it.
using Duration = std::chrono::microseconds;

/// An instant in microseconds since 1970-01-01 00:00 UTC.
using Time = std::chrono::sys_time<Duration>;

/// The time from `from` up to but not including `until`; without `until` it goes on.
struct TimeSpan {
  Time from;
  std::optional<Time> until = {};
};

/// The offset of Chinese standard time from UTC. It has no daylight-saving time.
inline constexpr std::chrono::hours kUtcOffset{8};

/// Writes an instant as "2020-11-02 09:03:01.500" in UTC+8. Microseconds are cut off; milliseconds are left out when
/// they are zero.
std::string to_text(Time time);

/// Writes a length as a person would: "15 min", "3 min 20 s", "1.5 s", "2 d 4 h".
std::string to_text(Duration duration);

}  // namespace tricolor::engine
