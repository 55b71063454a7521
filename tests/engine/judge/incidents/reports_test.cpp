// Shows that a citizen's report is attached to an open incident of its class within 50 m and 24 h, or verified by an
// officer and then made a case; the citizen is answered once; two shops are never merged by a report.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::reports_test {
namespace {

constexpr Duration kFound = 183s;

struct Reported : Town {
  Reported() {
    appears(0s, "goods", goods_a());
    goes(10min, "goods");
  }
  /// Hands over a report from `along` metres east of the goods.
  void report(Duration at, double along, std::optional<ClassId> violation_class = kPiledGoods,
              std::uint64_t reporter = 7, std::string text = "太乱了") {
    then(at, [=, this] {
      say(Report{
          reporter,
          wires.now,
          violation_class,
          {all<event::IncidentOpened>().empty() ? along : all<event::IncidentOpened>()[0].spot.x_m + along, 0.94},
          text});
    });
  }
};

TEST(Reports, NearAnOpenIncidentOfItsClassTheOfficerSaysWhetherItIsTheSame) {
  Reported town;
  town.officers.is_duplicate = [](ReportId) { return true; };
  town.report(5min, 49);
  town.run(1h);
  ASSERT_EQ(town.all<event::ReportAttached>().size(), 2u);
  EXPECT_EQ(town.all<event::ReportAttached>()[0].incident, IncidentId{1});
  EXPECT_TRUE(town.all<event::ReportAttached>()[0].suggested_only);
  EXPECT_EQ(town.all<event::ReportAttached>()[1].incident, IncidentId{1});
  EXPECT_FALSE(town.all<event::ReportAttached>()[1].suggested_only);
  EXPECT_EQ(town.when<event::ReportReplied>(), 15min);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  EXPECT_EQ(town.officers.asked.size(), 1u);
  // One message goes to the shop, one to the citizen.
  ASSERT_EQ(town.gateway.accepted.size(), 2u);
  EXPECT_EQ(town.gateway.accepted[1].phone, "citizen7");
  expect_lawful(town);
}

TEST(Reports, OneFortyMetresAwayThatIsAnotherMatterBecomesItsOwnCase) {
  Reported town;
  town.report(5min, 42);
  town.run(1h);
  EXPECT_EQ(town.all<event::ReportVerified>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  expect_lawful(town);
}

TEST(Reports, OneThatNobodyVerifiesIsAnsweredAsUnverified) {
  Reported town;
  town.officers.offline = {OfficerId{0}, OfficerId{1}};
  town.report(5min, 60);
  town.run(80h);
  EXPECT_EQ(town.all<event::ReportExpired>().size(), 1u);
  EXPECT_EQ(town.when<event::ReportExpired>(), 5min + 72h);
  EXPECT_EQ(town.all<event::ReportReplied>().size(), 1u);
}

TEST(Reports, TwoCitizensAndACameraAboutOneCarAreOneCaseAndOneVisit) {
  Town town;
  town.officers.is_duplicate = [](ReportId report) { return report == ReportId{2}; };
  town.appears(0s, "car", town.car());
  for (const Duration at : {30s, 60s})
    town.then(at, [&town] { town.say(Report{7, town.wires.now, kMotorParking, {-2, -3.0}, "car"}); });
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "car"); };
  town.run(2h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  expect_lawful(town);
}

TEST(Reports, TwoCitizensAboutWhatNoCameraSeesAreOneCase) {
  Town town;
  town.officers.is_duplicate = [](ReportId report) { return report == ReportId{2}; };
  for (const Duration at : {30s, 60s})
    town.then(at, [&town] { town.say(Report{7, town.wires.now, kMotorParking, {60, 0.94}, "car"}); });
  town.run(2h);
  EXPECT_TRUE(town.all<event::IncidentOpened>().empty());
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  ASSERT_FALSE(town.all<event::ReportAttached>().empty());
  const auto settled = town.all<event::ReportAttached>().back();
  EXPECT_EQ(settled.report, ReportId{2});
  EXPECT_FALSE(settled.suggested_only);
  EXPECT_EQ(settled.case_id, town.all<event::CaseRegistered>()[0].case_id);
  expect_lawful(town);
}

TEST(Reports, OutsideFiftyMetresItIsVerifiedOnItsOwn) {
  Reported town;
  town.report(5min, 51);
  town.run(6min);
  EXPECT_TRUE(town.all<event::ReportAttached>().empty());
  ASSERT_EQ(town.officers.asked.size(), 1u);
}

TEST(Reports, AnIncidentIsSuggestedForADayAfterItOpened) {
  for (const auto& [after, suggested] : {std::pair<Duration, std::size_t>{24h, 1}, {24h + 1min, 0}}) {
    // Nobody answers and nobody clears it away: the incident stays open.
    Town town;
    town.officers.offline = {OfficerId{0}, OfficerId{1}};
    town.appears(0s, "goods", town.goods_a());
    town.run(5min);
    town.looks_every = 30s;
    const Duration opened = *town.when<event::IncidentOpened>();
    town.then(opened + after, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {-2.5, 0.94}, "太乱了"}); });
    town.run(opened + after);
    ASSERT_EQ(town.engine->state().open_incidents().size(), 1u);
    ASSERT_EQ(town.all<event::ReportReceived>().size(), 1u);
    EXPECT_EQ(town.all<event::ReportAttached>().size(), suggested) << to_text(after) << " after it opened";
  }
}

