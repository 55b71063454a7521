// Links the rows of a run: the case, notices, pictures and strikes of an incident, and everything about one shop.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "report/rows/tables.h"

namespace tricolor::harness {

/// A picture that the engine kept, or was to keep, of a sighting.
struct EvidenceRow {
  engine::SightingId sighting;
  std::optional<engine::IncidentId> incident;  ///< None: the sighting led to no incident.
  engine::EvidenceRecord record;
  std::string path;  ///< Path from the run's folder: "evidence/<sha256>.jpg"; empty when there is no such file.
  /// Reason why the store does not have it; empty when it has, or when the journal gives none.
  std::string lost_because;
};

/// Rows are pointed to where `Tables` holds them, which must outlive this.
class Links {
 public:
  /// Links the rows. `folder` is the run's own; its evidence/ is listed once.
  Links(const Tables& tables, const std::filesystem::path& folder);
  Links(const Links&) = delete;
  Links& operator=(const Links&) = delete;

  const SightingRow* sighting(engine::SightingId id) const;
  const IncidentRow* incident(engine::IncidentId id) const;
  /// Gives the cases of an incident, oldest first; one that was reopened has several.
  std::vector<const CaseRow*> cases_of(engine::IncidentId id) const;
  std::vector<const CaseMoveRow*> moves_of(engine::CaseId id) const;
  std::vector<const NoticeRow*> notices_of(engine::IncidentId id) const;
  /// Gives all evidence of the run, in the order of the journal.
  const std::vector<EvidenceRow>& evidence() const { return evidence_; }
  std::vector<const EvidenceRow*> evidence_of(engine::IncidentId id) const;

  /// Give the rows of one shop, in the order of the journal.
  std::vector<const IncidentRow*> incidents_of(engine::MerchantId id) const;
  std::vector<const StrikeRow*> strikes_of(engine::MerchantId id) const;
  std::vector<const ColourRow*> colours_of(engine::MerchantId id) const;
  std::vector<const ReplyRow*> replies_of(engine::MerchantId id) const;
  std::vector<const OwnerChangeRow*> owner_changes_of(engine::MerchantId id) const;

 private:
  template <class Key, class Row>
  using Index = std::multimap<Key, const Row*>;

  std::map<engine::SightingId, const SightingRow*> sighting_;
  std::map<engine::IncidentId, const IncidentRow*> incident_;
  Index<engine::IncidentId, CaseRow> cases_;
  Index<engine::CaseId, CaseMoveRow> moves_;
  Index<engine::IncidentId, NoticeRow> notices_;
  std::vector<EvidenceRow> evidence_;
  Index<engine::IncidentId, EvidenceRow> evidence_of_;
  Index<engine::MerchantId, IncidentRow> incidents_;
  Index<engine::MerchantId, StrikeRow> strikes_;
  Index<engine::MerchantId, ColourRow> colours_;
  Index<engine::MerchantId, ReplyRow> replies_;
  Index<engine::MerchantId, OwnerChangeRow> owner_changes_;
};

}  // namespace tricolor::harness
