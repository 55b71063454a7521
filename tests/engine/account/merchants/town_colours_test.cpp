// Shows in whole days of a small town what a colour follows from: which incidents are one strike (C7), when the same
// thing is a new one (C8), that a citizen's report may be one (C9), what a new owner answers for and who gets the SMS
// (C12), and that no day is clean while a pile stands whose case is closed.
#include <gtest/gtest.h>

#include "engine/colour_code.h"
#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::town_colours_test {
namespace {

using std::chrono::days;
using StrikeIs = ColourPolicy::StrikeIs;

Policy with(StrikeIs reading) {
  Policy policy = pinghu();
  policy.colour.strike_is = reading;
  return policy;
}

std::size_t strikes_of(const Town& town) { return town.all<event::StrikeCounted>().size(); }

OwnerChange new_owner(const Town& town, std::string phone = {}) {
  return {MerchantId{0}, town.wires.now, "王芳", "91330482MA2", std::move(phone)};
}

// A shop with two strikes puts out a third pile, and no officer has it taken away.
Configuration with_two_strikes() {
  Configuration city = town_street();
  city.merchants[0].imported_strikes = {kMorning - days{3}, kMorning - days{2}};
  return city;
}

// One incident is corrected within the 15 minutes, and one is not.
TEST(TownColours, C7WhatIsOneStrikeIsTheIncidentTheSmsItsFailureOrTheOfficersWord) {
  const std::pair<StrikeIs, std::size_t> readings[] = {
      {StrikeIs::counted, 2}, {StrikeIs::notified, 2}, {StrikeIs::uncorrected, 1}, {StrikeIs::officer_confirmed, 1}};
  for (const auto& [reading, strikes] : readings) {
    Town town(town_street(), with(reading));
    town.appears(0s, "goods", town.goods_a());
    town.goes(10min, "goods");
    town.appears(2h, "goods", town.goods_a());
    town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(5h);
    EXPECT_EQ(strikes_of(town), strikes) << "reading " << static_cast<int>(reading);
    expect_lawful(town);
  }
}

TEST(TownColours, C7AnSmsThatIsLostIsNoStrikeWhereOnlyTheNotifiedCount) {
  Town town(town_street(), with(StrikeIs::notified));
  town.gateway.fault = FakeGateway::Fault::loses;
  town.appears(0s, "goods", town.goods_a());
  town.goes(10min, "goods");
  town.run(2h);
  EXPECT_EQ(strikes_of(town), 0u);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
}

// The incident is corrected and closed; 20 minutes after the goods went they are back.
TEST(TownColours, C8TheSameThingIsANewStrikeWhenItsPlaceWasClearForLongEnough) {
  for (const auto& [rearm, strikes] : {std::pair{Duration{60s}, 2u}, std::pair{Duration{40min}, 1u}}) {
    Policy policy = pinghu();
    policy.occupancy.rearm_after_clear = rearm;
    Town town(town_street(), policy);
    town.appears(0s, "goods", town.goods_a());
    town.goes(10min, "goods");
    town.appears(30min, "goods", town.goods_a());
    town.run(40min);
    EXPECT_EQ(strikes_of(town), strikes) << "re-armed after " << to_text(rearm);
  }
}

// There are goods that no camera sees before the other shop.
struct Told : Town {
  explicit Told(const Policy& rules) : Town(town_street(), rules) {
    officers.whose = [](ReportId) { return MerchantId{1}; };
    then(1h, [this] { say(Report{7, wires.now, kPiledGoods, {40, 0.9}, "店外堆放"}); });
  }
};

TEST(TownColours, C9AVerifiedReportIsAStrikeOrIsNot) {
  Policy counts = pinghu(), does_not = pinghu();
  does_not.colour.verified_report_counts = false;
  for (const Policy& policy : {counts, does_not}) {
    Told town(policy);
    town.run(5h);
    EXPECT_EQ(town.all<event::ReportCounted>().size(), policy.colour.verified_report_counts ? 1u : 0u);
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u) << "it is a case under both readings";
    expect_lawful(town);
  }
}

TEST(TownColours, C9AReportThatNobodyFoundTrueOrGaveToAShopIsNoStrike) {
  Told untrue(pinghu());
  untrue.officers.is_true = [](ReportId) { return false; };
  untrue.run(5h);
  EXPECT_TRUE(untrue.all<event::ReportCounted>().empty());
  Told nobodys(pinghu());
  nobodys.officers.whose = [](ReportId) { return std::nullopt; };
  nobodys.run(5h);
  EXPECT_TRUE(nobodys.all<event::ReportCounted>().empty());
  for (const StrikeIs reading : {StrikeIs::notified, StrikeIs::uncorrected}) {
    Told town(with(reading));
    town.run(5h);
    EXPECT_TRUE(town.all<event::ReportCounted>().empty()) << "no SMS was sent about it, and none was in vain";
  }
}

TEST(TownColours, C9AStrikeForAReportIsTakenBackOnAppeal) {
  Policy policy = pinghu();
  policy.colour.yellow_from = 1;
  Told town(policy);
  town.run(5h);
  EXPECT_EQ(town.engine->colours()[1], Colour::yellow);
  town.then(6h, [&] { town.say(VoidRequest{{}, town.wires.now, "申诉成立", ReportId{1}}); });
  town.run(7h);
  EXPECT_EQ(town.engine->colours()[1], Colour::green);
  town.restart();
  EXPECT_EQ(town.engine->colours()[1], Colour::green);
}

