// Shows that the fields of a sweep are read as they stand in the files: ranges with a step and lists of values, of the
// policy and of the scenario; and that what cannot be a field is told with what it must be.
#include <gtest/gtest.h>

#include "compare/plan/grid.h"
#include "engine/policy_file.h"
#include "scenario/scenario.h"

namespace tricolor::harness::grid_test {
namespace {

const SweepKeys& keys() {
  static const SweepKeys kKeys{engine::policy_keys(), scenario_keys({"out_of_store", "piled_goods"})};
  return kKeys;
}

SweepField field(const std::string& text) {
  std::string fault;
  const auto found = sweep_field_of(text, keys(), fault);
  EXPECT_TRUE(found.has_value()) << text << ": " << fault;
  return found.value_or(SweepField{});
}

std::string fault_of(const std::string& text) {
  std::string fault;
  EXPECT_FALSE(sweep_field_of(text, keys(), fault).has_value()) << text;
  return fault;
}

using Words = std::vector<std::string>;

TEST(Grid, ReadsARangeWithItsStep) {
  const SweepField it = field("notice.correct_within=5 min..30 min/5 min");
  EXPECT_EQ(it.path, "notice.correct_within");
  EXPECT_FALSE(it.of_scenario);
  EXPECT_EQ(it.values, (Words{"5 min", "10 min", "15 min", "20 min", "25 min", "30 min"}));
  EXPECT_EQ(field("notice.correct_within=5..12/5 min").values, (Words{"5 min", "10 min"})) << "the unit may stand once";
  EXPECT_EQ(field("colour.blind_time_counts_as_clean=0..1/0.1 %").values.size(), 11u) << "no step is lost by rounding";
}

TEST(Grid, ReadsAListOfWords) {
  EXPECT_EQ(field("colour.count_since=last_step_down, rolling_30_days").values,
            (Words{"last_step_down", "rolling_30_days"}));
}

TEST(Grid, KnowsFieldsOfTheScenarioAndOfNamedMaps) {
  EXPECT_TRUE(field("city.officers=40..60/10").of_scenario);
  EXPECT_TRUE(field("scenario.gateway.lost=0 %,5 %").of_scenario);
  EXPECT_FALSE(field("classes.out_of_store.dwell=1 min..3 min/1 min").of_scenario);
  EXPECT_FALSE(field("policy.notice.correct_within=5 min,6 min").of_scenario);
}

TEST(Grid, SaysWhatAFieldMustBe) {
  EXPECT_NE(fault_of("notice.corect_within=1..2/1 min").find("did you mean 'notice.correct_within'"),
            std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within").find("its values"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=5 min..30 min").find("with a step"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=30 min..5 min/5 min").find("with a step"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=5 min..30 min/0 min").find("with a step"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=5 min..1 h/5 min").find("one unit"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=5..5000/1 min").find("at most 60 values"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=5 min,5 min").find("different values"), std::string::npos);
  EXPECT_NE(fault_of("notice.correct_within=5 min,{x: 1}").find("different values"), std::string::npos);
  EXPECT_NE(fault_of("seed=1,2").find("does not set itself"), std::string::npos);
  EXPECT_NE(fault_of("notice=1,2").find("one value"), std::string::npos);
  EXPECT_NE(fault_of("colour.yellow_from=inf..nan/1").find("with a step"), std::string::npos);
}

TEST(Grid, LaysOutItsPointsWithTheLastFieldFastest) {
  const auto points = points_of({{"a", false, {"1", "2"}, ""}, {"b", false, {"x", "y", "z"}, ""}});
  ASSERT_EQ(points.size(), 6u);
  EXPECT_EQ(points[0], (std::vector<std::size_t>{0, 0}));
  EXPECT_EQ(points[1], (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(points[5], (std::vector<std::size_t>{1, 2}));
}

TEST(Grid, WritesDottedPathsAsMapsWithinMaps) {
  EXPECT_EQ(keys_as_yaml({}), "");
  const std::string yaml = keys_as_yaml(
      {{"colour.yellow_from", "2 strikes"}, {"notice.correct_within", "5 min"}, {"colour.red_from", "4 strikes"}});
  engine::Value root;
  engine::Diagnostics diagnostics;
  ASSERT_TRUE(engine::read_document_text(yaml, "yaml", root, diagnostics)) << diagnostics.text();
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_EQ(root.find("colour")->find("yellow_from")->text, "2 strikes");
  EXPECT_EQ(root.find("colour")->find("red_from")->text, "4 strikes");
  EXPECT_EQ(root.find("notice")->find("correct_within")->text, "5 min");
}

}  // namespace
}  // namespace tricolor::harness::grid_test
