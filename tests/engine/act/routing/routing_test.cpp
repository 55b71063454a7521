// Shows to which grid a place belongs; whom each of the four dispatch rules sends, grid before squad before leader;
// that nobody off duty or passed over is sent; and when the next shift begins.
#include <gtest/gtest.h>

#include "routing/routing.h"

namespace tricolor::engine::testing::routing_test {
namespace {

using namespace std::chrono_literals;
using To = EscalationPolicy::To;

constexpr Time kMorning{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}.time_since_epoch() +
                        std::chrono::hours{1}};  // 09:00 in UTC+8
constexpr DutyGridId kHere{0}, kThere{1};

// Owner o1 of the first grid waits far away; o2, of the same grid, nearer; o3, of another grid, nearest.
struct Squad {
  Configuration city;
  Policy policy;

  explicit Squad(To to) {
    policy.escalation.to = to;
    city.duty_grids = {{"g1", OfficerId{0}}, {"g2", std::nullopt}};
    city.officers = {
        {"o1", kHere, {500, 0}, 8h, 17h}, {"o2", kHere, {100, 0}, 8h, 17h}, {"o3", kThere, {10, 0}, 8h, 17h}};
  }
  std::optional<OfficerId> send(std::set<OfficerId> passed_over = {}, std::vector<int> load = {0, 0, 0},
                                DutyGridId grid = kHere, Time at = kMorning) const {
    return Routing(city, policy).officer_for(grid, {0, 0}, at, passed_over, load);
  }
};

TEST(Routing, GridOwnerThenHisGridThenTheNearest) {
  const Squad squad(To::grid_owner);
  EXPECT_EQ(squad.send(), OfficerId{0});
  EXPECT_EQ(squad.send({OfficerId{0}}), OfficerId{1});
  EXPECT_EQ(squad.send({OfficerId{0}, OfficerId{1}}), OfficerId{2});
  EXPECT_EQ(squad.send({OfficerId{0}, OfficerId{1}, OfficerId{2}}), std::nullopt);
}

TEST(Routing, AGridWithoutAnOwnerIsServedByItsOfficers) {
  const Squad squad(To::grid_owner);
  EXPECT_EQ(squad.send({}, {0, 0, 0}, kThere), OfficerId{2});
  EXPECT_EQ(squad.send({OfficerId{2}}, {0, 0, 0}, kThere), OfficerId{1}) << "nobody of the grid is left: the nearest";
}

TEST(Routing, AnOwnerOffDutyIsReplaced) {
  Squad squad(To::grid_owner);
  squad.city.officers[0].on_duty_from = 17h;
  squad.city.officers[0].on_duty_until = 23h;
  EXPECT_EQ(squad.send(), OfficerId{1});
}

TEST(Routing, Nearest) { EXPECT_EQ(Squad(To::nearest).send(), OfficerId{2}); }

TEST(Routing, LeastLoadedThenNearest) {
  const Squad squad(To::least_loaded);
  EXPECT_EQ(squad.send({}, {2, 1, 3}), OfficerId{1});
  EXPECT_EQ(squad.send({}, {1, 1, 1}), OfficerId{2});
}

TEST(Routing, AssignmentWeighsWayAgainstWaiting) {
  const Squad squad(To::assignment);
  EXPECT_EQ(squad.send({}, {0, 0, 0}), OfficerId{2});
  EXPECT_EQ(squad.send({}, {0, 0, 1}), OfficerId{1}) << "a task in hand outweighs 90 m";
  EXPECT_EQ(squad.send({}, {0, 3, 3}), OfficerId{0});
}

TEST(Routing, EqualsAreBrokenByNumberSoThatARunRepeats) {
  Squad squad(To::nearest);
  for (Officer& officer : squad.city.officers) officer.waits_at = {10, 0};
  EXPECT_EQ(squad.send(), OfficerId{0});
}

TEST(Routing, ShiftsEndAndRunOverMidnight) {
  Squad squad(To::grid_owner);
  for (Officer& officer : squad.city.officers) officer.on_duty_from = 22h, officer.on_duty_until = 6h;
  const Routing routing(squad.city, squad.policy);
  const Time midnight = kMorning - 9h;
  EXPECT_TRUE(routing.on_duty(OfficerId{0}, midnight));
  EXPECT_TRUE(routing.on_duty(OfficerId{0}, midnight + 6h - 1s));
  EXPECT_FALSE(routing.on_duty(OfficerId{0}, midnight + 6h));
  EXPECT_FALSE(routing.on_duty(OfficerId{0}, midnight + 22h - 1s));
  EXPECT_TRUE(routing.on_duty(OfficerId{0}, midnight + 22h));
  EXPECT_EQ(squad.send(), std::nullopt);
  EXPECT_EQ(routing.next_shift(kMorning), midnight + 22h);
  EXPECT_EQ(routing.next_shift(midnight + 23h), midnight + 46h);
}

TEST(Routing, WithoutOfficersThereIsNoNextShift) {
  Squad squad(To::grid_owner);
  squad.city.officers.clear();
  EXPECT_EQ(Routing(squad.city, squad.policy).next_shift(kMorning), std::nullopt);
  EXPECT_EQ(squad.send(), std::nullopt);
}

TEST(Routing, TheLeaderOfTheGridGoesBeforeAnotherGridsAndNobodyElseIsOne) {
  Squad squad(To::grid_owner);
  squad.city.officers.push_back({"l1", kThere, {0, 0}, 8h, 17h});
  squad.city.officers.push_back({"l2", kHere, {900, 0}, 8h, 17h});
  squad.city.officers.push_back({"l3", kHere, {0, 0}, 8h, 17h});
  for (std::size_t i = 3; i < 6; ++i) squad.city.officers[i].leads = true;
  const auto leader = [&](std::set<OfficerId> passed_over, Time at = kMorning) {
    return Routing(squad.city, squad.policy).leader_for(kHere, at, passed_over);
  };
  EXPECT_EQ(leader({}), OfficerId{4});
  EXPECT_EQ(leader({OfficerId{4}}), OfficerId{5});
  EXPECT_EQ(leader({OfficerId{4}, OfficerId{5}}), OfficerId{3});
  EXPECT_EQ(leader({OfficerId{3}, OfficerId{4}, OfficerId{5}}), std::nullopt);
  squad.city.officers[4].on_duty_from = 17h;
  squad.city.officers[4].on_duty_until = 23h;
  EXPECT_EQ(leader({}), OfficerId{5});
  EXPECT_EQ(leader({}, kMorning + 9h), OfficerId{4});
  EXPECT_EQ(squad.send({OfficerId{0}, OfficerId{1}, OfficerId{2}}), std::nullopt) << "a leader is sent by name only";
}

TEST(Routing, ADeskIsAtWorkAtItsHoursOverMidnightToo) {
  CaseDesk desk{"night", "夜班", "", "夜班中队", 22h, 6h};
  EXPECT_EQ(Routing::at_work(desk, kMorning), kMorning + 13h) << "from 09:00 to 22:00";
  EXPECT_EQ(Routing::at_work(desk, kMorning + 13h), kMorning + 13h);
  EXPECT_EQ(Routing::at_work(desk, kMorning + 20h), kMorning + 20h) << "at 05:00";
  EXPECT_EQ(Routing::at_work(desk, kMorning + 21h), kMorning + 37h) << "at 06:00 it has gone home";
  desk.from = desk.until = 0h;
  EXPECT_EQ(Routing::at_work(desk, kMorning), kMorning) << "always";
}

TEST(Routing, APositionCountsWhileItIsFreshAndNeverAnOlderOne) {
  Squad squad(To::nearest);
  Routing routing(squad.city, squad.policy);
  const Duration good_for = squad.policy.escalation.position_good_for;
  const auto sent = [&](Time at) { return routing.officer_for(kHere, {0, 0}, at, {}, {0, 0, 0}); };
  ASSERT_EQ(sent(kMorning), OfficerId{2});
  routing.note(OfficerId{0}, {1, 0}, kMorning);
  routing.note(OfficerId{0}, {700, 0}, kMorning - 1s);
  EXPECT_EQ(sent(kMorning + good_for), OfficerId{0});
  EXPECT_EQ(sent(kMorning + good_for + Duration{1}), OfficerId{2});
  routing.note(OfficerId{0}, {700, 0}, kMorning);
  EXPECT_EQ(sent(kMorning), OfficerId{2}) << "of two positions of one instant the last one told counts";
}

TEST(Routing, TheNextShiftIsThatOfSomebodyWhoMayBeSent) {
  Squad squad(To::grid_owner);
  squad.city.officers[0].on_duty_from = 10h;
  squad.city.officers[1].on_duty_from = 9h;  // Begins now: the next time is tomorrow.
  squad.city.officers[2].on_duty_from = 8h;
  const Routing routing(squad.city, squad.policy);
  EXPECT_EQ(routing.next_shift(kMorning), kMorning + 1h);
  EXPECT_EQ(routing.next_shift(kMorning, {OfficerId{0}}), kMorning + 23h);
  EXPECT_EQ(routing.next_shift(kMorning, {OfficerId{0}, OfficerId{2}}), kMorning + 24h);
}

TEST(Routing, APlaceBelongsToTheGridOfTheNearestZone) {
  Squad squad(To::grid_owner);
  squad.city.zones = {{"a", ZoneKind::pavement, std::nullopt, kHere, {}, {{0, 0}, {5, 0}, {5, 2}, {0, 2}}},
                      {"b", ZoneKind::pavement, std::nullopt, kThere, {}, {{100, 0}, {105, 0}, {105, 2}, {100, 2}}}};
  const Routing routing(squad.city, squad.policy);
  EXPECT_EQ(routing.grid_at({10, 0}), kHere);
  EXPECT_EQ(routing.grid_at({90, 0}), kThere);
}

// Bounds only spare work: the nearest zone is that of a search through all outlines, and of equally near ones the
// first.
TEST(Routing, TheNearestZoneIsThatOfASearchThroughAll) {
  Squad squad(To::grid_owner);
  std::uint32_t drawn = 20201102;
  const auto next = [&drawn](int below) {
    drawn = drawn * 1664525u + 1013904223u;
    return static_cast<double>((drawn >> 16) % static_cast<std::uint32_t>(below));
  };
  squad.city.duty_grids.clear();
  for (std::uint32_t i = 0; i < 60; ++i) {
    const double x = next(40), y = next(40);
    squad.city.duty_grids.push_back({"g", std::nullopt});
    squad.city.zones.push_back({"z",
                                ZoneKind::pavement,
                                std::nullopt,
                                DutyGridId{i},
                                {},
                                {{x, y}, {x + 4, y + next(3)}, {x + 2 + next(4), y + 5}}});
  }
  const Routing routing(squad.city, squad.policy);
  for (int i = 0; i < 500; ++i) {
    const GroundPoint where{next(60) - 10, next(60) - 10};
    std::size_t nearest = 0;
    for (std::size_t z = 1; z < squad.city.zones.size(); ++z)
      if (distance_m(squad.city.zones[z].outline, where) < distance_m(squad.city.zones[nearest].outline, where))
        nearest = z;
    ASSERT_EQ(routing.grid_at(where), squad.city.zones[nearest].duty_grid) << where.x_m << ", " << where.y_m;
  }
}

// Two grids with outlines, of 100 m × 100 m, side by side, of which the second is an L; the zones say otherwise.
struct Divided : Squad {
  Divided() : Squad(To::grid_owner) {
    city.duty_grids[0].outline = {{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    city.duty_grids[1].outline = {{100, 0}, {200, 0}, {200, 100}, {150, 100}, {150, 50}, {100, 50}};
    city.zones = {{"a", ZoneKind::pavement, std::nullopt, kThere, {}, {{10, 10}, {15, 10}, {15, 12}, {10, 12}}}};
  }
  Routing routing() const { return Routing(city, policy); }
};

TEST(Routing, APlaceBelongsToTheGridWhoseOutlineHoldsItWhateverTheNearestZoneSays) {
  const Divided town;
  const Routing routing = town.routing();
  EXPECT_EQ(routing.grid_at({12, 11}), kHere) << "it lies within a zone of the other grid";
  EXPECT_EQ(routing.grid_at({175, 75}), kThere);
  EXPECT_EQ(routing.grid_at({120, 30}), kThere);
  EXPECT_EQ(routing.grid_at({120, 60}), kThere) << "in the notch of the L, 10 m from its edge and 20 m from the other";
  EXPECT_EQ(routing.grid_at({105, 70}), kHere) << "in the notch, 5 m from the other grid";
}

TEST(Routing, APlaceOutsideAllGridsGoesToTheNearestWithinThePolicysDistanceAndBeyondItToNone) {
  Divided town;
  town.policy.route.nearest_grid_within_m = 50;
  const Routing routing = town.routing();
  EXPECT_EQ(routing.grid_at({-50, 50}), kHere);
  EXPECT_EQ(routing.grid_at({-50.01, 50}), std::nullopt);
  EXPECT_EQ(routing.grid_at({250, 20}), kThere);
  EXPECT_EQ(routing.grid_at({260, 20}), std::nullopt);
  const auto nearest = routing.nearest_grid({260, 20});
  ASSERT_TRUE(nearest);
  EXPECT_EQ(nearest->grid, kThere);
  EXPECT_DOUBLE_EQ(nearest->away_m, 60);
}

TEST(Routing, WhereTwoGridsOverlapTheFirstHasThePlaceAndNoDistanceIsAsked) {
  Divided town;
  town.policy.route.nearest_grid_within_m = 0;
  town.city.duty_grids[1].outline = {{50, 0}, {200, 0}, {200, 100}, {50, 100}};
  EXPECT_EQ(town.routing().grid_at({75, 50}), kHere);
  EXPECT_EQ(town.routing().grid_at({100, 50}), kHere) << "a border belongs to the grid";
  EXPECT_EQ(town.routing().grid_at({101, 50}), kThere);
  EXPECT_EQ(town.routing().grid_at({201, 50}), std::nullopt);
}

TEST(Routing, AGridWithoutAnOutlineHasTheGroundOfItsZonesBesideGridsThatHaveOne) {
  Divided town;
  town.city.duty_grids.push_back({"g3", std::nullopt});
  town.city.zones.push_back(
      {"b", ZoneKind::pavement, std::nullopt, DutyGridId{2}, {}, {{300, 0}, {305, 0}, {305, 2}, {300, 2}}});
  const Routing routing = town.routing();
  EXPECT_EQ(routing.grid_at({302, 1}), DutyGridId{2});
  EXPECT_EQ(routing.grid_at({240, 1}), kThere) << "40 m from the outline, 60 m from the zone";
  EXPECT_EQ(routing.grid_of(DutyGridId{2}, {12, 11}), DutyGridId{2}) << "a zone of a grid without outline names it";
  EXPECT_EQ(routing.grid_of(kThere, {12, 11}), kHere) << "a zone of a grid with an outline does not";
}

TEST(Routing, WithoutAnyGroundNoPlaceHasAGrid) {
  const Squad squad(To::grid_owner);
  EXPECT_EQ(Routing(squad.city, squad.policy).grid_at({0, 0}), std::nullopt);
  EXPECT_EQ(Routing(squad.city, squad.policy).nearest_grid({0, 0}), std::nullopt);
}

TEST(Routing, WithoutAGridWhoeverIsNearestIsSent) {
  const Squad squad(To::grid_owner);
  EXPECT_EQ(Routing(squad.city, squad.policy).officer_for(std::nullopt, {0, 0}, kMorning, {}, {}), OfficerId{2});
}

// Bounds only spare work: the grid is that of a search through all outlines, and of equally near ones the first.
TEST(Routing, TheGridOfAPlaceIsThatOfASearchThroughAllOutlines) {
  Squad squad(To::grid_owner);
  std::uint32_t drawn = 20201103;
  const auto next = [&drawn](int below) {
    drawn = drawn * 1664525u + 1013904223u;
    return static_cast<double>((drawn >> 16) % static_cast<std::uint32_t>(below));
  };
  squad.policy.route.nearest_grid_within_m = 3;
  squad.city.duty_grids.clear();
  for (int i = 0; i < 40; ++i) {
    const double x = next(60), y = next(60), wide = 4 + next(9), deep = 4 + next(9);
    squad.city.duty_grids.push_back({"g", std::nullopt});
    squad.city.duty_grids.back().outline = {
        {x, y}, {x + wide, y}, {x + wide, y + deep}, {x + wide / 2, y + 2}, {x, y + deep}};
  }
  const Routing routing(squad.city, squad.policy);
  int in_none = 0;
  for (int i = 0; i < 500; ++i) {
    const GroundPoint where{next(90) - 10, next(90) - 10};
    std::size_t nearest = 0;
    for (std::size_t g = 1; g < squad.city.duty_grids.size(); ++g)
      if (distance_m(squad.city.duty_grids[g].outline, where) <
          distance_m(squad.city.duty_grids[nearest].outline, where))
        nearest = g;
    const bool near = distance_m(squad.city.duty_grids[nearest].outline, where) <= 3;
    in_none += !near;
    ASSERT_EQ(routing.grid_at(where),
              near ? std::optional(DutyGridId{static_cast<std::uint32_t>(nearest)}) : std::nullopt)
        << where.x_m << ", " << where.y_m;
  }
  EXPECT_GT(in_none, 50);
  EXPECT_LT(in_none, 450);
}

// Squad 东 has g1 (o1 its owner, o2) and g3 (o4); squad 西 has g2 (o3, who is nearest). l1 leads 东, l2 西.
struct TwoSquads : Squad {
  explicit TwoSquads(To to = To::grid_owner) : Squad(to) {
    city.duty_grids = {{"g1", OfficerId{0}, "东"}, {"g2", OfficerId{2}, "西"}, {"g3", OfficerId{3}, "东"}};
    city.officers.push_back({"o4", DutyGridId{2}, {400, 0}, 8h, 17h});
    city.officers.push_back({"l1", DutyGridId{2}, {300, 0}, 8h, 17h});
    city.officers.push_back({"l2", kThere, {0, 0}, 8h, 17h});
    city.officers[4].leads = city.officers[5].leads = true;
  }
};

TEST(Routing, GridThenSquadAndNobodyOfAnotherSquad) {
  const TwoSquads town;
  EXPECT_EQ(town.send(), OfficerId{0});
  EXPECT_EQ(town.send({OfficerId{0}}), OfficerId{1});
  EXPECT_EQ(town.send({OfficerId{0}, OfficerId{1}}), OfficerId{3}) << "o3 is nearer, but of the other squad";
  EXPECT_EQ(town.send({OfficerId{0}, OfficerId{1}, OfficerId{3}}), std::nullopt);
  EXPECT_EQ(TwoSquads(To::nearest).send(), OfficerId{2}) << "one dispatch over all squads asks for no squad";
}

TEST(Routing, ASquadWithoutAnyOfficerIsHelpedByTheOthers) {
  TwoSquads town;
  town.city.duty_grids.push_back({"g4", std::nullopt, "南"});
  EXPECT_EQ(town.send({}, {}, DutyGridId{3}), OfficerId{2}) << "the nearest of all";
  for (Officer& officer : town.city.officers) officer.on_duty_from = 10h;
  EXPECT_EQ(town.send({}, {}, kHere), std::nullopt) << "a squad that comes on duty later is waited for";
}

TEST(Routing, TheLeaderIsThatOfTheSquadAndAnotherOnlyWhereItHasNone) {
  TwoSquads town;
  const auto leader = [&](DutyGridId grid, std::set<OfficerId> passed_over = {}) {
    return Routing(town.city, town.policy).leader_for(grid, kMorning, passed_over);
  };
  EXPECT_EQ(leader(kHere), OfficerId{4}) << "l1 leads the squad from another of its grids";
  EXPECT_EQ(leader(kThere), OfficerId{5});
  EXPECT_EQ(leader(kHere, {OfficerId{4}}), std::nullopt);
  town.city.duty_grids.push_back({"g4", std::nullopt, "南"});
  EXPECT_EQ(leader(DutyGridId{3}), OfficerId{4}) << "a squad without a leader is led by the first of any";
}

TEST(Routing, TheNextShiftForAGridIsThatOfItsSquad) {
  TwoSquads town;
  town.city.officers[2].on_duty_from = 10h;
  town.city.officers[3].on_duty_from = 11h;
  town.city.officers[4].on_duty_from = 12h;
  const Routing routing(town.city, town.policy);
  EXPECT_EQ(routing.next_shift(kMorning), kMorning + 1h);
  EXPECT_EQ(routing.next_shift(kMorning, {}, kHere), kMorning + 2h);
  EXPECT_EQ(routing.next_shift(kMorning, {OfficerId{3}}, kHere), kMorning + 3h) << "leaders are included";
}

}  // namespace
}  // namespace tricolor::engine::testing::routing_test
