// Shows that the ledger counts what the policy's reading counts, each incident once, and changes colours in the journal
// one level at a time; and that a ledger folded from the journal stands where the live one stood.
#include "engine/account/merchants/ledger_desk.h"

namespace tricolor::engine::colour_ledger_test {
namespace {

TEST(ColourLedger, CountsAtTheIncidentByDefault) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  EXPECT_EQ(desk.colour(), Colour::yellow);
  EXPECT_EQ(desk.ledger->colours()[0], Colour::green);
}

TEST(ColourLedger, ReadingUncorrectedCountsOnlyWarningsInVain) {
  ColourPolicy colour;
  colour.strike_is = ColourPolicy::StrikeIs::uncorrected;
  Desk desk(colour);
  for (std::uint32_t i = 1; i <= 4; ++i) {
    desk.incident(i);
    desk.emit(event::Rechecked{IncidentId{i}, i == 1 ? RecheckOutcome::corrected : RecheckOutcome::not_corrected});
  }
  EXPECT_EQ(desk.colour(), Colour::yellow);
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 3);
}

TEST(ColourLedger, ReadingNotifiedNeedsADeliveredNoticeAndCountsItOnce) {
  ColourPolicy colour;
  colour.strike_is = ColourPolicy::StrikeIs::notified;
  Desk desk(colour);
  desk.incident(1);
  desk.emit(event::NoticeQueued{NoticeId{1}, IncidentId{1}, MerchantId{1}, "k", "t", desk.now});
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 0);
  desk.emit(event::NoticeFate{NoticeId{1}, true});
  desk.emit(event::NoticeFate{NoticeId{1}, true});
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 1);
}

TEST(ColourLedger, StepsDownByItself) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  const auto due = desk.ledger->next_deadline();
  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(*due, desk.now + std::chrono::days{30});
  desk.now = *due;
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::green);
  EXPECT_FALSE(desk.ledger->next_deadline().has_value());
}

TEST(ColourLedger, VoidingTakesTheColourBack) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  desk.emit(event::IncidentVoided{IncidentId{2}, "appeal"});
  EXPECT_EQ(desk.colour(), Colour::green);
}

TEST(ColourLedger, ImportedHistoryCountsAndAFoldedLedgerAgrees) {
  Desk desk;
  desk.configuration.merchants[1].imported_strikes = {desk.now - 48h, desk.now - 24h, desk.now - 1h, desk.now - 40min,
                                                      desk.now - 20min};
  desk.ledger->import_history(desk.now, 0, desk);
  EXPECT_EQ(desk.colour(), Colour::red);
  ColourLedger folded(desk.configuration, desk.policy, desk.state);
  for (const Event& event : desk.journal) folded.apply(event);
  EXPECT_EQ(folded.colours(), desk.ledger->colours());
  EXPECT_EQ(folded.standing(MerchantId{1}, desk.now).count, desk.ledger->standing(MerchantId{1}, desk.now).count);
}

TEST(ColourLedger, AFoldedLedgerStepsDownAtTheSameInstant) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  const auto due = desk.ledger->next_deadline();
  ASSERT_TRUE(due.has_value());
  // The engine died and was built anew from its journal.
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  for (const Event& event : desk.journal) desk.ledger->apply(event);
  EXPECT_EQ(desk.ledger->next_deadline(), due);
  desk.now = *due;
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::green);
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt);
}

TEST(ColourLedger, AStepDownThatFellDueWhileTheEngineWasDeadIsMadeUpFor) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  const Time due = *desk.ledger->next_deadline();
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  for (const Event& event : desk.journal) desk.ledger->apply(event);
  desk.now = due + 48h;
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::green);
  EXPECT_EQ(desk.journal.back().at, desk.now);
}

