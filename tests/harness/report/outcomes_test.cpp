// Shows that the waterfall counts the right outcome of each violation that was found, that each accusation is counted
// for a shop or a place, and that all readings of the rule fold the same strikes.
#include "report/rows/outcomes.h"

#include <gtest/gtest.h>

#include "report/page/data/dossier_data.h"
#include "report/page/data/officer_data.h"
#include "report/rows/readings.h"
#include "small_run.h"

namespace tricolor::harness::outcomes_test {
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

// The first case goes to its officer again and is closed by force; a second one is registered, and nobody is sent.
RunRecord closed_by_force() {
  RunRecord run = small_run();
  using engine::CaseState;
  std::erase_if(run.journal, [](const engine::Event& event) {
    const auto* move = std::get_if<ev::CaseMoved>(&event.payload);
    return std::holds_alternative<ev::IncidentClosed>(event.payload) || (move && move->to == CaseState::closed);
  });
  const auto add = [&](engine::Duration after, ev::Payload payload) {
    run.journal.push_back({run.journal.size() + 1, run.start + after, std::move(payload)});
  };
  add(70min, ev::CaseMoved{{1}, CaseState::checking, CaseState::rework, {}, "seen still there"});
  add(71min, ev::CaseMoved{{1}, CaseState::rework, CaseState::dispatched, engine::OfficerId{0}, ""});
  add(80min, ev::CaseMoved{{1}, CaseState::dispatched, CaseState::forced_close, {}, "too many reworks"});
  ev::CaseRegistered second;
  second.case_id = {2};
  second.incident = engine::IncidentId{1};
  second.due = run.start + 4h;
  add(90min, second);
  return run;
}

TEST(Outcomes, AnIncidentIsJudgedByAllItsCases) {
  const RunRecord run = closed_by_force();
  const Tables tables = tables_of(run);
  EXPECT_EQ(outcomes_of(run, tables).after_found, (std::map<std::string, int>{{"forced_close", 1}}));
  const Folder folder("all_cases");
  const Json incident = incident_rows_json(run, tables, Links(tables, folder.path()))[0];
  EXPECT_EQ(incident["outcome"], "forced_close");
  EXPECT_EQ(incident["officer"], "o1") << "who was sent for the case before";
}

TEST(Outcomes, ForcedClosingsAreAsManyAsTheIndicatorsCount) {
  const RunRecord run = closed_by_force();
  const Json summary = summary_json(run, tables_of(run));
  EXPECT_EQ(summary["indicators"]["cases_closed_by_force"], 1);
  int sum = 0;
  for (const auto& [about, count] : summary["outcomes"]["forced_closings"].items()) sum += count.get<int>();
  EXPECT_EQ(sum, 1);
  EXPECT_EQ(summary["outcomes"]["forced_closings"]["of_found"], 1);
}

TEST(Officers, AClosingByForceIsNotACaseClosed) {
  const RunRecord forced = closed_by_force();
  const Json officer = officers_json(forced, tables_of(forced))[0];
  EXPECT_EQ(officer["closed"], 0);
  EXPECT_EQ(officer["closed_by_force"], 1);
  const RunRecord settled = small_run();
  EXPECT_EQ(officers_json(settled, tables_of(settled))[0]["closed"], 1);
  EXPECT_EQ(officers_json(settled, tables_of(settled))[0]["closed_by_force"], 0);
}

TEST(Officers, MinutesADayAreOfTheLengthOfTheRunAndNotOfTheDaysThatItTouches) {
  RunRecord run = small_run();
  const auto at_nine = [&] { return officers_json(run, tables_of(run))[0]["busy_by_hour_min"][9]; };
  run.start -= 3h;  // The run lasts from 06:00 …
  run.end = run.start + 24h;
  EXPECT_EQ(at_nine(), 13.0) << "acknowledged at 09:20, dealt with at 09:33";
  run.end = run.start + 48h;
  EXPECT_EQ(at_nine(), 6.5);
  run.end = run.start + 6h;
  EXPECT_EQ(at_nine(), 13.0) << "a run that is shorter than a day is not stretched to one";
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
}  // namespace tricolor::harness::outcomes_test
