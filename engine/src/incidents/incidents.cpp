#include "incidents/incidents.h"

#include <algorithm>
#include <cmath>

namespace tricolor::engine {

using namespace std::chrono_literals;

Incidents::Incidents(const Configuration& configuration, const Policy& policy, Place place, WantLook want_look)
    : configuration_(configuration), policy_(policy), place_(std::move(place)), want_look_(std::move(want_look)) {}

const IncidentState* Incidents::find(IncidentId incident) const {
  const auto found = incidents_.find(incident);
  return found == incidents_.end() ? nullptr : &found->second;
}

bool Incidents::gone(IncidentId incident, Time since, Time now) const {
  const event::IncidentOpened& opened = incidents_.at(incident).opened;
  const PlaceState place = place_(opened.zone, opened.violation_class, opened.spot, since);
  return place.is == PlaceState::Is::clear && now - clear_since(place) >= policy_.occupancy.rearm_after_clear;
}

// What was not watched is not known to have stayed clear.
Time Incidents::clear_since(const PlaceState& place) const { return std::max(place.since, cold_since_); }

void Incidents::start_cold(Time now) {
  cold_since_ = now;
  for (const auto& [due, id] : rechecks_) want_look(id, std::max<Time>(due, now + 1s));
}

void Incidents::want_look(IncidentId incident, Time not_before) const { want_look_(incidents_.at(incident).opened.zone, not_before); }

std::vector<SightingId> Incidents::in_review() const { return {reviewed_.begin(), reviewed_.end()}; }

const IncidentState* Incidents::open_at(ClassId violation_class, std::optional<MerchantId> merchant, GroundPoint spot) const {
  if (merchant) {
    const auto found = open_of_merchant_.find({*merchant, violation_class});
    return found == open_of_merchant_.end() ? nullptr : &incidents_.at(found->second);
  }
  for (const IncidentId id : open_in_public_) {
    const IncidentState& state = incidents_.at(id);
    if (state.opened.violation_class != violation_class) continue;
    if (std::hypot(state.opened.spot.x_m - spot.x_m, state.opened.spot.y_m - spot.y_m) <= kSamePlaceM) return &state;
  }
  return nullptr;
}

const IncidentState* Incidents::near(GroundPoint where, std::optional<ClassId> violation_class, double within_m, Time since) const {
  const IncidentState* best = nullptr;
  double nearest = within_m;
  for (const IncidentId id : open_) {
    const IncidentState& state = incidents_.at(id);
    if (state.opened_at < since || (violation_class && state.opened.violation_class != *violation_class)) continue;
    const double distance = std::hypot(state.opened.spot.x_m - where.x_m, state.opened.spot.y_m - where.y_m);
    if (distance > nearest) continue;
    nearest = distance;
    best = &state;
  }
  return best;
}

void Incidents::apply(const Event& event) {
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    IncidentState state;
    state.opened = *opened;
    state.opened_at = event.at;
    incidents_[opened->incident] = std::move(state);
    open_.insert(opened->incident);
    if (opened->merchant)
      open_of_merchant_[{*opened->merchant, opened->violation_class}] = opened->incident;
    else
      open_in_public_.insert(opened->incident);
    next_ = std::max(next_, opened->incident.value + 1);
  } else if (const auto* confirmed = std::get_if<event::SightingConfirmed>(&event.payload)) {
    waiting_[confirmed->sighting] = *confirmed;
  } else if (const auto* asked = std::get_if<event::ReviewAsked>(&event.payload)) {
    reviewed_.insert(asked->sighting);
  } else if (const auto* reviewed = std::get_if<event::ReviewGiven>(&event.payload)) {
    reviewed_.erase(reviewed->sighting);
    if (!reviewed->confirmed) waiting_.erase(reviewed->sighting);
  } else if (const auto* closed = std::get_if<event::IncidentClosed>(&event.payload)) {
    IncidentState& state = incidents_.at(closed->incident);
    state.closed = true;
    open_.erase(closed->incident);
    if (state.opened.merchant)
      open_of_merchant_.erase({*state.opened.merchant, state.opened.violation_class});
    else
      open_in_public_.erase(closed->incident);
    forget_recheck(state);
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    incidents_.at(voided->incident).voided = true;
  } else if (const auto* relapsed = std::get_if<event::IncidentRelapsed>(&event.payload)) {
    incidents_.at(relapsed->incident).relapsed = true;
  } else if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    incidents_.at(queued->incident).notified = true;
  } else if (const auto* due = std::get_if<event::CorrectionDue>(&event.payload)) {
    IncidentState& state = incidents_.at(due->incident);
    forget_recheck(state);
    state.due = due->due;
    if (!state.closed && !state.case_id) rechecks_.insert({due->due, due->incident});
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    IncidentState& state = incidents_.at(rechecked->incident);
    state.rechecked = true;
    forget_recheck(state);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    if (registered->incident) {
      IncidentState& state = incidents_.at(*registered->incident);
      state.case_id = registered->case_id;
      // From here on the case's own check decides. A shop whose notice was not delivered has no time to correct.
      forget_recheck(state);
    }
  }
  // A sighting that led somewhere need not be kept.
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) waiting_.erase(opened->sighting);
  if (const auto* attached = std::get_if<event::SightingAttached>(&event.payload)) waiting_.erase(attached->sighting);
}

