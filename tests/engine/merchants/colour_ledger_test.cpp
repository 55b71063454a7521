// Shows that the ledger counts what the policy's reading counts, each incident once, and changes colours in the journal one level at a
// time; and that a ledger folded from the journal stands where the live one stood.
#include "merchants/colour_ledger.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

struct Desk : EventSink {
  Configuration configuration;
  Policy policy;
  std::unique_ptr<ColourLedger> ledger;
  std::vector<Event> journal;
  Time now{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

  explicit Desk(ColourPolicy colour = {}) {
    configuration.merchants.resize(2);
    policy.colour = colour;
    ledger = std::make_unique<ColourLedger>(configuration, policy, nullptr);
  }
  void emit(event::Payload payload) override {
    journal.push_back({journal.size() + 1, now, std::move(payload)});
    const Event event = journal.back();
    ledger->apply(event);
    ledger->react(event, *this);
  }
  void incident(std::uint32_t number) {
    emit(event::IncidentOpened{IncidentId{number}, SightingId{number}, ClassId{0}, MerchantId{1}, ZoneId{0}, DutyGridId{0}, {}, now});
  }
  Colour colour() const { return ledger->colours()[1]; }
};

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
  desk.configuration.merchants[1].imported_strikes = {desk.now - 48h, desk.now - 24h, desk.now - 1h, desk.now - 40min, desk.now - 20min};
  desk.ledger->import_history(desk.now, desk);
  EXPECT_EQ(desk.colour(), Colour::red);
  ColourLedger folded(desk.configuration, desk.policy, nullptr);
  for (const Event& event : desk.journal) folded.apply(event);
  EXPECT_EQ(folded.colours(), desk.ledger->colours());
  EXPECT_EQ(folded.standing(MerchantId{1}, desk.now).count, desk.ledger->standing(MerchantId{1}, desk.now).count);
}

}  // namespace
}  // namespace tricolor::engine
