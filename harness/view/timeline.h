// The state of a run at any instant, folded from its journal and its scene log. It knows no window.
//
// A timeline may still be growing: what is not yet known lies beyond `known_until`. All of it belongs to one thread; whoever brings
// news from another thread hands it over through an inbox (see live_run.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/replay.h"
#include "engine/event.h"

namespace tricolor::harness {

/// A thing that stands in the street.
struct StandingThing {
  sim::Thing thing;
  engine::Time since;
};

/// An officer of the squad: where, and on which case.
struct OfficerMoment {
  sim::Point from, to;
  engine::Time left_at, arrives_at;   ///< Equal while he stands.
  std::optional<engine::CaseId> case_id;
  engine::CaseState doing = engine::CaseState::closed;  ///< State of that case.

  sim::Point at(engine::Time now) const;
  bool on_the_way(engine::Time now) const { return now < arrives_at && arrives_at > left_at; }
};

/// A zone that is held, as one camera sees it.
struct OpenStay {
  engine::event::OccupancyStarted started;
  std::optional<engine::SightingId> sighting;  ///< Set once the dwell was exceeded.
  std::uint8_t score_256 = 0;                  ///< Of the sighting; 0 before.
};

struct IncidentMoment {
  engine::event::IncidentOpened opened;
  engine::Time at;
  std::optional<engine::Time> closed_at;
  engine::event::IncidentClosed::How how = engine::event::IncidentClosed::How::self_corrected;
  bool voided = false;
  std::optional<engine::CameraId> camera;      ///< Whose sighting opened it.
  std::optional<engine::NoticeId> notice;
  std::optional<engine::CaseId> case_id;
  std::optional<engine::Time> correction_due;

  bool open() const { return !closed_at && !voided; }
};

struct CaseMoment {
  engine::event::CaseRegistered registered;
  engine::Time at;
  engine::CaseState state = engine::CaseState::registered;
  std::optional<engine::OfficerId> officer;
  std::optional<engine::Time> over_at;

  bool over() const { return over_at.has_value(); }
};

struct ShopMoment {
  engine::Colour colour = engine::Colour::green;
  int count = 0;       ///< Strikes behind the colour at its last change.
  int incidents = 0, notices = 0, cases = 0;
};

struct CameraMoment {
  bool sees = true;
  engine::BlindReason reason = engine::BlindReason::disconnected;
  engine::Time since;
};

/// What the key figures count. Each is defined by a query on the journal (see figures.h).
struct Tally {
  int incidents = 0, incidents_open = 0;
  int notices = 0, delivered = 0, undelivered = 0;
  int corrected = 0, not_corrected = 0, relapsed = 0;
  int cases = 0, cases_over = 0, cases_closed = 0, on_time = 0;
  int reports = 0;
  int blind = 0;
  std::array<int, 3> shops{};   ///< By colour.
};

/// Everything as it stood at one instant. A plain value.
struct Moment {
  engine::Time at;
  std::size_t events = 0;       ///< Of the journal, so many were over.
  std::size_t entries = 0;      ///< Of the scene log.
  std::size_t feed = 0;         ///< Of `Timeline::feed`.
  std::map<sim::ThingId, StandingThing> standing;
  std::vector<OfficerMoment> officers;
  std::map<std::uint64_t, OpenStay> stays;               ///< By occupancy.
  std::map<std::uint32_t, IncidentMoment> incidents;     ///< All so far, by number.
  std::map<std::uint32_t, CaseMoment> cases;
  std::vector<ShopMoment> shops;
  std::vector<CameraMoment> cameras;
  std::map<std::uint32_t, engine::event::SightingConfirmed> sightings;
  std::map<std::uint32_t, engine::IncidentId> notice_of;  ///< Incident by notice.
  Tally tally;
};

class Timeline {
 public:
  /// `replay` must outlive it. `between_checkpoints`: so many events and entries are folded in about a millisecond at the default; ≥ 1.
  Timeline(const Replay& replay, engine::Time start, engine::Time planned_end, std::size_t between_checkpoints = 3000);

  /// More of the run: both in order, and everything up to `known_until` is now known.
  void append(std::vector<engine::Event> events, std::vector<sim::SceneLogEntry> entries, engine::Time known_until);
  /// Nothing more will come.
  void finish(engine::Time end);

  engine::Time start() const { return start_; }
  engine::Time known_until() const { return known_until_; }
  engine::Time planned_end() const { return planned_end_; }
  bool finished() const { return finished_; }

  /// The state at an instant; it is clamped to what is known. Forward by a little is cheap; backward costs at most the fold from the
  /// last checkpoint. The reference is good until the next call.
  const Moment& at(engine::Time instant);

  /// What stood at an instant, by ascending id, without moving `at`.
  std::vector<sim::Thing> standing_at(engine::Time instant) const;

  const std::vector<engine::Event>& journal() const { return journal_; }
  const std::vector<sim::SceneLogEntry>& scene_log() const { return log_; }
  /// Indices into `journal` of what the feed shows: incidents, notices, cases and changes of colour in the run itself.
  const std::vector<std::size_t>& feed() const { return feed_; }
  /// Instants at which incidents opened, ascending: for the marks on the time bar and for jumping.
  const std::vector<engine::Time>& incident_times() const { return incident_times_; }

 private:
  Moment beginning() const;
  void fold(Moment& moment, engine::Time until) const;
  void take(Moment& moment, const engine::Event& event) const;
  void take(Moment& moment, const sim::SceneLogEntry& entry) const;
  void take_case(Moment& moment, engine::Time at, const engine::event::CaseMoved& moved) const;
  void keep_checkpoints();

  const Replay& replay_;
  engine::Time start_, known_until_, planned_end_;
  std::size_t between_checkpoints_;
  bool finished_ = false;
  std::vector<engine::Event> journal_;
  std::vector<sim::SceneLogEntry> log_;
  std::vector<std::size_t> feed_;
  std::vector<engine::Time> incident_times_;
  std::vector<Moment> checkpoints_;   ///< Ascending; the first is the beginning.
  Moment moment_;
};

}  // namespace tricolor::harness
