// The read model: the records that follow from a journal, folded once. The engine's rooms, the report, the window,
// `explain`, the judge, `watch` and every query read this and open no payload themselves.
//
// `apply` reads the events alone: no policy, no configuration, no clock. Two folds of one journal are equal. An event
// about something that the journal never opened is passed over, so that a damaged or cut journal can still be shown.
// Ids count from 1 (see ids.h); merchants, cameras and officers count from 0. Not thread-safe; a plain value that can
// be copied.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/event.h"

namespace tricolor::engine {

/// True for the states in which a case needs nobody any more.
bool is_final(CaseState state);

/// The health of a camera as it was last told. A camera of which nothing was journalled sees.
struct CameraRecord {
  bool sees = true;
  BlindReason reason = BlindReason::disconnected;  ///< Reason of the last blindness.
  Time since;                                      ///< Instant since which it sees or is blind.
  /// All times of its blindness, ascending, disjoint; the last is open while it is blind.
  std::vector<TimeSpan> blind;
  std::string scene;  ///< The cells of its reference scene (see `event::SceneLearnt`); empty before the first.
};

/// A stay: a zone occupied by a class of violation, as one camera sees it.
struct StayRecord {
  event::OccupancyStarted started;     ///< The event that began it, with the latest onset.
  std::optional<SightingId> sighting;  ///< Set once the dwell was exceeded.
  std::uint8_t score_256 = 0;          ///< Score of the sighting; 0 before.
  std::optional<Time> last_seen;       ///< Set when the stay ends.
  bool by_blindness = false;           ///< True when it ended because nobody could see its place any more.
};

struct SightingRecord {
  enum class Review : std::uint8_t { none, asked, confirmed, refused, lapsed };
  event::SightingConfirmed content;
  Time confirmed_at;
  Review review = Review::none;
  std::optional<Time> review_asked_at;
  std::optional<IncidentId> incident;     ///< The incident that it opened or was attached to.
  std::optional<Time> stay_ended_at;      ///< Instant at which the stay was last seen, once it has ended.
  bool seen_gone = false;                 ///< True when the stay has ended, and not by blindness.
  std::vector<event::EvidenceKept> kept;  ///< The fate of each of its pictures.

  /// The pictures that were taken of it, with the hash of each that is in the evidence store. The hashes come from
  /// `EvidenceKept`, or from the sighting itself in journals from before that event.
  std::vector<EvidenceRecord> pictures() const;
};

struct Recheck {
  Time at;
  RecheckOutcome outcome = RecheckOutcome::unknown;
};

struct IncidentRecord {
  event::IncidentOpened opened;
  Time opened_at;
  std::vector<SightingId> sightings;  ///< Its sightings; the one that opened it comes first.
  std::optional<Time> closed_at;      ///< Instant of the last closing; none while it is open.
  std::vector<TimeSpan> open_for;     ///< Times from opening to closing, and again after each reopening.
  event::IncidentClosed::How how = event::IncidentClosed::How::self_corrected;  ///< Manner of the last closing.
  std::optional<Time> voided_at;
  std::string void_reason;
  std::optional<NoticeId> notice;      ///< Its notice; none when nobody could be warned.
  std::optional<Time> correction_due;  ///< End of the time to correct; none while no clock runs.
  std::vector<Recheck> rechecks;
  std::optional<Time> relapsed_at;  ///< Instant of the first return.
  /// Instant at which one of its stays was last seen before its place was seen empty; none: never seen to go.
  std::optional<Time> seen_clear_at;
  std::vector<Time> reopened_at;  ///< Instants of reopening, when the thing still stood.
  std::vector<CaseId> cases;      ///< Its cases; the last one is at work on it.
  int found_nothing = 0;          ///< Visits of officers who found nothing to dispose of.
  std::vector<ReportId> reports;  ///< Citizens' reports about it; suggestions do not count.
  std::optional<Time> struck_at;  ///< Instant at which it was counted as a strike.

