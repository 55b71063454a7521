// Shows what the waterfall counts after a violation was found, whom an accusation hits, and that readings of the rule
// fold the same strikes.
#include "report/outcomes.h"

#include <gtest/gtest.h>

#include "report/readings.h"
#include "small_run.h"

namespace tricolor::harness {
namespace {

namespace ev = engine::event;
using namespace std::chrono_literals;

TEST(Outcomes, WhatWasFoundEndsInOneWay) {
  const RunRecord run = small_run();
  const Outcomes outcomes = outcomes_of(run, tables_of(run));
  EXPECT_EQ(outcomes.after_found, (std::map<std::string, int>{{"officer", 1}}));
}

TEST(Outcomes, AnOpenCaseIsWithItsOfficerOrWasNeverDispatched) {
  RunRecord run = small_run();
  const auto without = [&](auto leave_out) {
    std::erase_if(run.journal, leave_out);
    return outcomes_of(run, tables_of(run)).after_found;
  };
  const auto ends = [](const engine::Event& event) {
    const auto* move = std::get_if<ev::CaseMoved>(&event.payload);
    return std::holds_alternative<ev::IncidentClosed>(event.payload) || (move && move->to == engine::CaseState::closed);
  };
  EXPECT_EQ(without(ends), (std::map<std::string, int>{{"with_officer", 1}}));
  EXPECT_EQ(without([](const engine::Event& event) { return std::holds_alternative<ev::CaseMoved>(event.payload); }),
            (std::map<std::string, int>{{"not_routed", 1}}));
  EXPECT_EQ(
      without([](const engine::Event& event) { return std::holds_alternative<ev::CaseRegistered>(event.payload); }),
      (std::map<std::string, int>{{"awaiting", 1}}));
}

TEST(Outcomes, AnInnocentShopIsOneThatDidNothingOfTheKind) {
  RunRecord run = small_run();
  EXPECT_EQ(outcomes_of(run, tables_of(run)).innocent_shop.hits, 1);
  EXPECT_EQ(outcomes_of(run, tables_of(run)).innocent_shop.of, 2);
  EXPECT_EQ(outcomes_of(run, tables_of(run)).wrong_of_shops, (std::map<std::string, int>{{"nothing_there", 1}}));
  for (const WrongBy no_innocent : {WrongBy::duplicate, WrongBy::off_time}) {
    run.judgement.incidents[1].wrong_by = no_innocent;
    EXPECT_EQ(outcomes_of(run, tables_of(run)).innocent_shop.hits, 0) << name_of(no_innocent);
  }
}

TEST(Readings, AreFoldsOfTheSameStrikes) {
  RunRecord run = small_run();
  std::map<std::string, std::array<int, 3>> shops;
  for (const auto& reading : readings_of(run)) shops[reading.name] = reading.shops;
  using Shops = std::array<int, 3>;
  EXPECT_EQ(shops["as_run"], (Shops{1, 1, 0}));
  EXPECT_EQ(shops["rolling_30_days"], (Shops{1, 1, 0}));
  EXPECT_EQ(shops["calendar_month"], (Shops{2, 0, 0})) << "two of the three strikes lie in October";
  EXPECT_EQ(shops["yellow_from_4"], (Shops{2, 0, 0}));
  EXPECT_FALSE(shops.contains("last_step_down")) << "it is the run's own";
  run.journal.push_back({run.journal.size() + 1, run.end - 1min, ev::IncidentVoided{{1}, "appeal"}});
  for (const auto& reading : readings_of(run)) shops[reading.name] = reading.shops;
  EXPECT_EQ(shops["rolling_30_days"], (Shops{2, 0, 0})) << "what was taken back does not count";
}

}  // namespace
}  // namespace tricolor::harness
