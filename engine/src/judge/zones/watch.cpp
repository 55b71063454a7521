// Coordinates the watch: decides what each input means for cameras and occupancies. The rules of one stay are in
// stay.cpp.
#include "zones/watch.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/check.h"
#include "zones/watch_state.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

namespace {

double iou(const ImageBox& a, const ImageBox& b) {
  const double width = std::min(a.x_px + a.width_px, b.x_px + b.width_px) - std::max(a.x_px, b.x_px);
  const double height = std::min(a.y_px + a.height_px, b.y_px + b.height_px) - std::max(a.y_px, b.y_px);
  if (width <= 0 || height <= 0) return 0;
  return width * height /
         (static_cast<double>(a.width_px) * a.height_px + static_cast<double>(b.width_px) * b.height_px -
          width * height);
}

}  // namespace

Watch::Impl::Impl(const Configuration& c, const Policy& p, const Vision* v)
    : configuration(c),
      policy(p),
      vision(v),
      zones(c, p),
      blindness(c),
      cameras(c.cameras.size()),
      listened(c.cameras.size(), false) {
  if (vision) kinds = vision->kinds();
  bool still = false;
  for (std::size_t i = 0; i < c.cameras.size(); ++i)
    if (c.cameras[i].still_objects) {
      cameras[i].still.emplace(*c.cameras[i].still_objects);
      // The still-object model by itself tells its scene in another light, or behind something large before the lens;
      // the gate need not.
      cameras[i].gate = ChangeGate(false);
      still = true;
    }
  if (still && std::find(kinds.begin(), kinds.end(), kUnknownObject) == kinds.end()) kinds.emplace_back(kUnknownObject);
}

std::vector<Detection> Watch::Impl::with_still_objects(CameraId camera, const Frame& frame) {
  CameraState& eye = cameras[camera.value];
  std::vector<Detection> found = eye.detections;
  if (!eye.still) return found;
  const auto kind = static_cast<std::uint8_t>(std::find(kinds.begin(), kinds.end(), kUnknownObject) - kinds.begin());
  for (const StillObject& object : eye.still->look(*frame.image, frame.captured_at)) {
    if (object.taken_away) continue;
    // A thing that the detector knows by name is not told twice.
    const auto named = std::find_if(found.begin(), found.end(), [&](const Detection& d) {
      return d.kind != kind && iou(d.box, object.box) >= kSameShapeFrom;
    });
    if (named != found.end()) named->since = object.since;
    else found.push_back({kind, 255, object.box, object.since});
  }
  return found;
}

std::vector<std::uint64_t> Watch::Impl::open_of(CameraId camera) const {
  const std::set<std::uint64_t>& numbers = cameras[camera.value].open;
  return {numbers.begin(), numbers.end()};
}

void Watch::Impl::plan(OccupancyState& occupancy) {
  if (occupancy.due) told_due.erase({*occupancy.due, occupancy.number});
  occupancy.due.reset();
  if (!occupancy.told || (occupancy.confirmed && !occupancy.missing)) return;
  occupancy.due = occupancy.missing ? occupancy.missing_since + gap(occupancy.camera) + Duration{1}
                                    : due_from(occupancy);
  if (occupancy.due) told_due.insert({*occupancy.due, occupancy.number});
}

void Watch::Impl::listen(CameraId camera) const {
  if (listened[camera.value] || !cameras[camera.value].looked || blindness.blind(camera)) return;
  listened[camera.value] = true;
  silent_at.insert(
      {cameras[camera.value].heard + configuration.cameras[camera.value].heartbeat_max + Duration{1}, camera.value});
}

// Goes live at the first input or the restart: from here on the world is asked for looks.
void Watch::Impl::go_live(Time now) {
  if (live) return;
  live = true;
  // Nothing moves at the end of a permit, and yet the things that stand there then begin to dwell.
  for (const Permit& permit : configuration.permits) {
    if (permit.until <= now) continue;
    for (const Zone& zone : configuration.zones)
      if (zone.kind != ZoneKind::bay && (permit.outline.size() < 3 || overlap_m2(permit.outline, zone.outline) > 0))
        for (const CameraId camera : zone.cameras) want(camera, permit.until);
  }
}

Watch::Watch(const Configuration& configuration, const Policy& policy, const Vision* vision)
    : impl_(std::make_unique<Impl>(configuration, policy, vision)) {}
Watch::~Watch() = default;

