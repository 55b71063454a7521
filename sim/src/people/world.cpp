#include "sim/people/world.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "people/world_state.h"
#include "sim/camera/looks.h"
#include "sim/check.h"
#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

// Beyond this a thing is no part of a camera's scene.
constexpr double kSceneReachM = 70;

constexpr auto kScriptTemper = purpose("world.script");

ThingKind kind_of(const std::string& class_name) {
  if (class_name == "out_of_store") return ThingKind::display;
  if (class_name == "road_occupying") return ThingKind::stall;
  if (class_name == "motor_parking") return ThingKind::motor;
  if (class_name == "nonmotor_parking") return ThingKind::nonmotor;
  return ThingKind::pile;
}

}  // namespace

World::Impl::Impl(const City& c, const Demand& d, std::uint64_t s, Simulation& k, WorldListener* l)
    : city(c), demand(d), seed(s), kernel(k), listener(l), movers(c, demand, s), versions(c.cameras.size(), 1), colours(c.shops.size(), 0), officers(c.officers.size()) {
  SIM_CHECK(listener != nullptr);
  for (std::size_t i = 0; i < officers.size(); ++i) officers[i].from = officers[i].to = city.officers[i].waits_at;
}

void World::Impl::touch(Point at) {
  for (std::size_t i = 0; i < versions.size(); ++i)
    if (std::hypot(city.cameras[i].pose.at.x_m - at.x_m, city.cameras[i].pose.at.y_m - at.y_m) < kSceneReachM) ++versions[i];
}

ThingId World::Impl::stand(Thing thing, Time from, std::optional<Time> until, const std::string& class_name, std::optional<int> shop, const Temper& temper) {
  thing.id = next_thing++;
  const ThingId id = thing.id;
  Standing standing_thing{thing, from, until, {}, truth.stays.size(), shop, class_name, temper};
  truth.stays.push_back({truth.stays.size() + 1, id, thing.kind, class_name, shop, thing.at, thing.heading_rad, from, std::nullopt, ""});
  truth.scene_log.push_back({SceneLogEntry::What::appear, from, thing});
  if (until) standing_thing.end = kernel.schedule(*until, Phase::world, [this, id] { go(id, "itself"); });
  standing.emplace(id, std::move(standing_thing));
  touch(thing.at);
  listener->on_still_thing(thing, from);
  if (until) listener->on_thing_goes(id, thing.at, *until);
  if (!class_name.empty()) maybe_report(id);
  return id;
}

void World::Impl::go(ThingId id, const char* ended_by) {
  const auto found = standing.find(id);
  if (found == standing.end()) return;
  Standing gone = std::move(found->second);
  standing.erase(found);
  kernel.cancel(gone.end);
  Stay& stay = truth.stays[gone.stay];
  stay.until = kernel.now();
  stay.ended_by = ended_by;
  truth.scene_log.push_back({SceneLogEntry::What::go, kernel.now(), gone.thing});
  touch(gone.thing.at);
  listener->on_thing_goes(id, gone.thing.at, kernel.now());
}

bool World::Impl::free_place(Point at, double radius_m) const {
  return std::none_of(standing.begin(), standing.end(), [&](const auto& entry) {
    const Thing& thing = entry.second.thing;
    if (std::abs(thing.at.x_m - at.x_m) > 8 || std::abs(thing.at.y_m - at.y_m) > 8) return false;
    const Extent extent = extent_of(thing.kind, thing.look);
    return std::hypot(thing.at.x_m - at.x_m, thing.at.y_m - at.y_m) < radius_m + 0.45 * std::max(extent.length_m, extent.width_m);
  });
}

bool World::Impl::unlawful_near(Point where, double within_m) const {
  return std::any_of(standing.begin(), standing.end(), [&](const auto& entry) {
    const Standing& s = entry.second;
    return !s.class_name.empty() && s.from <= kernel.now() && std::hypot(s.thing.at.x_m - where.x_m, s.thing.at.y_m - where.y_m) <= within_m;
  });
}

World::World(const City& city, const Demand& demand, std::uint64_t seed, Simulation& kernel, WorldListener* listener)
    : impl_(std::make_unique<Impl>(city, demand, seed, kernel, listener)) {}
