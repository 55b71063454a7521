// Computes fingerprints of a run, by ingredient, so that a difference shows where it began.
#pragma once

#include "adapters/run_record.h"

namespace tricolor::harness {

/// `kernel` is the simulation's own fingerprint over (time, phase, sequence).
Fingerprints fingerprints_of(const std::vector<engine::Event>& journal, const sim::Truth& truth, std::uint64_t kernel);

/// Gives the stage of an event, as the waterfall and `diff` name it: "occupancy", "sighting", "incident", "notice",
/// "case", "report", "colour", "camera", "evidence", "configuration".
const char* stage_of(const engine::Event& event);

/// Gives one event as text without scores and picture hashes; this text must be equal across machines.
std::string decision_text(const engine::Event& event);

}  // namespace tricolor::harness
