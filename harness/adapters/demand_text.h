// The demand model of a run as text: what the twin's people do of themselves, figure by figure.
#pragma once

#include <string>

#include "scenario/scenario.h"

namespace tricolor::harness {

/// YAML with one figure of `sim::Demand` a line, as this program would use it for the scenario. Equal texts mean equal
/// figures.
std::string demand_text(const Scenario& scenario);

}  // namespace tricolor::harness
