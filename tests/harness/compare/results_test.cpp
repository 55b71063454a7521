// Shows what a study says of replications that were made up: nothing of equal policies, a planted difference of one
// metric and none of the others; that its plan is frozen as the pilot asks; that a steady state is believed only where
// two starts agree; and that the written results keep their schema and the page its promises.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "compare/page/compare_page.h"
#include "compare/result_files.h"
#include "compare/results.h"
#include "compare/study.h"
#include "run/bad_input.h"
#include "sim/random/streams.h"

namespace tricolor::harness::results_test {
namespace {

MetricFile own_metrics() {
  engine::Diagnostics diagnostics;
  MetricFile file = read_metrics(TRICOLOR_SOURCE_DIR "/assets/compare/metrics.yaml", diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return file;
}

StudySettings settings_of_two() {
  StudySettings settings;
  settings.scenario = "made_up";
  settings.rung = "pixels";
  settings.commit = "abc1234";
  settings.world = std::string(64, 'a');
  settings.first_seed = 100;
  settings.warmup_days = 5;
  settings.days = 3;
  settings.most_pairs = 40;
  settings.shops = 20;
  settings.policies = {{"base", "base", std::string(64, 'b'), {}},
                       {"other</script>", "other", std::string(64, 'c'), {{"转黄次数由3改为2", "yellow from 2"}}}};
  settings.metrics = own_metrics();
  settings.assumptions = {{"put_outs", "4 per_shop", "assumed", "次数", "how often"}};
  return settings;
}

// A replication whose figures are a city's level, its day's luck, and what the policy adds to violation-hours.
Replication made_up(const StudySettings& settings, std::size_t policy, std::size_t pair, double effect) {
  Replication it;
  it.policy = settings.policies[policy].label;
  it.seed = settings.seed_of(pair);
  it.profile = "twin";
  it.journal = "0000000000000000";
  for (std::size_t i = 0; i < kMetrics; ++i) {
    sim::Draw draw({it.seed, i, sim::purpose("test.made_up"), 0});
    const bool share = text_of(static_cast<Metric>(i)).share;
    it.values[i] = share ? 0.5 + 0.05 * draw.normal() : 40 + 5 * draw.normal();
  }
  sim::Draw own({it.seed, policy, sim::purpose("test.own"), 0});
  if (policy > 0) *it.values[0] += effect + (effect != 0 ? 0.5 * own.normal() : 0);
  for (auto& curve : it.by_day) curve = {1, 2, 3};
  it.trades["fruit_veg"] = {12, 30, 1, 0, 600, 9, 2};
  it.streets["新华路"] = {12, 30, 1, 0, 600, 9, 2};
  it.busy_min["g1"][9] = 12;
  it.moments = {{"wrong_strike", "2020-11-04 09:03:01", "m1"}};
  return it;
}

StudyResults study_of(const StudySettings& settings, double effect) {
  const auto column = [&](Metric metric, std::size_t policy) {
    PairColumn values;
    for (std::size_t pair = 0; pair < settings.pilot(); ++pair)
      values.push_back(made_up(settings, policy, pair, effect).value(metric));
    return values;
  };
  const StudyPlan plan = plan_of(settings, column);
  std::vector<Replication> all;
  for (const ReplicationJob& job : jobs_of(settings, 0, plan.pairs)) {
    all.push_back(made_up(settings, job.policy, job.pair, effect));
    all.back().start = job.start;
  }
  return results_of(settings, plan, all);
}

TEST(Results, OfEqualPoliciesDifferByExactlyNothing) {
  const StudyResults study = study_of(settings_of_two(), 0);
  EXPECT_EQ(study.plan.pairs, kPilotPairs) << "nothing varies, so that the pilot is enough";
  for (const MetricResult& metric : study.metrics) {
    const Comparison& it = metric.against_base[1];
    EXPECT_EQ(it.difference, 0.0) << text_of(metric.metric).key;
    EXPECT_EQ(it.interval->low, 0.0);
    EXPECT_EQ(it.interval->high, 0.0);
    EXPECT_TRUE(!it.verdict || it.verdict == StudyVerdict::equivalent);
  }
}

TEST(Results, FindAPlantedDifferenceOfOneMetricAndNoneOfTheOthers) {
  const StudyResults study = study_of(settings_of_two(), -6);
  EXPECT_EQ(study.of(Metric::violation_hours).against_base[1].verdict, StudyVerdict::better);
  EXPECT_TRUE(study.of(Metric::violation_hours).against_base[1].beyond_minimum);
  for (const Metric metric : {Metric::wrongful_days, Metric::officer_minutes, Metric::wrong_strikes})
    EXPECT_EQ(study.of(metric).against_base[1].verdict, StudyVerdict::equivalent) << text_of(metric).key;
  EXPECT_FALSE(study.of(Metric::strikes).against_base[1].verdict.has_value()) << "a secondary has no verdict";
}

TEST(Results, AreFrozenByThePilotAndCappedByTheSeeds) {
  StudySettings settings = settings_of_two();
  settings.metrics.rules[0].minimum = 0.05;
  settings.metrics.rules[0].share_of_base = 0;
  const StudyResults study = study_of(settings, -6);
  EXPECT_GT(study.plan.wanted, settings.most_pairs);
  EXPECT_EQ(study.plan.pairs, settings.most_pairs);
  EXPECT_EQ(to_text(study_plan_of(to_text(study.plan))), to_text(study.plan));
}

TEST(Results, OfASteadyStudyHaveNoVerdictWhereTheTwoStartsDisagree) {
  StudySettings settings = settings_of_two();
  settings.question = StudyQuestion::steady;
  settings.warmup_days = 360;
  EXPECT_TRUE(study_of(settings, -6).accepted) << "made-up replications do not depend on their start";
  const auto column = [&](Metric metric, std::size_t policy) {
    PairColumn values;
    for (std::size_t pair = 0; pair < settings.pilot(); ++pair)
      values.push_back(made_up(settings, policy, pair, -6).value(metric));
    return values;
  };
  const StudyPlan plan = plan_of(settings, column);
  std::vector<Replication> all;
  for (const ReplicationJob& job : jobs_of(settings, 0, plan.pairs)) {
    all.push_back(made_up(settings, job.policy, job.pair, -6));
    all.back().start = job.start;
    if (job.start == Start::all_red) *all.back().values[0] += 30;
  }
  const StudyResults unsteady = results_of(settings, plan, all);
  EXPECT_FALSE(unsteady.accepted);
  for (const MetricResult& metric : unsteady.metrics) EXPECT_FALSE(metric.against_base[1].verdict.has_value());
  EXPECT_NE(compare_page(unsteady).find("Not steady"), std::string::npos);
}

TEST(Results, AreOfOneStudyAndSayInWhatAnotherDiffers) {
  const StudySettings settings = settings_of_two();
  EXPECT_EQ(to_text(study_settings_of(to_text(settings))), to_text(settings));
  StudySettings other = settings;
  EXPECT_EQ(what_differs(settings, other), "");
  other.commit = "def5678";
  other.days = 4;
  const std::string differs = what_differs(settings, other);
  EXPECT_NE(differs.find("engine: \"abc1234\" here, \"def5678\" there"), std::string::npos) << differs;
  EXPECT_NE(differs.find("days: 3 here, 4 there"), std::string::npos) << differs;
  EXPECT_EQ(differs.find("world"), std::string::npos) << differs;
}

// Lists the keys of a schema's object that a value lacks or has beyond it, at any depth.
void hold_to(const Json& value, const Json& schema, const std::string& path, std::string& faults) {
  if (schema.contains("properties") && value.is_object()) {
    for (const Json& key : schema["required"])
      if (!value.contains(key.get<std::string>())) faults += path + "." + key.get<std::string>() + " is missing\n";
    for (const auto& [key, inner] : value.items()) {
      if (!schema["properties"].contains(key)) faults += path + "." + key + " is in no schema\n";
      else hold_to(inner, schema["properties"][key], path + "." + key, faults);
    }
  }
  if (schema.contains("items") && value.is_array())
    for (const Json& item : value) hold_to(item, schema["items"], path + "[]", faults);
  if (!schema.contains("type")) return;
  std::set<std::string> types;
  if (schema["type"].is_string()) types.insert(schema["type"].get<std::string>());
  else
    for (const Json& type : schema["type"]) types.insert(type.get<std::string>());
  const bool whole = value.is_number_integer();
  const std::string is = value.is_object()    ? "object"
                         : value.is_array()   ? "array"
                         : value.is_string()  ? "string"
                         : value.is_boolean() ? "boolean"
                         : value.is_null()    ? "null"
                                              : "number";
  if (!types.contains(is) && !(whole && types.contains("integer"))) faults += path + " is " + is + "\n";
}

TEST(Results, KeepTheSchemaThatIsPrinted) {
  StudySettings steady = settings_of_two();
  steady.question = StudyQuestion::steady;
  for (const StudySettings& settings : {settings_of_two(), steady}) {
    std::string faults;
    hold_to(compare_json(study_of(settings, -6)), compare_schema(), "$", faults);
    EXPECT_EQ(faults, "");
  }
}

TEST(ComparePage, IsWholeOfflineAndInTwoLanguages) {
  const std::string page = compare_page(study_of(settings_of_two(), -6));
  EXPECT_EQ(page.find("{{"), std::string::npos);
  EXPECT_EQ(page.find("[["), std::string::npos);
  EXPECT_EQ(page.find("http://"), std::string::npos);
  EXPECT_EQ(page.find("https://"), std::string::npos);
  EXPECT_EQ(page.find("src="), std::string::npos) << "nothing is loaded";
  EXPECT_EQ(page.find("other</script>"), std::string::npos) << "a label cannot leave its place";
  EXPECT_NE(page.find("违规时长"), std::string::npos);
  EXPECT_NE(page.find("violation-hours"), std::string::npos);
  EXPECT_NE(page.find("tricolor view"), std::string::npos) << "each claim says how to look at it";
  EXPECT_LT(page.find("class=\"sentence\""), page.find("class=\"forest\"")) << "one sentence, then one picture";
  for (const char* before : {">", " ", "[", "−", "+", ":"})
    EXPECT_EQ(page.find(std::string(before) + "nan"), std::string::npos) << "no figure is no number";
}

TEST(Metrics, OfAFileAreAllNamedAndAtMostFourArePrimary) {
  const auto faults_of = [](const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() / "results_test_metrics.yaml";
    std::ofstream(path) << text;
    engine::Diagnostics diagnostics;
    read_metrics(path.string(), diagnostics);
    std::filesystem::remove(path);
    return diagnostics.text();
  };
  const std::string own = "extends: " TRICOLOR_SOURCE_DIR "/assets/compare/metrics.yaml\n";
  EXPECT_NE(faults_of("metrics: m\n").find("violation_hours: must be given"), std::string::npos);
  EXPECT_NE(faults_of(own + "strikes: { goal: none, primary: true, minimum: 1 }\n").find("one to four"),
            std::string::npos);
  EXPECT_NE(faults_of(own + "strikes: { goal: fewer, minimum: 1 }\n").find("must be less, more or none"),
            std::string::npos);
  EXPECT_NE(faults_of(own + "strikes: { goal: less, minimum: 0 }\n").find("must be above 0"), std::string::npos);
  EXPECT_NE(faults_of(own + "strike: { goal: less, minimum: 1 }\n").find("did you mean"), std::string::npos);
}

TEST(Results, OfRealShopsNoGroupOfFewerThanTenIsToldOfAndNoShopIsNamed) {
  StudySettings settings = settings_of_two();
  settings.real_shops = true;
  EXPECT_TRUE(study_settings_of(to_text(settings)).real_shops);
  std::vector<Replication> all;
  for (const ReplicationJob& job : jobs_of(settings, 0, settings.pilot())) {
    Replication it = made_up(settings, job.policy, job.pair, 20);
    it.trades["tea_house"] = {9, 30, 1, 0, 600, 9, 2};
    it.streets["小弄"] = {3, 30, 1, 0, 600, 9, 2};
    it.cameras["c_small"] = {2, 30, 1, 0, 600, 9, 2};
    it.wrong = {{"m9", "tea_house", "小弄", "c_small", "", 2}};
    all.push_back(it);
  }
  StudyPlan plan;
  plan.pairs = settings.pilot();
  plan.minimums.assign(kMetrics, 1);
  const StudyResults study = results_of(settings, plan, all);
  EXPECT_EQ(study.hidden_groups, 3u);
  ASSERT_FALSE(study.examples.empty());
  const std::string told = compare_page(study) + compare_json(study).dump();
  for (const char* hidden : {"tea_house", "茶", "小弄", "c_small", "m9", "shop:m1"})
    EXPECT_EQ(told.find(hidden), std::string::npos) << hidden;
  EXPECT_NE(told.find("新华路"), std::string::npos);
  EXPECT_NE(told.find("3 groups of fewer than 10 shops are left out"), std::string::npos);
  settings.real_shops = false;
  EXPECT_NE(compare_page(results_of(settings, plan, all)).find("小弄"), std::string::npos);
}

}  // namespace
}  // namespace tricolor::harness::results_test
