// The book of stays judges looks. It says when a stay begins, goes on, is missed, is too long and ends, which cameras
// can be believed, and what is to be looked at again. It reads no pixel; pictures pass through it as evidence.
//
// The stays are a fold of the journal (`apply`), and so is whether a camera is blind or moved. What single looks have
// shown is not journalled and starts cold after a restart. One thread uses it at a time.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/configuration.h"
#include "engine/event.h"
#include "engine/input.h"
#include "engine/policy.h"
#include "eye/look.h"
#include "law/zone_map.h"
#include "types/event_sink.h"
#include "zones/blindness.h"
#include "zones/place_state.h"

namespace tricolor::engine {

/// A picture as evidence.
struct EvidencePicture {
  Time at;                           ///< Instant at which it was taken.
  std::shared_ptr<const Jpeg> jpeg;  ///< Null when nobody wanted pictures then, or it was lost to a limit.
  bool lost = false;                 ///< True when its camera's stays held too much already.
};

/// Largest size of the encoded pictures that the open stays of one camera hold, bytes; further stays begin without
/// pictures. A picture of 640 × 360 takes about 55 kB. Assumed: six stays at a time, each with two pictures.
inline constexpr std::size_t kMostEvidenceBytes = 660'000;

/// A stay in progress. The first block is a fold of the journal; the second is what looks have shown since the start.
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
  bool found = false;    ///< True when its camera's last look showed its thing.
  bool missing = false;  ///< The last look found its place empty …
  Time missing_since;    ///< … as did every look since this one.
  /// Instant since which its camera is blind or silent, or something nearer hides it.
  std::optional<Time> unseen_since;
  bool told = false;            ///< True when ZoneOccupancy told it: there will be no looks.
  bool unconfirmed = false;     ///< True while it is open since before a restart and not seen again yet.
  int looks = 0, detected = 0;  ///< Looks since the onset, and how many found it by the detector.
  bool plain = false;           ///< True when its camera's last look saw it plainly.
  int undecided = 0;            ///< Looks since the end of the dwell that left it in doubt.
  /// The detector's best score, or the confidence at the closer looks' mean log-odds, in 1/256.
  std::uint8_t score_256 = 0;
  int closer_looks = 0;
  double odds_sum = 0;  ///< Sum of the closer looks' log-odds.
  int plain_looks = 0;  ///< Closer looks that saw it plainly, and the sum of their log-odds.
  double plain_odds = 0;
  std::vector<MerchantId> between;  ///< The shops between which it lay last, if it ever did.
  std::optional<Time> plain_since;  ///< Instant since which it has plainly been one shop's.
  std::optional<EvidencePicture> onset_picture, before_picture;  ///< Until it is confirmed.
  event::OccupancyDoubted doubts;                                ///< Doubts about it, as journalled last.
  std::optional<Time> due;                                       ///< Its entry in `told_due_`, for what is told.
};

class StayBook {
 public:
  /// All arguments outlive the book.
  StayBook(const Configuration& configuration, const Policy& policy, const ZoneMap& law);

  /// Goes live at the first input or the restart: from here on the world is asked for looks, `apply` is no replay, and
  /// a camera of which nothing is heard is blind after its heartbeat's time.
  void go_live(Time now);

  /// Tells a camera's lane of its stays, before a look that comes at `now` or after one that came then.
  Brief brief(CameraId camera, Time now) const;
  /// Judges a look. `now` is the instant at which it came.
  void observe(const Look& look, Time now, EventSink& out);
  /// Notes that boxes of another analyser came. False when they are no look: they are older than what was heard of the
  /// camera, or the camera shows another scene than its own.
  bool takes(const Detections& detections);
  /// The same for what a continuous camera tells.
  bool takes(const Telling& telling);
  /// Judges an occupancy that another analyser tells. What it tells holds until it tells otherwise or goes blind: such
  /// a camera has no heartbeat, and a dwell that it tells ends by a timer.
  void told(const ZoneOccupancy& given, EventSink& out);
  /// Takes a camera's word that no still thing has changed since its last look. After a silence it shows that the
  /// camera is there again; what its stays did meanwhile only a look shows, which is asked for.
  void vouch(const Unchanged& unchanged, EventSink& out);
  void blind(const Blind& blind, EventSink& out);
  void scene_confirmed(const SceneConfirmed& confirmed, Time now, EventSink& out);

  void apply(const Event& event);
  /// Starts cold after a restart: nothing was seen yet, and there may have been no engine for a time.
  void start_cold(Time now);
  /// Goes on where another book of the same journal stopped, for the cameras that are `kept`, by number; the others
  /// start cold.
  void take_over(StayBook& before, const std::vector<bool>& kept, Time now);
  /// Ends the stays of cameras that their zone no longer lists, as unseen.
  void end_unwatched(EventSink& out);
  /// Journals what speaks against accusing open stays where that has changed since it was journalled.
  void note_doubts(EventSink& out);
  std::optional<Time> next_deadline() const;
  void wake(Time now, EventSink& out);

