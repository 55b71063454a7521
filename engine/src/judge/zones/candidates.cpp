// Decides which things of one look may hold a place: where each stands, how sure that is, and whether it has come or
// stood there all along.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>

#include "zones/watch_state.h"

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

// Share of the detector's expected error by which a thing's place is moved, farther and nearer, before it counts as
// plainly unlawful, 0 … 1. The expected error is exceeded in one case of three, and a stay is looked at more than once.
// Assumed.
constexpr double kDoubtCounts = 0.4;

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

}  // namespace

std::vector<Watch::Impl::Seen> Watch::Impl::held_now(CameraId camera, const std::vector<Detection>& detections,
                                                     Time at) const {
  std::vector<Seen> seen;
  const Camera& eye = configuration.cameras.at(camera.value);
  for (const Detection& detection : detections) {
    if (detection.kind >= kinds.size() || cut_off(detection, eye)) continue;
    Seen candidate;
    candidate.detection = &detection;
    candidate.box = detection.box;
    candidate.score_256 = detection.score_256;
    candidate.since = detection.since;
    candidate.foot_hidden = foot_hidden(detection, detections);
    if (place(candidate, camera, detection, at)) seen.push_back(std::move(candidate));
  }
  put_in_order(seen);
  return seen;
}

// Sets the zone that a candidate would hold. False when it stands lawfully by more than the detector's expected error,
// or its place is unknown.
bool Watch::Impl::place(Seen& candidate, CameraId camera, const Detection& detection, Time at) const {
  const Camera& eye = configuration.cameras.at(camera.value);
  const std::string& kind = kinds[detection.kind];
  const bool told = detection.ground && eye.geometry;
  const auto footprint =
      told ? footprint_of(*detection.ground, *eye.geometry) : footprint_of(detection.box, kind, eye.geometry);
  if (!footprint) return false;
  auto holding = zones.holding(camera, kind, *footprint, at);
  candidate.plain = holding && !candidate.foot_hidden;
  candidate.beside = !holding;
  if (told)
    for (const double sign : {-1.0, 1.0}) {
      auto elsewhere = zones.holding(
          camera, kind,
          moved(*footprint, *eye.geometry, sign * kDoubtCounts * doubt_m(*detection.ground, *eye.geometry)), at);
      // A thing that would stand lawfully within the detector's expected error begins no stay.
      candidate.plain = candidate.plain && elsewhere && elsewhere->violation_class == holding->violation_class;
      if (!holding && elsewhere) holding = std::move(elsewhere);
    }
  if (!holding) return false;
  candidate.holding = std::move(*holding);
  candidate.footprint = *footprint;
  candidate.spot = footprint->centre;
  return true;
}

// Sorts candidates in an order of its own, so that the order in which a detector lists its boxes does not matter.
// Things that stand there plainly come first, then things of one shop before things between two, then the larger share
// before the smaller.
void Watch::Impl::put_in_order(std::vector<Seen>& seen) {
  std::sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) {
    const auto key = [](const Seen& s) {
      return std::tuple(s.holding.violation_class, s.holding.zone, !s.plain, s.holding.between.size(),
                        -s.holding.overlap, s.spot.x_m, s.spot.y_m, s.box.height_px);
    };
    return key(a) < key(b);
  });
}

// Looks closer at things that may begin a stay or belong to one that is not decided. It leaves out things that stood
// there all along, and things of a confirmed stay, because a neighbour of these changes nothing. A picture that the
// gate passed over shows a stay nothing new.
void Watch::Impl::look_closer(CameraId camera, std::vector<Seen>& seen, Time at, const Image* image,
                              bool detected) const {
  for (Seen& candidate : seen) {
    const OccupancyState* stay = stay_at(camera, candidate);
    const Doubtful* before = doubted(camera, candidate);
    const bool again = before && before->looks <= kFurtherLooks;
    candidate.stood = !stay && !again && !candidate.since && image && stood_there(camera, candidate, at, *image);
    if (!image || !vision || candidate.stood || (stay && (stay->confirmed || !detected)) ||
        candidate.detection->kind >= vision->kinds().size())
      continue;
    const auto closer = vision->look_closer(*image, *candidate.detection);
    if (!closer) continue;
    candidate.looked_closer = true;
    candidate.score_256 = closer->score_256;
    if (!place(candidate, camera, *closer, at)) candidate.beside = true;
    candidate.plain = candidate.plain && candidate.score_256 >= kBelievedFrom;
  }
  std::erase_if(seen, [](const Seen& candidate) { return candidate.beside; });
  put_in_order(seen);
}

