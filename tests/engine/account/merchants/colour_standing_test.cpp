// Shows that no day is clean while a counted violation stands, whichever camera sees it, and what a new owner, a
// weight, a blindness, closed days and a citizen's report do to the count.
#include "engine/account/merchants/ledger_desk.h"

namespace tricolor::engine::colour_standing_test {
namespace {

// One camera's stay behind an incident: it begins, is confirmed, and ends when the place is seen clear or no camera
// sees it any more.
struct Stays : Desk {
  using Desk::Desk;
  void begins(std::uint64_t occupancy, std::uint32_t sighting) {
    emit(event::OccupancyStarted{occupancy, CameraId{0}, ZoneId{0}, ClassId{0}, now, {}, {}});
    confirmed(occupancy, sighting);
  }
  void confirmed(std::uint64_t occupancy, std::uint32_t sighting) {
    event::SightingConfirmed sighted;
    sighted.sighting = SightingId{sighting};
    sighted.occupancy = occupancy;
    sighted.onset = now;
    sighted.merchant = MerchantId{1};
    emit(sighted);
  }
  void ends(std::uint64_t occupancy, Time last_seen, bool by_blindness = false) {
    emit(event::OccupancyEnded{occupancy, last_seen, by_blindness});
  }
  // There are two strikes that do not stand on, and a third whose pile is stay 7.
  void three_of_which_one_stands() {
    incident(1);
    incident(2);
    begins(7, 3);
    open(3);
  }
};

TEST(ColourLedger, WhileAPileStandsNoDayIsClean) {
  Stays desk;
  const Time start = desk.now;
  desk.three_of_which_one_stands();
  EXPECT_EQ(desk.colour(), Colour::yellow);
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt) << "it may stand for ever";
  desk.now = start + 32 * 24h;
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::yellow);
  desk.ends(7, desk.now - 1min);
  EXPECT_EQ(desk.ledger->next_deadline(), desk.now - 1min + 30 * 24h);
}

TEST(ColourLedger, APileThatOutlivesItsClosedIncidentStillStands) {
  Stays desk;
  const Time start = desk.now;
  desk.three_of_which_one_stands();
  desk.now = start + 1h;
  desk.close(3);
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt) << "closed on somebody's word; a camera still sees it";
  desk.now = start + 5h;
  desk.ends(7, start + 4h);
  EXPECT_EQ(desk.ledger->next_deadline(), start + 4h + 30 * 24h);
}

TEST(ColourLedger, NobodyWaitsForAnOfficerToBeClean) {
  Stays desk;
  const Time start = desk.now;
  desk.three_of_which_one_stands();
  desk.now = start + 20min;
  desk.ends(7, desk.now - 1min);
  desk.now = start + 9h;
  desk.close(3);
  EXPECT_EQ(desk.ledger->next_deadline(), start + 19min + 30 * 24h) << "seen clear long before the case was closed";
}

TEST(ColourLedger, WhatNobodySawGoStandsUntilItsIncidentIsClosed) {
  Stays desk;
  const Time start = desk.now;
  desk.three_of_which_one_stands();
  desk.now = start + 20min;
  desk.ends(7, desk.now, true);
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt);
  desk.now = start + 9h;
  desk.close(3);
  EXPECT_EQ(desk.ledger->next_deadline(), start + 9h + 30 * 24h);
}

TEST(ColourLedger, WhatComesBackStandsAgain) {
  Stays desk;
  const Time start = desk.now;
  desk.three_of_which_one_stands();
  desk.now = start + 1h;
  desk.ends(7, desk.now);
  desk.now = start + 2h;
  desk.begins(8, 4);
  EXPECT_EQ(desk.ledger->next_deadline(), start + 1h + 30 * 24h) << "not an incident yet";
  desk.emit(event::SightingAttached{IncidentId{3}, SightingId{4}});
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt);
  desk.now = start + 3h;
  desk.ends(8, desk.now);
  EXPECT_EQ(desk.ledger->next_deadline(), start + 3h + 30 * 24h);
}

TEST(ColourLedger, WhatTwoCamerasSeeStandsUntilBothSawItGone) {
  Stays desk;
  const Time start = desk.now;
  desk.three_of_which_one_stands();
  desk.begins(8, 4);
  desk.emit(event::SightingAttached{IncidentId{3}, SightingId{4}});
  desk.now = start + 1h;
  desk.ends(7, desk.now);
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt);
  desk.now = start + 2h;
  desk.ends(8, desk.now);
  EXPECT_EQ(desk.ledger->next_deadline(), start + 2h + 30 * 24h);
}

