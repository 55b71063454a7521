// The journal's vocabulary. Everything that the engine was told about occupancies, camera health, people and messages,
// and everything that it decided, is one of these events; the engine's state from there on is a fold of them.
//
// Frames are not events: of them only hashes of evidence and a camera's scene (`SceneLearnt`) are kept. A payload names
// things by id; `Configured` carries the tables of their names. `engine/journal.h` writes an event as one line of JSON
// and reads it back.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/configuration.h"
#include "engine/ids.h"
#include "engine/input.h"
#include "engine/time.h"

namespace tricolor::engine {

enum class Colour : std::uint8_t { green, yellow, red };

/// The outcome of an incident's re-check.
enum class RecheckOutcome : std::uint8_t { corrected, not_corrected, unknown, relapsed };

/// Case states of GB/T 30428.8 as far as this engine walks them.
enum class CaseState : std::uint8_t {
  registered,
  dispatched,
  acknowledged,
  arrived,
  disposed,
  feedback,
  checking,
  rework,
  returned,
  closed,
  forced_close,
  voided
};

/// The moment at which an evidence picture was taken.
enum class EvidenceMoment : std::uint8_t { onset, before, threshold, recheck, report };

struct EvidenceLabel {
  CameraId camera;
  Time captured_at;
  EvidenceMoment moment = EvidenceMoment::threshold;
  std::optional<ImageBox> box;  ///< Box of the accused thing, in pixels.
  std::string zone;             ///< Name of the zone, for the overlay; may be empty.
};

struct EvidenceRecord {
  EvidenceLabel label;
  std::string sha256;  ///< 64 hex digits, or empty when the picture was not kept.
};

/// The names behind the numeric ids of a journal, in the order of the ids.
struct WorldTables {
  std::vector<std::string> classes, cameras, zones, merchants, duty_grids, officers;
  friend bool operator==(const WorldTables&, const WorldTables&) = default;
};

namespace event {

/// The scene for which a camera's zones are drawn, as the change gate's cells: 40 × 24 mean brightnesses, two hex
/// digits each, row by row. The event is written when the scene is first learnt and again, at most once a day, when it
/// has drifted with the seasons.
struct SceneLearnt {
  CameraId camera;
  std::string cells;
};
/// A person confirmed a camera's present view: the next look is its scene.
struct SceneConfirmed {
  CameraId camera;
};

struct CameraBecame {
  CameraId camera;
  bool sees = true;
  BlindReason reason = BlindReason::disconnected;
  Time since;
};

/// One camera sees a zone occupied by a class of violation. `spot` tells apart several things in one public zone; it is
/// the ground point where the thing was first seen. In a shop-front zone there is one occupancy per class. The event is
/// written again under the same number with a later onset when its clock stood for longer than the gap tolerance
/// because nobody could see the place.
struct OccupancyStarted {
  std::uint64_t occupancy = 0;
  CameraId camera;
  ZoneId zone;
  ClassId violation_class;
  Time onset;
  GroundPoint spot;
  ImageBox box;
};
struct OccupancyEnded {
  std::uint64_t occupancy = 0;
  Time last_seen;
  bool by_blindness = false;
};
/// The doubts that speak against accusing anybody of an open stay. The event is written whenever that changes, until
/// the stay is confirmed or ends, so that a restart forgets nothing of it. What speaks for an accusation is not
/// written: a restart may delay an accusation, and never causes one.
struct OccupancyDoubted {
  std::uint64_t occupancy = 0;
  std::vector<MerchantId> between;    ///< The shops between which it lay last; empty when it never did.
  std::optional<Time> plain_since;    ///< With `between`: instant since which it has plainly been one shop's again.
  std::optional<Time> missing_since;  ///< Instant since which looks find its place empty.
  std::optional<Time> unseen_since;   ///< Instant since which nobody sees its place, where the camera itself sees.
  int undecided = 0;                  ///< Number of looks after its dwell that left it in doubt.
  /// Number of looks that must find it before half of all have, rounded up to a power of two.
  int looks_short = 0;
  /// Log-odds, in 1/256, that closer looks must add before they are sure together, rounded up to a power of two.
  int odds_short_256 = 0;
  friend bool operator==(const OccupancyDoubted&, const OccupancyDoubted&) = default;
};

/// A stay lasted longer than the dwell of its class.
struct SightingConfirmed {
  SightingId sighting;
  std::uint64_t occupancy = 0;
  CameraId camera;
  ZoneId zone;
  ClassId violation_class;
  Time onset;
  GroundPoint spot;
  std::uint8_t score_256 = 0;
  ImageBox box;
  std::optional<MerchantId> merchant;  ///< The merchant to whom it is attributed; none for a public place.
  /// Two or more when it lies between shops; it is then never accused without review.
  std::vector<MerchantId> between;
  std::vector<EvidenceRecord> evidence;
};
struct ReviewAsked {
  SightingId sighting;
};
/// No reviewer answered within the policy's `answer_within`.
struct ReviewLapsed {
  SightingId sighting;
};
struct ReviewGiven {
  SightingId sighting;
  bool confirmed = false;
  std::optional<MerchantId> merchant;
};

struct IncidentOpened {
  IncidentId incident;
  SightingId sighting;
  ClassId violation_class;
  std::optional<MerchantId> merchant;
  ZoneId zone;
  DutyGridId duty_grid;
  GroundPoint spot;
  Time onset;
};
struct SightingAttached {
  IncidentId incident;
  SightingId sighting;
};
/// The thing still stands although its case was closed: the same incident goes on, with a case for somebody else, and
/// without a further notice or strike.
struct IncidentReopened {
  IncidentId incident;
  Time held_since;
};
/// The place of an incident that was closed unseen has been seen empty, from `since` on: the matter is over.
struct PlaceSeenClear {
  IncidentId incident;
  Time since;
};
struct IncidentRelapsed {
  IncidentId incident;
  Time at;
};
struct IncidentClosed {
  enum class How : std::uint8_t { self_corrected, case_closed, cleared_before_notice, voided };
  IncidentId incident;
  How how = How::self_corrected;
};
struct IncidentVoided {
  IncidentId incident;
  std::string reason;
};

struct NoticeQueued {
  NoticeId notice;
  IncidentId incident;
  MerchantId merchant;
  std::string key;
  std::string text;
  Time not_before;
};
struct NoticeSent {
  NoticeId notice;
  std::uint8_t result = 0;  ///< `SendResult` as a number: 0 accepted, 1 rejected, 2 unknown.
};
struct NoticeFate {
  /// The way in which the fate became known: by a receipt, by its absence, by the gateway's refusal, because the
  /// gateway took nothing for too long, or because the shop has a new owner, who is not written to about what stood
  /// there before he came.
  enum class Why : std::uint8_t { receipt, no_receipt, rejected, gave_up, owner_changed };
  NoticeId notice;
  bool delivered = false;
  Why why = Why::receipt;
};
struct MerchantReplied {
  MerchantId merchant;
  std::string text;
};
struct CorrectionDue {
  IncidentId incident;
  Time due;
};
struct Rechecked {
  IncidentId incident;
  RecheckOutcome outcome = RecheckOutcome::unknown;
};

struct CaseRegistered {
  CaseId case_id;
  std::optional<IncidentId> incident;
  std::optional<ReportId> report;
  std::optional<DutyGridId> duty_grid;  ///< None: no grid lies within the policy's distance of the place.
  GroundPoint where;
  Time due;
  bool warned = false;  ///< False: the notice was never delivered or there was nobody to warn.
};
/// An incident joins a case that is at work already, because a citizen told of it first. It joins as evidence, and no
/// second officer is sent.
struct CaseJoined {
  CaseId case_id;
  IncidentId incident;
};
/// The reason of a move to `arrived` when the officer finds nothing to dispose of.
inline constexpr const char* kNothingFound = "nothing found";
struct CaseMoved {
  CaseId case_id;
  CaseState from = CaseState::registered;
  CaseState to = CaseState::registered;
  std::optional<OfficerId> officer;
  std::string reason;
};

struct ReportReceived {
  ReportId report;
  Report content;
};
/// A report is about something known: an incident, a case, or what an earlier report, `parent`, is about.
/// `suggested_only`: an officer has to settle it.
struct ReportAttached {
  ReportId report;
  std::optional<IncidentId> incident;
  std::optional<CaseId> case_id;
  bool suggested_only = false;
  std::optional<ReportId> parent = {};
};
struct ReportVerifyAsked {
  ReportId report;
  OfficerId officer;
  Time due;
};
/// An officer verified a report. `where` is the place as he found it; `merchant` is the shop to which he gave it, if
/// any.
struct ReportVerified {
  ReportId report;
  bool valid = false;
  std::optional<GroundPoint> where = {};
  std::optional<MerchantId> merchant = {};
};
/// A verified report is taken back (appeal granted, error found).
struct ReportVoided {
  ReportId report;
  std::string reason;
};
/// No officer verified the report within the policy's `verify_give_up_after`.
struct ReportExpired {
  ReportId report;
};
struct ReportReplied {
  ReportId report;
  std::string text;
};

struct StrikeImported {
  MerchantId merchant;
  Time at;
};
struct StrikeCounted {
  MerchantId merchant;
  IncidentId incident;
  Time at;
};
/// A strike for a citizen's report that an officer verified; it has no incident of a camera.
struct ReportCounted {
  MerchantId merchant;
  ReportId report;
  Time at;
};
struct ColourBecame {
  MerchantId merchant;
  Colour from = Colour::green;
  Colour to = Colour::green;
  int count = 0;
};
struct OwnerChanged {
  MerchantId merchant;
  std::string legal_person;
  std::string licence;
  std::string phone;
};

/// The policy and the configuration that hold from here on. `tables_digest` is the SHA-256 of the tables' names;
/// `digest` is the caller's digest of the files.
struct Configured {
  std::string policy_name;
  std::string digest;
  WorldTables tables;
  std::string tables_digest;
};
/// The evidence store's answer about one picture of a sighting, after the commit: its hash, or the reason why it was
/// not kept. No decision depends on it.
struct EvidenceKept {
  SightingId sighting;
  EvidenceLabel label;
  std::string sha256;
  std::string reason;
};
struct TroubleAtPort {
  std::string port;
  std::string what;
};

/// The kinds of event, one alternative each. `std::variant_size_v` counts them here.
using Kind = std::variant<CameraBecame, OccupancyStarted, OccupancyEnded, SightingConfirmed, ReviewAsked, ReviewGiven,
                          IncidentOpened, SightingAttached, IncidentRelapsed, IncidentClosed, IncidentVoided,
                          NoticeQueued, NoticeSent, NoticeFate, MerchantReplied, CorrectionDue, Rechecked,
                          CaseRegistered, CaseMoved, ReportReceived, ReportAttached, ReportVerifyAsked, ReportVerified,
                          ReportReplied, StrikeImported, StrikeCounted, ColourBecame, OwnerChanged, Configured,
                          TroubleAtPort, SceneLearnt, SceneConfirmed, ReviewLapsed, IncidentReopened, PlaceSeenClear,
                          CaseJoined, ReportExpired, EvidenceKept, ReportVoided, ReportCounted, OccupancyDoubted>;

/// The content of an event. It is used as the variant that it is. Copying and destroying are compiled once, in
/// event.cpp, because some forty kinds in every file that handles events took half of a build.
struct Payload : Kind {
  Payload();
  template <class Of>
  requires(!std::is_base_of_v<Payload, std::remove_cvref_t<Of>>) Payload(Of&& kind) : Kind(std::forward<Of>(kind)) {}
  Payload(const Payload& other);
  Payload(Payload&& other) noexcept;
  Payload& operator=(const Payload& other);
  Payload& operator=(Payload&& other) noexcept;
  ~Payload();
};

}  // namespace event

/// One line of the journal.
struct Event {
  std::uint64_t sequence = 0;  ///< Number of the event, from 1, without gaps.
  Time at;                     ///< The instant at which the engine wrote it; never decreases.
  event::Payload payload;
};

}  // namespace tricolor::engine
