// Shows every cell of the case table: what may follow what, that final states are final, and that every state can reach an end.
#include "cases/case_table.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/journal.h"

namespace tricolor::engine {
namespace {

using S = CaseState;

const std::set<std::pair<S, S>> kAllowed{
    {S::registered, S::dispatched}, {S::dispatched, S::registered}, {S::dispatched, S::dispatched}, {S::dispatched, S::acknowledged}, {S::dispatched, S::arrived},
    {S::dispatched, S::disposed}, {S::dispatched, S::returned}, {S::acknowledged, S::dispatched}, {S::acknowledged, S::arrived}, {S::acknowledged, S::disposed},
    {S::acknowledged, S::returned}, {S::arrived, S::dispatched}, {S::arrived, S::disposed}, {S::arrived, S::returned}, {S::disposed, S::feedback}, {S::feedback, S::checking},
    {S::feedback, S::closed}, {S::checking, S::rework}, {S::checking, S::closed}, {S::rework, S::dispatched}, {S::returned, S::dispatched}, {S::registered, S::closed},
    {S::dispatched, S::closed}, {S::acknowledged, S::closed}, {S::arrived, S::closed}};

TEST(CaseTable, EveryCell) {
  for (int i = 0; i < kCaseStates; ++i)
    for (int j = 0; j < kCaseStates; ++j) {
      const auto from = static_cast<S>(i), to = static_cast<S>(j);
      const bool taken_away = !is_final(from) && (to == S::voided || to == S::forced_close);
      EXPECT_EQ(may_move(from, to), kAllowed.contains({from, to}) || taken_away) << name_of(from) << " → " << name_of(to);
    }
}

TEST(CaseTable, FinalStatesAreFinalAndReachable) {
  for (int i = 0; i < kCaseStates; ++i) {
    const auto from = static_cast<S>(i);
    bool any = false;
    for (int j = 0; j < kCaseStates; ++j) any = any || may_move(from, static_cast<S>(j));
    EXPECT_EQ(any, !is_final(from)) << name_of(from);
  }
}

}  // namespace
}  // namespace tricolor::engine
