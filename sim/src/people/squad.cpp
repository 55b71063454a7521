// Moves the officers: one process each, which takes errands in turn.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "people/world_state.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kFlight = purpose("vendor.flight");

// Distance from the given place within which an officer on arriving attends to everything unlawful, metres; below, the
// same for a report that he verifies. Assumed.
constexpr double kLooksWithinM = 6;
constexpr double kVerifiesWithinM = 30;

// Length of the steps in which the way is searched for the point from which a vendor sees the officer come, metres.
// Assumed.
constexpr double kStepM = 10;

double way_m(Point a, Point b) { return std::abs(a.x_m - b.x_m) + std::abs(a.y_m - b.y_m); }

}  // namespace

void World::Impl::say(int officer, std::uint64_t task, const std::string& what, bool found_violation,
                      std::optional<Verified> found) {
  OfficerBody& body = officers[static_cast<std::size_t>(officer)];
  if (body.online) listener->on_officer(officer, task, what, found_violation, found);
  else body.unsaid.emplace_back(task, what, found_violation, found);
}

void World::Impl::send(int officer, Errand errand) {
  OfficerBody& body = officers.at(static_cast<std::size_t>(officer));
  // A handset that is switched off gets nothing; a task that is told twice counts once.
  if (!body.online) return;
  const bool known = (body.current && body.current->task == errand.task) ||
                     std::any_of(body.waiting.begin(), body.waiting.end(),
                                 [&](const Errand& other) { return other.task == errand.task; });
  if (known) return;
  body.waiting.push_back(errand);
  kernel.schedule(kernel.now() + seconds(acknowledges_s(officer)), Phase::world,
                  [this, officer, task = errand.task, verify = errand.verify_only] {
                    if (!verify) say(officer, task, "acknowledged", true);
                  });
  if (!body.process.running()) body.process = duty(officer);
}

bool World::Impl::on_duty(int officer) const {
  const OfficerPost& post = city.officers[static_cast<std::size_t>(officer)];
  const Duration now = time_of_day(kernel.now()), from = post.on_duty_from, until = post.on_duty_until;
  return from <= until ? now >= from && now < until : now >= from || now < until;
}

Process World::Impl::duty(int officer) {
  OfficerBody& body = officers[static_cast<std::size_t>(officer)];
  const auto set_out = [&](Point where) {
    body.from = position(officer, kernel.now());
    body.to = where;
    body.left_at = kernel.now();
    body.arrives_at = kernel.now() + seconds(way_m(body.from, body.to) / demand.walk_mps);
    ++body.journeys;
    listener->on_officer_at(officer, body.from);
    truth.scene_log.push_back({SceneLogEntry::What::officer_path,
                               kernel.now(),
                               {static_cast<ThingId>(officer), ThingKind::person, 0, where, 0, 1, 0}});
  };
  if (!body.waiting.front().patrol) co_await delay(kernel, seconds(acknowledges_s(officer)) + 1s);
  while (!body.waiting.empty()) {
    body.current = body.waiting.front();
    body.waiting.pop_front();
    body.called_off = false;
    const Errand errand = *body.current;
    if (errand.patrol) {
      set_out(errand.where);
      scare_vendors(officer);
      co_await until(kernel, body.arrives_at);
      listener->on_officer_at(officer, body.to);
      const std::vector<ThingId> found = unlawful_near(errand.where, kLooksWithinM);
      if (!found.empty()) {
        const Duration handling = handling_of(officer, found);
        attend(found, handling);
        co_await delay(kernel, handling);
      }
      body.current.reset();
      continue;
    }
    if (const Time free = free_at(officer, kernel.now()); free > kernel.now()) {
      co_await until(kernel, free);
      if (body.called_off) {
        body.current.reset();
        continue;
      }
    }
    // An errand that was not begun when the shift ends goes back, so that somebody else is sent.
    if (!errand.verify_only && !on_duty(officer)) {
      say(officer, errand.task, "returned", false);
      body.current.reset();
      continue;
    }
    co_await delay(kernel, seconds(demand.set_off_s));
    set_out(errand.where);
    scare_vendors(officer);
    co_await until(kernel, body.arrives_at);
    listener->on_officer_at(officer, body.to);
    if (body.called_off) {
      body.current.reset();
      continue;
    }
    if (errand.verify_only) {
      co_await delay(kernel, 60s);
      // He goes to the nearest unlawful thing that he finds there.
      std::optional<Verified> nearest;
      for (const ThingId id : unlawful_near(errand.where, kVerifiesWithinM)) {
        const Point here = standing.at(id).thing.at;
        const auto away_m = [&](Point p) { return std::hypot(p.x_m - errand.where.x_m, p.y_m - errand.where.y_m); };
        if (!nearest || away_m(here) < away_m(nearest->at)) nearest = {here, standing.at(id).shop};
      }
      say(officer, errand.task, nearest ? "verified_true" : "verified_false", true, nearest);
      body.current.reset();
      continue;
    }
    const std::vector<ThingId> found = unlawful_near(errand.where, kLooksWithinM);
    say(officer, errand.task, "arrived", !found.empty());
    Duration handling = 60s;
    if (!found.empty()) {
      handling = handling_of(officer, found);
      attend(found, handling);
    }
    co_await delay(kernel, handling);
    // Things that came while he was busy go as well.
    for (const ThingId id : unlawful_near(errand.where, kLooksWithinM)) go(id, "officer");
    co_await delay(kernel, 5s);
    say(officer, errand.task, "disposed", !found.empty());
    ++body.errands;
    body.current.reset();
  }
  set_out(city.officers[static_cast<std::size_t>(officer)].waits_at);
}

