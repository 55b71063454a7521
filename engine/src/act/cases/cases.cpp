#include "cases/cases.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/check.h"
#include "engine/service_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Cases::Cases(const Configuration& configuration, const Policy& policy, const ServiceState& state,
             const Incidents& incidents)
    : configuration_(configuration),
      policy_(policy),
      state_(state),
      incidents_(incidents),
      calendar_(configuration.holidays, configuration.worked_days),
      routing_(configuration, policy) {}

void Cases::wake_at(CaseId id, std::optional<Time> when) {
  if (const auto before = wake_at_.find(id); before != wake_at_.end()) {
    deadlines_.erase({before->second, id});
    wake_at_.erase(before);
  }
  if (!when) return;
  wake_at_[id] = *when;
  deadlines_.insert({*when, id});
}

std::vector<CaseId> Cases::unacknowledged() const {
  std::vector<CaseId> list;
  for (const CaseId id : state_.open_cases())
    if (state_.case_of(id)->state == CaseState::dispatched) list.push_back(id);
  return list;
}

std::vector<int> Cases::load() const {
  std::vector<int> load(configuration_.officers.size());
  for (std::uint32_t i = 0; i < load.size(); ++i) load[i] = state_.load(OfficerId{i});
  return load;
}

std::optional<OfficerId> Cases::officer_at(GroundPoint where, Time at, const std::set<OfficerId>& passed_over) const {
  return routing_.officer_for(routing_.grid_at(where), where, at, passed_over, load());
}

DeadlineLength Cases::length_for(std::optional<ClassId> violation_class) const {
  if (violation_class)
    for (const ClassPolicy& entry : policy_.classes)
      if (entry.code_name == configuration_.classes.at(violation_class->value).code_name) return entry.dispose_within;
  return {};
}

void Cases::apply(const Event& event) {
  if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    wake_at(registered->case_id, event.at);
    next_ = std::max(next_, registered->case_id.value + 1);
    if (registered->report) places_of_reports_.put(registered->case_id, registered->where);
  } else if (const auto* joined = std::get_if<event::CaseJoined>(&event.payload)) {
    if (waiting_.waits(joined->case_id)) wait_for_cameras(joined->case_id);
  } else if (const auto* attached = std::get_if<event::SightingAttached>(&event.payload)) {
    const IncidentRecord* incident = state_.incident(attached->incident);
    if (incident && incident->case_id() && waiting_.waits(*incident->case_id())) wait_for_cameras(*incident->case_id());
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    ENGINE_CHECK(may_move(moved->from, moved->to));
    const CaseRecord& record = *state_.case_of(moved->case_id);
    if (!state_.open_cases().contains(moved->case_id)) places_of_reports_.remove(moved->case_id);
    waiting_.remove(moved->case_id);
    patient_until_.erase(moved->case_id);
    switch (moved->to) {
      case CaseState::registered:
      case CaseState::returned:
      case CaseState::rework: wake_at(moved->case_id, event.at); break;
      case CaseState::dispatched: wake_at(moved->case_id, event.at + policy_.escalation.acknowledge_within); break;
      case CaseState::acknowledged:
      case CaseState::arrived:
        wake_at(moved->case_id, std::max(event.at + Duration{kLongestSilence}, record.registered.due));
        break;
      case CaseState::checking:
        wait_for_cameras(moved->case_id);
        // A report has no place that a camera is known to see, so the officer's word is taken at once.
        patient_until_[moved->case_id] =
            event.at + (record.incidents.empty() ? Duration{kCheckNotBefore} : Duration{kCheckPatience});
        wake_at(moved->case_id, patient_until_.at(moved->case_id));
        break;
      default: wake_at(moved->case_id, std::nullopt); break;
    }
  }
}

// Another camera's sighting, or an incident that joins, adds cameras.
void Cases::wait_for_cameras(CaseId id) {
  std::set<CameraId> cameras;
  for (const IncidentId incident : state_.case_of(id)->incidents) cameras.merge(incidents_.watched_by(incident));
  waiting_.add(id, cameras);
}

