// Whether an input's own instant can be believed. What a source's clock says decides how long a thing stood, so that
// a clock that runs ahead, or back, must neither accuse anybody nor silence a camera until the engine's clock has
// caught up.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/input.h"

namespace tricolor::engine {

/// An input may be stamped so far ahead of now, or so far behind the last instant of which its camera spoke: clocks
/// in one network differ by less, and two messages may pass each other. Assumed.
inline constexpr Duration kClocksDiffer{2'000'000};

/// What a camera says may be so old. Assumed: nobody is accused today of what a box in a cabinet sends from yesterday.
inline constexpr Duration kOldestWord{std::chrono::hours{24}};

struct TimeFault {
  event::TroubleAtPort trouble;
  std::string kind;  ///< Port, camera and sort of input, without the instants: faults of one kind are told once.
};

/// What is wrong with the instant of an input that names only what there is; nothing when it can be believed. `heard`
/// gives the last instant of which a camera has spoken, if it has.
std::optional<TimeFault> time_fault_of(const Input& input, const Configuration& configuration, Time now,
                                       const std::function<std::optional<Time>(CameraId)>& heard);

}  // namespace tricolor::engine
