// Shows that a warm-up that policies share is the warm-up that each would have run: what follows is, byte for byte, a
// run of its own under the base and then the policy; equal policies differ by nothing; and a study of several processes
// comes to the same files as one of a single process.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "compare/measure.h"
#include "compare/results.h"
#include "compare/study.h"
#include "engine/policy_file.h"

namespace tricolor::harness::shared_warmup_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class SharedWarmup : public testing::Test {
 protected:
  SharedWarmup() : folder_(fs::temp_directory_path() / ("shared_warmup_test_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "street.yaml") << "extends: " TRICOLOR_SOURCE_DIR
                                              "/scenarios/xinhua_road.yaml\n"
                                              "city: { shops: 24, cameras: 6, length: 120 m }\n"
                                              "expect: []\n";
    std::ofstream(folder_ / "strict.yaml") << "extends: " TRICOLOR_SOURCE_DIR
                                              "/scenarios/policies/pinghu.yaml\n"
                                              "policy: strict\nnotice: { correct_within: 5 min }\n"
                                              "classes: { out_of_store: { dwell: 90 s } }\n";
    std::ofstream(folder_ / "same.yaml") << "extends: " TRICOLOR_SOURCE_DIR
                                            "/scenarios/policies/pinghu.yaml\n"
                                            "policy: same\n";
  }
  ~SharedWarmup() override { fs::remove_all(folder_); }

  Study study() const {
    StudyRequest request;
    request.base = (folder_ / "street.yaml").string();
    for (const char* file : {"strict.yaml", "same.yaml"})
      request.variations.push_back({.policy_file = (folder_ / file).string()});
    request.warmup_days = 4;
    request.days = 3;
    request.most_pairs = 2;
    request.rung = "events";
    request.accept_open_gate = true;
    return make_study(request);
  }

  // All files of a study's replications, in order of their names.
  std::string replications(const fs::path& folder) const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder / "replications"))
      files[entry.path().filename().string()] = text_in(entry.path());
    std::string all;
    for (const auto& [name, text] : files) all += name + " " + text;
    return all;
  }

  fs::path folder_;
};

TEST_F(SharedWarmup, IsTheOneThatEachPolicyWouldHaveRun) {
  const Study it = study();
  const fs::path out = folder_ / "study";
  open_study(it, out, StudyFolder::anew);
  ASSERT_TRUE(run_study(it, out, {}));
  for (std::size_t policy = 0; policy < 3; ++policy) {
    LoopInputs inputs = it.base;
    inputs.scenario.seed = it.settings.seed_of(1);
    inputs.policies = PolicyHistory(it.policies.front());
    inputs.policies.change(it.switches(), it.policies[policy]);
    LoopOptions options;
    options.least_dwell = 90s;
    const RunRecord run = run_closed_loop(inputs, options);
    const Replication alone = measure(run, PolicyHistory(it.policies.front()), it.switches(),
                                      it.settings.policies[policy].label, Start::as_told);
    EXPECT_GT(run.journal.size(), 100u);
    const auto shared = read_replication(out, it.settings, {policy, 1, Start::as_told});
    ASSERT_TRUE(shared.has_value());
    EXPECT_EQ(to_text(*shared), to_text(alone)) << it.settings.policies[policy].label;
  }
  const StudyResults results = results_of(out);
  for (const MetricResult& metric : results.metrics)
    EXPECT_EQ(metric.against_base[2].difference, 0.0) << text_of(metric.metric).key;
}

TEST_F(SharedWarmup, ComesToTheSameFilesWithAnyNumberOfProcessesAndAfterABreak) {
  const Study it = study();
  const fs::path one = folder_ / "one", many = folder_ / "many";
  open_study(it, one, StudyFolder::anew);
  ASSERT_TRUE(run_study(it, one, {}));
  open_study(it, many, StudyFolder::anew);
  StudyRunOptions options;
  options.jobs = 5;
  ASSERT_TRUE(run_study(it, many, options));
  const std::string whole = replications(one);
  EXPECT_EQ(replications(many), whole);
  // A break: the replications of one policy are gone, and the policy goes on from a warm-up of its own.
  fs::remove(many / "replications" / file_of(it.settings, {1, 0, Start::as_told}));
  ASSERT_TRUE(run_study(it, many, options));
  EXPECT_EQ(replications(many), whole);
}

TEST_F(SharedWarmup, IsNotSharedWithAScenarioOfOnesOwn) {
  StudyRequest request;
  request.base = (folder_ / "street.yaml").string();
  request.variations.push_back({.label = "wrong_numbers", .scenario_keys = "gateway: { wrong_numbers: 60 % }\n"});
  request.warmup_days = 2;
  request.days = 2;
  request.most_pairs = 2;
  request.rung = "events";
  request.accept_open_gate = true;
  const Study it = make_study(request);
  ASSERT_EQ(it.worlds.size(), 1u);
  EXPECT_NE(it.settings.policies[0].digest, it.settings.policies[1].digest);
  EXPECT_NE(it.files.at("worlds/wrong_numbers.yaml").find("wrong_numbers: 60 %"), std::string::npos);
  const fs::path out = folder_ / "own";
  open_study(it, out, StudyFolder::anew);
  ASSERT_TRUE(run_study(it, out, {}));
  const auto base = read_replication(out, it.settings, {0, 0, Start::as_told});
  const auto other = read_replication(out, it.settings, {1, 0, Start::as_told});
  ASSERT_TRUE(base && other);
  EXPECT_NE(base->journal, other->journal);
}

}  // namespace
}  // namespace tricolor::harness::shared_warmup_test