void Cases::open_about(const event::IncidentOpened& about, Time now, EventSink& out) {
  open(about.incident, std::nullopt, routing_.grid_of(about.duty_grid, about.spot), about.spot, now, out);
}

void Cases::open(std::optional<IncidentId> incident, std::optional<ReportId> report, std::optional<DutyGridId> grid,
                 GroundPoint where, Time now, EventSink& out) {
  // A shop counts as warned when a message is known to have reached it and a re-check followed.
  bool warned = false;
  if (incident) {
    const IncidentRecord& about = *state_.incident(*incident);
    const NoticeRecord* notice = about.notice ? state_.notice(*about.notice) : nullptr;
    warned = notice && notice->delivered.value_or(false) && !about.rechecks.empty();
  }
  const CaseId id{next_};
  event::CaseRegistered registered{id, incident, report, grid, where, {}, warned};
  registered.due = calendar_.deadline(now, length_for(class_of(registered)));
  out.emit(std::move(registered));
  if (!grid) tell_of_no_grid(id, where, out);
}

std::optional<ClassId> Cases::class_of(const event::CaseRegistered& registered) const {
  if (registered.incident) return state_.incident(*registered.incident)->opened.violation_class;
  return registered.report ? state_.report(*registered.report)->received.content.violation_class : std::nullopt;
}

void Cases::tell_of_no_grid(CaseId id, GroundPoint where, EventSink& out) const {
  std::string text = "case " + std::to_string(id.value) + " lies in no duty grid";
  if (const auto nearest = routing_.nearest_grid(where))
    text += ": the nearest is " + configuration_.duty_grids.at(nearest->grid.value).name + ", " +
            std::to_string(std::lround(nearest->away_m)) + " m away";
  out.emit(event::TroubleAtPort{"officers", std::move(text)});
}

void Cases::move(CaseId id, CaseState to, std::optional<OfficerId> officer, std::string reason, EventSink& out) {
  out.emit(event::CaseMoved{id, state_.case_of(id)->state, to, officer, std::move(reason)});
}

// Sends an officer about an incident. Where the policy asks for it, a reviewer inspects the sighting first.
void Cases::escalate(IncidentId id, Time now, EventSink& out) {
  const IncidentRecord& incident = *state_.incident(id);
  if (incident.case_id() || !incident.open()) return;
  const SightingId sighting = incident.opened.sighting;
  const SightingRecord* seen = state_.sighting(sighting);
  const bool reviewed =
      seen && (seen->review == SightingRecord::Review::confirmed || seen->review == SightingRecord::Review::lapsed);
  if (policy_.review.when == ReviewPolicy::When::before_escalation && !reviewed) {
    if (!state_.in_review().contains(sighting)) out.emit(event::ReviewAsked{sighting});
    return;
  }
  // Under an earlier policy a reviewer was asked whether an officer shall go: his answer is waited for.
  if (asked_whether_to_send(sighting) && state_.in_review().contains(sighting)) return;
  open_about(incident.opened, now, out);
}

// The incident about which a reviewer was asked, after it was opened, whether an officer shall go.
const IncidentRecord* Cases::asked_whether_to_send(SightingId id) const {
  const SightingRecord* sighting = state_.sighting(id);
  if (!sighting || !sighting->incident || !sighting->review_asked_at) return nullptr;
  const IncidentRecord& incident = *state_.incident(*sighting->incident);
  return incident.opened.sighting == id && *sighting->review_asked_at >= incident.opened_at ? &incident : nullptr;
}

void Cases::reviewed(const event::ReviewGiven& review, Time now, EventSink& out) {
  const IncidentRecord* incident = asked_whether_to_send(review.sighting);
  if (!incident) return;
  const IncidentId id = incident->opened.incident;
  if (review.confirmed) {
    escalate(id, now, out);
  } else if (!incident->voided()) {
    const bool was_open = incident->open();
    out.emit(event::IncidentVoided{id, "审核未通过 a reviewer saw no violation"});
    if (was_open) out.emit(event::IncidentClosed{id, event::IncidentClosed::How::voided});
  }
}

