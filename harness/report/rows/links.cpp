#include "report/rows/links.h"

#include <set>

namespace tricolor::harness {

namespace {

template <class Key, class Row>
std::vector<const Row*> all_of(const std::multimap<Key, const Row*>& index, Key key) {
  std::vector<const Row*> rows;
  const auto [from, until] = index.equal_range(key);
  for (auto it = from; it != until; ++it) rows.push_back(it->second);
  return rows;
}
template <class Key, class Row>
const Row* one_of(const std::map<Key, const Row*>& index, Key key) {
  const auto found = index.find(key);
  return found == index.end() ? nullptr : found->second;
}

/// Gives the journal's reason why a picture was not kept.
std::string reason_of(const Tables& tables, engine::SightingId id, const engine::EvidenceRecord& record) {
  const auto sighting = tables.service.sightings().find(id);
  if (sighting == tables.service.sightings().end() || !record.sha256.empty()) return {};
  for (const auto& it : sighting->second.kept)
    if (it.label.captured_at == record.label.captured_at && it.label.moment == record.label.moment) return it.reason;
  return {};
}

std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed))
    names.insert(it->path().filename().string());
  return names;
}

}  // namespace

Links::Links(const Tables& tables, const std::filesystem::path& folder) {
  for (const auto& row : tables.sightings) sighting_[row.content.sighting] = &row;
  std::map<engine::SightingId, engine::IncidentId> incident_of;
  for (const auto& row : tables.incidents) {
    incident_[row.id] = &row;
    if (row.merchant) incidents_.emplace(*row.merchant, &row);
    for (const auto id : row.sightings) incident_of[id] = row.id;
  }
  for (const auto& row : tables.cases)
    for (const auto incident : row.incidents) cases_.emplace(incident, &row);
  for (const auto& row : tables.case_moves) moves_.emplace(row.id, &row);
  for (const auto& row : tables.notices) notices_.emplace(row.incident, &row);
  for (const auto& row : tables.strikes) strikes_.emplace(row.merchant, &row);
  for (const auto& row : tables.colours) colours_.emplace(row.merchant, &row);
  for (const auto& row : tables.replies) replies_.emplace(row.merchant, &row);
  for (const auto& row : tables.owner_changes) owner_changes_.emplace(row.merchant, &row);

  const auto files = names_in(folder / "evidence");
  for (const auto& row : tables.sightings)
    for (const auto& record : row.pictures) {
      EvidenceRow evidence{
          row.content.sighting, std::nullopt, record, {}, reason_of(tables, row.content.sighting, record)};
      if (const auto it = incident_of.find(row.content.sighting); it != incident_of.end())
        evidence.incident = it->second;
      if (!record.sha256.empty() && files.contains(record.sha256 + ".jpg"))
        evidence.path = "evidence/" + record.sha256 + ".jpg";
      evidence_.push_back(std::move(evidence));
    }
  for (const auto& row : evidence_)
    if (row.incident) evidence_of_.emplace(*row.incident, &row);
}

const SightingRow* Links::sighting(engine::SightingId id) const { return one_of(sighting_, id); }
const IncidentRow* Links::incident(engine::IncidentId id) const { return one_of(incident_, id); }
std::vector<const CaseRow*> Links::cases_of(engine::IncidentId id) const { return all_of(cases_, id); }
std::vector<const CaseMoveRow*> Links::moves_of(engine::CaseId id) const { return all_of(moves_, id); }
std::vector<const NoticeRow*> Links::notices_of(engine::IncidentId id) const { return all_of(notices_, id); }
std::vector<const EvidenceRow*> Links::evidence_of(engine::IncidentId id) const { return all_of(evidence_of_, id); }
std::vector<const IncidentRow*> Links::incidents_of(engine::MerchantId id) const { return all_of(incidents_, id); }
std::vector<const StrikeRow*> Links::strikes_of(engine::MerchantId id) const { return all_of(strikes_, id); }
std::vector<const ColourRow*> Links::colours_of(engine::MerchantId id) const { return all_of(colours_, id); }
std::vector<const ReplyRow*> Links::replies_of(engine::MerchantId id) const { return all_of(replies_, id); }
std::vector<const OwnerChangeRow*> Links::owner_changes_of(engine::MerchantId id) const {
  return all_of(owner_changes_, id);
}

}  // namespace tricolor::harness
