// Tells whether a fault of the scenario lasts at an instant.
#pragma once

#include <vector>

#include "scenario/scenario.h"

namespace tricolor::harness {

/// True when any fault of this kind lasts at `now`: from its first instant on, and no longer at its last.
bool lasts(const std::vector<FaultLine>& faults, FaultLine::What what, engine::Time now);

}  // namespace tricolor::harness
