#include "sim/people/world.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <utility>

#include "people/world_state.h"
#include "sim/camera/looks.h"
#include "sim/check.h"
#include "sim/city/generator.h"
#include "sim/people/history.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

// Distance from a camera beyond which a thing is no part of its scene, metres. Assumed.
constexpr double kSceneReachM = 70;
// Distance beside the picture up to which a thing may still throw its shadow into it, metres. Assumed.
constexpr double kBesideM = 9;

constexpr auto kScriptTemper = purpose("world.script");
constexpr auto kScriptPlace = purpose("world.script.place");

}  // namespace

ThingId name_for(const Key& key) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const std::uint64_t part : {key.entity, static_cast<std::uint64_t>(key.purpose), key.index}) {
    hash = (hash ^ part) * 0x9E3779B97F4A7C15ull;
    hash ^= hash >> 29;
  }
  return (hash & ((1ull << 52) - 1)) | 1;
}

SceneWedge::SceneWedge(const CameraPose& pose)
    : eye_(pose.at),
      ahead_x_(std::cos(pose.heading_rad)),
      ahead_y_(std::sin(pose.heading_rad)),
      spread_(0.5 * pose.width_px / pose.focal_px) {}

bool SceneWedge::holds(Point at) const {
  const double dx = at.x_m - eye_.x_m, dy = at.y_m - eye_.y_m;
  const double ahead = dx * ahead_x_ + dy * ahead_y_, beside = std::abs(dy * ahead_x_ - dx * ahead_y_);
  return ahead > -kBesideM && ahead < kSceneReachM && beside < spread_ * std::max(0.0, ahead) + kBesideM;
}

std::pair<Point, Point> SceneWedge::bounds() const {
  // The far corners of the trapezium, and a near side that is as wide as it is anywhere before the eye.
  const double half_m = spread_ * kSceneReachM + kBesideM;
  Point low = eye_, high = eye_;
  for (const double ahead : {-kBesideM, kSceneReachM})
    for (const double beside : {-half_m, half_m}) {
      const double x = eye_.x_m + ahead * ahead_x_ - beside * ahead_y_;
      const double y = eye_.y_m + ahead * ahead_y_ + beside * ahead_x_;
      low = {std::min(low.x_m, x), std::min(low.y_m, y)};
      high = {std::max(high.x_m, x), std::max(high.y_m, y)};
    }
  return {low, high};
}

World::Impl::Impl(const City& c, const Demand& d, std::uint64_t s, Simulation& k, WorldListener* l)
    : city(c),
      demand(d),
      seed(s),
      kernel(k),
      listener(l),
      movers(c, demand, s),
      in_scene(c.cameras.size()),
      of_shop(c.shops.size()),
      versions(c.cameras.size(), 1),
      changes(c.cameras.size()),
      places_of(places_by_street(c)),
      colours(c.shops.size(), 0),
      memories(c.shops.size()),
      officers(c.officers.size()) {
  SIM_CHECK(listener != nullptr);
  for (const CityCamera& camera : city.cameras) {
    const auto [low, high] = wedges.emplace_back(camera.pose).bounds();
    cameras_over.insert_over(static_cast<int>(wedges.size()) - 1, low, high);
  }
  for (std::size_t i = 0; i < officers.size(); ++i) officers[i].from = officers[i].to = city.officers[i].waits_at;
}

ThingId World::Impl::stand(const Key& key, Thing thing, Time from, std::optional<Time> until,
                           const std::string& class_name, std::optional<int> shop, const Temper& temper) {
  thing.id = name_for(key);
  while (standing.contains(thing.id)) thing.id += 2;
  const ThingId id = thing.id;
  Standing& entry = standing[id];
  entry.thing = thing;
  entry.from = from;
  entry.until = until;
  entry.shop = shop;
  entry.class_name = class_name;
  entry.temper = temper;
  if (const auto* cameras = cameras_over.at(thing.at))
    for (const int camera : *cameras)
      if (wedges[static_cast<std::size_t>(camera)].holds(thing.at)) entry.seen_by.push_back(camera);
  on_ground.insert(id, thing.at);
  for (const int camera : entry.seen_by) in_scene[static_cast<std::size_t>(camera)].insert(id);
  if (shop && !class_name.empty()) of_shop.at(static_cast<std::size_t>(*shop)).insert(id);
  if (temper.flees) fleeing.insert(id);
  changed(entry.seen_by, from, until.value_or(Time::max()));
  if (from > kernel.now()) kernel.schedule(from, Phase::world, [this, id] { appear(id); });
  else appear(id);
  if (until) entry.end = kernel.schedule(*until, Phase::world, [this, id] { go(id, standing.at(id).ends_by); });
  listener->on_still_thing(thing, from);
  if (until) listener->on_thing_goes(id, thing.at, *until);
  return id;
}

