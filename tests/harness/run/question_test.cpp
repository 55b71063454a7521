// Shows that `explain` takes a shop by its id or its sign, names the shop that may be meant, and the numbers that
// exist.
#include "run/question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tricolor::harness::question_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Questions : public testing::Test {
 protected:
  Questions() {
    for (const auto& [name, sign] : std::initializer_list<std::pair<const char*, const char*>>{
             {"m1", "阿芳水果店"}, {"m2", "平安五金"}, {"m3", "平安五金"}, {"m12", "Corner Shop"}}) {
      engine::Dossier shop;
      shop.name = name;
      shop.sign = sign;
      configuration.merchants.push_back(shop);
    }
  }
  std::string fault_of(const Asked& asked) {
    std::string fault;
    EXPECT_FALSE(question_of(asked, configuration, state, fault));
    EXPECT_EQ(fault.find('\n'), std::string::npos) << "one sentence";
    return fault;
  }
  Question question(const Asked& asked) {
    std::string fault;
    const auto found = question_of(asked, configuration, state, fault);
    EXPECT_TRUE(found) << fault;
    return found.value_or(Question{});
  }

  engine::Configuration configuration;
  engine::ServiceState state;
};

TEST_F(Questions, AShopIsNamedByItsIdOrItsSign) {
  EXPECT_EQ(question({"m1", {}, {}, {}}).shop, "m1");
  EXPECT_EQ(question({"阿芳水果店", {}, {}, {}}).shop, "m1");
  EXPECT_EQ(question({{}, "Corner Shop", {}, {}}).colour_of, "m12");
}

TEST_F(Questions, ATypingMistakeIsAnsweredWithTheShopThatMayBeMeant) {
  EXPECT_THAT(fault_of({"m9", {}, {}, {}}), HasSubstr("--shop: must be a shop of this run"));
  EXPECT_THAT(fault_of({"Corner Shopp", {}, {}, {}}), HasSubstr("(did you mean m12 Corner Shop?)"));
  EXPECT_THAT(fault_of({"阿芳", {}, {}, {}}), HasSubstr("(did you mean m1 阿芳水果店?)"));
  EXPECT_THAT(fault_of({{}, "阿芳水果", {}, {}}), HasSubstr("--colour: "));
  EXPECT_THAT(fault_of({"nobody at all here", {}, {}, {}}), Not(HasSubstr("did you mean")));
}

TEST_F(Questions, ASignOfSeveralShopsNeedsTheId) {
  EXPECT_THAT(fault_of({"平安五金", {}, {}, {}}), HasSubstr("m2, m3"));
}

TEST_F(Questions, ANumberThatThereIsNotIsAnsweredWithThoseThereAre) {
  EXPECT_THAT(fault_of({{}, {}, "1", {}}), HasSubstr("--incident: this run has no incident"));
  for (const std::uint32_t number : {1u, 2u, 3u}) {
    engine::event::IncidentOpened opened;
    opened.incident = engine::IncidentId{number};
    state.apply({number, {}, opened});
  }
  EXPECT_EQ(question({{}, {}, "3", {}}).incident_number, 3);
  for (const char* text : {"4", "0", "-1", "1x", "one", "99999999999999999999"})
    EXPECT_THAT(fault_of({{}, {}, text, {}}),
                HasSubstr("must be the number of an incident of this run, 1 to 3, got '"));
  EXPECT_THAT(fault_of({{}, {}, {}, "1"}), HasSubstr("--case: this run has no case"));
}

TEST_F(Questions, AShopToWhichNothingHappenedIsToldSo) {
  EXPECT_THAT(nothing_to_tell({"m1", 0, 0, {}}, configuration), HasSubstr("m1 阿芳水果店: nothing happened to it"));
  EXPECT_THAT(nothing_to_tell({{}, 0, 0, "m12"}, configuration), HasSubstr("Corner Shop: green throughout"));
}

}  // namespace
}  // namespace tricolor::harness::question_test
