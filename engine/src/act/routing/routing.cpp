#include "routing/routing.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <tuple>

#include "calendar/working_calendar.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Routing::Routing(const Configuration& configuration, const Policy& policy)
    : configuration_(configuration), policy_(policy) {
  for (const Zone& zone : configuration.zones) bounds_.emplace_back(zone.outline);
}

void Routing::note(OfficerId officer, GroundPoint where, Time at) {
  std::pair<GroundPoint, Time>& known = positions_[officer];
  if (at >= known.second) known = {where, at};
}

GroundPoint Routing::place_of(OfficerId officer, Time at) const {
  const auto found = positions_.find(officer);
  if (found != positions_.end() && at - found->second.second <= policy_.escalation.position_good_for)
    return found->second.first;
  return configuration_.officers.at(officer.value).waits_at;
}

bool Routing::on_duty(OfficerId officer, Time at) const {
  const Officer& entry = configuration_.officers.at(officer.value);
  return within_hours(local_time_of_day(at), entry.on_duty_from, entry.on_duty_until);
}

DutyGridId Routing::grid_at(GroundPoint where) const {
  DutyGridId best{0};
  double nearest_m = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < bounds_.size(); ++i) {
    const Zone& zone = configuration_.zones[i];
    constexpr double kRoundingM = 1e-6;  // More than two ways to a distance of up to 100 km differ by rounding.
    if (bounds_[i].distance_m(where) > nearest_m + kRoundingM) continue;
    const double away_m = distance_m(zone.outline, where);
    if (away_m >= nearest_m) continue;
    nearest_m = away_m;
    best = zone.duty_grid;
  }
  return best;
}

std::optional<Time> Routing::next_shift(Time at, const std::set<OfficerId>& without) const {
  std::optional<Time> next;
  const Duration now = local_time_of_day(at);
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    if (without.contains(OfficerId{i})) continue;
    const Duration from = configuration_.officers[i].on_duty_from;
    const Duration wait = from > now ? from - now : from + Duration{24h} - now;
    if (!next || at + wait < *next) next = at + wait;
  }
  return next;
}

std::optional<OfficerId> Routing::leader_for(DutyGridId duty_grid, Time at,
                                             const std::set<OfficerId>& passed_over) const {
  std::optional<OfficerId> other;
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    const OfficerId id{i};
    if (!configuration_.officers[i].leads || !on_duty(id, at) || passed_over.contains(id)) continue;
    if (configuration_.officers[i].duty_grid == duty_grid) return id;
    if (!other) other = id;
  }
  return other;
}

std::optional<OfficerId> Routing::officer_for(DutyGridId duty_grid, GroundPoint where, Time at,
                                              const std::set<OfficerId>& passed_over,
                                              const std::vector<int>& load) const {
  // Officers are ranked by (rank of the rule, load, distance, id); the smallest wins.
  std::optional<std::tuple<int, double, double, OfficerId>> best;
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    const OfficerId id{i};
    if (configuration_.officers[i].leads || !on_duty(id, at) || passed_over.contains(id)) continue;
    const Officer& officer = configuration_.officers[i];
    const GroundPoint here = place_of(id, at);
    const double distance = std::hypot(here.x_m - where.x_m, here.y_m - where.y_m);
    const double tasks = i < load.size() ? load[i] : 0;
    std::tuple<int, double, double, OfficerId> rank;
    switch (policy_.escalation.to) {
      case EscalationPolicy::To::grid_owner: {
        const bool owner = duty_grid.value < configuration_.duty_grids.size() &&
                           configuration_.duty_grids[duty_grid.value].owner == id;
        rank = {owner ? 0 : officer.duty_grid == duty_grid ? 1 : 2, 0, distance, id};
        break;
      }
      case EscalationPolicy::To::nearest: rank = {0, 0, distance, id}; break;
      case EscalationPolicy::To::least_loaded: rank = {0, tasks, distance, id}; break;
      // A task in hand counts as 1600 m of way: eight minutes at the door (domain figures) at 12 km/h. Assumed.
      case EscalationPolicy::To::assignment: rank = {0, 0, distance + 1600 * tasks, id}; break;
    }
    if (!best || rank < *best) best = rank;
  }
  if (!best) return std::nullopt;
  return std::get<OfficerId>(*best);
}

}  // namespace tricolor::engine
