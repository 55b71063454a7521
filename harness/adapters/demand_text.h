// Writes the demand model of a run, by which the twin's people act, as text, figure by figure.
#pragma once

#include <string>

#include "scenario/scenario.h"

namespace tricolor::harness {

/// Gives YAML with one figure of `sim::Demand` a line, as this program would use it for the scenario. Equal texts mean
/// equal figures.
std::string demand_text(const Scenario& scenario);

}  // namespace tricolor::harness
