// Finds incidents that the engine held although the thing in the street had gone.
#pragma once

#include <optional>
#include <string>

#include "engine/service_state.h"
#include "judge/true_stays.h"

namespace tricolor::harness {

/// Gives the time from the end of the true stay to the engine's last statement that the thing was still there: it saw
/// the stay go on, found it not corrected, sent an officer again, or reopened the incident. None when that time is at
/// most `tolerated`, or when there was no true stay of that class and place at all: such an incident is a wrong
/// accusation, and counted as one. A stay that the engine still sees at `run_end` counts as seen until then.
std::optional<sim::Duration> held_after_end(const engine::IncidentRecord& incident, const engine::ServiceState& service,
                                            const std::string& class_name, const TrueStays& truth,
                                            sim::Duration tolerated, sim::Time run_end);

}  // namespace tricolor::harness
