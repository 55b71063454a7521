#include "cases/cases.h"

#include <algorithm>

#include "engine/check.h"
#include "engine/service_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Cases::Cases(const Configuration& configuration, const Policy& policy, const ServiceState& state, Incidents::Place place, Incidents::WantLook want_look)
    : configuration_(configuration), policy_(policy), state_(state), place_(std::move(place)), want_look_(std::move(want_look)),
      calendar_(configuration.holidays, configuration.worked_days), routing_(configuration, policy) {}

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
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    ENGINE_CHECK(may_move(moved->from, moved->to));
    const CaseRecord& record = *state_.case_of(moved->case_id);
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
  if (incident) violation_class = state_.incident(*incident)->opened.violation_class;
  if (report) violation_class = state_.report(*report)->received.content.violation_class;
  out.emit(event::CaseRegistered{CaseId{next_}, incident, report, grid, where, calendar_.deadline(now, length_for(violation_class)), warned});
}

void Cases::move(CaseId id, CaseState to, std::optional<OfficerId> officer, std::string reason, EventSink& out) {
  out.emit(event::CaseMoved{id, state_.case_of(id)->state, to, officer, std::move(reason)});
}

namespace {

// Officers who had the case and did not settle it, in this round or for good.
std::set<OfficerId> tried(const CaseRecord& record) {
  std::set<OfficerId> officers = record.passed_over;
  officers.insert(record.declined.begin(), record.declined.end());
  return officers;
}

}  // namespace

void Cases::dispatch(CaseId id, Time now, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  auto officer = routing_.officer_for(record.registered.duty_grid, record.registered.where, now, tried(record), load());
  // Everybody was asked once: ask again.
  if (!officer && !tried(record).empty()) officer = routing_.officer_for(record.registered.duty_grid, record.registered.where, now, {}, load());
  if (officer) {
    move(id, CaseState::dispatched, officer, {}, out);
    return;
  }
  wake_at(id, routing_.next_shift(now).value_or(now + 24h));
}

