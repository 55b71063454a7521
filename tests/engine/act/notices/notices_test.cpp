// Shows that a shop gets at most one message about an incident whatever the gateway does; that the time to correct does
// not start before the gateway is known to have taken the message; that after a message that reached nobody an officer
// is sent to a shop "not warned", never to one that "did not comply"; and that quiet hours, the start of the time to
// correct and the limit a number and day are kept.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::notices_test {
namespace {

using Fault = FakeGateway::Fault;

// Goods stand before shop A from the beginning on, are seen at 1.5 s, and have stood too long at 183 s; the officer has
// them cleared.
struct Warned : Town {
  explicit Warned(Fault fault = Fault::none, Policy rules = pinghu(), Configuration city = town_street())
      : Town(std::move(city), std::move(rules)) {
    gateway.fault = fault;
    appears(0s, "goods", goods_a());
    officers.on_disposed = [this](CaseId) { goes(wires.now - kMorning, "goods"); };
  }
};

constexpr Duration kFound = 183s;

TEST(Notices, TakenWithoutAReplyIsAskedAboutAndNotSentAgain) {
  Warned town(Fault::times_out_after_accepting);
  town.run(10min);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.gateway.sends.begin()->second, 1);
  ASSERT_EQ(town.all<event::NoticeSent>().size(), 2u);
  EXPECT_EQ(town.all<event::NoticeSent>()[0].result, static_cast<std::uint8_t>(SendResult::unknown));
  EXPECT_EQ(town.all<event::NoticeSent>()[1].result, static_cast<std::uint8_t>(SendResult::accepted));
  // The receipt after 3 s is the first word that it was taken: the clock starts there.
  EXPECT_EQ(town.all<event::CorrectionDue>().at(0).due, kMorning + kFound + 3s + 15min);
  town.run(2h);
  expect_lawful(town);
}

TEST(Notices, TakenWithoutAReplyAndWithoutAReceiptIsAskedAbout) {
  Warned town(Fault::times_out_and_is_silent);
  town.run(10min);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.gateway.sends.begin()->second, 1);
  EXPECT_EQ(town.gateway.queries.begin()->second, 1);
  // The time to correct does not start while the message's fate is unknown; asked after 5 s, the gateway says that it
  // has it.
  EXPECT_EQ(town.all<event::CorrectionDue>().at(0).due, kMorning + kFound + 5s + 15min);
  EXPECT_EQ(town.gateway.accepted[0].accepted_at, kMorning + kFound);
}

TEST(Notices, NotTakenAndWithoutAReplyIsSentWhenTheGatewayIsSureItNeverSawIt) {
  Warned town(Fault::times_out_before_accepting);
  town.then(kFound + 2s, [&] { town.gateway.fault = Fault::none; });
  town.run(1h);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.all<event::CorrectionDue>().size(), 1u);
  expect_lawful(town);
}

TEST(Notices, DuplicateReceiptIsIgnored) {
  Warned town(Fault::duplicate_receipt);
  town.run(1h);
  EXPECT_EQ(town.all<event::NoticeFate>().size(), 1u);
  EXPECT_EQ(town.all<event::CorrectionDue>().size(), 1u);
  expect_lawful(town);
}

TEST(Notices, ReceiptBeforeTheReplyProvesThatItWasTaken) {
  Warned town(Fault::receipt_before_reply);
  town.run(10min);
  ASSERT_EQ(town.all<event::NoticeSent>().size(), 2u);
  EXPECT_EQ(town.when<event::NoticeSent>(1), kFound + 1s);
  ASSERT_EQ(town.all<event::NoticeFate>().size(), 1u);
  EXPECT_TRUE(town.all<event::NoticeFate>()[0].delivered);
  EXPECT_EQ(town.gateway.sends.begin()->second, 1);
  town.run(2h);
  expect_lawful(town);
}

TEST(Notices, ReceiptForNobodyIsIgnored) {
  Warned town;
  town.then(1min, [&] { town.say(Receipt{"i9.warn.nobody", town.wires.now, true}); });
  town.run(2min);
  EXPECT_TRUE(town.all<event::NoticeFate>().empty());
}

