#include "compare/plan/study_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/json_fault.h"

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<std::string>& words_of_questions() {
  static const std::vector<std::string> kWords{"transition", "steady"};
  return kWords;
}

Json json_of(const StudyPolicy& policy) {
  Json differences = Json::array();
  for (const auto& [zh, en] : policy.differences) differences.push_back({{"zh", zh}, {"en", en}});
  Json json{{"label", policy.label}, {"name", policy.name}, {"sha256", policy.digest}, {"differences", differences}};
  if (!policy.at.empty()) json["at"] = policy.at;
  return json;
}

Json json_of(const SweepField& field) {
  return {{"path", field.path}, {"of_scenario", field.of_scenario}, {"values", field.values}, {"about", field.about}};
}

Json json_of(const MetricFile& metrics) {
  Json rules = Json::object();
  for (std::size_t i = 0; i < metrics.rules.size(); ++i) {
    const MetricRules& it = metrics.rules[i];
    rules[text_of(static_cast<Metric>(i)).key] = {{"goal", goal_words()[static_cast<std::size_t>(it.goal)]},
                                                  {"primary", it.primary},
                                                  {"minimum", it.minimum},
                                                  {"share_of_base", it.share_of_base},
                                                  {"mark", it.mark},
                                                  {"why", it.why}};
  }
  return {{"name", metrics.name}, {"rules", rules}};
}

Json json_of(const StudySettings& it) {
  Json policies = Json::array(), assumptions = Json::array();
  for (const StudyPolicy& policy : it.policies) policies.push_back(json_of(policy));
  for (const Assumption& row : it.assumptions)
    assumptions.push_back({{"key", row.key}, {"value", row.value}, {"mark", row.mark}, {"zh", row.zh}, {"en", row.en}});
  Json json{{"scenario", it.scenario},
            {"question", question_words()[static_cast<std::size_t>(it.question)]},
            {"days", it.days},
            {"warmup", it.warmup_days},
            {"starts", it.starts},
            {"switches", it.switches},
            {"seeds", it.most_pairs},
            {"first_seed", it.first_seed},
            {"city_seed", it.city_seed},
            {"policies", policies},
            {"metrics", json_of(it.metrics)},
            {"rung", it.rung},
            {"gate_lacks", it.gate_lacks},
            {"engine", it.commit},
            {"world", it.world},
            {"detector", it.detector},
            {"calibration", it.calibration},
            {"shops", it.shops},
            {"cameras", it.cameras},
            {"officers", it.officers},
            {"demand", it.demand},
            {"assumptions", assumptions}};
  for (const SweepField& field : it.fields) json["fields"].push_back(json_of(field));
  if (it.real_shops) json["real_shops"] = true;
  return json;
}

template <class Parse>
auto parsed(const std::string& text, const char* what, Parse&& parse) {
  try {
    return parse(Json::parse(text));
  } catch (const nlohmann::json::exception& wrong) {
    throw std::runtime_error(fmt::format("must be {}, got {}", what, engine::json_fault(wrong.what())));
  }
}

MetricFile metrics_of(const Json& json) {
  MetricFile file;
  file.name = json.at("name").get<std::string>();
  for (std::size_t i = 0; i < kMetrics; ++i) {
    const Json& row = json.at("rules").at(text_of(static_cast<Metric>(i)).key);
    MetricRules rules;
    const auto goal = std::find(goal_words().begin(), goal_words().end(), row.at("goal").get<std::string>());
    rules.goal = goal == goal_words().end() ? Goal::none : static_cast<Goal>(goal - goal_words().begin());
    rules.primary = row.at("primary").get<bool>();
    rules.minimum = row.at("minimum").get<double>();
    rules.share_of_base = row.at("share_of_base").get<double>();
    rules.mark = row.at("mark").get<std::string>();
    rules.why = row.at("why").get<std::string>();
    file.rules.push_back(std::move(rules));
  }
  return file;
}

}  // namespace

const std::vector<std::string>& question_words() { return words_of_questions(); }

std::size_t StudySettings::pilot() const { return std::min(kPilotPairs, most_pairs); }

Terms StudySettings::terms() const {
  Terms terms;
  terms.comparisons = std::max<std::size_t>(1, metrics.primaries().size() * (policies.size() - 1));
  terms.pilot = pilot();
  return terms;
}

std::string to_text(const StudySettings& settings) { return json_of(settings).dump(2) + "\n"; }

