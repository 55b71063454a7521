// Shows that a difference of two policies is said in words, in Chinese and in English, whatever key it is of.
#include <gtest/gtest.h>

#include <chrono>

#include "compare/plan/grid.h"
#include "compare/policy_words.h"
#include "engine/policy_file.h"
#include "report/rows/policy_values.h"
#include "scenario/scenario.h"

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

// Asks for each key of a table that a sweep may go over, by the command line that would name it.
void say_in_chinese(const engine::KeyTable& table, const std::string& before, const SweepKeys& keys) {
  for (const engine::KeyEntry& entry : table.keys) {
    const std::string path = before + entry.key;
    std::string fault;
    if (entry.form == engine::KeyEntry::Form::map) {
      say_in_chinese(entry.map, path + ".", keys);
    } else if (entry.form == engine::KeyEntry::Form::named_maps) {
      say_in_chinese(entry.map, path + ".piled_goods.", keys);
    } else if (sweep_field_of(path + "=1,2", keys, fault)) {
      EXPECT_NE(key_in_chinese(path), path);
    }
  }
}

TEST(PolicyWords, NameInChineseWhateverASweepMayGoOver) {
  const SweepKeys keys{engine::policy_keys(), scenario_keys({"piled_goods"})};
  say_in_chinese(keys.policy, "", keys);
  say_in_chinese(keys.scenario, "", keys);
  EXPECT_EQ(key_in_chinese("notice.correct_within"), "整改时限");
  EXPECT_EQ(key_in_chinese("city.officers"), "队员数量");
}

}  // namespace
}  // namespace tricolor::harness::policy_words_test
