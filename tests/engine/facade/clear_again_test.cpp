// Shows that a place counts as clear once it was seen clear for the time that ends an episode, and no sooner: not for a
// message that leaves late, and not after a restart, because a place that nobody watched is not known to have stayed
// clear.
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::clear_again_test {
namespace {

using How = event::IncidentClosed::How;

// No SMS is sent until 10:00; the goods are taken in shortly before, and are out again shortly after, or stay inside.
TEST(ClearAgain, AMessageThatLeavesLateLeavesForWhatWasTakenInAMomentAgo) {
  for (const auto& [taken_in, leaves] : {std::pair{20s, true}, {50s, true}, {70s, false}}) {
    Policy policy = pinghu();
    policy.notice.quiet_hours = {{9h, 10h}};
    Town town(town_street(), policy);
    town.appears(0s, "goods", town.goods_a());
    town.goes(1h - taken_in, "goods");
    if (leaves) town.appears(1h + 5s, "goods", town.goods_a());
    town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(3h);
    EXPECT_EQ(town.gateway.accepted.size(), leaves ? 1u : 0u) << "taken in " << taken_in.count() << " s before";
    EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
    if (!leaves) {
      ASSERT_EQ(town.all<event::IncidentClosed>().size(), 1u);
      EXPECT_EQ(town.all<event::IncidentClosed>()[0].how, How::cleared_before_notice);
    }
    expect_lawful(town);
  }
}

TEST(ClearAgain, AfterARestartAPlaceMustBeSeenClearForAsLongAsEndsAnEpisode) {
  const Duration due = 183s + 15min;
  Town town;
  town.appears(0s, "goods", town.goods_a());
  // The place is cleared and seen clear; then nobody watches until the deadline, and shortly after it the goods are
  // there.
  town.goes(10min, "goods");
  town.away(11min, due);
  town.appears(due + 20s, "goods", town.goods_a());
  town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
  town.run(2h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::relapsed);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  expect_lawful(town);
}

TEST(ClearAgain, WhatStaysClearAfterARestartIsCorrected) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(10min, "goods");
  town.away(11min, 183s + 15min);
  town.run(2h);
  ASSERT_EQ(town.all<event::Rechecked>().size(), 1u);
  EXPECT_EQ(town.all<event::Rechecked>()[0].outcome, RecheckOutcome::corrected);
  EXPECT_GE(*town.when<event::Rechecked>(), 183s + 16min) << "a minute after the restart at the earliest";
}

}  // namespace
}  // namespace tricolor::engine::testing::clear_again_test
