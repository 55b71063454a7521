#include "compare/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "compare/city_runs.h"
#include "compare/demand_worlds.h"
#include "compare/study.h"
#include "run/bad_input.h"
#include "scenario/real_shops.h"

namespace tricolor::harness {
namespace {

// More missing files than these in one message help nobody.
constexpr std::size_t kMostNamed = 12;

// The replications of a study by policy and pair.
struct ReplicationRows {
  std::vector<std::vector<const Replication*>> told, green, red;

  PairColumn column(Metric metric, std::size_t policy) const {
    PairColumn values;
    for (const Replication* it : told.at(policy)) values.push_back(it->value(metric));
    return values;
  }
};

ReplicationRows grid_of(const StudySettings& settings, const std::vector<Replication>& replications) {
  ReplicationRows grid;
  for (auto* rows : {&grid.told, &grid.green, &grid.red}) rows->resize(settings.policies.size());
  for (const Replication& it : replications)
    for (std::size_t policy = 0; policy < settings.policies.size(); ++policy) {
      if (settings.policies[policy].label != it.policy) continue;
      auto& rows = it.start == Start::as_told ? grid.told : it.start == Start::all_green ? grid.green : grid.red;
      rows[policy].push_back(&it);
    }
  for (auto* rows : {&grid.told, &grid.green, &grid.red})
    for (auto& row : *rows)
      std::sort(row.begin(), row.end(), [](const auto* a, const auto* b) { return a->seed < b->seed; });
  return grid;
}

// Keeps the pairs in which both are defined.
std::pair<std::vector<double>, std::vector<double>> both_of(const PairColumn& a, const PairColumn& b) {
  std::pair<std::vector<double>, std::vector<double>> rows;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (!a[i] || !b[i]) continue;
    rows.first.push_back(*a[i]);
    rows.second.push_back(*b[i]);
  }
  return rows;
}

std::vector<double> defined(const PairColumn& column) {
  std::vector<double> values;
  for (const auto& value : column)
    if (value) values.push_back(*value);
  return values;
}

MetricResult metric_result(Metric metric, const StudyResults& study, const ReplicationRows& grid) {
  const MetricRules& rules = study.settings.metrics.rules.at(static_cast<std::size_t>(metric));
  MetricResult result;
  result.metric = metric;
  result.minimum = study.plan.minimums.at(static_cast<std::size_t>(metric));
  for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
    result.of_policy.push_back(moments_of(defined(grid.column(metric, policy))));
    result.against_base.emplace_back();
    if (policy == 0) continue;
    const auto [base, other] = both_of(grid.column(metric, 0), grid.column(metric, policy));
    Comparison comparison = rules.primary
                                ? compare_primary(base, other, rules.goal, result.minimum, study.settings.terms())
                                : compare_secondary(base, other);
    if (!study.accepted) comparison.verdict.reset();
    result.against_base.back() = comparison;
  }
  return result;
}

std::vector<SteadyCheck> steady_checks(const StudyResults& study, const ReplicationRows& grid) {
  std::vector<SteadyCheck> checks;
  if (study.settings.question != StudyQuestion::steady) return checks;
  const auto column = [](const std::vector<const Replication*>& row, Metric metric) {
    PairColumn values;
    for (const Replication* it : row) values.push_back(it->value(metric));
    return values;
  };
  for (const Metric metric : study.settings.metrics.primaries())
    for (std::size_t policy = 0; policy < study.settings.policies.size(); ++policy) {
      const auto [green, red] = both_of(column(grid.green[policy], metric), column(grid.red[policy], metric));
      const Comparison apart = compare_secondary(green, red);
      SteadyCheck check{policy, metric, apart.difference, apart.interval.value_or(Interval{}), false};
      check.agrees = apart.interval && apart.interval->within(study.plan.minimums.at(static_cast<std::size_t>(metric)));
      checks.push_back(check);
    }
  return checks;
}

