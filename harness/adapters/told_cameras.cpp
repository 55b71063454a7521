#include "adapters/told_cameras.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>

#include "adapters/conversion.h"
#include "adapters/frame_schedule.h"
#include "adapters/seeing_probe.h"
#include "adapters/thing_box.h"
#include "adapters/thing_view.h"
#include "adapters/watched_ground.h"
#include "sim/surrogate/sight_process.h"
#include "sockets/engine_socket.h"

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;

// Time by which a lawful stay must be shorter than every dwell to be left out. A detector may hold a thing for a while
// after it went.
constexpr auto kWellBefore = 60s;
// Least short side of an opportunity to see, pixels (as SeeingProbe has it).
constexpr double kShortSidePx = SeeingProbe::kShortSidePx;

// One thing before one camera.
struct Pair {
  sim::SightProcess process;
  engine::ToldThing told;       // As it truly is.
  double towards_x, towards_y;  // Direction of the line of sight on the ground.
  sim::EventHandle next = {};
};

}  // namespace

struct ToldCameras::Impl {
  const sim::City& city;
  const sim::DetectorModel& model;
  sim::Simulation& kernel;
  EngineSocket& engine;
  std::vector<CameraFault> faults;
  Options options;
  WatchedGround ground;
  Sightlines sightlines;
  FrameSchedule schedule;
  sim::Time end;
  std::vector<engine::CameraGeometry> geometry;
  std::vector<std::map<sim::ThingId, Pair>> in_sight;   // By camera.
  std::map<sim::ThingId, std::vector<int>> cameras_of;  // Cameras that have a standing thing in sight.
  std::set<sim::ThingId> misleading;                    // Lawful things that will be taken for unlawful ones.
  std::vector<bool> asked;                              // By camera: its next telling answers a request.
  struct Seen {
    bool in_view = false, working = false, wide = false, told = false;
  };
  std::unordered_map<sim::ThingId, Seen> seen;  // Empty unless the judge will ask.
  // By camera: the times for which it is down, ascending and disjoint.
  std::vector<std::vector<std::pair<sim::Time, sim::Time>>> down;
  Counters counters;

  Impl(const sim::City& c, const engine::Configuration& configuration, const sim::DetectorModel& m, sim::Simulation& k,
       EngineSocket& e, std::vector<CameraFault> f, const std::vector<KindOfThing>& kinds, Options o)
      : city(c),
        model(m),
        kernel(k),
        engine(e),
        faults(std::move(f)),
        options(o),
        ground(configuration, *c.kinds, kinds),
        sightlines(c),
        schedule(c.cameras, k.now()),
        in_sight(c.cameras.size()),
        asked(c.cameras.size(), false) {
    counters.by_camera.assign(c.cameras.size(), 0);
    for (const sim::CityCamera& camera : city.cameras) {
      geometry.push_back(to_engine(camera.pose));
      down.push_back(united(camera.down));
    }
  }

  static std::vector<std::pair<sim::Time, sim::Time>> united(std::vector<std::pair<sim::Time, sim::Time>> spans) {
    std::sort(spans.begin(), spans.end());
    std::vector<std::pair<sim::Time, sim::Time>> apart;
    for (const auto& span : spans) {
      if (apart.empty() || span.first > apart.back().second) apart.push_back(span);
      else apart.back().second = std::max(apart.back().second, span.second);
    }
    return apart;
  }

  const CameraFault* fault(int camera, sim::Time at) const {
    return fault_of(faults, engine::CameraId{static_cast<std::uint32_t>(camera)}, at);
  }

  bool working(int camera, sim::Time at) const {
    if (fault(camera, at)) return false;
    const auto& spans = down[static_cast<std::size_t>(camera)];
    const auto after = std::upper_bound(spans.begin(), spans.end(), at,
                                        [](sim::Time instant, const auto& span) { return instant < span.first; });
    return after == spans.begin() || at >= std::prev(after)->second;
  }

