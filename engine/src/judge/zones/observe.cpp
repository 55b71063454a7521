// Judges one look: which things belong to which stays, which stays go on, are missed or hidden, which begin, and what
// is looked at again.
#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/still_objects.h"
#include "zones/stay_book.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// Time unseen after which nobody can say that a thing is still the same: its clock starts anew. Assumed: 15 min, the
// time to correct.
constexpr Duration kUnseenTooLong{900'000'000};

}  // namespace

void StayBook::observe(const Look& look, Time now, EventSink& out) {
  CameraState& eye = cameras_.at(look.camera.value);
  eye.heard = std::max(eye.heard, look.at);
  eye.continuous = look.told;
  eye.beats = eye.beats || !look.told;
  if (eye.look_on_return) wanted_.erase({*std::exchange(eye.look_on_return, std::nullopt), look.camera});
  eye.picture = look.picture;
  eye.before = look.before;
  for (const std::uint64_t number : eye.open) open_.at(number).found = false;
  if (!look.sees) {
    cannot_see(look, out);
    eye.looked = true;
    return;
  }
  eye.remembers_since = look.remembers_since;
  eye.looked = true;
  sees_again(look.camera, look.at, out);
  if (look.scene && scene_due(look.camera, now)) out.emit(event::SceneLearnt{look.camera, *look.scene});
  listen(look.camera);
  see(look, out);
  if (look.told)
    for (const std::uint64_t number : eye.open) plan(open_.at(number));
  note_doubts(look.camera, out);
  eye.before = {};
}

void StayBook::see(const Look& look, EventSink& out) {
  const CameraId camera = look.camera;
  const Time at = look.at;
  note_silence(camera, at);
  cameras_[camera.value].known_through = std::max(cameras_[camera.value].known_through, at);
  Used used(look.things.size(), false);
  for (const Answer& answer : look.answers) {
    OccupancyState& occupancy = open_.at(answer.stay);
    if (occupancy.told) continue;
    const Thing* match = best_match(occupancy, look, used);
    // The still-object model itself tells what is hidden. A comparison of appearances must not overrule it, because a
    // bare floor looks like the floor of a moment ago.
    const bool by_model =
        configuration_.cameras[camera.value].still_objects &&
        configuration_.classes[occupancy.violation_class.value].kinds == ObjectKinds{std::string(kUnknownObject)};
    const bool unchanged = !match && !by_model && answer.shows == Answer::Shows::same;
    if (!match && !unchanged) {
      if (answer.hidden) hide(occupancy, at);
      else if (cold(occupancy, at)) missed_cold(occupancy, at);
      else missed(occupancy, at, out);
      continue;
    }
    const bool swapped_object = match && policy_.occupancy.identity == OccupancyPolicy::Identity::object &&
                                answer.shows == Answer::Shows::other;
    if (!goes_on(occupancy, at, swapped_object, out)) continue;
    if (match) {
      // All things of the class in a shop front belong to its one stay; at a public spot each thing has its own.
      for (std::size_t i = 0; i < look.things.size(); ++i)
        if (const Thing& other = look.things[i];
            &other == match ||
            (law_.whole(occupancy.violation_class, occupancy.zone) && other.holding.zone == occupancy.zone &&
             other.holding.violation_class == occupancy.violation_class))
          used[i] = true;
    }
    continued(occupancy, match, look, out);
  }
  begin_new(look, used, out);
  if (look.analysed) look_again(look, used);
  cameras_[camera.value].cold = false;
}

// True when the thing that stands there now is the stay's own. One that came while nobody saw the place gets a stay of
// its own: then this one ends. Time in which nobody saw it is taken from the clock.
bool StayBook::goes_on(OccupancyState& occupancy, Time at, bool swapped, EventSink& out) {
  const Duration unseen = occupancy.unseen_since ? at - *occupancy.unseen_since : Duration{0};
  const bool left = occupancy.missing && at - occupancy.missing_since > gap(occupancy.camera);
  const bool doubtful = unseen > kUnseenTooLong && !occupancy.confirmed;
  if (left || doubtful || swapped) {
    note_left(occupancy, at);
    end(occupancy.number, occupancy.last_seen, doubtful, out);
    return false;
  }
  if (unseen > gap(occupancy.camera) && !occupancy.confirmed) delay(occupancy, unseen, out);
  return true;
}

void StayBook::begin_new(const Look& look, Used& used, EventSink& out) {
  for (std::size_t i = 0; i < look.things.size(); ++i) {
    const Thing& fresh = look.things[i];
    if (used[i] || !fresh.plain || fresh.stood || stay_at(look.camera, fresh)) continue;
    for (std::size_t j = 0; j < look.things.size(); ++j)
      if (const Thing& other = look.things[j];
          other.holding.violation_class == fresh.holding.violation_class &&
          (law_.whole(fresh.holding.violation_class, fresh.holding.zone)
               ? other.holding.zone == fresh.holding.zone
               : distance_m(other.spot, fresh.spot) <= law_.same_spot(look.camera, fresh.box)))
        used[j] = true;
    Time onset = fresh.since ? std::min(*fresh.since, look.at) : look.at;
    // A thing that is seen plainly at a further look has been there since the first.
    if (const Doubtful* before = doubt_of(look.camera, fresh); before && before->looks <= kFurtherLooks && !fresh.since)
      onset = std::min(before->since, look.at);
    started(look.camera, fresh, onset, look.at, out);
  }
}

