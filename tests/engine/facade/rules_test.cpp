// Shows, through the whole engine, what the rules do where a matter is late, double, undelivered, returned or closed
// unseen. There is one test a rule; its name says what must happen. Cameras look every 1.5 s, goods dwell 180 s, shops
// have 15 min.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::rules_test {
namespace {

using Fault = FakeGateway::Fault;
using How = event::IncidentClosed::How;

Configuration two_cameras() {
  Configuration city = town_street();
  const Configuration other = street(2);
  city.cameras = other.cameras;
  city.zones = other.zones;
  return city;
}

// The second camera looks between the looks of the first.
void second_looks(Town& town, Duration from, Duration until, std::function<std::vector<Detection>(Duration)> sees) {
  for (Duration at = from; at <= until; at += 1500ms)
    town.then(at, [&town, at, sees] { town.say(Detections{CameraId{1}, town.wires.now, sees(at)}); });
}

Detection goods_of_second(const Town& town) { return at(*town.configuration.cameras[1].geometry, pile, -2.5, 0.5); }

TEST(Rules, NothingIsSentInQuietHoursWhenTheGatewayComesBackInThem) {
  Policy policy = pinghu();
  policy.notice.quiet_hours = {{9h + 4min, 12h}};
  Town town(town_street(), policy);
  town.gateway.fault = Fault::times_out_before_accepting;
  town.appears(0s, "goods", town.goods_a());
  town.then(6min, [&] { town.gateway.fault = Fault::none; });
  town.run(2h + 59min);
  EXPECT_TRUE(town.gateway.accepted.empty());
  town.run(4h);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_GE(town.gateway.accepted[0].accepted_at, kMorning + 3h);
}

TEST(Rules, ASecondVerdictAfterClosingBelongsToTheSameIncident) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::sampled;
  // Sampling depends on the sightings' names, so several shares are tried: the rule must hold when the first camera's
  // sighting is reviewed and when it is not.
  for (const double share : {0.2, 0.5, 0.8, 1.0}) {
    policy.review.sampled_share = share;
    Town town(two_cameras(), policy);
    town.desk.takes = 20min;
    const Detection seen = goods_of_second(town);
    town.appears(0s, "goods", town.goods_a());
    town.goes(10min, "goods");
    second_looks(town, 750ms, 40min,
                 [seen](Duration at) { return at < 10min ? std::vector{seen} : std::vector<Detection>{}; });
    town.run(2h);
    EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u) << share;
    EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u) << share;
    EXPECT_LE(town.gateway.accepted.size(), 1u) << share;
    expect_lawful(town);
  }
}

TEST(Rules, NobodyIsWarnedAboutWhatWasGoneWhenTheReviewerConfirmedIt) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_notice;
  Town town(town_street(), policy);
  town.desk.takes = 2h;
  town.appears(0s, "goods", town.goods_a());
  town.goes(10min, "goods");
  town.run(4h);
  EXPECT_TRUE(town.gateway.accepted.empty());
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u) << "it was a violation: the strike stays";
  ASSERT_EQ(town.all<event::IncidentClosed>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentClosed>()[0].how, How::cleared_before_notice);
  expect_lawful(town);
}

TEST(Rules, ACornerShopHasCorrectedOnlyWhenBothItsFrontsAreClear) {
  Configuration city = town_street();
  city.zones[1].merchant = MerchantId{0};
  for (const Duration second : {Duration{0s}, Duration{14min}}) {
    Town town(city, pinghu());
    town.appears(0s, "a", town.goods_a());
    town.appears(second, "b", town.goods_b());
    town.goes(10min, "a");
    town.run(1h);
    ASSERT_FALSE(town.all<event::Rechecked>().empty());
    EXPECT_NE(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
    EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  }
}

TEST(Rules, WhatStillStandsAfterAForcedCloseIsTheSameIncidentReopenedForAnotherOfficer) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.run(24h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  ASSERT_GE(town.all<event::IncidentReopened>().size(), 1u);
  ASSERT_GE(town.all<event::CaseRegistered>().size(), 2u);
  EXPECT_GE(*town.when<event::IncidentReopened>() - *town.when<event::IncidentClosed>(), 2h);
  std::optional<OfficerId> first, second;
  for (const auto& sent : town.officers.dispatched) {
    if (sent.case_id == CaseId{1} && !first) first = sent.officer;
    if (sent.case_id == CaseId{2} && !second) second = sent.officer;
  }
  EXPECT_NE(first, second);
}

TEST(Rules, WhatACameraSeesAgainAfterAnOfficersWordIsTheSameIncident) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.then(10min, [&] { town.blind(true); });
  town.then(60min, [&] { town.blind(false); });
  town.run(8h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
  EXPECT_GE(town.all<event::IncidentReopened>().size(), 1u);
  EXPECT_GE(town.all<event::CaseRegistered>().size(), 2u);
}

TEST(Rules, WhatWasSeenToGoAfterAnOfficersWordAndComesAgainIsANewIncident) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.then(10min, [&] { town.blind(true); });
  town.goes(30min, "goods");
  town.then(60min, [&] { town.blind(false); });
  town.appears(8h, "goods", town.goods_a());
  town.run(9h);
  EXPECT_EQ(town.all<event::PlaceSeenClear>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 2u);
  EXPECT_TRUE(town.all<event::IncidentReopened>().empty());
  expect_lawful(town);
}

