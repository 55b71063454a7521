#include "adapters/twin_cameras.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>

#include "adapters/conversion.h"
#include "adapters/thing_box.h"
#include "clock/stopwatch.h"
#include "engine/geometry.h"
#include "sockets/camera_control.h"
#include "sockets/engine_socket.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Time before its instant at which a regular look is put on the schedule.
constexpr auto kLookToldAhead = 4min;

// Number of frames of a camera that are on the schedule at a time when every frame is taken: enough for other threads
// to work ahead.
constexpr int kFramesAhead = 8;

}  // namespace

std::uint64_t noise_key(std::uint64_t seed, int camera, sim::Time at) {
  std::uint64_t key = seed * 0x9E3779B97F4A7C15ull + static_cast<std::uint64_t>(camera + 1) * 0xBF58476D1CE4E5B9ull;
  key ^= static_cast<std::uint64_t>(at.time_since_epoch().count()) * 0x94D049BB133111EBull;
  key ^= key >> 31;
  return key * 0x9E3779B97F4A7C15ull;
}

struct TwinCameras::Impl : CameraControl {
  const sim::City& city;
  const sim::World& world;
  sim::Simulation& kernel;
  EngineSocket& engine;
  std::shared_ptr<EngineEyes> eyes;  ///< Null where nothing is analysed.
  Options options;
  FrameSchedule schedule;
  sim::Time end;
  std::vector<engine::CameraGeometry> geometry;
  mutable std::vector<std::unique_ptr<sim::CameraView>> views;
  mutable std::vector<std::once_flag> view_made;
  std::vector<ShotObserver*> observers;
  std::vector<sim::Time> told_until;  // Instant up to which each camera's still scene was reported to the engine.
  std::vector<sim::Time> looked_at;   // Instant at which each camera's last picture was due, taken or not.
  std::vector<std::uint64_t> looks;
  std::vector<std::shared_ptr<const engine::PictureAnalysis>> known;  // What the engine asked for last, by camera.
  std::vector<int> due_this_instant;
  bool delivery_scheduled = false;
  std::uint64_t still_changes = 0;
  LookAhead ahead;

  Impl(const sim::City& c, const sim::World& w, sim::Simulation& k, EngineSocket& e, const engine::Vision* v, Options o)
      : city(c),
        world(w),
        kernel(k),
        engine(e),
        eyes(v ? std::make_shared<EngineEyes>(*v) : nullptr),
        options(o),
        schedule(c.cameras, k.now()),
        views(c.cameras.size()),
        view_made(c.cameras.size()),
        told_until(c.cameras.size()),
        looked_at(c.cameras.size(), k.now()),
        looks(c.cameras.size()),
        known(c.cameras.size()),
        ahead([this](int camera, const sim::SceneView& scene, ShotTimes& times) { return draw(camera, scene, times); },
              v ? [this, v](int camera, const engine::Image& image) {
                return v->analyse(image, options.views.at(static_cast<std::size_t>(camera)));
              } : LookAhead::Analyse{},
              o.threads, o.look_ahead) {
    for (const sim::CityCamera& camera : city.cameras) geometry.push_back(to_engine(camera.pose));
  }

  const sim::CameraView& view(int camera) const {
    const auto index = static_cast<std::size_t>(camera);
    std::call_once(view_made[index],
                   [&] { views[index] = std::make_unique<sim::CameraView>(city, city.cameras[index].pose); });
    return *views[index];
  }

  Shot draw(int camera, const sim::SceneView& scene, ShotTimes& times) const {
    Shot shot;
    Stopwatch watch;
    const std::uint64_t key = noise_key(options.seed, camera, scene.at);
    // The truly visible things are recorded for every fourth picture, chosen by its own key: enough to measure the
    // detector.
    shot.image = to_engine(view(camera).draw(scene, key, !observers.empty() && key % 4 == 0 ? &shot.visible : nullptr));
    times.render_s += watch.lap_s();
    return shot;
  }

  bool down(int camera, sim::Time at) const {
    for (const auto& [from, until] : city.cameras[static_cast<std::size_t>(camera)].down)
      if (at >= from && at < until) return true;
    return false;
  }

  void due(int camera, sim::Time time, FrameCause cause) {
    if (time < kernel.now()) time = kernel.now();
    const sim::Time at = schedule.grid_at_or_after(camera, time);
    if (at >= end || !schedule.due(camera, time, cause)) return;
    kernel.schedule(at, sim::Phase::cameras, [this, camera] { expose(camera); });
  }

  void expose(int camera) {
    due_this_instant.push_back(camera);
    if (delivery_scheduled) return;
    delivery_scheduled = true;
    kernel.schedule(kernel.now(), sim::Phase::engine, [this] { deliver_instant(); });
  }

