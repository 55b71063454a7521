// The rules of one stay: they say when it begins, goes on, is missed, is too long, and ends.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "zones/watch_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// Least score of the detector, in 1/256, at which one look is sure, where there is no closer look. When it was chosen,
// a third of the wrong accusations had less, and hardly a right one. Lower scores are enough for a stay to go on.
// Assumed.
constexpr std::uint8_t kSureFrom = 132;
// Least mean log-odds of a stay's closer looks at which an accusation is sure: 2.3 is ten to one. When it was chosen,
// of 305 right accusations of four streets none had less than 3.2, and of 55 wrong ones 37 had less than the bound.
// Assumed.
constexpr double kSureOdds = 2.3;

}  // namespace

// Longest time without a sighting that does not end a stay. A source slower than the policy's tolerance would otherwise
// break every stay at every look.
Duration Watch::Impl::gap(CameraId camera) const {
  return std::max(policy.occupancy.gap_tolerance, configuration.cameras[camera.value].frame_every * 3 / 2);
}

std::optional<Time> Watch::Impl::due_from(const OccupancyState& occupancy) const {
  if (occupancy.confirmed) return std::nullopt;
  return zones.too_long_from(occupancy.violation_class, occupancy.onset);
}

bool Watch::Impl::due(const OccupancyState& occupancy, Time at) const {
  const auto from = due_from(occupancy);
  return from && at >= *from;
}

// The thing of a look with which a stay goes on: the first of the zone and class for a shop front, the nearest of the
// class at a public spot.
Watch::Impl::Seen* Watch::Impl::best_match(const OccupancyState& occupancy, std::vector<Seen>& seen) const {
  Seen* best = nullptr;
  double nearest = 1e300;
  const bool whole = zones.whole(occupancy.zone);
  for (Seen& candidate : seen) {
    if (candidate.foot_hidden || candidate.holding.violation_class != occupancy.violation_class) continue;
    const double distance =
        std::hypot(candidate.spot.x_m - occupancy.spot.x_m, candidate.spot.y_m - occupancy.spot.y_m);
    if (whole ? candidate.holding.zone != occupancy.zone
              : (candidate.used || distance > same_spot(occupancy.camera, occupancy.box)))
      continue;
    if (whole && policy.occupancy.identity == OccupancyPolicy::Identity::object &&
        distance > same_spot(occupancy.camera, occupancy.box))
      continue;
    // In a shop front the thing that stands most plainly counts for the stay; it comes first.
    if (whole) return &candidate;
    if (distance >= nearest) continue;
    nearest = distance;
    best = &candidate;
  }
  return best;
}

