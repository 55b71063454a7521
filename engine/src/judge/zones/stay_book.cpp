#include "zones/stay_book.h"

#include <algorithm>
#include <chrono>

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

// The mean of a zone's corners, which lies within it because its outline is convex.
GroundPoint middle_of(const GroundPolygon& outline) {
  GroundPoint middle;
  for (const GroundPoint& corner : outline) {
    middle.x_m += corner.x_m / static_cast<double>(outline.size());
    middle.y_m += corner.y_m / static_cast<double>(outline.size());
  }
  return middle;
}

}  // namespace

StayBook::StayBook(const Configuration& configuration, const Policy& policy, const ZoneMap& law)
    : configuration_(configuration),
      policy_(policy),
      law_(law),
      blindness_(configuration),
      cameras_(configuration.cameras.size()),
      listened_(configuration.cameras.size(), false),
      watches_(configuration.cameras.size(), false) {
  for (const Zone& zone : configuration.zones)
    for (const CameraId camera : zone.cameras) watches_.at(camera.value) = true;
}

std::vector<std::uint64_t> StayBook::open_of(CameraId camera) const {
  const std::set<std::uint64_t>& numbers = cameras_[camera.value].open;
  return {numbers.begin(), numbers.end()};
}

void StayBook::plan(OccupancyState& occupancy) {
  if (occupancy.due) told_due_.erase({*occupancy.due, occupancy.number});
  occupancy.due.reset();
  const bool continuous = cameras_[occupancy.camera.value].continuous && !occupancy.unconfirmed;
  if (!occupancy.told && !continuous) return;
  if (occupancy.missing) occupancy.due = occupancy.missing_since + gap(occupancy.camera) + Duration{1};
  else if (!occupancy.unseen_since && occupancy.told) occupancy.due = due_from(occupancy);
  // A continuous camera is asked to tell when the dwell ends; where it does not, what it told last holds.
  else if (const auto from = due_from(occupancy); !occupancy.unseen_since && from && accusable(occupancy))
    occupancy.due = *from + configuration_.cameras[occupancy.camera.value].frame_every;
  if (occupancy.due) told_due_.insert({*occupancy.due, occupancy.number});
}

void StayBook::listen(CameraId camera) const {
  if (listened_[camera.value]) return;
  if (const auto at = silent_at(camera)) {
    listened_[camera.value] = true;
    silent_at_.insert({*at, camera.value});
  }
}

// A camera that only tells has nothing to say while nothing changes.
bool StayBook::has_heartbeat(CameraId camera) const {
  const CameraState& eye = cameras_[camera.value];
  return watches_[camera.value] && !eye.continuous && (eye.beats || !eye.looked);
}

Time StayBook::silent_since(CameraId camera) const {
  return cameras_[camera.value].looked ? cameras_[camera.value].heard : cameras_[camera.value].missed_from;
}

std::optional<Time> StayBook::silent_at(CameraId camera) const {
  if (!live_ || !has_heartbeat(camera) || blindness_.blind(camera)) return std::nullopt;
  return silent_since(camera) + configuration_.cameras[camera.value].heartbeat_max + Duration{1};
}

void StayBook::go_live(Time now) {
  if (live_) return;
  live_ = true;
  for (std::uint32_t i = 0; i < cameras_.size(); ++i) {
    cameras_[i].missed_from = now;
    listen(CameraId{i});
  }
  hours_begin_ = law_.hours_begin_after(now);
  // Nothing moves at the end of a permit, and yet the things that stand there then begin to dwell.
  for (const Permit& permit : configuration_.permits) {
    if (permit.until <= now) continue;
    for (const Zone& zone : configuration_.zones)
      if (zone.kind != ZoneKind::bay && (permit.outline.size() < 3 || overlap_m2(permit.outline, zone.outline) > 0))
        for (const CameraId camera : zone.cameras) want(camera, permit.until);
  }
}

