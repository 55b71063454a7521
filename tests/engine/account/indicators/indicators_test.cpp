// Shows that the KPIs equal a count by hand in small journals: warnings, corrections, cases on time and late, delays,
// reports and returning shops; that voided incidents do not count; and that a share of nothing is not computed.
#include "engine/indicators.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::engine::indicators_test {
namespace {

using namespace std::chrono_literals;

const Time kStart{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

struct Journal {
  std::vector<Event> events;
  void at(Duration after, event::Payload payload) {
    events.push_back({events.size() + 1, kStart + after, std::move(payload)});
  }
  void incident(Duration after, std::uint32_t number, std::optional<MerchantId> merchant = MerchantId{0},
                std::uint32_t violation_class = 0) {
    at(after, event::IncidentOpened{IncidentId{number},
                                    SightingId{number},
                                    ClassId{violation_class},
                                    merchant,
                                    ZoneId{0},
                                    DutyGridId{0},
                                    {},
                                    kStart + after});
  }
  void move(Duration after, std::uint32_t number, CaseState from, CaseState to) {
    at(after, event::CaseMoved{CaseId{number}, from, to, OfficerId{0}, ""});
  }
  Indicators indicators() const { return indicators_of(state_of(events)); }
};

TEST(Indicators, AnEmptyJournalGivesNoughts) {
  const Indicators it = Journal{}.indicators();
  for (const Share& share :
       {it.delivered(), it.correction(), it.closing(), it.on_time(), it.escalation(), it.recurrence(), it.rework()}) {
    EXPECT_EQ(share.of, 0);
    EXPECT_EQ(share.value(), 0.0);
  }
  EXPECT_EQ(it.incidents, 0);
  EXPECT_EQ(quantile(it.close_s, 0.5), 0.0);
}

TEST(Indicators, WarningsAndWhatBecameOfThem) {
  Journal journal;
  const RecheckOutcome outcomes[] = {RecheckOutcome::corrected, RecheckOutcome::corrected, RecheckOutcome::corrected,
                                     RecheckOutcome::not_corrected, RecheckOutcome::unknown};
  for (std::uint32_t i = 0; i < 5; ++i) {
    journal.incident(1h * i, i, MerchantId{i});
    journal.at(1h * i,
               event::NoticeQueued{NoticeId{i}, IncidentId{i}, MerchantId{i}, "k" + std::to_string(i), "t", kStart});
    journal.at(1h * i + 3s, event::NoticeFate{NoticeId{i}, i != 4});
    journal.at(1h * i + 15min, event::Rechecked{IncidentId{i}, outcomes[i]});
  }
  journal.at(4h, event::CaseRegistered{CaseId{0}, IncidentId{3}, std::nullopt, DutyGridId{0}, {}, kStart + 6h, true});
  journal.at(4h, event::CaseRegistered{CaseId{1}, IncidentId{4}, std::nullopt, DutyGridId{0}, {}, kStart + 6h, false});
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.incidents, 5);
  EXPECT_DOUBLE_EQ(it.delivered().value(), 0.8);
  EXPECT_DOUBLE_EQ(it.correction().value(), 0.75) << "unknown is neither";
  EXPECT_DOUBLE_EQ(it.escalation().value(), 0.25) << "who could not be warned was not escalated after a warning";
  EXPECT_EQ(it.recheck_unknown, 1);
  EXPECT_EQ(it.cases, 2);
  EXPECT_EQ(it.cases_warned, 1);
}

TEST(Indicators, CasesOnTimeAndLate) {
  Journal journal;
  for (std::uint32_t i = 0; i < 3; ++i) {
    journal.at(0h, event::CaseRegistered{CaseId{i}, IncidentId{i}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
    journal.move(1min, i, CaseState::registered, CaseState::dispatched);
    journal.move(1min + 30s * (i + 1), i, CaseState::dispatched, CaseState::acknowledged);
    journal.move(11min, i, CaseState::acknowledged, CaseState::arrived);
  }
  journal.move(1h, 1, CaseState::checking, CaseState::rework);
  journal.move(2h, 0, CaseState::checking, CaseState::closed);
  journal.move(2h + 1s, 1, CaseState::checking, CaseState::closed);
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.cases_closed, 2);
  EXPECT_EQ(it.cases_on_time, 1) << "due to the second";
  EXPECT_DOUBLE_EQ(it.closing().value(), 2.0 / 3) << "the third was due a second ago";
  EXPECT_DOUBLE_EQ(it.on_time().value(), 1.0 / 3) << "one of the three that should have closed";
  EXPECT_EQ(it.reworks, 1);
  EXPECT_EQ(it.acknowledge_s, (std::vector<double>{30, 60, 90}));
  EXPECT_EQ(it.arrive_s, (std::vector<double>{600, 600, 600}));
  EXPECT_EQ(it.close_s, (std::vector<double>{7200, 7201}));
}

// GB/T 30428.4 defines the share as closed in time / should have closed.
TEST(Indicators, AnOpenCaseThatIsOverdueShouldHaveClosedAndOneThatIsNotDueYetNeedNot) {
  Journal journal;
  for (std::uint32_t i = 0; i < 3; ++i)
    journal.at(0h, event::CaseRegistered{CaseId{i}, IncidentId{i}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
  journal.move(1h, 0, CaseState::checking, CaseState::closed);
  const auto share_at = [&](Duration as_of) {
    return indicators_of(state_of(journal.events), kStart + as_of).on_time();
  };
  EXPECT_EQ(share_at(1h).of, 1) << "two have time until 02:00";
  EXPECT_EQ(share_at(2h).of, 1) << "due now is not overdue";
  EXPECT_EQ(share_at(2h + 1us).of, 3);
  EXPECT_EQ(share_at(2h + 1us).hits, 1) << "1 of 3, not 1 of the 1 that was closed";
  EXPECT_EQ(indicators_of(state_of(journal.events)).on_time().of, 1) << "without an instant, as of the last event";
}

TEST(Indicators, ACaseClosedByForceShouldHaveClosedAndDidNotCloseInTime) {
  Journal journal;
  journal.at(0h, event::CaseRegistered{CaseId{0}, IncidentId{0}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
  journal.move(1h, 0, CaseState::rework, CaseState::forced_close);
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.cases_closed_by_force, 1);
  EXPECT_EQ(it.closing().of, 1);
  EXPECT_EQ(it.closing().hits, 0);
  EXPECT_EQ(it.on_time().hits, 0);
  EXPECT_TRUE(it.close_s.empty());
}

TEST(Indicators, VoidedCasesAreInNoBase) {
  Journal journal;
  for (std::uint32_t i = 0; i < 3; ++i) {
    journal.incident(0h, i, MerchantId{i});
    journal.at(15min, event::Rechecked{IncidentId{i}, RecheckOutcome::not_corrected});
    journal.at(15min,
               event::CaseRegistered{CaseId{i}, IncidentId{i}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
    journal.move(30min, i, CaseState::checking, CaseState::rework);
  }
  journal.at(1h, event::IncidentVoided{IncidentId{2}, "appeal"});
  journal.move(1h, 2, CaseState::dispatched, CaseState::voided);
  journal.move(90min, 0, CaseState::checking, CaseState::closed);
  journal.move(3h, 1, CaseState::checking, CaseState::closed);
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.cases, 3);
  EXPECT_EQ(it.cases_voided, 1);
  EXPECT_EQ(it.cases_warned, 2);
  EXPECT_EQ(it.closing().of, 2);
  EXPECT_EQ(it.closing().hits, 2);
  EXPECT_EQ(it.on_time().hits, 1);
  EXPECT_EQ(it.on_time().of, 2);
  EXPECT_EQ(it.rework().hits, 2);
  EXPECT_EQ(it.rework().of, 2);
  EXPECT_EQ(it.not_corrected, 2);
  EXPECT_EQ(it.escalation().hits, 2);
  EXPECT_EQ(it.escalation().of, 2);
}

TEST(Indicators, EscalationIsAShareOfTheWarnedThatWereRechecked) {
  Journal journal;
  journal.incident(0h, 1, MerchantId{1});
  journal.at(15min, event::Rechecked{IncidentId{1}, RecheckOutcome::corrected});
  // No camera saw these three; an officer is sent about each of them.
  for (std::uint32_t i = 2; i <= 4; ++i) {
    journal.incident(0h, i, MerchantId{i});
    journal.at(15min, event::Rechecked{IncidentId{i}, RecheckOutcome::unknown});
    journal.at(15min,
               event::CaseRegistered{CaseId{i}, IncidentId{i}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
  }
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.escalation().hits, 3);
  EXPECT_EQ(it.escalation().of, 4) << "a share is never more than all";
  EXPECT_DOUBLE_EQ(it.correction().value(), 1.0) << "of those that somebody saw";
}

TEST(Indicators, OneIncidentWithTwoCasesIsEscalatedOnce) {
  Journal journal;
  journal.incident(0h, 1);
  journal.at(15min, event::Rechecked{IncidentId{1}, RecheckOutcome::not_corrected});
  for (std::uint32_t i = 1; i <= 2; ++i)
    journal.at(1h * i,
               event::CaseRegistered{CaseId{i}, IncidentId{1}, std::nullopt, DutyGridId{0}, {}, kStart + 9h, true});
  EXPECT_EQ(journal.indicators().escalation().hits, 1);
  EXPECT_EQ(journal.indicators().escalation().of, 1);
}

TEST(Indicators, AHandOverStartsTheOfficersClockAnew) {
  Journal journal;
  journal.at(0h, event::CaseRegistered{CaseId{0}, IncidentId{0}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
  journal.move(0h, 0, CaseState::registered, CaseState::dispatched);
  journal.move(5min, 0, CaseState::dispatched, CaseState::dispatched);
  journal.move(6min, 0, CaseState::dispatched, CaseState::acknowledged);
  EXPECT_EQ(journal.indicators().acknowledge_s, (std::vector<double>{60}));
}

TEST(Indicators, ReportsOfCitizens) {
  Journal journal;
  for (std::uint32_t i = 0; i < 3; ++i) journal.at(1h * i, event::ReportReceived{ReportId{i}, {}});
  journal.at(4h, event::ReportAttached{ReportId{0}, IncidentId{0}, std::nullopt, false});
  journal.at(5h, event::ReportVerified{ReportId{1}, true});
  journal.at(6h, event::ReportVerified{ReportId{2}, false});
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.reports, 3);
  EXPECT_EQ(it.reports_attached, 1);
  EXPECT_EQ(it.reports_valid, 1);
}

TEST(Indicators, WhatWaitedForAnAnswerThatDidNotCome) {
  Journal journal;
  for (std::uint32_t i = 1; i <= 4; ++i) {
    event::SightingConfirmed sighted;
    sighted.sighting = SightingId{i};
    journal.at(0h, sighted);
    if (i < 4) journal.at(0h, event::ReviewAsked{SightingId{i}});
  }
  journal.at(1min, event::ReviewGiven{SightingId{1}, true, std::nullopt});
  journal.at(4h, event::ReviewLapsed{SightingId{2}});
  using Why = event::NoticeFate::Why;
  const std::pair<bool, Why> fates[] = {{true, Why::receipt},   {false, Why::receipt}, {false, Why::no_receipt},
                                        {false, Why::rejected}, {false, Why::gave_up}, {false, Why::owner_changed}};
  for (std::uint32_t i = 1; i <= 7; ++i) {
    journal.incident(5h, i, MerchantId{i});
    journal.at(5h,
               event::NoticeQueued{NoticeId{i}, IncidentId{i}, MerchantId{i}, "k" + std::to_string(i), "t", kStart});
    if (i <= 6) journal.at(6h, event::NoticeFate{NoticeId{i}, fates[i - 1].first, fates[i - 1].second});
  }
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.review_lapse().hits, 1);
  EXPECT_EQ(it.review_lapse().of, 3) << "one still waits";
  EXPECT_EQ(it.notices, 7);
  EXPECT_EQ(it.notices_delivered, 1);
  EXPECT_EQ(it.notices_undelivered, 5);
  EXPECT_EQ(it.notices_without_receipt, 1);
  EXPECT_EQ(it.notices_rejected, 1);
  EXPECT_EQ(it.notice_give_up().hits, 1);
  EXPECT_EQ(it.notice_give_up().of, 7);
  EXPECT_EQ(it.notices_of_old_owners, 1);
}

TEST(Indicators, ACaseIsPassedOnWhenItsOfficerDidNotDoItAndNotWhenItCameBackFromTheCheck) {
  using S = CaseState;
  const std::vector<std::vector<S>> walks{
      {S::dispatched, S::acknowledged, S::arrived},  // Only one officer had it.
      {S::dispatched, S::dispatched},                // The first was silent.
      {S::dispatched, S::acknowledged, S::returned, S::dispatched},
      {S::dispatched, S::acknowledged, S::arrived, S::disposed, S::feedback, S::checking, S::rework, S::dispatched},
      {S::dispatched, S::dispatched, S::voided},
  };
  Journal journal;
  for (std::uint32_t i = 0; i < walks.size(); ++i) {
    journal.at(0h, event::CaseRegistered{CaseId{i}, IncidentId{i}, std::nullopt, DutyGridId{0}, {}, kStart + 2h, true});
    S from = S::registered;
    for (const S to : walks[i]) {
      journal.move(1min, i, from, to);
      from = to;
    }
  }
  EXPECT_EQ(journal.indicators().passing_on().hits, 2);
  EXPECT_EQ(journal.indicators().passing_on().of, 4) << "the voided one is left out";
}

TEST(Indicators, AnIncidentThatACaseClosedAndThatStillStoodIsReopened) {
  using How = event::IncidentClosed::How;
  Journal journal;
  for (std::uint32_t i = 1; i <= 5; ++i) journal.incident(0h, i, MerchantId{i});
  journal.at(1h, event::IncidentClosed{IncidentId{1}, How::case_closed});
  journal.at(1h, event::IncidentClosed{IncidentId{2}, How::case_closed});
  journal.at(1h, event::IncidentClosed{IncidentId{3}, How::self_corrected});
  journal.at(1h, event::IncidentClosed{IncidentId{4}, How::case_closed});
  journal.at(3h, event::IncidentReopened{IncidentId{2}, kStart});
  journal.at(3h, event::IncidentReopened{IncidentId{4}, kStart});
  journal.at(4h, event::IncidentClosed{IncidentId{2}, How::case_closed});
  journal.at(5h, event::IncidentVoided{IncidentId{4}, "appeal"});
  EXPECT_EQ(journal.indicators().reopening().hits, 1);
  EXPECT_EQ(journal.indicators().reopening().of, 2);
}

TEST(Indicators, AReportThatNobodyVerifiedIsNeitherValidNorNot) {
  Journal journal;
  for (std::uint32_t i = 1; i <= 3; ++i) journal.at(0h, event::ReportReceived{ReportId{i}, {}});
  journal.at(72h, event::ReportExpired{ReportId{1}});
  journal.at(1h, event::ReportVerified{ReportId{2}, true});
  journal.at(5h, event::ReportVoided{ReportId{2}, "appeal"});
  EXPECT_EQ(journal.indicators().unverified().hits, 1);
  EXPECT_EQ(journal.indicators().unverified().of, 3);
  EXPECT_EQ(journal.indicators().reports_valid, 0) << "taken back";
}

TEST(Indicators, AMovedCameraWaitsUntilItSeesAgain) {
  Journal journal;
  const auto blind = [&](std::uint32_t camera, BlindReason reason) {
    journal.at(0h, event::CameraBecame{CameraId{camera}, false, reason, kStart});
  };
  blind(0, BlindReason::dark);
  blind(1, BlindReason::swapped);
  EXPECT_EQ(journal.indicators().cameras_waiting, 0);
  blind(1, BlindReason::moved);
  blind(2, BlindReason::moved);
  EXPECT_EQ(journal.indicators().cameras_waiting, 2);
  journal.at(1h, event::CameraBecame{CameraId{2}, true, BlindReason::disconnected, kStart + 1h});
  EXPECT_EQ(journal.indicators().cameras_waiting, 1);
}

TEST(Indicators, AReturnToTheSameClassWithinThirtyDaysRecurs) {
  Journal journal;
  const auto day = std::chrono::hours{24};
  journal.incident(0h, 1);
  journal.incident(30 * day, 2);                         // It recurs, to the microsecond.
  journal.incident(60 * day + 1s, 3);                    // It does not recur: it is later than that.
  journal.incident(60 * day + 1h, 4, MerchantId{0}, 1);  // It is of another class.
  journal.incident(60 * day + 2h, 5, MerchantId{1});     // It is of another shop.
  journal.incident(60 * day + 3h, 6, std::nullopt);      // It is of no shop.
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.with_shop, 5);
  EXPECT_EQ(it.recurring, 1);
  EXPECT_DOUBLE_EQ(it.recurrence().value(), 0.2);
}

TEST(Indicators, VoidedIncidentsDoNotCount) {
  Journal journal;
  journal.incident(0h, 1);
  journal.incident(24h, 2);
  journal.at(48h, event::IncidentVoided{IncidentId{1}, "appeal"});
  const Indicators it = journal.indicators();
  EXPECT_EQ(it.incidents, 1);
  EXPECT_EQ(it.with_shop, 1);
  EXPECT_EQ(it.recurring, 0);
}

TEST(Indicators, QuantilesLieBetweenTheValues) {
  const std::vector<double> values{10, 20, 30, 40};
  EXPECT_DOUBLE_EQ(quantile(values, 0), 10);
  EXPECT_DOUBLE_EQ(quantile(values, 0.5), 25);
  EXPECT_DOUBLE_EQ(quantile(values, 1), 40);
}

}  // namespace
}  // namespace tricolor::engine::indicators_test
