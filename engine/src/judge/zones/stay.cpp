// The rules of one stay: they say when it begins, goes on, is missed, is too long, and ends.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "zones/deciding.h"
#include "zones/stay_book.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// Least score of the detector, in 1/256, at which one look is sure, where there is no closer look. When it was chosen,
// a third of the wrong accusations had less, and hardly a right one. Lower scores are enough for a stay to go on.
// Assumed.
constexpr std::uint8_t kSureFrom = 132;
// Number of looks at the end of its dwell that leave a stay in doubt, at which it is dropped. Assumed.
constexpr int kDecidingLooks = 2;

// Notes since when the stay has plainly been one shop's. Before that, or when another shop's zone claims it too, it
// lies between them.
void note_claim(OccupancyState& occupancy, const std::vector<MerchantId>& between, Time at) {
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
void note_score(OccupancyState& occupancy, const Thing& thing) {
  if (!thing.looked_closer) {
    if (occupancy.closer_looks == 0) occupancy.score_256 = std::max(occupancy.score_256, thing.score_256);
    return;
  }
  const double confidence = (thing.score_256 + 0.5) / 256;
  const double odds = std::log(confidence / (1 - confidence));
  ++occupancy.closer_looks;
  occupancy.odds_sum += odds;
  if (thing.plain) {
    ++occupancy.plain_looks;
    occupancy.plain_odds += odds;
  }
  occupancy.score_256 = static_cast<std::uint8_t>(256 / (1 + std::exp(-occupancy.odds_sum / occupancy.closer_looks)));
}

bool sure(const OccupancyState& occupancy) {
  return occupancy.closer_looks > 0 ? occupancy.odds_sum >= kSureOdds * occupancy.closer_looks
                                    : occupancy.score_256 >= kSureFrom;
}

// True when the detector found the thing in at least half of the looks.
bool found_mostly(const OccupancyState& occupancy) { return 2 * occupancy.detected >= occupancy.looks; }

// True when the looks that saw a stay plainly are sure of it.
bool sure_where_plain(const OccupancyState& occupancy) {
  return occupancy.closer_looks > 0
             ? occupancy.plain_looks > 0 && occupancy.plain_odds >= kSureOdds * occupancy.plain_looks
             : occupancy.score_256 >= kSureFrom;
}

}  // namespace

// Longest time without a sighting that does not end a stay. A source slower than the policy's tolerance would otherwise
// break every stay at every look.
Duration StayBook::gap(CameraId camera) const {
  return std::max(policy_.occupancy.gap_tolerance, configuration_.cameras[camera.value].frame_every * 3 / 2);
}

std::optional<Time> StayBook::due_from(const OccupancyState& occupancy) const {
  if (occupancy.confirmed) return std::nullopt;
  return law_.too_long_from(occupancy.violation_class, occupancy.zone, occupancy.onset);
}

bool StayBook::due(const OccupancyState& occupancy, Time at) const {
  const auto from = due_from(occupancy);
  return from && at >= *from && law_.in_force(occupancy.violation_class, at);
}

bool StayBook::accusable(const OccupancyState& occupancy) const {
  return occupancy.found && occupancy.plain && found_mostly(occupancy) && sure(occupancy);
}

// True for some time after a restart, in which a stay is looked for before it is taken to be gone: then only the
// detector knows the thing, and it misses one now and then.
bool StayBook::cold(const OccupancyState& occupancy, Time at) const {
  return occupancy.unconfirmed && at - cold_since_ < kColdPatience;
}

// Notes a look that says nothing about the place: neither that the thing is there, nor that it is gone.
void StayBook::hide(OccupancyState& occupancy, Time at) {
  if (!occupancy.unseen_since) occupancy.unseen_since = at;
  // Looks are asked for at growing intervals: a passer-by is gone at the next one, a parked lorry is not.
  if (!occupancy.confirmed || occupancy.unconfirmed)
    want(occupancy.camera, at + std::clamp<Duration>(at - std::max(*occupancy.unseen_since, cold_since_), 1s, 5min));
}

// Journals a stay again with a later onset, because its clock stood while nobody could see the thing.
void StayBook::delay(OccupancyState& occupancy, Duration unseen, EventSink& out) {
  const Time onset = occupancy.onset + unseen;
  if (occupancy.plain_since) *occupancy.plain_since += unseen;
  if (const auto from = law_.too_long_from(occupancy.violation_class, occupancy.zone, onset))
    want(occupancy.camera, *from);
  out.emit(event::OccupancyStarted{occupancy.number, occupancy.camera, occupancy.zone, occupancy.violation_class, onset,
                                   occupancy.spot, occupancy.box});
}

void StayBook::note_left(const OccupancyState& occupancy, Time at) {
  CameraState& eye = cameras_[occupancy.camera.value];
  std::erase_if(eye.left, [&](const Left& stay) { return !eye.remembers_since || stay.at < *eye.remembers_since; });
  eye.left.push_back({occupancy.zone, occupancy.violation_class, occupancy.spot, at});
}

void StayBook::started(CameraId camera, const Thing& thing, Time onset, Time at, EventSink& out) {
  const std::uint64_t number = next_occupancy_;
  out.emit(event::OccupancyStarted{number, camera, thing.holding.zone, thing.holding.violation_class, onset, thing.spot,
                                   thing.box});
  OccupancyState& occupancy = open_.at(number);
  occupancy.found = occupancy.plain = true;
  occupancy.looks = occupancy.detected = 1;
  note_score(occupancy, thing);
  note_claim(occupancy, thing.holding.between, at);
  const CameraState& eye = cameras_[camera.value];
  const std::size_t held_bytes = evidence_bytes(camera);
  occupancy.onset_picture = evidence(eye.picture, held_bytes);
  occupancy.before_picture = evidence(eye.before, held_bytes);
  if (const auto from = due_from(occupancy)) want(camera, std::max(at + Duration{1}, *from));
}