// The stay to which a thing belongs: that of its shop front, or one beside it at a public spot. A second box of one
// thing, or its neighbour in a row of bicycles, stands where a place is held already.
const OccupancyState* Watch::Impl::stay_at(CameraId camera, const Seen& seen) const {
  for (const std::uint64_t number : cameras[camera.value].open) {
    const OccupancyState& stay = open.at(number);
    if (stay.violation_class != seen.holding.violation_class || stay.zone != seen.holding.zone) continue;
    const bool one_a_zone = zones.whole(stay.zone) && policy.occupancy.identity != OccupancyPolicy::Identity::object;
    if (one_a_zone ||
        std::hypot(stay.spot.x_m - seen.spot.x_m, stay.spot.y_m - seen.spot.y_m) <= same_spot(camera, stay.box))
      return &stay;
  }
  return nullptr;
}

// Keeps a picture of a look. Pictures of the last `kArrivesWithin` lie half that time apart, so that a few are enough
// at any rate of pictures.
void Watch::Impl::remember(CameraId camera, const KeptPicture& picture) {
  std::deque<KeptPicture>& recent = cameras[camera.value].recent;
  if (recent.size() > 1 && picture.at - recent[recent.size() - 2].at < kArrivesWithin / 2) recent.pop_back();
  recent.push_back(picture);
  const auto older = std::count_if(recent.begin(), recent.end(),
                                   [&](const KeptPicture& kept) { return picture.at - kept.at >= kArrivesWithin; });
  if (older > kEarlierLooks) recent.pop_front();
}

// True when a stay at this place has ended since `then`: the thing that stands there now may be the same one, back
// again.
bool Watch::Impl::left_since(CameraId camera, const Seen& seen, Time then) const {
  const std::vector<Left>& left = cameras[camera.value].left;
  return std::any_of(left.begin(), left.end(), [&](const Left& stay) {
    return stay.at >= then && stay.violation_class == seen.holding.violation_class &&
           (zones.whole(seen.holding.zone) ? stay.zone == seen.holding.zone
                                           : std::hypot(stay.spot.x_m - seen.spot.x_m, stay.spot.y_m - seen.spot.y_m) <=
                                                 same_spot(camera, seen.box));
  });
}

// True when an earlier look shows the thing as it stands there now, under the same law, and it did not begin a stay
// then. Nothing has come in that case; only the detector's result has changed, and a changed result counts for new
// things only.
bool Watch::Impl::stood_there(CameraId camera, const Seen& seen, Time at, const Image& image) const {
  const CameraState& eye = cameras[camera.value];
  const Appearance now(image, seen.box);
  return std::any_of(eye.recent.begin(), eye.recent.end(), [&](const KeptPicture& before) {
    if (before.at < eye.sees_since || at - before.at < kArrivesWithin || left_since(camera, seen, before.at))
      return false;
    const auto then = zones.holding(camera, kinds[seen.detection->kind], seen.footprint, before.at);
    const bool same_law = seen.beside ? !then : then && then->violation_class == seen.holding.violation_class;
    return same_law &&
           (now.same(*before.image, seen.box) || alike_share(*before.image, image, seen.box) >= kStoodShare);
  });
}

// The thing at the same place that the look before left in doubt, if any.
const Doubtful* Watch::Impl::doubted(CameraId camera, const Seen& seen) const {
  const std::vector<Doubtful>& before = cameras[camera.value].doubtful;
  const auto known = std::find_if(before.begin(), before.end(), [&](const Doubtful& doubtful) {
    return doubtful.violation_class == seen.holding.violation_class &&
           std::hypot(doubtful.spot.x_m - seen.spot.x_m, doubtful.spot.y_m - seen.spot.y_m) <=
               same_spot(camera, seen.box);
  });
  return known == before.end() ? nullptr : &*known;
}

// Asks for further looks, soon, at things that a passer-by hid or that lay within the detector's expected error: their
// stay would otherwise begin at some later look.
void Watch::Impl::look_again(CameraId camera, const std::vector<Seen>& seen, Time at) {
  std::vector<Doubtful> now;
  bool again = false;
  for (const Seen& candidate : seen) {
    if (candidate.used || candidate.plain || candidate.stood || stay_at(camera, candidate)) continue;
    const Doubtful* before = doubted(camera, candidate);
    now.push_back({candidate.holding.violation_class, candidate.spot, before ? before->since : at,
                   before ? before->looks + 1 : 1});
    again = again || now.back().looks <= kFurtherLooks;
  }
  cameras[camera.value].doubtful = std::move(now);
  if (again) want(camera, at + 1s);
}

}  // namespace tricolor::engine
