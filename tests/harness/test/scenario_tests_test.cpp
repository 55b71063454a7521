// Shows that `tricolor test` finds scenarios and only scenarios, holds each to its expectations, says actual beside required, keeps the
// order of the list at any number of jobs, and writes XML that a build server can read.
#include "test/scenario_tests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tricolor::harness {
namespace {

using testing::HasSubstr;

const std::string kScenarios = std::string(TRICOLOR_SOURCE_DIR) + "/scenarios";

// A copy of the policies and templates with scenarios of the test's own beside them.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("scenario_tests_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::filesystem::remove_all(path_);
    for (const char* part : {"policies", "templates"}) {
      std::filesystem::create_directories(path_ / part);
      std::filesystem::copy(kScenarios + "/" + part, path_ / part, std::filesystem::copy_options::recursive);
    }
    std::filesystem::create_directories(path_ / "own");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const std::string& name, const std::string& lines) const {
    std::ofstream(path_ / "own" / (name + ".yaml")) << "scenario: " << name << "\nextends: ../templates/shop_street.yaml\nlasts: 2 min\n" << lines;
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::vector<ScenarioTest> find(const std::string& path) {
  engine::Diagnostics diagnostics;
  auto tests = find_scenario_tests(path, diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return tests;
}

TEST(ScenarioTests, FindScenariosAndNoPoliciesOrTemplates) {
  const Folder folder;
  folder.write("b_second", "about: two\ntags: [x, y]\n");
  folder.write("a_first", "");
  const auto tests = find(folder.path());
  ASSERT_EQ(tests.size(), 2u);
  EXPECT_EQ(tests[0].name, "a_first");
  EXPECT_EQ(tests[1].about, "two");
  EXPECT_EQ(tests[1].tags, (std::vector<std::string>{"x", "y"}));
}

TEST(ScenarioTests, SayActualBesideRequired) {
  const Folder folder;
  folder.write("fails", "expect:\n  - { incident: { merchant: m1, class: piled_goods }, times: 1 }\n  - { never: { notice: {} } }\n");
  const auto outcomes = run_scenario_tests(find(folder.path()), {});
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_FALSE(outcomes[0].passed());
  ASSERT_EQ(outcomes[0].findings.size(), 2u);
  EXPECT_FALSE(outcomes[0].findings[0].met);
  EXPECT_TRUE(outcomes[0].findings[1].met);
  EXPECT_THAT(outcome_text(outcomes[0]), HasSubstr("fails.yaml:5: required: incident piled_goods opened of m1 times 1"));
  EXPECT_THAT(outcome_text(outcomes[0]), HasSubstr("actual: never"));
}

TEST(ScenarioTests, SayWhyAScenarioCannotBeRun) {
  const Folder folder;
  folder.write("broken", "frames: evry\n");
  const auto outcomes = run_scenario_tests(find(folder.path()), {});
  EXPECT_FALSE(outcomes.at(0).passed());
  EXPECT_THAT(outcomes.at(0).error, HasSubstr("broken.yaml:4:9: frames: must be every or key, got 'evry' (did you mean 'every'?)"));
  EXPECT_TRUE(suite_of(outcomes.at(0)).cases.at(0).error);
}

TEST(ScenarioTests, KeepTheOrderAtAnyNumberOfJobs) {
  const Folder folder;
  for (const char* name : {"a", "b", "c", "d", "e"}) folder.write(name, "expect: [{ never: { incident: {} } }]\n");
  std::vector<std::string> told;
  ScenarioTestOptions options;
  options.jobs = 3;
  options.repeat = 2;
  options.done = [&](const ScenarioOutcome& outcome) { told.push_back(outcome.test.name); };
  const auto outcomes = run_scenario_tests(find(folder.path()), options);
  EXPECT_EQ(told, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
  for (const ScenarioOutcome& outcome : outcomes) EXPECT_TRUE(outcome.passed()) << outcome_text(outcome);
}

TEST(JUnit, CountsAndEscapes) {
  const std::string xml = junit_xml({{"s<1>", "a&b.yaml", 1.25, {{"says \"no\"", {}, false}, {"fails", "line\nbreak \x01", false}, {"breaks", "why", true}}}});
  EXPECT_THAT(xml, HasSubstr("<testsuites tests=\"3\" failures=\"1\" errors=\"1\" time=\"1.250\">"));
  EXPECT_THAT(xml, HasSubstr("name=\"s&lt;1&gt;\" file=\"a&amp;b.yaml\""));
  EXPECT_THAT(xml, HasSubstr("name=\"says &quot;no&quot;\"/>"));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"line&#10;break \"/>"));
  EXPECT_THAT(xml, HasSubstr("<error message=\"why\"/>"));
}

}  // namespace
}  // namespace tricolor::harness