// Whoever has the case does not do it: the next one gets it; when there is no other, he is asked again, because what was sent to him
// may never have arrived.
void Cases::hand_over(CaseId id, Time now, const std::string& reason, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  const auto find = [&](const std::set<OfficerId>& without) {
    return routing_.officer_for(record.registered.duty_grid, record.registered.where, now, without, load());
  };
  std::set<OfficerId> without = tried(record);
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
void Cases::escalate(IncidentId id, bool warned, Time now, EventSink& out) {
  const IncidentRecord& incident = *state_.incident(id);
  if (incident.case_id() || !incident.open()) return;
  const SightingId sighting = incident.opened.sighting;
  if (policy_.review.when == ReviewPolicy::When::before_escalation) {
    const SightingRecord* seen = state_.sighting(sighting);
    if (!seen || seen->review != SightingRecord::Review::confirmed) {
      if (!state_.in_review().contains(sighting)) out.emit(event::ReviewAsked{sighting});
      return;
    }
  }
  open(id, std::nullopt, incident.opened.duty_grid, incident.opened.spot, warned, now, out);
}

void Cases::reviewed(const event::ReviewGiven& review, Time now, EventSink& out) {
  // Only what was asked after the incident was opened is about sending an officer.
  const SightingRecord* sighting = state_.sighting(review.sighting);
  if (!sighting || !sighting->incident || !sighting->review_asked_at) return;
  const IncidentRecord& incident = *state_.incident(*sighting->incident);
  if (incident.opened.sighting != review.sighting || *sighting->review_asked_at < incident.opened_at) return;
  const IncidentId id = incident.opened.incident;
  if (review.confirmed) {
    escalate(id, !incident.rechecks.empty(), now, out);
  } else if (!incident.voided()) {
    const bool was_open = incident.open();
    out.emit(event::IncidentVoided{id, "审核未通过 a reviewer saw no violation"});
    if (was_open) out.emit(event::IncidentClosed{id, event::IncidentClosed::How::voided});
  }
}

void Cases::react(const Event& event, EventSink& out) {
  const Time now = event.at;
  if (const auto* opened = std::get_if<event::IncidentOpened>(&event.payload)) {
    // Nobody to warn: a public place, or a shop that cannot be reached. The notice, if any, was queued before this.
    if (!state_.incident(opened->incident)->notice) escalate(opened->incident, false, now, out);
  } else if (const auto* rechecked = std::get_if<event::Rechecked>(&event.payload)) {
    if (rechecked->outcome != RecheckOutcome::corrected) escalate(rechecked->incident, true, now, out);
  } else if (const auto* fate = std::get_if<event::NoticeFate>(&event.payload)) {
    if (fate->delivered) return;
    // An undelivered notice escalates as "not warned", never as "did not comply".
    escalate(state_.notice(fate->notice)->queued.incident, false, now, out);
  } else if (const auto* review = std::get_if<event::ReviewGiven>(&event.payload)) {
    reviewed(*review, now, out);
  } else if (const auto* verified = std::get_if<event::ReportVerified>(&event.payload)) {
    if (!verified->valid) return;
    const GroundPoint where = state_.report(verified->report)->received.content.where;
    open(std::nullopt, verified->report, routing_.grid_at(where), where, false, now, out);
  } else if (const auto* registered = std::get_if<event::CaseRegistered>(&event.payload)) {
    dispatch(registered->case_id, now, out);
  } else if (const auto* moved = std::get_if<event::CaseMoved>(&event.payload)) {
    const CaseRecord& record = *state_.case_of(moved->case_id);
    switch (moved->to) {
      case CaseState::disposed: move(moved->case_id, CaseState::feedback, record.officer, {}, out); break;
      case CaseState::feedback: move(moved->case_id, CaseState::checking, record.officer, {}, out); break;
      case CaseState::checking:
        if (record.registered.incident) want_look_(state_.incident(*record.registered.incident)->opened.zone, now + kCheckNotBefore);
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
        if (record.registered.incident && state_.incident(*record.registered.incident)->open())
          out.emit(event::IncidentClosed{*record.registered.incident, event::IncidentClosed::How::case_closed});
        break;
      default: break;
    }
  } else if (const auto* voided = std::get_if<event::IncidentVoided>(&event.payload)) {
    const auto case_id = state_.incident(voided->incident)->case_id();
    if (case_id && state_.open_cases().contains(*case_id)) move(*case_id, CaseState::voided, state_.case_of(*case_id)->officer, voided->reason, out);
  }
}

void Cases::handle(const OfficerUpdate& update, Time now, EventSink& out) {
  if (update.what == OfficerUpdate::What::off_duty && !update.case_id) {
    // What he has not begun goes to others.
    const std::set<CaseId> open = state_.open_cases();
    for (const CaseId id : open)
      if (const CaseRecord& record = *state_.case_of(id);
          record.officer == update.officer && (record.state == CaseState::dispatched || record.state == CaseState::acknowledged))
        hand_over(id, now, "off duty", out);
    return;
  }
  if (!update.case_id || !state_.open_cases().contains(*update.case_id)) return;
  const CaseRecord& record = *state_.case_of(*update.case_id);
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
    case What::verified_false:
    case What::verified_duplicate: break;
  }
}

// The cameras look whether the place is clear; where none can, the officer's word counts.
void Cases::check(CaseId id, bool patience_is_over, EventSink& out) {
  const CaseRecord& record = *state_.case_of(id);
  if (!record.registered.incident) {
    move(id, CaseState::closed, std::nullopt, "officer's word", out);
    return;
  }
  const auto& incident = state_.incident(*record.registered.incident)->opened;
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
    const CaseRecord& record = *state_.case_of(id);
    if (!record.registered.incident || now - record.moved_at < kCheckNotBefore) continue;
    const std::vector<CameraId>& cameras = configuration_.zones.at(state_.incident(*record.registered.incident)->opened.zone.value).cameras;
    if (std::find(cameras.begin(), cameras.end(), camera) != cameras.end()) check(id, false, out);
  }
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
      case CaseState::checking: check(id, true, out); break;
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
        if (record.registered.incident) wake_at(id, std::max<Time>(wake, now + kColdPatience + kCheckPatience));
        break;
      default: break;
    }
  }
}

}  // namespace tricolor::engine
