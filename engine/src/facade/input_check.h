// Whether an input can be taken: what comes through a port may name a camera, a shop or an officer that there is not,
// or hold numbers that are none. Such an input must neither end the engine nor enter a journal that could not be read
// again.
#pragma once

#include <optional>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/input.h"

namespace tricolor::engine {

/// What is wrong with an input, and at which port; nothing when it can be taken.
std::optional<event::TroubleAtPort> fault_of(const Input& input, const Configuration& configuration);

}  // namespace tricolor::engine