  std::optional<Time> heard(CameraId camera) const;
  PlaceState place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const;
  void want_look(ZoneId zone, Time not_before);
  std::vector<LookWanted> take_looks_wanted();
  /// Cameras that did not answer a request in time, so that their last telling was found to hold.
  std::vector<CameraId> take_vouched() { return std::exchange(vouched_, {}); }
  std::vector<PictureTaken> take_pictures() { return std::exchange(pictures_taken_, {}); }
  double blind_share(MerchantId merchant, Time from, Time until) const;
  /// Forgets the blindness that ended at or before an instant; `blind_share` does not reach behind it.
  void let_go(Time until) { blindness_.let_go(until); }
  PastStays past_stays() const;
  /// Takes up what a snapshot kept, after its events were folded.
  void take_up(const PastStays& past);
  /// Pictures are encoded as evidence while somebody wants them; at first somebody does.
  void want_pictures(bool wanted) { pictures_wanted_ = wanted; }
  /// Memory of the encoded pictures of all open stays and of those that wait for the evidence store, bytes.
  std::size_t bytes() const;
  std::uint64_t looks_requested() const { return looks_requested_; }

 private:
  /// A camera that shows another scene for so long that somebody should be told.
  struct MovedCamera {
    Time tell_at;
    std::string what;  ///< The text in which it is told.
    bool told = false;
  };

  struct CameraState {
    KeptPicture picture;                  ///< The last picture, for evidence.
    KeptPicture before;                   ///< The one before it, while the look is being judged.
    std::optional<Time> remembers_since;  ///< Instant of the oldest picture that its lane remembers.
    std::vector<Doubtful> doubtful;       ///< Things that the last look left in doubt.
    std::vector<Left> left;               ///< Stays that ended since the oldest picture that its lane remembers.
    Time known_through;                   ///< Instant up to which the scene is known.
    Time heard;                           ///< Instant of the last word of the camera.
    Time missed_from;                     ///< Instant from which it is silent while nothing was heard of it.
    bool cold = false;                    ///< True after a restart until it has looked.
    bool looked = false;                  ///< True once it has said what it sees, in this life.
    bool continuous = false;              ///< True when its last look was told: that holds until the next.
    bool beats = false;                   ///< True once it gave a look or a heartbeat, in this life.
    /// Instant of the look that was asked for because a silent camera beats again, until it comes.
    std::optional<Time> look_on_return;
    std::set<std::uint64_t> open;       ///< Numbers of its open occupancies.
    std::optional<Time> scene_kept_at;  ///< Instant of the last SceneLearnt since a person's word.
    std::optional<MovedCamera> moved;   ///< Set while it waits for its own scene or for a person.
  };

  /// Things of the look in hand that belong to a stay already, by their index in the look.
  using Used = std::vector<bool>;

