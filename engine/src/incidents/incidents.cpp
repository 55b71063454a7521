#include "incidents/incidents.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {

using namespace std::chrono_literals;

Incidents::Incidents(const Configuration& configuration, const Policy& policy, const ServiceState& state, Place place, WantLook want_look)
    : configuration_(configuration), policy_(policy), state_(state), place_(std::move(place)), want_look_(std::move(want_look)) {}

bool Incidents::gone(IncidentId incident, Time since, Time now) const {
  const event::IncidentOpened& opened = state_.incident(incident)->opened;
  const PlaceState place = place_(opened.zone, opened.violation_class, opened.spot, since);
  return place.is == PlaceState::Is::clear && now - clear_since(place) >= policy_.occupancy.rearm_after_clear;
}

// What was not watched is not known to have stayed clear.
Time Incidents::clear_since(const PlaceState& place) const { return std::max(place.since, cold_since_); }

void Incidents::start_cold(Time now) {
  cold_since_ = now;
  for (const auto& [due, id] : rechecks_) want_look(id, std::max<Time>(due, now + 1s));
}

void Incidents::want_look(IncidentId incident, Time not_before) const { want_look_(state_.incident(incident)->opened.zone, not_before); }

const IncidentRecord* Incidents::open_at(ClassId violation_class, std::optional<MerchantId> merchant, GroundPoint spot) const {
  if (merchant) return state_.open_of(*merchant, violation_class);
  for (const IncidentId id : state_.open_in_public()) {
    const IncidentRecord& incident = *state_.incident(id);
    if (incident.opened.violation_class != violation_class) continue;
    if (std::hypot(incident.opened.spot.x_m - spot.x_m, incident.opened.spot.y_m - spot.y_m) <= kSamePlaceM) return &incident;
  }
  return nullptr;
}

const IncidentRecord* Incidents::near(GroundPoint where, std::optional<ClassId> violation_class, double within_m, Time since) const {
  const IncidentRecord* best = nullptr;
  double nearest = within_m;
  for (const IncidentId id : state_.open_incidents()) {
    const IncidentRecord& incident = *state_.incident(id);
    if (incident.opened_at < since || (violation_class && incident.opened.violation_class != *violation_class)) continue;
    const double distance = std::hypot(incident.opened.spot.x_m - where.x_m, incident.opened.spot.y_m - where.y_m);
    if (distance > nearest) continue;
    nearest = distance;
    best = &incident;
  }
  return best;
}

void Incidents::apply(const Event& event) {
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    next_ = std::max(next_, opened->incident.value + 1);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    forget_recheck(closed->incident);
  } else if (const auto* due = std::get_if<event::CorrectionDue>(&event.payload)) {
    forget_recheck(due->incident);
    const IncidentRecord* incident = state_.incident(due->incident);
    if (!incident || !incident->open() || incident->case_id()) return;
    due_[due->incident] = due->due;
    rechecks_.insert({due->due, due->incident});
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    forget_recheck(rechecked->incident);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    // From here on the case's own check decides. A shop whose notice was not delivered has no time to correct.
    if (registered->incident) forget_recheck(*registered->incident);
  }
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
}

void Incidents::be_patient(IncidentId id, Time until) {
  if (const auto before = patient_until_.find(id); before != patient_until_.end()) patient_.erase({before->second, id});
  patient_until_[id] = until;
  patient_.insert({until, id});
}

// Which sightings a person looks at before they count. Between two shops nobody is accused without one.
bool Incidents::wants_review(const event::SightingConfirmed& sighting) const {
  if (!sighting.between.empty()) return true;
  switch (policy_.review.when) {
    case ReviewPolicy::When::none:
    case ReviewPolicy::When::before_escalation: return false;
    case ReviewPolicy::When::before_notice: return true;
    case ReviewPolicy::When::sampled: {
      // A repeatable sample: the fractional part of n times the golden ratio is evenly spread.
      const double mark = sighting.sighting.value * 0.6180339887498949;
      return mark - std::floor(mark) < policy_.review.sampled_share;
    }
  }
  return false;
}

void Incidents::open(const event::SightingConfirmed& sighting, std::optional<MerchantId> merchant, EventSink& out) {
  if (const IncidentRecord* same = open_at(sighting.violation_class, merchant, sighting.spot)) {
    const IncidentId id = same->opened.incident;
    // A second camera's sighting of the same stay began with the first; one that began later is a return.
    const bool returned = sighting.onset > same->opened_at && !same->relapsed_at;
    out.emit(event::SightingAttached{id, sighting.sighting});
    if (returned) out.emit(event::IncidentRelapsed{id, sighting.onset});
    return;
  }
  const Zone& zone = configuration_.zones.at(sighting.zone.value);
  out.emit(event::IncidentOpened{IncidentId{next_}, sighting.sighting, sighting.violation_class, merchant, sighting.zone, zone.duty_grid, sighting.spot, sighting.onset});
}

