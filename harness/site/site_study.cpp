#include "site/site_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "adapters/build_city.h"
#include "engine/document.h"
#include "run/bad_input.h"
#include "run/load.h"
#include "scenario/counted.h"
#include "scenario/real_shops.h"

namespace tricolor::harness {
namespace {

// A list of the base's own scenario as YAML, each line two columns to the right; empty when it has none.
std::string own_list(const std::string& path, const char* key) {
  engine::Value root;
  engine::Diagnostics said_elsewhere;
  if (!engine::read_document(path, root, said_elsewhere)) return "";
  const engine::Value* list = root.find(key);
  if (!list || list->items.empty()) return "";
  std::istringstream lines(engine::to_yaml(*list));
  std::string text;
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) text += "  " + line + "\n";
  return text;
}

Study study_of(const SiteRequest& request, const std::vector<const SiteSet*>& sets,
               const std::vector<std::string>& labels, std::uint64_t seeds_on) {
  StudyRequest study = request.study;
  const std::string cameras = own_list(request.study.base, "cameras"),
                    officers = own_list(request.study.base, "officers");
  for (std::size_t i = 0; i < sets.size(); ++i) {
    Variation it;
    it.label = labels[i];
    it.scenario_keys = keys_of(*sets[i], cameras, officers);
    it.said = {{fmt::format("新增 {} 个摄像机、{} 名队员", sets[i]->cameras.size(), sets[i]->officers.size()),
                fmt::format("{} and {} more", counted(sets[i]->cameras.size(), "camera"),
                            counted(sets[i]->officers.size(), "officer"))}};
    study.variations.push_back(std::move(it));
  }
  if (seeds_on > 0) {
    engine::Diagnostics diagnostics;
    const Scenario scenario = read_scenario(request.study.base, assets_folder(), diagnostics);
    study.first_seed = request.study.first_seed.value_or(scenario.seed) + seeds_on;
    study.city_seed = request.study.city_seed.value_or(scenario.seed_of_city());
  }
  return make_study(study);
}

// Differences over the pairs in which all are defined.
SiteDifference difference_of(const std::vector<double>& values) {
  SiteDifference it;
  const Moments moments = moments_of(values);
  it.mean = moments.mean;
  if (moments.count >= 2)
    it.interval = stein_interval(moments.mean, moments.count, moments.deviation, moments.count, 0.05);
  return it;
}

// The chosen set (policy 1 of the fresh study) minus the mean of some others, by pair.
SiteDifference against(const StudyResults& fresh, Metric metric, const std::vector<std::size_t>& others) {
  const auto index = static_cast<std::size_t>(metric);
  std::vector<double> differences;
  for (std::size_t pair = 0; pair < fresh.plan.pairs; ++pair) {
    const auto& chosen = fresh.values[1][pair][index];
    double sum = 0;
    bool all = chosen.has_value();
    for (const std::size_t other : others) {
      const auto& value = fresh.values[other][pair][index];
      all = all && value.has_value();
      sum += value.value_or(0);
    }
    if (all && !others.empty()) differences.push_back(*chosen - sum / static_cast<double>(others.size()));
  }
  return difference_of(differences);
}

}  // namespace

SitePlan make_site_plan(const SiteRequest& request) {
  engine::Diagnostics diagnostics;
  auto base = load_inputs(request.study.base, diagnostics, {request.study.rung, request.study.profile});
  if (!base) throw BadInput(diagnostics.text());
  if (request.study.city_seed) base->scenario.city_seed = request.study.city_seed;
  else base->scenario.city_seed = base->scenario.seed_of_city();
  if (request.study.first_seed) base->scenario.seed = *request.study.first_seed;
  SitePlan plan;
  plan.city = build_city(*base);
  plan.origin = base->scenario.origin;
  std::vector<std::size_t> counted;
  for (const auto& merchant : build_configuration(*base, plan.city).merchants)
    counted.push_back(merchant.imported_strikes.size());
  plan.weights = zone_weights(plan.city, counted);
  if (plan.weights.empty())
    throw BadInput(request.study.base + ": must have shops before which cameras can be put, got none");
  for (const ZoneWeight& it : plan.weights) plan.watched += it.weight * it.watched;
  plan.candidates = candidates_of(plan.city, plan.weights);
  if (plan.candidates.empty() && request.wish.cameras > 0)
    throw BadInput(request.study.base + ": must have streets with room for poles, got none");
  if (request.wish.officers > 0 && officer_places(plan.city, plan.weights).empty())
    throw BadInput(request.study.base + ": must have duty grids for officers, got none");
  plan.top = top_sets(plan.city, plan.weights, plan.candidates, request.wish, request.top);
  plan.random = random_sets(plan.city, plan.weights, plan.candidates, request.wish, base->scenario.seed_of_city(),
                            request.random);
  plan.junctions = junction_set(plan.city, plan.weights, plan.candidates, request.wish);
  return plan;
}

