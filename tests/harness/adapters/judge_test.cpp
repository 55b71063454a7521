// Shows how truth becomes violations (dwell, gaps, re-arm), how incidents are matched to them one to one, and that
// Wilson's interval is the textbook's.
#include "adapters/judge/judgement.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::harness {
namespace {

using namespace std::chrono_literals;
namespace ev = engine::event;

const sim::Time kStart = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} + 2h;

struct Court {
  engine::Configuration configuration;
  engine::Policy policy;
  std::vector<PolicyFrom> later;
  sim::Truth truth;
  std::vector<engine::Event> journal;

  Court() {
    configuration.classes = {
        {"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {engine::ZoneKind::shop_front}},
        {"motor_parking", "机动车违章", "motor", "", "", {"motor"}, {engine::ZoneKind::no_stopping}}};
    configuration.merchants.resize(3);
    policy.classes = {{"piled_goods", 180s, {}}, {"motor_parking", 300s, {}}};
  }
  void stay(std::optional<int> shop, sim::Duration from, sim::Duration length, const char* name = "piled_goods",
            sim::Point at = {5, 5}) {
    sim::Stay s;
    s.id = truth.stays.size() + 1;
    s.thing = s.id;
    s.class_name = name;
    s.shop = shop;
    s.at = at;
    s.from = kStart + from;
    s.until = kStart + from + length;
    truth.stays.push_back(s);
  }
  void incident(std::uint32_t id, std::uint32_t klass, std::optional<std::uint32_t> merchant, sim::Duration at,
                engine::GroundPoint spot = {5, 5}) {
    ev::IncidentOpened e{engine::IncidentId{id},
                         engine::SightingId{id},
                         engine::ClassId{klass},
                         std::nullopt,
                         engine::ZoneId{0},
                         engine::DutyGridId{0},
                         spot,
                         kStart + at - 180s};
    if (merchant) e.merchant = engine::MerchantId{*merchant};
    journal.push_back({journal.size() + 1, kStart + at, e});
  }
  std::vector<Violation> violations() const {
    PolicyHistory policies(policy);
    for (const PolicyFrom& next : later) policies.change(next.from, next.policy);
    return violations_of(truth, configuration, policies, kStart, kStart + 6h);
  }
  Judgement judgement() const {
    auto list = violations();
    for (Violation& v : list) v.seeing = {true, true, true, 4, 4};
    return judge(std::move(list), journal, configuration, truth, 3s);
  }
};

TEST(Violations, NeedMoreThanTheDwell) {
  Court court;
  court.stay(0, 0s, 180s);
  court.stay(1, 0s, 181s);
  const auto violations = court.violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].merchant, engine::MerchantId{1});
  EXPECT_EQ(violations[0].dwell_end, kStart + 180s);
}

TEST(Violations, FollowTheRulesOfTheInstant) {
  Court court;
  court.stay(0, 0s, 150s);
  court.stay(1, 70s, 50s);
  court.stay(2, 0s, 200s);
  engine::Policy strict = court.policy;
  strict.classes[0].dwell = 60s;
  court.later.push_back({kStart + 120s, strict});
  const auto violations = court.violations();
  ASSERT_EQ(violations.size(), 2u) << "what was gone when the stricter rule came was none";
  EXPECT_EQ(violations[0].dwell_end, kStart + 120s) << "what stood then had dwelt long enough at once";
  EXPECT_EQ(violations[1].dwell_end, kStart + 120s);

  Court milder;
  milder.stay(0, 0s, 250s);
  milder.stay(1, 0s, 400s);
  engine::Policy mild = milder.policy;
  mild.classes[0].dwell = 300s;
  milder.later.push_back({kStart + 100s, mild});
  const auto few = milder.violations();
  ASSERT_EQ(few.size(), 1u);
  EXPECT_EQ(few[0].merchant, engine::MerchantId{1});
  EXPECT_EQ(few[0].dwell_end, kStart + 300s);
}

TEST(Violations, AShortGapGoesOnALongerOneBeginsAnewAndAMinuteEndsTheEpisode) {
  Court court;
  court.stay(0, 0s, 100s);
  court.stay(0, 104s, 100s);
  EXPECT_EQ(court.violations().size(), 1u) << "4 s are tolerated";
  Court broken;
  broken.stay(0, 0s, 100s);
  broken.stay(0, 110s, 100s);
  EXPECT_TRUE(broken.violations().empty()) << "10 s are not";
  Court twice;
  twice.stay(0, 0s, 200s);
  twice.stay(0, 230s, 200s);
  EXPECT_EQ(twice.violations().size(), 1u) << "back within a minute: the same episode";
  Court again;
  again.stay(0, 0s, 200s);
  again.stay(0, 261s, 200s);
  EXPECT_EQ(again.violations().size(), 2u);
}

TEST(Violations, LawfulStaysAreNone) {
  Court court;
  court.stay(0, 0s, 3600s, "");
  EXPECT_TRUE(court.violations().empty());
  EXPECT_EQ(lawful_stays(court.truth, kStart, kStart + 1h), 1u);
}