// `thing` is null when the look found no thing, but showed the place unchanged.
void StayBook::continued(OccupancyState& occupancy, const Thing* thing, const Look& look, EventSink& out) {
  const Time at = look.at;
  occupancy.last_seen = at;
  occupancy.missing = occupancy.unconfirmed = false;
  occupancy.unseen_since.reset();
  // A picture that the gate passed over tells nothing new about how well the detector knows the thing.
  if (look.analysed) ++occupancy.looks;
  if (look.analysed && thing) ++occupancy.detected;
  if (thing) {
    occupancy.found = true;
    occupancy.plain = thing->plain;
    occupancy.box = thing->box;
    if (look.analysed) note_score(occupancy, *thing);
    note_claim(occupancy, thing->holding.between, at);
  }
  if (!due(occupancy, at)) return;
  // A thing that the detector saw once and never again is not accused: it must be found in at least half of the looks,
  // be sure, and stand plainly in the look that accuses it.
  const bool mostly = found_mostly(occupancy), in_doubt = thing && (!thing->plain || !sure(occupancy));
  if (thing && mostly && !in_doubt) confirm(occupancy, at, out);
  else if ((!thing && !mostly) || (in_doubt && ++occupancy.undecided >= kDecidingLooks)) {
    // The stay was a mistake, which an unchanged picture had kept alive or a look with a higher score had begun. But
    // where only the view is in doubt of a thing of which its plain looks are sure, nothing was judged: it may begin
    // anew.
    if (thing && !thing->plain && mostly && sure_where_plain(occupancy)) note_left(occupancy, at);
    end(occupancy.number, at, false, out);
  } else want(occupancy.camera, thing && !in_doubt ? at + 30s : at + 1s);
}

void StayBook::missed(OccupancyState& occupancy, Time at, EventSink& out) {
  const CameraId camera = occupancy.camera;
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

// Notes a look soon after a restart that does not find the thing. A stay that is confirmed may still be there. Of one
// that is not, the time seen before counts only if it is found again within the tolerance, as without the restart.
void StayBook::missed_cold(OccupancyState& occupancy, Time at) {
  ++occupancy.looks;
  if (!occupancy.confirmed && !occupancy.missing) {
    occupancy.missing = true;
    occupancy.missing_since = at;
  }
  hide(occupancy, at);
}

void StayBook::confirm(OccupancyState& occupancy, Time at, EventSink& out) {
  event::SightingConfirmed sighting;
  sighting.sighting = SightingId{next_sighting_};
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
      !(occupancy.plain_since && law_.too_long(occupancy.violation_class, occupancy.zone, *occupancy.plain_since, at)))
    sighting.between = occupancy.between;
  if (!law_.merchant_answers(occupancy.violation_class)) sighting.between.clear();
  else if (sighting.between.empty()) sighting.merchant = configuration_.zones.at(occupancy.zone.value).merchant;
  const KeptPicture threshold = cameras_[occupancy.camera.value].picture;
  keep(sighting, occupancy.onset_picture, EvidenceMoment::onset, occupancy.box);
  keep(sighting, occupancy.before_picture, EvidenceMoment::before, std::nullopt);
  if (threshold.at == at) keep(sighting, evidence(threshold, 0), EvidenceMoment::threshold, occupancy.box);
  occupancy.onset_picture.reset();
  occupancy.before_picture.reset();
  out.emit(std::move(sighting));
}

void StayBook::end(std::uint64_t number, Time last_seen, bool by_blindness, EventSink& out) {
  out.emit(event::OccupancyEnded{number, last_seen, by_blindness});
}

// The picture as evidence, while the stays of its camera hold `held_bytes`. Stays that begin at one look share it.
std::optional<EvidencePicture> StayBook::evidence(const KeptPicture& picture, std::size_t held_bytes) const {
  if (!picture) return std::nullopt;
  EvidencePicture kept{picture.at, nullptr, held_bytes >= kMostEvidenceBytes};
  if (pictures_wanted_ && !kept.lost) kept.jpeg = picture.encoded();
  return kept;
}

std::size_t StayBook::evidence_bytes(CameraId camera) const {
  std::set<const Jpeg*> counted;
  std::size_t bytes = 0;
  for (const std::uint64_t number : cameras_.at(camera.value).open)
    for (const auto* picture : {&open_.at(number).onset_picture, &open_.at(number).before_picture})
      if (*picture && (*picture)->jpeg && counted.insert((*picture)->jpeg.get()).second)
        bytes += (*picture)->jpeg->size();
  return bytes;
}

std::size_t StayBook::bytes() const {
  std::size_t bytes = 0;
  for (std::uint32_t i = 0; i < cameras_.size(); ++i) bytes += evidence_bytes(CameraId{i});
  for (const PictureTaken& taken : pictures_taken_) bytes += taken.jpeg ? taken.jpeg->size() : 0;
  return bytes;
}

// The sighting names its pictures; they go to the evidence store once it is in the journal.
void StayBook::keep(event::SightingConfirmed& sighting, const std::optional<EvidencePicture>& picture,
                    EvidenceMoment moment, std::optional<ImageBox> box) {
  if (!picture) return;
  EvidenceLabel label{sighting.camera, picture->at, moment, box, configuration_.zones.at(sighting.zone.value).name};
  sighting.evidence.push_back({label, {}});
  const bool lost = picture->lost || pictures_taken_.size() >= kMostPicturesWaiting;
  pictures_taken_.push_back({sighting.sighting, std::move(label), lost ? nullptr : picture->jpeg, lost});
}

}  // namespace tricolor::engine