StudySettings study_settings_of(const std::string& text) {
  return parsed(text, "the settings of a study", [](const Json& json) {
    StudySettings it;
    it.scenario = json.at("scenario").get<std::string>();
    it.question = json.at("question").get<std::string>() == question_words()[1] ? StudyQuestion::steady
                                                                                : StudyQuestion::transition;
    it.days = json.at("days").get<int>();
    it.warmup_days = json.at("warmup").get<int>();
    it.starts = json.at("starts").get<std::string>();
    it.switches = json.at("switches").get<std::string>();
    it.most_pairs = json.at("seeds").get<std::size_t>();
    it.first_seed = json.at("first_seed").get<std::uint64_t>();
    it.city_seed = json.at("city_seed").get<std::uint64_t>();
    for (const Json& row : json.at("policies")) {
      StudyPolicy policy{row.at("label").get<std::string>(),
                         row.at("name").get<std::string>(),
                         row.at("sha256").get<std::string>(),
                         {},
                         {}};
      for (const Json& difference : row.at("differences"))
        policy.differences.emplace_back(difference.at("zh").get<std::string>(), difference.at("en").get<std::string>());
      if (row.contains("at")) policy.at = row.at("at").get<std::vector<std::size_t>>();
      it.policies.push_back(std::move(policy));
    }
    it.metrics = metrics_of(json.at("metrics"));
    it.rung = json.at("rung").get<std::string>();
    it.gate_lacks = json.at("gate_lacks").get<std::string>();
    it.commit = json.at("engine").get<std::string>();
    it.world = json.at("world").get<std::string>();
    it.detector = json.value("detector", "");
    it.calibration = json.value("calibration", "");
    it.shops = json.at("shops").get<int>();
    it.cameras = json.at("cameras").get<int>();
    it.officers = json.at("officers").get<int>();
    it.demand = json.at("demand").get<std::string>();
    it.real_shops = json.value("real_shops", false);
    for (const Json& row : json.at("assumptions"))
      it.assumptions.push_back({row.at("key").get<std::string>(), row.at("value").get<std::string>(),
                                row.at("mark").get<std::string>(), row.at("zh").get<std::string>(),
                                row.at("en").get<std::string>()});
    if (json.contains("fields"))
      for (const Json& row : json.at("fields"))
        it.fields.push_back({row.at("path").get<std::string>(), row.at("of_scenario").get<bool>(),
                             row.at("values").get<std::vector<std::string>>(), row.at("about").get<std::string>()});
    return it;
  });
}

std::string what_differs(const StudySettings& wanted, const StudySettings& found) {
  const Json a = json_of(wanted), b = json_of(found);
  std::string lines;
  for (const auto& [key, value] : a.items()) {
    if (b.contains(key) && value == b.at(key)) continue;
    if (!b.contains(key)) {
      lines += fmt::format("{}: none there\n", key);
      continue;
    }
    // Long parts are named and not printed.
    const bool brief = !value.is_structured() && value.dump().size() < 80;
    lines += brief ? fmt::format("{}: {} here, {} there\n", key, value.dump(), b.at(key).dump())
                   : fmt::format("{}: differs\n", key);
  }
  return lines;
}

StudyPlan plan_of(const StudySettings& settings, const std::function<PairColumn(Metric, std::size_t policy)>& values) {
  StudyPlan plan;
  const Terms terms = settings.terms();
  const auto pilot = [&](Metric metric, std::size_t policy) {
    PairColumn column = values(metric, policy);
    column.resize(std::min(column.size(), terms.pilot));
    return column;
  };
  for (std::size_t i = 0; i < kMetrics; ++i) {
    std::vector<double> base;
    for (const auto& value : pilot(static_cast<Metric>(i), 0))
      if (value) base.push_back(*value);
    plan.minimums.push_back(minimum_of(settings.metrics.rules.at(i), moments_of(base).mean));
  }
  plan.wanted = terms.pilot;
  for (const Metric metric : settings.metrics.primaries())
    for (std::size_t policy = 1; policy < settings.policies.size(); ++policy) {
      const PairColumn base = pilot(metric, 0), other = pilot(metric, policy);
      std::vector<double> differences;
      for (std::size_t pair = 0; pair < std::min(base.size(), other.size()); ++pair)
        if (base[pair] && other[pair]) differences.push_back(*other[pair] - *base[pair]);
      PairsAsked request{metric, policy, moments_of(differences).deviation,
                         plan.minimums.at(static_cast<std::size_t>(metric)), terms.pilot};
      if (differences.size() >= 2)
        request.pairs =
            pairs_needed(request.pilot_deviation, differences.size(), terms.alpha_each(), request.minimum / 2);
      plan.wanted = std::max(plan.wanted, request.pairs);
      plan.requests.push_back(request);
    }
  plan.pairs = std::min(plan.wanted, settings.most_pairs);
  return plan;
}

std::string to_text(const StudyPlan& plan) {
  Json minimums = Json::object(), requests = Json::array();
  for (std::size_t i = 0; i < plan.minimums.size(); ++i)
    minimums[text_of(static_cast<Metric>(i)).key] = plan.minimums[i];
  for (const PairsAsked& it : plan.requests)
    requests.push_back({{"metric", text_of(it.metric).key},
                        {"policy", it.policy},
                        {"pilot_deviation", it.pilot_deviation},
                        {"minimum", it.minimum},
                        {"pairs", it.pairs}});
  return Json{{"pairs", plan.pairs}, {"wanted", plan.wanted}, {"minimums", minimums}, {"requests", requests}}.dump(2) +
         "\n";
}

StudyPlan study_plan_of(const std::string& text) {
  return parsed(text, "the plan of a study", [](const Json& json) {
    StudyPlan plan;
    plan.pairs = json.at("pairs").get<std::size_t>();
    plan.wanted = json.at("wanted").get<std::size_t>();
    for (std::size_t i = 0; i < kMetrics; ++i)
      plan.minimums.push_back(json.at("minimums").at(text_of(static_cast<Metric>(i)).key).get<double>());
    for (const Json& row : json.at("requests")) {
      PairsAsked request;
      for (std::size_t i = 0; i < kMetrics; ++i)
        if (row.at("metric") == text_of(static_cast<Metric>(i)).key) request.metric = static_cast<Metric>(i);
      request.policy = row.at("policy").get<std::size_t>();
      request.pilot_deviation = row.at("pilot_deviation").get<double>();
      request.minimum = row.at("minimum").get<double>();
      request.pairs = row.at("pairs").get<std::size_t>();
      plan.requests.push_back(request);
    }
    return plan;
  });
}

}  // namespace tricolor::harness
