// Shows the whole way of a violation through the engine, without pixels: seen, warned, corrected in 14 minutes and
// closed; not corrected at 15 and escalated, visited, checked and closed; a return while the incident is open; a second
// incident after it; and that all this is in the journal, at the instants that the rules name.
#include <gtest/gtest.h>

#include <limits>

#include "engine/journal.h"
#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::story_test {
namespace {

using How = event::IncidentClosed::How;

TEST(Story, CorrectedIn14MinutesCloses) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.run(4min);
  const auto sent = town.when<event::NoticeSent>();
  ASSERT_TRUE(sent);
  // The goods are first seen at 1.5 s; the first look with more than 180 s is the one at 183 s.
  EXPECT_EQ(*sent, 183s);
  town.goes(*sent + 14min, "goods");
  town.run(1h);

  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.gateway.accepted[0].phone, "13800000001");
  EXPECT_EQ(town.gateway.accepted[0].text, "您好，您所经营的店铺门口发现杂物堆放，请您于15分钟内进行清理");
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
  EXPECT_GE(*town.when<event::Rechecked>(), *sent + 15min);
  EXPECT_LE(*town.when<event::Rechecked>(), *sent + 15min + 2s);
  ASSERT_EQ(town.all<event::IncidentClosed>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentClosed>()[0].how, How::self_corrected);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  EXPECT_TRUE(town.officers.dispatched.empty());
  expect_lawful(town);
}

TEST(Story, NotCorrectedAt15MinutesGoesToTheOfficer) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  town.run(90min);

  const Duration due = *town.when<event::NoticeSent>() + 15min;
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::not_corrected);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  const auto registered = town.all<event::CaseRegistered>()[0];
  EXPECT_TRUE(registered.warned);
  EXPECT_GE(*town.when<event::CaseRegistered>(), due);
  EXPECT_LE(*town.when<event::CaseRegistered>(), due + 2s);
  // The deadline is two urgent hours from registration.
  EXPECT_EQ(registered.due, kMorning + *town.when<event::CaseRegistered>() + 2h);
  EXPECT_EQ(town.walk(CaseId{1}),
            (std::vector{CaseState::registered, CaseState::dispatched, CaseState::acknowledged, CaseState::arrived,
                         CaseState::disposed, CaseState::feedback, CaseState::checking, CaseState::closed}));
  ASSERT_EQ(town.officers.dispatched.size(), 1u);
  EXPECT_EQ(town.officers.dispatched[0].officer, OfficerId{0});
  ASSERT_EQ(town.all<event::IncidentClosed>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentClosed>()[0].how, How::case_closed);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  expect_lawful(town);
}

// Goods that are cleared after the deadline are not corrected in time: the officer goes all the same, and finds the
// place clear.
TEST(Story, CorrectedAMinuteTooLateIsEscalated) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(183s + 16min, "goods");
  town.run(90min);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::not_corrected);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

TEST(Story, ReturnWhileOpenIsARelapseWithoutASecondNoticeOrStrike) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(6min, "goods");
  town.appears(8min, "goods", town.goods_a());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  town.run(2h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentRelapsed>().size(), 1u);
  EXPECT_EQ(town.all<event::NoticeQueued>().size(), 1u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::relapsed);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  expect_lawful(town);
}

// An episode ends when its place was clear for a minute: goods that are carried in for one look and out again have not
// been corrected.
TEST(Story, TakenInForTheLookIsNotCorrected) {
  const Duration due = 183s + 15min;
  for (const Duration out_again : {5s, 30s, 45s}) {
    Town town;
    town.appears(0s, "goods", town.goods_a());
    town.goes(due - 10s, "goods");
    town.appears(due + out_again, "goods", town.goods_a());
    town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(2h);
    ASSERT_EQ(town.all<event::Rechecked>().size(), 1u) << to_text(out_again);
    EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::relapsed) << to_text(out_again);
    EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u) << to_text(out_again);
    EXPECT_EQ(town.all<event::NoticeQueued>().size(), 1u) << to_text(out_again);
    EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u) << to_text(out_again);
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u) << to_text(out_again);
    expect_lawful(town);
  }
}