Brief StayBook::brief(CameraId camera, Time now) const {
  const CameraState& eye = cameras_.at(camera.value);
  Brief brief;
  for (const std::uint64_t number : eye.open) {
    const OccupancyState& stay = open_.at(number);
    brief.stays.push_back(
        {number, {stay.zone, stay.violation_class, stay.spot, stay.box}, stay.confirmed, due_from(stay), stay.found});
  }
  brief.doubtful = eye.doubtful;
  brief.left = eye.left;
  brief.blind = blindness_.blind(camera);
  brief.silent_after = silent_after(camera);
  brief.scene_due = scene_due(camera, now);
  return brief;
}

bool StayBook::takes(const Detections& detections) { return takes(detections.camera, detections.captured_at); }
bool StayBook::takes(const Telling& telling) { return takes(telling.camera, telling.at); }

bool StayBook::takes(CameraId id, Time at) {
  CameraState& camera = cameras_.at(id.value);
  if (camera.looked && at <= camera.heard) return false;
  camera.heard = at;
  return shows_its_scene(id);
}

void StayBook::vouch(const Unchanged& unchanged, EventSink& out) {
  CameraState& camera = cameras_.at(unchanged.camera.value);
  if (unchanged.through <= camera.heard) return;
  const bool silent = blindness_.blind(unchanged.camera, BlindReason::silent);
  if (!camera.look_on_return && (silent || blindness_.blind(unchanged.camera, BlindReason::disconnected))) {
    camera.look_on_return = unchanged.through + 1s;
    want(unchanged.camera, *camera.look_on_return);
  }
  // A heartbeat vouches for a look, and says nothing before the first one.
  if (!camera.looked) return;
  camera.heard = unchanged.through;
  camera.beats = true;
  if (silent) sees_again(unchanged.camera, unchanged.through, out);
  if (blindness_.blind(unchanged.camera)) return;
  listen(unchanged.camera);
  camera.known_through = unchanged.through;
  for (const std::uint64_t number : open_of(unchanged.camera)) {
    OccupancyState& occupancy = open_.at(number);
    // A stay that the last look showed has been seen up to now; one that it did not show has been absent since.
    if (!occupancy.missing && !occupancy.unconfirmed && !occupancy.unseen_since)
      occupancy.last_seen = std::max(occupancy.last_seen, unchanged.through);
  }
  if (silent) note_doubts(unchanged.camera, out);
}

void StayBook::blind(const Blind& blind, EventSink& out) {
  CameraState& camera = cameras_.at(blind.camera.value);
  camera.heard = std::max(camera.heard, blind.from);
  went_blind(blind.camera, blind.from, blind.reason, out);
}

void StayBook::told(const ZoneOccupancy& given, EventSink& out) {
  judge_told(given, out);
  note_doubts(given.camera, out);
}

void StayBook::judge_told(const ZoneOccupancy& given, EventSink& out) {
  CameraState& camera = cameras_.at(given.camera.value);
  camera.heard = std::max(camera.heard, given.at);
  if (!shows_its_scene(given.camera)) return;
  const bool blind = blindness_.blind(given.camera);
  // A word from before the blindness that comes late says nothing of what is seen now.
  if (blind && given.at < blindness_.blind_since(given.camera)) return;
  camera.looked = true;
  camera.known_through = std::max(camera.known_through, given.at);
  if (blind) {
    sees_again(given.camera, given.at, out);
    // The other zones may have been taken or left meanwhile.
    want(given.camera, given.at + 1s);
  }
  // A class without a policy is not watched.
  if (!law_.watched(given.violation_class)) return;
  for (const std::uint64_t number : open_of(given.camera)) {
    OccupancyState& occupancy = open_.at(number);
    if (occupancy.zone != given.zone || occupancy.violation_class != given.violation_class) continue;
    occupancy.told = true;
    if (!given.occupied) {
      if (!occupancy.missing) occupancy.missing_since = given.at;
      occupancy.missing = true;
      // It was held until it was left, if somebody saw it.
      if (!occupancy.unseen_since) occupancy.last_seen = std::max(occupancy.last_seen, occupancy.missing_since);
      plan(occupancy);
      return;
    }
    if (!goes_on(occupancy, given.at, false, out)) break;
    occupancy.missing = occupancy.unconfirmed = false;
    occupancy.unseen_since.reset();
    occupancy.last_seen = given.at;
    if (due(occupancy, given.at)) confirm(occupancy, given.at, out);
    plan(occupancy);
    return;
  }
  if (!given.occupied) return;
  Thing seen;
  seen.holding = {given.zone, given.violation_class, {}, 1};
  seen.spot = middle_of(configuration_.zones.at(given.zone.value).outline);
  seen.score_256 = 255;
  started(given.camera, seen, given.at, given.at, out);
  open_.rbegin()->second.told = true;
  plan(open_.rbegin()->second);
}

