// Puts the truth into the engine's terms: finds the stays that add up to a violation under a policy's dwell and re-arm.
//
// Truth itself (sim) knows stays, not policies. A violation is an episode of unlawful stays of one class at one shop
// (or one public spot) that contains an uninterrupted presence longer than the dwell; it ends when the place was clear
// for `rearm_after_clear`, the same rule as the engine's. Time in which a permit allows the stay is no part of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "scenario/policy_history.h"
#include "sim/city/city.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// Measures of how well the cameras could have seen a violation.
struct Seeing {
  bool in_view = false;         ///< True when some camera has the place in view.
  bool camera_working = false;  ///< True when at least one of them worked at the end of the dwell.
  /// True when ≥ 40 % were visible and the short side was ≥ 12 px for dwell + one interval.
  bool opportunity = false;
  int looks = 0;           ///< Number of pictures in which at least 40 % of it was visible …
  int looks_detected = 0;  ///< … and the number of these in which the detector found it.
};

struct Violation {
  std::uint64_t id = 0;
  engine::ClassId violation_class;
  std::optional<engine::MerchantId> merchant;  ///< The merchant who answers for it; none in a public place.
  sim::Point at;
  sim::Time from;
  std::optional<sim::Time> until;    ///< End; none: it lasted past the end of the run.
  sim::Time dwell_end;               ///< The instant from which it is a violation.
  bool by_day = true;                ///< True: there was daylight at the end of the dwell.
  std::vector<std::uint64_t> stays;  ///< Ids of the true stays, oldest first.
  Seeing seeing;
};

/// Gives all violations whose dwell ended in [start, end), by time. The order of dossiers in `configuration` equals
/// that of shops in the city.
std::vector<Violation> violations_of(const sim::Truth& truth, const engine::Configuration& configuration,
                                     const PolicyHistory& policies, sim::Time start, sim::Time end);

/// Gives the number of lawful stays that look like violations, for the share of look-alikes.
std::size_t lawful_stays(const sim::Truth& truth, sim::Time start, sim::Time end);

/// True while the sky gives enough light to call it day.
bool is_day(sim::Time time);

}  // namespace tricolor::harness
