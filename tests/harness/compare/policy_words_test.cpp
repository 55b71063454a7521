// Shows that a difference of two policies is said in words, in Chinese and in English, whatever key it is of.
#include <gtest/gtest.h>

#include <chrono>

#include "compare/policy_words.h"
#include "engine/policy_file.h"
#include "report/rows/policy_values.h"

namespace tricolor::harness::policy_words_test {
namespace {

using namespace std::chrono_literals;

engine::ClassTable classes() {
  engine::Diagnostics diagnostics;
  return engine::read_classes(TRICOLOR_SOURCE_DIR "/assets/classes/street_order.yaml", diagnostics);
}

engine::Policy pinghu() {
  engine::Diagnostics diagnostics;
  return engine::read_policy(TRICOLOR_SOURCE_DIR "/scenarios/policies/pinghu.yaml", diagnostics);
}

TEST(PolicyWords, SayWhatDiffersAndNothingElse) {
  const engine::Policy from = pinghu();
  EXPECT_TRUE(policy_differences(from, from, classes()).empty());
  engine::Policy to = from;
  to.name = "renamed";
  EXPECT_TRUE(policy_differences(from, to, classes()).empty()) << "a name is no difference";
  to.notice.correct_within = 10min;
  to.colour.yellow_from = 2;
  to.review.when = engine::ReviewPolicy::When::before_notice;
  to.classes.front().dwell = 300s;
  const auto differences = policy_differences(from, to, classes());
  ASSERT_EQ(differences.size(), 4u);
  std::string zh, en;
  for (const auto& [chinese, english] : differences) zh += chinese + "\n", en += english + "\n";
  EXPECT_NE(zh.find("整改时限由15 分钟改为10 分钟"), std::string::npos) << zh;
  EXPECT_NE(en.find("the time to correct: 10 min instead of 15 min"), std::string::npos) << en;
  EXPECT_NE(zh.find("转黄次数由3改为2"), std::string::npos) << zh;
  EXPECT_NE(zh.find("人工复核由无改为发送短信前复核"), std::string::npos) << zh;
  EXPECT_NE(en.find("the dwell of "), std::string::npos) << en;
}

// A key without a phrase would be shown to people as it stands in the file.
TEST(PolicyWords, HaveAPhraseForEveryValueOfAPolicy) {
  const engine::Policy from = pinghu();
  for (const auto& [key, value] : policy_values(from))
    EXPECT_TRUE(key == "policy" || key.starts_with("classes.") || has_phrase(key)) << key << " has no phrase";
}

}  // namespace
}  // namespace tricolor::harness::policy_words_test
