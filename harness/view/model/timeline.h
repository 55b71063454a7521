// Gives the state of a run at any instant: the engine's read model folded from the journal, and the street folded from
// the scene log. It knows no window.
//
// A timeline may still be growing: instants beyond `known_until` are not yet known. All of it belongs to one thread;
// events from another thread are handed over through an inbox (see live_run.h).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/replay.h"
#include "engine/service_state.h"

namespace tricolor::harness {

/// A thing that stands in the street.
struct StandingThing {
  sim::Thing thing;
  engine::Time since;
};

/// An officer of the squad, with his place and his case.
struct OfficerMoment {
  sim::Point from, to;
  engine::Time left_at, arrives_at;  ///< Equal while he stands.
  std::optional<engine::CaseId> case_id;
  engine::CaseState doing = engine::CaseState::closed;  ///< State of that case.

  sim::Point at(engine::Time now) const;
  bool on_the_way(engine::Time now) const { return now < arrives_at && arrives_at > left_at; }
};

/// Counts of the key figures. Each is defined by a query on the journal (see figures.h).
struct Tally {
  int incidents = 0, incidents_open = 0;
  int notices = 0, delivered = 0, undelivered = 0;
  int corrected = 0, not_corrected = 0, relapsed = 0;
  int cases = 0, cases_over = 0, cases_should_have_closed = 0, on_time = 0;
  int reports = 0;
  int blind = 0;
  std::array<int, 3> shops{};  ///< Number of shops by colour.
};

/// The whole state at one instant, as a plain value.
struct Moment {
  engine::Time at;
  std::size_t events = 0;   ///< Number of events of the journal up to the instant.
  std::size_t entries = 0;  ///< Number of entries of the scene log up to the instant.
  std::size_t feed = 0;     ///< Number of entries of `Timeline::feed` up to the instant.
  /// Shops and cameras of the city, also those that the journal does not name.
  std::size_t shop_count = 0, camera_count = 0;
  engine::ServiceState service;
  std::map<sim::ThingId, StandingThing> standing;
  std::vector<OfficerMoment> officers;
  Tally tally;

  /// Give the journal's record of a shop and of a camera of the city; the initial record where the journal has none.
  const engine::MerchantRecord& shop(std::size_t index) const;
  const engine::CameraRecord& camera(std::size_t index) const;
  /// Gives the camera whose sighting opened an incident.
  std::optional<engine::CameraId> camera_of(const engine::IncidentRecord& incident) const;
};

class Timeline {
 public:
  /// `replay` must outlive it. `between_checkpoints` is the number of events and entries between two checkpoints, ≥ 1;
  /// the default is folded in about a millisecond.
  Timeline(const Replay& replay, engine::Time start, engine::Time planned_end, std::size_t between_checkpoints = 3000);

  /// Adds events and entries of the run, both in order; everything up to `known_until` is now known.
  void append(std::vector<engine::Event> events, std::vector<sim::SceneLogEntry> entries, engine::Time known_until);
  /// Says that nothing more will come.
  void finish(engine::Time end);

  engine::Time start() const { return start_; }
  engine::Time known_until() const { return known_until_; }
  engine::Time planned_end() const { return planned_end_; }
  bool finished() const { return finished_; }

  /// Gives the state at an instant, which is clamped to the known ones. A small step forward is cheap; a step backward
  /// takes at most the fold from the last checkpoint. The reference is good until the next call.
  const Moment& at(engine::Time instant);

  /// Gives the things that stood at an instant, by ascending id, without moving `at`.
  std::vector<sim::Thing> standing_at(engine::Time instant) const;

  const std::vector<engine::Event>& journal() const { return journal_; }
  const std::vector<sim::SceneLogEntry>& scene_log() const { return log_; }
  /// Gives the read model of everything known, independently of the instant shown.
  const engine::ServiceState& known() const { return known_; }
  /// Gives the indices into `journal` of the events that the feed shows: incidents, notices, cases and changes of
  /// colour in the run itself.
  const std::vector<std::size_t>& feed() const { return feed_; }
  /// Gives the instants at which incidents opened, ascending, for the marks on the time bar and for jumps.
  const std::vector<engine::Time>& incident_times() const { return incident_times_; }

 private:
  Moment beginning() const;
  void fold(Moment& moment, engine::Time until) const;
  void take(Moment& moment, const sim::SceneLogEntry& entry) const;
  void keep_checkpoints();

  const Replay& replay_;
  engine::Time start_, known_until_, planned_end_;
  std::size_t between_checkpoints_;
  bool finished_ = false;
  std::vector<engine::Event> journal_;
  std::vector<sim::SceneLogEntry> log_;
  engine::ServiceState known_;
  std::vector<std::size_t> feed_;
  std::vector<engine::Time> incident_times_;
  std::vector<Moment> checkpoints_;  ///< Checkpoints, ascending; the first is the beginning.
  Moment moment_;
};

}  // namespace tricolor::harness