  void due(int camera, sim::Time time, FrameCause cause) {
    const sim::Time at = schedule.grid_at_or_after(camera, std::max(time, kernel.now()));
    if (at >= end || !schedule.due(camera, at, cause)) return;
    kernel.schedule(at, sim::Phase::engine, [this, camera] { tell(camera); });
  }

  // Lists the things that the camera sees now, as it takes them to stand.
  void tell(int camera) {
    const auto index = static_cast<std::size_t>(camera);
    const sim::Time now = kernel.now();
    schedule.taken({now, camera});
    const bool answers = asked[index];
    asked[index] = false;
    if (!working(camera, now)) return;
    const std::int64_t sample = now.time_since_epoch() / city.cameras[index].frame_every;
    engine::Telling telling{engine::CameraId{static_cast<std::uint32_t>(camera)}, now, {}};
    for (auto& [id, pair] : in_sight[index]) {
      using State = sim::SightProcess::State;
      State state = pair.process.state();
      if (state == State::seen && answers) state = pair.process.look(sample);
      if (state != State::seen && state != State::hidden) continue;
      engine::ToldThing told = pair.told;
      const auto error = pair.process.error(sample);
      told.spot.x_m += error.along_m * pair.towards_x - error.across_m * pair.towards_y;
      told.spot.y_m += error.along_m * pair.towards_y + error.across_m * pair.towards_x;
      told.error_m = pair.process.expected_error_m();
      told.score_256 = pair.process.confidence_256(sample);
      told.hidden = state == State::hidden;
      telling.things.push_back(std::move(told));
      if (state == State::seen && options.judged) seen[id].told = true;
    }
    ++counters.tellings;
    ++counters.by_camera[index];
    if (answers) ++counters.answers;
    engine.deliver(telling);
  }

  // The thing as a detector would report it: a misleading one stands, for it, in the nearest place that is unlawful.
  std::optional<sim::Thing> as_seen(const sim::Thing& thing) const {
    if (!misleading.contains(thing.id)) return ground.near(thing) ? std::optional(thing) : std::nullopt;
    return ground.taken_for_unlawful(thing);
  }

  // `watching`: the camera watches the very zone in which the thing stands, so that missing it is a fault of its eyes.
  void add_pair(const sim::Thing& thing, const sim::Thing& looks, int camera, sim::Time from, bool watching) {
    const engine::CameraGeometry& eye = geometry[static_cast<std::size_t>(camera)];
    const auto box = box_in_view(eye, thing, *city.kinds);
    if (!box) return;
    const double dx = thing.at.x_m - eye.x_m, dy = thing.at.y_m - eye.y_m, distance = std::max(1.0, std::hypot(dx, dy));
    const ThingView view = view_of(eye, thing, *city.kinds);
    const bool behind = sightlines.blocked(city.cameras[static_cast<std::size_t>(camera)].pose.at, thing.at);
    const sim::Sight sight{looks.kind, view.distance_m, view.short_side_px, !is_day(from), view.cut_off, behind};
    const sim::SightKey key{options.seed, options.city_seed, thing.id, place_of(thing.at),
                            static_cast<std::uint32_t>(camera)};
    if (options.judged && watching) {
      Seen& record = seen[thing.id];
      record.in_view = true;
      if (working(camera, from)) {
        record.working = true;
        record.wide = record.wide || (sight.short_side_px >= kShortSidePx && !behind &&
                                      1 - sight.cut_off >= SeeingProbe::kVisibleShare);
      }
    }
    sim::SightProcess process(model, key, sight, from);
    if (process.never()) return;
    ++counters.pairs;
    engine::ToldThing told;
    const sim::Extent& extent = city.kinds->extent_of(looks.kind, looks.look);
    const std::string& kind = city.kinds->name_of(looks.kind);
    told.kind = kind.substr(0, kind.find(engine::kAttributeMark));
    if (told.kind.size() < kind.size()) told.attributes = {kind.substr(told.kind.size() + 1)};
    told.spot = to_engine(looks.at);
    told.heading_rad = looks.heading_rad;
    told.length_m = extent.length_m * looks.scale;
    told.width_m = extent.width_m * looks.scale;
    told.box = box;
    in_sight[static_cast<std::size_t>(camera)].insert_or_assign(
        thing.id, Pair{std::move(process), std::move(told), dx / distance, dy / distance, {}});
    cameras_of[thing.id].push_back(camera);
    plan_change(camera, thing.id);
  }

