// Shows how truth becomes violations (dwell, gaps, re-arm), how incidents are matched to them one to one, and that
// Wilson's interval is the textbook's.
#include "judge/judgement.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::harness::judge_test {
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
  Judgement judgement(bool opportunity = true) const {
    auto list = violations();
    for (Violation& v : list) v.seeing = {true, true, opportunity, 4, 4};
    return judge(std::move(list), journal, configuration, truth, {3s, 5s, kStart + 6h});
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

TEST(Violations, LeaveOutWhatAPermitAllows) {
  Court court;
  court.configuration.permits = {{engine::MerchantId{0}, {}, {engine::ClassId{0}}, kStart, kStart + 1h}};
  court.stay(0, 5min, 40min);
  EXPECT_TRUE(court.violations().empty()) << "out with leave";
  EXPECT_EQ(court.judgement().lost.size(), 0u);
  court.stay(1, 5min, 40min);
  ASSERT_EQ(court.violations().size(), 1u) << "the neighbour has none";
  EXPECT_EQ(court.violations()[0].merchant, engine::MerchantId{1});
  court.stay(0, 55min, 30min);
  const auto outlasting = court.violations();
  ASSERT_EQ(outlasting.size(), 2u);
  EXPECT_EQ(outlasting[1].from, kStart + 1h) << "what stands when the permit ends begins its dwell then";
  EXPECT_EQ(outlasting[1].dwell_end, kStart + 1h + 180s);
  EXPECT_EQ(outlasting[1].until, kStart + 85min);
}

TEST(Violations, APermitHoldsForItsClassAndPlace) {
  Court other_class;
  other_class.configuration.permits = {{engine::MerchantId{0}, {}, {engine::ClassId{1}}, kStart, kStart + 1h}};
  other_class.stay(0, 0s, 1000s);
  EXPECT_EQ(other_class.violations().size(), 1u);
  Court elsewhere;
  elsewhere.configuration.permits = {{std::nullopt, {{50, 0}, {60, 0}, {60, 10}, {50, 10}}, {}, kStart, kStart + 1h}};
  elsewhere.stay(0, 0s, 1000s);
  elsewhere.stay(std::nullopt, 0s, 1000s, "motor_parking", {55, 5});
  const auto violations = elsewhere.violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].merchant, engine::MerchantId{0});
}

TEST(Violations, APermitThatBeginsInAStayCutsIt) {
  Court court;
  court.configuration.permits = {{engine::MerchantId{0}, {}, {}, kStart + 10min, kStart + 1h}};
  court.stay(0, 0s, 2h);
  const auto violations = court.violations();
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].until, kStart + 10min);
  EXPECT_EQ(violations[1].from, kStart + 1h);
  EXPECT_EQ(violations[0].stays, violations[1].stays);
}

TEST(Violations, FollowTheRuleInTheRowOfTheClass) {
  Court court;
  engine::ViolationClass& goods = court.configuration.classes[0];
  court.configuration.permits = {{engine::MerchantId{0}, {}, {}, kStart, kStart + 1h}};
  court.stay(0, 5min, 40min);
  EXPECT_TRUE(court.violations().empty());
  goods.unless_permitted = false;
  ASSERT_EQ(court.violations().size(), 1u) << "no permit pardons it";
  EXPECT_EQ(court.violations()[0].merchant, engine::MerchantId{0});
  goods.answers = engine::ViolationClass::Answers::place;
  ASSERT_EQ(court.violations().size(), 1u);
  EXPECT_FALSE(court.violations()[0].merchant) << "nobody but the place answers for it";
}

TEST(Violations, AreNoneOutsideTheHoursOfTheClass) {
  const sim::Duration began = sim::time_of_day(kStart);
  Court court;
  engine::ViolationClass& goods = court.configuration.classes[0];
  goods.from = began + 1h;
  goods.until = began + 2h;
  court.stay(0, 0s, 3h);
  const auto violations = court.violations();
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].from, kStart + 1h);
  EXPECT_EQ(violations[0].until, kStart + 2h);
  std::swap(goods.from, goods.until);
  const auto by_night = court.violations();
  ASSERT_EQ(by_night.size(), 2u) << "the other hours run over midnight";
  EXPECT_EQ(by_night[0].until, kStart + 1h);
  EXPECT_EQ(by_night[1].from, kStart + 2h);
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

// An incident with its sighting, whose stay the engine saw end at `seen_until`, if ever.
void held(Court& court, std::optional<sim::Duration> seen_until) {
  ev::OccupancyStarted started;
  started.occupancy = 7;
  started.onset = kStart;
  court.journal.push_back({1, kStart, started});
  ev::SightingConfirmed sighting;
  sighting.sighting = engine::SightingId{1};
  sighting.occupancy = 7;
  sighting.onset = kStart;
  court.journal.push_back({2, kStart + 181s, sighting});
  court.incident(1, 0, 0, 181s);
  if (!seen_until) return;
  ev::OccupancyEnded ended;
  ended.occupancy = 7;
  ended.last_seen = kStart + *seen_until;
  court.journal.push_back({4, kStart + *seen_until + 10s, ended});
}

