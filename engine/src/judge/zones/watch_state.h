// What the watch keeps: one record a camera and one an occupancy. Private to zones/watch*.cpp.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <set>

#include "tracking/appearance.h"
#include "vision/change_gate.h"
#include "zones/blindness.h"
#include "zones/watch.h"
#include "zones/zone_map.h"

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

  Time last_seen;                    ///< Seen, or vouched for by Unchanged.
  bool missing = false;              ///< The last look found its place empty …
  Time missing_since;                ///< … as did every look since this one.
  std::optional<Time> unseen_since;  ///< Its camera blind or silent, or it hidden behind something nearer, since then.
  bool told = false;                 ///< Told by ZoneOccupancy: there will be no looks.
  bool unconfirmed = false;          ///< Open since before a restart, not seen again yet.
  int looks = 0, detected = 0;       ///< Looks since the onset, and how many found it by the detector.
  int undecided = 0;                 ///< Looks since the dwell that left it in doubt.
  std::uint8_t score_256 = 0;        ///< The best of the detector's, or the closer looks' mean confidence.
  int closer_looks = 0;
  double odds_sum = 0;              ///< Of their log-odds.
  std::vector<MerchantId> between;  ///< The shops between which it lay last, if it ever did.
  std::optional<Time> plain_since;  ///< Plainly one shop's since then.
  Appearance appearance;
  KeptPicture onset_picture, before_picture;
  std::optional<Time> due;  ///< Of a told stay: its entry in `told_due`.
};

/// A thing that may hold a place, were it seen better.
struct Doubtful {
  ClassId violation_class;
  GroundPoint spot;
  Time since;     ///< The first look that found it.
  int looks = 0;  ///< In a row, the last included, that left it in doubt.
};

/// A stay that is over because its thing went, or nobody could see whether it did.
struct Left {
  ZoneId zone;
  ClassId violation_class;
  GroundPoint spot;
  Time at;
};

/// A camera that shows another scene for so long that somebody should be told.
struct MovedCamera {
  Time tell_at;
  std::string what;  ///< As it is told.
  bool told = false;
};

struct CameraState {
  ChangeGate gate;
  std::vector<Detection> detections;  ///< Of the last look that saw.
  KeptPicture last_picture, previous_picture;
  std::deque<KeptPicture>
      recent;  ///< Of looks that saw, some of the last `kArrivesWithin` and some from before; see stood_there.
  std::vector<Left> left;  ///< Since the oldest of these.
  Time sees_since;         ///< No look is missing since then.
  Time known_through;      ///< The scene is known up to here.
  Time heard;              ///< Last Frame, Unchanged or Blind.
  bool looked = false;
  std::set<std::uint64_t> open;       ///< Numbers of its open occupancies.
  std::vector<Doubtful> doubtful;     ///< Things that the last look left in doubt.
  std::optional<StillObjects> still;  ///< Where the configuration asks for it.
  std::optional<Time> equal_since;    ///< Each picture since then was the same bit for bit.
  std::optional<Time> strange_since;  ///< Each picture since then that could be judged showed another scene.
  std::optional<Time> scene_kept_at;  ///< The last SceneLearnt since a person's word.
  std::optional<MovedCamera> moved;   ///< It waits for its own scene or for a person.
};

/// How near two looks at a public spot must be to be one thing, metres. Assumed.
inline constexpr double kSameSpotM = 2.5;

struct Watch::Impl {
  const Configuration& configuration;
  const Policy& policy;
  const Vision* vision;
  std::vector<PictureTaken> pictures_taken;  ///< Not asked for yet; at most kMostPicturesWaiting have an image.
  ZoneMap zones;
  Blindness blindness;
  std::vector<CameraState> cameras;
  std::map<std::uint64_t, OccupancyState> open;  ///< By number.
  std::set<std::pair<Time, std::uint64_t>>
      told_due;  ///< Open stays told by ZoneOccupancy, by the instant when something is due.
  /// Cameras by the instant from which their silence is blindness. An entry may be too early, because a camera is heard
  /// all the time; it is put right when it comes to the front.
  mutable std::set<std::pair<Time, std::uint32_t>> silent_at;
  mutable std::vector<bool> listened;                  ///< Cameras that have an entry.
  std::map<std::pair<ZoneId, ClassId>, Time> cleared;  ///< When the last stay in a place ended.
  std::set<std::pair<Time, CameraId>> wanted;
  std::set<std::pair<Time, std::uint32_t>> moved_due;  ///< Cameras of which is to be told that they wait for a person.
  std::uint64_t next_occupancy = 1;
  std::uint32_t next_sighting = 1;
  Time journal_time;
  Time cold_since;    ///< The last restart.
  bool live = false;  ///< Something was handed in: from here on `apply` is no replay.
  Engine::Counters counters;
  /// The kinds of the trained detector, for boxes that come without one.
  ObjectKinds kinds{"pile", "display", "stall", "motor", "nonmotor", "person", "rider", "sign", "bin", "dog"};