  void see(const Look& look, EventSink& out);
  void judge_told(const ZoneOccupancy& given, EventSink& out);
  bool takes(CameraId camera, Time at);
  /// True when the last look showed its thing so that it may be accused once its dwell is over.
  bool accusable(const OccupancyState& occupancy) const;
  /// True when a continuous camera has told since a request, or can tell nothing now.
  bool answered(CameraId camera, Time not_before) const;
  void take_last_tellings(Time now);
  bool goes_on(OccupancyState& occupancy, Time at, bool swapped, EventSink& out);
  void begin_new(const Look& look, Used& used, EventSink& out);
  const Thing* best_match(const OccupancyState& occupancy, const Look& look, const Used& used) const;
  bool stay_at(CameraId camera, const Thing& thing) const;
  const Doubtful* doubt_of(CameraId camera, const Thing& thing) const;
  void look_again(const Look& look, const Used& used);
  void note_left(const OccupancyState& occupancy, Time at);
  void missed(OccupancyState& occupancy, Time at, EventSink& out);
  void missed_cold(OccupancyState& occupancy, Time at);
  void continued(OccupancyState& occupancy, const Thing* thing, const Look& look, EventSink& out);
  void note_doubts(CameraId camera, EventSink& out);
  void start_cold(OccupancyState& occupancy, Time now, bool away);
  void restore_doubts(const event::OccupancyDoubted& doubted);
  void started(CameraId camera, const Thing& thing, Time onset, Time at, EventSink& out);
  void confirm(OccupancyState& occupancy, Time at, EventSink& out);
  void end(std::uint64_t number, Time last_seen, bool by_blindness, EventSink& out);
  void went_blind(CameraId camera, Time from, BlindReason reason, EventSink& out);
  void sees_again(CameraId camera, Time at, EventSink& out);
  void cannot_see(const Look& look, EventSink& out);
  void shows_another_scene(const Look& look, EventSink& out);
  /// True when a camera's messages without a picture can be believed: not while its pictures showed another scene.
  bool shows_its_scene(CameraId camera) const;
  bool scene_due(CameraId camera, Time now) const;
  void apply_scene(const Event& event);
  void note_moved(const event::CameraBecame& became, Time at);
  void tell_moved(Time now, EventSink& out);
  void forget_moved(CameraId camera);
  void want(CameraId camera, Time not_before) { wanted_.insert({not_before, camera}); }
  Duration gap(CameraId camera) const;
  /// The first instant at which an open stay may be confirmed; none when it is confirmed already.
  std::optional<Time> due_from(const OccupancyState& occupancy) const;
  bool due(const OccupancyState& occupancy, Time at) const;
  /// Notes when a stay that is told will be too long, or over, if nothing more is told.
  void plan(OccupancyState& occupancy);
  /// Notes when the silence of a camera would be blindness, if that is not noted yet.
  void listen(CameraId camera) const;
  bool has_heartbeat(CameraId camera) const;
  /// The instant from which a camera is silent: that of its last word, or that at which this life began or it joined.
  Time silent_since(CameraId camera) const;
  /// The first instant at which a camera's silence is blindness; none while it is blind, or has no heartbeat.
  std::optional<Time> silent_at(CameraId camera) const;
  std::optional<Time> silent_after(CameraId camera) const;
  /// The longest time between two looks that is no silence.
  Duration longest_pause(CameraId camera) const;
  void note_silence(CameraId camera, Time at);
  bool cold(const OccupancyState& occupancy, Time at) const;
  void hide(OccupancyState& occupancy, Time at);
  void delay(OccupancyState& occupancy, Duration unseen, EventSink& out);
  std::vector<std::uint64_t> open_of(CameraId camera) const;
  /// Numbers of the open stays that a question about this place may be about: those of the class in a zone that is one
  /// place as a whole, those of the class in all zones otherwise.
  const std::set<std::uint64_t>& open_about(ZoneId zone, ClassId violation_class) const;
  std::optional<EvidencePicture> evidence(const KeptPicture& picture, std::size_t held_bytes) const;
  std::size_t evidence_bytes(CameraId camera) const;
  void keep(event::SightingConfirmed& sighting, const std::optional<EvidencePicture>& picture, EvidenceMoment moment,
            std::optional<ImageBox> box);

  const Configuration& configuration_;
  const Policy& policy_;
  const ZoneMap& law_;
  /// Pictures not asked for yet; at most kMostPicturesWaiting of them have an image.
  std::vector<PictureTaken> pictures_taken_;
  Blindness blindness_;
  std::vector<CameraState> cameras_;
  std::map<std::uint64_t, OccupancyState> open_;  ///< Open stays by number.
  /// Numbers of the open stays of a class in a zone, and of a class in all zones.
  std::map<std::pair<ClassId, ZoneId>, std::set<std::uint64_t>> open_in_zone_;
  std::map<ClassId, std::set<std::uint64_t>> open_of_class_;
  /// Open stays that are told, by the instant when something is due.
  std::set<std::pair<Time, std::uint64_t>> told_due_;
  /// Looks asked of continuous cameras about a place: the instant until which an answer is awaited, the camera, and the
  /// instant from which a telling is one. Those that are answered leave when they come to the front.
  mutable std::set<std::tuple<Time, std::uint32_t, Time>> awaited_;
  std::vector<CameraId> vouched_;
  /// Cameras by the instant from which their silence is blindness. An entry may be too early, because a camera is heard
  /// all the time; it is corrected when it comes to the front.
  mutable std::set<std::pair<Time, std::uint32_t>> silent_at_;
  mutable std::vector<bool> listened_;                  ///< Cameras that have an entry.
  std::vector<bool> watches_;                           ///< Cameras that a zone lists; others are not missed.
  std::map<std::pair<ZoneId, ClassId>, Time> cleared_;  ///< Instant at which the last stay in a place ended.
  std::set<std::pair<Time, CameraId>> wanted_;
  /// Cameras that wait for a person, by the instant at which somebody is told.
  std::set<std::pair<Time, std::uint32_t>> moved_due_;
  std::optional<Time> hours_begin_;  ///< Next instant at which the hours of some class begin.
  bool pictures_wanted_ = true;
  std::uint64_t next_occupancy_ = 1;
  std::uint32_t next_sighting_ = 1;
  std::uint64_t looks_requested_ = 0;
  Time journal_time_;
  Time cold_since_;    ///< Instant of the last restart.
  bool live_ = false;  ///< True once something was handed in: from here on `apply` is no replay.
};

}  // namespace tricolor::engine
