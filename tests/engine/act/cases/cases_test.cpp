// Shows that an officer who is silent, refuses, is off duty or is not there does not lose a case; the check after
// disposal looks again, sends back what still stands and gives up by force after three times; a void takes the case
// back; deadlines run in working time; and a review before escalation stands between the shop and the officer.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::cases_test {
namespace {

using How = event::IncidentClosed::How;
using S = CaseState;

constexpr Duration kFound = 183s;

/// A car stands where none may stop: there is nobody to warn, so a case is opened at once. The officer has it moved.
struct Parked : Town {
  explicit Parked(Policy rules = pinghu(), Configuration city = town_street())
      : Town(std::move(city), std::move(rules)) {
    appears(0s, "car", car());
    officers.on_disposed = [this](CaseId) { goes(wires.now - kMorning, "car"); };
  }
  std::vector<OfficerId> sent() const {
    std::vector<OfficerId> list;
    for (const auto& call : officers.dispatched) list.push_back(call.officer);
    return list;
  }
};

TEST(Cases, SilentHandsetIsPassedOverAfterFiveMinutes) {
  Parked town;
  town.officers.offline = {OfficerId{0}};
  town.run(2h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}, OfficerId{1}}));
  EXPECT_EQ(town.officers.dispatched[1].at, kMorning + kFound + 5min);
  // The first officer's handset is told that the case is no longer his.
  ASSERT_EQ(town.officers.withdrawn.size(), 1u);
  EXPECT_EQ(town.officers.withdrawn[0].officer, OfficerId{0});
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, WhenAllAreSilentTheyAreAskedInTurnUntilOneAnswers) {
  Parked town;
  town.officers.offline = {OfficerId{0}, OfficerId{1}};
  town.then(21min, [&] { town.officers.offline.clear(); });
  town.run(2h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}, OfficerId{1}, OfficerId{0}, OfficerId{1}, OfficerId{0}}));
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  EXPECT_EQ(town.officers.visited.size(), 1u);
  expect_lawful(town);
}

TEST(Cases, TheOnlyOfficerIsAskedAgain) {
  Configuration city = town_street();
  city.officers.pop_back();
  Parked town(pinghu(), city);
  town.officers.offline = {OfficerId{0}};
  town.then(12min, [&] { town.officers.offline.clear(); });
  town.run(2h);
  EXPECT_EQ(town.sent().size(), 3u);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, ReturnedGoesToTheNextWithItsReason) {
  Parked town;
  town.officers.will_return = {{OfficerId{0}, CaseId{1}}};
  town.run(2h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}, OfficerId{1}}));
  bool seen = false;
  for (const auto& moved : town.all<event::CaseMoved>())
    if (moved.to == S::returned) seen = moved.reason == "not in this grid";
  EXPECT_TRUE(seen);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, NobodyOnDutyWaitsForTheNextShift) {
  Configuration city = town_street();
  for (Officer& officer : city.officers) officer.on_duty_from = 10h;
  Parked town(pinghu(), city);
  town.run(3h);
  ASSERT_FALSE(town.officers.dispatched.empty());
  EXPECT_EQ(town.when<event::CaseRegistered>(), kFound);
  EXPECT_EQ(town.officers.dispatched[0].at, kMorning + 1h);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, WhoGoesOffDutyHandsOverWhatHeHasNotBegun) {
  Parked town;
  town.officers.arrives_after = 30min;
  town.officers.disposes_after = 40min;
  town.then(6min, [&] {
    town.say(
        OfficerUpdate{OfficerId{0}, OfficerUpdate::What::off_duty, std::nullopt, std::nullopt, town.wires.now, {}});
  });
  town.run(3h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}, OfficerId{1}}));
  EXPECT_EQ(town.officers.dispatched[1].at, kMorning + 6min);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, AnOfficerWhoAcknowledgedAndWasNeverHeardOfAgainLosesTheCase) {
  Configuration city = town_street();
  for (Officer& officer : city.officers) officer.on_duty_from = 0h, officer.on_duty_until = 24h;
  Parked town(pinghu(), city);
  town.officers.arrives_after = town.officers.disposes_after = 100h;
  town.then(10min, [&] { town.officers.arrives_after = 5min, town.officers.disposes_after = 13min; });
  town.run(40h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}, OfficerId{1}}));
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, WhatStillStandsAtTheCheckGoesBackAndIsClosedByForceTheThirdTime) {
  Parked town;
  town.officers.on_disposed = [](CaseId) {};  // He says that it is done; it is not.
  town.run(5h);
  const auto walk = town.walk(CaseId{1});
  EXPECT_EQ(std::count(walk.begin(), walk.end(), S::rework), 3);
  EXPECT_EQ(walk.back(), S::forced_close);
  EXPECT_EQ(town.all<event::IncidentClosed>().at(0).how, How::case_closed);
}

