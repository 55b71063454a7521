// Decides which things of one picture may hold a place: where each stands, how sure that is, and whether it has come or
// stood there all along.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>

#include "eye/lane_state.h"
#include "tracking/footprint.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// True when the picture's edge cuts a thing off, so that its box does not tell where it stands. The upper edge cuts off
// no feet. A detector that tells the ground itself needs to see only the ground's middle.
bool cut_off(const Detection& detection, const Camera& camera) {
  // Distance from the border within which a box is cut off, pixels. Assumed.
  constexpr float kEdgePx = 2;
  if (!camera.geometry) return false;
  if (const auto& ground = detection.ground)
    return ground->middle.x_px < kEdgePx || ground->middle.x_px > camera.geometry->width_px - kEdgePx ||
           ground->middle.y_px > camera.geometry->height_px - kEdgePx;
  const ImageBox& box = detection.box;
  return box.x_px <= kEdgePx || box.x_px + box.width_px >= static_cast<float>(camera.geometry->width_px) - kEdgePx ||
         box.y_px + box.height_px >= static_cast<float>(camera.geometry->height_px) - kEdgePx;
}

// True when a nearer thing hides the foot of this one: its box is then a guess and does not tell where it stands. The
// nearer of two things reaches further down in the picture.
bool foot_hidden(const Detection& detection, const std::vector<Detection>& all) {
  // A nearer thing reaches at least so many pixels further down; two boxes from this intersection over union are one
  // thing. Assumed.
  constexpr float kLowerByPx = 4, kOneThingFromIou = 0.5f;
  // Share of the box's width, hidden at its foot, from which the place is a guess. Assumed.
  const float hidden_from = detection.ground ? 0.95f : 0.35f;
  const ImageBox& box = detection.box;
  const float foot = box.y_px + box.height_px;
  float covered = 0;
  for (const Detection& other : all) {
    if (&other == &detection || other.box.y_px + other.box.height_px < foot + kLowerByPx || other.box.y_px > foot - 1)
      continue;
    const float width = std::max(0.0f, std::min(box.x_px + box.width_px, other.box.x_px + other.box.width_px) -
                                           std::max(box.x_px, other.box.x_px));
    const float height = std::max(0.0f, foot - std::max(box.y_px, other.box.y_px));
    const float common = width * height;
    // A second box of the same thing hides nothing.
    if (common > kOneThingFromIou * (box.width_px * box.height_px + other.box.width_px * other.box.height_px - common))
      continue;
    covered += width;
  }
  return covered >= hidden_from * box.width_px;
}

// Shares of the detector's expected error by which a thing's place is moved, farther and nearer, before it counts as
// plainly unlawful. The expected error is a mean: on renders of streets 511 … 518 (6,600 goods and vehicles that the
// closer look believed, 27 November 2026) two in five were off by more, one in eight by more than twice as much, one in
// 26 by more than three times. A thing that comes has to bear more than one that is there: of the many lawful things
// beside a line hardly one may be taken for unlawful, and what has begun a stay is looked at again. 3 was chosen
// on the streets 702 … 706 (2 days each), where 60 of 62 accusations by day were right and 2 accused one innocent. On
// the tuning streets 501 … 507 2.5 left 75 of 76 right, and 0.4 had accused five lawful racks and piles; 3 was not run
// there.
constexpr double kDoubtCounts = 0.4, kDoubtBegins = 3;
// Shorter side of a thing's box, pixels of the picture, from which it may begin a stay before a camera that looks along
// the street, where things stand far off. Of a smaller one the nets see less than ten pixels, and nobody can be shown
// what it was. On the tuning seed 501 of the whole city (1 day) three of five wrong accusations by day had 15 to 19;
// with this limit 43 of 45 were right where 45 of 50 had been, and 59 violations were found where it had been 63.
constexpr float kLeastBoxPx = 20;
// Expected errors of a look within which a thing stands where a surer look saw it. Assumed.
constexpr double kUnmovedWithin = 3;

// The same outline, `by_m` metres farther from the camera, or nearer when negative.
Footprint moved(Footprint footprint, const CameraGeometry& eye, double by_m) {
  const double dx = footprint.centre.x_m - eye.x_m, dy = footprint.centre.y_m - eye.y_m,
               distance = std::max(0.5, std::hypot(dx, dy));
  const auto move = [&](GroundPoint& point) {
    point = {point.x_m + by_m * dx / distance, point.y_m + by_m * dy / distance};
  };
  move(footprint.centre);
  for (GroundPoint& point : footprint.outline) move(point);
  return footprint;
}

