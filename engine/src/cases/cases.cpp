#include "cases/cases.h"

#include <algorithm>

#include "engine/check.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Cases::Cases(const Configuration& configuration, const Policy& policy, const Incidents& incidents, const Reports& reports, Incidents::Place place,
             Incidents::WantLook want_look)
    : configuration_(configuration), policy_(policy), incidents_(incidents), reports_(reports), place_(std::move(place)), want_look_(std::move(want_look)),
      calendar_(configuration.holidays, configuration.worked_days), routing_(configuration, policy), load_(configuration.officers.size(), 0) {}

const CaseRecord* Cases::find(CaseId id) const {
  const auto found = cases_.find(id);
  return found == cases_.end() ? nullptr : &found->second;
}

void Cases::wake_at(CaseId id, std::optional<Time> when) {
  CaseRecord& record = cases_.at(id);
  if (record.wake_at) deadlines_.erase({*record.wake_at, id});
  record.wake_at = when;
  if (when) deadlines_.insert({*when, id});
}

std::vector<CaseId> Cases::unacknowledged() const {
  std::vector<CaseId> list;
  for (const CaseId id : open_)
    if (cases_.at(id).state == CaseState::dispatched) list.push_back(id);
  return list;
}

std::optional<OfficerId> Cases::officer_at(GroundPoint where, Time at, const std::set<OfficerId>& passed_over) const {
  return routing_.officer_for(routing_.grid_at(where), where, at, passed_over, load_);
}

DeadlineLength Cases::length_for(std::optional<ClassId> violation_class) const {
  if (violation_class)
    for (const ClassPolicy& entry : policy_.classes)
      if (entry.code_name == configuration_.classes.at(violation_class->value).code_name) return entry.dispose_within;
  return {};
}

std::optional<IncidentId> Cases::incident_of(NoticeId notice) const {
  const auto found = incident_of_notice_.find(notice);
  if (found == incident_of_notice_.end()) return std::nullopt;
  return found->second;
}

void Cases::apply(const Event& event) {
  if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    CaseRecord record;
    record.registered = *registered;
    record.moved_at = event.at;
    cases_[registered->case_id] = std::move(record);
    open_.insert(registered->case_id);
    wake_at(registered->case_id, event.at);
    next_ = std::max(next_, registered->case_id.value + 1);
  } else if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    incident_of_notice_[queued->notice] = queued->incident;
  } else if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    if (policy_.review.when == ReviewPolicy::When::before_escalation) incident_of_sighting_[opened->sighting] = opened->incident;
  } else if (const auto* asked = std::get_if<event::ReviewAsked>(&event.payload)) {
    if (incident_of_sighting_.contains(asked->sighting)) escalating_.insert(asked->sighting);
  } else if (const auto* given = std::get_if<event::ReviewGiven>(&event.payload)) {
    if (given->confirmed && policy_.review.when == ReviewPolicy::When::before_escalation) reviewed_.insert(given->sighting);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    CaseRecord& record = cases_.at(moved->case_id);
    ENGINE_CHECK(may_move(moved->from, moved->to));
    if (record.officer) --load_[record.officer->value];
    if (moved->to == CaseState::dispatched) {
      // Somebody who was passed over is asked again: a new round begins.
      if (moved->officer && record.passed_over.contains(*moved->officer)) record.passed_over.clear();
      if (record.officer && record.officer != moved->officer) record.passed_over.insert(*record.officer);
    }
    if (moved->to == CaseState::returned && record.officer) record.passed_over.insert(*record.officer);
    if (moved->to == CaseState::rework) {
      ++record.reworks;
      record.passed_over.clear();
    }
    record.officer = moved->officer;
    record.state = moved->to;
    record.moved_at = event.at;
    if (record.officer && !is_final(record.state)) ++load_[record.officer->value];
    if (is_final(record.state)) {
      record.officer.reset();
      open_.erase(moved->case_id);
    }
    checking_.erase(moved->case_id);
    switch (moved->to) {
      case CaseState::registered:
      case CaseState::returned:
      case CaseState::rework: wake_at(moved->case_id, event.at); break;
      case CaseState::dispatched: wake_at(moved->case_id, event.at + policy_.escalation.acknowledge_within); break;
      case CaseState::acknowledged:
      case CaseState::arrived: wake_at(moved->case_id, std::max(event.at + Duration{kLongestSilence}, record.registered.due)); break;
      case CaseState::checking:
        checking_.insert(moved->case_id);
        // A report has no place that a camera is known to see: the officer's word is taken at once.
        wake_at(moved->case_id, event.at + (record.registered.incident ? Duration{kCheckPatience} : Duration{kCheckNotBefore}));
        break;
      default: wake_at(moved->case_id, std::nullopt); break;
    }
  }
}

void Cases::open(std::optional<IncidentId> incident, std::optional<ReportId> report, DutyGridId grid, GroundPoint where, bool warned, Time now, EventSink& out) {
  std::optional<ClassId> violation_class;
  if (incident) violation_class = incidents_.find(*incident)->opened.violation_class;
  if (report) violation_class = reports_.find(*report)->content.violation_class;
  out.emit(event::CaseRegistered{CaseId{next_}, incident, report, grid, where, calendar_.deadline(now, length_for(violation_class)), warned});
}