  bool open() const { return !closed_at; }
  bool voided() const { return voided_at.has_value(); }
  std::optional<CaseId> case_id() const { return cases.empty() ? std::nullopt : std::optional(cases.back()); }
};

struct NoticeRecord {
  enum class Stage : std::uint8_t { queued, unknown, accepted, failed };
  event::NoticeQueued queued;
  Time queued_at;
  Stage stage = Stage::queued;
  int tries = 0;                       ///< Answers of the gateway so far.
  std::optional<Time> first_tried_at;  ///< Instant of the first of them.
  std::optional<Time> accepted_at;
  std::optional<bool> delivered;  ///< None while its fate is unknown.
  std::optional<Time> fate_at;
  event::NoticeFate::Why why = event::NoticeFate::Why::receipt;
};

// Several of the records below can be written at one instant. Each carries the number of its event, which orders them
// across cases and shops.
struct CaseMove {
  Time at;
  CaseState from = CaseState::registered, to = CaseState::registered;
  std::optional<OfficerId> officer;
  std::string reason;
  std::uint64_t sequence = 0;
};

struct CaseRecord {
  event::CaseRegistered registered;
  Time registered_at;
  CaseState state = CaseState::registered;
  std::optional<OfficerId> officer;       ///< The officer who has it now; none before the dispatch and after the end.
  std::optional<OfficerId> last_officer;  ///< The officer who had it last.
  std::set<OfficerId> passed_over;        ///< Officers who had it in this round and were silent, or went off duty.
  std::set<OfficerId> declined;           ///< Officers who returned it: it never comes to them again.
  std::vector<CaseMove> moves;
  Time moved_at;
  std::optional<Time> dispatched_at, arrived_at;  ///< First instant of each.
  std::optional<Time> over_at;
  int reworks = 0;
  int returns = 0;
  std::vector<IncidentId> incidents;  ///< Its own incidents and those that joined it.

  bool over() const { return over_at.has_value(); }
  /// True when it was closed as settled, not by force and not taken back.
  bool closed() const { return state == CaseState::closed; }
};

struct ReportRecord {
  enum class Outcome : std::uint8_t { open, attached, valid, not_valid, duplicate, expired };
  event::ReportReceived received;
  Time received_at;
  Outcome outcome = Outcome::open;
  std::optional<IncidentId> suggested;  ///< A parent that the verifying officer has to settle.
  std::optional<ReportId> parent;       ///< An earlier report that may be about the same.
  std::optional<GroundPoint> found_at;  ///< Place where the verifying officer found it.
  std::optional<IncidentId> incident;   ///< Its parent, once settled.
  std::optional<CaseId> case_id;        ///< The case that it opened or was attached to.
  std::optional<OfficerId> verifier;    ///< Officer who was asked last.
  std::set<OfficerId> passed_over;      ///< Officers who were asked before and did not answer in time.
  std::optional<MerchantId> merchant;   ///< Merchant to whom the verifying officer gave it.
  std::optional<Time> voided_at;
  std::optional<Time> struck_at;  ///< Instant at which it was counted as a strike.
  Time verify_due;
  std::optional<Time> verify_asked_at;  ///< First instant at which an officer was asked.
  std::optional<Time> replied_at;
  std::string reply;
};

struct ColourRecord {
  Time at;
  Colour from = Colour::green, to = Colour::green;
  int count = 0;
  std::uint64_t sequence = 0;
};

/// All that a colour depends on of a strike's incident or report.
struct StrikeMatter {
  std::optional<ClassId> violation_class;
  std::vector<TimeSpan> stood;    ///< Times in which it is known to have stood.
  std::optional<Time> ended;      ///< Instant at which the matter was closed.
  std::optional<Time> voided_at;  ///< Instant at which it was taken back.
};

struct StrikeRecord {
  Time at;                             ///< Instant from which it counts.
  std::optional<IncidentId> incident;  ///< None for a report's strike and for imported history.
  std::optional<ReportId> report;
  Time told_at;  ///< Instant at which the journal said so.
  std::uint64_t sequence = 0;
  /// Set in an engine's working copy once the incident or report has left it.
  std::optional<StrikeMatter> settled = {};
};

struct OwnerRecord {
  Time at;
  std::string legal_person, licence, phone;
  std::uint64_t sequence = 0;
};

/// An answer of a shop to a message.
struct ReplyRecord {
  Time at;
  std::string text;
  std::uint64_t sequence = 0;
};

struct MerchantRecord {
  Colour colour = Colour::green;
  int count = 0;  ///< Strikes behind the last change of colour, and those since.
  std::vector<ColourRecord> changes;
  std::vector<StrikeRecord> strikes;  ///< In the journal's order; voided ones too.
  int imported = 0;                   ///< Strikes from before the journal.
  int counted = 0;                    ///< Strikes of this journal.
  int incidents = 0, notices = 0, cases = 0;
  std::vector<OwnerRecord> owner_changes;  ///< The last one answers for the shop; none: as the dossier says.
  std::vector<ReplyRecord> replies;
};

struct ConfiguredRecord {
  Time at;
  event::Configured content;
};

struct TroubleRecord {
  Time at;
  event::TroubleAtPort content;
};

/// The part of an incident that stays in an engine's working copy after it has left, while it can still be taken back.
struct PastIncident {
  std::optional<MerchantId> merchant;
  std::optional<CaseId> case_id;  ///< Its last case.
  Time closed_at;
  bool voided = false;
};

/// The same of a citizen's report.
struct PastReport {
  std::optional<MerchantId> merchant;
  Time replied_at;
  bool valid = false;  ///< True when an officer found it true and nobody has taken it back.
};

/// The read model. Readers fold a whole journal into one and find everything in it. An engine's working copy lets
/// closed matters go (`RecordsPolicy`), which changes no decision: it has no record of them but `past_incident` and
/// `past_report`.
class ServiceState {
 public:
  void apply(const Event& event);

