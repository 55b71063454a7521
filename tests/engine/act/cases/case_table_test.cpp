// Shows every cell of the table of a case's states, and that any message of the officer who has a case, in each state
// in which he can have it, moves the case only along the table.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "cases/case_table.h"
#include "engine/journal.h"
#include "engine/service_state.h"
#include "engine/support/expect_lawful.h"

namespace tricolor::engine::testing::case_table_test {
namespace {

using S = CaseState;

// The lawful moves are written down here a second time, in words: forward along the way of GB/T 30428; back only by
// return and rework; to another officer while the first has not disposed; closed by force and voided from everywhere
// that is not the end.
const std::map<S, std::set<S>> kMayFollow{
    {S::registered, {S::dispatched, S::closed, S::forced_close, S::voided}},
    {S::dispatched,
     {S::registered, S::dispatched, S::acknowledged, S::arrived, S::disposed, S::returned, S::closed, S::forced_close,
      S::voided}},
    {S::acknowledged, {S::dispatched, S::arrived, S::disposed, S::returned, S::closed, S::forced_close, S::voided}},
    {S::arrived, {S::dispatched, S::disposed, S::returned, S::closed, S::forced_close, S::voided}},
    {S::disposed, {S::feedback, S::forced_close, S::voided}},
    {S::feedback, {S::checking, S::closed, S::forced_close, S::voided}},
    {S::checking, {S::rework, S::closed, S::forced_close, S::voided}},
    {S::rework, {S::dispatched, S::forced_close, S::voided}},
    {S::returned, {S::dispatched, S::forced_close, S::voided}},
    {S::closed, {}},
    {S::forced_close, {}},
    {S::voided, {}},
};

TEST(CaseTable, AllowsWhatTheStandardSaysInEveryCellAndNothingElse) {
  for (int from = 0; from < kCaseStates; ++from)
    for (int to = 0; to < kCaseStates; ++to)
      EXPECT_EQ(may_move(static_cast<S>(from), static_cast<S>(to)),
                kMayFollow.at(static_cast<S>(from)).contains(static_cast<S>(to)))
          << name_of(static_cast<S>(from)) << " → " << name_of(static_cast<S>(to));
}

TEST(CaseTable, NothingFollowsAnEndAndEverythingElseHasAWayToOne) {
  for (int i = 0; i < kCaseStates; ++i) {
    const S state = static_cast<S>(i);
    EXPECT_EQ(is_final(state), kMayFollow.at(state).empty()) << name_of(state);
    if (!is_final(state)) {
      EXPECT_TRUE(may_move(state, S::voided)) << name_of(state);
      EXPECT_TRUE(may_move(state, S::forced_close)) << name_of(state);
    }
  }
}

// An officer's handset may say anything at any time: late, twice, out of order.
TEST(CaseTable, WhateverAHandsetSaysOfACaseThatAnOfficerHasMovesItLawfullyOrNotAtAll) {
  using What = OfficerUpdate::What;
  const std::vector<std::pair<Duration, S>> states{{4min, S::dispatched}, {7min, S::acknowledged}, {12min, S::arrived}};
  for (const auto& [when, state] : states)
    for (int word = 0; word <= static_cast<int>(What::verified_duplicate); ++word)
      for (const std::uint32_t officer : {0u, 1u}) {
        Town town;
        town.officers.acknowledges_after = 2min;
        town.officers.arrives_after = 7min;
        town.appears(0s, "car", town.car());
        town.run(when);
        ASSERT_EQ(town.walk(CaseId{1}).back(), state) << to_text(when);
        const auto before = town.walk(CaseId{1});
        OfficerUpdate update;
        update.officer = OfficerId{officer};
        update.what = static_cast<What>(word);
        update.case_id = CaseId{1};
        update.at = town.wires.now;
        update.reason = "because";
        town.say(update);
        const auto after = town.walk(CaseId{1});
        for (std::size_t i = 1; i < after.size(); ++i) EXPECT_TRUE(may_move(after[i - 1], after[i]));
        // The colleague who has nothing to do with it is not heard.
        if (officer == 1u) {
          EXPECT_EQ(before, after);
        }
        expect_lawful(town, false);
      }
}

}  // namespace
}  // namespace tricolor::engine::testing::case_table_test