void World::Impl::appear(ThingId id) {
  Standing& entry = standing.at(id);
  entry.there = true;
  entry.stay = truth.stays.size();
  const Extent& extent = city.kinds->extent_of(entry.thing.kind, entry.thing.look);
  truth.stays.push_back({truth.stays.size() + 1, id, entry.thing.kind, entry.class_name, entry.shop, entry.thing.at,
                         entry.thing.heading_rad, kernel.now(), std::nullopt, "", extent.length_m * entry.thing.scale,
                         extent.width_m * entry.thing.scale});
  truth.scene_log.push_back({SceneLogEntry::What::appear, kernel.now(), entry.thing});
  if (!entry.class_name.empty()) maybe_report(id);
}

void World::Impl::leave_at(ThingId id, Time time, const char* ended_by) {
  const auto found = standing.find(id);
  if (found == standing.end() || (found->second.until && *found->second.until <= time)) return;
  Standing& entry = found->second;
  kernel.cancel(entry.end);
  changed(entry.seen_by, time, entry.until.value_or(Time::max()));
  entry.until = time;
  entry.ends_by = ended_by;
  entry.end = kernel.schedule(time, Phase::world, [this, id] { go(id, standing.at(id).ends_by); });
  listener->on_thing_goes(id, entry.thing.at, time);
}

void World::Impl::go(ThingId id, const char* ended_by) {
  const auto found = standing.find(id);
  if (found == standing.end() || !found->second.there) return;
  const Standing gone = std::move(found->second);
  standing.erase(found);
  on_ground.erase(id, gone.thing.at);
  for (const int camera : gone.seen_by) in_scene[static_cast<std::size_t>(camera)].erase(id);
  if (gone.shop && !gone.class_name.empty()) of_shop.at(static_cast<std::size_t>(*gone.shop)).erase(id);
  fleeing.erase(id);
  kernel.cancel(gone.end);
  Stay& stay = truth.stays[gone.stay];
  stay.until = kernel.now();
  stay.ended_by = ended_by;
  truth.scene_log.push_back({SceneLogEntry::What::go, kernel.now(), gone.thing});
  // Pictures made ahead already know of an end that was planned.
  if (gone.until != kernel.now()) changed(gone.seen_by, kernel.now(), gone.until.value_or(Time::max()));
  listener->on_thing_goes(id, gone.thing.at, kernel.now());
  if (std::string_view(ended_by) == "notice") relapse(gone);
  if (gone.game && std::string_view(ended_by) == "itself") play(gone.game, kernel.now());
  if (gone.bin) restore_bin(*gone.bin);
}

void World::Impl::changed(const std::vector<int>& cameras, Time from, Time until) {
  // Number of changes of a camera from which on those that are over are dropped.
  constexpr std::size_t kTidyFrom = 128;
  for (const int camera : cameras) {
    ++versions[static_cast<std::size_t>(camera)];
    std::vector<Change>& list = changes[static_cast<std::size_t>(camera)];
    if (list.size() >= kTidyFrom)
      std::erase_if(list, [&](const Change& change) { return change.until <= kernel.now(); });
    list.push_back({from, until});
  }
}

bool World::Impl::free_place(Point at, double radius_m, Time from) const {
  // Distance along x and along y beyond which nothing reaches a place, metres: half of the longest thing and of the
  // free room that any other needs.
  constexpr double kReachM = 8;
  return !on_ground.any_near(at, kReachM, [&](ThingId id) {
    const Standing& other = standing.at(id);
    const Thing& thing = other.thing;
    if (std::abs(thing.at.x_m - at.x_m) > kReachM || std::abs(thing.at.y_m - at.y_m) > kReachM) return false;
    if (other.until && *other.until <= from) return false;
    const Extent& extent = city.kinds->extent_of(thing.kind, thing.look);
    return std::hypot(thing.at.x_m - at.x_m, thing.at.y_m - at.y_m) <
           radius_m + 0.45 * std::max(extent.length_m, extent.width_m);
  });
}

std::vector<ThingId> World::Impl::unlawful_near(Point where, double within_m) const {
  std::vector<ThingId> found;
  on_ground.any_near(where, within_m, [&](ThingId id) {
    const Standing& s = standing.at(id);
    if (s.there && !s.class_name.empty() &&
        std::hypot(s.thing.at.x_m - where.x_m, s.thing.at.y_m - where.y_m) <= within_m)
      found.push_back(id);
    return false;
  });
  std::sort(found.begin(), found.end());
  return found;
}

World::World(const City& city, const Demand& demand, std::uint64_t seed, Simulation& kernel, WorldListener* listener)
    : impl_(std::make_unique<Impl>(city, demand, seed, kernel, listener)) {}
World::~World() = default;

void World::set_spontaneous(bool spontaneous) { impl_->spontaneous = spontaneous; }

void World::set_longest_stay(const std::string& class_name, Duration longest) { impl_->longest[class_name] = longest; }

