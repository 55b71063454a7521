// Shows that the engine may die at every event of its journal, with the batch stored or lost, while the town lives on,
// and that the outcome is lawful: no notice or case lost or doubled, every incident and case comes to its end, and the
// same shops are warned about the same things as without a crash.
#include <gtest/gtest.h>

#include <map>

#include "engine/support/journal_laws.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing::crash_test {
namespace {

// The story has every sort of matter in it: a shop that corrects, one that does not, a car in a public place, goods
// between two shops that a reviewer inspects, a report that is true and one that is not, a message that the gateway
// took without saying so.
void tell(Town& town, Duration from = 0s) {
  town.appears(from + 0s, "goods", town.goods_a());
  town.appears(from + 40s, "others", town.goods_b());
  town.appears(from + 2min, "car", town.car());
  town.goes(from + 12min, "others");
  town.appears(from + 50min, "middle", town.goods_between());
  town.goes(from + 60min, "middle");
  town.desk.judge = [](SightingId sighting) { return ReviewVerdict{sighting, {}, true, MerchantId{1}}; };
  town.then(from + 5min, [&] { town.say(Report{7, town.wires.now, kPiledGoods, {400, 0}, "far away"}); });
  town.then(from + 6min, [&] { town.say(Report{8, town.wires.now, kNonmotorParking, {420, 0}, "another"}); });
  town.officers.is_true = [](ReportId report) { return report.value % 2 == 1; };
  town.then(from + 3min, [&] { town.gateway.fault = FakeGateway::Fault::times_out_after_accepting; });
  town.then(from + 4min, [&] { town.gateway.fault = FakeGateway::Fault::none; });
  town.officers.on_disposed = [&](CaseId id) {
    for (const auto& registered : town.all<event::CaseRegistered>()) {
      if (registered.case_id != id || !registered.incident) continue;
      for (const auto& opened : town.all<event::IncidentOpened>())
        if (opened.incident == *registered.incident)
          town.goes(town.wires.now - kMorning, opened.violation_class == kMotorParking ? "car" : "goods");
    }
  };
}

std::map<std::string, int> decisions(const Town& town) {
  std::map<std::string, int> counts;
  counts["incidents"] = static_cast<int>(town.all<event::IncidentOpened>().size());
  counts["messages"] = static_cast<int>(town.gateway.accepted.size());
  counts["strikes"] = static_cast<int>(town.all<event::StrikeCounted>().size());
  counts["cases"] = static_cast<int>(town.all<event::CaseRegistered>().size());
  counts["replies"] = static_cast<int>(town.all<event::ReportReplied>().size());
  counts["visits"] = static_cast<int>(town.officers.visited.size());
  for (const auto& closed : town.all<event::IncidentClosed>())
    ++counts[closed.how == event::IncidentClosed::How::self_corrected ? "self-corrected" : "by case"];
  return counts;
}

TEST(Crash, TheUndisturbedStoryHasEverythingInIt) {
  Town town;
  tell(town);
  town.run(4h);
  for (const std::string& law : broken_laws(town.store.events, town.gateway, true)) ADD_FAILURE() << law;
  const auto counts = decisions(town);
  EXPECT_EQ(counts.at("incidents"), 4);
  // Three shops are warned and two citizens answered.
  EXPECT_EQ(counts.at("messages"), 5);
  EXPECT_EQ(counts.at("cases"), 3);
  EXPECT_EQ(counts.at("replies"), 2);
  EXPECT_EQ(counts.at("self-corrected"), 2);
  EXPECT_EQ(counts.at("by case"), 2);
}

TEST(Crash, AtEveryEventOfTheJournalNothingIsLostOrDoubled) {
  Town calm;
  tell(calm);
  calm.run(4h);
  const auto expected = decisions(calm);
  const std::uint64_t events = calm.store.events.size();
  ASSERT_GT(events, 60u);
  for (std::uint64_t offset = 1; offset <= events; ++offset) {
    Town town;
    town.store.crash_at = {offset};
    tell(town);
    town.run(4h);
    EXPECT_EQ(town.store.crashes, 1u) << offset;
    for (const std::string& law : broken_laws(town.store.events, town.gateway, true))
      ADD_FAILURE() << "crash at " << offset << ": " << law;
    EXPECT_EQ(decisions(town), expected) << "crash at " << offset;
    if (HasFailure()) break;
  }
}

// The story goes on over local midnight, so that most engines come up from a snapshot.
TEST(Crash, AtEveryEventAroundASnapshotNothingIsLostOrDoubled) {
  const auto live = [](Town& town) {
    town.store.takes_snapshots = true;
    for (Officer& officer : town.configuration.officers) officer.on_duty_from = 0h, officer.on_duty_until = 24h;
    town.restart();
    town.looks_every = 30s;
    town.run(14h + 35min);
    town.looks_every = 1500ms;
    tell(town, 14h + 35min);
    town.run(18h);
  };
  Town calm;
  live(calm);
  const auto expected = decisions(calm);
  EXPECT_EQ(expected.at("incidents"), 4);
  ASSERT_EQ(calm.store.snapshots.size(), 1u);
  const std::uint64_t covered = calm.store.snapshots.front().through, events = calm.store.events.size();
  ASSERT_GT(covered, 20u);
  ASSERT_LT(covered + 20, events);
  for (std::uint64_t offset = 3; offset <= events; ++offset) {
    Town town;
    town.store.crash_at = {offset};
    live(town);
    EXPECT_EQ(town.store.crashes, 1u) << offset;
    for (const std::string& law : broken_laws(town.store.events, town.gateway, true))
      ADD_FAILURE() << "crash at " << offset << ": " << law;
    EXPECT_EQ(decisions(town), expected) << "crash at " << offset;
    for (const auto& trouble : town.all<event::TroubleAtPort>()) EXPECT_NE(trouble.port, "store") << trouble.what;
    if (HasFailure()) break;
  }
}

TEST(Crash, AtEveryInstantInARowNothingIsLostOrDoubled) {
  Town calm;
  tell(calm);
  calm.run(4h);
  const auto expected = decisions(calm);
  // The engine crashes at every third, fifth and seventh event of one life.
  for (const std::uint64_t step : {3u, 5u, 7u}) {
    Town town;
    for (std::uint64_t offset = step; offset < 400; offset += step) town.store.crash_at.insert(offset);
    tell(town);
    town.run(4h);
    EXPECT_GE(town.store.crashes, 10u);
    for (const std::string& law : broken_laws(town.store.events, town.gateway, true))
      ADD_FAILURE() << "a crash every " << step << ": " << law;
    EXPECT_EQ(decisions(town).at("messages"), expected.at("messages"));
    EXPECT_EQ(decisions(town).at("cases"), expected.at("cases"));
  }
}

TEST(Crash, AKillBetweenInstantsIsHarmless) {
  Town calm;
  tell(calm);
  calm.run(4h);
  const auto expected = decisions(calm);
  for (Duration at = 30s; at < 75min; at += 97s) {
    Town town;
    tell(town);
    town.run(at);
    town.restart();
    town.run(4h);
    for (const std::string& law : broken_laws(town.store.events, town.gateway, true))
      ADD_FAILURE() << "killed at " << to_text(at) << ": " << law;
    EXPECT_EQ(decisions(town), expected) << "killed at " << to_text(at);
    if (HasFailure()) break;
  }
}

// The engine is away over the deadline. Time that it did not see counts neither as correction nor as a refusal: it
// waits for a look first.
TEST(Crash, ADeadlineThatPassedWhileTheEngineWasAwayIsDecidedByALook) {
  for (const bool corrected : {true, false}) {
    Town town;
    town.appears(0s, "goods", town.goods_a());
    if (corrected) town.goes(14min, "goods");
    town.away(10min, 1h);
    town.officers.on_disposed = [&](CaseId) { town.goes(town.wires.now - kMorning, "goods"); };
    town.run(3h);
    ASSERT_EQ(town.all<event::Rechecked>().size(), 1u) << corrected;
    EXPECT_EQ(town.all<event::Rechecked>()[0].outcome,
              corrected ? RecheckOutcome::corrected : RecheckOutcome::not_corrected);
    EXPECT_GE(*town.when<event::Rechecked>(), 1h);
    EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
    EXPECT_EQ(town.gateway.accepted.size(), 1u);
    EXPECT_EQ(town.all<event::StrikeCounted>().size(), 1u);
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), corrected ? 0u : 1u);
    for (const std::string& law : broken_laws(town.store.events, town.gateway, true)) ADD_FAILURE() << law;
  }
}

