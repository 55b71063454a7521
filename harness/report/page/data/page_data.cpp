#include "report/page/data/page_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "report/page/data/dossier_data.h"
#include "report/page/data/durations.h"
#include "report/page/data/map_data.h"
#include "report/page/data/marginals.h"
#include "report/page/data/officer_data.h"
#include "report/page_parts.h"
#include "report/page/data/stories.h"
#include "report/rows/twin_names.h"

namespace tricolor::harness {

namespace {

using engine::Time;
constexpr std::chrono::hours kDay{24};

/// Gives the local midnight at or before an instant.
Time midnight_of(Time time) {
  return std::chrono::floor<std::chrono::days>(time + engine::kUtcOffset) - engine::kUtcOffset;
}

/// Counts incidents by class, true violations, and those of them that were not found, in each hour of the run.
Json hours_json(const RunRecord& run, const Tables& tables) {
  const Time first = std::chrono::floor<std::chrono::hours>(run.start);
  const auto count =
      static_cast<std::size_t>(std::max<std::int64_t>(1, (run.end - first + kHour - engine::Duration(1)) / kHour));
  std::vector<std::vector<int>> by_class(run.configuration.classes.size(), std::vector<int>(count, 0));
  std::vector<int> truly(count, 0), missed(count, 0);
  const auto slot = [&](Time time) {
    return static_cast<std::size_t>(
        std::clamp<std::int64_t>((time - first) / kHour, 0, static_cast<std::int64_t>(count) - 1));
  };
  for (const auto& row : tables.incidents) ++by_class.at(row.violation_class.value)[slot(row.confirmed_at)];
  for (const auto& judged : run.judgement.violations) {
    ++truly[slot(judged.violation.dwell_end)];
    if (!judged.incident) ++missed[slot(judged.violation.dwell_end)];
  }
  return {{"first", epoch_ms(first)}, {"by_class", by_class}, {"violations", truly}, {"missed", missed}};
}

/// Counts shops by colour at the start and at the end of each day.
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
    for (; next < tables.colours.size() &&
           (tables.colours[next].at < until || (with_it && tables.colours[next].at == until));
         ++next)
      if (const auto id = tables.colours[next].merchant.value; id < colours.size())
        colours[id] = tables.colours[next].to;
  };
  // Imported strikes are folded at the start itself; the colours that follow from them are those with which the run
  // begins.
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

/// Counts the events in each span between two counts of the census: a day, or the part of it within the run.
Json days_json(const RunRecord& run, const Tables& tables, const Json& census) {
  struct Day {
    int violations = 0, found = 0, accusations = 0, wrong = 0, notices = 0, cases = 0, to_yellow = 0, to_red = 0,
        down = 0;
  };
  std::vector<Day> days(census.size() - 1);
  const auto day_of = [&](Time time) -> Day& {
    std::size_t i = 0;
    while (i + 1 < days.size() && epoch_ms(time) >= census[i + 1]["at"].get<std::int64_t>()) ++i;
    return days[i];
  };
  for (const auto& judged : run.judgement.violations) {
    Day& day = day_of(judged.violation.dwell_end);
    ++day.violations;
    day.found += judged.incident ? 1 : 0;
  }
  for (const auto& row : tables.incidents) {
    Day& day = day_of(row.confirmed_at);
    ++day.accusations;
    day.wrong += row.wrong_by.empty() ? 0 : 1;
  }
  for (const auto& row : tables.notices) ++day_of(row.queued_at).notices;
  for (const auto& row : tables.cases) ++day_of(row.registered_at).cases;
  for (const auto& change : tables.colours) {
    // The colour that follows from the imported history is the one with which the run begins.
    if (change.at <= run.start) continue;
    Day& day = day_of(change.at);
    ++(change.to < change.from ? day.down : change.to == engine::Colour::yellow ? day.to_yellow : day.to_red);
  }
  Json json = Json::array();
  for (std::size_t i = 0; i < days.size(); ++i)
    json.push_back({{"from", census[i]["at"]},
                    {"until", census[i + 1]["at"]},
                    {"violations", days[i].violations},
                    {"found", days[i].found},
                    {"accusations", days[i].accusations},
                    {"wrong", days[i].wrong},
                    {"notices", days[i].notices},
                    {"cases", days[i].cases},
                    {"to_yellow", days[i].to_yellow},
                    {"to_red", days[i].to_red},
                    {"down", days[i].down},
                    {"green", census[i + 1]["green"]},
                    {"yellow", census[i + 1]["yellow"]},
                    {"red", census[i + 1]["red"]}});
  return json;
}

/// Lists the shops that changed colour in the run, in order of time.
Json changes_json(const RunRecord& run, const Tables& tables) {
  Json changes = Json::array();
  for (const auto& change : tables.colours) {
    if (change.at <= run.start || change.merchant.value >= run.configuration.merchants.size()) continue;
    const auto& dossier = run.configuration.merchants[change.merchant.value];
    changes.push_back({{"at", epoch_ms(change.at)},
                       {"shop", dossier.name},
                       {"sign", dossier.sign},
                       {"from", engine::name_of(change.from)},
                       {"to", engine::name_of(change.to)},
                       {"count", change.count}});
  }
  return changes;
}

/// Gives each class with its names, its true violations, and the engine's results.
Json classes_json(const RunRecord& run, const Tables& tables) {
  struct Count {
    int violations = 0, found = 0, accusations = 0, wrong = 0;
  };
  std::vector<Count> counts(run.configuration.classes.size());
  for (const auto& judged : run.judgement.violations) {
    Count& count = counts.at(judged.violation.violation_class.value);
    ++count.violations;
    count.found += judged.incident ? 1 : 0;
  }
  for (const auto& row : tables.incidents) {
    Count& count = counts.at(row.violation_class.value);
    ++count.accusations;
    count.wrong += row.wrong_by.empty() || row.wrong_by == "undecidable" ? 0 : 1;
  }
  Json classes = Json::array();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& it = run.configuration.classes[i];
    classes.push_back({{"code", it.code_name},
                       {"zh", it.name_zh},
                       {"en", it.name_en},
                       {"violations", counts[i].violations},
                       {"found", counts[i].found},
                       {"accusations", counts[i].accusations},
                       {"wrong", counts[i].wrong}});
    // They name who answers where no merchant does, and the desk; most classes have neither.
    using Answers = engine::ViolationClass::Answers;
    if (it.answers == Answers::vehicle) classes.back()["answers"] = "vehicle";
    if (it.answers == Answers::nobody) classes.back()["answers"] = "nobody";
    if (it.desk)
      classes.back()["desk"] =
          Json::array({it.desk->name_zh, it.desk->name_en.empty() ? it.desk->name : it.desk->name_en});
  }
  return classes;
}