void World::start(Time start, Time end) {
  Impl& self = *impl_;
  self.end = end;
  if (!self.spontaneous) return;
  for (std::size_t i = 0; i < self.city.shops.size(); ++i)
    self.habits.push_back({entity_of(self.city.shops[i].id), room_before(self.city, self.city.shops[i]),
                           merchant_rate_per_day(self.city, self.demand, self.seed, static_cast<int>(i))});
  self.put_bins();
  self.put_waste_bins();
  for (Time midnight = local_midnight(start); midnight < end; midnight += 24h) {
    const Time at = std::max(midnight, start);
    self.kernel.schedule(at, Phase::world, [impl = impl_.get(), midnight] { impl->plan_day(midnight); });
  }
  self.plan_beats(start, end);
}

ThingId World::put_out(const PutOut& what) {
  Impl& self = *impl_;
  const Shop& shop = self.city.shops.at(static_cast<std::size_t>(what.shop));
  // A line of a script is numbered by its place in the script.
  const Key key{self.seed, static_cast<std::uint64_t>(what.shop), kScriptTemper, self.script_lines++};
  Draw draw(key);
  Thing thing;
  thing.kind = what.kind;
  thing.look = what.look.value_or(draw.bits() % kLooks);
  thing.at = what.at.value_or(before_shop(self.city, shop, 0.5, what.lawful ? 0.42 : 2.1));
  thing.heading_rad = self.city.streets[static_cast<std::size_t>(shop.street)].heading_rad();
  thing.scale = std::clamp(0.85 + 0.05 * what.amount, 0.7, 1.4);
  Temper temper;
  temper.ignores_notice = what.ignores_notice;
  temper.notice_mark = draw.uniform();
  temper.response_s = draw.lognormal_median(self.demand.response_median_s, self.demand.response_sigma);
  temper.handling_s = draw.lognormal_median(self.demand.handling_median_s, self.demand.handling_sigma);
  if (what.surely_answers) {
    temper.notice_mark = 1;
    temper.response_s = self.demand.response_median_s;
  }
  return self.stand(key, thing, self.kernel.now(), what.until, what.lawful ? std::string{} : what.class_name, what.shop,
                    temper);
}

ThingId World::place(const Thing& thing, std::optional<Time> until, const std::string& class_name,
                     std::optional<int> shop) {
  Temper temper;
  temper.ignores_notice = true;
  const Key key{impl_->seed, 0, kScriptPlace, impl_->script_lines++};
  Draw draw(key);
  temper.handling_s = draw.lognormal_median(impl_->demand.handling_median_s, impl_->demand.handling_sigma);
  return impl_->stand(key, thing, impl_->kernel.now(), until, class_name, shop, temper);
}

void World::remove(ThingId thing, const char* ended_by) { impl_->go(thing, ended_by); }

void World::message_arrives(int shop, const std::string&, const std::string& class_name) {
  impl_->answer_notice(shop, class_name);
}

void World::send_officer(int officer, std::uint64_t task, Point where, bool verify_only) {
  impl_->send(officer, {task, where, verify_only});
}

void World::withdraw_officer(int officer, std::uint64_t task) {
  OfficerBody& body = impl_->officers.at(static_cast<std::size_t>(officer));
  std::erase_if(body.waiting, [&](const Errand& errand) { return errand.task == task; });
  if (body.current && body.current->task == task) body.called_off = true;
}

void World::set_handset(int officer, bool online) {
  OfficerBody& body = impl_->officers.at(static_cast<std::size_t>(officer));
  body.online = online;
  if (!online) return;
  auto unsaid = std::move(body.unsaid);
  body.unsaid.clear();
  for (auto& [task, what, found_violation, found] : unsaid)
    impl_->listener->on_officer(officer, task, what, found_violation, found);
}

SceneView World::scene(int camera, Time at) const {
  const Impl& self = *impl_;
  const Point eye = self.city.cameras.at(static_cast<std::size_t>(camera)).pose.at;
  SceneView view{at, light_at(at), {}};
  for (const ThingId id : self.in_scene[static_cast<std::size_t>(camera)]) {
    const Standing& s = self.standing.at(id);
    if (s.from <= at && !(s.until && *s.until <= at)) view.things.push_back(s.thing);
  }
  if (self.demand.passers_by_per_hour > 0) self.movers.add_to(view.things, eye, kMoversWithinM, at);
  return view;
}

std::uint64_t World::scene_version(int camera) const { return impl_->versions.at(static_cast<std::size_t>(camera)); }

std::uint64_t World::scene_version(int camera, Time at) const {
  const auto& list = impl_->changes.at(static_cast<std::size_t>(camera));
  return static_cast<std::uint64_t>(std::count_if(
      list.begin(), list.end(), [&](const Impl::Change& change) { return change.from <= at && at < change.until; }));
}

void World::set_colour(int shop, int colour) { impl_->colours.at(static_cast<std::size_t>(shop)) = colour; }

void World::leave_out_lawful_unless(Matters matters) { impl_->lawful_matters = std::move(matters); }

const Truth& World::truth() const { return impl_->truth; }

std::vector<SceneLogEntry> World::take_scene_log() { return std::exchange(impl_->truth.scene_log, {}); }

Truth World::take_truth() { return std::exchange(impl_->truth, {}); }

Point World::officer_at(int officer, Time at) const { return impl_->position(officer, at); }

}  // namespace tricolor::sim
