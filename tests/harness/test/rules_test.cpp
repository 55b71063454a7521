// Shows that the closed loop keeps every rule that scenarios/smoke and scenarios/rules state, one scenario a rule, and
// that there are enough of them. Each scenario is run in pixels with the real detector.
#include <gtest/gtest.h>

#include <set>

#include "test/scenario_tests.h"

namespace tricolor::harness::rules_test {
namespace {

std::vector<ScenarioTest> scenarios() {
  std::vector<ScenarioTest> all;
  for (const char* folder : {"/scenarios/smoke", "/scenarios/rules"}) {
    engine::Diagnostics diagnostics;
    for (ScenarioTest& test : find_scenario_tests(std::string(TRICOLOR_SOURCE_DIR) + folder, diagnostics))
      all.push_back(std::move(test));
    EXPECT_EQ(diagnostics.text(), "");
  }
  return all;
}

class Rule : public testing::TestWithParam<ScenarioTest> {};

TEST_P(Rule, Holds) {
  const auto outcomes = run_scenario_tests({GetParam()}, {});
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_TRUE(outcomes.front().passed()) << outcome_text(outcomes.front());
  EXPECT_FALSE(outcomes.front().findings.empty()) << "a scenario without expectations shows nothing";
  RecordProperty("milliseconds", static_cast<int>(outcomes.front().seconds * 1000));
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Rule, testing::ValuesIn(scenarios()),
                         [](const auto& given) { return given.param.name; });

TEST(Rules, AreEnoughAndHaveNamesOfTheirOwn) {
  const auto all = scenarios();
  EXPECT_GE(all.size(), 25u);
  std::set<std::string> names;
  for (const ScenarioTest& test : all) EXPECT_TRUE(names.insert(test.name).second) << test.name << " is given twice";
}

}  // namespace
}  // namespace tricolor::harness::rules_test