void Incidents::react(const Event& event, EventSink& out) {
  if (const auto* confirmed = std::get_if<event::SightingConfirmed>(&event.payload)) {
    if (wants_review(*confirmed))
      out.emit(event::ReviewAsked{confirmed->sighting});
    else
      open(*confirmed, confirmed->merchant, out);
  } else if (const auto* due = std::get_if<event::CorrectionDue>(&event.payload)) {
    want_look(due->incident, due->due);
  }
}

void Incidents::handle(const ReviewVerdict& verdict, EventSink& out) {
  const SightingRecord* record = state_.sighting(verdict.sighting);
  if (!record || record->review != SightingRecord::Review::asked) return;
  if (record->incident) {
    // Asked about an incident that is open already: whether an officer shall go.
    out.emit(event::ReviewGiven{verdict.sighting, verdict.confirmed, verdict.merchant});
    return;
  }
  const event::SightingConfirmed sighting = record->content;
  const std::optional<MerchantId> merchant = verdict.merchant ? verdict.merchant : sighting.merchant;
  const bool nobody = verdict.confirmed && !sighting.between.empty() && !merchant;
  out.emit(event::ReviewGiven{verdict.sighting, verdict.confirmed && !nobody, merchant});
  if (verdict.confirmed && !nobody) open(sighting, merchant, out);
}

void Incidents::handle(const VoidRequest& request, EventSink& out) {
  const IncidentRecord* incident = state_.incident(request.incident);
  if (!incident || incident->voided()) return;
  const bool was_open = incident->open();
  out.emit(event::IncidentVoided{request.incident, request.reason});
  if (was_open) out.emit(event::IncidentClosed{request.incident, event::IncidentClosed::How::voided});
}

std::optional<Time> Incidents::next_deadline() const {
  std::optional<Time> next;
  if (!rechecks_.empty()) next = rechecks_.begin()->first;
  if (!patient_.empty() && (!next || patient_.begin()->first < *next)) next = patient_.begin()->first;
  return next;
}

void Incidents::looked(CameraId camera, Time now, EventSink& out) {
  if (patient_.empty()) return;
  const std::vector<std::pair<Time, IncidentId>> waiting(patient_.begin(), patient_.end());
  for (const auto& [until, id] : waiting) {
    const std::vector<CameraId>& cameras = configuration_.zones.at(state_.incident(id)->opened.zone.value).cameras;
    if (std::find(cameras.begin(), cameras.end(), camera) != cameras.end()) recheck(id, now, out);
  }
}

void Incidents::wake(Time now, EventSink& out) {
  while (!rechecks_.empty() && rechecks_.begin()->first <= now) {
    const auto [due, id] = *rechecks_.begin();
    rechecks_.erase(rechecks_.begin());
    be_patient(id, std::max<Time>(due, cold_since_ + kColdPatience) + kRecheckPatience);
  }
  if (!patient_.empty()) {
    const std::vector<std::pair<Time, IncidentId>> waiting(patient_.begin(), patient_.end());
    for (const auto& [until, id] : waiting) recheck(id, now, out);
  }
}

// A place that is clear at the look is corrected once it has stayed clear for as long as ends an episode: what is taken in for the
// look and put out again straight after is still the same violation.
void Incidents::recheck(IncidentId id, Time now, EventSink& out) {
  const IncidentRecord& incident = *state_.incident(id);
  const event::IncidentOpened& opened = incident.opened;
  const Time due = due_.at(id);
  PlaceState place = place_(opened.zone, opened.violation_class, opened.spot, due);
  if (place.is == PlaceState::Is::clear) {
    const Time settled = clear_since(place) + policy_.occupancy.rearm_after_clear;
    if (now < settled || (settled > due && place_(opened.zone, opened.violation_class, opened.spot, settled).is != PlaceState::Is::clear)) {
      place.is = PlaceState::Is::unknown;
      if (patient_until_.at(id) < settled + kRecheckPatience) {
        be_patient(id, settled + kRecheckPatience);
        want_look_(opened.zone, settled);
      }
    }
  }
  if (place.is == PlaceState::Is::unknown && now < patient_until_.at(id)) return;
  const RecheckOutcome outcome = place.is == PlaceState::Is::unknown ? RecheckOutcome::unknown
                                 : place.is == PlaceState::Is::clear ? RecheckOutcome::corrected
                                 : incident.relapsed_at || place.since > incident.opened_at ? RecheckOutcome::relapsed
                                                                                            : RecheckOutcome::not_corrected;
  out.emit(event::Rechecked{id, outcome});
  if (outcome == RecheckOutcome::corrected) out.emit(event::IncidentClosed{id, event::IncidentClosed::How::self_corrected});
}

}  // namespace tricolor::engine