std::optional<Time> StayBook::heard(CameraId camera) const {
  const Time at = cameras_.at(camera.value).heard;
  return at != Time{} ? std::optional(at) : std::nullopt;
}

std::optional<Time> StayBook::next_deadline() const {
  std::optional<Time> next;
  while (!silent_at_.empty()) {
    const auto [stands, index] = *silent_at_.begin();
    if (silent_at(CameraId{index}) == stands) {
      next = stands;
      break;
    }
    silent_at_.erase(silent_at_.begin());
    listened_[index] = false;
    listen(CameraId{index});
  }
  if (!told_due_.empty() && (!next || told_due_.begin()->first < *next)) next = told_due_.begin()->first;
  while (!awaited_.empty()) {
    const auto [until, camera, not_before] = *awaited_.begin();
    if (!answered(CameraId{camera}, not_before)) {
      if (!next || until < *next) next = until;
      break;
    }
    awaited_.erase(awaited_.begin());
  }
  if (!moved_due_.empty() && (!next || moved_due_.begin()->first < *next)) next = moved_due_.begin()->first;
  if (hours_begin_ && (!next || *hours_begin_ < *next)) next = hours_begin_;
  return next;
}

void StayBook::wake(Time now, EventSink& out) {
  go_live(now);
  // Cameras are handled in the order of their numbers, not in the order in which they fell silent.
  std::set<CameraId> silent;
  for (const auto& [at, index] : silent_at_) {
    if (at > now) break;
    silent.insert(CameraId{index});
  }
  for (const CameraId camera : silent) {
    if (const auto at = silent_at(camera); at && *at <= now)
      went_blind(camera, silent_since(camera), BlindReason::silent, out);
  }
  tell_moved(now, out);
  take_last_tellings(now);
  if (hours_begin_ && *hours_begin_ <= now) {
    // Nothing moves when a class's hours begin either.
    for (const CameraId camera : law_.cameras_where_hours_begin(*hours_begin_)) want(camera, *hours_begin_);
    hours_begin_ = law_.hours_begin_after(now);
  }
  std::set<std::uint64_t> due;
  for (const auto& [at, number] : told_due_) {
    if (at > now) break;
    due.insert(number);
  }
  for (const std::uint64_t number : due) {
    OccupancyState& occupancy = open_.at(number);
    if (occupancy.missing)
      end(number, occupancy.last_seen, occupancy.unseen_since && *occupancy.unseen_since < occupancy.missing_since,
          out);
    else confirm(occupancy, now, out);
  }
}

bool StayBook::answered(CameraId camera, Time not_before) const {
  const CameraState& eye = cameras_[camera.value];
  return !eye.continuous || eye.known_through >= not_before || blindness_.blind(camera);
}

