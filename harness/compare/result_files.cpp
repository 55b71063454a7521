#include "compare/result_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/csv_table.h"
#include "compare/page/compare_page.h"
#include "compare/study.h"
#include "report/escape.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

Json maybe(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json comparison_json(const StudyResults& study, const MetricResult& metric, std::size_t policy) {
  const MetricRules& rules = study.settings.metrics.rules.at(static_cast<std::size_t>(metric.metric));
  const Comparison& it = metric.against_base.at(policy);
  return {{"metric", text_of(metric.metric).key},
          {"policy", study.settings.policies.at(policy).label},
          {"primary", rules.primary},
          {"goal", goal_words()[static_cast<std::size_t>(rules.goal)]},
          {"unit", text_of(metric.metric).unit_en},
          {"minimum", metric.minimum},
          {"pairs", it.pairs},
          {"base", it.pairs ? Json(it.base) : Json()},
          {"value", it.pairs ? Json(it.value) : Json()},
          {"difference", it.pairs ? Json(it.difference) : Json()},
          {"interval", it.interval ? Json{it.interval->low, it.interval->high} : Json()},
          {"verdict", it.verdict ? Json(name_of(*it.verdict)) : Json()},
          {"beyond_minimum", it.verdict ? Json(it.beyond_minimum) : Json()},
          {"pairs_to_decide", it.pairs_to_decide ? Json(*it.pairs_to_decide) : Json()},
          {"correlation", maybe(it.pairing.correlation)},
          {"variance_ratio", maybe(it.pairing.variance_ratio)}};
}

std::vector<std::string> group_cells(const Exposure& it, std::size_t replications) {
  const double count = static_cast<double>(std::max<std::size_t>(1, replications));
  const double rate = it.innocent_days > 0 ? it.wrongful_days / it.innocent_days * 365 * 1000 : 0;
  return {fmt::format("{}", it.shops),
          fmt::format("{:.3f}", it.innocent_days / count),
          fmt::format("{:.3f}", it.wrongful_days / count),
          fmt::format("{:.1f}", rate),
          fmt::format("{:.3f}", it.blind_days / count),
          fmt::format("{:.1f}", it.watched_lawful_hours / count),
          fmt::format("{:.3f}", it.strikes / count),
          fmt::format("{:.3f}", it.wrong_strikes / count)};
}

std::string cell(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

std::string comparisons_csv(const StudyResults& study) {
  Csv csv({"metric", "指标", "policy", "unit", "pairs", "base", "value", "difference", "low", "high", "minimum",
           "verdict", "beyond_minimum", "pairs_to_decide", "correlation", "variance_ratio"});
  for (const MetricResult& metric : study.metrics)
    for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy) {
      const Comparison& it = metric.against_base[policy];
      const bool any = it.pairs > 0;
      csv.row({text_of(metric.metric).key, text_of(metric.metric).name_zh, study.settings.policies[policy].label,
               text_of(metric.metric).unit_en, fmt::format("{}", it.pairs), any ? fmt::format("{}", it.base) : "",
               any ? fmt::format("{}", it.value) : "", any ? fmt::format("{}", it.difference) : "",
               it.interval ? fmt::format("{}", it.interval->low) : "",
               it.interval ? fmt::format("{}", it.interval->high) : "", fmt::format("{}", metric.minimum),
               it.verdict ? name_of(*it.verdict) : "", it.verdict ? (it.beyond_minimum ? "yes" : "no") : "",
               it.pairs_to_decide ? fmt::format("{}", *it.pairs_to_decide) : "", cell(it.pairing.correlation),
               cell(it.pairing.variance_ratio)});
    }
  return csv.text();
}

std::string curves_csv(const StudyResults& study) {
  Csv csv({"curve", "policy", "day", "mean", "low_10", "high_90"});
  for (std::size_t curve = 0; curve < kCurves; ++curve)
    for (std::size_t policy = 0; policy < study.policies.size(); ++policy) {
      const Band& band = study.policies[policy].by_day[curve];
      for (std::size_t day = 0; day < band.mean.size(); ++day)
        csv.row({name_of(static_cast<Curve>(curve)), study.settings.policies[policy].label, fmt::format("{}", day + 1),
                 fmt::format("{}", band.mean[day]), fmt::format("{}", band.low[day]),
                 fmt::format("{}", band.high[day])});
    }
  return csv.text();
}

std::string cities_csv(const CitiesResults& cities, const StudySettings& settings) {
  Csv csv({"metric", "policy", "cities", "difference", "low", "high", "another_city_low", "another_city_high",
           "deviation_between_cities", "deviation_within_a_city", "cities_of_that_direction"});
  for (const MetricInCities& row : cities.rows) {
    const DifferenceInCities& it = row.found;
    const auto ends = [](const std::optional<Interval>& interval) {
      return interval ? std::pair(fmt::format("{}", interval->low), fmt::format("{}", interval->high))
                      : std::pair(std::string(), std::string());
    };
    const auto [low, high] = ends(it.interval);
    const auto [another_low, another_high] = ends(it.another_city);
    csv.row({text_of(row.metric).key, settings.policies[row.policy].label, fmt::format("{}", it.cities),
             it.cities > 0 ? fmt::format("{}", it.difference) : "", low, high, another_low, another_high,
             fmt::format("{}", it.between), fmt::format("{}", it.within), fmt::format("{}", it.same_direction)});
  }
  return csv.text();
}

std::string groups_csv(const StudyResults& study) {
  Csv csv({"kind", "group", "policy", "shops", "innocent_shop_days", "wrongful_days",
           "wrongful_days_per_1000_innocent_shop_years", "blind_days", "watched_lawful_hours", "strikes",
           "wrong_strikes"});
  for (std::size_t policy = 0; policy < study.policies.size(); ++policy) {
    const auto add = [&](const char* kind, const std::map<std::string, Exposure>& groups) {
      for (const auto& [name, exposure] : groups) {
        std::vector<std::string> cells{kind, name, study.settings.policies[policy].label};
        const std::vector<std::string> figures = group_cells(exposure, study.plan.pairs);
        cells.insert(cells.end(), figures.begin(), figures.end());
        csv.row(cells);
      }
    };
    add("trade", study.policies[policy].trades);
    add("street", study.policies[policy].streets);
  }
  return csv.text();
}

std::string fairness_csv(const StudyResults& study) {
  Csv csv({"kind", "group", "policy", "wrong_strikes", "watched_lawful_hours", "raw_ratio", "shrunken_ratio", "low_5",
           "high_95", "chance_above_2", "flagged", "chance_of_difference_in_kind"});
  for (std::size_t policy = 0; policy < study.policies.size(); ++policy)
    for (std::size_t kind = 0; kind < kGroupKinds; ++kind) {
      const GroupFairness& fairness = study.policies[policy].fairness[kind];
      for (const ShrunkenRatio& it : fairness.groups)
        csv.row({name_of(static_cast<GroupKind>(kind)), it.name, study.settings.policies[policy].label,
                 fmt::format("{}", it.events), fmt::format("{:.1f}", it.exposure), fmt::format("{:.3f}", it.raw),
                 fmt::format("{:.3f}", it.ratio), fmt::format("{:.3f}", it.low), fmt::format("{:.3f}", it.high),
                 fmt::format("{:.4f}", it.beyond_two), it.flagged ? "yes" : "no",
                 fmt::format("{:.4f}", fairness.chance)});
    }
  return csv.text();
}

}  // namespace