// The visit takes as long as the hardest of them.
Duration World::Impl::handling_of(int officer, const std::vector<ThingId>& found) const {
  double longest_s = 60;
  for (const ThingId id : found) longest_s = std::max(longest_s, std::min(standing.at(id).temper.handling_s, 3600.0));
  return city.officers[static_cast<std::size_t>(officer)].handles_in.value_or(seconds(longest_s));
}

// They all clear up when he is done.
void World::Impl::attend(const std::vector<ThingId>& found, Duration handling) {
  for (const ThingId id : found) {
    if (const auto shop = standing.at(id).shop) memories[static_cast<std::size_t>(*shop)].visited = kernel.now();
    leave_at(id, kernel.now() + handling, "officer");
  }
}

Point World::Impl::position(int officer, Time at) const {
  const OfficerBody& body = officers.at(static_cast<std::size_t>(officer));
  if (at >= body.arrives_at || body.arrives_at <= body.left_at) return body.to;
  const double share = std::chrono::duration<double>(at - body.left_at).count() /
                       std::chrono::duration<double>(body.arrives_at - body.left_at).count();
  return {body.from.x_m + share * (body.to.x_m - body.from.x_m), body.from.y_m + share * (body.to.y_m - body.from.y_m)};
}

// Vendors keep a look-out: they pack up when an officer comes near, wherever he is bound for.
void World::Impl::scare_vendors(int officer) {
  const OfficerBody& body = officers[static_cast<std::size_t>(officer)];
  const double way = std::hypot(body.to.x_m - body.from.x_m, body.to.y_m - body.from.y_m);
  const int steps = std::max(1, static_cast<int>(way / kStepM));
  for (const ThingId id : fleeing) {
    const Standing& s = standing.at(id);
    for (int i = 0; i <= steps; ++i) {
      const double share = static_cast<double>(i) / steps;
      const Point here{body.from.x_m + share * (body.to.x_m - body.from.x_m),
                       body.from.y_m + share * (body.to.y_m - body.from.y_m)};
      if (std::hypot(here.x_m - s.thing.at.x_m, here.y_m - s.thing.at.y_m) > demand.vendor_flees_within_m) continue;
      const Time seen =
          body.left_at + seconds(share * std::chrono::duration<double>(body.arrives_at - body.left_at).count());
      Draw draw({seed, id, kFlight, 0});
      const Duration packs_for = seconds(draw.uniform(5, 40));
      at(seen, [this, id, officer, journey = body.journeys, packs_for] {
        const auto found = standing.find(id);
        if (found == standing.end() || !found->second.there ||
            officers[static_cast<std::size_t>(officer)].journeys != journey)
          return;
        leave_at(id, kernel.now() + packs_for, "fled");
      });
      break;
    }
  }
}

}  // namespace tricolor::sim