TEST(Rules, GoodsOutAgainHalfAMinuteAfterTheOfficerLeftAreTheSameIncident) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  bool once = false;
  town.officers.on_disposed = [&](CaseId) {
    town.goes(town.wires.now - kMorning, "goods");
    if (once) return;
    once = true;
    town.appears(town.wires.now - kMorning + 30s, "goods", town.goods_a());
  };
  town.run(3h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

TEST(Rules, ACaseClosesOnlyAfterThePlaceWasClearForAsLongAsEndsAnEpisode) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  std::optional<Duration> cleared;
  town.officers.on_disposed = [&](CaseId) {
    cleared = town.wires.now - kMorning;
    town.goes(*cleared, "goods");
  };
  town.run(3h);
  ASSERT_TRUE(cleared && town.reached(CaseId{1}, CaseState::closed));
  EXPECT_GE(*town.reached(CaseId{1}, CaseState::closed) - *cleared, 60s - 1500ms);
}

TEST(Rules, WhoNeverGotTheMessageIsNotSaidToHaveBeenWarnedHoweverSlowTheReviewer) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_escalation;
  policy.colour.strike_is = ColourPolicy::StrikeIs::uncorrected;
  Town town(town_street(), policy);
  town.gateway.fault = Fault::loses;
  town.desk.takes = 20min;
  town.appears(0s, "goods", town.goods_a());
  town.run(1h);
  ASSERT_FALSE(town.all<event::CaseRegistered>().empty());
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
}

TEST(Rules, NobodyIsSaidToBeWarnedBeforeAReceiptCameHoweverShortTheDeadline) {
  Policy policy = pinghu();
  policy.notice.correct_within = 5min;
  Town town(town_street(), policy);
  town.gateway.fault = Fault::silent;
  town.appears(0s, "goods", town.goods_a());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  town.run(2h);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
  expect_lawful(town);
}

TEST(Rules, ASecondCameraThatBeginsToSeeTheSamePileIsNoReturn) {
  Town town(two_cameras(), pinghu());
  const Detection seen = goods_of_second(town);
  town.appears(0s, "goods", town.goods_a());
  second_looks(town, 5min + 750ms, 17min, [seen](Duration) { return std::vector{seen}; });
  town.run(20min);
  EXPECT_TRUE(town.all<event::IncidentRelapsed>().empty());
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::not_corrected);
}

TEST(Rules, TwoVendorsSideBySideInOnePictureAreTwoIncidents) {
  Town town;
  town.appears(0s, "a", at(*town.configuration.cameras[0].geometry, stall, -6.5, -1.6));
  town.appears(0s, "b", at(*town.configuration.cameras[0].geometry, stall, -3.4, -1.6));
  town.run(10min);
  EXPECT_EQ(town.all<event::SightingConfirmed>().size(), 2u);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 2u);
}

