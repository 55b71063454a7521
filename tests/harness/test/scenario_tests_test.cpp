// Shows that `tricolor test` finds scenarios and only scenarios, holds each to its expectations, says actual beside
// required, keeps the order of the list at any number of jobs, and writes XML that a build server can read.
#include "test/scenario_tests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tricolor::harness::scenario_tests_test {
namespace {

using ::testing::HasSubstr;

const std::string kScenarios = std::string(TRICOLOR_SOURCE_DIR) + "/scenarios";

// Makes a copy of the policies and templates with scenarios of the test's own beside them.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("scenario_tests_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::filesystem::remove_all(path_);
    for (const char* part : {"policies", "templates"}) {
      std::filesystem::create_directories(path_ / part);
      std::filesystem::copy(kScenarios + "/" + part, path_ / part, std::filesystem::copy_options::recursive);
    }
    std::filesystem::create_directories(path_ / "own");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  void write(const std::string& name, const std::string& lines, const std::string& lasts = "2 min") const {
    std::ofstream(path_ / "own" / (name + ".yaml"))
        << "scenario: " << name << "\nextends: ../templates/shop_street.yaml\nlasts: " << lasts << "\n"
        << lines;
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
  folder.write(
      "fails",
      "expect:\n  - { incident: { merchant: m1, class: piled_goods }, times: 1 }\n  - { never: { notice: {} } }\n");
  const auto outcomes = run_scenario_tests(find(folder.path()), {});
  ASSERT_EQ(outcomes.size(), 1u);
  EXPECT_FALSE(outcomes[0].passed());
  ASSERT_EQ(outcomes[0].findings.size(), 2u);
  EXPECT_FALSE(outcomes[0].findings[0].met);
  EXPECT_TRUE(outcomes[0].findings[1].met);
  EXPECT_THAT(outcome_text(outcomes[0]),
              HasSubstr("fails.yaml:5: required: incident piled_goods opened of m1 times 1"));
  EXPECT_THAT(outcome_text(outcomes[0]), HasSubstr("actual: never"));
}

TEST(ScenarioTests, SayWhyAScenarioCannotBeRun) {
  const Folder folder;
  folder.write("broken", "frames: evry\n");
  const auto outcomes = run_scenario_tests(find(folder.path()), {});
  EXPECT_FALSE(outcomes.at(0).passed());
  EXPECT_THAT(outcomes.at(0).error,
              HasSubstr("broken.yaml:4:9: frames: must be every or key, got 'evry' (did you mean 'every'?)"));
  EXPECT_TRUE(suite_of(outcomes.at(0)).cases.at(0).error);
  EXPECT_EQ(suite_of(outcomes.at(0)).cases.size(), 1u);
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

TEST(ScenarioTests, ThatAreStoppedAreNeitherPassedNorFailed) {
  const Folder folder;
  for (const char* name : {"a", "b"}) folder.write(name, "expect: [{ never: { incident: {} } }]\n");
  std::atomic<bool> stop{false};
  ScenarioTestOptions options;
  options.stop = &stop;
  options.done = [&](const ScenarioOutcome&) { stop.store(true); };
  const auto outcomes = run_scenario_tests(find(folder.path()), options);
  ASSERT_EQ(outcomes.size(), 2u);
  EXPECT_TRUE(outcomes[0].passed());
  EXPECT_TRUE(outcomes[1].stopped);
  EXPECT_FALSE(outcomes[1].passed());
  EXPECT_EQ(suite_of(outcomes[1]).cases.at(0).skipped, "stopped by the user");
  EXPECT_EQ(annotations_of(outcomes[1]), "");
}

TEST(ScenarioTests, ReportWhatARunWasARunOf) {
  const Folder folder;
  folder.write("fails",
               "seed: 7\nexpect:\n  - { incident: { merchant: m1 }, times: 1 }\n  - { never: { notice: {} } }\n");
  const TestSuite suite = suite_of(run_scenario_tests(find(folder.path()), {}).at(0));
  const auto property = [&](const std::string& key) {
    for (const auto& [name, value] : suite.properties)
      if (name == key) return value;
    return std::string("absent");
  };
  EXPECT_EQ(property("seed"), "7");
  EXPECT_NE(property("commit"), "absent");
  EXPECT_NE(property("commit"), "");
  EXPECT_EQ(property("policy"), "pinghu");
  EXPECT_EQ(property("frames"), "key");
  EXPECT_EQ(property("repeat"), "1");
  EXPECT_EQ(suite.reproduce, "tricolor test " + folder.path() + "/own/fails.yaml");
  ASSERT_EQ(suite.cases.size(), 3u);
  EXPECT_EQ(suite.cases[0].name, "runs");
  EXPECT_GT(suite.cases[0].seconds, 0) << "the run took the time";
  EXPECT_EQ(suite.cases[1].name, "expect[0] incident opened of m1 times 1") << "names are unique in a suite";
  EXPECT_THAT(suite.cases[1].failure, HasSubstr("actual: never"));
  EXPECT_EQ(suite.cases[1].line, 6);
  EXPECT_EQ(suite.cases[2].failure, "");
}

TEST(ScenarioTests, KeepAPictureAndTheJournalOfWhatFailed) {
  const Folder folder;
  folder.write("fails", R"(script: [{ at: "08:58:30", merchant: m1, puts_out: piled_goods, amount: 4 boxes }]
expect:
  - { never: { incident: { merchant: m1 } } }
  - { incident: { merchant: m2 }, times: 1 }
  - { incident: { merchant: m1 } }
)",
               "6 min");
  ScenarioTestOptions options;
  options.keep_failures = folder.path() + "/failures";
  const ScenarioOutcome outcome = run_scenario_tests(find(folder.path()), options).at(0);
  ASSERT_EQ(outcome.error, "");
  ASSERT_EQ(outcome.kept.size(), 2u) << "nothing is kept of what was met";
  const auto text_of = [](const std::string& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const TestSuite suite = suite_of(outcome);
  ASSERT_EQ(suite.cases.at(1).attachments.size(), 2u);
  const std::string story = text_of(suite.cases.at(1).attachments.at(0));
  EXPECT_THAT(story, HasSubstr("required: never incident"));
  EXPECT_THAT(story, HasSubstr("incident 1 opened"));
  EXPECT_THAT(story, HasSubstr("Picture: camera c1"));
  EXPECT_EQ(text_of(suite.cases.at(1).attachments.at(1)).substr(0, 2), "\xff\xd8") << "a JPEG";
  EXPECT_THAT(text_of(suite.cases.at(2).attachments.at(0)),
              HasSubstr("no incident of m2: the place at the end of the time"));
  EXPECT_TRUE(suite.cases.at(3).attachments.empty());
  EXPECT_THAT(junit_xml({suite}), HasSubstr("[[ATTACHMENT|" + folder.path() + "/failures/fails/1_picture.jpg]]"));
}

TEST(ScenarioTests, AnnotateFailuresWhereTheFileSaysThem) {
  ScenarioOutcome outcome;
  outcome.test = {"scenarios/a.yaml", "a", {}, {}};
  outcome.findings = {{"notice of m1 with '50 %, at once'", "never\nat all", false, {"scenarios/a.yaml", 12, 5}},
                      {"fine", "1 time", true, {"scenarios/a.yaml", 13, 5}}};
  EXPECT_EQ(annotations_of(outcome),
            "::error file=scenarios/a.yaml,line=12,title=a::required: notice of m1 with '50 %25, at once'; actual: "
            "never%0Aat all"
            "%0Aagain: tricolor test scenarios/a.yaml\n");
  outcome.findings.clear();
  outcome.error = "no: such, file";
  EXPECT_EQ(annotations_of(outcome), "::error file=scenarios/a.yaml,line=1,title=a cannot be run::no: such, file\n");
}

TestCase test_case(const std::string& name, const std::string& failure = {}, bool error = false) {
  TestCase made;
  made.name = name;
  made.failure = failure;
  made.error = error;
  return made;
}

TEST(JUnit, CountsAndEscapes) {
  TestCase left_out = test_case("is long");
  left_out.skipped = "tagged long";
  const std::string xml = junit_xml(
      {{"s<1>",
        "a&b.yaml",
        1.25,
        {test_case("says \"no\""), test_case("fails", "line\nbreak \x01"), test_case("breaks", "why", true), left_out},
        {{"seed", "7"}},
        "tricolor test a&b.yaml"}});
  EXPECT_THAT(xml, HasSubstr("<testsuites tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" time=\"1.250\">"));
  EXPECT_THAT(xml, HasSubstr("name=\"s&lt;1&gt;\" file=\"a&amp;b.yaml\""));
  EXPECT_THAT(xml, HasSubstr("<property name=\"seed\" value=\"7\"/>"));
  EXPECT_THAT(xml, HasSubstr("name=\"says &quot;no&quot;\" time=\"0.000\" file=\"a&amp;b.yaml\"/>"));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"line&#10;break \" type=\"expectation\">line&#10;break </failure>"));
  EXPECT_THAT(xml, HasSubstr("<error message=\"why\" type=\"error\">why</error>"));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"tagged long\"/>"));
  EXPECT_THAT(xml, HasSubstr("again: tricolor test a&amp;b.yaml"));
}