  // Pictures of one instant are handed over in order of camera, in whatever order they fell due.
  void deliver_instant() {
    delivery_scheduled = false;
    std::vector<int> cameras;
    cameras.swap(due_this_instant);
    std::sort(cameras.begin(), cameras.end());
    for (const int camera : cameras) {
      deliver(camera);
      if (options.every_frame)
        due(camera, kernel.now() + kFramesAhead * city.cameras[static_cast<std::size_t>(camera)].frame_every,
            FrameCause::every);
    }
    put_up_ahead();
  }

  // The last point of the grid before now up to which the camera's picture holds, unless that was said.
  std::optional<sim::Time> vouched_through(int camera) {
    auto& told = told_until[static_cast<std::size_t>(camera)];
    const sim::Time through = schedule.grid_before(camera, kernel.now());
    if (options.every_frame || through <= told) return std::nullopt;
    return told = through;
  }

  std::optional<engine::Time> vouched_through(engine::CameraId camera) override {
    return vouched_through(static_cast<int>(camera.value));
  }
  void view_changes(engine::CameraId camera, engine::Time at) override {
    if (!options.every_frame) due(static_cast<int>(camera.value), at, FrameCause::still_thing);
  }
  void comes_back(engine::CameraId camera, engine::Time at) override {
    due(static_cast<int>(camera.value), at, FrameCause::camera_back);
  }
  std::shared_ptr<const engine::Image> view_of(engine::CameraId camera) override {
    ShotTimes times;
    const int index = static_cast<int>(camera.value);
    return draw(index, world.scene(index, kernel.now()), times).image;
  }

  void tell_unchanged(int camera) {
    if (const auto through = vouched_through(camera))
      engine.deliver(engine::Unchanged{engine::CameraId{static_cast<std::uint32_t>(camera)}, *through});
  }

  void deliver(int camera) {
    const sim::Time now = kernel.now();
    const auto index = static_cast<std::size_t>(camera);
    schedule.taken({now, camera});
    looked_at[index] = now;
    if (down(camera, now)) return;
    const Shot shot =
        ahead.take({now, camera}, world.scene_version(camera, now), [&] { return world.scene(camera, now); });
    tell_unchanged(camera);
    told_until[index] = now;
    ++looks[index];
    show_engine(camera, shot);
    for (ShotObserver* observer : observers) observer->on_looked(camera, shot, known[index].get());
  }

  void show_engine(int camera, const Shot& shot) {
    if (eyes) eyes->offer(*shot.image, shot.analysis);
    engine.deliver(engine::Frame{engine::CameraId{static_cast<std::uint32_t>(camera)}, kernel.now(), shot.image});
    if (eyes && eyes->told()) known[static_cast<std::size_t>(camera)] = eyes->told();
  }

  // Fills the free places ahead with the pictures that fall due next, from the scenes as they are known now.
  void put_up_ahead() {
    if (options.threads <= 1 || options.look_ahead == 0) return;
    std::size_t looked_at = 0;
    for (const FrameSchedule::Due& next : schedule.waiting()) {
      if (++looked_at > options.look_ahead) return;
      if (next.at <= kernel.now()) continue;
      const std::uint64_t version = world.scene_version(next.camera, next.at);
      const auto standing = ahead.version_of({next.at, next.camera});
      if (standing ? *standing == version : !ahead.has_room()) continue;
      if (down(next.camera, next.at)) continue;
      ahead.put_up({next.at, next.camera}, version, world.scene(next.camera, next.at));
    }
  }

  void heartbeat(int camera) {
    const sim::Time now = kernel.now();
    if (!down(camera, now)) tell_unchanged(camera);
    if (now + options.heartbeat_every < end)
      kernel.schedule(now + options.heartbeat_every, sim::Phase::engine, [this, camera] { heartbeat(camera); });
  }

  void schedule_outage(int camera, sim::Time from, sim::Time until) {
    if (until <= kernel.now() || from >= end) return;
    kernel.schedule(std::max(from, kernel.now()), sim::Phase::engine, [this, camera] {
      // Up to the instant at which it went blind the camera's last picture held.
      tell_unchanged(camera);
      engine.deliver(engine::Blind{engine::CameraId{static_cast<std::uint32_t>(camera)}, kernel.now(),
                                   engine::BlindReason::disconnected});
    });
    if (until < end) due(camera, until, FrameCause::camera_back);
  }

  void schedule_light_steps(sim::Time from) {
    sim::Light last = sim::light_at(from);
    for (sim::Time t = from; t < end; t += sim::kLightStep) {
      const sim::Light light = sim::light_at(t);
      if (light.level != last.level || light.warmth != last.warmth || light.lamps_on != last.lamps_on ||
          light.shops_lit != last.shops_lit)
        for (std::size_t camera = 0; camera < city.cameras.size(); ++camera)
          due(static_cast<int>(camera), t, FrameCause::light_step);
      last = light;
    }
  }

  sim::Duration regular_look_after(sim::Time at) const {
    return sim::light_at(at).level > 0.1 ? options.regular_look_day : options.regular_look_night;
  }

