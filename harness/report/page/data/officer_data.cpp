#include "report/page/data/officer_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "report/page/data/durations.h"

namespace tricolor::harness {

namespace {

using engine::Time;

struct Load {
  int dispatched = 0, closed = 0, closed_by_force = 0;
  std::vector<double> arrive_s;
  double busy_s = 0;
  std::array<double, 24> busy_by_hour_s{};  ///< Busy seconds by local hour of the day, the whole run together.

  /// Gives the time on the way and on the spot: from the acknowledgement until the place is dealt with.
  void add_busy(Time from, Time until) {
    busy_s += seconds_of(until - from);
    while (from < until) {
      const Time local = from + engine::kUtcOffset;
      const Time next = std::chrono::floor<std::chrono::hours>(local) + kHour - engine::kUtcOffset;
      const auto hour = static_cast<std::size_t>(
          (std::chrono::floor<std::chrono::hours>(local) - std::chrono::floor<std::chrono::days>(local)) / kHour);
      busy_by_hour_s[hour] += seconds_of(std::min(next, until) - from);
      from = next;
    }
  }
};

/// Gives the exact hours of duty within the run, which may begin or end in the middle of a shift.
double duty_minutes(const engine::Officer& officer, Time start, Time end) {
  engine::Duration shift = officer.on_duty_until - officer.on_duty_from;
  if (shift <= engine::Duration(0)) shift += std::chrono::hours{24};
  double minutes = 0;
  for (Time midnight = std::chrono::floor<std::chrono::days>(start + engine::kUtcOffset) - engine::kUtcOffset -
                       std::chrono::hours{24};
       midnight < end; midnight += std::chrono::hours{24}) {
    const Time from = std::max(start, midnight + officer.on_duty_from),
               until = std::min(end, midnight + officer.on_duty_from + shift);
    if (until > from) minutes += minutes_of(until - from);
  }
  return minutes;
}

}  // namespace

Json officers_json(const RunRecord& run, const Tables& tables) {
  std::vector<Load> loads(run.configuration.officers.size());
  std::map<engine::CaseId, Time> dispatched, acknowledged;
  for (const auto& move : tables.case_moves) {
    if (move.to == engine::CaseState::dispatched) dispatched[move.id] = move.at;
    if (!move.officer || move.officer->value >= loads.size()) continue;
    Load& load = loads[move.officer->value];
    if (move.to == engine::CaseState::dispatched) ++load.dispatched;
    if (move.to == engine::CaseState::acknowledged) acknowledged[move.id] = move.at;
    if (move.to == engine::CaseState::arrived && dispatched.contains(move.id))
      load.arrive_s.push_back(seconds_of(move.at - dispatched[move.id]));
    if (move.to == engine::CaseState::disposed && acknowledged.contains(move.id))
      load.add_busy(acknowledged[move.id], move.at);
  }
  for (const auto& row : tables.cases) {
    if (!row.officer || row.officer->value >= loads.size()) continue;
    loads[row.officer->value].closed += row.state == engine::CaseState::closed ? 1 : 0;
    loads[row.officer->value].closed_by_force += row.state == engine::CaseState::forced_close ? 1 : 0;
  }

  // From 06:00 to 06:00 is one day, though it touches two; figures of a run that is shorter than a day are not scaled.
  const double days = std::max(1.0, run.days());
  Json officers = Json::array();
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const auto& officer = run.configuration.officers[i];
    const auto grid = officer.duty_grid.value;
    Json by_hour = Json::array();
    for (const double busy_s : loads[i].busy_by_hour_s) by_hour.push_back(std::round(busy_s / days / 6) / 10);
    officers.push_back(
        {{"name", officer.name},
         {"duty_grid", grid < run.configuration.duty_grids.size() ? run.configuration.duty_grids[grid].name : ""},
         {"from_min", minutes_of(officer.on_duty_from)},
         {"until_min", minutes_of(officer.on_duty_until)},
         {"dispatched", loads[i].dispatched},
         {"closed", loads[i].closed},
         {"closed_by_force", loads[i].closed_by_force},
         {"arrive", delay_json(loads[i].arrive_s)},
         {"busy_min", loads[i].busy_s / 60},
         {"busy_by_hour_min", by_hour},
         {"duty_min", duty_minutes(officer, run.start, run.end)}});
  }
  return officers;
}

}  // namespace tricolor::harness