TEST(ColourLedger, WhatIsVoidedStandsInNobodysWay) {
  Stays desk;
  const Time start = desk.now;
  desk.incident(4);
  desk.three_of_which_one_stands();
  desk.now = start + 1h;
  desk.emit(event::IncidentVoided{IncidentId{3}, "appeal"});
  EXPECT_EQ(desk.ledger->next_deadline(), start + 30 * 24h);
}

TEST(ColourLedger, ALedgerFoldedInTheMiddleOfAStandingKnowsOfIt) {
  Stays desk;
  desk.three_of_which_one_stands();
  const Time start = desk.now;
  ColourLedger folded(desk.configuration, desk.policy, desk.state);
  for (const Event& event : desk.journal) folded.apply(event);
  EXPECT_EQ(folded.next_deadline(), std::nullopt);
  EXPECT_TRUE(folded.standing(MerchantId{1}, start + 1h).stands);
}

// A follower of a journal may ask between a strike and the change of colour that it brings.
TEST(ColourLedger, ALedgerThatWasAskedBeforeAColourChangedKnowsTheNextChangeAfterIt) {
  Desk desk;
  for (std::uint32_t number = 1; number <= 3; ++number) {
    desk.incident(number);
    desk.now += 24h;
  }
  ASSERT_EQ(desk.colour(), Colour::yellow);
  ColourLedger follower(desk.configuration, desk.policy, desk.state);
  int changes = 0;
  for (const Event& event : desk.journal) {
    follower.apply(event);
    const auto next = follower.next_deadline();
    if (!std::holds_alternative<event::ColourBecame>(event.payload)) continue;
    ++changes;
    ASSERT_TRUE(next);
    EXPECT_GT(*next, event.at) << "event " << event.sequence << ": the colour is right, so nothing is due now";
  }
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(follower.next_deadline(), desk.ledger->next_deadline());
}

// The old owner's goods are confirmed or re-checked under the new one.
TEST(ColourLedger, WhatStoodThereBeforeANewOwnerCameIsNeverHisStrike) {
  using StrikeIs = ColourPolicy::StrikeIs;
  for (const StrikeIs reading :
       {StrikeIs::counted, StrikeIs::notified, StrikeIs::uncorrected, StrikeIs::officer_confirmed}) {
    for (const bool resets : {true, false}) {
      SCOPED_TRACE(std::to_string(static_cast<int>(reading)) + (resets ? " resets" : " keeps"));
      ColourPolicy colour;
      colour.strike_is = reading;
      colour.owner_change_resets = resets;
      Desk desk(colour);
      if (reading != StrikeIs::counted) desk.open(1);
      desk.now += 2min;
      desk.emit(event::OwnerChanged{MerchantId{1}, "李某", "91330482", ""});
      desk.now += 1min;
      if (reading == StrikeIs::counted) desk.open(1, 3min);
      desk.emit(event::NoticeQueued{NoticeId{1}, IncidentId{1}, MerchantId{1}, "k", "t", desk.now});
      desk.emit(event::NoticeFate{NoticeId{1}, true});
      desk.emit(event::Rechecked{IncidentId{1}, RecheckOutcome::not_corrected});
      desk.emit(event::CaseRegistered{CaseId{1}, IncidentId{1}, std::nullopt, DutyGridId{0}, {}, desk.now + 2h, true});
      desk.emit(event::CaseMoved{CaseId{1}, CaseState::acknowledged, CaseState::arrived, OfficerId{0}, ""});
      EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, resets ? 0 : 1) << "who inherits is answerable";
      desk.now += 1h;
      desk.open(2);
      desk.emit(event::NoticeQueued{NoticeId{2}, IncidentId{2}, MerchantId{1}, "k2", "t", desk.now});
      desk.emit(event::NoticeFate{NoticeId{2}, true});
      desk.emit(event::Rechecked{IncidentId{2}, RecheckOutcome::not_corrected});
      desk.emit(event::CaseRegistered{CaseId{2}, IncidentId{2}, std::nullopt, DutyGridId{0}, {}, desk.now + 2h, true});
      desk.emit(event::CaseMoved{CaseId{2}, CaseState::acknowledged, CaseState::arrived, OfficerId{0}, ""});
      EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, resets ? 1 : 2)
          << "what he puts out himself is his";
    }
  }
}

