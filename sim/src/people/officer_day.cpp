// Gives every officer a day: half hours that belong to other duties, a meal, patrols along his beat. All of it follows
// from (officer, half hour of the calendar), whatever he was sent to.
#include <algorithm>
#include <chrono>

#include "people/world_state.h"
#include "sim/city/generator.h"
#include "sim/random/streams.h"

namespace tricolor::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kHalfHour = purpose("officer.half_hour");
constexpr auto kMeal = purpose("officer.meal");
constexpr auto kAcknowledges = purpose("officer.acknowledges");

constexpr Duration kTurn = 30min;
// How far a meal lies from the middle of the shift, at most. Assumed.
constexpr double kMealOffS = 1800;

std::uint64_t slot_of(Time at) { return static_cast<std::uint64_t>(at.time_since_epoch() / kTurn); }

// Time since the officer's shift began on the day to which `at` belongs; a shift may pass midnight.
Duration into_shift(const OfficerPost& post, Time at) {
  const Duration since = time_of_day(at) - post.on_duty_from;
  return since < Duration{0} ? since + 24h : since;
}

Duration shift_of(const OfficerPost& post) {
  const Duration length = post.on_duty_until - post.on_duty_from;
  return length <= Duration{0} ? length + 24h : length;
}

}  // namespace

double World::Impl::acknowledges_s(int officer) const {
  if (!spontaneous) return demand.officer_acknowledges_s;
  Draw draw(
      {seed, entity_of(city.officers[static_cast<std::size_t>(officer)].id), kAcknowledges, slot_of(kernel.now())});
  return draw.lognormal_median(demand.officer_acknowledges_s, demand.officer_acknowledges_sigma);
}

Time World::Impl::free_at(int officer, Time at) const {
  if (!spontaneous) return at;
  const OfficerPost& post = city.officers[static_cast<std::size_t>(officer)];
  const auto entity = entity_of(post.id);
  for (;;) {
    const Duration into = into_shift(post, at), shift = shift_of(post);
    if (into >= shift) return at;
    const Time began = at - into;
    Draw meal({seed, entity, kMeal, static_cast<std::uint64_t>(began.time_since_epoch() / 24h)});
    const Duration meal_from =
        shift / 2 - seconds(demand.officer_meal_s / 2) + seconds(meal.uniform(-kMealOffS, kMealOffS));
    const Duration meal_until = meal_from + seconds(demand.officer_meal_s);
    if (into >= meal_from && into < meal_until) {
      at = began + meal_until;
      continue;
    }
    Draw slot({seed, entity, kHalfHour, slot_of(at)});
    if (!slot.chance(demand.officer_other_duties)) return at;
    at = Time{} + static_cast<std::int64_t>(slot_of(at) + 1) * kTurn;
  }
}

void World::Impl::plan_beats(Time start, Time until) {
  if (demand.officer_patrols <= 0) return;
  for (Time slot = Time{} + static_cast<std::int64_t>(slot_of(start) + 1) * kTurn; slot < until; slot += kTurn)
    for (int officer = 0; officer < static_cast<int>(officers.size()); ++officer)
      if (into_shift(city.officers[static_cast<std::size_t>(officer)], slot) <
          shift_of(city.officers[static_cast<std::size_t>(officer)]))
        kernel.schedule(slot, Phase::world, [this, officer] { walk_beat(officer); });
}

// Sends an officer who has nothing else to do along his beat.
void World::Impl::walk_beat(int officer) {
  OfficerBody& body = officers[static_cast<std::size_t>(officer)];
  const OfficerPost& post = city.officers[static_cast<std::size_t>(officer)];
  if (body.process.running() || free_at(officer, kernel.now()) > kernel.now()) return;
  Draw draw({seed, entity_of(post.id), kHalfHour, slot_of(kernel.now())});
  draw.uniform();  // Whether the half hour belongs to other duties.
  const double walks = draw.uniform(), where = draw.uniform();
  const bool left = draw.chance(0.5);
  if (walks >= demand.officer_patrols) return;
  const auto ground = std::ranges::find_if(city.grids, [&](const GridGround& it) { return it.id == post.duty_grid; });
  double all_m = 0;
  const auto on_beat = [&](const Street& street) {
    return ground == city.grids.end() ? street.duty_grid == post.duty_grid
                                      : holds(ground->outline, street.at(street.length_m() / 2, 0));
  };
  for (const Street& street : city.streets) all_m += on_beat(street) ? street.length_m() : 0;
  double along_m = where * all_m;
  for (const Street& street : city.streets) {
    if (!on_beat(street)) continue;
    if (along_m < street.length_m()) {
      const double out = street.carriageway_m / 2 + street.pavement_m / 2;
      body.waiting.push_back({kNoTask, street.at(along_m, left ? out : -out), false, true});
      body.process = duty(officer);
      return;
    }
    along_m -= street.length_m();
  }
}

}  // namespace tricolor::sim