TEST(Cases, ReworkThatSucceedsIsClosed) {
  Parked town;
  town.officers.on_disposed = [&, visits = 0](CaseId) mutable {
    if (++visits == 2) town.goes(town.wires.now - kMorning, "car");
  };
  town.run(5h);
  const auto walk = town.walk(CaseId{1});
  EXPECT_EQ(std::count(walk.begin(), walk.end(), S::rework), 1);
  EXPECT_EQ(walk.back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, WhereNoCameraCanSeeTheOfficersWordCounts) {
  Parked town;
  town.then(10min, [&] { town.blind(true); });
  town.run(2h);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  EXPECT_EQ(town.all<event::CaseMoved>().back().reason, "officer's word; no camera could see");
  EXPECT_EQ(*town.reached(CaseId{1}, S::closed), *town.reached(CaseId{1}, S::checking) + 90s);
  expect_lawful(town);
}

TEST(Cases, VoidedCaseIsTakenBackFromTheOfficer) {
  Parked town;
  town.then(7min, [&] { town.say(VoidRequest{IncidentId{1}, town.wires.now, "申诉成立"}); });
  town.goes(8min, "car");
  town.run(2h);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::voided);
  ASSERT_EQ(town.officers.withdrawn.size(), 1u);
  EXPECT_EQ(town.officers.withdrawn[0].officer, OfficerId{0});
  EXPECT_TRUE(town.officers.visited.empty());
  EXPECT_EQ(town.all<event::IncidentClosed>().at(0).how, How::voided);
  expect_lawful(town);
}

TEST(Cases, VoidingTwiceOrNothingIsVoidingOnceOrNothing) {
  Parked town;
  town.then(7min, [&] {
    town.say(VoidRequest{IncidentId{1}, town.wires.now, "once"});
    town.say(VoidRequest{IncidentId{1}, town.wires.now, "twice"});
    town.say(VoidRequest{IncidentId{99}, town.wires.now, "nothing"});
  });
  town.goes(8min, "car");
  town.run(2h);
  EXPECT_EQ(town.all<event::IncidentVoided>().size(), 1u);
  expect_lawful(town);
}

TEST(Cases, VoidInsideTheFifteenMinutesEndsTheClock) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.then(10min, [&] { town.say(VoidRequest{IncidentId{1}, town.wires.now, "申诉成立"}); });
  town.goes(10min, "goods");
  town.run(1h);
  EXPECT_TRUE(town.all<event::Rechecked>().empty());
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  expect_lawful(town);
}

TEST(Cases, VoidAfterTheCaseClosedTakesOnlyTheStrikeBack) {
  Town town;
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  for (int i = 0; i < 3; ++i) town.appears(i * 1h, "goods", town.goods_a());
  town.run(3h);
  ASSERT_EQ(town.engine->colours()[0], Colour::yellow);
  const auto cases = town.all<event::CaseMoved>().size();
  town.say(VoidRequest{IncidentId{2}, town.wires.now, "申诉成立"});
  town.run(3h + 1min);
  EXPECT_EQ(town.engine->colours()[0], Colour::green);
  EXPECT_EQ(town.all<event::CaseMoved>().size(), cases);
  expect_lawful(town);
}