TEST(Notices, GatewayDownForHalfAnHourSendsOnceAfterwardsAndStartsNoClockBefore) {
  Warned town(Fault::down);
  town.then(33min, [&] { town.gateway.fault = Fault::none; });
  town.run(33min);
  EXPECT_TRUE(town.all<event::CorrectionDue>().empty());
  EXPECT_TRUE(town.gateway.accepted.empty());
  // Pauses double from 5 s to 5 min, so that a gateway that is down gets few requests.
  EXPECT_LE(town.gateway.queries.begin()->second, 12);
  town.run(39min);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  ASSERT_EQ(town.all<event::CorrectionDue>().size(), 1u);
  EXPECT_GE(town.all<event::CorrectionDue>()[0].due, kMorning + 48min);
  town.run(3h);
  expect_lawful(town);
}

TEST(Notices, RefusedGoesStraightToAnOfficerAsNotWarned) {
  Warned town(Fault::rejects);
  town.run(2h);
  EXPECT_TRUE(town.gateway.accepted.empty());
  EXPECT_TRUE(town.all<event::CorrectionDue>().empty());
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
  EXPECT_EQ(town.when<event::CaseRegistered>(), kFound);
  // A wrong number must not keep a shop green.
  EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
  expect_lawful(town);
}

TEST(Notices, UndeliveredIsNotWarnedAndHasNoRecheck) {
  Warned town(Fault::loses);
  town.run(2h);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
  EXPECT_EQ(town.when<event::CaseRegistered>(), kFound + 3s);
  EXPECT_TRUE(town.all<event::Rechecked>().empty());
  EXPECT_EQ(town.all<event::IncidentClosed>().at(0).how, event::IncidentClosed::How::case_closed);
  expect_lawful(town);
}

TEST(Notices, WithoutAnyReceiptItCountsAsUndeliveredAfterTenMinutes) {
  Warned town(Fault::silent);
  town.then(20min, [&] { town.say(Receipt{town.gateway.accepted.at(0).key, town.wires.now, true}); });
  town.run(2h);
  EXPECT_EQ(town.when<event::NoticeFate>(), kFound + 10min);
  ASSERT_EQ(town.all<event::NoticeFate>().size(), 1u);
  EXPECT_FALSE(town.all<event::NoticeFate>()[0].delivered);
  EXPECT_FALSE(town.all<event::CaseRegistered>().at(0).warned);
  expect_lawful(town);
}

TEST(Notices, AShopWithoutANumberCannotBeWarned) {
  Configuration city = town_street();
  city.merchants[0].phone.clear();
  Warned town(Fault::none, pinghu(), city);
  town.run(2h);
  EXPECT_TRUE(town.all<event::NoticeQueued>().empty());
  EXPECT_EQ(town.when<event::CaseRegistered>(), kFound);
  EXPECT_FALSE(town.all<event::CaseRegistered>().at(0).warned);
  expect_lawful(town);
}

TEST(Notices, TheClockMayRunFromDelivery) {
  Policy policy = pinghu();
  policy.notice.clock_starts = NoticePolicy::ClockStarts::delivered;
  Warned town(Fault::none, policy);
  town.run(1h);
  EXPECT_EQ(town.all<event::CorrectionDue>().at(0).due, kMorning + kFound + 3s + 15min);
  expect_lawful(town, false);
}

TEST(Notices, TextHasClassAndMinutesAsFields) {
  Policy policy = pinghu();
  policy.notice.correct_within = 20min;
  Warned town(Fault::none, policy);
  town.run(5min);
  EXPECT_EQ(town.gateway.accepted.at(0).text, "您好，您所经营的店铺门口发现杂物堆放，请您于20分钟内进行清理");
}

Policy quiet_from(Duration from, Duration until) {
  Policy policy = pinghu();
  policy.notice.quiet_hours = {from, until};
  return policy;
}

// The story begins at 09:00 local time.
TEST(Notices, QuietHoursHoldTheMessageBackAndItsClockToo) {
  Warned town(Fault::none, quiet_from(8h, 10h));
  town.run(59min + 59s);
  EXPECT_TRUE(town.gateway.sends.empty());
  town.run(61min);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.gateway.accepted[0].accepted_at, kMorning + 1h);
  EXPECT_EQ(town.all<event::CorrectionDue>().at(0).due, kMorning + 75min);
  town.run(3h);
  expect_lawful(town);
}