void Watch::Impl::see(CameraId camera, const std::vector<Detection>& detections, Time at, const Image* image,
                      bool detected, EventSink& out) {
  note_silence(camera, at);
  cameras[camera.value].known_through = std::max(cameras[camera.value].known_through, at);
  std::vector<Seen> seen = held_now(camera, detections, at);
  look_closer(camera, seen, at, image, detected);
  for (const std::uint64_t number : open_of(camera)) {
    OccupancyState& occupancy = open.at(number);
    if (occupancy.told) continue;
    Seen* match = best_match(occupancy, seen);
    // The still-object model itself tells what is hidden. A comparison of appearances must not overrule it, because a
    // bare floor looks like the floor of a moment ago.
    const bool by_model = cameras[camera.value].still && configuration.classes[occupancy.violation_class.value].kinds ==
                                                             ObjectKinds{std::string(kUnknownObject)};
    const bool unchanged = !match && !by_model && image && occupancy.appearance.known() &&
                           occupancy.appearance.same(*image, occupancy.box);
    if (!match && !unchanged) {
      if (hidden(occupancy, detections) || cold(occupancy, at)) hide(occupancy, at);
      else missed(occupancy, camera, at, out);
      continue;
    }
    const Duration unseen = occupancy.unseen_since ? at - *occupancy.unseen_since : Duration{0};
    const bool left = occupancy.missing && at - occupancy.missing_since > gap(camera);
    const bool doubtful = unseen > kUnseenTooLong && !occupancy.confirmed;
    const bool swapped_object = match && image && policy.occupancy.identity == OccupancyPolicy::Identity::object &&
                                occupancy.appearance.known() && !occupancy.appearance.same(*image, occupancy.box);
    if (left || doubtful || swapped_object) {
      // A thing that stands there now came while nobody saw the place: it gets a stay of its own.
      note_left(occupancy, at);
      end(number, occupancy.last_seen, doubtful, out);
      continue;
    }
    if (unseen > gap(camera) && !occupancy.confirmed) delay(occupancy, unseen, out);
    if (match) {
      // All things of the class in a shop front belong to its one stay; at a public spot each thing has its own.
      for (Seen& other : seen)
        if (&other == match || (zones.whole(occupancy.zone) && other.holding.zone == occupancy.zone &&
                                other.holding.violation_class == occupancy.violation_class))
          other.used = true;
    }
    continued(occupancy, match, at, image, detected, out);
  }
  for (Seen& fresh : seen) {
    if (fresh.used || !fresh.plain || fresh.stood || stay_at(camera, fresh)) continue;
    for (Seen& other : seen)
      if (!other.used && other.holding.violation_class == fresh.holding.violation_class &&
          (zones.whole(fresh.holding.zone)
               ? other.holding.zone == fresh.holding.zone
               : std::hypot(other.spot.x_m - fresh.spot.x_m, other.spot.y_m - fresh.spot.y_m) <=
                     same_spot(camera, fresh.box)))
        other.used = true;
    // A thing that is seen plainly at a further look has been there since the first.
    if (const Doubtful* before = doubted(camera, fresh); before && before->looks <= kFurtherLooks && !fresh.since)
      fresh.since = before->since;
    started(camera, fresh, at, image, out);
  }
  if (detected) look_again(camera, seen, at);
}

// Notes a silence. A stream that skips pictures has not seen what happened meanwhile, though it never said so.
void Watch::Impl::note_silence(CameraId camera, Time at) {
  CameraState& eye = cameras[camera.value];
  if (eye.known_through == Time{} ||
      at - eye.known_through <= std::max(gap(camera), 2 * configuration.cameras[camera.value].frame_every))
    return;
  eye.sees_since = at;
  for (const std::uint64_t number : open_of(camera))
    if (OccupancyState& occupancy = open.at(number);
        !occupancy.told && !occupancy.unconfirmed && !occupancy.unseen_since)
      occupancy.unseen_since = eye.known_through;
}

// True when the thing is hidden behind something that stands or passes nearer to the camera. A box of nearly the same
// shape is not a cover but a thing that took the place.
bool Watch::Impl::hidden(const OccupancyState& occupancy, const std::vector<Detection>& detections) const {
  const ImageBox& box = occupancy.box;
  const double area = static_cast<double>(box.width_px) * box.height_px;
  if (area <= 0) return false;
  return std::any_of(detections.begin(), detections.end(), [&](const Detection& other) {
    const double width =
        std::min(box.x_px + box.width_px, other.box.x_px + other.box.width_px) - std::max(box.x_px, other.box.x_px);
    const double height =
        std::min(box.y_px + box.height_px, other.box.y_px + other.box.height_px) - std::max(box.y_px, other.box.y_px);
    if (width <= 0 || height <= 0 || other.box.y_px + other.box.height_px <= box.y_px + box.height_px) return false;
    const double common = width * height;
    const double united = area + static_cast<double>(other.box.width_px) * other.box.height_px - common;
    return common >= kHiddenFrom * area && common < kSameShapeFrom * united;
  });
}

// True for some time after a restart, in which a stay is looked for before it is taken to be gone: then only the
// detector knows the thing, and it misses one now and then.
bool Watch::Impl::cold(const OccupancyState& occupancy, Time at) const {
  return occupancy.unconfirmed && at - cold_since < kColdPatience;
}

// Notes a look that says nothing about the place: neither that the thing is there, nor that it is gone.
void Watch::Impl::hide(OccupancyState& occupancy, Time at) {
  if (!occupancy.unseen_since) occupancy.unseen_since = at;
  // Looks are asked for at growing intervals: a passer-by is gone at the next one, a parked lorry is not.
  if (!occupancy.confirmed || occupancy.unconfirmed)
    want(occupancy.camera, at + std::clamp<Duration>(at - std::max(*occupancy.unseen_since, cold_since), 1s, 5min));
}