TEST(JUnit, TakesTimesLinesAndAttachments) {
  TestCase failed = test_case("fails", "why");
  failed.seconds = 2.5;
  failed.line = 31;
  failed.attachments = {"results/a/1.jpg"};
  const std::string xml = junit_xml({{"s", "s.yaml", 2.5, {failed}, {}, {}}});
  EXPECT_THAT(xml, HasSubstr("time=\"2.500\" file=\"s.yaml\" line=\"31\">"));
  EXPECT_THAT(xml, HasSubstr("<system-out>[[ATTACHMENT|results/a/1.jpg]]&#10;</system-out></testcase>"));
}

TEST(JUnit, HoldsNothingThatXmlCannot) {
  const auto named = [](const std::string& name) { return junit_xml({{name, "f", 0, {}, {}, {}}}); };
  EXPECT_THAT(named("新华"), HasSubstr("name=\"新华\""));
  EXPECT_THAT(named("\xff\xfe"), HasSubstr("name=\"\xEF\xBF\xBD\xEF\xBF\xBD\"")) << "no UTF-8";
  EXPECT_THAT(named("a\xe6\x96"), HasSubstr("name=\"a\xEF\xBF\xBD\xEF\xBF\xBD\"")) << "cut off";
  EXPECT_THAT(named("\xed\xa0\x80"), testing::Not(HasSubstr("\xed\xa0\x80"))) << "a surrogate";
  EXPECT_THAT(named("\xc0\xaf"), testing::Not(HasSubstr("\xc0\xaf"))) << "too long a form";
  EXPECT_THAT(named("x\xef\xbf\xbfy"), HasSubstr("name=\"xy\"")) << "U+FFFF";
}