TEST(Story, ClearedShortlyBeforeTheDeadlineIsCorrectedOnceItsPlaceStayedClear) {
  const Duration due = 183s + 15min;
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(due - 10s, "goods");
  town.run(1h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
  EXPECT_GE(*town.when<event::Rechecked>(), due + 48s);
  EXPECT_LE(*town.when<event::Rechecked>(), due + 53s);
  expect_lawful(town);
}

TEST(Story, ClearAtTheDeadlineAndUnseenAfterwardsIsUnknown) {
  const Duration due = 183s + 15min;
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(due - 10s, "goods");
  town.then(due + 5s, [&] { town.blind(true); });
  town.run(1h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::unknown);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
}

TEST(Story, ReturnAfterTheIncidentClosedIsASecondIncident) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(6min, "goods");
  town.appears(25min, "goods", town.goods_a());
  town.goes(35min, "goods");
  town.run(2h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 2u);
  EXPECT_EQ(town.gateway.accepted.size(), 2u);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 2u);
  expect_lawful(town);
}

TEST(Story, CameraBlindAtTheRecheckIsUnknownAndAnOfficerLooks) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.then(10min, [&] { town.blind(true); });
  town.run(20min);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::unknown);
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  town.run(2h);
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

// The camera sees again before the re-check stops waiting: the picture decides.
TEST(Story, ALookWithinTheMinuteAfterTheDeadlineDecides) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(12min, "goods");
  const Duration due = 183s + 15min;
  town.then(11min, [&] { town.blind(true); });
  town.then(due + 30s, [&] { town.blind(false); });
  town.run(1h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
  EXPECT_GE(*town.when<event::Rechecked>(), due + 30s);
  expect_lawful(town);
}

TEST(Story, NobodyToWarnInAPublicPlaceSendsAnOfficerAtOnce) {
  Town town;
  town.appears(0s, "car", town.car());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "car"); };
  town.run(1h);
  EXPECT_TRUE(town.gateway.accepted.empty());
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
  EXPECT_EQ(town.when<event::CaseRegistered>(), town.when<event::SightingConfirmed>());
  EXPECT_EQ(town.walk(CaseId{1}).back(), CaseState::closed);
  expect_lawful(town);
}

// A planner changes the policy while an incident is open: matters that have begun go on under the old rules, later ones
// follow the new rules.
TEST(Story, ALaterPolicyKeepsWhatWasBegun) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  Policy patient = pinghu();
  patient.name = "patient";
  patient.notice.correct_within = 30min;
  town.then(10min, [&] { town.engine->configure(town.wires.now, town.configuration, town.policy = patient); });
  town.goes(12min, "goods");
  town.appears(40min, "goods", town.goods_a());
  town.goes(50min, "goods");
  town.run(2h);
  EXPECT_EQ(town.all<event::Configured>().size(), 2u);
  ASSERT_EQ(town.all<event::CorrectionDue>().size(), 2u);
  EXPECT_EQ(town.all<event::CorrectionDue>()[0].due, kMorning + 183s + 15min);
  EXPECT_EQ(town.all<event::CorrectionDue>()[1].due, kMorning + *town.when<event::NoticeSent>(1) + 30min);
  ASSERT_EQ(town.gateway.accepted.size(), 2u);
  EXPECT_NE(town.gateway.accepted[1].text.find("30分钟"), std::string::npos);
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 2u);
  expect_lawful(town);
}

