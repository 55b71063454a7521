// Shows that the cases of a class with a desk go to the desk's team at its hours, wherever they lie; and that where a
// vehicle's holder, or nobody, answers for a class, no shop is warned or has a strike and a case is opened at once.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::desk_test {
namespace {

using S = CaseState;
using Answers = ViolationClass::Answers;

constexpr Duration kFound = 183s;

/// The officer who owns the grid of the street, and another of the sanitation team, whose grid lies elsewhere. A car
/// stands where none may stop, which is a matter of the sanitation desk.
struct Yard : Town {
  explicit Yard(Configuration city) : Town(std::move(city)) {
    appears(0s, "car", car());
    officers.on_disposed = [this](CaseId) { goes(wires.now - kMorning, "car"); };
  }
  static Configuration city(Duration from = 0s, Duration until = 0s) {
    Configuration it = town_street();
    it.duty_grids.resize(2);
    it.duty_grids[0].squad = "东湖中队";
    it.duty_grids[1] = {"depot", std::nullopt, "环卫一队"};
    it.officers[1].duty_grid = DutyGridId{1};
    it.classes[kMotorParking.value].desk = CaseDesk{"sanitation", "环卫", "", "环卫一队", from, until};
    return it;
  }
  std::vector<OfficerId> sent() const {
    std::vector<OfficerId> list;
    for (const auto& call : officers.dispatched) list.push_back(call.officer);
    return list;
  }
  std::string reason() const {
    for (const auto& moved : all<event::CaseMoved>())
      if (moved.to == S::dispatched) return moved.reason;
    return "never dispatched";
  }
};

const Duration kMorningOfDay = (kMorning + kUtcOffset).time_since_epoch() % 24h;

TEST(Desk, ACaseGoesToTheTeamOfItsDeskAndNotToTheOwnerOfItsGrid) {
  Yard town(Yard::city());
  town.run(2h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{1}}));
  EXPECT_EQ(town.reason(), "by the desk sanitation");
  EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
  expect_lawful(town);
}

TEST(Desk, ASilentOfficerOfTheTeamIsReplacedByNobodyOfAnotherSquad) {
  Yard town(Yard::city());
  town.officers.offline = {OfficerId{1}};
  town.run(2h);
  for (const OfficerId officer : town.sent()) EXPECT_EQ(officer, OfficerId{1});
  expect_lawful(town, false);
}

TEST(Desk, OutsideItsHoursACaseWaitsAndARestartForgetsNothing) {
  for (const bool restarts : {false, true}) {
    Yard town(Yard::city(kMorningOfDay + 40min, kMorningOfDay + 8h));
    if (restarts) town.then(20min, [&] { town.restart(); });
    town.run(30min);
    EXPECT_EQ(town.when<event::CaseRegistered>(), kFound);
    EXPECT_TRUE(town.sent().empty());
    town.run(3h);
    EXPECT_EQ(town.reached(CaseId{1}, S::dispatched), Duration{40min});
    EXPECT_EQ(town.sent(), (std::vector{OfficerId{1}}));
    expect_lawful(town);
  }
}

TEST(Desk, ATeamWithoutOfficersLeavesTheCaseToTheGridAndTheCaseSaysSo) {
  Configuration city = Yard::city();
  city.officers[1].duty_grid = DutyGridId{0};
  Yard town(city);
  town.run(2h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{0}}));
  EXPECT_EQ(town.reason(), "the desk sanitation has no officer: 环卫一队 is empty");
  expect_lawful(town);
}

TEST(Desk, WhatOfficersOfTheTeamCannotSettleGoesToItsLeader) {
  Configuration city = Yard::city();
  city.officers.push_back({"o3", DutyGridId{0}, {0, 0}, 8h, 20h, true});
  city.officers.push_back({"o4", DutyGridId{1}, {0, 0}, 8h, 20h, true});
  Yard town(city);
  town.officers.will_return = {{OfficerId{1}, CaseId{1}}};
  town.run(3h);
  EXPECT_EQ(town.sent(), (std::vector{OfficerId{1}, OfficerId{3}})) << "and not to the leader of the place's squad";
  expect_lawful(town);
}

TEST(Answers, WhereTheHolderOfAVehicleOrNobodyAnswersNoShopIsWarnedOrHasAStrike) {
  for (const Answers answers : {Answers::place, Answers::vehicle, Answers::nobody}) {
    Configuration city = town_street();
    city.classes[kPiledGoods.value].answers = answers;
    Town town(city);
    town.appears(0s, "goods", town.goods_a());
    town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(2h);
    ASSERT_EQ(town.all<event::IncidentOpened>().size(), 1u);
    EXPECT_FALSE(town.all<event::IncidentOpened>()[0].merchant);
    EXPECT_EQ(town.when<event::CaseRegistered>(), kFound) << "an officer goes at once";
    EXPECT_TRUE(town.all<event::NoticeQueued>().empty());
    EXPECT_TRUE(town.all<event::StrikeCounted>().empty());
    EXPECT_EQ(town.walk(CaseId{1}).back(), S::closed);
    expect_lawful(town);
  }
}

TEST(Answers, AVerifiedReportOfSuchAClassIsNoStrikeWhateverShopTheOfficerNames) {
  for (const Answers answers : {Answers::merchant, Answers::vehicle}) {
    Configuration city = town_street();
    city.classes[kPiledGoods.value].answers = answers;
    Town town(city);
    town.officers.whose = [](ReportId) { return MerchantId{1}; };
    town.then(1h, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {40, 0.9}, "店外堆放"}); });
    town.run(5h);
    EXPECT_EQ(town.all<event::ReportCounted>().size(), answers == Answers::merchant ? 1u : 0u);
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), 1u);
    expect_lawful(town);
  }
}

}  // namespace
}  // namespace tricolor::engine::testing::desk_test