bool equal(const ImageBox& a, const ImageBox& b) {
  return a.x_px == b.x_px && a.y_px == b.y_px && a.width_px == b.width_px && a.height_px == b.height_px;
}

}  // namespace

void put_in_order(std::vector<Candidate>& seen) {
  std::sort(seen.begin(), seen.end(), [](const Candidate& a, const Candidate& b) {
    const auto key = [](const Candidate& s) {
      return std::tuple(s.holding.violation_class, s.holding.zone, !s.plain, s.holding.between.size(),
                        -s.holding.overlap, s.spot.x_m, s.spot.y_m, s.box.height_px);
    };
    return key(a) < key(b);
  });
}

bool SmallNow::shows_as(const PackedPicture& earlier, const ImageBox& box) {
  if (!planes_) {
    const Image small = smaller(image_, kEarlierSmaller);
    brightness_ = brightness_sample(small);
    planes_ = planes_of(small);
  }
  if (earlier.width_px() != planes_->width_px || earlier.height_px() != planes_->height_px) return false;
  const PixelArea area = pixels_around(box, planes_->width_px, planes_->height_px);
  show(*planes_, area, now_);
  earlier.unpack(area, then_);
  if (Appearance(now_, box).same(then_, box)) return true;
  const float gain = static_cast<float>(brightness_) / static_cast<float>(earlier.brightness());
  return alike_share(then_, now_, box, gain) >= kStoodShare;
}

const Doubtful* doubted(const std::vector<Doubtful>& doubtful, ClassId violation_class, GroundPoint spot,
                        double within_m) {
  const auto known = std::find_if(doubtful.begin(), doubtful.end(), [&](const Doubtful& before) {
    return before.violation_class == violation_class && distance_m(before.spot, spot) <= within_m;
  });
  return known == doubtful.end() ? nullptr : &*known;
}

std::vector<Candidate> Lane::Impl::held_now(const std::vector<Detection>& found, Time at) const {
  std::vector<Candidate> seen;
  for (const Detection& detection : found) {
    if (detection.kind >= eyes.kinds.size() || cut_off(detection, set_up())) continue;
    Candidate candidate;
    candidate.detection = &detection;
    candidate.box = detection.box;
    candidate.score_256 = detection.score_256;
    candidate.since = detection.since;
    candidate.foot_hidden = foot_hidden(detection, found);
    if (!place(candidate, detection, at)) continue;
    candidate.small = view == View::along && std::min(detection.box.width_px, detection.box.height_px) < kLeastBoxPx;
    seen.push_back(std::move(candidate));
  }
  put_in_order(seen);
  return seen;
}

std::optional<Footprint> Lane::Impl::ground_of(const Detection& detection) const {
  const auto& geometry = set_up().geometry;
  return detection.ground && geometry ? footprint_of(*detection.ground, *geometry)
                                      : footprint_of(detection.box, eyes.depths_m[detection.kind], geometry);
}

// Sets the zone that a candidate would hold. False when it stands lawfully by more than the detector's expected error,
// or its place is unknown.
bool Lane::Impl::place(Candidate& candidate, const Detection& detection, Time at) const {
  const Camera& eye = set_up();
  const auto footprint = ground_of(detection);
  if (!footprint) return false;
  const std::string& kind = eyes.kinds[detection.kind];
  if (!detection.ground || !eye.geometry) return place(candidate, kind, *footprint, std::nullopt, at);
  return place_mark(candidate, kind, *footprint, doubt_m(*detection.ground, *eye.geometry), at);
}

bool Lane::Impl::place_mark(Candidate& candidate, const std::string& kind, const Footprint& footprint, double doubt_m,
                            Time at) const {
  const bool holds = place(candidate, kind, footprint, doubt_m, at);
  if (candidate.plain && may_stand_lengthwise(kind, footprint)) candidate.plain = candidate.clear = false;
  return holds;
}

bool Lane::Impl::place(Candidate& candidate, const std::string& kind, const Footprint& footprint,
                       std::optional<double> doubt_m, Time at) const {
  auto holding = eyes.law.holding(camera, kind, footprint, at);
  candidate.plain = candidate.clear = holding && !candidate.foot_hidden;
  candidate.beside = !holding;
  const auto elsewhere = [&](double by_m) {
    return eyes.law.holding(camera, kind, moved(footprint, *set_up().geometry, by_m), at);
  };
  if (doubt_m)
    for (const double sign : {-1.0, 1.0}) {
      auto there = elsewhere(sign * kDoubtCounts * *doubt_m);
      // A thing that would stand lawfully within the detector's expected error begins no stay.
      candidate.plain = candidate.plain && there && there->violation_class == holding->violation_class;
      if (!holding && there) holding = std::move(there);
      candidate.clear = candidate.clear && candidate.plain;
      if (!candidate.clear) continue;
      const auto farther = elsewhere(sign * kDoubtBegins * *doubt_m);
      candidate.clear = farther && farther->violation_class == holding->violation_class;
    }
  if (!holding) return false;
  candidate.holding = std::move(*holding);
  candidate.footprint = footprint;
  candidate.spot = footprint.centre;
  return true;
}

