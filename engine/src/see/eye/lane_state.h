// These are the records that a lane keeps of its camera. They are private to the sources of this room.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "engine/still_objects.h"
#include "eye/lane.h"
#include "eye/packed_picture.h"
#include "tracking/appearance.h"
#include "vision/change_gate.h"

namespace tricolor::engine {

/// Earlier looks are remembered at this part of a picture's width and height. At a quarter a pile that is put down at
/// midnight is taken for what stood there (`scenarios/rules/over_midnight.yaml`, 2026-11-27).
inline constexpr int kEarlierSmaller = 2;

/// A thing of the look in hand while it is being placed.
struct Candidate : Thing {
  const Detection* detection = nullptr;
  Footprint footprint;
  bool beside = false;  ///< True when it stands lawfully, but within the expected error of an unlawful place.
  bool clear = true;    ///< True when it stands far enough from any lawful place to begin a stay.
  bool small = false;   ///< True when it is seen too small to begin one.
};

/// A look that saw, as its lane remembers it. Only means over the box of a thing are compared with it, so a small
/// picture is enough.
struct EarlierLook {
  Time at;
  /// See `smaller`. None for the last look, whose picture is at hand in full.
  std::optional<PackedPicture> small;
  /// These made things lawful then: the company that it showed, and the classes of which zones showed too few.
  std::vector<ZoneMap::Beside> beside = {};
  std::vector<std::pair<ClassId, ZoneId>> too_few = {};
};

/// The look in hand at the size and with the colours of earlier ones, made when it is first compared with one.
class SmallNow {
 public:
  /// `image` outlives it.
  explicit SmallNow(const Image& image) : image_(image) {}
  /// True when the place of a box, in pixels of the small picture, shows in an earlier look what it shows now.
  bool shows_as(const PackedPicture& earlier, const ImageBox& box);

 private:
  const Image& image_;
  std::optional<ColourPlanes> planes_;
  std::uint64_t brightness_ = 0;
  Image now_, then_;  ///< Of both only the parts that were compared.
};

/// The place of a thing by one closer look.
struct SeenPlace {
  std::uint8_t kind = 0;  ///< By the detector's list.
  ImageBox box;
  Footprint footprint;
  double doubt_m = 0;      ///< Expected error of the place along the line of sight, metres.
  bool overruled = false;  ///< True when a surer look at the same thing says where it stands.
};

/// The place of the thing of an open stay by the look that was surest of it.
///
/// Looks at one still thing err together: on the streets 501 … 508 (2 days each, 2026-11-27) the places of unlawful
/// racks were off by 0.31 m (root mean square) and differed from look to look by 0.16 m, and by hardly anything from
/// one second to the next. So a mean over looks is hardly surer than one of them. But looks differ in how sure they
/// are, because people stand in the way: 29 looks at seven racks expected 1.3 times the error of an earlier look at the
/// same rack or more. They were off by 0.36 m in the mean, and the earlier ones by 0.06 m. A thing that has not moved
/// therefore stands where the surest look saw it.
struct KnownPlace {
  SeenPlace seen;
  Appearance looks;      ///< How it looked then.
  float brightness = 0;  ///< `brightness_sample` of the picture that showed it.
};

struct Lane::Impl {
  const Eyes& eyes;
  const CameraId camera;
  const View view;
  Counters counters;
  ChangeGate gate;
  std::vector<Detection> detections;  ///< Detections of the last look that saw.
  KeptPicture last_picture;
  bool looked = false;       ///< True once a picture was judged.
  bool last_showed = false;  ///< True when the last look that saw had a picture.
  /// Looks that saw, some of the last `kArrivesWithin` and some from before; see stood_there.
  std::deque<EarlierLook> recent;
  Time sees_since;                               ///< Instant since which no look is missing.
  std::map<std::uint64_t, Appearance> looks_of;  ///< How the things of open stays looked when they were last seen.
  /// Where the things of open stays that are not confirmed stand. A restart forgets it: then the next look is as sure
  /// as it is by itself.
  std::map<std::uint64_t, KnownPlace> places_of;
  std::vector<SeenPlace> seen_places;       ///< Places by the closer looks of the last look.
  std::optional<float> brightness_of_last;  ///< Set where something asked for it; see brightness_of_look.
  std::optional<StillObjects> still;        ///< Set where the configuration asks for it.
  std::optional<Time> equal_since;          ///< Instant since which each picture was the same bit for bit.
  /// Instant since which each picture that could be judged showed another scene.
  std::optional<Time> strange_since;