TEST(Notices, QuietHoursOverMidnightAndTheirEdges) {
  // 09:03:03 lies in 22:00–09:04 and not in 22:00–09:03.
  Warned quiet(Fault::none, quiet_from(22h, 9h + 4min));
  quiet.run(10min);
  EXPECT_EQ(quiet.gateway.accepted.at(0).accepted_at, kMorning + 4min);
  Warned loud(Fault::none, quiet_from(22h, 9h + 3min));
  loud.run(10min);
  EXPECT_EQ(loud.gateway.accepted.at(0).accepted_at, kMorning + kFound);
  // The quiet hours begin at that very instant.
  Warned edge(Fault::none, quiet_from(9h + kFound, 9h + 5min));
  edge.run(10min);
  EXPECT_EQ(edge.gateway.accepted.at(0).accepted_at, kMorning + 5min);
}

TEST(Notices, NobodyIsWarnedInTheMorningAboutWhatWasGoneAtNight) {
  Warned town(Fault::none, quiet_from(8h, 10h));
  town.goes(30min, "goods");
  town.run(3h);
  EXPECT_TRUE(town.gateway.sends.empty());
  ASSERT_EQ(town.all<event::IncidentClosed>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentClosed>()[0].how, event::IncidentClosed::How::cleared_before_notice);
  EXPECT_EQ(town.when<event::IncidentClosed>(), 1h);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  expect_lawful(town);
}

/// Nobody was warned, and the incident ended because its place was clear before the message could leave.
void expect_cleared_unwarned(Warned& town) {
  EXPECT_TRUE(town.gateway.accepted.empty());
  ASSERT_EQ(town.all<event::IncidentClosed>().size(), 1u);
  EXPECT_EQ(town.all<event::IncidentClosed>()[0].how, event::IncidentClosed::How::cleared_before_notice);
  EXPECT_TRUE(town.all<event::CaseRegistered>().empty());
  expect_lawful(town);
}

TEST(Notices, ARestartInQuietHoursSendsNothingAboutWhatIsGone) {
  Warned town(Fault::none, quiet_from(8h, 10h));
  town.goes(30min, "goods");
  town.then(20min, [&] { town.restart(); });
  town.run(3h);
  expect_cleared_unwarned(town);
}

TEST(Notices, AMessageThatIsTriedAgainIsNotSentAboutWhatIsGone) {
  Warned town(Fault::down);
  town.goes(20min, "goods");
  town.then(33min, [&] { town.gateway.fault = Fault::none; });
  town.run(3h);
  expect_cleared_unwarned(town);
}

TEST(Notices, AMessageThatIsTriedAgainIsNotSentAboutWhatWasVoided) {
  for (const bool restarted : {false, true}) {
    Warned town(Fault::down);
    town.then(20min, [&] { town.say(VoidRequest{IncidentId{1}, town.wires.now, "error"}); });
    if (restarted) town.then(25min, [&] { town.restart(); });
    town.then(33min, [&] { town.gateway.fault = Fault::none; });
    town.goes(34min, "goods");
    town.run(3h);
    EXPECT_TRUE(town.gateway.accepted.empty()) << restarted;
    // It is asked about until the gateway says that it never had it, and then no more.
    EXPECT_EQ(town.all<event::NoticeSent>().back().result, static_cast<std::uint8_t>(SendResult::rejected))
        << restarted;
    EXPECT_TRUE(town.all<event::CaseRegistered>().empty()) << restarted;
    expect_lawful(town);
  }
}

TEST(Notices, WhatCameOutAgainWhileTheGatewayWasDownIsWarnedAbout) {
  Warned town(Fault::down);
  town.goes(20min, "goods");
  town.appears(25min, "goods", town.goods_a());
  town.then(33min, [&] { town.gateway.fault = Fault::none; });
  town.run(3h);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  expect_lawful(town);
}