Band band_of(const std::vector<const Replication*>& row, Curve curve) {
  Band band;
  const std::size_t days = row.empty() ? 0 : row.front()->curve(curve).size();
  for (std::size_t day = 0; day < days; ++day) {
    std::vector<double> values;
    for (const Replication* it : row) values.push_back(it->curve(curve).at(day));
    band.mean.push_back(moments_of(values).mean);
    band.low.push_back(quantile_of(values, 0.1));
    band.high.push_back(quantile_of(values, 0.9));
  }
  return band;
}

void add_groups(std::map<std::string, Exposure>& into, const std::map<std::string, Exposure>& from) {
  for (const auto& [name, exposure] : from) {
    Exposure& group = into[name];
    group.add(exposure);
    group.shops = exposure.shops;
  }
}

// Deals by which the chance of a difference is told to a thousandth or two.
constexpr int kDeals = 1999;

const std::string& group_of(const WrongStrikes& strikes, GroupKind kind) {
  switch (kind) {
    case GroupKind::trade: return strikes.trade;
    case GroupKind::street: return strikes.street;
    case GroupKind::camera: return strikes.camera;
    case GroupKind::owner: return strikes.owner;
  }
  return strikes.trade;
}

// The city is the same in all replications, so that a shop is one cluster over all of them.
GroupFairness fairness_of(GroupKind kind, const std::map<std::string, Exposure>& groups,
                          const std::vector<const Replication*>& row) {
  std::map<std::string, std::map<std::string, int>> by_shop;
  for (const Replication* it : row)
    for (const WrongStrikes& strikes : it->wrong) by_shop[group_of(strikes, kind)][strikes.shop] += strikes.count;
  std::vector<GroupRate> rates;
  for (const auto& [name, exposure] : groups) {
    rates.push_back({name, exposure.watched_lawful_hours});
    for (const auto& [shop, count] : by_shop[name]) rates.back().clusters.push_back(count);
  }
  return {shrunken_ratios(rates), chance_of_difference(rates, kDeals, 1)};
}

PolicyResult policy_result(const std::vector<const Replication*>& row) {
  PolicyResult result;
  for (std::size_t i = 0; i < kCurves; ++i) result.by_day[i] = band_of(row, static_cast<Curve>(i));
  const double count = static_cast<double>(std::max<std::size_t>(1, row.size()));
  for (const Replication* it : row) {
    add_groups(result.trades, it->trades);
    add_groups(result.streets, it->streets);
    add_groups(result.cameras, it->cameras);
    add_groups(result.owners, it->owners);
    for (const auto& [squad, hours] : it->busy_min)
      for (std::size_t hour = 0; hour < 24; ++hour) result.busy_min[squad][hour] += hours[hour] / count;
    for (const auto& [change, times] : it->changes) result.changes[change] += times / count;
  }
  for (const auto& [name, exposure] : result.trades) result.all.add(exposure);
  for (std::size_t kind = 0; kind < kGroupKinds; ++kind)
    result.fairness[kind] = fairness_of(static_cast<GroupKind>(kind), *result.groups()[kind], row);
  return result;
}

// Leaves out what would tell something of few real shops, or of one. Ratios and chances were computed with all groups.
void hide_few_shops(StudyResults& study) {
  std::set<std::pair<std::size_t, std::string>> hidden;
  for (PolicyResult& policy : study.policies)
    for (std::size_t kind = 0; kind < kGroupKinds; ++kind) {
      auto& groups = *policy.groups()[kind];
      std::erase_if(policy.fairness[kind].groups, [&](const ShrunkenRatio& it) {
        const auto group = groups.find(it.name);
        return group == groups.end() || group->second.shops < kSmallestGroup;
      });
      std::erase_if(groups, [&](const auto& group) {
        const bool few = group.second.shops < kSmallestGroup;
        if (few) hidden.emplace(kind, group.first);
        return few;
      });
    }
  study.hidden_groups = hidden.size();
  for (Example& example : study.examples)
    if (example.moment) example.moment->shop.clear();
}

