// Checks whether an input's own instant can be believed. A source's clock decides how long a thing stood. A clock that
// runs ahead, or back, must neither accuse anybody nor silence a camera until the engine's clock has caught up.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/input.h"

namespace tricolor::engine {

/// Largest difference of an input's instant ahead of now, or behind the last instant of which its camera spoke,
/// microseconds. Clocks in one network differ by less, and two messages may pass each other. Assumed: 2 s.
inline constexpr Duration kClocksDiffer{2'000'000};

/// Largest age of a camera's message, hours. Assumed: nobody is accused today because of a message that a device sends
/// from yesterday.
inline constexpr Duration kOldestWord{std::chrono::hours{24}};

struct TimeFault {
  event::TroubleAtPort trouble;
  std::string kind;  ///< Port, camera and sort of input, without the instants: faults of one kind are told once.
};

/// The fault of the instant of an input whose ids are all known; nothing when it can be believed. `heard` gives the
/// last instant of which a camera has spoken, if it has.
std::optional<TimeFault> time_fault_of(const Input& input, const Configuration& configuration, Time now,
                                       const std::function<std::optional<Time>(CameraId)>& heard);

}  // namespace tricolor::engine