TEST(Crash, TheTimeAwayIsNoDwell) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  // The goods are seen for a minute and a half before, and from the first look after.
  town.away(90s, 10min);
  town.run(30min);
  ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u);
  EXPECT_GE(*town.when<event::SightingConfirmed>(), 10min + 89s);
  EXPECT_LE(*town.when<event::SightingConfirmed>(), 10min + 184s);
  EXPECT_EQ(town.all<event::IncidentOpened>().size(), 1u);
}

TEST(Crash, ATimeAwayMakesNoSecondIncidentOfAStay) {
  for (const Duration length : {Duration{5s}, Duration{4min}, Duration{20min}, Duration{2h}}) {
    Town town;
    town.appears(0s, "goods", town.goods_a());
    town.appears(0s, "car", town.car());
    town.away(5min, 5min + length);
    town.officers.on_disposed = [&](CaseId id) {
      for (const auto& registered : town.all<event::CaseRegistered>())
        if (registered.case_id == id) town.goes(town.wires.now - kMorning, registered.warned ? "goods" : "car");
    };
    // An officer whose message nobody heard is asked about it a day later.
    town.run(40h);
    EXPECT_EQ(town.all<event::IncidentOpened>().size(), 2u) << to_text(length);
    EXPECT_EQ(town.gateway.accepted.size(), 1u) << to_text(length);
    EXPECT_EQ(town.all<event::CaseRegistered>().size(), 2u) << to_text(length);
    EXPECT_EQ(town.all<event::IncidentRelapsed>().size(), 0u) << to_text(length);
    for (const std::string& law : broken_laws(town.store.events, town.gateway, true))
      ADD_FAILURE() << to_text(length) << ": " << law;
  }
}