TEST(Judge, CountsWhatTheEngineHeldAfterItHadGone) {
  Court in_time;
  in_time.stay(0, 0s, 1000s);
  held(in_time, 1006s);
  EXPECT_EQ(in_time.judgement().held_after_end, 0) << "the gap of 5 s and one look of 1.5 s are allowed";
  Court ghost;
  ghost.stay(0, 0s, 1000s);
  held(ghost, 1007s);
  EXPECT_EQ(ghost.judgement().held_after_end, 1);
  EXPECT_EQ(ghost.judgement().incidents[0].held_after_end, 7s);
  EXPECT_EQ(ghost.judgement().wrong.at("right"), 1) << "the accusation itself was right";
  Court to_the_end;
  to_the_end.stay(0, 0s, 1000s);
  held(to_the_end, std::nullopt);
  EXPECT_EQ(to_the_end.judgement().incidents[0].held_after_end, 6h - 1000s);
  Court came_back;
  came_back.stay(0, 0s, 1000s);
  came_back.stay(0, 2000s, 500s);
  held(came_back, 2400s);
  EXPECT_EQ(came_back.judgement().held_after_end, 0) << "it stood there when the engine last saw it";
  Court nothing;
  held(nothing, 3000s);
  EXPECT_EQ(nothing.judgement().held_after_end, 0) << "what never stood there is a wrong accusation";
}

TEST(Judge, CountsRechecksReworksAndReopeningsAfterTheEnd) {
  const auto judged = [](ev::Payload payload) {
    Court court;
    court.stay(0, 0s, 1000s);
    held(court, 1000s);
    ev::CaseRegistered registered;
    registered.case_id = engine::CaseId{1};
    registered.incident = engine::IncidentId{1};
    court.journal.push_back({5, kStart + 1100s, registered});
    court.journal.push_back({6, kStart + 1200s, std::move(payload)});
    return court.judgement().incidents[0].held_after_end;
  };
  using engine::CaseState;
  const engine::IncidentId incident{1};
  const engine::CaseId its_case{1};
  EXPECT_EQ(judged(ev::Rechecked{incident, engine::RecheckOutcome::not_corrected}), 200s);
  EXPECT_EQ(judged(ev::Rechecked{incident, engine::RecheckOutcome::corrected}), std::nullopt);
  EXPECT_EQ(judged(ev::CaseMoved{its_case, CaseState::checking, CaseState::rework, {}, "seen still there"}), 200s);
  EXPECT_EQ(judged(ev::CaseMoved{its_case, CaseState::checking, CaseState::rework, {}, "checked on the spot"}),
            std::nullopt);
  ev::IncidentReopened reopened;
  reopened.incident = incident;
  EXPECT_EQ(judged(reopened), 200s);
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

TEST(Hidden, WhatNoCameraCouldSeeInTimeIsRightlyAccusedOnceItWasSeenForItsDwell) {
  Court court;
  court.stay(0, 0s, 30min);
  court.incident(1, 0, 0, 20min);
  const Judgement hidden = court.judgement(false), in_sight = court.judgement(true);
  const Score &late = hidden.by_class_by_day.at(""), &wrong = in_sight.by_class_by_day.at("");
  EXPECT_EQ(late.precision.hits, 1);
  EXPECT_EQ(late.recall_all.hits, 1);
  EXPECT_EQ(late.recall_opportunities.of, 0);
  EXPECT_TRUE(late.delay_s.empty()) << "the engine is not to blame for the lorry";
  EXPECT_EQ(hidden.hidden_at_first, 1);
  EXPECT_EQ(wrong.precision.hits, 0) << "what could be seen all the time is accused in time or wrongly";
  EXPECT_EQ(wrong.recall_opportunities.hits, 0);
  EXPECT_EQ(in_sight.incidents.at(0).wrong_by, WrongBy::off_time);
}

TEST(Hidden, NothingIsAccusedBeforeItCameOrAfterItWentOrForLessThanItsDwell) {
  for (const auto& [length, at] : {std::pair<sim::Duration, sim::Duration>{30min, 174s}, {19min, 20min}}) {
    SCOPED_TRACE(::testing::Message() << length / 1s << " s, accused at " << at / 1s << " s");
    Court court;
    court.stay(0, 0s, length);
    court.incident(1, 0, 0, at);
    EXPECT_EQ(court.judgement(false).by_class_by_day.at("").precision.hits, 0);
  }
  Court court;  // The engine counted 180 s, where five minutes are asked for.
  court.stay(std::nullopt, 0s, 30min, "motor_parking");
  court.incident(1, 1, std::nullopt, 20min);
  EXPECT_EQ(court.judgement(false).by_class_by_day.at("").precision.hits, 0);
}

}  // namespace
}  // namespace tricolor::harness::judge_test