Study screening_study(const SiteRequest& request, const SitePlan& plan) {
  std::vector<const SiteSet*> sets;
  std::vector<std::string> labels;
  for (const SiteSet& set : plan.top) {
    sets.push_back(&set);
    labels.push_back(set.label);
  }
  return study_of(request, sets, labels, 0);
}

Study fresh_study(const SiteRequest& request, const SitePlan& plan, std::size_t chosen) {
  std::vector<const SiteSet*> sets{&plan.top.at(chosen)};
  std::vector<std::string> labels{"chosen"};
  if (!plan.junctions.cameras.empty()) {
    sets.push_back(&plan.junctions);
    labels.push_back(plan.junctions.label);
  }
  for (const SiteSet& set : plan.random) {
    sets.push_back(&set);
    labels.push_back(set.label);
  }
  return study_of(request, sets, labels, request.study.most_pairs);
}

std::size_t choose(const StudyResults& screening) {
  const auto difference = [&](Metric metric, std::size_t policy) {
    return screening.of(metric).against_base[policy].difference;
  };
  const double most = screening.of(Metric::wrong_strikes).minimum;
  std::size_t best = 1, least_wrong = 1;
  bool any = false;
  for (std::size_t policy = 1; policy < screening.settings.policies.size(); ++policy) {
    const double wrong = difference(Metric::wrong_strikes, policy);
    if (wrong < difference(Metric::wrong_strikes, least_wrong)) least_wrong = policy;
    if (wrong > most) continue;
    if (!any || difference(Metric::violation_hours, policy) < difference(Metric::violation_hours, best)) best = policy;
    any = true;
  }
  return (any ? best : least_wrong) - 1;
}

SiteResults site_results(const SiteRequest& request, SitePlan plan, const std::filesystem::path& folder) {
  SiteResults results;
  results.plan = std::move(plan);
  results.wish = request.wish;
  results.screening = results_of(folder / "screening");
  results.fresh = results_of(folder / "fresh");
  results.chosen = choose(results.screening);
  std::vector<std::size_t> random, junctions;
  for (std::size_t policy = 1; policy < results.fresh.settings.policies.size(); ++policy) {
    const std::string& label = results.fresh.settings.policies[policy].label;
    if (label.starts_with("random_")) random.push_back(policy);
    if (label == "junctions") junctions.push_back(policy);
  }
  for (std::size_t i = 0; i < kMetrics; ++i) {
    const auto metric = static_cast<Metric>(i);
    results.to_base.push_back(against(results.fresh, metric, {0}));
    results.to_random.push_back(against(results.fresh, metric, random));
    results.to_junctions.push_back(against(results.fresh, metric, junctions));
  }
  results.own_cameras = own_list(request.study.base, "cameras");
  results.own_officers = own_list(request.study.base, "officers");
  return results;
}

bool only_again(const Candidate& candidate) { return candidate.alone < (1 - kWatchedAlready) * candidate.all; }

std::vector<std::pair<std::string, StreetCover>> street_cover(const SiteResults& site) {
  const SitePlan& plan = site.plan;
  std::map<std::string, StreetCover> streets;
  for (std::size_t i = 0; i < plan.city.streets.size(); ++i)
    if (plan.city.streets[i].built) streets.try_emplace(plan.city.streets[i].name, StreetCover{i, 0, 0, 0, 0, 0});
  for (const sim::Shop& shop : plan.city.shops)
    ++streets[plan.city.streets[static_cast<std::size_t>(shop.street)].name].shops;
  for (const ZoneWeight& it : plan.weights) {
    const sim::DrawnZone& zone = plan.city.zones[it.zone];
    if (!zone.shop) continue;
    const auto street = static_cast<std::size_t>(plan.city.shops[static_cast<std::size_t>(*zone.shop)].street);
    StreetCover& cover = streets[plan.city.streets[street].name];
    cover.weight += it.weight;
    cover.watched += it.weight * it.watched;
  }
  for (const Candidate& it : plan.candidates) {
    StreetCover& cover = streets[plan.city.streets[it.street].name];
    ++cover.poles;
    cover.only_again += only_again(it) ? 1 : 0;
  }
  std::vector<std::pair<std::string, StreetCover>> list(streets.begin(), streets.end());
  if (site.fresh.settings.real_shops)
    std::erase_if(list, [](const auto& street) { return street.second.shops < kSmallestGroup; });
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.second.weight > b.second.weight; });
  return list;
}

}  // namespace tricolor::harness