// The seen time of a shop's front changes when its camera sees again, and so does the day of its step-down.
TEST(ColourLedger, AStepDownThatBlindDaysPutOffIsForecastAnewWhenTheCameraSeesAgain) {
  using std::chrono::days;
  Desk desk;
  desk.configuration.cameras.resize(2);
  desk.configuration.zones.push_back({"front", ZoneKind::shop_front, MerchantId{1}, DutyGridId{0}, {CameraId{0}}, {}});
  const Time start = desk.now, dark = start + days{20}, light = start + days{31};
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  EXPECT_EQ(desk.ledger->next_deadline(), start + days{30});
  desk.now = dark;
  desk.emit(event::CameraBecame{CameraId{0}, false, BlindReason::disconnected, dark});
  EXPECT_EQ(desk.ledger->next_deadline(), std::nullopt) << "nobody knows when it will be seen again";
  desk.now = start + days{30};
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::yellow) << "ten of thirty days nobody saw it";
  desk.now = light;
  desk.emit(event::CameraBecame{CameraId{0}, true, BlindReason::disconnected, light});
  // Twenty days were seen before the dark ones; four of the eleven dark ones are beyond the tolerated share, and delay
  // the step-down.
  ASSERT_TRUE(desk.ledger->next_deadline().has_value());
  EXPECT_EQ(*desk.ledger->next_deadline(), start + days{35});
  desk.now = *desk.ledger->next_deadline();
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::green);
}

TEST(ColourLedger, UnderANewPolicyTheSameJournalGivesNewColours) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 3; ++i) desk.incident(i);
  EXPECT_EQ(desk.colour(), Colour::yellow);
  desk.policy.colour.yellow_from = 4;
  desk.ledger = std::make_unique<ColourLedger>(desk.configuration, desk.policy, desk.state);
  for (const Event& event : desk.journal) desk.ledger->apply(event);
  ASSERT_TRUE(desk.ledger->next_deadline().has_value());
  EXPECT_LE(*desk.ledger->next_deadline(), desk.now) << "at once";
  desk.ledger->wake(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::green);
}

TEST(ColourLedger, AVoidedIncidentNeverCountsAfterwards) {
  ColourPolicy colour;
  colour.strike_is = ColourPolicy::StrikeIs::uncorrected;
  Desk desk(colour);
  desk.incident(1);
  desk.emit(event::IncidentVoided{IncidentId{1}, "appeal"});
  desk.emit(event::Rechecked{IncidentId{1}, RecheckOutcome::not_corrected});
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 0);
}

TEST(ColourLedger, ReadingOfficerConfirmedNeedsAnOfficerWhoFoundSomething) {
  ColourPolicy colour;
  colour.strike_is = ColourPolicy::StrikeIs::officer_confirmed;
  Desk desk(colour);
  for (std::uint32_t i = 1; i <= 2; ++i) {
    desk.incident(i);
    desk.emit(event::CaseRegistered{CaseId{i}, IncidentId{i}, std::nullopt, DutyGridId{0}, {}, desk.now + 2h, true});
    desk.emit(event::CaseMoved{CaseId{i}, CaseState::acknowledged, CaseState::arrived, OfficerId{0},
                               i == 1 ? "nothing found" : ""});
  }
  EXPECT_EQ(desk.ledger->standing(MerchantId{1}, desk.now).count, 1);
}

TEST(ColourLedger, AnOwnerChangeIsGreenAndLogged) {
  Desk desk;
  for (std::uint32_t i = 1; i <= 5; ++i) desk.incident(i);
  EXPECT_EQ(desk.colour(), Colour::red);
  desk.now += 1h;
  desk.emit(event::OwnerChanged{MerchantId{1}, "李某", "91330482", ""});
  EXPECT_EQ(desk.colour(), Colour::green);
  const auto changes = std::count_if(desk.journal.begin(), desk.journal.end(), [](const Event& e) {
    return std::holds_alternative<event::ColourBecame>(e.payload);
  });
  EXPECT_EQ(changes, 4) << "up by way of yellow, and down by way of yellow";
}

}  // namespace
}  // namespace tricolor::engine::colour_ledger_test
