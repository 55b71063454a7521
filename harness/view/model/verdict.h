// Answers "Why was this, or was this not, an incident?" by the steps from frame to verdict that were made up to the
// instant shown.
#pragma once

#include <string>
#include <vector>

#include "scenario/policy_history.h"
#include "engine/policy.h"
#include "view/model/timeline.h"
#include "view/words/words.h"

namespace tricolor::harness {

struct VerdictStep {
  enum class Mark : std::uint8_t { yes, no, pending };
  Mark mark = Mark::pending;
  std::string text;
};

struct Verdict {
  std::string headline;  ///< The answer in one line.
  bool incident = false;
  std::vector<VerdictStep> steps;  ///< Steps; they end with the first `no`, after which nothing happened.
};

/// Gives the verdict on a thing that stands in the street at the moment.
Verdict verdict_of_thing(const Replay& replay, const PolicyHistory& policies, const Moment& moment, sim::ThingId thing,
                         Language language);

/// Gives the verdict on an incident, from the journal up to the moment.
Verdict verdict_of_incident(const Timeline& timeline, const Replay& replay, const PolicyHistory& policies,
                            const Moment& moment, std::uint32_t incident, Language language);

/// Gives the stay that the engine counts for a thing, if any: of a class that its kind can violate, at its place.
const engine::StayRecord* stay_of(const Replay& replay, const Moment& moment, const sim::Thing& thing);

/// Gives the dwell of a class by the policy; 0 for an unknown one.
engine::Duration dwell_of(const engine::Configuration& configuration, const engine::Policy& policy, engine::ClassId id,
                          engine::ZoneId zone);

}  // namespace tricolor::harness