void Watch::handle(const Frame& frame, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.go_live(now);
  CameraState& camera = self.cameras.at(frame.camera.value);
  ++self.counters.frames;
  // A source whose clock ran backwards repeats itself: its pictures of the past change nothing.
  if (!frame.image ||
      frame.image->bytes.size() !=
          static_cast<std::size_t>(frame.image->width_px) * static_cast<std::size_t>(frame.image->height_px) * 3 ||
      frame.image->width_px < 64 || frame.image->height_px < 64 ||
      (camera.looked && frame.captured_at <= camera.heard && frame.captured_at <= camera.last_picture.at)) {
    ++self.counters.frames_bad;
    return;
  }
  camera.heard = std::max(camera.heard, frame.captured_at);
  GateResult gate = camera.gate.look(*frame.image, frame.captured_at);
  if (gate.sees != GateResult::Sees::frozen) {
    camera.equal_since.reset();
  } else {
    if (!camera.equal_since) camera.equal_since = camera.last_picture.at;
    if (frame.captured_at - *camera.equal_since < self.configuration.cameras[frame.camera.value].frozen_after)
      gate = {GateResult::Sees::ok, false, 0};
  }
  if (gate.sees != GateResult::Sees::ok) return self.cannot_see(frame, gate, out);
  camera.strange_since.reset();
  self.sees_again(frame.camera, frame.captured_at, out);
  self.keep_scene(frame.camera, now, out);
  // At a look that may accuse, the detector runs even where nothing has changed.
  const std::vector<std::uint64_t> numbers = self.open_of(frame.camera);
  const bool decides = std::any_of(numbers.begin(), numbers.end(), [&](std::uint64_t number) {
    return self.due(self.open.at(number), frame.captured_at);
  });
  if (gate.changed) ++self.counters.gate_passed;
  const bool detect = gate.changed || !camera.looked || decides;
  if (detect) {
    if (frame.analysis) {
      ++self.counters.analyses_used;
      camera.detections = frame.analysis->detections;
    } else if (self.vision) {
      ++self.counters.detector_runs;
      camera.detections = self.vision->analyse(*frame.image)->detections;
    }
  }
  self.remember(frame.camera, {frame.image, frame.captured_at});
  camera.previous_picture = camera.last_picture;
  camera.last_picture = {frame.image, frame.captured_at};
  camera.looked = true;
  self.listen(frame.camera);
  if (camera.still)
    self.see(frame.camera, self.with_still_objects(frame.camera, frame), frame.captured_at, frame.image.get(), true,
             out);
  else self.see(frame.camera, camera.detections, frame.captured_at, frame.image.get(), detect, out);
}

void Watch::handle(const Detections& detections, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.go_live(now);
  CameraState& camera = self.cameras.at(detections.camera.value);
  if (camera.looked && detections.captured_at <= camera.heard) return;
  camera.heard = detections.captured_at;
  if (!self.shows_its_scene(detections.camera)) return;
  camera.looked = true;
  self.sees_again(detections.camera, detections.captured_at, out);
  self.listen(detections.camera);
  camera.detections = detections.detections;
  self.see(detections.camera, camera.detections, detections.captured_at, nullptr, true, out);
}

void Watch::handle(const Unchanged& unchanged, Time now, EventSink&) {
  Impl& self = *impl_;
  self.go_live(now);
  CameraState& camera = self.cameras.at(unchanged.camera.value);
  if (!camera.looked || unchanged.through <= camera.heard) return;
  camera.heard = unchanged.through;
  if (self.blindness.blind(unchanged.camera)) return;
  camera.known_through = unchanged.through;
  for (const std::uint64_t number : self.open_of(unchanged.camera)) {
    OccupancyState& occupancy = self.open.at(number);
    // A stay that the last look showed has been seen up to now; one that it did not show has been absent since.
    if (!occupancy.missing && !occupancy.unconfirmed && !occupancy.unseen_since)
      occupancy.last_seen = std::max(occupancy.last_seen, unchanged.through);
  }
}

void Watch::handle(const Blind& blind, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.go_live(now);
  CameraState& camera = self.cameras.at(blind.camera.value);
  camera.heard = std::max(camera.heard, blind.from);
  self.went_blind(blind.camera, blind.from, blind.reason, out);
}

