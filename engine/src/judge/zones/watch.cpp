#include "zones/watch.h"

#include "eye/lane.h"
#include "law/zone_map.h"
#include "zones/stay_book.h"

namespace tricolor::engine {

struct Watch::Impl {
  ZoneMap law;
  Eyes eyes;
  std::vector<Lane> lanes;  ///< One a camera, by its number.
  StayBook book;

  Impl(const Configuration& configuration, const Policy& policy, const Vision* vision)
      : law(configuration, policy), eyes(configuration, law, vision), book(configuration, policy, law) {
    for (std::uint32_t i = 0; i < configuration.cameras.size(); ++i) lanes.emplace_back(eyes, CameraId{i});
  }
};

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

std::optional<Time> Watch::heard(CameraId camera) const { return impl_->book.heard(camera); }
std::optional<Time> Watch::next_deadline() const { return impl_->book.next_deadline(); }
void Watch::wake(Time now, EventSink& out) { impl_->book.wake(now, out); }
void Watch::start_cold(Time now, bool away) { impl_->book.start_cold(now, away); }

PlaceState Watch::place(ZoneId zone, ClassId violation_class, GroundPoint spot, Time not_before) const {
  return impl_->book.place(zone, violation_class, spot, not_before);
}

void Watch::want_look(ZoneId zone, Time not_before) { impl_->book.want_look(zone, not_before); }
std::vector<LookWanted> Watch::take_looks_wanted() { return impl_->book.take_looks_wanted(); }
std::vector<PictureTaken> Watch::take_pictures() { return impl_->book.take_pictures(); }

double Watch::blind_share(MerchantId merchant, Time from, Time until) const {
  return impl_->book.blind_share(merchant, from, until);
}

Engine::Counters Watch::counters() const {
  Engine::Counters counters;
  counters.looks_requested = impl_->book.looks_requested();
  for (const Lane& lane : impl_->lanes) {
    counters.frames += lane.counters().frames;
    counters.frames_bad += lane.counters().frames_bad;
    counters.gate_passed += lane.counters().gate_passed;
    counters.detector_runs += lane.counters().detector_runs;
  }
  return counters;
}

}  // namespace tricolor::engine