  /// The last event folded: its sequence and instant; 0 before the first.
  std::uint64_t sequence() const { return sequence_; }
  Time at() const { return at_; }

  const std::vector<ConfiguredRecord>& configured() const { return configured_; }
  /// The names of the ids, as of the last `Configured`; empty before it and in journals from before tables were
  /// written.
  const WorldTables& tables() const { return tables_; }

  /// May be shorter than the configuration's list: the cameras after its end have no event.
  const std::vector<CameraRecord>& cameras() const { return cameras_; }
  const std::map<std::uint64_t, StayRecord>& stays() const { return stays_; }  ///< Open stays, by occupancy.
  /// The stay that the last event ended; none after any other event. Stays are not kept beyond their end, because there
  /// are many.
  const std::optional<StayRecord>& just_ended() const { return just_ended_; }
  const std::map<SightingId, SightingRecord>& sightings() const { return sightings_; }
  const std::map<IncidentId, IncidentRecord>& incidents() const { return incidents_; }
  const std::map<NoticeId, NoticeRecord>& notices() const { return notices_; }
  const std::map<CaseId, CaseRecord>& cases() const { return cases_; }
  const std::map<ReportId, ReportRecord>& reports() const { return reports_; }
  /// May be shorter than the configuration's list: the merchants after its end have no event.
  const std::vector<MerchantRecord>& merchants() const { return merchants_; }
  const std::vector<TroubleRecord>& troubles() const { return troubles_; }

  /// The ids of open matters, ascending.
  const std::set<IncidentId>& open_incidents() const { return open_incidents_; }
  const std::set<CaseId>& open_cases() const { return open_cases_; }
  const std::set<ReportId>& open_reports() const { return open_reports_; }        ///< Not answered yet.
  const std::set<NoticeId>& waiting_notices() const { return waiting_notices_; }  ///< Queued or unknown.
  const std::set<SightingId>& in_review() const { return in_review_; }  ///< A person was asked and has not answered.

  /// Each of these gives the record of an id; null when the journal does not know the id.
  const CameraRecord* camera(CameraId id) const { return id.value < cameras_.size() ? &cameras_[id.value] : nullptr; }
  const SightingRecord* sighting(SightingId id) const { return find(sightings_, id); }
  const IncidentRecord* incident(IncidentId id) const { return find(incidents_, id); }
  const NoticeRecord* notice(NoticeId id) const { return find(notices_, id); }
  const CaseRecord* case_of(CaseId id) const { return find(cases_, id); }
  const ReportRecord* report(ReportId id) const { return find(reports_, id); }
  const MerchantRecord* merchant(MerchantId id) const {
    return id.value < merchants_.size() ? &merchants_[id.value] : nullptr;
  }
  /// An incident or a report that has left a working copy and can still be taken back; null otherwise.
  const PastIncident* past_incident(IncidentId id) const { return find(past_incidents_, id); }
  const PastReport* past_report(ReportId id) const { return find(past_reports_, id); }
  /// The notice that was sent under a gateway key.
  const NoticeRecord* notice_under(const std::string& key) const;
  /// The open incident of a shop and class.
  const IncidentRecord* open_of(MerchantId merchant, ClassId violation_class) const;
  /// Open incidents of public places, ascending.
  const std::set<IncidentId>& open_in_public() const { return open_in_public_; }
  /// True when the shop has a new owner since an instant.
  bool changed_hands_since(MerchantId merchant, Time instant) const;
  /// Open cases that an officer has.
  int load(OfficerId officer) const;