// Takes the last telling of each camera that has not answered in time for what it would have told.
void StayBook::take_last_tellings(Time now) {
  while (!awaited_.empty() && std::get<0>(*awaited_.begin()) <= now) {
    const auto [until, index, not_before] = *awaited_.begin();
    awaited_.erase(awaited_.begin());
    const CameraId camera{index};
    if (answered(camera, not_before)) continue;
    cameras_[index].known_through = now;
    for (const std::uint64_t number : cameras_[index].open) {
      OccupancyState& stay = open_.at(number);
      if (!stay.missing && !stay.unconfirmed && !stay.unseen_since) stay.last_seen = std::max(stay.last_seen, now);
    }
    vouched_.push_back(camera);
  }
}

void StayBook::apply(const Event& event) {
  journal_time_ = event.at;
  blindness_.apply(event);
  apply_scene(event);
  if (const auto* became = std::get_if<event::CameraBecame>(&event.payload); became && became->sees)
    listen(became->camera);
  if (const auto* became = std::get_if<event::CameraBecame>(&event.payload))
    for (const std::uint64_t number : open_of(became->camera)) {
      OccupancyState& occupancy = open_.at(number);
      if (!became->sees && !occupancy.unseen_since) {
        occupancy.unseen_since = became->since;
        plan(occupancy);
      }
      // The journal says so of the camera, and need not say it of each of its stays.
      occupancy.doubts.unseen_since = became->sees ? std::nullopt : occupancy.unseen_since;
      // Live, the look that ends a blindness decides what it meant. In a replayed journal this is decided already: a
      // long blindness shows as a stay with a later onset.
      if (became->sees && !live_) occupancy.unseen_since.reset();
    }
  if (const auto* started = std::get_if<event::OccupancyStarted>(&event.payload)) {
    // A stay that is journalled again has a later onset, and is the same stay in all else.
    OccupancyState& occupancy = open_[started->occupancy];
    open_in_zone_[{started->violation_class, started->zone}].insert(started->occupancy);
    open_of_class_[started->violation_class].insert(started->occupancy);
    cameras_.at(started->camera.value).open.insert(started->occupancy);
    occupancy.number = occupancy.doubts.occupancy = started->occupancy;
    occupancy.camera = started->camera;
    occupancy.zone = started->zone;
    occupancy.violation_class = started->violation_class;
    occupancy.onset = started->onset;
    occupancy.last_seen = std::max(occupancy.last_seen, started->onset);
    occupancy.spot = started->spot;
    occupancy.box = started->box;
    plan(occupancy);
    next_occupancy_ = std::max(next_occupancy_, started->occupancy + 1);
  } else if (const auto* ended = std::get_if<event::OccupancyEnded>(&event.payload)) {
    const auto found = open_.find(ended->occupancy);
    if (found == open_.end()) return;
    // A camera may learn late that a thing has gone: the last of several to have seen it there counts.
    Time& cleared = cleared_[{found->second.zone, found->second.violation_class}];
    cleared = std::max(cleared, ended->last_seen);
    cameras_.at(found->second.camera.value).open.erase(ended->occupancy);
    if (found->second.due) told_due_.erase({*found->second.due, ended->occupancy});
    open_in_zone_.at({found->second.violation_class, found->second.zone}).erase(ended->occupancy);
    open_of_class_.at(found->second.violation_class).erase(ended->occupancy);
    open_.erase(found);
  } else if (const auto* doubted = std::get_if<event::OccupancyDoubted>(&event.payload)) {
    restore_doubts(*doubted);
  } else if (const auto* sighting = std::get_if<event::SightingConfirmed>(&event.payload)) {
    next_sighting_ = std::max(next_sighting_, sighting->sighting.value + 1);
    if (const auto found = open_.find(sighting->occupancy); found != open_.end()) {
      found->second.confirmed = true;
      // The look that accused found the thing. Doubts of a confirmed stay are not journalled any more, so that a replay
      // would keep what was journalled last.
      if (!live_) {
        found->second.missing = false;
        found->second.unseen_since.reset();
      }
      plan(found->second);
    }
  }
}