TEST(ColourLedger, AClassWeighsWhatThePolicySays) {
  Desk desk;
  desk.configuration.classes.resize(2);
  desk.configuration.classes[0].code_name = "piled_goods";
  desk.configuration.classes[1].code_name = "motor_parking";
  desk.policy.classes = {{"motor_parking", 300s, {}, 0}, {"piled_goods", 180s, {}, 3}};
  desk.emit(event::IncidentOpened{
      IncidentId{1}, SightingId{1}, ClassId{1}, MerchantId{1}, ZoneId{0}, DutyGridId{0}, {}, desk.now});
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 0);
  EXPECT_TRUE(std::none_of(desk.journal.begin(), desk.journal.end(), [](const Event& e) {
    return std::holds_alternative<event::StrikeCounted>(e.payload);
  })) << "what weighs nothing is no strike";
  desk.incident(2);
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 3);
  EXPECT_EQ(desk.colour(), Colour::yellow);
}

TEST(ColourLedger, ABlindnessThatIsToldLateTakesAStepDownBack) {
  Desk desk;
  desk.configuration.cameras.resize(1);
  desk.configuration.zones.push_back({"front", ZoneKind::shop_front, MerchantId{1}, DutyGridId{0}, {CameraId{0}}, {}});
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  const Time start = desk.now;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  desk.now = start + 30 * 24h;
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::green);
  desk.now += 15min;
  desk.emit(event::CameraBecame{CameraId{0}, false, BlindReason::silent, start + 20 * 24h});
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::yellow) << "twenty of twenty-four days were seen";
}

// A front is unseen while all of its cameras are blind at once.
TEST(ColourLedger, AFrontThatTwoCamerasWatchIsUnseenOnlyWhileBothAreBlind) {
  Desk desk;
  desk.configuration.cameras.resize(3);
  desk.configuration.zones.push_back(
      {"front", ZoneKind::shop_front, MerchantId{1}, DutyGridId{0}, {CameraId{0}, CameraId{1}}, {}});
  desk.configuration.zones.push_back({"side", ZoneKind::shop_front, MerchantId{1}, DutyGridId{0}, {CameraId{1}}, {}});
  desk.configuration.zones.push_back({"other", ZoneKind::shop_front, MerchantId{0}, DutyGridId{0}, {CameraId{2}}, {}});
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  const Time start = desk.now;
  const auto becomes = [&](std::uint32_t camera, bool sees, int day) {
    desk.now = start + 24h * day;
    desk.emit(event::CameraBecame{CameraId{camera}, sees, BlindReason::disconnected, desk.now});
  };
  becomes(0, false, 1);
  becomes(2, false, 2);
  becomes(1, false, 3);
  becomes(0, false, 4);  // The same is said twice.
  becomes(0, true, 5);
  becomes(0, false, 6);
  becomes(1, true, 6);
  becomes(1, false, 7);
  const auto unseen = colour_history_of(desk.state, desk.configuration, desk.policy, MerchantId{1}).unseen;
  ASSERT_EQ(unseen.size(), 2u);
  EXPECT_EQ(unseen[0].from, start + 24h * 3);
  EXPECT_EQ(unseen[0].until, start + 24h * 5);
  EXPECT_EQ(unseen[1].from, start + 24h * 7);
  EXPECT_EQ(unseen[1].until, std::nullopt);
  EXPECT_EQ(colour_history_of(desk.state, desk.configuration, desk.policy, MerchantId{0}).unseen.size(), 1u);
}

// A camera that was blind for no time at all, as is told late, leaves its front seen.
TEST(ColourLedger, ABlindnessThatWasOverAsItBeganHidesNothing) {
  Desk desk;
  desk.configuration.cameras.resize(1);
  desk.configuration.zones.push_back({"front", ZoneKind::shop_front, MerchantId{1}, DutyGridId{0}, {CameraId{0}}, {}});
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  const Time start = desk.now;
  desk.now = start + 3h;
  desk.emit(event::CameraBecame{CameraId{0}, false, BlindReason::disconnected, start + 1h});
  desk.emit(event::CameraBecame{CameraId{0}, true, BlindReason::disconnected, start + 1h});
  EXPECT_TRUE(colour_history_of(desk.state, desk.configuration, desk.policy, MerchantId{1}).unseen.empty());
  desk.emit(event::CameraBecame{CameraId{0}, false, BlindReason::disconnected, start + 2h});
  const auto unseen = colour_history_of(desk.state, desk.configuration, desk.policy, MerchantId{1}).unseen;
  ASSERT_EQ(unseen.size(), 1u);
  EXPECT_EQ(unseen[0].from, start + 2h);
}

