#include "compare/sweep_files.h"

#include <fmt/format.h>

#include <stdexcept>

#include "report/csv_table.h"
#include "compare/front.h"
#include "compare/page/sweep_page.h"
#include "compare/result_files.h"
#include "report/escape.h"
#include "report/rows/schema_parts.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

Json figures_json(const StudyResults& study, std::size_t policy) {
  Json figures = Json::object();
  for (const MetricResult& metric : study.metrics) {
    const Comparison& it = metric.against_base.at(policy);
    const Moments& own = metric.of_policy.at(policy);
    Json figure{{"value", own.count ? Json(own.mean) : Json()}};
    figure["difference"] = policy > 0 && it.pairs ? Json(it.difference) : Json();
    figure["interval"] = policy > 0 && it.interval ? Json{it.interval->low, it.interval->high} : Json();
    figure["verdict"] = policy > 0 && it.verdict ? Json(name_of(*it.verdict)) : Json();
    figures[text_of(metric.metric).key] = figure;
  }
  return figures;
}

Json point_json(const StudyResults& study, std::size_t policy, const FrontPoint& place) {
  const StudySettings& settings = study.settings;
  const StudyPolicy& it = settings.policies.at(policy);
  Json at = Json::object();
  for (std::size_t field = 0; field < it.at.size(); ++field)
    at[settings.fields.at(field).path] = settings.fields[field].values.at(it.at[field]);
  return {{"label", it.label},
          {"at", policy == 0 ? Json() : at},
          {"place", name_of(place.place)},
          {"beaten_by", place.place == FrontPlace::front ? Json() : Json(settings.policies.at(place.by).label)},
          {"figures", figures_json(study, policy)}};
}

std::string points_csv(const StudyResults& study, const std::vector<FrontPoint>& front) {
  std::vector<std::string> heads{"point"};
  for (const SweepField& field : study.settings.fields) heads.push_back(field.path);
  heads.insert(heads.end(), {"place", "beaten_by", "metric", "unit", "pairs", "value", "base", "difference", "low",
                             "high", "minimum", "verdict"});
  Csv csv(heads);
  for (std::size_t policy = 1; policy < study.settings.policies.size(); ++policy)
    for (const MetricResult& metric : study.metrics) {
      const StudyPolicy& point = study.settings.policies[policy];
      const Comparison& it = metric.against_base[policy];
      std::vector<std::string> cells{point.label};
      for (std::size_t field = 0; field < point.at.size(); ++field)
        cells.push_back(study.settings.fields[field].values.at(point.at[field]));
      const bool any = it.pairs > 0;
      const bool beaten = front[policy].place != FrontPlace::front;
      for (const std::string& cell :
           {std::string(name_of(front[policy].place)), beaten ? study.settings.policies[front[policy].by].label : "",
            std::string(text_of(metric.metric).key), std::string(text_of(metric.metric).unit_en),
            fmt::format("{}", it.pairs), any ? fmt::format("{}", it.value) : "", any ? fmt::format("{}", it.base) : "",
            any ? fmt::format("{}", it.difference) : "", it.interval ? fmt::format("{}", it.interval->low) : "",
            it.interval ? fmt::format("{}", it.interval->high) : "", fmt::format("{}", metric.minimum),
            it.verdict ? std::string(name_of(*it.verdict)) : ""})
        cells.push_back(cell);
      csv.row(cells);
    }
  return csv.text();
}

}  // namespace

std::string point_text(const StudySettings& settings, std::size_t policy) {
  std::string text;
  const StudyPolicy& it = settings.policies.at(policy);
  for (std::size_t field = 0; field < it.at.size(); ++field)
    text += fmt::format("{}{} {}", field ? ", " : "", settings.fields.at(field).path,
                        settings.fields[field].values.at(it.at[field]));
  return text.empty() ? it.label : text;
}

Json sweep_json(const StudyResults& study) {
  const StudySettings& it = study.settings;
  Json fields = Json::array(), points = Json::array(), metrics = Json::object();
  for (const SweepField& field : it.fields)
    fields.push_back({{"path", field.path},
                      {"of", field.of_scenario ? "scenario" : "policy"},
                      {"about", field.about},
                      {"values", field.values}});
  for (const MetricResult& metric : study.metrics) {
    const MetricRules& rules = it.metrics.rules.at(static_cast<std::size_t>(metric.metric));
    metrics[text_of(metric.metric).key] = {{"unit", text_of(metric.metric).unit_en},
                                           {"goal", goal_words()[static_cast<std::size_t>(rules.goal)]},
                                           {"primary", rules.primary},
                                           {"minimum", metric.minimum}};
  }
  const std::vector<FrontPoint> front = front_of(study);
  for (std::size_t policy = 0; policy < it.policies.size(); ++policy)
    points.push_back(point_json(study, policy, front[policy]));
  return {{"scenario", it.scenario},
          {"warmup_days", it.warmup_days},
          {"days", it.days},
          {"starts", it.starts},
          {"switches", it.switches},
          {"city_seed", it.city_seed},
          {"first_seed", it.first_seed},
          {"pairs", study.plan.pairs},
          {"pairs_wanted", study.plan.wanted},
          {"comparisons_judged", it.terms().comparisons},
          {"front_comparisons", front_comparisons(it.policies.size())},
          {"rung", it.rung},
          {"profile", study.profile},
          {"engine", it.commit},
          {"world", it.world},
          {"base", it.policies.front().label},
          {"fields", fields},
          {"metrics", metrics},
          {"points", points}};
}