// Journals a stay again with a later onset, because its clock stood while nobody could see the thing.
void Watch::Impl::delay(OccupancyState& occupancy, Duration unseen, EventSink& out) {
  const Time onset = occupancy.onset + unseen;
  if (occupancy.plain_since) *occupancy.plain_since += unseen;
  if (const auto from = zones.too_long_from(occupancy.violation_class, onset)) want(occupancy.camera, *from);
  out.emit(event::OccupancyStarted{occupancy.number, occupancy.camera, occupancy.zone, occupancy.violation_class, onset,
                                   occupancy.spot, occupancy.box});
}

// Notes since when the stay has plainly been one shop's. Before that, or when another shop's zone claims it too, it
// lies between them.
void Watch::Impl::note_claim(OccupancyState& occupancy, const std::vector<MerchantId>& between, Time at) {
  if (!between.empty()) {
    occupancy.between = between;
    occupancy.plain_since.reset();
  } else if (!occupancy.plain_since) {
    // A stay that never lay between shops, or is not known to have before a restart, is plain from its onset.
    occupancy.plain_since = occupancy.between.empty() ? occupancy.onset : at;
  }
}

// Adds the score of a look to its stay. Looks of one thing differ by who stands before it, so the mean log-odds of all
// closer looks count and not their maximum.
void Watch::Impl::note_score(OccupancyState& occupancy, const Seen& seen) {
  if (!seen.looked_closer) {
    if (occupancy.closer_looks == 0) occupancy.score_256 = std::max(occupancy.score_256, seen.score_256);
    return;
  }
  const double confidence = (seen.score_256 + 0.5) / 256;
  ++occupancy.closer_looks;
  occupancy.odds_sum += std::log(confidence / (1 - confidence));
  occupancy.score_256 = static_cast<std::uint8_t>(256 / (1 + std::exp(-occupancy.odds_sum / occupancy.closer_looks)));
}

bool Watch::Impl::sure(const OccupancyState& occupancy) {
  return occupancy.closer_looks > 0 ? occupancy.odds_sum >= kSureOdds * occupancy.closer_looks
                                    : occupancy.score_256 >= kSureFrom;
}

void Watch::Impl::note_left(const OccupancyState& occupancy, Time at) {
  CameraState& eye = cameras[occupancy.camera.value];
  std::erase_if(eye.left, [&](const Left& stay) { return eye.recent.empty() || stay.at < eye.recent.front().at; });
  eye.left.push_back({occupancy.zone, occupancy.violation_class, occupancy.spot, at});
}

void Watch::Impl::started(CameraId camera, const Seen& seen, Time at, const Image* image, EventSink& out) {
  const std::uint64_t number = next_occupancy;
  const Time onset = seen.since ? std::min(*seen.since, at) : at;
  out.emit(event::OccupancyStarted{number, camera, seen.holding.zone, seen.holding.violation_class, onset, seen.spot,
                                   seen.box});
  OccupancyState& occupancy = open.at(number);
  occupancy.looks = occupancy.detected = 1;
  note_score(occupancy, seen);
  note_claim(occupancy, seen.holding.between, at);
  CameraState& eye = cameras[camera.value];
  if (image) occupancy.appearance = Appearance(*image, seen.box);
  occupancy.onset_picture = eye.last_picture;
  occupancy.before_picture = eye.previous_picture;
  if (const auto from = due_from(occupancy)) want(camera, std::max(at + Duration{1}, *from));
}