// The thing of a look with which a stay goes on: the first of the zone and class for a shop front, the nearest of the
// class at a public spot.
const Thing* StayBook::best_match(const OccupancyState& occupancy, const Look& look, const Used& used) const {
  const Thing* best = nullptr;
  double nearest = 1e300;
  const bool whole = law_.whole(occupancy.violation_class, occupancy.zone);
  for (std::size_t i = 0; i < look.things.size(); ++i) {
    const Thing& candidate = look.things[i];
    if (candidate.foot_hidden || candidate.holding.violation_class != occupancy.violation_class) continue;
    const double distance = distance_m(candidate.spot, occupancy.spot);
    if (whole ? candidate.holding.zone != occupancy.zone
              : (used[i] || distance > law_.same_spot(occupancy.camera, occupancy.box)))
      continue;
    if (whole && policy_.occupancy.identity == OccupancyPolicy::Identity::object &&
        distance > law_.same_spot(occupancy.camera, occupancy.box))
      continue;
    // In a shop front the thing that stands most plainly counts for the stay; it comes first.
    if (whole) return &candidate;
    if (distance >= nearest) continue;
    nearest = distance;
    best = &candidate;
  }
  return best;
}

bool StayBook::stay_at(CameraId camera, const Thing& thing) const {
  const std::set<std::uint64_t>& numbers = cameras_[camera.value].open;
  return std::any_of(numbers.begin(), numbers.end(), [&](std::uint64_t number) {
    const OccupancyState& stay = open_.at(number);
    return law_.one_stay(camera, {stay.zone, stay.violation_class, stay.spot, stay.box}, thing.holding.zone,
                         thing.holding.violation_class, thing.spot);
  });
}

// Finds the thing that the look before left in doubt at the same place; null when there is none.
const Doubtful* StayBook::doubt_of(CameraId camera, const Thing& thing) const {
  return doubted(cameras_[camera.value].doubtful, thing.holding.violation_class, thing.spot,
                 law_.same_spot(camera, thing.box));
}

// Asks for further looks, soon, at things that a passer-by hid or that lay within the detector's expected error: their
// stay would otherwise begin at some later look.
void StayBook::look_again(const Look& look, const Used& used) {
  std::vector<Doubtful> now;
  bool again = false;
  for (std::size_t i = 0; i < look.things.size(); ++i) {
    const Thing& candidate = look.things[i];
    if (used[i] || candidate.plain || candidate.stood || stay_at(look.camera, candidate)) continue;
    const Doubtful* before = doubt_of(look.camera, candidate);
    // A thing that is in doubt at the first look after a restart may have been so for too long before it: its stay will
    // begin when it is plain, and not before.
    const Time since = cameras_[look.camera.value].cold ? Time::max() : look.at;
    now.push_back({candidate.holding.violation_class, candidate.spot, before ? before->since : since,
                   before ? before->looks + 1 : 1});
    again = again || now.back().looks <= kFurtherLooks;
  }
  cameras_[look.camera.value].doubtful = std::move(now);
  if (again) want(look.camera, look.at + 1s);
}

// The instant after which a look follows a silence. A stream that skips pictures has not seen what happened meanwhile,
// though it never said so.
std::optional<Time> StayBook::silent_after(CameraId camera) const {
  const Time known = cameras_[camera.value].known_through;
  // The last telling of a continuous camera holds: its pauses are no silence.
  if (known == Time{} || cameras_[camera.value].continuous) return std::nullopt;
  return known + longest_pause(camera);
}

Duration StayBook::longest_pause(CameraId camera) const {
  return std::max(gap(camera), 2 * configuration_.cameras[camera.value].frame_every);
}

void StayBook::note_silence(CameraId camera, Time at) {
  // The memory of before a restart is gone; nothing was seen since.
  const bool first = cameras_[camera.value].known_through == Time{};
  if (first && at - cold_since_ > longest_pause(camera))
    for (const std::uint64_t number : open_of(camera))
      if (OccupancyState& occupancy = open_.at(number); occupancy.unconfirmed && !occupancy.unseen_since)
        occupancy.unseen_since = cold_since_;
  const auto silent = silent_after(camera);
  if (!silent || at <= *silent) return;
  for (const std::uint64_t number : open_of(camera))
    if (OccupancyState& occupancy = open_.at(number);
        !occupancy.told && !occupancy.unconfirmed && !occupancy.unseen_since)
      occupancy.unseen_since = cameras_[camera.value].known_through;
}

}  // namespace tricolor::engine