TEST(Rules, AGatewayThatIsDownForADayDoesNotKeepOfficersFromComing) {
  Town town;
  town.gateway.fault = Fault::down;
  town.appears(0s, "goods", town.goods_a());
  town.run(5h);
  ASSERT_EQ(town.all<event::NoticeFate>().size(), 1u);
  EXPECT_EQ(town.all<event::NoticeFate>()[0].why, event::NoticeFate::Why::gave_up);
  ASSERT_GE(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
  // A message that is given up is never sent.
  town.gateway.fault = Fault::none;
  town.run(8h);
  EXPECT_TRUE(town.gateway.accepted.empty());
}

TEST(Rules, AQuestionThatNobodyAnswersLapsesAndAccusesNobody) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_notice;
  Town town(town_street(), policy);
  town.desk.answers = false;
  town.appears(0s, "goods", town.goods_a());
  town.goes(6h, "goods");
  town.run(12h);
  ASSERT_EQ(town.all<event::ReviewLapsed>().size(), 1u);
  EXPECT_EQ(town.when<event::ReviewLapsed>(), *town.when<event::ReviewAsked>() + 4h);
  EXPECT_TRUE(town.all<event::IncidentOpened>().empty());
  // An answer that comes too late changes nothing.
  town.say(ReviewVerdict{SightingId{1}, town.wires.now, true, std::nullopt});
  EXPECT_TRUE(town.all<event::IncidentOpened>().empty());
  expect_lawful(town);
}

TEST(Rules, AnOfficerGoesToLookWhenNobodyAnsweredWhetherOneShall) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_escalation;
  Town town(town_street(), policy);
  town.desk.answers = false;
  town.appears(0s, "goods", town.goods_a());
  town.run(5h);
  EXPECT_EQ(town.all<event::ReviewLapsed>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
}

TEST(Rules, ACaseThatEveryOfficerReturnsGoesToTheSquadsLeaderAndNeverRound) {
  Configuration city = town_street();
  city.officers.push_back({"o3", DutyGridId{0}, {30, 0}, 8h, 20h, true});
  Town town(city, pinghu());
  for (const std::uint32_t officer : {0u, 1u}) town.officers.will_return.insert({OfficerId{officer}, CaseId{1}});
  town.appears(0s, "car", town.car());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "car"); };
  town.run(3h);
  std::vector<std::uint32_t> had;
  for (const auto& sent : town.officers.dispatched) had.push_back(sent.officer.value);
  EXPECT_EQ(had, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

TEST(Rules, OfficersWhoFindNothingTwiceAreBelievedAgainstACameraThatGoesOnSeeingIt) {
  Town town;
  town.officers.finds_nothing = true;
  town.appears(0s, "goods", town.goods_a());
  town.run(24h);
  EXPECT_EQ(town.officers.dispatched.size(), 2u);
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  EXPECT_TRUE(town.all<event::IncidentReopened>().empty());
  EXPECT_EQ(town.all<event::PlaceSeenClear>().size(), 1u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u) << "an appeal may take it back, the engine does not";
  const auto troubles = town.all<event::TroubleAtPort>();
  ASSERT_EQ(troubles.size(), 1u);
  EXPECT_EQ(troubles[0].what, "officers found nothing where incident 1 is still seen");
  expect_lawful(town);
}

TEST(Rules, OneOfficerWhoFindsNothingIsNotBelievedAgainstACamera) {
  Town town;
  town.officers.finds_nothing = true;
  town.officers.on_disposed = [&](CaseId) {
    town.officers.finds_nothing = false;
    if (town.officers.dispatched.size() > 1) town.goes(town.wires.now - kMorning, "goods");
  };
  town.appears(0s, "goods", town.goods_a());
  town.run(8h);
  EXPECT_EQ(town.officers.dispatched.size(), 2u);
  EXPECT_TRUE(town.all<event::TroubleAtPort>().empty());
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

TEST(Rules, ALeaderWhoIsOnDutyAloneTakesTheCaseThatWouldBeOverdueBeforeTheNextShift) {
  Configuration city = town_street();
  city.officers.resize(1);
  city.officers[0].on_duty_from = 7h;
  city.officers[0].on_duty_until = 8h + 30min;
  city.officers.push_back({"leader", DutyGridId{0}, {30, 0}, 8h, 20h, true});
  Town town(city, pinghu());
  town.appears(0s, "car", town.car());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "car"); };
  town.run(3h);
  ASSERT_EQ(town.officers.dispatched.size(), 1u);
  EXPECT_EQ(town.officers.dispatched[0].officer, OfficerId{1});
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

TEST(Rules, ACaseWaitsForAShiftThatBeginsBeforeItIsDueRatherThanGoingToTheLeader) {
  Configuration city = town_street();
  city.officers.resize(1);
  city.officers[0].on_duty_from = 9h + 30min;
  city.officers[0].on_duty_until = 20h;
  city.officers.push_back({"leader", DutyGridId{0}, {30, 0}, 8h, 20h, true});
  Town town(city, pinghu());
  town.appears(0s, "car", town.car());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "car"); };
  town.run(3h);
  ASSERT_EQ(town.officers.dispatched.size(), 1u);
  EXPECT_EQ(town.officers.dispatched[0].officer, OfficerId{0});
  expect_lawful(town);
}

