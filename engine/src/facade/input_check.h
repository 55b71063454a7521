// Checks whether an input can be taken. An input of a port may name a camera, a shop or an officer that does not exist,
// or hold numbers that are not finite. Such an input must neither end the engine nor enter a journal that could not be
// read again.
#pragma once

#include <optional>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/input.h"

namespace tricolor::engine {

/// The fault of an input and the port at which it came; nothing when the input can be taken.
std::optional<event::TroubleAtPort> fault_of(const Input& input, const Configuration& configuration);

}  // namespace tricolor::engine