TEST(ScenarioTests, WithoutExpectationsAreToldAsHeldToNothing) {
  const Folder folder;
  folder.write("says_nothing", "");
  const ScenarioOutcome outcome = run_scenario_tests(find(folder.path()), {}).at(0);
  EXPECT_TRUE(outcome.expects_nothing());
  EXPECT_THAT(outcome_text(outcome), testing::StartsWith("none    says_nothing  (no expectations, "));
  EXPECT_EQ(suite_of(outcome).cases.at(1).skipped, "the scenario expects nothing");
}

// A store that refuses to the end is a trouble, not a stop by the user.
TEST(ScenarioTests, TellTheTroublesOfARunThatTheScenarioScripts) {
  const Folder folder;
  folder.write("refused", R"(script: [{ at: "08:58:30", merchant: m1, puts_out: piled_goods, amount: 4 boxes }]
faults: [{ what: store_refuses, at: "09:00" }]
expect: [{ never: { review: {} } }]
)",
               "6 min");
  const ScenarioOutcome outcome = run_scenario_tests(find(folder.path()), {}).at(0);
  EXPECT_FALSE(outcome.stopped);
  EXPECT_TRUE(outcome.passed()) << outcome_text(outcome);
  EXPECT_THAT(outcome_text(outcome), HasSubstr("    trouble: The journal could not be kept from "));
  EXPECT_THAT(junit_xml({suite_of(outcome)}), HasSubstr("<system-out>trouble: The journal could not be kept from "));
}

TEST(ScenarioTests, FailByATroubleThatTheScenarioDoesNotScript) {
  ScenarioOutcome outcome;
  outcome.test = {"a.yaml", "a", {}, {}};
  RunTrouble trouble;
  trouble.en = "A picture was lost.";
  outcome.troubles = {trouble};
  EXPECT_TRUE(outcome.passed());
  outcome.unmeant = {trouble.en};
  EXPECT_FALSE(outcome.passed());
  EXPECT_THAT(outcome_text(outcome), HasSubstr("    trouble that the scenario does not script: A picture was lost.\n"));
  EXPECT_EQ(suite_of(outcome).cases.at(0).failure, "A picture was lost.");
  EXPECT_THAT(annotations_of(outcome), HasSubstr("::A picture was lost."));
}

TEST(ScenarioTests, TellFaultsOfInputToBuildServers) {
  engine::Diagnostics faults;
  faults.add({"s.yaml", 3, 7}, "seed", "must be a whole number, got 'x'");
  faults.add({"s.yaml", 2, 1}, {}, "must be YAML, got: 50 %");
  EXPECT_EQ(annotations_of(faults),
            "::error file=s.yaml,line=2,col=1::must be YAML, got: 50 %25\n"
            "::error file=s.yaml,line=3,col=7::seed: must be a whole number, got 'x'\n");
  const auto suites = suites_of(faults);
  ASSERT_EQ(suites.size(), 1u);
  ASSERT_EQ(suites[0].cases.size(), 2u);
  EXPECT_THAT(junit_xml(suites), HasSubstr("<error message=\"seed: must be a whole number, got 'x'\" type=\"error\">"));
}

}  // namespace
}  // namespace tricolor::harness::scenario_tests_test
