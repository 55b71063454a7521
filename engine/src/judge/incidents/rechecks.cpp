// Re-checks: which wait for a picture, what may decide them, and how they are decided.
#include <algorithm>
#include <chrono>

#include "incidents/incidents.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

std::set<CameraId> Incidents::watched_by(IncidentId id) const {
  std::set<CameraId> cameras;
  for (const ZoneId zone : fronts_of(*state_.incident(id))) {
    // A journal is folded again under a configuration that may have fewer zones.
    if (zone.value >= configuration_.zones.size()) continue;
    const std::vector<CameraId>& of_zone = configuration_.zones.at(zone.value).cameras;
    cameras.insert(of_zone.begin(), of_zone.end());
  }
  return cameras;
}

std::vector<IncidentId> Incidents::waiting_for(CameraId camera) const {
  std::vector<std::pair<Time, IncidentId>> waiting;
  for (const IncidentId id : waiting_.of(camera)) waiting.emplace_back(patient_until_.at(id), id);
  std::sort(waiting.begin(), waiting.end());
  std::vector<IncidentId> ids;
  for (const auto& [until, id] : waiting) ids.push_back(id);
  return ids;
}

// Notes that what is known of the places before a camera has changed, by its word or without one.
void Incidents::stir(CameraId camera, Time at) {
  for (const IncidentId id : waiting_.of(camera)) ripe_.insert({at, id});
}

void Incidents::stir(ZoneId zone, Time at) {
  if (patient_.empty()) return;
  for (const CameraId camera : configuration_.zones.at(zone.value).cameras) stir(camera, at);
}

void Incidents::forget_recheck(IncidentId id) {
  if (const auto due = due_.find(id); due != due_.end()) {
    rechecks_.erase({due->second, id});
    due_.erase(due);
  }
  if (const auto until = patient_until_.find(id); until != patient_until_.end()) {
    patient_.erase({until->second, id});
    patient_until_.erase(until);
  }
  waiting_.remove(id);
  patient_in_the_open_.erase(id);
}

// True when only the cameras of an incident's zones can say whether its place is held. At a public spot a thing that
// stands there may lie in another zone.
bool Incidents::told_by_its_cameras_only(IncidentId id) const {
  const std::vector<ZoneId> fronts = fronts_of(*state_.incident(id));
  return std::all_of(fronts.begin(), fronts.end(),
                     [this](ZoneId zone) { return configuration_.zones.at(zone.value).kind == ZoneKind::shop_front; });
}

void Incidents::be_patient(IncidentId id, Time until) {
  if (const auto before = patient_until_.find(id); before != patient_until_.end()) patient_.erase({before->second, id});
  patient_until_[id] = until;
  patient_.insert({until, id});
  waiting_.add(id, watched_by(id));
  if (!told_by_its_cameras_only(id)) patient_in_the_open_.insert(id);
}

void Incidents::looked(CameraId camera, Time now, EventSink& out) {
  if (patient_.empty()) return;
  for (const IncidentId id : waiting_for(camera)) recheck(id, now, out);
}

// Decides the re-checks that may be decided now without a camera's word.
void Incidents::wake_rechecks(Time now, EventSink& out) {
  while (!rechecks_.empty() && rechecks_.begin()->first <= now) {
    const auto [due, id] = *rechecks_.begin();
    rechecks_.erase(rechecks_.begin());
    be_patient(id, std::max<Time>(due, cold_since_ + kColdPatience) + kRecheckPatience);
    ripe_.insert({now, id});
  }
  // A camera's word decides all other re-checks that wait (`looked`).
  std::set<std::pair<Time, IncidentId>> waiting;
  for (auto next = patient_.begin(); next != patient_.end() && next->first <= now; ++next) waiting.insert(*next);
  for (const IncidentId id : patient_in_the_open_) waiting.insert({patient_until_.at(id), id});
  while (!ripe_.empty() && ripe_.begin()->first <= now) {
    const IncidentId id = ripe_.begin()->second;
    ripe_.erase(ripe_.begin());
    if (const auto until = patient_until_.find(id); until != patient_until_.end()) waiting.insert({until->second, id});
  }
  for (const auto& [until, id] : waiting) recheck(id, now, out);
}

// Decides a re-check. A place that is clear at the look is corrected once it has stayed clear for as long as ends an
// episode: a thing that is taken in for the look and put out again straight after is still the same violation.
void Incidents::recheck(IncidentId id, Time now, EventSink& out) {
  const IncidentRecord& incident = *state_.incident(id);
  const Time due = due_.at(id);
  PlaceState place = place_of(id, due);
  if (place.is == PlaceState::Is::clear) {
    const Time settled = place.since + policy_.occupancy.rearm_after_clear;
    if (now < settled || (settled > due && place_of(id, settled).is != PlaceState::Is::clear)) {
      place.is = PlaceState::Is::unknown;
      if (now < settled) ripe_.insert({settled, id});
      if (patient_until_.at(id) < settled + kRecheckPatience) {
        be_patient(id, settled + kRecheckPatience);
        want_look(id, settled);
      }
    }
  }
  if (place.is == PlaceState::Is::unknown && now < patient_until_.at(id)) return;
  const bool came_back = incident.relapsed_at || (incident.seen_clear_at && place.since > *incident.seen_clear_at);
  const RecheckOutcome outcome = place.is == PlaceState::Is::unknown ? RecheckOutcome::unknown
                                 : place.is == PlaceState::Is::clear ? RecheckOutcome::corrected
                                 : came_back                         ? RecheckOutcome::relapsed
                                                                     : RecheckOutcome::not_corrected;
  out.emit(event::Rechecked{id, outcome});
  if (outcome == RecheckOutcome::corrected)
    out.emit(event::IncidentClosed{id, event::IncidentClosed::How::self_corrected});
}

}  // namespace tricolor::engine
