// Folds cases and citizens' reports.
#include "engine/service_state.h"

namespace tricolor::engine {

bool is_final(CaseState state) {
  return state == CaseState::closed || state == CaseState::forced_close || state == CaseState::voided;
}

int ServiceState::load(OfficerId officer) const {
  const auto found = load_.find(officer);
  return found == load_.end() ? 0 : found->second;
}

void ServiceState::on(const event::CaseRegistered& e) {
  CaseRecord& record = cases_[e.case_id];
  record.registered = e;
  record.registered_at = record.moved_at = at_;
  open_cases_.insert(e.case_id);
  if (e.incident) {
    record.incidents.push_back(*e.incident);
    if (const auto found = incidents_.find(*e.incident); found != incidents_.end()) {
      found->second.cases.push_back(e.case_id);
      if (found->second.opened.merchant) ++merchant_at(*found->second.opened.merchant).cases;
    }
  }
  if (e.report)
    if (const auto found = reports_.find(*e.report); found != reports_.end()) found->second.case_id = e.case_id;
}

void ServiceState::on(const event::CaseJoined& e) {
  const auto record = cases_.find(e.case_id);
  const auto incident = incidents_.find(e.incident);
  if (record == cases_.end() || incident == incidents_.end()) return;
  record->second.incidents.push_back(e.incident);
  incident->second.cases.push_back(e.case_id);
  if (record->second.registered.report) incident->second.reports.push_back(*record->second.registered.report);
}

void ServiceState::on(const event::CaseMoved& e) {
  const auto found = cases_.find(e.case_id);
  if (found == cases_.end()) return;
  CaseRecord& record = found->second;
  record.moves.push_back({at_, e.from, e.to, e.officer, e.reason, sequence_});
  if (record.officer) --load_[*record.officer];
  switch (e.to) {
    case CaseState::dispatched:
      // A new round begins when an officer who was passed over is asked again.
      if (e.officer && record.passed_over.contains(*e.officer)) record.passed_over.clear();
      if (record.officer && record.officer != e.officer) record.passed_over.insert(*record.officer);
      if (!record.dispatched_at) record.dispatched_at = at_;
      break;
    case CaseState::arrived:
      if (!record.arrived_at) record.arrived_at = at_;
      if (e.reason == event::kNothingFound)
        for (const IncidentId id : record.incidents)
          if (const auto incident = incidents_.find(id); incident != incidents_.end()) ++incident->second.found_nothing;
      break;
    case CaseState::returned:
      ++record.returns;
      if (record.officer) record.declined.insert(*record.officer);
      break;
    case CaseState::rework:
      ++record.reworks;
      record.passed_over.clear();
      break;
    default: break;
  }
  record.officer = e.officer;
  if (e.officer) record.last_officer = e.officer;
  record.state = e.to;
  record.moved_at = at_;
  if (!is_final(e.to)) {
    if (record.officer) ++load_[*record.officer];
    return;
  }
  record.officer.reset();
  record.over_at = at_;
  open_cases_.erase(e.case_id);
}

void ServiceState::on(const event::ReportReceived& e) {
  ReportRecord& report = reports_[e.report];
  report.received = e;
  report.received_at = at_;
  report.verify_due = at_;
  open_reports_.insert(e.report);
}

void ServiceState::on(const event::ReportAttached& e) {
  const auto found = reports_.find(e.report);
  if (found == reports_.end()) return;
  ReportRecord& report = found->second;
  if (e.suggested_only) {
    report.suggested = e.incident;
    report.parent = e.parent;
    return;
  }
  report.outcome = report.verify_asked_at ? ReportRecord::Outcome::duplicate : ReportRecord::Outcome::attached;
  report.incident = e.incident;
  report.case_id = e.case_id;
  if (!e.incident) return;
  if (const auto incident = incidents_.find(*e.incident); incident != incidents_.end())
    incident->second.reports.push_back(e.report);
}

void ServiceState::on(const event::ReportVerifyAsked& e) {
  const auto found = reports_.find(e.report);
  if (found == reports_.end()) return;
  ReportRecord& report = found->second;
  // A new round begins when an officer who was passed over is asked again.
  if (report.passed_over.contains(e.officer)) report.passed_over.clear();
  if (report.verifier && report.verifier != e.officer) report.passed_over.insert(*report.verifier);
  report.verifier = e.officer;
  report.verify_due = e.due;
  if (!report.verify_asked_at) report.verify_asked_at = at_;
}

void ServiceState::on(const event::ReportVerified& e) {
  const auto found = reports_.find(e.report);
  if (found == reports_.end()) return;
  found->second.outcome = e.valid ? ReportRecord::Outcome::valid : ReportRecord::Outcome::not_valid;
  found->second.found_at = e.where;
  found->second.merchant = e.merchant;
}

void ServiceState::on(const event::ReportExpired& e) {
  const auto found = reports_.find(e.report);
  if (found == reports_.end()) return;
  found->second.outcome = ReportRecord::Outcome::expired;
}

void ServiceState::on(const event::ReportVoided& e) {
  if (const auto past = past_reports_.find(e.report); past != past_reports_.end()) {
    past->second.valid = false;
    if (past->second.merchant)
      for (StrikeRecord& strike : merchant_at(*past->second.merchant).strikes)
        if (strike.report == e.report && strike.settled) strike.settled->voided_at = at_;
    return;
  }
  const auto found = reports_.find(e.report);
  if (found == reports_.end()) return;
  found->second.voided_at = at_;
  found->second.outcome = ReportRecord::Outcome::not_valid;
}

void ServiceState::on(const event::ReportReplied& e) {
  const auto found = reports_.find(e.report);
  if (found == reports_.end()) return;
  found->second.replied_at = at_;
  found->second.reply = e.text;
  // The answer ends the report: nobody is asked about it again.
  open_reports_.erase(e.report);
}

}  // namespace tricolor::engine
