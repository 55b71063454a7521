// Shows whom each of the four dispatch rules sends, that nobody off duty or passed over is sent, and when the next
// shift begins.
#include <gtest/gtest.h>

#include "routing/routing.h"

namespace tricolor::engine::testing {
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

}  // namespace
}  // namespace tricolor::engine::testing