void Watch::handle(const ZoneOccupancy& given, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.go_live(now);
  CameraState& camera = self.cameras.at(given.camera.value);
  camera.heard = std::max(camera.heard, given.at);
  if (!self.shows_its_scene(given.camera)) return;
  camera.looked = true;
  self.listen(given.camera);
  camera.known_through = std::max(camera.known_through, given.at);
  // A class without a policy is not watched.
  if (!self.zones.watched(given.violation_class)) return;
  for (const std::uint64_t number : self.open_of(given.camera)) {
    OccupancyState& occupancy = self.open.at(number);
    if (occupancy.zone != given.zone || occupancy.violation_class != given.violation_class) continue;
    occupancy.told = true;
    if (!given.occupied) {
      if (!occupancy.missing) occupancy.missing_since = given.at;
      occupancy.missing = true;
      self.plan(occupancy);
      return;
    }
    if (occupancy.missing && given.at - occupancy.missing_since > self.gap(given.camera)) {
      self.end(number, occupancy.missing_since, false, out);
      break;
    }
    occupancy.missing = occupancy.unconfirmed = false;
    occupancy.last_seen = given.at;
    if (self.due(occupancy, given.at)) self.confirm(occupancy, given.at, out);
    self.plan(occupancy);
    return;
  }
  if (!given.occupied) return;
  Impl::Seen seen;
  seen.holding = {given.zone, given.violation_class, {}, 1};
  seen.spot = self.configuration.zones.at(given.zone.value).outline.front();
  seen.score_256 = 255;
  self.started(given.camera, seen, given.at, nullptr, out);
  self.open.rbegin()->second.told = true;
  self.plan(self.open.rbegin()->second);
}

std::optional<Time> Watch::heard(CameraId camera) const {
  const Time at = impl_->cameras.at(camera.value).heard;
  return at != Time{} ? std::optional(at) : std::nullopt;
}

std::optional<Time> Watch::next_deadline() const {
  const Impl& self = *impl_;
  std::optional<Time> next;
  while (!self.silent_at.empty()) {
    const auto [stands, index] = *self.silent_at.begin();
    const CameraId camera{index};
    const Time silent = self.cameras[index].heard + self.configuration.cameras[index].heartbeat_max + Duration{1};
    if (!self.blindness.blind(camera) && silent == stands) {
      next = stands;
      break;
    }
    self.silent_at.erase(self.silent_at.begin());
    self.listened[index] = false;
    self.listen(camera);
  }
  if (!self.told_due.empty() && (!next || self.told_due.begin()->first < *next)) next = self.told_due.begin()->first;
  if (!self.moved_due.empty() && (!next || self.moved_due.begin()->first < *next)) next = self.moved_due.begin()->first;
  return next;
}

void Watch::wake(Time now, EventSink& out) {
  Impl& self = *impl_;
  self.go_live(now);
  // Cameras are handled in the order of their numbers, not in the order in which they fell silent.
  std::set<CameraId> silent;
  for (const auto& [at, index] : self.silent_at) {
    if (at > now) break;
    silent.insert(CameraId{index});
  }
  for (const CameraId camera : silent) {
    const CameraState& state = self.cameras[camera.value];
    if (self.blindness.blind(camera) || now - state.heard <= self.configuration.cameras[camera.value].heartbeat_max)
      continue;
    self.went_blind(camera, state.heard, BlindReason::silent, out);
  }
  self.tell_moved(now, out);
  std::set<std::uint64_t> due;
  for (const auto& [at, number] : self.told_due) {
    if (at > now) break;
    due.insert(number);
  }
  for (const std::uint64_t number : due) {
    OccupancyState& occupancy = self.open.at(number);
    if (occupancy.missing) self.end(number, occupancy.missing_since, false, out);
    else self.confirm(occupancy, now, out);
  }
}