TEST(Rules, ACaseThatEverybodyReturnsIsClosedByForceWhereNobodyLeads) {
  Town town;
  for (const std::uint32_t officer : {0u, 1u}) town.officers.will_return.insert({OfficerId{officer}, CaseId{1}});
  town.appears(0s, "car", town.car());
  town.run(2h);
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::forced_close);
  EXPECT_LE(town.all<event::CaseMoved>().size(), 12u);
}

TEST(Rules, AReviewerNamesOnlyAShopThatItMayBeOf) {
  Configuration city = town_street();
  city.merchants.push_back(city.merchants[0]);
  city.merchants[2].name = "m3";
  city.merchants[2].phone = "13900000003";
  Town town(city, pinghu());
  town.desk.judge = [](SightingId sighting) { return ReviewVerdict{sighting, {}, true, MerchantId{2}}; };
  town.appears(0s, "goods", town.goods_between());
  town.run(10min);
  EXPECT_TRUE(town.gateway.accepted.empty());
  EXPECT_TRUE(town.all<event::IncidentOpened>().empty());
  ASSERT_FALSE(town.all<event::TroubleAtPort>().empty());
  EXPECT_EQ(town.all<event::TroubleAtPort>()[0].port, "review");
}

TEST(Rules, AVerdictThatIsPendingWhenThePolicyChangesStillSendsAnOfficer) {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_escalation;
  Town town(town_street(), policy);
  town.desk.takes = 30min;
  town.appears(0s, "goods", town.goods_a());
  town.then(25min, [&] { town.engine->configure(town.wires.now, town.configuration, town.policy = pinghu()); });
  town.run(24h);
  EXPECT_GE(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(town.all<event::ReviewGiven>().size(), 1u);
}

TEST(Rules, AMessageKeepsTheClockUnderWhichItLeft) {
  Policy policy = pinghu();
  policy.notice.clock_starts = NoticePolicy::ClockStarts::delivered;
  Town town(town_street(), policy);
  town.appears(0s, "goods", town.goods_a());
  town.then(184s, [&] { town.engine->configure(town.wires.now, town.configuration, town.policy = pinghu()); });
  town.run(1h);
  EXPECT_EQ(town.all<event::CorrectionDue>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
}

TEST(Rules, TheNearestOfficerIsTheOneWhoseHandsetIsNearest) {
  Policy policy = pinghu();
  policy.escalation.to = EscalationPolicy::To::nearest;
  for (const bool told : {false, true}) {
    Town town(town_street(), policy);
    town.appears(0s, "car", town.car());
    if (told)
      town.then(1min, [&] {
        town.say(OfficerPosition{OfficerId{0}, town.wires.now, {500, 0}});
        town.say(OfficerPosition{OfficerId{1}, town.wires.now, {-2, -3}});
      });
    town.run(10min);
    ASSERT_FALSE(town.officers.dispatched.empty());
    EXPECT_EQ(town.officers.dispatched[0].officer, OfficerId{told ? 1u : 0u});
  }
}

TEST(Rules, APositionThatIsOldIsNoLongerUsed) {
  Policy policy = pinghu();
  policy.escalation.to = EscalationPolicy::To::nearest;
  Town town(town_street(), policy);
  town.then(0s, [&] { town.say(OfficerPosition{OfficerId{1}, town.wires.now, {-2, -3}}); });
  town.appears(20min, "car", town.car());
  town.run(30min);
  ASSERT_FALSE(town.officers.dispatched.empty());
  EXPECT_EQ(town.officers.dispatched[0].officer, OfficerId{0});
}

}  // namespace
}  // namespace tricolor::engine::testing::rules_test