TEST(Cases, ANewOwnerBeginsAnew) {
  Town town;
  for (int i = 0; i < 3; ++i) {
    town.appears(i * 30min, "goods", town.goods_a());
    town.goes(i * 30min + 8min, "goods");
  }
  town.run(2h);
  ASSERT_EQ(town.engine->colours()[0], Colour::yellow);
  town.say(OwnerChange{MerchantId{0}, town.wires.now, "王芳", "3304…"});
  town.run(2h + 1min);
  EXPECT_EQ(town.engine->colours()[0], Colour::green);
}

// Friday 17:50 plus two work hours is Monday 09:50.
TEST(Cases, DeadlineRunsInWorkingTime) {
  Policy policy = pinghu();
  for (ClassPolicy& entry : policy.classes) entry.dispose_within = {2, DeadlineUnit::work_hour};
  Town town(town_street(), policy);
  // kMorning is Monday 09:00; the goods come at Friday 17:50 less the dwell and one look.
  const Duration friday = 4 * 24h + 8h + 50min;
  town.looks_every = 10min;
  town.run(friday - 30min);
  town.looks_every = 1500ms;
  town.appears(friday - 8min, "car", town.car());
  town.run(friday + 3min);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  const Duration registered = *town.when<event::CaseRegistered>();
  ASSERT_LT(registered, friday + 1s);
  ASSERT_GT(registered, friday - 8min);
  const Duration left_on_friday = friday + 10min - registered;
  EXPECT_EQ(town.all<event::CaseRegistered>()[0].due, kMorning + 7 * 24h - 1h + 2h - left_on_friday);
}

TEST(Cases, OverdueIsKnownFromTheDeadlineThatTheCaseCarries) {
  Parked town;
  town.run(1h);
  EXPECT_EQ(town.officers.dispatched.at(0).due, kMorning + kFound + 2h);
}

// While the engine is away the officer acknowledges in vain: he is told again, and has the usual time to say so again.
TEST(Cases, AnOfficerIsNotPassedOverForTheTimeInWhichTheEngineWasAway) {
  Parked town;
  town.away(kFound + 5s, 30min);
  town.officers.acknowledges_after = town.officers.arrives_after = 31min - kFound;
  town.officers.disposes_after = 35min;
  town.run(2h);
  for (const OfficerId officer : town.sent()) EXPECT_EQ(officer, OfficerId{0});
  EXPECT_TRUE(town.officers.withdrawn.empty());
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, ACheckThatFellDueWhileTheEngineWasAwayLooksBeforeItBelieves) {
  for (const bool cleared : {true, false}) {
    Parked calm;
    calm.run(1h);
    const Duration checking = *calm.reached(CaseId{1}, S::checking);
    Parked town;
    if (!cleared) town.officers.on_disposed = [](CaseId) {};  // He says that it is done; it is not.
    town.away(checking + 1s, checking + 1h);
    town.run(checking + 1h + 10min);
    const auto walk = town.walk(CaseId{1});
    const auto at = std::find(walk.begin(), walk.end(), S::checking);
    ASSERT_NE(at, walk.end());
    ASSERT_NE(at + 1, walk.end());
    EXPECT_EQ(*(at + 1), cleared ? S::closed : S::rework);
    if (cleared) {
      EXPECT_EQ(town.all<event::CaseMoved>().back().reason, "seen clear");
    }
  }
}

Policy reviewed_before_escalation() {
  Policy policy = pinghu();
  policy.review.when = ReviewPolicy::When::before_escalation;
  return policy;
}