std::string replications_csv(const StudyResults& study, const fs::path& folder) {
  std::vector<std::string> heads{"policy", "seed", "start", "events", "journal"};
  for (std::size_t i = 0; i < kMetrics; ++i) heads.emplace_back(text_of(static_cast<Metric>(i)).key);
  Csv csv(heads);
  for (const ReplicationJob& job : jobs_of(study.settings, 0, study.plan.pairs)) {
    const auto it = read_replication(folder, study.settings, job);
    if (!it) continue;
    std::vector<std::string> cells{it->policy, fmt::format("{}", it->seed), name_of(it->start),
                                   fmt::format("{}", it->events), it->journal};
    for (const auto& value : it->values) cells.push_back(cell(value));
    csv.row(cells);
  }
  return csv.text();
}

namespace {

Json policies_json(const StudyResults& study) {
  Json out = Json::array();
  for (const StudyPolicy& policy : study.settings.policies) {
    Json differences = Json::array();
    for (const auto& [zh, en] : policy.differences) differences.push_back({{"zh", zh}, {"en", en}});
    out.push_back(
        {{"label", policy.label}, {"name", policy.name}, {"sha256", policy.digest}, {"differences", differences}});
  }
  return out;
}

Json steady_json(const StudyResults& study) {
  if (study.settings.question != StudyQuestion::steady) return {};
  Json checks = Json::array();
  for (const SteadyCheck& it : study.steady)
    checks.push_back({{"policy", study.settings.policies[it.policy].label},
                      {"metric", text_of(it.metric).key},
                      {"difference", it.difference},
                      {"interval", {it.interval.low, it.interval.high}},
                      {"agrees", it.agrees}});
  return {{"accepted", study.accepted}, {"checks", checks}};
}

Json examples_json(const StudyResults& study) {
  Json out = Json::array();
  for (const Example& it : study.examples)
    out.push_back({{"metric", text_of(it.metric).key},
                   {"policy", study.settings.policies[it.policy].label},
                   {"seed", it.seed},
                   {"difference", it.difference},
                   {"at", it.moment ? Json(it.moment->at) : Json()},
                   {"shop", it.moment ? Json(it.moment->shop) : Json()},
                   {"command", watch_command(study, it)}});
  return out;
}

Json worlds_json(const StudyResults& study) {
  if (!study.worlds) return {};
  const AssumedWorlds& worlds = study.worlds->worlds;
  Json verdicts = Json::array();
  for (const VerdictInWorlds& it : study.worlds->verdicts) {
    Json flips;
    if (it.flips) {
      const AssumedFigure& figure = worlds.figures.at(it.flips->figure);
      flips = {{"figure", figure.key},
               {"third", it.flips->upper ? "upper" : "lower"},
               {"stands", it.flips->stands_there},
               {"worlds", it.flips->worlds_there},
               {"stands_elsewhere", it.flips->stands_elsewhere},
               {"worlds_elsewhere", it.flips->worlds_elsewhere}};
    }
    verdicts.push_back({{"metric", text_of(it.metric).key},
                        {"policy", study.settings.policies[it.policy].label},
                        {"stands", it.stands},
                        {"worlds", it.worlds},
                        {"stands_usually", it.stands_usually},
                        {"pairs", it.pairs},
                        {"flips", flips}});
  }
  return {{"count", worlds.places.size()}, {"figures", worlds.figures.size()}, {"verdicts", verdicts}};
}

Json interval_json(const std::optional<Interval>& interval) {
  return interval ? Json{interval->low, interval->high} : Json();
}

Json cities_json(const StudyResults& study) {
  if (!study.cities) return {};
  const OtherCities& cities = study.cities->cities;
  Json rows = Json::array();
  for (const MetricInCities& row : study.cities->rows)
    rows.push_back({{"metric", text_of(row.metric).key},
                    {"policy", study.settings.policies[row.policy].label},
                    {"cities", row.found.cities},
                    {"difference", row.found.cities > 0 ? Json(row.found.difference) : Json()},
                    {"interval", interval_json(row.found.interval)},
                    {"another_city", interval_json(row.found.another_city)},
                    {"between", row.found.between},
                    {"within", row.found.within},
                    {"same_direction", row.found.same_direction},
                    {"by_city", row.found.by_city}});
  return {{"count", cities.cities},
          {"pairs_each", kPairsPerCity},
          {"first_city_seed", cities.first_city_seed},
          {"comparisons", rows}};
}

}  // namespace