void Incidents::forget_recheck(IncidentState& state) {
  if (state.due) rechecks_.erase({*state.due, state.opened.incident});
  if (state.patient_until) patient_.erase({*state.patient_until, state.opened.incident});
  state.patient_until.reset();
}

void Incidents::be_patient(IncidentState& state, Time until) {
  if (state.patient_until) patient_.erase({*state.patient_until, state.opened.incident});
  state.patient_until = until;
  patient_.insert({until, state.opened.incident});
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
  if (const IncidentState* same = open_at(sighting.violation_class, merchant, sighting.spot)) {
    const IncidentId id = same->opened.incident;
    // A second camera's sighting of the same stay began with the first; one that began later is a return.
    const bool returned = sighting.onset > same->opened_at && !same->relapsed;
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
  const auto found = waiting_.find(verdict.sighting);
  if (found == waiting_.end()) {
    // Asked about an incident that is open already: whether an officer shall go.
    if (reviewed_.contains(verdict.sighting)) out.emit(event::ReviewGiven{verdict.sighting, verdict.confirmed, verdict.merchant});
    return;
  }
  const event::SightingConfirmed sighting = found->second;
  const std::optional<MerchantId> merchant = verdict.merchant ? verdict.merchant : sighting.merchant;
  const bool nobody = verdict.confirmed && !sighting.between.empty() && !merchant;
  out.emit(event::ReviewGiven{verdict.sighting, verdict.confirmed && !nobody, merchant});
  if (verdict.confirmed && !nobody) open(sighting, merchant, out);
}

void Incidents::handle(const VoidRequest& request, EventSink& out) {
  const auto found = incidents_.find(request.incident);
  if (found == incidents_.end() || found->second.voided) return;
  const bool was_open = !found->second.closed;
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
    const std::vector<CameraId>& cameras = configuration_.zones.at(incidents_.at(id).opened.zone.value).cameras;
    if (std::find(cameras.begin(), cameras.end(), camera) != cameras.end()) recheck(id, now, out);
  }
}

void Incidents::wake(Time now, EventSink& out) {
  while (!rechecks_.empty() && rechecks_.begin()->first <= now) {
    const auto [due, id] = *rechecks_.begin();
    rechecks_.erase(rechecks_.begin());
    be_patient(incidents_.at(id), std::max<Time>(due, cold_since_ + kColdPatience) + kRecheckPatience);
  }
  if (!patient_.empty()) {
    const std::vector<std::pair<Time, IncidentId>> waiting(patient_.begin(), patient_.end());
    for (const auto& [until, id] : waiting) recheck(id, now, out);
  }
}

// A place that is clear at the look is corrected once it has stayed clear for as long as ends an episode: what is taken in for the
// look and put out again straight after is still the same violation.
void Incidents::recheck(IncidentId id, Time now, EventSink& out) {
  IncidentState& state = incidents_.at(id);
  const event::IncidentOpened& opened = state.opened;
  PlaceState place = place_(opened.zone, opened.violation_class, opened.spot, *state.due);
  if (place.is == PlaceState::Is::clear) {
    const Time settled = clear_since(place) + policy_.occupancy.rearm_after_clear;
    if (now < settled || (settled > *state.due && place_(opened.zone, opened.violation_class, opened.spot, settled).is != PlaceState::Is::clear)) {
      place.is = PlaceState::Is::unknown;
      if (*state.patient_until < settled + kRecheckPatience) {
        be_patient(state, settled + kRecheckPatience);
        want_look_(opened.zone, settled);
      }
    }
  }
  if (place.is == PlaceState::Is::unknown && now < *state.patient_until) return;
  const RecheckOutcome outcome = place.is == PlaceState::Is::unknown ? RecheckOutcome::unknown
                                 : place.is == PlaceState::Is::clear ? RecheckOutcome::corrected
                                 : state.relapsed || place.since > state.opened_at ? RecheckOutcome::relapsed
                                                                                   : RecheckOutcome::not_corrected;
  out.emit(event::Rechecked{id, outcome});
  if (outcome == RecheckOutcome::corrected) out.emit(event::IncidentClosed{id, event::IncidentClosed::How::self_corrected});
}

}  // namespace tricolor::engine