// The store refuses: nothing leaves; when it takes again, everything leaves once.
TEST(Crash, NothingIsReleasedWhileTheStoreRefuses) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.appears(0s, "car", town.car());
  town.then(2min, [&] { town.store.full = true; });
  town.run(10min);
  EXPECT_TRUE(town.gateway.accepted.empty());
  EXPECT_TRUE(town.officers.dispatched.empty());
  EXPECT_TRUE(town.gateway.sends.empty());
  town.then(10min, [&] { town.store.full = false; });
  town.run(11min);
  EXPECT_EQ(town.gateway.accepted.size(), 1u);
  EXPECT_EQ(town.officers.dispatched.size(), 1u);
  // The time to correct runs from the sending, not from the sighting.
  EXPECT_GE(town.all<event::CorrectionDue>()[0].due, kMorning + 25min);
  town.run(3h);
  for (const std::string& law : broken_laws(town.store.events, town.gateway, false)) ADD_FAILURE() << law;
}

TEST(Crash, ColoursAreAFoldOfTheJournal) {
  Town town;
  for (int i = 0; i < 5; ++i) {
    town.appears(i * 30min, "goods", town.goods_a());
    town.goes(i * 30min + 8min, "goods");
  }
  town.run(3h);
  EXPECT_EQ(town.engine->colours()[0], Colour::red);
  const auto before = town.engine->colours();
  town.restart();
  EXPECT_EQ(town.engine->colours(), before);
}

}  // namespace
}  // namespace tricolor::engine::testing::crash_test
