// Compares the engine's incidents with the truth: one-to-one matches, the error waterfall, precision and recalls.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/service_state.h"
#include "judge/heard_journal.h"
#include "judge/proportion.h"
#include "judge/violations.h"

namespace tricolor::harness {

/// An incident as the engine journalled it.
struct Incident {
  engine::IncidentId id;
  engine::ClassId violation_class;
  std::optional<engine::MerchantId> merchant;
  engine::GroundPoint spot;
  engine::Time onset;
  engine::Time confirmed_at;
  bool voided = false;
  std::vector<engine::SightingId> sightings;
  bool between_shops = false;  ///< Its first sighting lay between shops, and a reviewer said whose it is.
};

std::vector<Incident> incidents_of(const std::vector<engine::Event>& journal);
std::vector<Incident> incidents_of(const engine::ServiceState& service);

/// Stage at which a violation was lost, from the street to the desk. `none`: it was found.
enum class LostAt : std::uint8_t {
  none,
  no_camera,
  camera_down,
  hardly_visible,
  detector,
  tracking_or_zone,
  dwell,
  attribution,
  late,
  drawing  ///< Judged by the surveyed fronts alone: the engine was right by the zones as drawn.
};
/// Cause of a wrong accusation. `none`: it was right.
/// `undecidable`: neither right nor wrong, because nobody can say whether what it accuses was a violation. `drawing`:
/// judged by the surveyed fronts alone, it was right by the zones as drawn.
enum class WrongBy : std::uint8_t {
  none,
  nothing_there,
  lawful_thing,
  wrong_class,
  wrong_shop,
  duplicate,
  off_time,
  undecidable,
  drawing
};

const char* name_of(LostAt stage);
const char* name_of(WrongBy cause);

struct JudgedViolation {
  Violation violation;
  std::optional<engine::IncidentId> incident;  ///< The match, if any.
  LostAt lost_at = LostAt::none;
};

struct JudgedIncident {
  Incident incident;
  std::optional<std::uint64_t> violation;  ///< The match, if any.
  WrongBy wrong_by = WrongBy::none;
  bool by_day = true;
  /// Time for which it was held after the true stay had ended; none: it was not.
  std::optional<engine::Duration> held_after_end;
};

/// Counts for one class, or for all.
struct Score {
  Proportion precision;             ///< Matched incidents / incidents.
  Proportion recall_all;            ///< Matched violations / all violations.
  Proportion recall_working;        ///< … / those in view of a camera that worked.
  Proportion recall_opportunities;  ///< … / opportunities to see.
  std::vector<double> delay_s;      ///< Confirmation minus true end of dwell, of the matched, ascending.
};

struct Judgement {
  std::vector<JudgedViolation> violations;
  /// Episodes that nobody can decide, with their match: they are in no score, no stage and no cause.
  std::vector<JudgedViolation> undecidable;
  /// Undecidable episodes / these and the violations.
  Proportion undecidable_share;
  Proportion undecidable_stays;  ///< As `undecidable_stays()` below gives it; who runs the judge sets it.
  /// Scores of what lay between two shops and across the line of a front, day and night; both are in the totals, too.
  /// Keys: "between_shops", "across_line". Precision is that of the sightings between shops alone.
  std::map<std::string, Score> apart;
  /// Accusations of shops that had no such violation / all accusations that could be decided.
  Proportion innocent;
  std::set<std::uint32_t> innocent_shops;  ///< The shops of these; merchants' ids.
  std::vector<JudgedIncident> incidents;
  std::map<std::string, Score> by_class_by_day;  ///< Key: class code name; "" for all classes.
  std::map<std::string, Score> by_class_by_night;
  std::map<std::string, int> lost;   ///< Waterfall: stage → violations lost there.
  std::map<std::string, int> wrong;  ///< Cause → wrong accusations.
  int late = 0;                      ///< Violations found, but later than two intervals.
  /// Violations that no camera could see for the whole dwell, found when one had seen them for as long as that. They
  /// are no opportunities; their accusations are right, and have no delay.
  int hidden_at_first = 0;
  double duplicates_per_violation = 0;  ///< Incidents that accuse the matched violations / matched violations.
  Proportion wrong_shop;                ///< Accusations of the wrong shop / accusations of shops.
  std::size_t lawful_look_alikes = 0;
  /// Number of incidents, right or wrong, that the engine held after their true stay had ended.
  int held_after_end = 0;
};

struct JudgeTimes {
  engine::Duration two_intervals;
  engine::Duration gap;  ///< Time for which, with one interval more, the engine may hold a thing that has gone.
  engine::Time run_end;
};

/// Judges the run: matches one to one on class, merchant (or at most 5 m where there is none) and confirmation within
/// two intervals of the true end of dwell. What was no opportunity to see may be matched later, if the engine saw it
/// for the whole dwell while it stood: nobody can accuse earlier of what a lorry hides. The time of a reviewer's
/// inspection is not the engine's lateness: a reviewed sighting counts as confirmed when the engine confirmed it. What
/// is matched to an undecidable episode, or accuses its shop or place while it lasts, is neither right nor wrong.
Judgement judge(std::vector<Violation> violations, const HeardJournal& heard,
                const engine::Configuration& configuration, const sim::Truth& truth, const JudgeTimes& times);
/// The same from the journal itself.
Judgement judge(std::vector<Violation> violations, const std::vector<engine::Event>& journal,
                const engine::Configuration& configuration, const sim::Truth& truth, const JudgeTimes& times);

/// Stays that nobody can decide / all stays, of things that may violate a class where they stand, however long they
/// stayed. Lawful goods well inside their strip are in neither, also where a zone was drawn up to them.
Proportion undecidable_stays(const Judgement& judgement, const sim::Truth& truth);

/// Finds what drawing cost: in a judgement by the surveyed fronts, what was lost or wrong there and right in the
/// judgement of the same run by the zones as drawn becomes `drawing`.
void charge_drawing(Judgement& surveyed, const Judgement& drawn);

}  // namespace tricolor::harness
