// The watch turns what cameras say into sightings. It leads each input through two machines: the camera's lane makes a
// look of it (`eye/lane.h`), and the book of stays judges the look (`zones/stay_book.h`). The facade owns one watch.
//
// State from occupancies on is a fold of the journal: `apply` is called for every event, live and at restore. Pictures,
// and what was seen in single pictures, are not journalled: after a restore they start cold, and an occupancy that was
// open is `unconfirmed` until its camera has looked again.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/configuration.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "engine/ports.h"
#include "engine/vision.h"
#include "types/event_sink.h"
#include "zones/place_state.h"

namespace tricolor::engine {

class Watch {
 public:
  /// All arguments outlive the watch; `vision` may be null.
  Watch(const Configuration& configuration, const Policy& policy, const Vision* vision);
  ~Watch();

  /// Begins to watch, if no input or restart has begun it: cameras of which nothing is heard from here on are blind.
  void go_live(Time now);

  void handle(const Frame& frame, Time now, EventSink& out);
  void handle(const Unchanged& unchanged, Time now, EventSink& out);
  void handle(const Blind& blind, Time now, EventSink& out);
  void handle(const Detections& detections, Time now, EventSink& out);
  void handle(const Telling& telling, Time now, EventSink& out);
  void handle(const ZoneOccupancy& occupancy, Time now, EventSink& out);
  void handle(const SceneConfirmed& confirmed, Time now, EventSink& out);

  /// The last instant of which a camera has spoken in this life of the engine.
  std::optional<Time> heard(CameraId camera) const;

  /// The next instant at which something is due: a dwell that expires, a heartbeat that did not come, a gap that grew
  /// too long, a moved camera of which somebody is to be told.
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  void apply(const Event& event);

  /// Called once after the journal was folded at a restart. Nothing has been seen yet, so that every camera is asked
  /// for a look. There may have been no engine for a time, which is no dwell then.
  void start_cold(Time now);

  /// Journals what a restart has taken from the memory of open stays.
  void note_doubts(EventSink& out);

  /// Goes on where another watch of the same journal stopped, under another configuration or policy. Cameras that are
  /// configured as before keep their memory; the others start cold.
  void take_over(Watch& before, Time now);
  /// Ends the stays of cameras that their zone no longer lists, as unseen.
  void end_unwatched(EventSink& out);

  /// The state of the place of an incident: the zone for a shop front; within reach of `spot` elsewhere. "Clear" and
  /// "held" are as of looks at or after `not_before`; otherwise the place is unknown.
  PlaceState place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const;

  /// Asks for a look by a camera that watches the zone (the re-check).
  void want_look(ZoneId zone, Time not_before);

  /// Looks wanted since the last call, in order of (time, camera), without doubles.
  std::vector<LookWanted> take_looks_wanted();

  /// Cameras whose last telling was found to hold, because they did not answer a request, since the last call.
  std::vector<CameraId> take_vouched();

  /// Pictures of the sightings that were confirmed since the last call, in the order of the journal.
  std::vector<PictureTaken> take_pictures();

  /// Share of [from, until) in which every camera of a merchant's shop-front zones was blind, 0 … 1.
  double blind_share(MerchantId merchant, Time from, Time until) const;

  /// Forgets the blindness that ended at or before an instant; `blind_share` does not reach behind it.
  void let_go(Time until);
  /// Gives the memory of stays that are over, and takes it up after a snapshot's events were folded.
  PastStays past_stays() const;
  void take_up(const PastStays& past);

  /// Tells whether somebody wants pictures as evidence; while nobody does, none is encoded. At first somebody does.
  void want_pictures(bool wanted);

  Engine::Counters counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