  void schedule_regular_looks(sim::Time from) {
    for (std::size_t camera = 0; camera < city.cameras.size(); ++camera) {
      due(static_cast<int>(camera), from, FrameCause::regular_look);
      // Regular looks are staggered, so that sixty cameras do not take a picture in the same second.
      plan_regular_look(static_cast<int>(camera), from + options.regular_look_day * static_cast<long>(camera + 1) /
                                                             static_cast<long>(city.cameras.size()));
    }
  }

  // A picture is due at `at` if none is taken before, for any cause. It is put on the schedule a little earlier, so
  // that it can be made ahead.
  void plan_regular_look(int camera, sim::Time at) {
    if (at >= end) return;
    kernel.schedule(std::max(kernel.now(), at - kLookToldAhead), sim::Phase::cameras, [this, camera, at] {
      const sim::Time last = looked_at[static_cast<std::size_t>(camera)],
                      next = std::max(at, last + regular_look_after(last));
      if (next > at) return plan_regular_look(camera, next);
      due(camera, at, FrameCause::regular_look);
      plan_regular_look(camera, at + regular_look_after(at));
    });
  }
};

TwinCameras::TwinCameras(const sim::City& city, const sim::World& world, sim::Simulation& kernel, EngineSocket& engine,
                         const engine::Vision* vision, Options options)
    : impl_(std::make_unique<Impl>(city, world, kernel, engine, vision, options)) {}

TwinCameras::~TwinCameras() = default;

void TwinCameras::start(sim::Time start, sim::Time end) {
  Impl& self = *impl_;
  self.end = end;
  for (std::size_t i = 0; i < self.city.cameras.size(); ++i) {
    const int camera = static_cast<int>(i);
    for (const auto& [from, until] : self.city.cameras[i].down) self.schedule_outage(camera, from, until);
    if (self.options.every_frame)
      for (int k = 0; k < kFramesAhead; ++k)
        self.due(camera, start + k * self.city.cameras[i].frame_every, FrameCause::every);
    else
      self.kernel.schedule(start + self.options.heartbeat_every, sim::Phase::engine,
                           [impl = &self, camera] { impl->heartbeat(camera); });
  }
  if (self.options.every_frame) return;
  self.schedule_regular_looks(start);
  self.schedule_light_steps(start);
}

void TwinCameras::add_observer(ShotObserver* observer) { impl_->observers.push_back(observer); }

std::shared_ptr<const engine::Vision> TwinCameras::eyes() const { return impl_->eyes; }

void TwinCameras::request(engine::CameraId camera, engine::Time not_before) {
  // A request takes at least the port's latency of one second to reach the camera.
  if (!impl_->options.every_frame)
    impl_->due(static_cast<int>(camera.value), std::max(not_before, impl_->kernel.now() + 1s),
               FrameCause::engine_asked);
}

CameraControl& TwinCameras::control() { return *impl_; }

void TwinCameras::still_thing_at(const sim::Thing& thing, sim::Time at) {
  for (const int camera : cameras_seeing(thing)) {
    ++impl_->still_changes;
    if (!impl_->options.every_frame) impl_->due(camera, at, FrameCause::still_thing);
  }
}

void TwinCameras::thing_will_go(const sim::Thing& thing, sim::Time at) {
  if (impl_->options.every_frame) return;
  for (const int camera : cameras_seeing(thing)) impl_->due(camera, at, FrameCause::still_thing);
}

std::vector<int> TwinCameras::cameras_seeing(const sim::Thing& thing) const {
  std::vector<int> cameras;
  for (std::size_t i = 0; i < impl_->geometry.size(); ++i)
    if (box_in_view(impl_->geometry[i], thing, *impl_->city.kinds)) cameras.push_back(static_cast<int>(i));
  return cameras;
}

bool TwinCameras::working(int camera, sim::Time at) const { return !impl_->down(camera, at); }

const sim::CameraView& TwinCameras::view(int camera) const { return impl_->view(camera); }

TwinCameras::Memory TwinCameras::memory() const {
  Memory memory;
  for (const auto& view : impl_->views)
    if (view) ++memory.views, memory.view_bytes += view->bytes();
  memory.ahead_bytes = impl_->ahead.bytes();
  for (const auto& analysis : impl_->known)
    if (analysis) memory.known_bytes += analysis->detections.capacity() * sizeof(engine::Detection);
  return memory;
}

TwinCameras::Counters TwinCameras::counters() const {
  Counters counters;
  counters.by_cause = impl_->schedule.by_cause();
  counters.looks_by_camera = impl_->looks;
  for (const std::uint64_t looks : impl_->looks) counters.pictures += looks;
  counters.still_changes = impl_->still_changes;
  counters.ahead = impl_->ahead.counters();
  if (impl_->eyes) counters.eyes = impl_->eyes->counters();
  return counters;
}

}  // namespace tricolor::harness
