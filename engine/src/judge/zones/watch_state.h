// The records that the watch keeps: one a camera and one an occupancy. Private to the sources of this room.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include "law/zone_map.h"
#include "tracking/appearance.h"
#include "tracking/footprint.h"
#include "vision/change_gate.h"
#include "zones/blindness.h"
#include "zones/watch.h"

namespace tricolor::engine {

/// A picture that may be wanted as evidence later.
struct KeptPicture {
  std::shared_ptr<const Image> image;
  Time at;
};

/// A stay in progress. The first block is a fold of the journal; the second is what pictures have shown since the
/// start.
struct OccupancyState {
  std::uint64_t number = 0;
  CameraId camera;
  ZoneId zone;
  ClassId violation_class;
  Time onset;
  GroundPoint spot;
  ImageBox box;
  bool confirmed = false;

  Time last_seen;        ///< Last instant at which it was seen, or Unchanged vouched for it.
  bool missing = false;  ///< The last look found its place empty …
  Time missing_since;    ///< … as did every look since this one.
  /// Instant since which its camera is blind or silent, or something nearer hides it.
  std::optional<Time> unseen_since;
  bool told = false;            ///< True when ZoneOccupancy told it: there will be no looks.
  bool unconfirmed = false;     ///< True while it is open since before a restart and not seen again yet.
  int looks = 0, detected = 0;  ///< Looks since the onset, and how many found it by the detector.
  int undecided = 0;            ///< Looks since the end of the dwell that left it in doubt.
  /// The detector's best score, or the confidence at the closer looks' mean log-odds, in 1/256.
  std::uint8_t score_256 = 0;
  int closer_looks = 0;
  double odds_sum = 0;              ///< Sum of the closer looks' log-odds.
  std::vector<MerchantId> between;  ///< The shops between which it lay last, if it ever did.
  std::optional<Time> plain_since;  ///< Instant since which it has plainly been one shop's.
  Appearance appearance;
  KeptPicture onset_picture, before_picture;
  std::optional<Time> due;  ///< Its entry in `told_due`, for a told stay.
};

/// A thing that may hold a place, but was not seen well enough.
struct Doubtful {
  ClassId violation_class;
  GroundPoint spot;
  Time since;     ///< Instant of the first look that found it.
  int looks = 0;  ///< Looks in a row, the last included, that left it in doubt.
};

/// A stay that is over because its thing went, or because nobody could see whether it did.
struct Left {
  ZoneId zone;
  ClassId violation_class;
  GroundPoint spot;
  Time at;
};

/// A camera that shows another scene for so long that somebody should be told.
struct MovedCamera {
  Time tell_at;
  std::string what;  ///< The text in which it is told.
  bool told = false;
};

struct CameraState {
  ChangeGate gate;
  std::vector<Detection> detections;  ///< Detections of the last look that saw.
  KeptPicture last_picture, previous_picture;
  /// Pictures of looks that saw, some of the last `kArrivesWithin` and some from before; see stood_there.
  std::deque<KeptPicture> recent;
  std::vector<Left> left;  ///< Stays that ended since the oldest of these pictures.
  Time sees_since;         ///< Instant since which no look is missing.
  Time known_through;      ///< Instant up to which the scene is known.
  Time heard;              ///< Instant of the last Frame, Unchanged or Blind.
  bool looked = false;
  std::set<std::uint64_t> open;       ///< Numbers of its open occupancies.
  std::vector<Doubtful> doubtful;     ///< Things that the last look left in doubt.
  std::optional<StillObjects> still;  ///< Set where the configuration asks for it.
  std::optional<Time> equal_since;    ///< Instant since which each picture was the same bit for bit.
  std::optional<Time> strange_since;  ///< Instant since which each picture that could be judged showed another scene.
  std::optional<Time> scene_kept_at;  ///< Instant of the last SceneLearnt since a person's word.
  std::optional<MovedCamera> moved;   ///< Set while it waits for its own scene or for a person.
};

/// Largest distance of two looks at a public spot that are one thing, metres. Assumed.
inline constexpr double kSameSpotM = 2.5;

struct Watch::Impl {
  const Configuration& configuration;
  const Policy& policy;
  const Vision* vision;
  /// Pictures not asked for yet; at most kMostPicturesWaiting of them have an image.
  std::vector<PictureTaken> pictures_taken;
  ZoneMap zones;
  Blindness blindness;
  std::vector<CameraState> cameras;
  std::map<std::uint64_t, OccupancyState> open;  ///< Open stays by number.
  /// Open stays told by ZoneOccupancy, by the instant when something is due.
  std::set<std::pair<Time, std::uint64_t>> told_due;
  /// Cameras by the instant from which their silence is blindness. An entry may be too early, because a camera is heard
  /// all the time; it is corrected when it comes to the front.
  mutable std::set<std::pair<Time, std::uint32_t>> silent_at;
  mutable std::vector<bool> listened;                  ///< Cameras that have an entry.
  std::map<std::pair<ZoneId, ClassId>, Time> cleared;  ///< Instant at which the last stay in a place ended.
  std::set<std::pair<Time, CameraId>> wanted;
  /// Cameras that wait for a person, by the instant at which somebody is told.
  std::set<std::pair<Time, std::uint32_t>> moved_due;
  std::uint64_t next_occupancy = 1;
  std::uint32_t next_sighting = 1;
  Time journal_time;
  Time cold_since;    ///< Instant of the last restart.
  bool live = false;  ///< True once something was handed in: from here on `apply` is no replay.
  Engine::Counters counters;
  /// The kinds of the trained detector, for boxes that come without one.
  ObjectKinds kinds{"pile", "display", "stall", "motor", "nonmotor", "person", "rider", "sign", "bin", "dog"};