// No reviewer answered in time: the officer goes and looks himself. He persuades and fines nobody.
void Cases::review_lapsed(SightingId sighting, Time now, EventSink& out) {
  if (const IncidentRecord* incident = asked_whether_to_send(sighting)) escalate(incident->opened.incident, now, out);
}

const CaseRecord* Cases::case_of_report_at(const event::IncidentOpened& incident) const {
  for (const CaseId id : places_of_reports_.near(incident.spot, kSamePlaceM)) {
    const CaseRecord& record = *state_.case_of(id);
    const ReportRecord* report = state_.report(*record.registered.report);
    if (!report || (report->received.content.violation_class &&
                    *report->received.content.violation_class != incident.violation_class))
      continue;
    if (std::hypot(record.registered.where.x_m - incident.spot.x_m, record.registered.where.y_m - incident.spot.y_m) <=
        kSamePlaceM)
      return &record;
  }
  return nullptr;
}

void Cases::react(const Event& event, EventSink& out) {
  const Time now = event.at;
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    // There is nobody to warn: a public place, or a shop that cannot be reached. The notice, if any, was queued before
    // this.
    if (state_.incident(opened->incident)->notice) return;
    // When a citizen told of it first and an officer is at work on it, no second officer is sent.
    const CaseRecord* at_work = state_.incident(opened->incident)->open() ? case_of_report_at(*opened) : nullptr;
    if (at_work) out.emit(event::CaseJoined{at_work->registered.case_id, opened->incident});
    else escalate(opened->incident, now, out);
  } else if (const auto* reopened = std::get_if<event::IncidentReopened>(&event.payload)) {
    open_about(state_.incident(reopened->incident)->opened, now, out);
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    if (rechecked->outcome == RecheckOutcome::corrected) return;
    // As long as nobody knows whether the message arrived, no shop is said to have ignored it.
    const IncidentRecord& incident = *state_.incident(rechecked->incident);
    if (incident.notice && state_.notice(*incident.notice)->delivered) escalate(rechecked->incident, now, out);
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    // An undelivered notice escalates as "not warned", never as "did not comply". A notice whose delivery is learnt
    // late may have been followed by a failed re-check already.
    const IncidentId incident = state_.notice(fate->notice)->queued.incident;
    if (!fate->delivered || !state_.incident(incident)->rechecks.empty()) escalate(incident, now, out);
  } else if (const auto* lapsed = std::get_if<event::ReviewLapsed>(&event.payload)) {
    review_lapsed(lapsed->sighting, now, out);
  } else if (const auto* review = std::get_if<event::ReviewGiven>(&event.payload)) {
    reviewed(*review, now, out);
  } else if (const auto* verified = std::get_if<event::ReportVerified>(&event.payload)) {
    if (!verified->valid) return;
    const GroundPoint where = verified->where.value_or(state_.report(verified->report)->received.content.where);
    open(std::nullopt, verified->report, routing_.grid_at(where), where, now, out);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    dispatch(registered->case_id, now, out);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    const CaseRecord& record = *state_.case_of(moved->case_id);
    switch (moved->to) {
      case CaseState::disposed: move(moved->case_id, CaseState::feedback, record.officer, {}, out); break;
      case CaseState::feedback: move(moved->case_id, CaseState::checking, record.officer, {}, out); break;
      case CaseState::checking:
        for (const IncidentId incident : record.incidents) incidents_.want_look(incident, now + kCheckNotBefore);
        break;
      case CaseState::returned: dispatch(moved->case_id, now, out); break;
      case CaseState::rework: dispatch(moved->case_id, now, out); break;
      case CaseState::closed:
      case CaseState::forced_close: {
        const std::vector<IncidentId> about = record.incidents;
        for (const IncidentId incident : about)
          if (state_.incident(incident)->open()) {
            out.emit(event::IncidentClosed{incident, event::IncidentClosed::How::case_closed});
            // An incident that officers repeatedly did not find ends on their word.
            if (moved->to == CaseState::closed && believes_officers(incident) &&
                incidents_.place_of(incident, now).is == PlaceState::Is::held)
              out.emit(event::PlaceSeenClear{incident, now});
          }
        break;
      }
      default: break;
    }
  } else if (const auto* taken_back = std::get_if<event::ReportVoided>(&event.payload)) {
    // The case of a report that has left the working copy is over.
    const ReportRecord* report = state_.report(taken_back->report);
    const auto case_id = report ? report->case_id : std::nullopt;
    if (case_id && state_.open_cases().contains(*case_id))
      move(*case_id, CaseState::voided, state_.case_of(*case_id)->officer, taken_back->reason, out);
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    const IncidentRecord* incident = state_.incident(voided->incident);
    const auto case_id = incident ? incident->case_id() : std::nullopt;
    if (case_id && state_.open_cases().contains(*case_id))
      move(*case_id, CaseState::voided, state_.case_of(*case_id)->officer, voided->reason, out);
  }
}