void Cases::move(CaseId id, CaseState to, std::optional<OfficerId> officer, std::string reason, EventSink& out) {
  out.emit(event::CaseMoved{id, cases_.at(id).state, to, officer, std::move(reason)});
}

void Cases::dispatch(CaseId id, Time now, EventSink& out) {
  CaseRecord& record = cases_.at(id);
  auto officer = routing_.officer_for(record.registered.duty_grid, record.registered.where, now, record.passed_over, load_);
  // Everybody was asked once: ask again.
  if (!officer && !record.passed_over.empty()) officer = routing_.officer_for(record.registered.duty_grid, record.registered.where, now, {}, load_);
  if (officer) {
    move(id, CaseState::dispatched, officer, {}, out);
    return;
  }
  wake_at(id, routing_.next_shift(now).value_or(now + 24h));
}

// Whoever has the case does not do it: the next one gets it; when there is no other, he is asked again, because what was sent to him
// may never have arrived.
void Cases::hand_over(CaseId id, Time now, const std::string& reason, EventSink& out) {
  const CaseRecord& record = cases_.at(id);
  const auto find = [&](const std::set<OfficerId>& without) {
    return routing_.officer_for(record.registered.duty_grid, record.registered.where, now, without, load_);
  };
  std::set<OfficerId> without = record.passed_over;
  if (record.officer) without.insert(*record.officer);
  auto next = find(without);
  if (!next && record.officer) next = find({*record.officer});
  if (!next) next = find({});
  if (next)
    move(id, CaseState::dispatched, next, reason, out);
  else
    wake_at(id, routing_.next_shift(now).value_or(now + 24h));
}

// Sends an officer about an incident, after a person has looked at it where the policy wants that.
void Cases::escalate(IncidentId incident, bool warned, Time now, EventSink& out) {
  const IncidentState& state = *incidents_.find(incident);
  if (state.case_id || state.closed) return;
  const SightingId sighting = state.opened.sighting;
  if (policy_.review.when == ReviewPolicy::When::before_escalation && !reviewed_.contains(sighting)) {
    if (!escalating_.contains(sighting)) out.emit(event::ReviewAsked{sighting});
    return;
  }
  open(incident, std::nullopt, state.opened.duty_grid, state.opened.spot, warned, now, out);
}

void Cases::reviewed(const event::ReviewGiven& review, Time now, EventSink& out) {
  if (!escalating_.contains(review.sighting)) return;
  const IncidentId incident = incident_of_sighting_.at(review.sighting);
  if (review.confirmed) {
    escalate(incident, incidents_.find(incident)->rechecked, now, out);
  } else if (!incidents_.find(incident)->voided) {
    const bool was_open = !incidents_.find(incident)->closed;
    out.emit(event::IncidentVoided{incident, "审核未通过 a reviewer saw no violation"});
    if (was_open) out.emit(event::IncidentClosed{incident, event::IncidentClosed::How::voided});
  }
}

void Cases::react(const Event& event, EventSink& out) {
  const Time now = event.at;
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    // Nobody to warn: a public place, or a shop that cannot be reached. The notice, if any, was queued before this.
    if (!incidents_.find(opened->incident)->notified) escalate(opened->incident, false, now, out);
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    if (rechecked->outcome != RecheckOutcome::corrected) escalate(rechecked->incident, true, now, out);
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    if (fate->delivered) return;
    // An undelivered notice escalates as "not warned", never as "did not comply".
    if (const auto incident = incident_of(fate->notice)) escalate(*incident, false, now, out);
  } else if (const auto* review = std::get_if<event::ReviewGiven>(&event.payload)) {
    reviewed(*review, now, out);
  } else if (const auto* verified = std::get_if<event::ReportVerified>(&event.payload)) {
    if (!verified->valid) return;
    const ReportState& report = *reports_.find(verified->report);
    this->open(std::nullopt, verified->report, routing_.grid_at(report.content.where), report.content.where, false, now, out);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    dispatch(registered->case_id, now, out);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    const CaseRecord& record = cases_.at(moved->case_id);
    switch (moved->to) {
      case CaseState::disposed: move(moved->case_id, CaseState::feedback, record.officer, {}, out); break;
      case CaseState::feedback: move(moved->case_id, CaseState::checking, record.officer, {}, out); break;
      case CaseState::checking:
        if (record.registered.incident) want_look_(incidents_.find(*record.registered.incident)->opened.zone, now + kCheckNotBefore);
        break;
      case CaseState::returned: dispatch(moved->case_id, now, out); break;
      case CaseState::rework:
        if (record.reworks >= kMostReworks)
          move(moved->case_id, CaseState::forced_close, std::nullopt, "reworked " + std::to_string(record.reworks) + " times", out);
        else
          dispatch(moved->case_id, now, out);
        break;
      case CaseState::closed:
      case CaseState::forced_close:
        if (record.registered.incident && !incidents_.find(*record.registered.incident)->closed)
          out.emit(event::IncidentClosed{*record.registered.incident, event::IncidentClosed::How::case_closed});
        break;
      default: break;
    }
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    const IncidentState& incident = *incidents_.find(voided->incident);
    if (incident.case_id && open_.contains(*incident.case_id)) move(*incident.case_id, CaseState::voided, cases_.at(*incident.case_id).officer, voided->reason, out);
  }
}

