// Puts the truth into the engine's terms: finds the stays that add up to a violation under a policy's dwell and re-arm.
//
// Truth itself (sim) knows stays, not policies. A violation is an episode of unlawful stays of one class at one shop
// (or one public spot) that contains an uninterrupted presence longer than the dwell; it ends when the place was clear
// for `rearm_after_clear`, the same rule as the engine's. Time in which the row of its class makes it lawful is no part
// of it (lawful_time.h).
// Whether a thing stood outside, and who answers for it, follows from its ground and the lines by which one judges.
//
// Undecidable episodes are set apart: an episode that lasted about as long as the dwell, and one whose thing stood so
// near a limit that a hand's breadth decides. It is no violation and no lawful stay.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "judge/lines.h"
#include "scenario/policy_history.h"
#include "sim/city/city.h"
#include "sim/truth/truth.h"

namespace tricolor::harness {

/// Measures of how well the cameras could have seen a violation.
struct Seeing {
  bool in_view = false;         ///< True when some camera that watches its zone has the place in view.
  bool camera_working = false;  ///< True when at least one of them worked at the end of the dwell.
  /// True when ≥ 40 % were visible and the short side was ≥ 12 px for dwell + one interval.
  bool opportunity = false;
  int looks = 0;           ///< Number of pictures in which at least 40 % of it was visible …
  int looks_detected = 0;  ///< … and the number of these in which the detector found it.
};

/// Cause for which nobody can say whether an episode was a violation.
enum class Undecidable : std::uint8_t {
  no,
  by_time,  ///< It lasted the dwell to within one sampling interval.
  by_place  ///< A shift by `kCertainWithinM` would have moved it to the other side of a limit.
};

struct Violation {
  std::uint64_t id = 0;
  engine::ClassId violation_class;
  std::optional<engine::MerchantId> merchant;  ///< The merchant who answers for it; none in a public place.
  sim::Point at;
  std::vector<sim::Point> spots;  ///< Where its things stood, when a whole zone is one place and nobody answers for it.
  sim::Time from;
  std::optional<sim::Time> until;    ///< End; none: it lasted past the end of the run.
  sim::Time dwell_end;               ///< The instant from which it is a violation.
  bool by_day = true;                ///< True: there was daylight at the end of the dwell.
  std::vector<std::uint64_t> stays;  ///< Ids of the true stays, oldest first.
  Undecidable undecidable = Undecidable::no;
  std::vector<std::uint64_t> undecided;  ///< Those of its stays for which it is undecidable; empty when it is not.
  bool between_shops = false;  ///< Its thing lay between the fronts of two shops.
  bool across_line = false;    ///< Its thing lay across the line of a front.
  Seeing seeing;
};

/// The measure of a judge: by which lines, and how exactly times can be known.
struct JudgeMeasure {
  const Lines* lines = nullptr;  ///< None: what the truth calls unlawful stood outside, whatever its ground.
  sim::Duration interval{0};     ///< One sampling interval; 0: times are exact.
};

/// Gives all violations whose dwell ended in [start, end), by time, and after them, by time, what is undecidable. Ids
/// are 1, 2, … in this order. The order of dossiers in `configuration` equals that of shops in the city.
std::vector<Violation> violations_of(const sim::Truth& truth, const engine::Configuration& configuration,
                                     const PolicyHistory& policies, sim::Time start, sim::Time end,
                                     const JudgeMeasure& measure = {});

/// Gives the number of lawful stays that look like violations, for the share of look-alikes.
std::size_t lawful_stays(const sim::Truth& truth, sim::Time start, sim::Time end);

/// True while the sky gives enough light to call it day.
bool is_day(sim::Time time);

}  // namespace tricolor::harness
