// Compares the engine's incidents with the truth: one-to-one matches, the error waterfall, precision and recalls.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/service_state.h"
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
  late
};
/// Cause of a wrong accusation. `none`: it was right.
enum class WrongBy : std::uint8_t { none, nothing_there, lawful_thing, wrong_class, wrong_shop, duplicate, off_time };

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
  std::vector<JudgedIncident> incidents;
  std::map<std::string, Score> by_class_by_day;  ///< Key: class code name; "" for all classes.
  std::map<std::string, Score> by_class_by_night;
  std::map<std::string, int> lost;      ///< Waterfall: stage → violations lost there.
  std::map<std::string, int> wrong;     ///< Cause → wrong accusations.
  int late = 0;                         ///< Violations found, but later than two intervals.
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
/// two intervals of the true end of dwell.
Judgement judge(std::vector<Violation> violations, const std::vector<engine::Event>& journal,
                const engine::Configuration& configuration, const sim::Truth& truth, const JudgeTimes& times);

}  // namespace tricolor::harness
