// Writes the whole contents of a read model as text, so that two can be compared and their difference read.
#pragma once

#include <string>

#include "engine/service_state.h"

namespace tricolor::engine::testing {

/// One line for each record, without the number and instant of the last event.
std::string text_of(const ServiceState& state);

}  // namespace tricolor::engine::testing