void Cases::handle(const OfficerUpdate& update, Time now, EventSink& out) {
  if (update.what == OfficerUpdate::What::off_duty && !update.case_id) {
    // What he has not begun goes to others.
    const std::set<CaseId> open = open_;
    for (const CaseId id : open)
      if (const CaseRecord& record = cases_.at(id);
          record.officer == update.officer && (record.state == CaseState::dispatched || record.state == CaseState::acknowledged))
        hand_over(id, now, "off duty", out);
    return;
  }
  if (!update.case_id || !open_.contains(*update.case_id)) return;
  const CaseRecord& record = cases_.at(*update.case_id);
  // Only the officer who has the case now speaks for it.
  if (record.officer != update.officer) return;
  using What = OfficerUpdate::What;
  const auto go = [&](CaseState to, std::string reason = {}) {
    if (may_move(record.state, to)) move(*update.case_id, to, update.officer, std::move(reason), out);
  };
  switch (update.what) {
    case What::acknowledged: go(CaseState::acknowledged); break;
    case What::arrived: go(CaseState::arrived, update.found_violation ? "" : "nothing found"); break;
    case What::disposed: go(CaseState::disposed); break;
    case What::returned: go(CaseState::returned, update.reason.empty() ? "no reason given" : update.reason); break;
    case What::checked_passed: go(CaseState::closed); break;
    case What::checked_failed: go(CaseState::rework, "checked on the spot"); break;
    case What::off_duty:
      if (may_move(record.state, CaseState::dispatched) && record.officer) hand_over(*update.case_id, now, "off duty", out);
      break;
    case What::verified_true:
    case What::verified_false: break;
  }
}

// The cameras look whether the place is clear; where none can, the officer's word counts.
void Cases::check(CaseId id, bool patience_is_over, EventSink& out) {
  const CaseRecord& record = cases_.at(id);
  if (!record.registered.incident) {
    move(id, CaseState::closed, std::nullopt, "officer's word", out);
    return;
  }
  const auto& incident = incidents_.find(*record.registered.incident)->opened;
  const PlaceState place = place_(incident.zone, incident.violation_class, incident.spot, record.moved_at);
  if (place.is == PlaceState::Is::clear)
    move(id, CaseState::closed, std::nullopt, "seen clear", out);
  else if (place.is == PlaceState::Is::held)
    move(id, CaseState::rework, std::nullopt, "seen still there", out);
  else if (patience_is_over)
    move(id, CaseState::closed, std::nullopt, "officer's word; no camera could see", out);
}

std::optional<Time> Cases::next_deadline() const {
  if (deadlines_.empty()) return std::nullopt;
  return deadlines_.begin()->first;
}

void Cases::looked(CameraId camera, Time now, EventSink& out) {
  if (checking_.empty()) return;
  const std::vector<CaseId> checking(checking_.begin(), checking_.end());
  for (const CaseId id : checking) {
    const CaseRecord& record = cases_.at(id);
    if (!record.registered.incident || now - record.moved_at < kCheckNotBefore) continue;
    const std::vector<CameraId>& cameras = configuration_.zones.at(incidents_.find(*record.registered.incident)->opened.zone.value).cameras;
    if (std::find(cameras.begin(), cameras.end(), camera) != cameras.end()) check(id, false, out);
  }
}

void Cases::wake(Time now, EventSink& out) {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const CaseId id = deadlines_.begin()->second;
    wake_at(id, std::nullopt);
    switch (cases_.at(id).state) {
      case CaseState::registered:
      case CaseState::returned:
      case CaseState::rework: dispatch(id, now, out); break;
      case CaseState::dispatched: hand_over(id, now, "not acknowledged", out); break;
      case CaseState::acknowledged:
      case CaseState::arrived: hand_over(id, now, "nothing heard", out); break;
      case CaseState::checking: check(id, true, out); break;
      default: break;
    }
  }
}

void Cases::start_cold(Time now) {
  for (const CaseId id : open_) {
    const CaseRecord& record = cases_.at(id);
    if (!record.wake_at) continue;
    switch (record.state) {
      case CaseState::dispatched:
      case CaseState::acknowledged:
      case CaseState::arrived: wake_at(id, std::max(*record.wake_at, now + policy_.escalation.acknowledge_within)); break;
      case CaseState::checking:
        if (record.registered.incident) wake_at(id, std::max<Time>(*record.wake_at, now + kColdPatience + kCheckPatience));
        break;
      default: break;
    }
  }
}

}  // namespace tricolor::engine
