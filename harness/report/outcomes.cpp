#include "report/outcomes.h"

#include <set>

namespace tricolor::harness {

namespace {

bool is_innocent(const std::string& wrong_by) {
  return !wrong_by.empty() && wrong_by != "duplicate" && wrong_by != "off_time";
}

}  // namespace

const char* outcome_of(const IncidentRow& incident, const CaseRow* its_case) {
  if (incident.voided) return "voided";
  if (incident.closed_how == "self_corrected") return "put_right";
  if (incident.closed_how == "cleared_before_notice") return "gone_before_notice";
  if (!its_case) return "awaiting";
  if (its_case->state == engine::CaseState::forced_close) return "forced_close";
  if (its_case->state == engine::CaseState::voided) return "voided";
  if (its_case->state == engine::CaseState::closed) return "officer";
  return its_case->dispatched_at ? "with_officer" : "not_routed";
}

Outcomes outcomes_of(const RunRecord& run, const Tables& tables) {
  Outcomes out;
  std::map<engine::IncidentId, const CaseRow*> case_of;
  for (const auto& row : tables.cases)
    if (row.incident) case_of[*row.incident] = &row;
  std::map<engine::IncidentId, const IncidentRow*> incident_of;
  std::set<engine::MerchantId> hit;
  for (const auto& row : tables.incidents) {
    incident_of[row.id] = &row;
    if (!row.wrong_by.empty()) ++(row.merchant ? out.wrong_of_shops : out.wrong_of_places)[row.wrong_by];
    if (!row.merchant) continue;
    out.innocent_shop.add(is_innocent(row.wrong_by));
    if (is_innocent(row.wrong_by)) hit.insert(*row.merchant);
  }
  out.innocent_shops = static_cast<int>(hit.size());
  for (const auto& judged : run.judgement.violations) {
    if (!judged.incident) continue;
    const auto incident = incident_of.find(*judged.incident);
    if (incident == incident_of.end()) continue;
    const auto its_case = case_of.find(*judged.incident);
    ++out.after_found[outcome_of(*incident->second, its_case == case_of.end() ? nullptr : its_case->second)];
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
          {"innocent_shops", outcomes.innocent_shops}};
}

}  // namespace tricolor::harness