bool Lane::Impl::place_closer(Candidate& candidate, const Detection& closer, std::optional<std::uint64_t> stay,
                              const Image& image, Time at) {
  const auto& geometry = set_up().geometry;
  const auto footprint = closer.ground && geometry ? footprint_of(*closer.ground, *geometry) : std::nullopt;
  if (!footprint || closer.score_256 < kBelievedFrom) return place(candidate, closer, at);
  SeenPlace own{closer.kind, closer.box, *footprint, doubt_m(*closer.ground, *geometry)};
  const auto known = stay ? places_of.find(*stay) : places_of.end();
  own.overruled =
      known != places_of.end() && known->second.seen.doubt_m < own.doubt_m && unmoved(known->second, own, image);
  const SeenPlace& surest = own.overruled ? known->second.seen : own;
  const bool holds = place_mark(candidate, eyes.kinds[closer.kind], surest.footprint, surest.doubt_m, at);
  if (!candidate.foot_hidden) seen_places.push_back(std::move(own));
  return holds;
}

// A thing that was moved is seen elsewhere, by more than the look's own error, or its place looks otherwise. Of 349
// looks at racks that had not moved (streets 501 … 508) 97 % were within 1.6 times their expected error of an earlier
// place. Somebody may stand before it.
bool Lane::Impl::unmoved(const KnownPlace& known, const SeenPlace& now, const Image& image) {
  return known.seen.kind == now.kind &&
         distance_m(known.seen.footprint.centre, now.footprint.centre) <= kUnmovedWithin * now.doubt_m &&
         known.looks.share_alike(image, known.seen.box, brightness_of_look(image) / known.brightness) >= kStoodShare;
}

float Lane::Impl::brightness_of_look(const Image& image) {
  if (!brightness_of_last) brightness_of_last = static_cast<float>(brightness_sample(image));
  return *brightness_of_last;
}

// Keeps, of each stay that is not confirmed, the place by its surest look.
void Lane::Impl::keep_places(const Brief& brief) {
  std::map<std::uint64_t, KnownPlace> kept;
  for (const Brief::Stay& stay : brief.stays) {
    if (stay.confirmed) continue;
    const auto own =
        std::ranges::find_if(seen_places, [&](const SeenPlace& seen) { return equal(seen.box, stay.place.box); });
    const auto known = places_of.find(stay.number);
    const bool saw = stay.found && last_showed && own != seen_places.end();
    if (saw && !own->overruled)
      kept.emplace(stay.number, KnownPlace{*own, Appearance(last_picture.image(), own->box),
                                           brightness_of_look(last_picture.image())});
    else if (known != places_of.end()) kept.insert(places_of.extract(known));
  }
  places_of = std::move(kept);
}

// True when the closer look takes the thing as well for one of another kind, which may stand there: a cargo tricycle in
// a bicycle bay looks much like a stall.
bool Lane::Impl::may_be_lawful(const Candidate& candidate, const Image& image, Time at) const {
  const std::string& kind = eyes.kinds[candidate.detection->kind];
  return std::ranges::any_of(eyes.law.pardoned(camera, candidate.footprint), [&](const std::string& other) {
    const auto number = std::ranges::find(eyes.kinds, other) - eyes.kinds.begin();
    if (other == kind || number >= static_cast<std::ptrdiff_t>(eyes.vision->kinds().size()) ||
        eyes.law.holding(camera, other, candidate.footprint, at))
      return false;
    Detection as_other = *candidate.detection;
    as_other.kind = static_cast<std::uint8_t>(number);
    const auto closer = eyes.vision->look_closer(image, as_other, view);
    return closer && closer->score_256 >= kBelievedFrom;
  });
}