/// Counts the twin's shops by stage: warned, warned in vain, an officer arrived. The report prints a city's own funnel
/// beside it.
Json funnel_json(const RunRecord& run, const Tables& tables) {
  const auto kpi = engine::indicators_of(engine::state_of(run.journal), run.end);
  const auto arrived = std::count_if(tables.cases.begin(), tables.cases.end(),
                                     [](const CaseRow& row) { return row.warned && row.arrived_at; });
  return {{"notices", kpi.notices}, {"cases_warned", kpi.cases_warned}, {"visited", arrived}};
}

Json policy_json(const engine::Policy& policy, engine::Time from) {
  Json dwell = Json::array();
  for (const auto& it : policy.classes) {
    Json of_class{{"class", it.code_name}, {"dwell_s", seconds_of(it.dwell)}};
    for (std::size_t zone = 0; zone < engine::kZoneKinds; ++zone)
      if (it.dwell_in[zone]) of_class["dwell_in_s"][engine::kZoneKindNames[zone]] = seconds_of(*it.dwell_in[zone]);
    dwell.push_back(of_class);
  }
  return {{"name", policy.name},
          {"from", epoch_ms(from)},
          {"dwell", dwell},
          {"correct_within_min", minutes_of(policy.notice.correct_within)},
          {"yellow_from", policy.colour.yellow_from},
          {"red_from", policy.colour.red_from},
          {"step_down_days", minutes_of(policy.colour.step_down_after) / 1440},
          {"gap_tolerance_s", seconds_of(policy.occupancy.gap_tolerance)},
          {"rearm_s", seconds_of(policy.occupancy.rearm_after_clear)}};
}

// Policies are in order of time; the first holds from the start.
Json policies_json(const RunRecord& run) {
  Json policies = Json::array();
  for (const PolicyFrom& rules : run.policies.all())
    if (policies.empty() || rules.from < run.end)
      policies.push_back(policy_json(rules.policy, policies.empty() ? run.start : rules.from));
  return policies;
}

Json words_json(const RunRecord& run) {
  Json words = Json::parse(page_part("words.json"));
  Json& kinds = words["kind"] = Json::object();
  for (const KindOfThing& kind : run.kinds) kinds[kind.name] = {kind.name_zh, kind.name_en};
  return words;
}

Json demand_json(const RunRecord& run) {
  Json figures = Json::array();
  for (const DemandRow& row : run.demand)
    figures.push_back({{"key", row.key},
                       {"value", row.value},
                       {"mark", mark_word(row.note.mark)},
                       {"why", row.note.why},
                       {"en", row.in_english},
                       {"zh", row.in_chinese}});
  return {{"name", run.demand_name}, {"figures", std::move(figures)}};
}

}  // namespace

Json page_data(const RunRecord& run, const Tables& tables, const std::filesystem::path& folder) {
  const Json census = census_json(run, tables);
  const Links links(tables, folder);
  return {{"summary", summary_json(run, tables)},
          {"start", epoch_ms(run.start)},
          {"end", epoch_ms(run.end)},
          {"planned_end", epoch_ms(run.planned_end)},
          {"classes", classes_json(run, tables)},
          {"policies", policies_json(run)},
          {"demand", demand_json(run)},
          {"map", map_json(run, tables)},
          {"hours", hours_json(run, tables)},
          {"census", census},
          {"days", days_json(run, tables, census)},
          {"changes", changes_json(run, tables)},
          {"officers", officers_json(run, tables)},
          {"funnel", funnel_json(run, tables)},
          {"marginals", marginals_json(run, tables)},
          {"stories", stories_json(run, tables, folder)},
          {"incidents", incident_rows_json(run, tables, links)},
          {"shops", shops_json(run, tables, links)},
          {"trades", trade_names_json()},
          {"words", words_json(run)},
          {"published", Json::parse(page_part("published.json"))}};
}

const Json& policy_in(const Json& data, std::int64_t at_ms) {
  const Json* found = &data["policies"].front();
  for (const Json& policy : data["policies"])
    if (policy["from"].get<std::int64_t>() <= at_ms) found = &policy;
  return *found;
}

}  // namespace tricolor::harness
