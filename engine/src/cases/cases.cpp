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

std::vector<CaseId> Cases::unacknowledged() const {
  std::vector<CaseId> list;
  for (const CaseId id : open_)
    if (cases_.at(id).state == CaseState::dispatched) list.push_back(id);
  return list;
}

std::optional<OfficerId> Cases::officer_at(GroundPoint where, Time at) const { return routing_.officer_for(routing_.grid_at(where), where, at, {}, load_); }

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
    record.moved_at = record.retry_at = event.at;
    cases_[registered->case_id] = std::move(record);
    open_.insert(registered->case_id);
    next_ = std::max(next_, registered->case_id.value + 1);
  } else if (const auto* queued = std::get_if<event::NoticeQueued>(&event.payload)) {
    incident_of_notice_[queued->notice] = queued->incident;
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    CaseRecord& record = cases_.at(moved->case_id);
    ENGINE_CHECK(may_move(moved->from, moved->to));
    if (record.officer) --load_[record.officer->value];
    if (moved->to == CaseState::dispatched && record.officer && record.officer != moved->officer) record.passed_over.insert(*record.officer);
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
  record.retry_at = routing_.next_shift(now).value_or(now + 24h);
}

void Cases::react(const Event& event, EventSink& out) {
  const Time now = event.at;
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    // Nobody to warn: a public place, or a shop that cannot be reached. The notice, if any, was queued before this.
    if (!incidents_.find(opened->incident)->notified) this->open(opened->incident, std::nullopt, opened->duty_grid, opened->spot, false, now, out);
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    const IncidentState& incident = *incidents_.find(rechecked->incident);
    if (rechecked->outcome != RecheckOutcome::corrected && !incident.case_id && !incident.closed)
      this->open(rechecked->incident, std::nullopt, incident.opened.duty_grid, incident.opened.spot, true, now, out);
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    if (fate->delivered) return;
    // An undelivered notice escalates as "not warned", never as "did not comply".
    if (const auto incident = incident_of(fate->notice)) {
      const IncidentState& state = *incidents_.find(*incident);
      if (!state.case_id && !state.closed) this->open(*incident, std::nullopt, state.opened.duty_grid, state.opened.spot, false, now, out);
    }
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
        if (record.registered.incident) want_look_(incidents_.find(*record.registered.incident)->opened.zone, now + 1s);
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

void Cases::handle(const OfficerUpdate& update, Time, EventSink& out) {
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
    case What::returned: go(CaseState::returned, update.reason); break;
    case What::checked_passed: go(CaseState::closed); break;
    case What::checked_failed: go(CaseState::rework, "checked on the spot"); break;
    case What::off_duty:
    case What::verified_true:
    case What::verified_false: break;
  }
}

// The cameras look whether the place is clear; where none can, the officer's word counts.
void Cases::check(CaseId id, Time now, EventSink& out) {
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
  else if (now - record.moved_at >= kCheckPatience)
    move(id, CaseState::closed, std::nullopt, "officer's word; no camera could see", out);
}

std::optional<Time> Cases::next_deadline() const {
  std::optional<Time> next;
  const auto at = [&](Time time) {
    if (!next || time < *next) next = time;
  };
  for (const CaseId id : open_) {
    const CaseRecord& record = cases_.at(id);
    if (record.state == CaseState::registered || record.state == CaseState::returned || record.state == CaseState::rework) at(record.retry_at);
    if (record.state == CaseState::dispatched) at(record.moved_at + policy_.escalation.acknowledge_within);
    if (record.state == CaseState::checking) at(record.moved_at + kCheckPatience);
  }
  return next;
}

void Cases::wake(Time now, EventSink& out) {
  const auto open = open_;
  for (const CaseId id : open) {
    CaseRecord& record = cases_.at(id);
    if (record.state == CaseState::checking) {
      // A look from the officer's time there may have shown the hand that was clearing up.
      if (now - record.moved_at >= 2s) check(id, now, out);
    } else if (record.state == CaseState::dispatched) {
      if (now - record.moved_at >= policy_.escalation.acknowledge_within) {
        record.moved_at = now;
        auto passed = record.passed_over;
        if (record.officer) passed.insert(*record.officer);
        if (const auto other = routing_.officer_for(record.registered.duty_grid, record.registered.where, now, passed, load_))
          move(id, CaseState::dispatched, other, "not acknowledged", out);
      }
    } else if ((record.state == CaseState::registered || record.state == CaseState::returned || record.state == CaseState::rework) && now >= record.retry_at) {
      dispatch(id, now, out);
    }
  }
}

}  // namespace tricolor::engine