void StayBook::start_cold(Time now) {
  go_live(now);
  cold_since_ = now;
  for (auto& [number, occupancy] : open_) start_cold(occupancy, now, true);
  for (std::uint32_t i = 0; i < cameras_.size(); ++i) {
    cameras_[i].cold = journal_time_ != Time{};
    want(CameraId{i}, now + 1s);
  }
}

void StayBook::start_cold(OccupancyState& occupancy, Time now, bool away) {
  occupancy.unconfirmed = true;
  occupancy.last_seen = std::max(occupancy.onset, journal_time_);
  // A stay that should have been confirmed and was not shows that nobody was there to do it: the time since the last
  // event is blindness. After a quick restart nothing is overdue, and the clock runs on.
  const bool overdue = due(occupancy, now - gap(occupancy.camera));
  if (away && overdue && !occupancy.told && !occupancy.unseen_since) occupancy.unseen_since = occupancy.last_seen;
  want(occupancy.camera, now + 1s);
  if (const auto from = due_from(occupancy)) want(occupancy.camera, std::max(now + 1s, *from));
}

const std::set<std::uint64_t>& StayBook::open_about(ZoneId zone, ClassId violation_class) const {
  static const std::set<std::uint64_t> kNone;
  if (law_.whole(violation_class, zone)) {
    const auto found = open_in_zone_.find({violation_class, zone});
    return found == open_in_zone_.end() ? kNone : found->second;
  }
  const auto found = open_of_class_.find(violation_class);
  return found == open_of_class_.end() ? kNone : found->second;
}

PlaceState StayBook::place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const {
  const bool whole = law_.whole(violation_class, zone);
  PlaceState state;
  Time known{};
  for (const CameraId camera : configuration_.zones.at(zone.value).cameras) {
    const CameraState& eye = cameras_[camera.value];
    if (blindness_.blind(camera) || !eye.looked) continue;
    // The word of an analyser holds until it tells otherwise.
    known = std::max(known, has_heartbeat(camera) || eye.continuous ? eye.known_through : Time::max());
  }
  const std::set<std::uint64_t>& about = open_about(zone, violation_class);
  const auto elsewhere = [&](const OccupancyState& stay) {
    return !whole && distance_m(stay.spot, spot) > law_.same_spot(stay.camera, stay.box);
  };
  for (const std::uint64_t number : about) {
    const OccupancyState& occupancy = open_.at(number);
    if (elsewhere(occupancy)) continue;
    if (occupancy.missing || occupancy.unconfirmed || occupancy.unseen_since ||
        (!occupancy.told && occupancy.last_seen < not_before))
      continue;
    return {PlaceState::Is::held, occupancy.onset};
  }
  if (known < not_before || known == Time{}) {
    state.since = known;
    return state;
  }
  // No stay that was seen is open here. A stay that is missing for a moment, or hidden, or before a camera that went
  // blind, has not gone yet.
  for (const std::uint64_t number : about)
    if (const OccupancyState& occupancy = open_.at(number); !elsewhere(occupancy))
      return {PlaceState::Is::unknown, occupancy.last_seen};
  const auto cleared = cleared_.find({zone, violation_class});
  return {PlaceState::Is::clear, cleared == cleared_.end() ? not_before : cleared->second};
}

void StayBook::want_look(ZoneId zone, Time not_before) {
  for (const CameraId camera : configuration_.zones.at(zone.value).cameras) {
    want(camera, not_before);
    // A request takes a second, and is answered at the camera's next interval.
    if (cameras_[camera.value].continuous)
      awaited_.insert({not_before + 1s + configuration_.cameras[camera.value].frame_every, camera.value, not_before});
  }
}

std::vector<LookWanted> StayBook::take_looks_wanted() {
  std::vector<LookWanted> looks;
  for (const auto& [at, camera] : wanted_) looks.push_back({camera, at});
  looks_requested_ += looks.size();
  wanted_.clear();
  return looks;
}

double StayBook::blind_share(MerchantId merchant, Time from, Time until) const {
  return blindness_.share(merchant, from, until);
}

}  // namespace tricolor::engine