  // Names the place, so that all things of one place share what a camera makes of it: a square of 4 m.
  static std::uint64_t place_of(sim::Point at) {
    const auto cell = [](double m) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(m / 4))); };
    return cell(at.x_m) << 32 ^ (cell(at.y_m) & 0xFFFFFFFFull);
  }

  void plan_change(int camera, sim::ThingId thing) {
    Pair& pair = in_sight[static_cast<std::size_t>(camera)].at(thing);
    const sim::Time at = pair.process.changes_at();
    if (at >= end) return;
    // A thing is seen at a sample of the grid: it changes there, and not before.
    pair.next = kernel.schedule(std::max(kernel.now(), at), sim::Phase::cameras, [this, camera, thing] {
      const auto found = in_sight[static_cast<std::size_t>(camera)].find(thing);
      if (found == in_sight[static_cast<std::size_t>(camera)].end()) return;
      found->second.process.advance();
      due(camera, kernel.now(), FrameCause::still_thing);
      plan_change(camera, thing);
    });
  }

  void forget(int camera, sim::ThingId thing) {
    auto& things = in_sight[static_cast<std::size_t>(camera)];
    const auto found = things.find(thing);
    if (found == things.end()) return;
    const bool told = found->second.process.state() != sim::SightProcess::State::unseen;
    kernel.cancel(found->second.next);
    things.erase(found);
    if (told) due(camera, kernel.now(), FrameCause::still_thing);
  }

  void schedule_outage(int camera, sim::Time from, sim::Time until, engine::BlindReason reason, bool announced) {
    if (until <= kernel.now() || from >= end) return;
    const sim::Time begins = std::max(from, kernel.now());
    if (announced)
      kernel.schedule(begins, sim::Phase::engine, [this, camera, begins, reason] {
        engine.deliver(engine::Blind{engine::CameraId{static_cast<std::uint32_t>(camera)}, begins, reason});
      });
    if (until < end) due(camera, until, FrameCause::camera_back);
  }
};

namespace {

engine::BlindReason reason_of(CameraFault::What what) {
  switch (what) {
    case CameraFault::What::dark: return engine::BlindReason::dark;
    case CameraFault::What::frozen: return engine::BlindReason::frozen;
    case CameraFault::What::swapped: return engine::BlindReason::swapped;
    case CameraFault::What::disconnected:
    case CameraFault::What::silent: break;
  }
  return engine::BlindReason::disconnected;
}

}  // namespace

ToldCameras::ToldCameras(const sim::City& city, const engine::Configuration& configuration,
                         const sim::DetectorModel& model, sim::Simulation& kernel, EngineSocket& engine,
                         std::vector<CameraFault> faults, const std::vector<KindOfThing>& kinds, Options options)
    : impl_(std::make_unique<Impl>(city, configuration, model, kernel, engine, std::move(faults), kinds, options)) {}
ToldCameras::~ToldCameras() = default;

bool ToldCameras::matters(const sim::Thing& thing, sim::Duration stays) {
  Impl& self = *impl_;
  const bool long_enough = stays + kWellBefore >= self.options.least_dwell;
  const bool may_mislead = self.model.alarms.rate_of(thing.kind) > 0;
  // Most lawful things go early, and few models take any for something else: then no ground is looked at.
  if (!long_enough && !may_mislead) return false;
  if (self.ground.near(thing)) return long_enough;
  if (!may_mislead) return false;
  const WatchedGround::Nearest* place = self.ground.nearest(thing.at);
  if (!place) return false;
  const double hours = std::chrono::duration<double, std::ratio<3600>>(stays).count();
  if (!sim::misleads(self.model.alarms, {self.options.seed, self.options.city_seed, thing.id, place->entity, 0}, thing,
                     hours) ||
      !self.ground.taken_for_unlawful(thing))
    return false;
  self.misleading.insert(thing.id);
  ++self.counters.misleading;
  return true;
}

