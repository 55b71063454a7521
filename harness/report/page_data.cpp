#include "report/page_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "report/stories.h"

namespace tricolor::harness {

namespace {

using engine::Time;
constexpr std::chrono::hours kHour{1};
constexpr std::chrono::hours kDay{24};

double minutes_of(engine::Duration duration) { return std::chrono::duration<double>(duration).count() / 60; }
double seconds_of(engine::Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Local midnight at or before an instant.
Time midnight_of(Time time) { return std::chrono::floor<std::chrono::days>(time + engine::kUtcOffset) - engine::kUtcOffset; }

double round2(double value) { return std::round(value * 100) / 100; }

template <class Point>
Json point_json(const Point& point) { return Json::array({round2(point.x_m), round2(point.y_m)}); }

Json strip_json(const auto& street, double from_along, double to_along, double near_across, double far_across) {
  return Json::array({point_json(street.at(from_along, near_across)), point_json(street.at(to_along, near_across)), point_json(street.at(to_along, far_across)),
                      point_json(street.at(from_along, far_across))});
}

Json map_json(const RunRecord& run, const Tables& tables) {
  constexpr double kShopDepthM = 11;  // On the map only: the twin's shops have a front and no depth.
  Json streets = Json::array(), shops = Json::array(), cameras = Json::array(), incidents = Json::array(), missed = Json::array(), bays = Json::array();
  for (const auto& street : run.city.streets) {
    const double half = street.carriageway_m / 2, edge = half + street.pavement_m, length = street.length_m();
    streets.push_back({{"name", street.name}, {"pavement", strip_json(street, 0, length, -edge, edge)}, {"road", strip_json(street, 0, length, -half, half)},
                       {"from", point_json(street.from)}, {"to", point_json(street.to)}, {"width", street.carriageway_m}});
  }
  for (std::size_t i = 0; i < run.city.shops.size(); ++i) {
    const auto& shop = run.city.shops[i];
    const auto& street = run.city.streets.at(static_cast<std::size_t>(shop.street));
    const double sign = shop.side == decltype(shop.side){} ? 1 : -1;  // `left`, the first of the two, lies at positive across.
    const double near = street.carriageway_m / 2 + street.pavement_m;
    const auto* row = i < tables.merchants.size() ? &tables.merchants[i] : nullptr;
    shops.push_back({{"id", shop.id}, {"sign", shop.name}, {"trade", shop.trade}, {"outline", strip_json(street, shop.from_m, shop.to_m, sign * near, sign * (near + kShopDepthM))},
                     {"colour", engine::name_of(row ? row->colour : engine::Colour::green)}, {"count", row ? row->count : 0}, {"incidents", row ? row->incidents : 0}});
  }
  for (const auto& bay : run.city.bays) {
    const auto& street = run.city.streets.at(static_cast<std::size_t>(bay.street));
    const double sign = bay.side == decltype(bay.side){} ? 1 : -1;
    bays.push_back(strip_json(street, bay.from_m, bay.to_m, sign * bay.near_m, sign * bay.far_m));
  }
  for (std::size_t i = 0; i < run.city.cameras.size(); ++i) {
    const auto& camera = run.city.cameras[i];
    cameras.push_back({{"id", camera.id}, {"owner", camera.owner}, {"at", point_json(camera.pose.at)}, {"heading", camera.pose.heading_rad},
                       {"half_view", std::atan(camera.pose.width_px / (2.0 * camera.pose.focal_px))},
                       {"looks", i < run.frames.looks_by_camera.size() ? run.frames.looks_by_camera[i] : 0}});
  }
  for (const auto& row : tables.incidents)
    incidents.push_back({{"id", row.id.value}, {"at", point_json(row.spot)}, {"class", row.violation_class.value}, {"time", epoch_ms(row.confirmed_at)},
                         {"shop", row.merchant ? Json(row.merchant->value) : Json(nullptr)}, {"right", row.violation.has_value()}, {"wrong_by", row.wrong_by}});
  for (const auto& judged : run.judgement.violations)
    if (!judged.incident)
      missed.push_back({{"at", point_json(judged.violation.at)}, {"class", judged.violation.violation_class.value}, {"time", epoch_ms(judged.violation.dwell_end)},
                        {"lost_at", name_of(judged.lost_at)}});
  return {{"streets", streets}, {"shops", shops}, {"bays", bays}, {"cameras", cameras}, {"incidents", incidents}, {"missed", missed}};
}

/// Incidents by class, and true violations, in each hour of the run.
Json hours_json(const RunRecord& run, const Tables& tables) {
  const Time first = std::chrono::floor<std::chrono::hours>(run.start);
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(1, (run.end - first + kHour - engine::Duration(1)) / kHour));
  std::vector<std::vector<int>> by_class(run.configuration.classes.size(), std::vector<int>(count, 0));
  std::vector<int> truly(count, 0);
  const auto slot = [&](Time time) { return static_cast<std::size_t>(std::clamp<std::int64_t>((time - first) / kHour, 0, static_cast<std::int64_t>(count) - 1)); };
  for (const auto& row : tables.incidents) ++by_class.at(row.violation_class.value)[slot(row.confirmed_at)];
  for (const auto& judged : run.judgement.violations) ++truly[slot(judged.violation.dwell_end)];
  return {{"first", epoch_ms(first)}, {"by_class", by_class}, {"violations", truly}};
}

/// Shops by colour at the start and at the end of each day.
Json census_json(const RunRecord& run, const Tables& tables) {
  std::vector<engine::Colour> colours(tables.merchants.size(), engine::Colour::green);
  Json days = Json::array();
  const auto add = [&](Time at) {
    std::array<int, 3> count{};
    for (const auto colour : colours) ++count[static_cast<std::size_t>(colour)];
    days.push_back({{"at", epoch_ms(at)}, {"green", count[0]}, {"yellow", count[1]}, {"red", count[2]}});
  };
  std::size_t next = 0;
  const auto fold_until = [&](Time until, bool with_it) {
    for (; next < tables.colours.size() && (tables.colours[next].at < until || (with_it && tables.colours[next].at == until)); ++next)
      if (const auto id = tables.colours[next].merchant.value; id < colours.size()) colours[id] = tables.colours[next].to;
  };
  // Imported strikes fold at the start itself; what they make of the shops is where the run begins.
  fold_until(run.start, true);
  add(run.start);
  for (Time day = midnight_of(run.start) + kDay; day < run.end; day += kDay) {
    fold_until(day, true);
    add(day);
  }
  fold_until(run.end, true);
  add(run.end);
  return days;
}

Json officers_json(const RunRecord& run, const Tables& tables) {
  struct Load {
    int dispatched = 0, closed = 0, checks = 0;
    std::vector<double> arrive_s;
    double busy_s = 0;
  };
  std::vector<Load> loads(run.configuration.officers.size());
  std::map<engine::CaseId, Time> dispatched, acknowledged;
  for (const auto& move : tables.case_moves) {
    if (move.to == engine::CaseState::dispatched) dispatched[move.id] = move.at;
    if (!move.officer || move.officer->value >= loads.size()) continue;
    Load& load = loads[move.officer->value];
    if (move.to == engine::CaseState::dispatched) ++load.dispatched;
    if (move.to == engine::CaseState::acknowledged) acknowledged[move.id] = move.at;
    if (move.to == engine::CaseState::arrived && dispatched.count(move.id)) load.arrive_s.push_back(seconds_of(move.at - dispatched[move.id]));
    if (move.to == engine::CaseState::disposed && acknowledged.count(move.id)) load.busy_s += seconds_of(move.at - acknowledged[move.id]);
    if (move.to == engine::CaseState::checking) ++load.checks;
  }
  for (const auto& row : tables.cases)
    if (row.closed_at && row.officer && row.officer->value < loads.size()) ++loads[row.officer->value].closed;
  Json officers = Json::array();
  for (std::size_t i = 0; i < loads.size(); ++i) {
    const auto& officer = run.configuration.officers[i];
    const auto grid = officer.duty_grid.value;
    engine::Duration shift = officer.on_duty_until - officer.on_duty_from;
    if (shift <= engine::Duration(0)) shift += kDay;
    officers.push_back({{"name", officer.name}, {"duty_grid", grid < run.configuration.duty_grids.size() ? run.configuration.duty_grids[grid].name : ""},
                        {"from_min", minutes_of(officer.on_duty_from)}, {"until_min", minutes_of(officer.on_duty_until)}, {"dispatched", loads[i].dispatched},
                        {"closed", loads[i].closed}, {"arrive", delay_json(loads[i].arrive_s)}, {"busy_min", loads[i].busy_s / 60},
                        {"duty_min", minutes_of(shift) * std::max(run.days(), 1e-9)}});
  }
  return officers;
}

/// How far the twin's shops went: warned, warned in vain, an officer arrived. Beside it the report prints a city's own funnel.
Json funnel_json(const RunRecord& run, const Tables& tables) {
  const auto kpi = engine::indicators_of(run.journal);
  const auto arrived = std::count_if(tables.cases.begin(), tables.cases.end(), [](const CaseRow& row) { return row.warned && row.arrived_at; });
  return {{"notices", kpi.notices}, {"cases_warned", kpi.cases_warned}, {"visited", arrived}};
}

Json policy_json(const RunRecord& run) {
  const auto& policy = run.policy;
  Json dwell = Json::array();
  for (const auto& it : policy.classes) dwell.push_back({{"class", it.code_name}, {"dwell_s", seconds_of(it.dwell)}});
  return {{"name", policy.name},
          {"dwell", dwell},
          {"correct_within_min", minutes_of(policy.notice.correct_within)},
          {"yellow_from", policy.colour.yellow_from},
          {"red_from", policy.colour.red_from},
          {"step_down_days", minutes_of(policy.colour.step_down_after) / 1440},
          {"gap_tolerance_s", seconds_of(policy.occupancy.gap_tolerance)},
          {"rearm_s", seconds_of(policy.occupancy.rearm_after_clear)}};
}

}  // namespace

Json page_data(const RunRecord& run, const Tables& tables, const std::filesystem::path& folder) {
  Json classes = Json::array();
  for (const auto& it : run.configuration.classes) classes.push_back({{"code", it.code_name}, {"zh", it.name_zh}, {"en", it.name_en}});
  int to_yellow = 0, to_red = 0, down = 0;
  for (const auto& change : tables.colours) {
    if (change.at <= run.start) continue;
    if (change.to < change.from) ++down;
    else if (change.to == engine::Colour::yellow) ++to_yellow;
    else ++to_red;
  }
  return {{"summary", summary_json(run, tables)},
          {"start", epoch_ms(run.start)},
          {"end", epoch_ms(run.end)},
          {"planned_end", epoch_ms(run.planned_end)},
          {"classes", classes},
          {"policy", policy_json(run)},
          {"map", map_json(run, tables)},
          {"hours", hours_json(run, tables)},
          {"census", census_json(run, tables)},
          {"changes", {{"to_yellow", to_yellow}, {"to_red", to_red}, {"down", down}}},
          {"officers", officers_json(run, tables)},
          {"funnel", funnel_json(run, tables)},
          {"stories", stories_json(run, tables, folder)}};
}

}  // namespace tricolor::harness
