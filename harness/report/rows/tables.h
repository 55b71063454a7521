// Gives a run as rows: the engine's read model beside the judge's findings, one row for each incident, notice, case,
// report and shop. The page, the database and the CSVs all show these rows, so that they cannot disagree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/run_record.h"
#include "engine/service_state.h"

namespace tricolor::harness {

struct IncidentRow {
  engine::IncidentId id;
  engine::ClassId violation_class;
  std::optional<engine::MerchantId> merchant;
  engine::GroundPoint spot;
  engine::Time onset, confirmed_at;
  std::optional<engine::Time> closed_at;
  std::string closed_how;  ///< Empty while it is open.
  bool voided = false;
  bool by_day = true;
  std::optional<std::uint64_t> violation;  ///< The true violation that it matches.
  std::string wrong_by;                    ///< Empty when it was right.
  /// Time for which it was held after the true stay had ended; none: it was not.
  std::optional<engine::Duration> held_after_end;
  std::string void_reason;  ///< Reason why it was voided; empty otherwise.
  std::vector<engine::SightingId> sightings;
  std::vector<engine::Recheck> rechecks;  ///< Re-checks in order of time.
  std::vector<engine::Time> relapses;     ///< Instants at which the engine saw it come back.
};

struct NoticeRow {
  engine::NoticeId id;
  engine::IncidentId incident;
  engine::MerchantId merchant;
  engine::Time queued_at;
  std::optional<engine::Time> sent_at, fate_at;
  std::optional<bool> delivered;  ///< None while its fate is unknown.
  std::string text;
};

struct CaseMoveRow {
  engine::CaseId id;
  engine::Time at;
  engine::CaseState from, to;
  std::optional<engine::OfficerId> officer;
  std::string reason;
};

struct CaseRow {
  engine::CaseId id;
  std::optional<engine::IncidentId> incident;
  std::vector<engine::IncidentId> incidents;  ///< Its own incident and those that joined it.
  std::optional<engine::ReportId> report;
  std::optional<engine::DutyGridId> duty_grid;  ///< None: no grid lies near enough.
  engine::Time registered_at, due;
  bool warned = false;
  engine::CaseState state = engine::CaseState::registered;
  std::optional<engine::OfficerId> officer;  ///< The officer who had it last.
  std::optional<engine::Time> dispatched_at, arrived_at, closed_at;
};

struct ReportRow {
  engine::ReportId id;
  engine::Report content;
  std::optional<engine::IncidentId> incident;
  std::optional<engine::CaseId> case_id;
  std::optional<bool> valid;
  std::string reply;
};

struct ColourRow {
  engine::MerchantId merchant;
  engine::Time at;
  engine::Colour from, to;
  int count = 0;
};

/// A strike that stands, or stood, against a shop.
struct StrikeRow {
  engine::MerchantId merchant;
  engine::Time at;  ///< Instant from which it counts.
  engine::Time journalled_at;
  std::optional<engine::IncidentId> incident;
  /// Report of a citizen that was found true, where no incident is behind the strike.
  std::optional<engine::ReportId> report;
  std::optional<engine::Time> voided_at;
  int count = 0;  ///< Strikes that counted with it: those behind the last change of colour, and those since.

  bool imported() const { return !incident && !report; }
};

struct OwnerChangeRow {
  engine::MerchantId merchant;
  engine::Time at;
  std::string legal_person, licence;
};

/// An answer of a merchant to an SMS.
struct ReplyRow {
  engine::MerchantId merchant;
  engine::Time at;
  std::string text;
};

struct MerchantRow {
  engine::Colour colour = engine::Colour::green;  ///< Colour at the end of the run.
  int count = 0;     ///< Strikes that stood behind the last change of colour, plus those counted since.
  int imported = 0;  ///< Strikes from before the run.
  int strikes = 0;   ///< Strikes counted in the run.
  int incidents = 0, notices = 0, cases = 0;
};

struct SightingRow {
  engine::Time confirmed_at;
  engine::event::SightingConfirmed content;
  std::vector<engine::EvidenceRecord>
      pictures;  ///< Pictures that were taken; without a hash where the evidence store does not have one.
};

/// Vectors are in the order of the journal; `merchants` is indexed by MerchantId.
struct Tables {
  engine::ServiceState service;  ///< The read model from which the rows are made.
  std::vector<IncidentRow> incidents;
  std::vector<NoticeRow> notices;
  std::vector<CaseRow> cases;
  std::vector<CaseMoveRow> case_moves;
  std::vector<ReportRow> reports;
  std::vector<ColourRow> colours;
  std::vector<StrikeRow> strikes;
  std::vector<OwnerChangeRow> owner_changes;
  std::vector<ReplyRow> replies;
  std::vector<SightingRow> sightings;
  std::vector<MerchantRow> merchants;
};

Tables tables_of(const RunRecord& run);

}  // namespace tricolor::harness
