// Officers: one process each, which takes errands in turn.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "people/world_state.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kHandling = purpose("officer.handling");
constexpr auto kFlight = purpose("vendor.flight");

// What an officer looks at on arriving: everything unlawful this near to the place that was given.
constexpr double kLooksWithinM = 6;
constexpr double kVerifiesWithinM = 30;

Duration seconds(double s) { return Duration{static_cast<std::int64_t>(s * 1e6)}; }

double way_m(Point a, Point b) { return std::abs(a.x_m - b.x_m) + std::abs(a.y_m - b.y_m); }

}  // namespace

void World::Impl::say(int officer, std::uint64_t task, const std::string& what, bool found) {
  OfficerBody& body = officers[static_cast<std::size_t>(officer)];
  if (body.online)
    listener->on_officer(officer, task, what, found);
  else
    body.unsaid.emplace_back(task, what, found);
}

void World::Impl::send(int officer, Errand errand) {
  OfficerBody& body = officers.at(static_cast<std::size_t>(officer));
  // A handset that is switched off gets nothing; being told twice is being told once.
  if (!body.online) return;
  const bool known = (body.current && body.current->task == errand.task) ||
                     std::any_of(body.waiting.begin(), body.waiting.end(), [&](const Errand& other) { return other.task == errand.task; });
  if (known) return;
  body.waiting.push_back(errand);
  kernel.schedule(kernel.now() + seconds(demand.officer_acknowledges_s), Phase::world, [this, officer, task = errand.task, verify = errand.verify_only] {
    if (!verify) say(officer, task, "acknowledged", true);
  });
  if (!body.process.running()) body.process = duty(officer);
}

Process World::Impl::duty(int officer) {
  OfficerBody& body = officers[static_cast<std::size_t>(officer)];
  co_await delay(kernel, seconds(demand.officer_acknowledges_s) + 1s);
  while (!body.waiting.empty()) {
    body.current = body.waiting.front();
    body.waiting.pop_front();
    const Errand errand = *body.current;
    co_await delay(kernel, seconds(demand.set_off_s));
    body.from = position(officer, kernel.now());
    body.to = errand.where;
    body.left_at = kernel.now();
    body.arrives_at = kernel.now() + seconds(way_m(body.from, body.to) / demand.walk_mps);
    truth.scene_log.push_back({SceneLogEntry::What::officer_path, kernel.now(), {static_cast<ThingId>(officer), ThingKind::person, 0, errand.where, 0, 1, 0}});
    scare_vendors(errand.where);
    co_await until(kernel, body.arrives_at);
    if (errand.verify_only) {
      co_await delay(kernel, 60s);
      say(officer, errand.task, unlawful_near(errand.where, kVerifiesWithinM) ? "verified_true" : "verified_false", true);
      body.current.reset();
      continue;
    }
    const bool found = unlawful_near(errand.where, kLooksWithinM);
    say(officer, errand.task, "arrived", found);
    const auto fixed = city.officers[static_cast<std::size_t>(officer)].handles_in;
    Draw draw({seed, static_cast<std::uint64_t>(officer), kHandling, errand.task});
    const double handling_s = std::clamp(draw.lognormal_median(demand.handling_median_s, demand.handling_sigma), 60.0, 3600.0);
    co_await delay(kernel, found ? fixed.value_or(seconds(handling_s)) : Duration{60s});
    std::vector<ThingId> cleared;
    for (const auto& [id, s] : standing)
      if (!s.class_name.empty() && std::hypot(s.thing.at.x_m - errand.where.x_m, s.thing.at.y_m - errand.where.y_m) <= kLooksWithinM) cleared.push_back(id);
    for (const ThingId id : cleared) go(id, "officer");
    co_await delay(kernel, 5s);
    say(officer, errand.task, "disposed", found);
    ++body.errands;
    body.current.reset();
  }
}

Point World::Impl::position(int officer, Time at) const {
  const OfficerBody& body = officers.at(static_cast<std::size_t>(officer));
  if (at >= body.arrives_at || body.arrives_at <= body.left_at) return body.to;
  const double share = std::chrono::duration<double>(at - body.left_at).count() / std::chrono::duration<double>(body.arrives_at - body.left_at).count();
  return {body.from.x_m + share * (body.to.x_m - body.from.x_m), body.from.y_m + share * (body.to.y_m - body.from.y_m)};
}

void World::Impl::scare_vendors(Point where) {
  std::vector<ThingId> seen;
  for (const auto& [id, s] : standing)
    if (s.temper.flees && std::hypot(s.thing.at.x_m - where.x_m, s.thing.at.y_m - where.y_m) <= demand.vendor_flees_within_m) seen.push_back(id);
  for (const ThingId id : seen) {
    Draw draw({seed, id, kFlight, 0});
    at(kernel.now() + seconds(draw.uniform(5, 40)), [this, id] { go(id, "fled"); });
  }
}

}  // namespace tricolor::sim