void Cases::handle(const OfficerUpdate& update, Time now, EventSink& out) {
  if (update.what == OfficerUpdate::What::off_duty && !update.case_id) {
    // Cases that he has not begun go to other officers.
    const std::set<CaseId> open = state_.open_cases();
    for (const CaseId id : open)
      if (const CaseRecord& record = *state_.case_of(id);
          record.officer == update.officer &&
          (record.state == CaseState::dispatched || record.state == CaseState::acknowledged))
        hand_over(id, now, "off duty", out);
    return;
  }
  if (!update.case_id || !state_.open_cases().contains(*update.case_id)) return;
  const CaseRecord& record = *state_.case_of(*update.case_id);
  // Only the officer who has the case now can move it.
  if (record.officer != update.officer) return;
  using What = OfficerUpdate::What;
  const auto go = [&](CaseState to, std::string reason = {}) {
    if (may_move(record.state, to)) move(*update.case_id, to, update.officer, std::move(reason), out);
  };
  switch (update.what) {
    case What::acknowledged: go(CaseState::acknowledged); break;
    case What::arrived: go(CaseState::arrived, update.found_violation ? "" : event::kNothingFound); break;
    case What::disposed: go(CaseState::disposed); break;
    case What::returned: go(CaseState::returned, update.reason.empty() ? "no reason given" : update.reason); break;
    case What::checked_passed: go(CaseState::closed); break;
    case What::checked_failed: go(CaseState::rework, "checked on the spot"); break;
    case What::off_duty:
      if (may_move(record.state, CaseState::dispatched) && record.officer)
        hand_over(*update.case_id, now, "off duty", out);
      break;
    case What::verified_true:
    case What::verified_false:
    case What::verified_duplicate: break;
  }
}

std::optional<Time> Cases::next_deadline() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.begin()->first;
}

void Cases::wake(Time now, EventSink& out) {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const CaseId id = deadlines_.begin()->second;
    wake_at(id, std::nullopt);
    switch (state_.case_of(id)->state) {
      case CaseState::registered:
      case CaseState::returned:
      case CaseState::rework: dispatch(id, now, out); break;
      case CaseState::dispatched: hand_over(id, now, "not acknowledged", out); break;
      case CaseState::acknowledged:
      case CaseState::arrived: hand_over(id, now, "nothing heard", out); break;
      case CaseState::checking: check(id, now, out); break;
      default: break;
    }
  }
}

void Cases::start_cold(Time now) {
  for (const CaseId id : state_.open_cases()) {
    const CaseRecord& record = *state_.case_of(id);
    const auto planned = wake_at_.find(id);
    if (planned == wake_at_.end()) continue;
    const Time wake = planned->second;
    switch (record.state) {
      case CaseState::dispatched:
      case CaseState::acknowledged:
      case CaseState::arrived: wake_at(id, std::max(wake, now + policy_.escalation.acknowledge_within)); break;
      case CaseState::checking:
        if (record.incidents.empty()) break;
        patient_until_[id] = std::max<Time>(patient_until_.at(id), now + kColdPatience + kCheckPatience);
        wake_at(id, patient_until_.at(id));
        break;
      default: break;
    }
  }
}

}  // namespace tricolor::engine
