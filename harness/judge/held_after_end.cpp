#include "judge/held_after_end.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tricolor::harness {
namespace {

constexpr double kSamePlaceM = 5.0;

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

std::vector<const sim::Stay*> stays_behind(const engine::IncidentRecord& incident, const std::string& class_name,
                                           const sim::Truth& truth) {
  const auto& opened = incident.opened;
  std::vector<const sim::Stay*> stays;
  bool before = false;
  for (const sim::Stay& stay : truth.stays) {
    if (stay.class_name != class_name) continue;
    const bool same_shop = opened.merchant && stay.shop && static_cast<int>(opened.merchant->value) == *stay.shop;
    const bool same_spot = !opened.merchant && !stay.shop &&
                           std::hypot(stay.at.x_m - opened.spot.x_m, stay.at.y_m - opened.spot.y_m) <= kSamePlaceM;
    if (!same_shop && !same_spot) continue;
    stays.push_back(&stay);
    before = before || (stay.from <= incident.opened_at && (!stay.until || *stay.until >= opened.onset));
  }
  if (!before) stays.clear();
  return stays;
}

}  // namespace

std::optional<sim::Duration> held_after_end(const engine::IncidentRecord& incident, const engine::ServiceState& service,
                                            const std::string& class_name, const sim::Truth& truth,
                                            sim::Duration tolerated, sim::Time run_end) {
  if (incident.voided()) return std::nullopt;
  const auto stays = stays_behind(incident, class_name, truth);
  std::optional<sim::Duration> longest;
  for (const sim::Time claim : claims_of(incident, service, run_end)) {
    std::optional<sim::Duration> since_end;
    for (const sim::Stay* stay : stays) {
      if (stay->from > claim) continue;
      const sim::Duration gone = !stay->until || *stay->until > claim ? sim::Duration{0} : claim - *stay->until;
      since_end = std::min(since_end.value_or(gone), gone);
    }
    if (since_end && *since_end > tolerated) longest = std::max(longest.value_or(*since_end), *since_end);
  }
  return longest;
}

}  // namespace tricolor::harness