  Impl(const Configuration& c, const Policy& p, const Vision* v);

  /// A thing in this look that holds a zone, or that the detector's doubt could make hold one.
  struct Seen {
    const Detection* detection = nullptr;  ///< Of the look in hand; null where a zone's state was told.
    Holding holding;
    Footprint footprint;
    GroundPoint spot;
    ImageBox box;
    std::uint8_t score_256 = 0;  ///< The detector's, or the closer look's confidence.
    bool used = false;
    std::optional<Time> since = {};
    bool plain = true;  ///< False: hidden, hardly believed, or the doubt that the detector states itself could put it
                        ///< where it is lawful.
    bool foot_hidden = false;  ///< Something nearer hides on what it stands: it goes on with no stay and begins none.
    bool beside = false;       ///< It stands where it is lawful, but within the doubt of where it is not.
    bool stood = false;        ///< It has not come: an earlier look shows it there.
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
  /// Whether what a camera tells without a picture can be believed: not while its pictures showed another scene.
  bool shows_its_scene(CameraId camera) const;
  void shows_another_scene(CameraId camera, Time at, EventSink& out);
  void keep_scene(CameraId camera, Time now, EventSink& out);
  void apply_scene(const Event& event);
  void note_moved(const event::CameraBecame& became, Time at);
  void tell_moved(Time now, EventSink& out);
  void forget_moved(CameraId camera);
  /// What the detector found, and what stands still besides.
  std::vector<Detection> with_still_objects(CameraId camera, const Frame& frame);
  /// How near two looks at a public spot must be to be one thing: metres, or pixels before an uncalibrated camera.
  double same_spot(CameraId camera, const ImageBox& box) const {
    return configuration.cameras[camera.value].geometry ? kSameSpotM
                                                        : 0.5 * std::max({box.width_px, box.height_px, 16.0f});
  }
  void want(CameraId camera, Time not_before) { wanted.insert({not_before, camera}); }
  Duration gap(CameraId camera) const;
  void go_live(Time now);
  /// Puts down when a told stay will be too long, or over.
  void plan(OccupancyState& occupancy);
  /// Puts down that a camera was heard, if it is not put down yet.
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

/// A thing with this share of its box behind a nearer one is hidden, 0 … 1. Assumed.
inline constexpr double kHiddenFrom = 0.5;
/// Boxes that share this much (intersection over union) have the same place and shape, 0 … 1. Assumed.
inline constexpr double kSameShapeFrom = 0.5;
/// A closer look that believes in a thing less than this, of 256, leaves it in doubt. Even odds.
inline constexpr std::uint8_t kBelievedFrom = 128;
/// So many further looks are asked for at what the first look leaves in doubt. Assumed.
inline constexpr int kFurtherLooks = 2;
/// What an earlier look than this did not show has come since. Assumed: an arrival with somebody before it takes less.
inline constexpr Duration kArrivesWithin{5'000'000};
/// So many of the looks before that are kept, because passers-by may have hidden a thing in one of them. Assumed.
inline constexpr int kEarlierLooks = 3;
/// A place of which such a share is alike in an earlier look (see `alike_share`) shows what stood there then, somebody
/// before it or not. Of the rightly accused things of eight streets none agreed in more than 0.52 of its cells with the
/// look before it came. Assumed.
inline constexpr double kStoodShare = 0.62;
/// So many looks at the end of its dwell may leave a stay in doubt before it is dropped. Assumed.
inline constexpr int kDecidingLooks = 2;
/// Nobody can say that a thing is still the same after this long unseen: its clock starts anew. Assumed: the time to
/// correct.
inline constexpr Duration kUnseenTooLong{900'000'000};
/// A camera that shows another scene for so long was moved; until then something may have passed before its lens.
/// Assumed.
inline constexpr Duration kMovedAfter{60'000'000};
/// A scene that follows slow change is kept again at most so often.
inline constexpr Duration kKeepSceneEvery{std::chrono::hours{24}};

}  // namespace tricolor::engine
