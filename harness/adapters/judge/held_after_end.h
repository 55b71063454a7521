// Incidents that the engine held although the thing in the street had gone.
#pragma once

#include <optional>
#include <string>

#include "engine/service_state.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// How long after the end of the true stay the engine last said that the thing was still there: it saw the stay go on,
/// found it not corrected, sent an officer again, or reopened the incident. None when it said so at most `tolerated`
/// after the end, or when there was no true stay of that class and place at all: such an incident is a wrong
/// accusation, and counted as one. `run_end`: what the engine still sees then it is held to have seen until then.
std::optional<sim::Duration> held_after_end(const engine::IncidentRecord& incident, const engine::ServiceState& service,
                                            const std::string& class_name, const sim::Truth& truth,
                                            sim::Duration tolerated, sim::Time run_end);

}  // namespace tricolor::harness