World::~World() = default;

void World::set_spontaneous(bool spontaneous) { impl_->spontaneous = spontaneous; }

void World::start(Time start, Time end) {
  Impl& self = *impl_;
  self.end = end;
  if (!self.spontaneous) return;
  self.put_furniture();
  for (Time midnight = local_midnight(start); midnight < end; midnight += 24h) {
    const Time at = std::max(midnight, start);
    self.kernel.schedule(at, Phase::world, [impl = impl_.get(), midnight] { impl->plan_day(midnight); });
  }
}

ThingId World::put_out(const PutOut& what) {
  Impl& self = *impl_;
  const Shop& shop = self.city.shops.at(static_cast<std::size_t>(what.shop));
  Draw draw({self.seed, static_cast<std::uint64_t>(what.shop), kScriptTemper, self.truth.stays.size()});
  Thing thing;
  thing.kind = kind_of(what.class_name);
  thing.look = what.look.value_or(draw.bits() % kLooks);
  thing.at = what.at.value_or(before_shop(self.city, shop, 0.5, what.lawful ? 0.42 : 2.1));
  thing.heading_rad = self.city.streets[static_cast<std::size_t>(shop.street)].heading_rad();
  thing.scale = std::clamp(0.85 + 0.05 * what.amount, 0.7, 1.4);
  Temper temper;
  temper.ignores_notice = what.ignores_notice || (draw.chance(self.demand.never_responds) && !what.surely_answers);
  temper.response_s = draw.lognormal_median(self.demand.response_median_s, self.demand.response_sigma);
  if (what.surely_answers) temper.response_s = self.demand.response_median_s;
  return self.stand(thing, self.kernel.now(), what.until, what.lawful ? std::string{} : what.class_name, what.shop, temper);
}

ThingId World::place(const Thing& thing, std::optional<Time> until, const std::string& class_name, std::optional<int> shop) {
  Temper temper;
  temper.ignores_notice = true;
  return impl_->stand(thing, impl_->kernel.now(), until, class_name, shop, temper);
}

void World::remove(ThingId thing, const char* ended_by) { impl_->go(thing, ended_by); }

void World::message_arrives(int shop, const std::string&, const std::string& class_name) { impl_->answer_notice(shop, class_name); }

void World::send_officer(int officer, std::uint64_t task, Point where, bool verify_only) { impl_->send(officer, {task, where, verify_only}); }

void World::withdraw_officer(int officer, std::uint64_t task) {
  OfficerBody& body = impl_->officers.at(static_cast<std::size_t>(officer));
  std::erase_if(body.waiting, [&](const Errand& errand) { return errand.task == task; });
}

void World::set_handset(int officer, bool online) {
  OfficerBody& body = impl_->officers.at(static_cast<std::size_t>(officer));
  body.online = online;
  if (!online) return;
  auto unsaid = std::move(body.unsaid);
  body.unsaid.clear();
  for (auto& [task, what, found] : unsaid) impl_->listener->on_officer(officer, task, what, found);
}

SceneView World::scene(int camera, Time at) const {
  const Impl& self = *impl_;
  const Point eye = self.city.cameras.at(static_cast<std::size_t>(camera)).pose.at;
  SceneView view{at, light_at(at), {}};
  for (const auto& [id, s] : self.standing) {
    if (s.from > at || (s.until && *s.until <= at)) continue;
    if (std::hypot(s.thing.at.x_m - eye.x_m, s.thing.at.y_m - eye.y_m) < kSceneReachM) view.things.push_back(s.thing);
  }
  if (self.demand.passers_by_per_hour > 0) self.movers.add_to(view.things, eye, 45, at);
  return view;
}

std::uint64_t World::scene_version(int camera) const { return impl_->versions.at(static_cast<std::size_t>(camera)); }

void World::set_colour(int shop, int colour) { impl_->colours.at(static_cast<std::size_t>(shop)) = colour; }

const Truth& World::truth() const { return impl_->truth; }

Point World::officer_at(int officer, Time at) const { return impl_->position(officer, at); }

}  // namespace tricolor::sim