TEST(Reports, OfAnotherClassItIsVerifiedOnItsOwn) {
  Reported town;
  town.report(5min, 1, kNonmotorParking);
  town.run(6min);
  EXPECT_TRUE(town.all<event::ReportAttached>().empty());
  EXPECT_EQ(town.officers.asked.size(), 1u);
}

TEST(Reports, WithoutAClassTheParentIsOnlySuggested) {
  Reported town;
  town.report(5min, 1, std::nullopt);
  town.run(6min);
  ASSERT_EQ(town.all<event::ReportAttached>().size(), 1u);
  EXPECT_TRUE(town.all<event::ReportAttached>()[0].suggested_only);
}

TEST(Reports, AnIncidentThatClosedIsNoParent) {
  Reported town;
  town.report(30min, 1);
  town.run(31min);
  EXPECT_TRUE(town.all<event::ReportAttached>().empty());
  EXPECT_EQ(town.officers.asked.size(), 1u);
}

TEST(Reports, TheNearestOfTwoShopsIsTheParentAndTheyStayTwo) {
  Town town;
  town.appears(0s, "a", town.goods_a());
  town.appears(0s, "b", town.goods_b());
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {2.5, 0.94}, ""}); });
  town.goes(10min, "a");
  town.goes(10min, "b");
  town.run(1h);
  ASSERT_EQ(town.all<event::IncidentOpened>().size(), 2u);
  // The incident is suggested first, and the officer on the spot decides.
  ASSERT_EQ(town.all<event::ReportAttached>().size(), 2u);
  for (const auto& opened : town.all<event::IncidentOpened>())
    if (opened.incident == town.all<event::ReportAttached>()[0].incident) {
      EXPECT_EQ(opened.merchant, MerchantId{1});
    }
  expect_lawful(town);
}

TEST(Reports, VerifiedTrueBecomesACaseAndIsAnswered) {
  Town town;
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, "太乱了"}); });
  town.run(2h);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>()[0].report, ReportId{1});
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  ASSERT_EQ(town.all<event::ReportReplied>().size(), 1u);
  EXPECT_NE(town.all<event::ReportReplied>()[0].text.find("立案"), std::string::npos);
  expect_lawful(town);
}

TEST(Reports, VerifiedFalseIsAnsweredAndNothingElse) {
  Town town;
  town.officers.is_true = [](ReportId) { return false; };
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, "太乱了"}); });
  town.run(2h);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  ASSERT_EQ(town.all<event::ReportReplied>().size(), 1u);
  EXPECT_NE(town.all<event::ReportReplied>()[0].text.find("未发现"), std::string::npos);
  expect_lawful(town);
}

TEST(Reports, AnOfficerWhoDoesNotVerifyInTimeIsAskedAgainAndTheAnswerCountsOnce) {
  Town town;
  town.officers.offline = {OfficerId{0}, OfficerId{1}};
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, ""}); });
  town.then(10h, [&] { town.officers.offline.clear(); });
  town.run(26h);
  EXPECT_EQ(town.officers.asked.size(), 2u);
  town.say(
      OfficerUpdate{OfficerId{0}, OfficerUpdate::What::verified_true, std::nullopt, ReportId{1}, town.wires.now, {}});
  town.run(30h);
  EXPECT_EQ(town.all<event::ReportVerified>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  expect_lawful(town);
}

