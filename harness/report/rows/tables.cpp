#include "report/rows/tables.h"

#include <algorithm>
#include <map>

#include "engine/journal.h"

namespace tricolor::harness {

namespace {

/// Sorts rows of several shops or cases into the order of the journal by the number of their event.
template <class Row>
class InOrder {
 public:
  void add(std::uint64_t sequence, Row row) { rows_.emplace_back(sequence, std::move(row)); }
  std::vector<Row> take() {
    std::stable_sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Row> rows;
    for (auto& [sequence, row] : rows_) rows.push_back(std::move(row));
    return rows;
  }

 private:
  std::vector<std::pair<std::uint64_t, Row>> rows_;
};

IncidentRow row_of(const engine::IncidentRecord& record) {
  IncidentRow row;
  row.id = record.opened.incident;
  row.violation_class = record.opened.violation_class;
  row.merchant = record.opened.merchant;
  row.spot = record.opened.spot;
  row.onset = record.opened.onset;
  row.confirmed_at = record.opened_at;
  row.closed_at = record.closed_at;
  if (record.closed_at) row.closed_how = engine::name_of(record.how);
  row.voided = record.voided();
  row.void_reason = record.void_reason;
  row.sightings = record.sightings;
  row.rechecks = record.rechecks;
  if (record.relapsed_at) row.relapses.push_back(*record.relapsed_at);
  return row;
}

NoticeRow row_of(const engine::NoticeRecord& record) {
  NoticeRow row;
  row.id = record.queued.notice;
  row.incident = record.queued.incident;
  row.merchant = record.queued.merchant;
  row.queued_at = record.queued_at;
  row.sent_at = record.first_tried_at;
  row.fate_at = record.fate_at;
  row.delivered = record.delivered;
  row.text = record.queued.text;
  return row;
}

CaseRow row_of(const engine::CaseRecord& record) {
  CaseRow row;
  row.id = record.registered.case_id;
  row.incident = record.registered.incident;
  row.incidents = record.incidents;
  row.report = record.registered.report;
  row.duty_grid = record.registered.duty_grid;
  row.registered_at = record.registered_at;
  row.due = record.registered.due;
  row.warned = record.registered.warned;
  row.state = record.state;
  row.officer = record.last_officer;
  row.dispatched_at = record.dispatched_at;
  row.arrived_at = record.arrived_at;
  row.closed_at = record.over_at;
  return row;
}

ReportRow row_of(const engine::ReportRecord& record) {
  using Outcome = engine::ReportRecord::Outcome;
  ReportRow row;
  row.id = record.received.report;
  row.content = record.received.content;
  row.incident = record.incident;
  row.case_id = record.case_id;
  if (record.outcome == Outcome::valid || record.outcome == Outcome::not_valid)
    row.valid = record.outcome == Outcome::valid;
  row.reply = record.reply;
  return row;
}

// Lists of all shops are merged in the journal's order.
void add_histories(Tables& tables) {
  InOrder<ColourRow> colours;
  InOrder<StrikeRow> strikes;
  InOrder<OwnerChangeRow> owners;
  InOrder<ReplyRow> replies;
  for (std::uint32_t i = 0; i < tables.service.merchants().size(); ++i) {
    const engine::MerchantId id{i};
    const engine::MerchantRecord& record = tables.service.merchants()[i];
    for (const auto& it : record.changes) colours.add(it.sequence, {id, it.at, it.from, it.to, it.count});
    int count = 0;
    auto change = record.changes.begin();
    for (const auto& it : record.strikes) {
      for (; change != record.changes.end() && change->sequence < it.sequence; ++change) count = change->count;
      const auto* incident = it.incident ? tables.service.incident(*it.incident) : nullptr;
      const auto* report = it.report ? tables.service.report(*it.report) : nullptr;
      const auto voided_at = incident ? incident->voided_at : report ? report->voided_at : std::nullopt;
      strikes.add(it.sequence, {id, it.at, it.told_at, it.incident, it.report, voided_at, ++count});
    }
    for (const auto& it : record.owner_changes) owners.add(it.sequence, {id, it.at, it.legal_person, it.licence});
    for (const auto& it : record.replies) replies.add(it.sequence, {id, it.at, it.text});
  }
  tables.colours = colours.take();
  tables.strikes = strikes.take();
  tables.owner_changes = owners.take();
  tables.replies = replies.take();
}

void add_judgement(const Judgement& judgement, Tables& tables) {
  std::map<engine::IncidentId, const JudgedIncident*> judged;
  for (const auto& it : judgement.incidents) judged[it.incident.id] = &it;
  for (auto& row : tables.incidents) {
    const auto found = judged.find(row.id);
    if (found == judged.end()) continue;
    row.violation = found->second->violation;
    row.by_day = found->second->by_day;
    row.held_after_end = found->second->held_after_end;
    if (found->second->wrong_by != WrongBy::none) row.wrong_by = name_of(found->second->wrong_by);
  }
}

}  // namespace

Tables tables_of(const RunRecord& run) {
  Tables tables;
  tables.service = engine::state_of(run.journal);
  const engine::ServiceState& service = tables.service;
  for (const auto& [id, record] : service.incidents()) tables.incidents.push_back(row_of(record));
  for (const auto& [id, record] : service.notices()) tables.notices.push_back(row_of(record));
  InOrder<CaseMoveRow> moves;
  for (const auto& [id, record] : service.cases()) {
    tables.cases.push_back(row_of(record));
    for (const auto& it : record.moves) moves.add(it.sequence, {id, it.at, it.from, it.to, it.officer, it.reason});
  }
  tables.case_moves = moves.take();
  for (const auto& [id, record] : service.reports()) tables.reports.push_back(row_of(record));
  for (const auto& [id, record] : service.sightings())
    tables.sightings.push_back({record.confirmed_at, record.content, record.pictures()});
  tables.merchants.resize(run.configuration.merchants.size());
  for (std::uint32_t i = 0; i < tables.merchants.size(); ++i)
    if (const auto* record = service.merchant(engine::MerchantId{i}))
      tables.merchants[i] = {record->colour,    record->count,   record->imported, record->counted,
                             record->incidents, record->notices, record->cases};
  add_histories(tables);
  add_judgement(run.judgement, tables);
  return tables;
}

}  // namespace tricolor::harness