TEST(Notices, AVoidedIncidentIsNotWarnedAbout) {
  Warned town(Fault::none, quiet_from(8h, 10h));
  town.then(30min, [&] { town.say(VoidRequest{IncidentId{1}, town.wires.now, "error"}); });
  town.goes(31min, "goods");
  town.run(3h);
  EXPECT_TRUE(town.gateway.sends.empty());
  expect_lawful(town);
}

TEST(Notices, NoClockStartsForWhatEndedBeforeTheReceiptCame) {
  for (const auto starts : {NoticePolicy::ClockStarts::sent, NoticePolicy::ClockStarts::delivered}) {
    SCOPED_TRACE(static_cast<int>(starts));
    Policy policy = pinghu();
    policy.notice.clock_starts = starts;
    // The gateway has the message and says so only by its receipt; the appeal is granted between.
    Warned town(Fault::times_out_after_accepting, policy);
    town.then(kFound + 1s, [&] { town.say(VoidRequest{IncidentId{1}, town.wires.now, "申诉成立"}); });
    town.goes(10min, "goods");
    town.run(2h);
    ASSERT_EQ(town.gateway.accepted.size(), 1u);
    ASSERT_EQ(town.all<event::NoticeFate>().size(), 1u);
    EXPECT_TRUE(town.all<event::NoticeFate>()[0].delivered);
    EXPECT_GT(*town.when<event::NoticeFate>(), *town.when<event::IncidentClosed>());
    EXPECT_TRUE(town.all<event::CorrectionDue>().empty());
    EXPECT_TRUE(town.all<event::Rechecked>().empty());
    expect_lawful(town);
  }
}

TEST(Notices, ANumberIsNotTroubledMoreOftenThanThePolicyAllows) {
  Policy policy = pinghu();
  policy.notice.per_number_a_day = 2;
  Configuration city = town_street();
  city.merchants[1].phone = city.merchants[0].phone;  // The two shops have one owner.
  Town town(city, policy);
  for (int i = 0; i < 3; ++i) {
    town.appears(i * 30min, "goods", i == 1 ? town.goods_b() : town.goods_a());
    town.goes(i * 30min + 8min, "goods");
  }
  town.run(4h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 3u);
  EXPECT_EQ(town.gateway.accepted.size(), 2u);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.all<event::CaseRegistered>()[0].warned);
  // The next day counts anew.
  town.appears(24h, "goods", town.goods_a());
  town.goes(24h + 8min, "goods");
  town.run(26h);
  EXPECT_EQ(town.gateway.accepted.size(), 3u);
  expect_lawful(town);
}

TEST(Notices, AMessageThatWaitsOverNightCountsForTheDayOnWhichItLeaves) {
  Policy policy = quiet_from(22h, 7h);
  policy.notice.per_number_a_day = 1;
  Town town(town_street(), policy);
  // Goods come at 09:00, at 23:00 until after the quiet hours, and at 09:00 again.
  for (const auto& [from, until] : {std::pair<Duration, Duration>{0h, 8min}, {14h, 22h + 5min}, {24h, 24h + 8min}}) {
    town.appears(from, "goods", town.goods_a());
    town.goes(until, "goods");
  }
  town.run(26h);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 3u);
  ASSERT_EQ(town.gateway.accepted.size(), 2u);
  EXPECT_EQ(town.gateway.accepted[1].accepted_at, kMorning + 22h);
  ASSERT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(town.all<event::CaseRegistered>()[0].incident, IncidentId{3});
  expect_lawful(town);
}

TEST(Notices, AReplyIsKeptAndDecidesNothing) {
  Warned town;
  town.then(5min, [&] { town.say(Reply{MerchantId{0}, town.wires.now, "已整改"}); });
  town.run(2h);
  ASSERT_EQ(town.all<event::MerchantReplied>().size(), 1u);
  EXPECT_EQ(town.all<event::MerchantReplied>()[0].text, "已整改");
  // He said that he had cleared it and did not: the re-check finds it.
  EXPECT_EQ(town.all<event::Rechecked>().at(0).outcome, RecheckOutcome::not_corrected);
}

}  // namespace
}  // namespace tricolor::engine::testing::notices_test