TEST(Reports, AfterASilentOfficerSomebodyElseIsAsked) {
  Town town;
  town.officers.offline = {OfficerId{0}};
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, ""}); });
  town.run(30h);
  ASSERT_GE(town.officers.asked.size(), 2u);
  EXPECT_NE(town.officers.asked[0].first, town.officers.asked[1].first);
  EXPECT_EQ(town.all<event::ReportReplied>().size(), 1u);
  expect_lawful(town);
}

TEST(Reports, WhatWasDismissedStaysDismissed) {
  Town town;
  town.officers.is_true = [](ReportId) { return false; };
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, ""}); });
  using What = OfficerUpdate::What;
  // Late answers of an officer who was asked too come before and after a restart.
  const auto says = [&](What what, std::uint32_t officer) {
    town.say(OfficerUpdate{OfficerId{officer}, what, std::nullopt, ReportId{1}, town.wires.now, {}});
  };
  town.then(1h, [&] { says(What::verified_true, 1), says(What::verified_false, 0); });
  town.then(2h, [&] { town.restart(); });
  town.then(2h + 1min, [&] { says(What::verified_true, 0), says(What::returned, 0), says(What::off_duty, 0); });
  town.run(60h);
  EXPECT_EQ(town.all<event::ReportVerifyAsked>().size(), 1u);
  ASSERT_EQ(town.all<event::ReportVerified>().size(), 1u);
  EXPECT_FALSE(town.all<event::ReportVerified>()[0].valid);
  EXPECT_EQ(town.all<event::ReportReplied>().size(), 1u);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  EXPECT_EQ(town.officers.asked.size(), 1u);
  expect_lawful(town);
}

TEST(Reports, FiledAtNightItWaitsForTheMorning) {
  Configuration city = town_street();
  for (Officer& officer : city.officers) officer.on_duty_from = 10h;
  Town town(city);
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, ""}); });
  town.run(59min);
  EXPECT_TRUE(town.officers.asked.empty());
  town.run(70min);
  EXPECT_EQ(town.officers.asked.size(), 1u);
  town.run(3h);
  expect_lawful(town);
}

TEST(Reports, TheAnswerReachesTheCitizenOnceWhateverTheGatewayDoes) {
  for (const auto fault : {FakeGateway::Fault::down, FakeGateway::Fault::times_out_after_accepting,
                           FakeGateway::Fault::times_out_before_accepting}) {
    Town town;
    town.officers.is_true = [](ReportId) { return false; };
    town.gateway.fault = fault;
    town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, ""}); });
    town.then(20min, [&] { town.gateway.fault = FakeGateway::Fault::none; });
    town.run(30min);
    town.restart();
    town.run(1h);
    EXPECT_EQ(town.gateway.accepted.size(), 1u);
  }
}

TEST(Reports, AnAnswerWhoseFateIsUnknownIsAskedAboutUntilItIsKnownAndNoLonger) {
  Town town;
  town.officers.is_true = [](ReportId) { return false; };
  town.gateway.fault = FakeGateway::Fault::times_out_before_accepting;
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, ""}); });
  town.then(40min, [&] { town.gateway.fault = FakeGateway::Fault::none; });
  town.run(3h);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  const std::string key = town.gateway.accepted.front().key;
  const int asked = town.gateway.queries[key];
  EXPECT_GE(asked, 1);
  town.run(10h);
  EXPECT_EQ(town.gateway.queries[key], asked);
}

TEST(Reports, AnonymousSendersGetNoMessage) {
  Town town;
  town.then(5min, [&] { town.say(Report{0, town.wires.now, kPiledGoods, {400, 0}, ""}); });
  town.run(2h);
  EXPECT_EQ(town.all<event::ReportReplied>().size(), 1u);
  EXPECT_TRUE(town.gateway.sends.empty());
}

TEST(Reports, LongTextIsCutBetweenCharacters) {
  Town town;
  std::string text = "x";
  while (text.size() < 5000) text += "乱";
  town.then(5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, text}); });
  town.run(6min);
  const std::string kept = town.all<event::ReportReceived>().at(0).content.text;
  EXPECT_LE(kept.size(), 4000u);
  EXPECT_GT(kept.size(), 3996u);
  EXPECT_EQ(kept.substr(kept.size() - 3), "乱");
}

}  // namespace
}  // namespace tricolor::engine::testing::reports_test