// Looks closer at things that may begin a stay or belong to one that is not decided. It leaves out things that stood
// there all along, and things of a confirmed stay, because a neighbour of these changes nothing. A picture that the
// gate passed over shows a stay nothing new.
void Lane::Impl::look_closer(std::vector<Candidate>& seen, const Look& look, const Image* image, const Brief& brief) {
  std::optional<SmallNow> now;
  if (image) now.emplace(*image);
  seen_places.clear();
  brightness_of_last.reset();
  for (Candidate& candidate : seen) {
    const auto stay = std::find_if(brief.stays.begin(), brief.stays.end(), [&](const Brief::Stay& open) {
      return eyes.law.one_stay(camera, open.place, candidate.holding.zone, candidate.holding.violation_class,
                               candidate.spot);
    });
    const bool held = stay != brief.stays.end();
    const Doubtful* before = doubted(brief.doubtful, candidate.holding.violation_class, candidate.spot,
                                     eyes.law.same_spot(camera, candidate.box));
    const bool again = before && before->looks <= kFurtherLooks;
    candidate.stood = !held && !again && !candidate.since && image && stood_there(candidate, look.at, *now, brief);
    const bool decided = candidate.stood || (held && (stay->confirmed || !look.analysed));
    if (image && eyes.vision && !decided && candidate.detection->kind < eyes.vision->kinds().size())
      if (const auto closer = eyes.vision->look_closer(*image, *candidate.detection, view)) {
        candidate.looked_closer = true;
        candidate.score_256 = closer->score_256;
        const auto number = held ? std::optional(stay->number) : std::nullopt;
        if (!place_closer(candidate, *closer, number, *image, look.at)) candidate.beside = true;
        candidate.plain =
            candidate.plain && candidate.score_256 >= kBelievedFrom && !may_be_lawful(candidate, *image, look.at);
      }
    candidate.plain = candidate.plain && (held || (candidate.clear && !candidate.small));
  }
  std::erase_if(seen, [](const Candidate& candidate) { return candidate.beside; });
  put_in_order(seen);
}

// Remembers a look of which `last_picture` is the one before. Looks of the last `kArrivesWithin` lie half that time
// apart, so that a few are enough at any rate of pictures.
void Lane::Impl::remember(Time at) {
  if (recent.size() > 1 && at - recent[recent.size() - 2].at < kArrivesWithin / 2) recent.pop_back();
  else give_up_last_picture();
  recent.push_back({at, std::nullopt});
  forget_older(at);
}

void Lane::Impl::forget_older(Time at) {
  const auto older = std::count_if(recent.begin(), recent.end(),
                                   [at](const EarlierLook& kept) { return at - kept.at >= kArrivesWithin; });
  for (auto left = older; left > kEarlierLooks; --left) recent.pop_front();
}

// Keeps a small picture of the last look that saw, before another picture takes the place of its own.
void Lane::Impl::give_up_last_picture() {
  if (recent.empty() || recent.back().small) return;
  const auto* before = recent.size() > 1 ? &recent[recent.size() - 2].small : nullptr;
  recent.back().small.emplace(smaller(last_picture.image(), kEarlierSmaller), before && *before ? &**before : nullptr);
}

// True when a stay at this place has ended since `then`: the thing that stands there now may be the same one, back
// again.
bool Lane::Impl::left_since(const Candidate& seen, Time then, const Brief& brief) const {
  return std::any_of(brief.left.begin(), brief.left.end(), [&](const Left& stay) {
    return stay.at >= then && stay.violation_class == seen.holding.violation_class &&
           (eyes.law.whole(stay.violation_class, seen.holding.zone)
                ? stay.zone == seen.holding.zone
                : distance_m(stay.spot, seen.spot) <= eyes.law.same_spot(camera, seen.box));
  });
}

// True when an earlier look shows the thing as it stands there now, under the same law, and it did not begin a stay
// then. Nothing has come in that case; only the detector's result has changed, and a changed result counts for new
// things only.
bool Lane::Impl::stood_there(const Candidate& seen, Time at, SmallNow& now, const Brief& brief) const {
  constexpr float kSmaller = kEarlierSmaller;
  const ImageBox box{seen.box.x_px / kSmaller, seen.box.y_px / kSmaller, seen.box.width_px / kSmaller,
                     seen.box.height_px / kSmaller};
  return std::any_of(recent.begin(), recent.end(), [&](const EarlierLook& before) {
    if (before.at < sees_since || at - before.at < kArrivesWithin || left_since(seen, before.at, brief)) return false;
    // A thing that stood there in company, or with too few of its class, may begin a stay when these have changed.
    if (eyes.law.attended(seen.holding.violation_class, seen.spot, before.beside) ||
        std::ranges::find(before.too_few, std::pair{seen.holding.violation_class, seen.holding.zone}) !=
            before.too_few.end())
      return false;
    const auto then = eyes.law.holding(camera, eyes.kinds[seen.detection->kind], seen.footprint, before.at);
    const bool same_law = seen.beside ? !then : then && then->violation_class == seen.holding.violation_class;
    return same_law && now.shows_as(*before.small, box);
  });
}

}  // namespace tricolor::engine
