#include "routing/routing.h"

#include <chrono>
#include <cmath>
#include <string>
#include <tuple>

#include "calendar/working_calendar.h"

namespace tricolor::engine {

using namespace std::chrono_literals;

Routing::Routing(const Configuration& configuration, const Policy& policy)
    : configuration_(configuration), policy_(policy) {
  for (std::uint32_t i = 0; i < configuration.duty_grids.size(); ++i)
    if (const GroundPolygon& outline = configuration.duty_grids[i].outline; !outline.empty())
      grounds_.push_back({&outline, BoundingBox(outline), DutyGridId{i}});
  const auto has_outline = [&](DutyGridId grid) {
    return grid.value < configuration.duty_grids.size() && !configuration.duty_grids[grid.value].outline.empty();
  };
  for (const Zone& zone : configuration.zones)
    if (!has_outline(zone.duty_grid)) grounds_.push_back({&zone.outline, BoundingBox(zone.outline), zone.duty_grid});
  for (const Officer& officer : configuration.officers)
    if (const std::string& squad = squad_of(officer.duty_grid); !squad.empty())
      (officer.leads ? led_ : manned_).insert(squad);
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

std::optional<Routing::NearestGrid> Routing::nearest_grid(GroundPoint where) const {
  std::optional<NearestGrid> best;
  for (const Ground& ground : grounds_) {
    constexpr double kRoundingM = 1e-6;  // More than two ways to a distance of up to 100 km differ by rounding.
    if (best && ground.bounds.distance_m(where) > best->away_m + kRoundingM) continue;
    const double away_m = distance_m(*ground.outline, where);
    if (!best || away_m < best->away_m) best = {ground.grid, away_m};
  }
  return best;
}

std::optional<DutyGridId> Routing::grid_at(GroundPoint where) const {
  const auto nearest = nearest_grid(where);
  if (!nearest || nearest->away_m > policy_.route.nearest_grid_within_m) return std::nullopt;
  return nearest->grid;
}

std::optional<DutyGridId> Routing::grid_of(DutyGridId of_zone, GroundPoint where) const {
  const auto& grids = configuration_.duty_grids;
  return of_zone.value < grids.size() && !grids[of_zone.value].outline.empty() ? grid_at(where) : of_zone;
}

const std::string& Routing::squad_of(std::optional<DutyGridId> grid) const {
  static const std::string kNone;
  return grid && grid->value < configuration_.duty_grids.size() ? configuration_.duty_grids[grid->value].squad : kNone;
}

const std::string& Routing::squad_for(std::optional<DutyGridId> grid, const CaseDesk* desk) const {
  return desk && has_team(*desk) ? desk->team : squad_of(grid);
}

Time Routing::at_work(const CaseDesk& desk, Time at) {
  const Duration now = local_time_of_day(at);
  if (desk.from == desk.until || within_hours(now, desk.from, desk.until)) return at;
  return at + (desk.from > now ? desk.from - now : desk.from + Duration{24h} - now);
}

bool Routing::of_the_squad(OfficerId officer, const std::string& squad) const {
  return !squad.empty() && squad == squad_of(configuration_.officers[officer.value].duty_grid);
}

bool Routing::may_be_sent(OfficerId officer, std::optional<DutyGridId> grid, const CaseDesk* desk) const {
  if (desk && has_team(*desk)) return of_the_squad(officer, desk->team);
  return policy_.escalation.to != EscalationPolicy::To::grid_owner || !manned_.contains(squad_of(grid)) ||
         of_the_squad(officer, squad_of(grid));
}

bool Routing::leads_for(OfficerId leader, std::optional<DutyGridId> grid, const CaseDesk* desk) const {
  const std::string& squad = squad_for(grid, desk);
  return configuration_.officers[leader.value].leads && (!led_.contains(squad) || of_the_squad(leader, squad));
}

std::optional<Time> Routing::next_shift(Time at, const std::set<OfficerId>& without, std::optional<DutyGridId> grid,
                                        const CaseDesk* desk) const {
  std::optional<Time> next;
  const Duration now = local_time_of_day(at);
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    const OfficerId id{i};
    if (without.contains(id)) continue;
    if (!(configuration_.officers[i].leads ? leads_for(id, grid, desk) : may_be_sent(id, grid, desk))) continue;
    const Duration from = configuration_.officers[i].on_duty_from;
    // From an instant until the same instant he is never on duty.
    if (from == configuration_.officers[i].on_duty_until) continue;
    const Duration wait = from > now ? from - now : from + Duration{24h} - now;
    if (!next || at + wait < *next) next = at + wait;
  }
  return next;
}

std::optional<OfficerId> Routing::leader_for(std::optional<DutyGridId> grid, Time at,
                                             const std::set<OfficerId>& passed_over, const CaseDesk* desk) const {
  const std::string& squad = squad_for(grid, desk);
  std::optional<OfficerId> other, of_squad;
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    const OfficerId id{i};
    if (!leads_for(id, grid, desk) || !on_duty(id, at) || passed_over.contains(id)) continue;
    if (configuration_.officers[i].duty_grid == grid) return id;
    if (!of_squad && of_the_squad(id, squad)) of_squad = id;
    if (!other) other = id;
  }
  return of_squad ? of_squad : other;
}

std::optional<OfficerId> Routing::officer_for(std::optional<DutyGridId> grid, GroundPoint where, Time at,
                                              const std::set<OfficerId>& passed_over, const std::vector<int>& load,
                                              const CaseDesk* desk) const {
  // Officers are ranked by (rank of the rule, load, distance, id); the smallest wins.
  std::optional<std::tuple<int, double, double, OfficerId>> best;
  for (std::uint32_t i = 0; i < configuration_.officers.size(); ++i) {
    const OfficerId id{i};
    if (configuration_.officers[i].leads || !on_duty(id, at) || passed_over.contains(id) ||
        !may_be_sent(id, grid, desk))
      continue;
    const Officer& officer = configuration_.officers[i];
    const GroundPoint here = place_of(id, at);
    const double distance = std::hypot(here.x_m - where.x_m, here.y_m - where.y_m);
    const double tasks = i < load.size() ? load[i] : 0;
    std::tuple<int, double, double, OfficerId> rank;
    switch (policy_.escalation.to) {
      case EscalationPolicy::To::grid_owner: {
        const bool owner = grid && grid->value < configuration_.duty_grids.size() &&
                           configuration_.duty_grids[grid->value].owner == id;
        rank = {owner ? 0 : officer.duty_grid == grid ? 1 : 2, 0, distance, id};
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