// The kinds of moment that show a metric, the best first.
std::vector<std::string> kinds_for(Metric metric) {
  switch (metric) {
    case Metric::wrong_strikes:
    case Metric::wrongful_days: return {"wrong_strike", "wrong_case"};
    case Metric::officer_minutes:
    case Metric::cases:
    case Metric::arrival_p90:
    case Metric::closed_on_time: return {"case", "wrong_case"};
    default: return {"strike", "case", "wrong_strike"};
  }
}

std::optional<NotedMoment> moment_for(Metric metric, const Replication& replication) {
  for (const std::string& kind : kinds_for(metric))
    for (const NotedMoment& moment : replication.moments)
      if (moment.kind == kind) return moment;
  return std::nullopt;
}

std::vector<Example> examples_of(const StudySettings& settings, const ReplicationRows& grid) {
  std::vector<Example> examples;
  for (const Metric metric : settings.metrics.primaries())
    for (std::size_t policy = 1; policy < settings.policies.size(); ++policy) {
      const auto &base = grid.told[0], &other = grid.told[policy];
      std::optional<Example> best;
      for (std::size_t pair = 0; pair < std::min(base.size(), other.size()); ++pair) {
        const auto a = base[pair]->value(metric), b = other[pair]->value(metric);
        if (!a || !b) continue;
        if (best && std::abs(*b - *a) <= std::abs(best->difference)) continue;
        best = Example{metric, policy, other[pair]->seed, *b - *a, moment_for(metric, *other[pair])};
        if (!best->moment) best->moment = moment_for(metric, *base[pair]);
      }
      // Where no pair differs there is nothing to look at.
      if (best && best->difference != 0) examples.push_back(*best);
    }
  return examples;
}

}  // namespace

const char* name_of(GroupKind kind) {
  static constexpr const char* kNames[kGroupKinds] = {"trade", "street", "camera", "owner"};
  return kNames[static_cast<std::size_t>(kind)];
}

StudyResults results_of(const StudySettings& settings, const StudyPlan& plan,
                        const std::vector<Replication>& replications) {
  StudyResults study;
  study.settings = settings;
  study.plan = plan;
  if (!replications.empty()) {
    study.profile = replications.front().profile;
    study.eyes = replications.front().eyes;
  }
  const ReplicationRows grid = grid_of(settings, replications);
  study.steady = steady_checks(study, grid);
  study.accepted =
      std::all_of(study.steady.begin(), study.steady.end(), [](const SteadyCheck& check) { return check.agrees; });
  for (std::size_t i = 0; i < kMetrics; ++i)
    study.metrics.push_back(metric_result(static_cast<Metric>(i), study, grid));
  for (std::size_t policy = 0; policy < settings.policies.size(); ++policy)
    study.policies.push_back(policy_result(grid.told[policy]));
  for (const auto& row : grid.told) {
    study.values.emplace_back();
    for (const Replication* it : row) study.values.back().push_back(it->values);
  }
  study.examples = examples_of(settings, grid);
  if (settings.real_shops) hide_few_shops(study);
  return study;
}

StudyResults results_of(const std::filesystem::path& folder) {
  const StudySettings settings = read_study(folder);
  const StudyPlan plan = read_plan(folder);
  std::vector<Replication> replications;
  std::vector<std::string> missing;
  for (const ReplicationJob& job : jobs_of(settings, 0, plan.pairs)) {
    auto replication = read_replication(folder, settings, job);
    if (replication) replications.push_back(std::move(*replication));
    else missing.push_back(file_of(settings, job));
  }
  if (!missing.empty()) {
    const std::size_t all = missing.size();
    missing.resize(std::min(all, kMostNamed));
    throw BadInput(fmt::format("{}: lacks {} of its replications: {}{}", folder.string(), all, fmt::join(missing, ", "),
                               all > kMostNamed ? ", …" : ""));
  }
  StudyResults results = results_of(settings, plan, replications);
  results.worlds = worlds_results_of(results, folder);
  results.cities = cities_results_of(results, folder);
  return results;
}

}  // namespace tricolor::harness
