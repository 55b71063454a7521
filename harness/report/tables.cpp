#include "report/tables.h"

#include <map>

#include "engine/journal.h"

namespace tricolor::harness {

namespace {

using namespace engine::event;

/// Folds the journal into rows. Rows are found by id; an event about an id that was never opened is left out.
class Fold {
 public:
  explicit Fold(Tables& tables) : tables_(tables) {}

  void take(const engine::Event& event) {
    at_ = event.at;
    std::visit([this](const auto& payload) { on(payload); }, event.payload);
  }

 private:
  template <class Row, class Key>
  static Row* find(std::vector<Row>& rows, const std::map<Key, std::size_t>& index, Key key) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &rows[found->second];
  }
  MerchantRow* shop(engine::MerchantId id) { return id.value < tables_.merchants.size() ? &tables_.merchants[id.value] : nullptr; }

  template <class Other>
  void on(const Other&) {}

  void on(const SightingConfirmed& it) { tables_.sightings.push_back({at_, it}); }
  void on(const IncidentOpened& it) {
    IncidentRow row;
    row.id = it.incident;
    row.violation_class = it.violation_class;
    row.merchant = it.merchant;
    row.spot = it.spot;
    row.onset = it.onset;
    row.confirmed_at = at_;
    row.sightings.push_back(it.sighting);
    incident_[it.incident] = tables_.incidents.size();
    tables_.incidents.push_back(row);
    if (it.merchant)
      if (auto* merchant = shop(*it.merchant)) ++merchant->incidents;
  }
  void on(const SightingAttached& it) {
    if (auto* row = find(tables_.incidents, incident_, it.incident)) row->sightings.push_back(it.sighting);
  }
  void on(const IncidentRelapsed& it) {
    if (auto* row = find(tables_.incidents, incident_, it.incident)) {
      row->closed_at.reset();
      row->closed_how.clear();
      row->relapses.push_back(it.at);
    }
  }
  void on(const IncidentClosed& it) {
    if (auto* row = find(tables_.incidents, incident_, it.incident)) row->closed_at = at_, row->closed_how = engine::name_of(it.how);
  }
  void on(const IncidentVoided& it) {
    if (auto* row = find(tables_.incidents, incident_, it.incident)) {
      row->voided = true;
      row->void_reason = it.reason;
    }
    for (auto& strike : tables_.strikes)
      if (strike.incident == it.incident && !strike.voided_at) strike.voided_at = at_;
  }
  void on(const Rechecked& it) {
    if (auto* row = find(tables_.incidents, incident_, it.incident)) row->rechecks.push_back({at_, it.outcome});
  }
  void on(const OwnerChanged& it) { tables_.owner_changes.push_back({it.merchant, at_, it.legal_person, it.licence}); }
  void on(const MerchantReplied& it) { tables_.replies.push_back({it.merchant, at_, it.text}); }
  void on(const NoticeQueued& it) {
    NoticeRow row;
    row.id = it.notice;
    row.incident = it.incident;
    row.merchant = it.merchant;
    row.queued_at = at_;
    row.text = it.text;
    notice_[it.notice] = tables_.notices.size();
    tables_.notices.push_back(row);
    if (auto* merchant = shop(it.merchant)) ++merchant->notices;
  }
  void on(const NoticeSent& it) {
    if (auto* row = find(tables_.notices, notice_, it.notice); row && !row->sent_at) row->sent_at = at_;
  }
  void on(const NoticeFate& it) {
    if (auto* row = find(tables_.notices, notice_, it.notice)) row->delivered = it.delivered, row->fate_at = at_;
  }
  void on(const CaseRegistered& it) {
    CaseRow row;
    row.id = it.case_id;
    row.incident = it.incident;
    row.report = it.report;
    row.duty_grid = it.duty_grid;
    row.registered_at = at_;
    row.due = it.due;
    row.warned = it.warned;
    case_[it.case_id] = tables_.cases.size();
    tables_.cases.push_back(row);
    if (it.incident)
      if (auto* incident = find(tables_.incidents, incident_, *it.incident); incident && incident->merchant)
        if (auto* merchant = shop(*incident->merchant)) ++merchant->cases;
  }
  void on(const CaseMoved& it) {
    tables_.case_moves.push_back({it.case_id, at_, it.from, it.to, it.officer, it.reason});
    auto* row = find(tables_.cases, case_, it.case_id);
    if (!row) return;
    row->state = it.to;
    if (it.officer) row->officer = it.officer;
    if (it.to == engine::CaseState::dispatched && !row->dispatched_at) row->dispatched_at = at_;
    if (it.to == engine::CaseState::arrived && !row->arrived_at) row->arrived_at = at_;
    if (is_over(it.to)) row->closed_at = at_;
  }
  void on(const ReportReceived& it) {
    ReportRow row;
    row.id = it.report;
    row.content = it.content;
    report_[it.report] = tables_.reports.size();
    tables_.reports.push_back(row);
  }
  void on(const ReportAttached& it) {
    if (auto* row = find(tables_.reports, report_, it.report)) row->incident = it.incident, row->case_id = it.case_id;
  }
  void on(const ReportVerified& it) {
    if (auto* row = find(tables_.reports, report_, it.report)) row->valid = it.valid;
  }
  void on(const ReportReplied& it) {
    if (auto* row = find(tables_.reports, report_, it.report)) row->reply = it.text;
  }
  void on(const StrikeImported& it) {
    tables_.strikes.push_back({it.merchant, it.at, at_, std::nullopt, std::nullopt});
    if (auto* merchant = shop(it.merchant)) ++merchant->imported, ++merchant->count;
  }
  void on(const StrikeCounted& it) {
    tables_.strikes.push_back({it.merchant, it.at, at_, it.incident, std::nullopt});
    if (auto* merchant = shop(it.merchant)) ++merchant->strikes, ++merchant->count;
  }
  void on(const ColourBecame& it) {
    tables_.colours.push_back({it.merchant, at_, it.from, it.to, it.count});
    if (auto* merchant = shop(it.merchant)) merchant->colour = it.to, merchant->count = it.count;
  }

  Tables& tables_;
  engine::Time at_;
  std::map<engine::IncidentId, std::size_t> incident_;
  std::map<engine::NoticeId, std::size_t> notice_;
  std::map<engine::CaseId, std::size_t> case_;
  std::map<engine::ReportId, std::size_t> report_;
};

}  // namespace

bool is_over(engine::CaseState state) {
  return state == engine::CaseState::closed || state == engine::CaseState::forced_close || state == engine::CaseState::voided;
}

Tables tables_of(const RunRecord& run) {
  Tables tables;
  tables.merchants.resize(run.configuration.merchants.size());
  Fold fold(tables);
  for (const auto& event : run.journal) fold.take(event);

  std::map<engine::IncidentId, const JudgedIncident*> judged;
  for (const auto& it : run.judgement.incidents) judged[it.incident.id] = &it;
  for (auto& row : tables.incidents) {
    const auto found = judged.find(row.id);
    if (found == judged.end()) continue;
    row.violation = found->second->violation;
    row.by_day = found->second->by_day;
    if (found->second->wrong_by != WrongBy::none) row.wrong_by = name_of(found->second->wrong_by);
  }
  return tables;
}

}  // namespace tricolor::harness