  Impl(const Configuration& c, const Policy& p, const Vision* v);

  /// A thing in this look that holds a zone, or could hold one within the detector's expected error.
  struct Seen {
    const Detection* detection = nullptr;  ///< Its detection in the look in hand; null where a zone's state was told.
    Holding holding;
    Footprint footprint;
    GroundPoint spot;
    ImageBox box;
    std::uint8_t score_256 = 0;  ///< Score of the detector or confidence of the closer look, in 1/256.
    bool used = false;
    std::optional<Time> since = {};
    /// False when it is hidden, hardly believed, or could stand lawfully within the error that the detector expects.
    bool plain = true;
    bool foot_hidden = false;  ///< True when something nearer hides its foot: it goes on with no stay and begins none.
    bool beside = false;       ///< True when it stands lawfully, but within the expected error of an unlawful place.
    bool stood = false;        ///< True when it has not come: an earlier look shows it there.
    bool looked_closer = false;
  };

  void see(CameraId camera, const std::vector<Detection>& detections, Time at, const Image* image, bool detected,
           EventSink& out);
  std::vector<Seen> held_now(CameraId camera, const std::vector<Detection>& detections, Time at) const;
  bool place(Seen& candidate, CameraId camera, const Detection& detection, Time at) const;
  static void put_in_order(std::vector<Seen>& seen);
  void look_closer(CameraId camera, std::vector<Seen>& seen, Time at, const Image* image, bool detected) const;
  const OccupancyState* stay_at(CameraId camera, const Seen& seen) const;
  void remember(CameraId camera, const KeptPicture& picture);
  bool stood_there(CameraId camera, const Seen& seen, Time at, const Image& image) const;
  bool left_since(CameraId camera, const Seen& seen, Time then) const;
  void note_left(const OccupancyState& occupancy, Time at);
  const Doubtful* doubted(CameraId camera, const Seen& seen) const;
  void look_again(CameraId camera, const std::vector<Seen>& seen, Time at);
  Seen* best_match(const OccupancyState& occupancy, std::vector<Seen>& seen) const;
  void missed(OccupancyState& occupancy, CameraId camera, Time at, EventSink& out);
  void continued(OccupancyState& occupancy, const Seen* seen, Time at, const Image* image, bool detected,
                 EventSink& out);
  void started(CameraId camera, const Seen& seen, Time at, const Image* image, EventSink& out);
  void confirm(OccupancyState& occupancy, Time at, EventSink& out);
  void end(std::uint64_t number, Time last_seen, bool by_blindness, EventSink& out);
  void went_blind(CameraId camera, Time from, BlindReason reason, EventSink& out);
  void sees_again(CameraId camera, Time at, EventSink& out);
  void cannot_see(const Frame& frame, const GateResult& gate, EventSink& out);
  /// True when a camera's messages without a picture can be believed: not while its pictures showed another scene.
  bool shows_its_scene(CameraId camera) const;
  void shows_another_scene(CameraId camera, Time at, EventSink& out);
  void keep_scene(CameraId camera, Time now, EventSink& out);
  void apply_scene(const Event& event);
  void note_moved(const event::CameraBecame& became, Time at);
  void tell_moved(Time now, EventSink& out);
  void forget_moved(CameraId camera);
  /// The detector's finds, and the still objects besides.
  std::vector<Detection> with_still_objects(CameraId camera, const Frame& frame);
  /// Largest distance of two looks at a public spot that are one thing: metres, or pixels before an uncalibrated
  /// camera.
  double same_spot(CameraId camera, const ImageBox& box) const {
    return configuration.cameras[camera.value].geometry ? kSameSpotM
                                                        : 0.5 * std::max({box.width_px, box.height_px, 16.0f});
  }
  void want(CameraId camera, Time not_before) { wanted.insert({not_before, camera}); }
  Duration gap(CameraId camera) const;
  /// The first instant at which an open stay may be confirmed; none when it is confirmed already.
  std::optional<Time> due_from(const OccupancyState& occupancy) const;
  bool due(const OccupancyState& occupancy, Time at) const;
  void go_live(Time now);
  /// Notes when a told stay will be too long, or over.
  void plan(OccupancyState& occupancy);
  /// Notes that a camera was heard, if that is not noted yet.
  void listen(CameraId camera) const;
  void note_silence(CameraId camera, Time at);
  bool hidden(const OccupancyState& occupancy, const std::vector<Detection>& detections) const;
  bool cold(const OccupancyState& occupancy, Time at) const;
  void hide(OccupancyState& occupancy, Time at);
  static void note_score(OccupancyState& occupancy, const Seen& seen);
  static bool sure(const OccupancyState& occupancy);
  static void note_claim(OccupancyState& occupancy, const std::vector<MerchantId>& between, Time at);
  void delay(OccupancyState& occupancy, Duration unseen, EventSink& out);
  std::vector<std::uint64_t> open_of(CameraId camera) const;
  void keep(event::SightingConfirmed& sighting, const KeptPicture& picture, EvidenceMoment moment,
            std::optional<ImageBox> box);
};

/// Share of a thing's box behind a nearer one from which on it is hidden, 0 … 1. Assumed.
inline constexpr double kHiddenFrom = 0.5;
/// Intersection over union of two boxes from which on they have the same place and shape, 0 … 1. Assumed.
inline constexpr double kSameShapeFrom = 0.5;
/// Least confidence of a closer look, in 1/256, that does not leave a thing in doubt. 128 is even odds.
inline constexpr std::uint8_t kBelievedFrom = 128;
/// Number of further looks at a thing that the first look leaves in doubt. Assumed.
inline constexpr int kFurtherLooks = 2;
/// Age of an earlier look from which on a thing that it did not show has come since. Assumed: 5 s; an arrival with
/// somebody before it takes less.
inline constexpr Duration kArrivesWithin{5'000'000};
/// Number of looks of at least that age that are kept, because passers-by may have hidden a thing in one of them.
/// Assumed.
inline constexpr int kEarlierLooks = 3;
/// Least share of a place that is alike in an earlier look (see `alike_share`) when it shows what stood there then,
/// with somebody before it or not. Of the rightly accused things of eight streets none agreed in more than 0.52 of its
/// cells with the look before it came. Assumed.
inline constexpr double kStoodShare = 0.62;
/// Number of looks at the end of its dwell that leave a stay in doubt, at which it is dropped. Assumed.
inline constexpr int kDecidingLooks = 2;
/// Time unseen after which nobody can say that a thing is still the same: its clock starts anew. Assumed: 15 min, the
/// time to correct.
inline constexpr Duration kUnseenTooLong{900'000'000};
/// Time after which a camera that shows another scene was moved; until then something may have passed before its lens.
/// Assumed: 1 min.
inline constexpr Duration kMovedAfter{60'000'000};
/// Least time between two records of a scene that follows slow change, hours. Assumed.
inline constexpr Duration kKeepSceneEvery{std::chrono::hours{24}};

}  // namespace tricolor::engine