void Watch::apply(const Event& event) {
  Impl& self = *impl_;
  self.journal_time = event.at;
  self.blindness.apply(event);
  self.apply_scene(event);
  if (const auto* became = std::get_if<event::CameraBecame>(&event.payload); became && became->sees)
    self.listen(became->camera);
  if (const auto* became = std::get_if<event::CameraBecame>(&event.payload))
    for (const std::uint64_t number : self.open_of(became->camera)) {
      OccupancyState& occupancy = self.open.at(number);
      if (!became->sees && !occupancy.told && !occupancy.unseen_since) occupancy.unseen_since = became->since;
      // Live, the look that ends a blindness decides what it meant. In a replayed journal this is decided already: a
      // long blindness shows as a stay with a later onset.
      if (became->sees && !self.live) occupancy.unseen_since.reset();
    }
  if (const auto* started = std::get_if<event::OccupancyStarted>(&event.payload)) {
    // A stay that is journalled again has a later onset, and is the same stay in all else.
    OccupancyState& occupancy = self.open[started->occupancy];
    self.cameras.at(started->camera.value).open.insert(started->occupancy);
    occupancy.number = started->occupancy;
    occupancy.camera = started->camera;
    occupancy.zone = started->zone;
    occupancy.violation_class = started->violation_class;
    occupancy.onset = started->onset;
    occupancy.last_seen = std::max(occupancy.last_seen, started->onset);
    occupancy.spot = started->spot;
    occupancy.box = started->box;
    self.plan(occupancy);
    self.next_occupancy = std::max(self.next_occupancy, started->occupancy + 1);
  } else if (const auto* ended = std::get_if<event::OccupancyEnded>(&event.payload)) {
    const auto found = self.open.find(ended->occupancy);
    if (found == self.open.end()) return;
    self.cleared[{found->second.zone, found->second.violation_class}] = ended->last_seen;
    self.cameras.at(found->second.camera.value).open.erase(ended->occupancy);
    if (found->second.due) self.told_due.erase({*found->second.due, ended->occupancy});
    self.open.erase(found);
  } else if (const auto* sighting = std::get_if<event::SightingConfirmed>(&event.payload)) {
    self.next_sighting = std::max(self.next_sighting, sighting->sighting.value + 1);
    if (const auto found = self.open.find(sighting->occupancy); found != self.open.end()) {
      found->second.confirmed = true;
      self.plan(found->second);
    }
  }
}

void Watch::start_cold(Time now, bool away) {
  Impl& self = *impl_;
  self.go_live(now);
  self.cold_since = now;
  for (auto& [number, occupancy] : self.open) {
    occupancy.unconfirmed = true;
    occupancy.last_seen = std::max(occupancy.onset, self.journal_time);
    // A stay that should have been confirmed and was not shows that nobody was there to do it: the time since the last
    // event is blindness. After a quick restart nothing is overdue, and the clock runs on.
    const bool overdue = self.due(occupancy, now - self.gap(occupancy.camera));
    if (away && overdue && !occupancy.told && !occupancy.unseen_since) occupancy.unseen_since = occupancy.last_seen;
    self.want(occupancy.camera, now + 1s);
    if (const auto from = self.due_from(occupancy)) self.want(occupancy.camera, std::max(now + 1s, *from));
  }
  for (std::uint32_t i = 0; i < self.cameras.size(); ++i) self.want(CameraId{i}, now + 1s);
}

PlaceState Watch::place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const {
  const Impl& self = *impl_;
  const bool whole = self.zones.whole(zone);
  PlaceState state;
  Time known{};
  for (const CameraId camera : self.configuration.zones.at(zone.value).cameras) {
    if (self.blindness.blind(camera) || !self.cameras[camera.value].looked) continue;
    known = std::max(known, self.cameras[camera.value].known_through);
  }
  for (const auto& [number, occupancy] : self.open) {
    if (occupancy.violation_class != violation_class) continue;
    const double dx = occupancy.spot.x_m - spot.x_m, dy = occupancy.spot.y_m - spot.y_m;
    if (whole ? occupancy.zone != zone : std::hypot(dx, dy) > self.same_spot(occupancy.camera, occupancy.box)) continue;
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
  for (const auto& [number, occupancy] : self.open) {
    if (occupancy.violation_class != violation_class) continue;
    const double dx = occupancy.spot.x_m - spot.x_m, dy = occupancy.spot.y_m - spot.y_m;
    if (whole ? occupancy.zone == zone : std::hypot(dx, dy) <= self.same_spot(occupancy.camera, occupancy.box))
      return {PlaceState::Is::unknown, occupancy.last_seen};
  }
  const auto cleared = self.cleared.find({zone, violation_class});
  return {PlaceState::Is::clear, cleared == self.cleared.end() ? not_before : cleared->second};
}

void Watch::want_look(ZoneId zone, Time not_before) {
  for (const CameraId camera : impl_->configuration.zones.at(zone.value).cameras) impl_->want(camera, not_before);
}

std::vector<PictureTaken> Watch::take_pictures() { return std::exchange(impl_->pictures_taken, {}); }

std::vector<LookWanted> Watch::take_looks_wanted() {
  std::vector<LookWanted> looks;
  for (const auto& [at, camera] : impl_->wanted) looks.push_back({camera, at});
  impl_->counters.looks_requested += looks.size();
  impl_->wanted.clear();
  return looks;
}

double Watch::blind_share(MerchantId merchant, Time from, Time until) const {
  return impl_->blindness.share(merchant, from, until);
}

Engine::Counters Watch::counters() const { return impl_->counters; }

}  // namespace tricolor::engine