void Watch::Impl::continued(OccupancyState& occupancy, const Seen* seen, Time at, const Image* image, bool detected,
                            EventSink& out) {
  occupancy.last_seen = at;
  occupancy.missing = occupancy.unconfirmed = false;
  occupancy.unseen_since.reset();
  // A picture that the gate passed over tells nothing new about how well the detector knows the thing.
  if (detected) ++occupancy.looks;
  if (detected && seen) ++occupancy.detected;
  if (seen) {
    occupancy.box = seen->box;
    if (detected) note_score(occupancy, *seen);
    note_claim(occupancy, seen->holding.between, at);
    if (image) occupancy.appearance = Appearance(*image, seen->box);
  }
  if (!due(occupancy, at)) return;
  // A thing that the detector saw once and never again is not accused: it must be found in at least half of the looks,
  // be sure, and stand plainly in the look that accuses it.
  const bool mostly = 2 * occupancy.detected >= occupancy.looks, in_doubt = seen && (!seen->plain || !sure(occupancy));
  if (seen && mostly && !in_doubt) confirm(occupancy, at, out);
  else if ((!seen && !mostly) || (in_doubt && ++occupancy.undecided >= kDecidingLooks))
    // The stay was a mistake, which an unchanged picture had kept alive or a look with a higher score had begun.
    end(occupancy.number, at, false, out);
  else want(occupancy.camera, seen && !in_doubt ? at + 30s : at + 1s);
}

void Watch::Impl::missed(OccupancyState& occupancy, CameraId camera, Time at, EventSink& out) {
  // A stay from before a restart counts as seen up to the last line of the journal.
  occupancy.unconfirmed = false;
  if (!occupancy.missing) {
    occupancy.missing = true;
    occupancy.missing_since = at;
  }
  if (at - occupancy.missing_since > gap(camera)) {
    note_left(occupancy, at);
    end(occupancy.number, occupancy.last_seen,
        occupancy.unseen_since && *occupancy.unseen_since < occupancy.missing_since, out);
    return;
  }
  ++occupancy.looks;
  // Somebody may have walked by: a look is asked for at once, and another when the gap has grown too long.
  want(camera, occupancy.missing_since == at ? at + 1s
                                             : std::max(at + 1s, occupancy.missing_since + gap(camera) + Duration{1}));
}

void Watch::Impl::confirm(OccupancyState& occupancy, Time at, EventSink& out) {
  event::SightingConfirmed sighting;
  sighting.sighting = SightingId{next_sighting};
  sighting.occupancy = occupancy.number;
  sighting.camera = occupancy.camera;
  sighting.zone = occupancy.zone;
  sighting.violation_class = occupancy.violation_class;
  sighting.onset = occupancy.onset;
  sighting.spot = occupancy.spot;
  sighting.score_256 = occupancy.score_256;
  sighting.box = occupancy.box;
  // A shop is accused only of a thing that was plainly its own for the whole dwell.
  if (!occupancy.told &&
      !(occupancy.plain_since && zones.too_long(occupancy.violation_class, *occupancy.plain_since, at)))
    sighting.between = occupancy.between;
  if (sighting.between.empty()) sighting.merchant = configuration.zones.at(occupancy.zone.value).merchant;
  const KeptPicture threshold = cameras[occupancy.camera.value].last_picture;
  keep(sighting, occupancy.onset_picture, EvidenceMoment::onset, occupancy.box);
  keep(sighting, occupancy.before_picture, EvidenceMoment::before, std::nullopt);
  if (threshold.at == at) keep(sighting, threshold, EvidenceMoment::threshold, occupancy.box);
  occupancy.onset_picture = occupancy.before_picture = {};
  out.emit(std::move(sighting));
}

void Watch::Impl::end(std::uint64_t number, Time last_seen, bool by_blindness, EventSink& out) {
  out.emit(event::OccupancyEnded{number, last_seen, by_blindness});
}

// The sighting names its pictures; they go to the evidence store once it is in the journal.
void Watch::Impl::keep(event::SightingConfirmed& sighting, const KeptPicture& picture, EvidenceMoment moment,
                       std::optional<ImageBox> box) {
  if (!picture.image) return;
  EvidenceLabel label{sighting.camera, picture.at, moment, box, configuration.zones.at(sighting.zone.value).name};
  sighting.evidence.push_back({label, {}});
  const bool room = pictures_taken.size() < kMostPicturesWaiting;
  pictures_taken.push_back({sighting.sighting, std::move(label), room ? picture.image : nullptr});
}

}  // namespace tricolor::engine
