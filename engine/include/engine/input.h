// The inputs: everything that the engine can be told while it runs. Each input carries its own instant where that
// differs from the instant at which it is handed over.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

/// Boxes that are handed in instead of a picture, by the `boxes` rung or an outside detector.
struct Detections {
  CameraId camera;
  Time captured_at;
  std::vector<Detection> detections;
};

/// One thing as a continuous camera tells it. Places are in metres, or in pixels of the picture before an uncalibrated
/// camera.
struct ToldThing {
  std::string kind;  ///< Name of its kind as in the class table, such as "pile".
  /// Further words of it, by the code names of which class tables speak (`with`), such as "overflowing".
  std::vector<std::string> attributes = {};
  GroundPoint spot;        ///< Middle of the ground on which it stands.
  double heading_rad = 0;  ///< Direction of the long side of that ground.
  double length_m = 1;     ///< Extent of the ground along the heading, > 0.
  double width_m = 1;      ///< … and across it, > 0.
  /// Mean absolute error of the spot along the line of sight that the teller expects, ≥ 0.
  double error_m = 0;
  std::uint8_t score_256 = 0;  ///< Confidence that it is what it is taken for, in 1/256.
  /// True when something nearer hides the place: the thing may stand there or not.
  bool hidden = false;
  std::optional<ImageBox> box = {};  ///< Its box in the picture, where the teller has one.
  std::optional<Time> since = {};    ///< Instant since which it stands there; none: since this telling.
};

/// A word of a continuous camera: one that an outside analyser watches, or the `events` rung. It lists every still
/// thing that it takes for one of the class table's kinds; the engine decides by its own zones what each holds. What it
/// tells holds until it tells the next, so that it has no heartbeat and need not speak while nothing changes. It
/// answers `FrameSource::request` by telling what it sees then; where it does not answer within its `frame_every`, what
/// it told last holds. A camera that cannot see says `Blind`, and its next telling ends that.
struct Telling {
  CameraId camera;
  Time at;  ///< Strictly rising for one camera.
  std::vector<ToldThing> things;
};

/// A zone was taken or left, as an outside analyser says that has zones of its own. An analyser that knows where things
/// stand gives a `Telling` instead.
struct ZoneOccupancy {
  CameraId camera;
  ZoneId zone;
  ClassId violation_class;
  Time at;
  bool occupied = false;
};

/// A report that a citizen or collector sent in.
struct Report {
  std::uint64_t reporter_key = 0;  ///< Pseudonym of the sender; 0 is anonymous.
  Time at;
  std::optional<ClassId> violation_class;  ///< Class that the sender chose, if he did.
  GroundPoint where;                       ///< Place that the sender gives; may be off by tens of metres.
  std::string text;                        ///< ≤ 4000 bytes.
};

/// The gateway's word on whether a message was delivered.
struct Receipt {
  std::string key;  ///< The key it was sent under.
  Time at;
  bool delivered = false;
};

/// A merchant answers an SMS.
struct Reply {
  MerchantId merchant;
  Time at;
  std::string text;  ///< "已整改", "申诉 …"
};

/// A message of an officer's handset about a case or a report to verify.
struct OfficerUpdate {
  enum class What : std::uint8_t {
    acknowledged,
    arrived,
    disposed,
    checked_passed,
    checked_failed,
    returned,
    verified_true,
    verified_false,
    off_duty,
    verified_duplicate  ///< The report is about an incident that is known already: `duplicate_of`.
  };
  OfficerId officer;
  What what = What::acknowledged;
  std::optional<CaseId> case_id;
  std::optional<ReportId> report;
  Time at;
  std::string reason;           ///< Required with `returned`.
  bool found_violation = true;  ///< With `arrived`: there was something to dispose of.
  /// With `verified_true`: the place where it stands; none: as the report says.
  std::optional<GroundPoint> where = {};
  /// With `verified_true`: the merchant to whom it belongs; none: nobody, or the officer does not know.
  std::optional<MerchantId> merchant = {};
  std::optional<IncidentId> duplicate_of = {};  ///< With `verified_duplicate`; none: the parent that was suggested.
};

/// A reviewer's verdict on a sighting that waited for review.
struct ReviewVerdict {
  SightingId sighting;
  Time at;
  bool confirmed = false;
  std::optional<MerchantId> merchant;  ///< The merchant to whom it belongs, when it lay between two shops.
};

/// An incident, or a citizen's report that was verified, is taken back (appeal granted, error found).
struct VoidRequest {
  IncidentId incident;  ///< Not read where `report` is given.
  Time at;
  std::string reason;
  std::optional<ReportId> report = {};
};

/// A shop has a new owner or licence.
struct OwnerChange {
  MerchantId merchant;
  Time at;
  std::string legal_person;
  std::string licence;
  std::string phone = {};  ///< The new owner's number; empty while nobody knows it: then nobody is warned by SMS.
};

/// A person says that a camera's present view is the one for which its zones are drawn: it is trusted again.
struct SceneConfirmed {
  CameraId camera;
  Time at;
};

/// The position of an officer's handset. The dispatch rules that ask for the nearest use it.
struct OfficerPosition {
  OfficerId officer;
  Time at;
  GroundPoint where;
};

using Input = std::variant<Frame, Unchanged, Blind, Detections, Telling, ZoneOccupancy, Report, Receipt, Reply,
                           OfficerUpdate, ReviewVerdict, VoidRequest, OwnerChange, SceneConfirmed, OfficerPosition>;

}  // namespace tricolor::engine