  Impl(const Eyes& shared, CameraId id);

  const Camera& set_up() const { return eyes.configuration.cameras.at(camera.value); }
  GateResult through_the_gate(const Frame& frame);
  Look cannot_see(const Frame& frame, const GateResult& gate);
  /// The detector's finds, and the still objects besides.
  std::vector<Detection> with_still_objects(const Frame& frame);
  /// Fills in what a look that sees tells. `image` may be null.
  void tell(Look& look, const std::vector<Detection>& found, const Image* image, const Brief& brief);
  std::vector<Candidate> held_now(const std::vector<Detection>& found, Time at) const;
  /// The things beside which some class is no violation, with their places.
  std::vector<ZoneMap::Beside> company(const std::vector<Detection>& found) const;
  std::optional<Footprint> ground_of(const Detection& detection) const;
  bool place(Candidate& candidate, const Detection& detection, Time at) const;
  /// Sets the zone that a thing of this kind on this ground would hold. `doubt_m`: expected error of its place along
  /// the line of sight, where it is known.
  bool place(Candidate& candidate, const std::string& kind, const Footprint& footprint, std::optional<double> doubt_m,
             Time at) const;
  /// The same for the ground by a detector's own mark, which may be turned; whoever tells a thing knows how it stands.
  bool place_mark(Candidate& candidate, const std::string& kind, const Footprint& footprint, double doubt_m,
                  Time at) const;
  /// Sets the zone that a thing holds by a closer look at it. `stay`: number of the open stay to which it belongs.
  bool place_closer(Candidate& candidate, const Detection& closer, std::optional<std::uint64_t> stay,
                    const Image& image, Time at);
  /// True when a picture shows the thing of a known place where it was.
  bool unmoved(const KnownPlace& known, const SeenPlace& now, const Image& image);
  /// `brightness_sample` of the picture of the last look. It reads the whole picture, so that it is taken once a look
  /// at most, and only of a look that needs it.
  float brightness_of_look(const Image& image);
  void keep_places(const Brief& brief);
  bool may_be_lawful(const Candidate& candidate, const Image& image, Time at) const;
  /// True when a thing that the detector has standing across a bay may as well stand in it: see lengthwise.cpp.
  bool may_stand_lengthwise(const std::string& kind, const Footprint& footprint) const;
  void look_closer(std::vector<Candidate>& seen, const Look& look, const Image* image, const Brief& brief);
  void remember(Time at);
  void forget_older(Time at);
  void give_up_last_picture();
  bool stood_there(const Candidate& seen, Time at, SmallNow& now, const Brief& brief) const;
  bool left_since(const Candidate& seen, Time then, const Brief& brief) const;
};

/// Sorts candidates in an order of its own, so that the order in which they are listed does not matter. Things that
/// stand there plainly come first, then things of one shop before things between two, then the larger share before the
/// smaller.
void put_in_order(std::vector<Candidate>& seen);

/// Takes out the things that are lawful because of what stands beside them, and those of a class of which their zone
/// shows too few. Gives the classes and zones of the latter.
std::vector<std::pair<ClassId, ZoneId>> leave_out_lawful(std::vector<Candidate>& seen,
                                                         const std::vector<ZoneMap::Beside>& beside,
                                                         const ZoneMap& law);
/// True when what stands at a held place is lawful for such a reason, or for the time of day, whatever its pixels are.
bool become_lawful(const HeldPlace& stay, const std::vector<Candidate>& seen,
                   const std::vector<ZoneMap::Beside>& beside, const ZoneMap& law, Time at);

/// Share of a thing's box behind a nearer one from which on it is hidden, 0 … 1. Assumed.
inline constexpr double kHiddenFrom = 0.5;
/// Intersection over union of two boxes from which on they have the same place and shape, 0 … 1. Assumed.
inline constexpr double kSameShapeFrom = 0.5;
/// Least confidence of a closer look, in 1/256, that does not leave a thing in doubt. 128 is even odds.
inline constexpr std::uint8_t kBelievedFrom = 128;
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

}  // namespace tricolor::engine
