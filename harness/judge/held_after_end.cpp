#include "judge/held_after_end.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "judge/place_index.h"

namespace tricolor::harness {
namespace {

// Gives the instants at which the engine said that the thing was there, from its own looks.
std::vector<sim::Time> claims_of(const engine::IncidentRecord& incident, const engine::ServiceState& service,
                                 sim::Time run_end) {
  std::vector<sim::Time> claims;
  for (const engine::SightingId id : incident.sightings)
    if (const auto* sighting = service.sighting(id)) {
      const bool on_view = service.stays().contains(sighting->content.occupancy);
      if (on_view || sighting->stay_ended_at) claims.push_back(sighting->stay_ended_at.value_or(run_end));
    }
  for (const engine::Recheck& recheck : incident.rechecks)
    if (recheck.outcome == engine::RecheckOutcome::not_corrected) claims.push_back(recheck.at);
  claims.insert(claims.end(), incident.reopened_at.begin(), incident.reopened_at.end());
  for (const engine::CaseId id : incident.cases)
    if (const auto* record = service.case_of(id))
      for (const engine::CaseMove& move : record->moves)
        // The case was sent again because of a camera's look; a check by an officer on the spot does not count.
        if (move.to == engine::CaseState::rework && move.from == engine::CaseState::checking &&
            move.reason == "seen still there")
          claims.push_back(move.at);
  return claims;
}

// The true stays of the class and place that an incident accuses.
class StaysBehind {
 public:
  StaysBehind(const engine::IncidentRecord& incident, const std::string& class_name, const TrueStays& truth)
      : opened_(incident.opened), class_name_(class_name), truth_(truth) {}

  std::vector<const sim::Stay*> within(sim::Time from, sim::Time until) const {
    return truth_.answered_by(class_name_, opened_.merchant, {opened_.spot.x_m, opened_.spot.y_m}, kSamePlaceM, from,
                              until);
  }

  /// Gives the time for which the last stay that began by `claim` had been over then, 0 while it stood; none when none
  /// had begun. It looks back `at_first`, and twice as far each time that nothing is found.
  std::optional<sim::Duration> gone_for(sim::Time claim, sim::Duration at_first) const {
    for (sim::Duration back = at_first;; back *= 2) {
      std::optional<sim::Duration> least;
      for (const sim::Stay* stay : within(claim - back, claim)) {
        const sim::Duration gone = !stay->until || *stay->until > claim ? sim::Duration{0} : claim - *stay->until;
        least = std::min(least.value_or(gone), gone);
      }
      if (least || claim - back < truth_.earliest()) return least;
    }
  }

 private:
  const engine::event::IncidentOpened& opened_;
  const std::string& class_name_;
  const TrueStays& truth_;
};

}  // namespace

std::optional<sim::Duration> held_after_end(const engine::IncidentRecord& incident, const engine::ServiceState& service,
                                            const std::string& class_name, const TrueStays& truth,
                                            sim::Duration tolerated, sim::Time run_end) {
  if (incident.voided()) return std::nullopt;
  const StaysBehind stays(incident, class_name, truth);
  if (stays.within(incident.opened.onset, incident.opened_at).empty()) return std::nullopt;
  const auto at_first = std::max<sim::Duration>(tolerated, std::chrono::minutes{1});
  std::optional<sim::Duration> longest;
  for (const sim::Time claim : claims_of(incident, service, run_end)) {
    const auto since_end = stays.gone_for(claim, at_first);
    if (since_end && *since_end > tolerated) longest = std::max(longest.value_or(*since_end), *since_end);
  }
  return longest;
}

}  // namespace tricolor::harness