TEST(Cases, ReviewBeforeEscalationConfirms) {
  Town town(town_street(), reviewed_before_escalation());
  town.appears(0s, "goods", town.goods_a());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  town.run(2h);
  // The shop was warned without a person; the officer goes only after one has looked.
  EXPECT_EQ(town.when<event::NoticeSent>(), kFound);
  EXPECT_EQ(town.when<event::CaseRegistered>(), *town.when<event::Rechecked>() + 45s);
  EXPECT_TRUE(town.all<event::CaseRegistered>().at(0).warned);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, ReviewBeforeEscalationRejects) {
  Town town(town_street(), reviewed_before_escalation());
  town.desk.judge = [](SightingId sighting) { return ReviewVerdict{sighting, {}, false, std::nullopt}; };
  town.appears(0s, "goods", town.goods_a());
  town.appears(0s, "car", town.car());
  town.goes(30min, "goods");
  town.goes(30min, "car");
  town.run(2h);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  EXPECT_EQ(town.all<event::IncidentVoided>().size(), 2u);
  EXPECT_EQ(town.engine->colours()[0], Colour::green);
  expect_lawful(town);
}

TEST(Cases, ReviewBeforeEscalationSurvivesARestart) {
  Town town(town_street(), reviewed_before_escalation());
  town.appears(0s, "car", town.car());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "car"); };
  town.run(kFound + 10s);
  town.restart();
  town.run(2h);
  EXPECT_EQ(town.all<event::ReviewAsked>().size(), 1u);
  EXPECT_GE(town.desk.submitted.size(), 2u);
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

// The zone in which the car stands names g1; its place lies in g2.
Configuration divided_street(double second_from_m) {
  Configuration city = town_street();
  city.duty_grids[0].squad = "东中队";
  city.duty_grids[0].outline = {{300, -50}, {400, -50}, {400, 50}, {300, 50}};
  city.duty_grids.push_back({"g2", OfficerId{1}, "西中队"});
  city.duty_grids[1].outline = {
      {-second_from_m - 50, -50}, {-second_from_m, -50}, {-second_from_m, 50}, {-second_from_m - 50, 50}};
  city.officers[1].duty_grid = DutyGridId{1};
  return city;
}

TEST(Cases, ACaseGoesToTheGridThatHoldsItsPlaceWhateverItsZoneNames) {
  Parked town(pinghu(), divided_street(-20));
  town.run(2h);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>()[0].duty_grid, DutyGridId{1});
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{1}}));
  EXPECT_TRUE(town.all<event::TroubleAtPort>().empty());
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, ACaseInNoGridIsToldOnceAndTheNearestOfficerGoes) {
  Policy policy = pinghu();
  policy.route.nearest_grid_within_m = 100;
  Parked town(policy, divided_street(150));
  town.officers.offline = {OfficerId{0}};
  town.run(2h);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>()[0].duty_grid, std::nullopt);
  ASSERT_EQ(town.all<event::TroubleAtPort>().size(), 1u);
  EXPECT_EQ(town.all<event::TroubleAtPort>()[0].port, "officers");
  EXPECT_EQ(town.all<event::TroubleAtPort>()[0].what, "case 1 lies in no duty grid: the nearest is g2, 148 m away");
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}, OfficerId{1}}));
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Cases, ACaseWaitsForTheLeaderWhereNoOtherOfficerComesBeforeItIsDue) {
  Configuration city = divided_street(-20);
  city.officers[1].leads = true;
  city.officers[1].on_duty_from = 10h;
  city.duty_grids[1].owner.reset();
  // Without officers of its own the squad is helped by the other, who are off duty too.
  city.officers[0].on_duty_from = 23h;
  city.officers[0].on_duty_until = 23h + 30min;
  Parked town(pinghu(), city);
  town.run(3h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{1}}));
  expect_lawful(town);
}

}  // namespace
}  // namespace tricolor::engine::testing::cases_test