// No input through a port ends the engine or makes its journal unreadable.
TEST(Story, WhatNamesWhatThereIsNotChangesNothing) {
  Town town;
  town.appears(0s, "car", town.car());
  town.then(4min, [&] {
    const Time now = town.wires.now;
    const double no_number = std::numeric_limits<double>::quiet_NaN();
    for (int twice = 0; twice < 2; ++twice) {
      town.say(Reply{MerchantId{77}, now, "已整改"});
      town.say(OwnerChange{MerchantId{77}, now, "王芳", ""});
      town.say(OfficerUpdate{OfficerId{77}, OfficerUpdate::What::arrived, CaseId{1}, std::nullopt, now, {}});
      town.say(ReviewVerdict{SightingId{1}, now, true, MerchantId{77}});
      town.say(Report{7, now, ClassId{77}, {0, 0}, ""});
      town.say(Report{7, now, kPiledGoods, {no_number, 0}, ""});
      town.say(Blind{CameraId{77}, now, BlindReason::dark});
      town.say(ZoneOccupancy{CameraId{0}, ZoneId{77}, kPiledGoods, now, true});
      town.say(Receipt{"nobody's", now, true});
      town.say(VoidRequest{IncidentId{77}, now, "nothing"});
      Detection torn;
      torn.box.x_px = std::numeric_limits<float>::infinity();
      town.say(Detections{CameraId{0}, now + 1ms, {torn}});
    }
    // An officer gives a case back and does not say why.
    town.say(OfficerUpdate{OfficerId{0}, OfficerUpdate::What::returned, CaseId{1}, std::nullopt, now, {}});
  });
  town.goes(20min, "car");
  town.run(2h);
  EXPECT_EQ(town.all<event::TroubleAtPort>().size(), 9u) << "each is told once";
  EXPECT_TRUE(town.all<event::MerchantReplied>().empty());
  EXPECT_TRUE(town.all<event::ReportReceived>().empty());
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  for (const Event& event : town.store.events) EXPECT_NO_THROW((void)from_line(to_line(event))) << to_line(event);
  expect_lawful(town);
}

// A place may be no number in an officer's word as well as in a report, and in the ground on which a thing stands as
// well as in its box.
TEST(Story, APlaceThatIsNoNumberIsToldAndChangesNothing) {
  Town town;
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  town.then(4min, [&] {
    const Time now = town.wires.now;
    town.say(Report{7, now, kPiledGoods, {-2, 40}, "x"});
    OfficerUpdate found{OfficerId{0}, OfficerUpdate::What::verified_true, std::nullopt, ReportId{1}, now, {}};
    found.where = GroundPoint{no_number, 0};
    town.say(found);
    Detection torn = town.goods_a();
    torn.ground = GroundMark{{10, 10}, {5, 0}, {0, static_cast<float>(no_number)}, 1};
    town.say(Detections{CameraId{0}, now + 1ms, {torn}});
  });
  town.run(5min);
  const auto troubles = town.all<event::TroubleAtPort>();
  ASSERT_EQ(troubles.size(), 2u);
  EXPECT_EQ(troubles[0].what, "the place of a report that is no number");
  EXPECT_EQ(troubles[1].port, "cameras");
  EXPECT_TRUE(town.all<event::ReportVerified>().empty());
  EXPECT_TRUE(town.all<event::OccupancyStarted>().empty());
  for (const Event& event : town.store.events) EXPECT_NO_THROW((void)from_line(to_line(event))) << to_line(event);
}

TEST(Story, TwoRunsWriteTheSameJournal) {
  const auto tell = [] {
    Town town;
    town.appears(0s, "goods", town.goods_a());
    town.appears(30s, "car", town.car());
    town.appears(90s, "others", town.goods_b());
    town.goes(9min, "others");
    town.run(90min);
    std::string text;
    for (const Event& event : town.store.events) text += to_line(event) + "\n";
    return text;
  };
  const std::string once = tell();
  EXPECT_GT(once.size(), 1000u);
  EXPECT_EQ(once, tell());
}

}  // namespace
}  // namespace tricolor::engine::testing::story_test
