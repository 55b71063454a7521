#include "routing/routing.h"

#include <chrono>
#include <cmath>
#include <tuple>

#include "calendar/working_calendar.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Routing::Routing(const Configuration& configuration, const Policy& policy) : configuration_(configuration), policy_(policy) {
  for (const Zone& zone : configuration.zones) places_.emplace_back(zone.outline.front(), zone.duty_grid);
}

bool Routing::on_duty(OfficerId officer, Time at) const {
  const Officer& entry = configuration_.officers.at(officer.value);
  return within_hours(local_time_of_day(at), entry.on_duty_from, entry.on_duty_until);
}

DutyGridId Routing::grid_at(GroundPoint where) const {
  DutyGridId best{0};
  double nearest = 1e300;
  for (const auto& [place, grid] : places_) {
    const double dx = place.x_m - where.x_m, dy = place.y_m - where.y_m, squared = dx * dx + dy * dy;
    if (squared >= nearest) continue;
    nearest = squared;
    best = grid;
  }
  return best;
}

std::optional<Time> Routing::next_shift(Time at) const {
  std::optional<Time> next;
  const Duration now = local_time_of_day(at);
  for (const Officer& officer : configuration_.officers) {
    const Duration wait = officer.on_duty_from > now ? officer.on_duty_from - now : officer.on_duty_from + Duration{24h} - now;
    if (!next || at + wait < *next) next = at + wait;
  }
  return next;
}

std::optional<OfficerId> Routing::officer_for(DutyGridId duty_grid, GroundPoint where, Time at, const std::set<OfficerId>& passed_over,
                                              const std::vector<int>& load) const {
  // Candidates are ranked by (rank of the rule, load, distance, id); the smallest wins.
  std::optional<std::tuple<int, double, double, OfficerId>> best;
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    const OfficerId id{i};
    if (!on_duty(id, at) || passed_over.contains(id)) continue;
    const Officer& officer = configuration_.officers[i];
    const double distance = std::hypot(officer.waits_at.x_m - where.x_m, officer.waits_at.y_m - where.y_m);
    const double tasks = i < load.size() ? load[i] : 0;
    std::tuple<int, double, double, OfficerId> rank;
    switch (policy_.escalation.to) {
      case EscalationPolicy::To::grid_owner: {
        const bool owner = duty_grid.value < configuration_.duty_grids.size() && configuration_.duty_grids[duty_grid.value].owner == id;
        rank = {owner ? 0 : officer.duty_grid == duty_grid ? 1 : 2, 0, distance, id};
        break;
      }
      case EscalationPolicy::To::nearest: rank = {0, 0, distance, id}; break;
      case EscalationPolicy::To::least_loaded: rank = {0, tasks, distance, id}; break;
      // One minute of waiting behind another task counts as 200 m of way.
      case EscalationPolicy::To::assignment: rank = {0, 0, distance + 1600 * tasks, id}; break;
    }
    if (!best || rank < *best) best = rank;
  }
  if (!best) return std::nullopt;
  return std::get<OfficerId>(*best);
}

}  // namespace tricolor::engine