Json compare_json(const StudyResults& study) {
  const StudySettings& it = study.settings;
  Json comparisons = Json::array();
  for (const MetricResult& metric : study.metrics)
    for (std::size_t policy = 1; policy < it.policies.size(); ++policy)
      comparisons.push_back(comparison_json(study, metric, policy));
  return {{"scenario", it.scenario},
          {"question", question_words()[static_cast<std::size_t>(it.question)]},
          {"warmup_days", it.warmup_days},
          {"days", it.days},
          {"starts", it.starts},
          {"switches", it.switches},
          {"city_seed", it.city_seed},
          {"first_seed", it.first_seed},
          {"pairs", study.plan.pairs},
          {"pilot_pairs", it.pilot()},
          {"pairs_wanted", study.plan.wanted},
          {"comparisons_judged", it.terms().comparisons},
          {"rung", it.rung},
          {"profile", study.profile},
          {"eyes", study.eyes},
          {"engine", it.commit},
          {"world", it.world},
          {"demand", it.demand},
          {"base", it.policies.front().label},
          {"policies", policies_json(study)},
          {"steady", steady_json(study)},
          {"worlds", worlds_json(study)},
          {"cities", cities_json(study)},
          {"comparisons", comparisons},
          {"examples", examples_json(study)}};
}

void write_results(const StudyResults& study, const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder / "tables", failed);
  if (failed)
    throw std::runtime_error(fmt::format("{}: cannot be made: {}", (folder / "tables").string(), failed.message()));
  write_whole(folder / "tables" / "comparisons.csv", comparisons_csv(study));
  write_whole(folder / "tables" / "curves.csv", curves_csv(study));
  write_whole(folder / "tables" / "groups.csv", groups_csv(study));
  if (study.cities) write_whole(folder / "tables" / "cities.csv", cities_csv(*study.cities, study.settings));
  write_whole(folder / "tables" / "fairness.csv", fairness_csv(study));
  write_whole(folder / "tables" / "replications.csv", replications_csv(study, folder));
  write_whole(folder / "compare.html", compare_page(study));
  write_whole(folder / "compare.json", json_for_file(compare_json(study), 2) + "\n");
}

}  // namespace tricolor::harness
