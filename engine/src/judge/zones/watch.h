// From what cameras say to sightings: gate, detector, zone occupancy, dwell, attribution. The facade owns one.
//
// State from occupancies on is a fold of the journal: `apply` is called for every event, live and at restore. Pictures,
// what was seen in single pictures is not journalled: after a restore they start cold, and an occupancy that was open
// is `unconfirmed` until its camera has looked again.
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

namespace tricolor::engine {

/// So long after a restart a stay that is not found again may still be there; whoever waits for the state of a place
/// waits as long. Assumed.
inline constexpr Duration kColdPatience{300'000'000};

/// What is known about a place at an instant.
struct PlaceState {
  enum class Is : std::uint8_t {
    held,     ///< Occupied at the last look that counts.
    clear,    ///< Seen empty.
    unknown,  ///< Every camera of the zone is blind, or has not looked since `since`.
  };
  Is is = Is::unknown;
  Time since;  ///< Held or clear since; for unknown, the last instant at which it was known.
};

/// A picture of a sighting that was confirmed, for the evidence store once the sighting is in the journal.
struct PictureTaken {
  SightingId sighting;
  EvidenceLabel label;
  std::shared_ptr<const Image> image;  ///< Null when too many waited already: the picture is lost.
};

/// Pictures that wait at most while a store refuses, about 40 MB of 640 × 360.
inline constexpr std::size_t kMostPicturesWaiting = 60;

struct LookWanted {
  CameraId camera;
  Time not_before;
};

class Watch {
 public:
  /// All arguments outlive the watch; `vision` may be null.
  Watch(const Configuration& configuration, const Policy& policy, const Vision* vision);
  ~Watch();

  void handle(const Frame& frame, Time now, EventSink& out);
  void handle(const Unchanged& unchanged, Time now, EventSink& out);
  void handle(const Blind& blind, Time now, EventSink& out);
  void handle(const Detections& detections, Time now, EventSink& out);
  void handle(const ZoneOccupancy& occupancy, Time now, EventSink& out);
  void handle(const SceneConfirmed& confirmed, Time now, EventSink& out);

  /// The last instant of which a camera has spoken in this life of the engine.
  std::optional<Time> heard(CameraId camera) const;

  /// Dwell expiries, heartbeats that did not come, gaps that grew too long, moved cameras of which is to be told.
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  void apply(const Event& event);

  /// To be called once after the journal was folded at a restart: nothing has been seen yet, so that every camera with
  /// an open occupancy is asked for a look. `away`: there may have been no engine for a time, which is no dwell then.
  void start_cold(Time now, bool away);

  /// The state of the place of an incident: the zone for a shop front; within reach of `spot` elsewhere.
  /// "Clear" and "held" are as of looks at or after `not_before`; otherwise unknown.
  PlaceState place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const;

  /// Asks for a look by a camera that watches the zone (the re-check).
  void want_look(ZoneId zone, Time not_before);

  /// Looks wanted since the last call, in order of (time, camera), without doubles.
  std::vector<LookWanted> take_looks_wanted();

  /// Pictures of the sightings that were confirmed since the last call, in the order of the journal.
  std::vector<PictureTaken> take_pictures();

  /// Share of [from, until) in which every camera of a merchant's shop-front zones was blind, 0 … 1.
  double blind_share(MerchantId merchant, Time from, Time until) const;

  Engine::Counters counters() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::engine