void ToldCameras::start(sim::Time start, sim::Time end) {
  Impl& self = *impl_;
  self.end = end;
  for (std::size_t i = 0; i < self.city.cameras.size(); ++i) {
    const int camera = static_cast<int>(i);
    for (const auto& [from, until] : self.city.cameras[i].down)
      self.schedule_outage(camera, from, until, engine::BlindReason::disconnected, true);
    self.due(camera, start, FrameCause::regular_look);
  }
  // A camera that falls silent tells nothing, and what it told last holds.
  for (const CameraFault& fault : self.faults)
    self.schedule_outage(static_cast<int>(fault.camera.value), fault.from, fault.until, reason_of(fault.what),
                         fault.what != CameraFault::What::silent);
}

void ToldCameras::thing_comes(const sim::Thing& thing, sim::Time from) {
  Impl& self = *impl_;
  const auto looks = self.as_seen(thing);
  if (!looks) return;
  ++self.counters.things;
  const std::vector<int> watching = self.options.judged ? self.ground.cameras_watching(*looks) : std::vector<int>{};
  for (const int camera : self.ground.cameras_of(*looks))
    self.add_pair(thing, *looks, camera, from, std::ranges::binary_search(watching, camera));
}

void ToldCameras::thing_goes(const sim::Thing& thing, sim::Time now) {
  Impl& self = *impl_;
  self.misleading.erase(thing.id);
  const auto found = self.cameras_of.find(thing.id);
  if (found == self.cameras_of.end()) return;
  for (const int camera : found->second) {
    const Pair& pair = self.in_sight[static_cast<std::size_t>(camera)].at(thing.id);
    const sim::Time until = pair.process.state() == sim::SightProcess::State::seen ? pair.process.held_until(now) : now;
    if (until <= now) {
      self.forget(camera, thing.id);
      continue;
    }
    self.kernel.cancel(pair.next);
    if (until < self.end)
      self.kernel.schedule(until, sim::Phase::cameras,
                           [impl = &self, camera, id = thing.id] { impl->forget(camera, id); });
  }
  self.cameras_of.erase(found);
}

// A request takes at least the port's latency of one second to reach the camera.
void ToldCameras::request(engine::CameraId camera, engine::Time not_before) {
  Impl& self = *impl_;
  const int index = static_cast<int>(camera.value);
  const sim::Time at =
      self.schedule.grid_at_or_after(index, std::max<sim::Time>(not_before, self.kernel.now() + sim::Duration{1s}));
  if (at >= self.end) return;
  self.kernel.schedule(at, sim::Phase::cameras, [impl = &self, index] {
    impl->asked[static_cast<std::size_t>(index)] = true;
    impl->due(index, impl->kernel.now(), FrameCause::engine_asked);
  });
}

void ToldCameras::explain(std::vector<Violation>& violations, const sim::Truth& truth) const {
  for (Violation& violation : violations)
    for (const std::uint64_t stay : violation.stays) {
      const auto found = impl_->seen.find(truth.stays.at(stay - 1).thing);
      if (found == impl_->seen.end()) continue;
      Seeing& seeing = violation.seeing;
      seeing.in_view |= found->second.in_view;
      seeing.camera_working |= found->second.working;
      seeing.opportunity |= found->second.wide;
      ++seeing.looks;
      seeing.looks_detected += found->second.told ? 1 : 0;
    }
}

const ToldCameras::Counters& ToldCameras::counters() const { return impl_->counters; }

}  // namespace tricolor::harness
