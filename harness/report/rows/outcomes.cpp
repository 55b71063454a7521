#include "report/rows/outcomes.h"

#include <algorithm>
#include <set>

namespace tricolor::harness {

namespace {

bool is_innocent(const std::string& wrong_by) {
  return !wrong_by.empty() && wrong_by != "duplicate" && wrong_by != "off_time" && wrong_by != "undecidable";
}

}  // namespace

const char* outcome_of(const IncidentRow& incident, const std::vector<const CaseRow*>& cases) {
  using engine::CaseState;
  if (incident.voided) return "voided";
  if (incident.closed_how == "self_corrected") return "put_right";
  if (incident.closed_how == "cleared_before_notice") return "gone_before_notice";
  if (cases.empty()) return "awaiting";
  const CaseRow& last = *cases.back();
  if (last.state == CaseState::closed) return "officer";
  if (last.state != CaseState::voided && last.dispatched_at && !last.closed_at) return "with_officer";
  const auto by_force = [](const CaseRow* row) { return row->state == CaseState::forced_close; };
  if (std::any_of(cases.begin(), cases.end(), by_force)) return "forced_close";
  return last.state == CaseState::voided ? "voided" : "not_routed";
}

Outcomes outcomes_of(const RunRecord& run, const Tables& tables) {
  Outcomes out;
  std::map<engine::IncidentId, std::vector<const CaseRow*>> cases_of;
  for (const auto& row : tables.cases)
    for (const auto incident : row.incidents) cases_of[incident].push_back(&row);
  std::map<engine::IncidentId, const IncidentRow*> incident_of;
  std::set<engine::MerchantId> hit;
  for (const auto& row : tables.incidents) {
    incident_of[row.id] = &row;
    if (!row.wrong_by.empty()) ++(row.merchant ? out.wrong_of_shops : out.wrong_of_places)[row.wrong_by];
    if (!row.merchant) continue;
    out.held_after_end_of_shops += row.held_after_end ? 1 : 0;
    out.innocent_shop.add(is_innocent(row.wrong_by));
    if (is_innocent(row.wrong_by)) hit.insert(*row.merchant);
  }
  out.innocent_shops = static_cast<int>(hit.size());
  for (const auto& judged : run.judgement.violations) {
    if (!judged.incident) continue;
    const auto incident = incident_of.find(*judged.incident);
    if (incident == incident_of.end()) continue;
    ++out.after_found[outcome_of(*incident->second, cases_of[*judged.incident])];
  }
  for (const auto& row : tables.cases) {
    if (row.state != engine::CaseState::forced_close) continue;
    const auto incident = row.incidents.empty() ? incident_of.end() : incident_of.find(row.incidents.front());
    const bool known = incident != incident_of.end();
    ++out.forced_closings[!known ? "of_reports" : incident->second->violation ? "of_found" : "of_wrong"];
  }
  return out;
}

Json outcomes_json(const Outcomes& outcomes) {
  const auto counts = [](const auto& keys, const std::map<std::string, int>& by_key) {
    Json json = Json::object();
    for (const char* key : keys) json[key] = by_key.contains(key) ? by_key.at(key) : 0;
    return json;
  };
  return {{"after_found", counts(kAfterFound, outcomes.after_found)},
          {"wrong_of_shops", counts(kWrongCauses, outcomes.wrong_of_shops)},
          {"wrong_of_places", counts(kWrongCauses, outcomes.wrong_of_places)},
          {"innocent_shop", proportion_json(outcomes.innocent_shop)},
          {"innocent_shops", outcomes.innocent_shops},
          {"forced_closings", counts(kForcedOf, outcomes.forced_closings)},
          {"held_after_end_of_shops", outcomes.held_after_end_of_shops}};
}

}  // namespace tricolor::harness
