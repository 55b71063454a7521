// Checks a disposal that an officer has told: cameras look whether the place is clear.
#include "cases/cases.h"

#include <algorithm>
#include <vector>

#include "engine/service_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

// True when so many officers found nothing that they are believed, whatever a camera sees.
bool Cases::believes_officers(IncidentId id) const {
  return state_.incident(id)->found_nothing >= policy_.escalation.believe_after;
}

// Closes a case when cameras have seen its place clear for as long as ends an episode. Where no camera can see it, the
// officer's word counts.
void Cases::check(CaseId id, Time now, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  const Time patient_until = patient_until_.at(id);
  if (record.incidents.empty()) {
    if (now >= patient_until) move(id, CaseState::closed, std::nullopt, "officer's word", out);
    return;
  }
  bool known = true;
  std::optional<IncidentId> disbelieved;
  Time settled = record.moved_at;
  for (const IncidentId incident : record.incidents) {
    const PlaceState place = incidents_.place_of(incident, record.moved_at);
    if (place.is == PlaceState::Is::held && believes_officers(incident)) {
      disbelieved = incident;
      continue;
    }
    if (place.is == PlaceState::Is::held) {
      move(id, CaseState::rework, std::nullopt, "seen still there", out);
      return;
    }
    if (place.is == PlaceState::Is::unknown) {
      known = false;
      continue;
    }
    const Time clear_long_enough = place.since + policy_.occupancy.rearm_after_clear;
    settled = std::max(settled, clear_long_enough);
    if (now < clear_long_enough || (clear_long_enough > record.moved_at &&
                                    incidents_.place_of(incident, clear_long_enough).is != PlaceState::Is::clear))
      known = false;
  }
  if (known && disbelieved) {
    out.emit(event::TroubleAtPort{
        "cameras", "officers found nothing where incident " + std::to_string(disbelieved->value) + " is still seen"});
    move(id, CaseState::closed, std::nullopt, "officers found nothing", out);
    return;
  }
  if (known) {
    move(id, CaseState::closed, std::nullopt, "seen clear", out);
    return;
  }
  if (settled > record.moved_at && patient_until < settled + kCheckPatience) {
    patient_until_[id] = settled + kCheckPatience;
    wake_at(id, now < settled ? settled : settled + kCheckPatience);
    for (const IncidentId incident : record.incidents) incidents_.want_look(incident, settled);
    return;
  }
  if (now >= patient_until) move(id, CaseState::closed, std::nullopt, "officer's word; no camera could see", out);
  else if (!wake_at_.contains(id)) wake_at(id, patient_until);
}

void Cases::looked(CameraId camera, Time now, EventSink& out) {
  for (const CaseId id : waiting_.of(camera))
    if (now - state_.case_of(id)->moved_at >= kCheckNotBefore) check(id, now, out);
}

}  // namespace tricolor::engine