TEST(TownColours, NoDayIsCleanWhileAPileStandsThatEverybodyHasDoneWith) {
  Town town(with_two_strikes());
  town.appears(0s, "goods", town.goods_a());
  town.run(12h);
  town.looks_every = 10min;
  town.run(days{32});
  EXPECT_TRUE(town.standing("goods"));
  EXPECT_EQ(town.engine->colours()[0], Colour::yellow) << "the pile stands in front of it";
  for (const auto& became : town.all<event::ColourBecame>()) EXPECT_GT(became.to, became.from);
  town.goes(days{32}, "goods");
  town.run(days{61});
  EXPECT_EQ(town.engine->colours()[0], Colour::yellow);
  town.run(days{62} + 1h);
  EXPECT_EQ(town.engine->colours()[0], Colour::green) << "thirty days after it was gone";
}

TEST(TownColours, C12WhatTheOldOwnerPutOutIsNoStrikeOfTheNewOne) {
  for (const StrikeIs reading :
       {StrikeIs::counted, StrikeIs::notified, StrikeIs::uncorrected, StrikeIs::officer_confirmed}) {
    Town town(town_street(), with(reading));
    town.appears(0s, "goods", town.goods_a());
    town.then(2min, [&] { town.say(new_owner(town, "13900000009")); });
    town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(3h);
    EXPECT_EQ(strikes_of(town), 0u) << "reading " << static_cast<int>(reading);
    ASSERT_EQ(town.all<event::IncidentOpened>().size(), 1u) << "it goes on as a matter of the place";
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u) << "an officer sees to it";
    EXPECT_FALSE(town.standing("goods"));
    EXPECT_TRUE(town.gateway.accepted.empty()) << "nobody is written to about another's goods";
    expect_lawful(town);
    town.appears(4h, "goods", town.goods_a());
    town.run(6h);
    EXPECT_EQ(strikes_of(town), 1u) << "what he puts out himself";
    ASSERT_EQ(town.gateway.accepted.size(), 1u);
    EXPECT_EQ(town.gateway.accepted[0].phone, "13900000009");
  }
}

// In quiet hours until 11:00 the SMS waits; the shop changes hands at 10:30.
TEST(TownColours, C12AnSmsThatWaitsWhenTheShopChangesHandsIsGivenUpOrGoesToTheNewNumber) {
  for (const bool resets : {true, false}) {
    Policy policy = pinghu();
    policy.colour.owner_change_resets = resets;
    policy.notice.quiet_hours = {{9h, 11h}};
    Town town(town_street(), policy);
    const Duration eleven = 2h;  // 11:00, counted from 09:00.
    town.appears(eleven - 50min, "goods", town.goods_a());
    town.then(eleven - 30min, [&] { town.say(new_owner(town, "13900000009")); });
    town.run(eleven + 5min);
    const auto fates = town.all<event::NoticeFate>();
    if (resets) {
      EXPECT_TRUE(town.gateway.accepted.empty());
      ASSERT_EQ(fates.size(), 1u);
      EXPECT_EQ(fates[0].why, event::NoticeFate::Why::owner_changed);
      EXPECT_EQ(town.when<event::CaseRegistered>(), eleven - 30min)
          << "an officer is sent, as for a place that nobody can be warned about";
      EXPECT_FALSE(town.all<event::CaseRegistered>().at(0).warned);
    } else {
      ASSERT_EQ(town.gateway.accepted.size(), 1u);
      EXPECT_EQ(town.gateway.accepted[0].phone, "13900000009") << "the old number is nobody's any more";
    }
    expect_lawful(town, false);
  }
}

TEST(TownColours, C12AClockThatRunsWhenTheShopChangesHandsRunsOnForThePlace) {
  Town town(town_street(), with(StrikeIs::uncorrected));
  town.appears(0s, "goods", town.goods_a());
  town.then(10min, [&] { town.say(new_owner(town, "13900000009")); });
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  town.run(2h);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.gateway.accepted[0].phone, "13800000001") << "it had left before";
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_FALSE(town.standing("goods"));
  EXPECT_EQ(strikes_of(town), 0u);
  expect_lawful(town);
}

TEST(TownColours, C12WhoseNumberNobodyKnowsIsNotWrittenTo) {
  Town town;
  town.then(1min, [&] { town.say(new_owner(town)); });
  town.appears(1h, "goods", town.goods_a());
  town.run(70min);
  EXPECT_TRUE(town.gateway.accepted.empty()) << "the number of the dossier is the old owner's";
  EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
  EXPECT_EQ(strikes_of(town), 1u) << "a strike does not depend on a telephone";
  // The dossier is corrected.
  town.goes(70min, "goods");
  Configuration corrected = town_street();
  corrected.merchants[0].licence = "91330482MA2";
  corrected.merchants[0].phone = "13900000009";
  town.then(5h, [&] { town.engine->configure(town.wires.now, corrected, town.policy); });
  town.appears(6h, "goods", town.goods_a());
  town.run(7h);
  ASSERT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.gateway.accepted[0].phone, "13900000009");
}

}  // namespace
}  // namespace tricolor::engine::testing::town_colours_test