TEST(ColourLedger, ADossiersClosedDaysAreWholeLocalDaysInOrder) {
  using namespace std::chrono;
  Desk desk;
  desk.configuration.merchants[1].closed_on = {year{2020} / 11 / 8, year{2020} / 11 / 6, year{2020} / 11 / 7,
                                               year{2020} / 11 / 7, year{2020} / 11 / 20};
  const auto closed = colour_history_of(desk.state, desk.configuration, desk.policy, MerchantId{1}).closed;
  ASSERT_EQ(closed.size(), 2u);
  EXPECT_EQ(closed[0].from, Time{sys_days{year{2020} / 11 / 6}} - kUtcOffset);
  EXPECT_EQ(closed[0].until, Time{sys_days{year{2020} / 11 / 9}} - kUtcOffset);
  EXPECT_EQ(closed[1].from, Time{sys_days{year{2020} / 11 / 20}} - kUtcOffset);
}

struct Reports : Desk {
  using Desk::Desk;
  void received(std::uint32_t number) {
    emit(event::ReportReceived{ReportId{number}, Report{7, now, ClassId{0}, {}, ""}});
  }
  void verified(std::uint32_t number, std::optional<MerchantId> merchant = MerchantId{1}) {
    emit(event::ReportVerified{ReportId{number}, true, std::nullopt, merchant});
  }
  int count() const { return ledger->standing(MerchantId{1}, now).count; }
};

TEST(ColourLedger, AVerifiedReportCountsOnce) {
  Reports desk;
  desk.received(1);
  EXPECT_EQ(desk.count(), 0) << "not before anybody looked";
  desk.verified(1);
  desk.verified(1);
  EXPECT_EQ(desk.count(), 1);
  desk.emit(event::ReportVoided{ReportId{1}, "appeal"});
  EXPECT_EQ(desk.count(), 0);
}

TEST(ColourLedger, WhatACitizenToldOfStandsUntilItsCaseIsOver) {
  ColourPolicy colour;
  colour.yellow_from = 1;
  Reports desk(colour);
  const Time start = desk.now;
  desk.received(1);
  desk.verified(1);
  EXPECT_EQ(desk.colour(), Colour::yellow);
  desk.emit(event::CaseRegistered{CaseId{1}, std::nullopt, ReportId{1}, DutyGridId{0}, {}, desk.now + 2h, false});
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now + 1h).steps_down_at, std::nullopt);
  desk.now = start + 3h;
  desk.emit(event::CaseMoved{CaseId{1}, CaseState::checking, CaseState::closed, std::nullopt, ""});
  EXPECT_EQ(desk.ledger->next_deadline(), start + 3h + 30 * 24h);
}

TEST(ColourLedger, OneMatterThatACitizenToldOfAndACameraSawIsOneStrike) {
  Reports told_first;
  told_first.received(1);
  told_first.verified(1);
  told_first.emit(
      event::CaseRegistered{CaseId{1}, std::nullopt, ReportId{1}, DutyGridId{0}, {}, told_first.now + 2h, false});
  told_first.now += 10min;
  told_first.open(1);
  EXPECT_EQ(told_first.count(), 1) << "its case is open";
  told_first.open(2, 0s, ClassId{1});
  EXPECT_EQ(told_first.count(), 2) << "of another class";
  told_first.emit(event::CaseMoved{CaseId{1}, CaseState::checking, CaseState::closed, std::nullopt, ""});
  told_first.now += 1h;
  told_first.open(3, 70min);
  EXPECT_EQ(told_first.count(), 2) << "it stood there before the case was closed";
  told_first.open(4);
  EXPECT_EQ(told_first.count(), 3) << "after it";

  Reports seen_first;
  seen_first.open(1);
  seen_first.now += 10min;
  seen_first.received(1);
  seen_first.now += 10min;
  seen_first.close(1);
  seen_first.verified(1);
  EXPECT_EQ(seen_first.count(), 1) << "the incident was open when the citizen wrote";
  seen_first.received(2);
  seen_first.emit(event::IncidentVoided{IncidentId{1}, "appeal"});
  seen_first.verified(2);
  EXPECT_EQ(seen_first.count(), 1) << "what was voided stands for nothing";
}

TEST(ColourLedger, WhatWasReportedUnderTheOldOwnerIsNoStrikeOfTheNewOne) {
  Reports desk;
  desk.received(1);
  desk.now += 1h;
  desk.emit(event::OwnerChanged{MerchantId{1}, "李某", "91330482", ""});
  desk.verified(1);
  EXPECT_EQ(desk.count(), 0);
}

}  // namespace
}  // namespace tricolor::engine::colour_standing_test