Json sweep_schema() {
  using namespace schema;
  const auto list = [](const char* about, Json items) {
    return Json{{"type", "array"}, {"description", about}, {"items", std::move(items)}};
  };
  const Json maybe_text{{"type", {"string", "null"}}, {"description", "label of the point that beats it"}};
  const Json figure =
      object("one metric at one point",
             {{"value", maybe_number("mean; null where it is defined in no replication")},
              {"difference", maybe_number("mean of value − base over the pairs; null for the base")},
              {"interval",
               {{"type", {"array", "null"}},
                {"description",
                 "low and high of the difference: primaries at 1 − 0.05 / comparisons_judged, others at 95 %"}}},
              {"verdict",
               {{"enum", {"equivalent", "better", "worse", "more", "fewer", "undecided", nullptr}},
                {"description", "of primaries, as in compare.json"}}}});
  const Json by_metric{{"type", "object"},
                       {"description", "by metric; docs/reference/metrics.md says what each is"},
                       {"additionalProperties", figure}};
  const Json rules{
      {"type", "object"},
      {"description", "by metric: its unit, better direction, rank and smallest difference that matters"},
      {"additionalProperties", object("one metric", {{"unit", text("unit of its figures; shares are 0 … 1")},
                                                     {"goal", one_of({"less", "more", "none"}, "the better direction")},
                                                     {"primary", truth("true for the metrics that get a verdict")},
                                                     {"minimum", number("the smallest difference that matters")}})}};
  const Json point = object(
      "one point of the grid",
      {{"label", text("names its policy in policies/ and its scenario in worlds/")},
       {"at", Json{{"type", {"object", "null"}}, {"description", "its value of each field; null for the base"}}},
       {"place",
        one_of({"front", "unsure", "dominated"},
               "front: no other point has means that are no worse in violation-hours, officers' work and wrong "
               "strikes, and better in one; dominated: one has, and a paired interval shows it; unsure: none shows "
               "it")},
       {"beaten_by", maybe_text},
       {"figures", by_metric}});
  Json whole{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Tricolor sweep.json"}};
  whole.update(object(
      "sweep.json holds the results of `tricolor sweep`: every metric at every point of a grid over fields of policy "
      "and scenario, paired with the base, and the front of street order against officers' time and wrong strikes.",
      {{"scenario", text("name of the base's scenario")},
       {"warmup_days", count("days before the figures begin")},
       {"days", count("days of the figures")},
       {"starts", text("begin of the warm-up, UTC+8")},
       {"switches", text("end of the warm-up, UTC+8")},
       {"city_seed", count("seed of the city, equal in all replications")},
       {"first_seed", count("seed of the first pair's days")},
       {"pairs", count("pairs that were run")},
       {"pairs_wanted", count("pairs that the pilot asked for")},
       {"comparisons_judged", count("primary metrics times points, which share the error of 0.05")},
       {"front_comparisons", count("paired intervals by which the front is judged, which share an error of 0.05")},
       {"rung", text("rung of the twin")},
       {"profile", text("profile of the detector")},
       {"engine", text("commit of the program")},
       {"world", text("SHA-256 of the base's scenario, classes and demand as resolved")},
       {"base", text("label of the base's policy")},
       {"fields", list("the fields of the grid",
                       object("one field", {{"path", text("dotted, as in the YAML")},
                                            {"of", one_of({"policy", "scenario"}, "whose field it is")},
                                            {"about", text("what the reference says of it")},
                                            {"values", list("its values, as people write them", text("a value"))}}))},
       {"metrics", rules},
       {"points", list("the base first, then the grid; the last field changes fastest", point)}}));
  return whole;
}

void write_sweep(const StudyResults& study, const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder / "tables", failed);
  if (failed)
    throw std::runtime_error(fmt::format("{}: cannot be made: {}", (folder / "tables").string(), failed.message()));
  write_whole(folder / "tables" / "sweep.csv", points_csv(study, front_of(study)));
  write_whole(folder / "tables" / "replications.csv", replications_csv(study, folder));
  write_whole(folder / "sweep.html", sweep_page(study));
  write_whole(folder / "sweep.json", json_for_file(sweep_json(study), 2) + "\n");
}

}  // namespace tricolor::harness