TEST(Judge, MatchesOnClassMerchantAndTime) {
  Court court;
  court.stay(0, 0s, 1000s);
  court.incident(1, 0, 0, 181s);
  const Judgement judgement = court.judgement();
  ASSERT_TRUE(judgement.violations[0].incident.has_value());
  EXPECT_EQ(judgement.by_class_by_day.at("").precision.value(), 1);
  EXPECT_EQ(judgement.by_class_by_day.at("piled_goods").recall_opportunities.value(), 1);
  ASSERT_EQ(judgement.by_class_by_day.at("").delay_s.size(), 1u);
  EXPECT_DOUBLE_EQ(judgement.by_class_by_day.at("").delay_s[0], 1);
}

TEST(Judge, TellsWhyAnAccusationIsWrong) {
  Court court;
  court.stay(0, 0s, 1000s);
  court.stay(1, 0s, 3000s, "", {30, 5});
  court.incident(1, 0, 0, 181s);
  court.incident(2, 0, 0, 200s);
  court.incident(3, 0, 1, 500s, {30, 5});
  court.incident(4, 0, 2, 500s, {80, 5});
  const Judgement judgement = court.judgement();
  EXPECT_EQ(judgement.wrong.at("right"), 1);
  EXPECT_EQ(judgement.wrong.at("duplicate"), 1);
  EXPECT_EQ(judgement.wrong.at("lawful_thing"), 1);
  EXPECT_EQ(judgement.wrong.at("nothing_there"), 1);
  EXPECT_DOUBLE_EQ(judgement.duplicates_per_violation, 2);
}

TEST(Judge, OneIncidentAnswersForOneViolationOnly) {
  Court court;
  court.stay(std::nullopt, 0s, 1000s, "motor_parking", {50, 5});
  court.stay(std::nullopt, 1s, 1000s, "motor_parking", {53, 5});
  court.incident(1, 1, std::nullopt, 301s, {51.5, 5});
  const Judgement judgement = court.judgement();
  ASSERT_EQ(judgement.violations.size(), 2u);
  EXPECT_EQ(judgement.violations[0].incident.has_value() + judgement.violations[1].incident.has_value(), 1);
  EXPECT_EQ(judgement.by_class_by_day.at("").recall_all.hits, 1);
  EXPECT_EQ(judgement.by_class_by_day.at("").precision.hits, 1);
}

TEST(Judge, OfTwoAccusationsTheOneNearerInTimeIsTheMatch) {
  Court court;
  court.stay(0, 0s, 1000s);
  court.incident(1, 0, 0, 183s);
  court.incident(2, 0, 0, 181s);
  const Judgement judgement = court.judgement();
  EXPECT_EQ(judgement.violations[0].incident, engine::IncidentId{2});
  EXPECT_EQ(judgement.incidents[0].wrong_by, WrongBy::duplicate);
  EXPECT_EQ(judgement.incidents[1].wrong_by, WrongBy::none);
}

TEST(Judge, AMatchIsConfirmedWithinTwoIntervalsAndWhatComesLaterIsLate) {
  Court in_time;
  in_time.stay(0, 0s, 1000s);
  in_time.incident(1, 0, 0, 183s);
  EXPECT_TRUE(in_time.judgement().violations[0].incident.has_value()) << "two intervals of 1.5 s are allowed";
  Court late;
  late.stay(0, 0s, 1000s);
  late.incident(1, 0, 0, 184s);
  const Judgement judgement = late.judgement();
  EXPECT_FALSE(judgement.violations[0].incident.has_value());
  EXPECT_EQ(judgement.violations[0].lost_at, LostAt::late);
  EXPECT_EQ(judgement.late, 1);
  EXPECT_EQ(judgement.incidents[0].wrong_by, WrongBy::off_time);
}

TEST(Judge, PublicPlacesMatchWithinFiveMetres) {
  Court court;
  court.stay(std::nullopt, 0s, 1000s, "motor_parking", {50, 5});
  court.incident(1, 1, std::nullopt, 301s, {53, 5});
  EXPECT_TRUE(court.judgement().violations[0].incident.has_value());
  Court far;
  far.stay(std::nullopt, 0s, 1000s, "motor_parking", {50, 5});
  far.incident(1, 1, std::nullopt, 301s, {56, 5});
  EXPECT_FALSE(far.judgement().violations[0].incident.has_value());
}

TEST(Proportion, WilsonsIntervalIsTheTextbooks) {
  // Wilson 95 % for 81 of 263: 0.2553 … 0.3662.
  Proportion p{81, 263};
  EXPECT_NEAR(p.low(), 0.2553, 5e-4);
  EXPECT_NEAR(p.high(), 0.3662, 5e-4);
  const Proportion none;
  EXPECT_EQ(none.low(), 0);
  EXPECT_EQ(none.high(), 1);
}

}  // namespace
}  // namespace tricolor::harness