 private:
  friend class WorkingCopy;

  template <class Key, class Record>
  static const Record* find(const std::map<Key, Record>& records, Key key) {
    const auto found = records.find(key);
    return found == records.end() ? nullptr : &found->second;
  }
  template <class Other>
  void on(const Other&) {}
  void on(const event::CameraBecame&);
  void on(const event::SceneLearnt&);
  void on(const event::OccupancyStarted&);
  void on(const event::OccupancyEnded&);
  void on(const event::SightingConfirmed&);
  void on(const event::ReviewAsked&);
  void on(const event::ReviewLapsed&);
  void on(const event::ReviewGiven&);
  void on(const event::IncidentOpened&);
  void on(const event::SightingAttached&);
  void on(const event::IncidentReopened&);
  void on(const event::PlaceSeenClear&);
  void on(const event::IncidentRelapsed&);
  void on(const event::IncidentClosed&);
  void on(const event::IncidentVoided&);
  void on(const event::NoticeQueued&);
  void on(const event::NoticeSent&);
  void on(const event::NoticeFate&);
  void on(const event::CorrectionDue&);
  void on(const event::Rechecked&);
  void on(const event::CaseRegistered&);
  void on(const event::CaseJoined&);
  void on(const event::CaseMoved&);
  void on(const event::ReportReceived&);
  void on(const event::ReportAttached&);
  void on(const event::ReportVerifyAsked&);
  void on(const event::ReportVerified&);
  void on(const event::ReportExpired&);
  void on(const event::ReportVoided&);
  void on(const event::ReportCounted&);
  void on(const event::ReportReplied&);
  void on(const event::StrikeImported&);
  void on(const event::StrikeCounted&);
  void on(const event::ColourBecame&);
  void on(const event::OwnerChanged&);
  void on(const event::MerchantReplied&);
  void on(const event::Configured&);
  void on(const event::TroubleAtPort&);
  void on(const event::EvidenceKept&);

  void review_ended(SightingId id, SightingRecord::Review how);
  void index_open(const IncidentRecord& incident);
  MerchantRecord& merchant_at(MerchantId id);
  CameraRecord& camera_at(CameraId id);

  std::uint64_t sequence_ = 0;
  Time at_;
  std::vector<ConfiguredRecord> configured_;
  WorldTables tables_;
  std::vector<CameraRecord> cameras_;
  std::map<std::uint64_t, StayRecord> stays_;
  std::optional<StayRecord> just_ended_;
  std::map<SightingId, SightingRecord> sightings_;
  std::map<IncidentId, IncidentRecord> incidents_;
  std::map<NoticeId, NoticeRecord> notices_;
  std::map<std::string, NoticeId> notice_under_;
  std::map<CaseId, CaseRecord> cases_;
  std::map<ReportId, ReportRecord> reports_;
  std::vector<MerchantRecord> merchants_;
  std::vector<TroubleRecord> troubles_;
  std::set<IncidentId> open_incidents_, open_in_public_;
  std::map<std::pair<MerchantId, ClassId>, IncidentId> open_of_merchant_;
  std::set<CaseId> open_cases_;
  std::set<ReportId> open_reports_;
  std::set<NoticeId> waiting_notices_;
  std::set<SightingId> in_review_;
  std::map<OfficerId, int> load_;
  std::map<IncidentId, PastIncident> past_incidents_;
  std::map<ReportId, PastReport> past_reports_;
};

/// The read model of a whole journal.
ServiceState state_of(const std::vector<Event>& journal);

}  // namespace tricolor::engine
