#include "zones/watch.h"

#include <algorithm>
#include <utility>

#include "eye/lane.h"
#include "law/zone_map.h"
#include "zones/stay_book.h"

namespace tricolor::engine {

struct Watch::Impl {
  const Configuration& configuration;
  const Policy& policy;
  ZoneMap law;
  Eyes eyes;
  std::vector<Lane> lanes;  ///< One a camera, by its number.
  StayBook book;

  Impl(const Configuration& c, const Policy& p, const Vision* vision)
      : configuration(c), policy(p), law(c, p), eyes(c, law, vision), book(c, p, law) {
    for (std::uint32_t i = 0; i < c.cameras.size(); ++i) lanes.emplace_back(eyes, CameraId{i});
  }
};

namespace {

// The zones that a camera watches, by number, without the other cameras that watch them.
std::vector<std::pair<std::size_t, Zone>> zones_of(CameraId camera, const Configuration& configuration) {
  std::vector<std::pair<std::size_t, Zone>> zones;
  for (std::size_t i = 0; i < configuration.zones.size(); ++i) {
    const Zone& zone = configuration.zones[i];
    if (std::find(zone.cameras.begin(), zone.cameras.end(), camera) == zone.cameras.end()) continue;
    zones.emplace_back(i, zone);
    zones.back().second.cameras.clear();
  }
  return zones;
}

}  // namespace

Watch::Watch(const Configuration& configuration, const Policy& policy, const Vision* vision)
    : impl_(std::make_unique<Impl>(configuration, policy, vision)) {}
Watch::~Watch() = default;

void Watch::handle(const Frame& frame, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.book.go_live(now);
  Lane& lane = self.lanes.at(frame.camera.value);
  const auto look = lane.look(frame, self.book.brief(frame.camera, now));
  if (!look) return;
  self.book.observe(*look, now, out);
  if (look->sees) lane.settle(self.book.brief(frame.camera, now));
}

void Watch::handle(const Detections& detections, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.book.go_live(now);
  if (!self.book.takes(detections)) return;
  Lane& lane = self.lanes.at(detections.camera.value);
  self.book.observe(lane.look(detections, self.book.brief(detections.camera, now)), now, out);
  lane.settle(self.book.brief(detections.camera, now));
}

void Watch::handle(const Telling& telling, Time now, EventSink& out) {
  Impl& self = *impl_;
  self.book.go_live(now);
  if (!self.book.takes(telling)) return;
  self.book.observe(self.lanes.at(telling.camera.value).look(telling, self.book.brief(telling.camera, now)), now, out);
}

void Watch::go_live(Time now) { impl_->book.go_live(now); }

void Watch::handle(const Unchanged& unchanged, Time now, EventSink& out) {
  impl_->book.go_live(now);
  impl_->book.vouch(unchanged, out);
}

void Watch::handle(const Blind& blind, Time now, EventSink& out) {
  impl_->book.go_live(now);
  impl_->book.blind(blind, out);
}

void Watch::handle(const ZoneOccupancy& given, Time now, EventSink& out) {
  impl_->book.go_live(now);
  impl_->book.told(given, out);
}

void Watch::handle(const SceneConfirmed& confirmed, Time now, EventSink& out) {
  impl_->book.go_live(now);
  impl_->book.scene_confirmed(confirmed, now, out);
}

void Watch::apply(const Event& event) {
  if (const auto* learnt = std::get_if<event::SceneLearnt>(&event.payload))
    impl_->lanes.at(learnt->camera.value).keep_scene(learnt->cells);
  else if (const auto* confirmed = std::get_if<event::SceneConfirmed>(&event.payload))
    impl_->lanes.at(confirmed->camera.value).forget_scene();
  impl_->book.apply(event);
}

void Watch::note_doubts(EventSink& out) { impl_->book.note_doubts(out); }
void Watch::end_unwatched(EventSink& out) { impl_->book.end_unwatched(out); }

void Watch::take_over(Watch& before, Time now) {
  Impl &self = *impl_, &other = *before.impl_;
  const bool same_policy = self.policy.occupancy.min_overlap == other.policy.occupancy.min_overlap &&
                           self.policy.occupancy.between_shops == other.policy.occupancy.between_shops;
  const bool same_permits = self.configuration.permits == other.configuration.permits;
  std::vector<bool> kept(self.lanes.size(), false);
  for (std::uint32_t i = 0; i < self.lanes.size() && i < other.lanes.size(); ++i) {
    kept[i] = self.configuration.cameras[i] == other.configuration.cameras[i];
    if (!kept[i]) continue;
    const bool law_changed = !same_policy || !same_permits ||
                             zones_of(CameraId{i}, other.configuration) != zones_of(CameraId{i}, self.configuration);
    self.lanes[i].take_over(other.lanes[i], law_changed);
  }
  self.book.take_over(other.book, kept, now);
}

std::optional<Time> Watch::heard(CameraId camera) const { return impl_->book.heard(camera); }
std::optional<Time> Watch::next_deadline() const { return impl_->book.next_deadline(); }
void Watch::wake(Time now, EventSink& out) { impl_->book.wake(now, out); }
void Watch::start_cold(Time now) { impl_->book.start_cold(now); }

PlaceState Watch::place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const {
  return impl_->book.place(zone, violation_class, spot, not_before);
}

void Watch::want_look(ZoneId zone, Time not_before) { impl_->book.want_look(zone, not_before); }
std::vector<LookWanted> Watch::take_looks_wanted() { return impl_->book.take_looks_wanted(); }
std::vector<CameraId> Watch::take_vouched() { return impl_->book.take_vouched(); }
std::vector<PictureTaken> Watch::take_pictures() { return impl_->book.take_pictures(); }

void Watch::let_go(Time until) { impl_->book.let_go(until); }
PastStays Watch::past_stays() const { return impl_->book.past_stays(); }
void Watch::take_up(const PastStays& past) { impl_->book.take_up(past); }

void Watch::want_pictures(bool wanted) { impl_->book.want_pictures(wanted); }

double Watch::blind_share(MerchantId merchant, Time from, Time until) const {
  return impl_->book.blind_share(merchant, from, until);
}

Engine::Counters Watch::counters() const {
  Engine::Counters counters;
  counters.looks_requested = impl_->book.looks_requested();
  counters.picture_bytes = impl_->book.bytes();
  for (const Lane& lane : impl_->lanes) {
    counters.frames += lane.counters().frames;
    counters.frames_bad += lane.counters().frames_bad;
    counters.gate_passed += lane.counters().gate_passed;
    counters.detector_runs += lane.counters().detector_runs;
    counters.picture_bytes += lane.bytes();
  }
  return counters;
}

}  // namespace tricolor::engine
