// Shows that a run whose store fails says so and claims no more than what was stored: while a disk refuses, the run
// stands still; an instant that is refused for good ends the run there; and a store that fails in the run's own time
// shortens the report, and the report says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>

#include "adapters/closed_loop.h"
#include "adapters/patient_store.h"
#include "adapters/verify_store.h"
#include "engine/journal.h"
#include "run/load.h"

namespace tricolor::harness::storage_trouble_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

// Answers as the test says, then always takes.
class ScriptedStore : public engine::DurableStore {
 public:
  std::deque<bool> answers;
  int tries = 0;
  std::size_t stored = 0;
  bool append(std::span<const engine::Event> events) override {
    ++tries;
    const bool takes = answers.empty() || answers.front();
    if (!answers.empty()) answers.pop_front();
    if (takes) stored += events.size();
    return takes;
  }
  std::vector<engine::Event> read_all() override { return {}; }
  std::string trouble() const override { return "disk full"; }
};

struct Patience {
  ScriptedStore disk;
  std::vector<std::chrono::milliseconds> waited;
  int gave_up = 0;
  PatientStore store{disk, [this](std::chrono::milliseconds time) { waited.push_back(time); }, [this] { ++gave_up; }};
  const std::vector<engine::Event> events{{1, engine::Time{77s}, engine::event::Rechecked{}}};
};

TEST(PatientStore, StandsStillUntilTheDiskTakesTheInstantAgain) {
  Patience it;
  it.disk.answers = {false, false, true};
  EXPECT_TRUE(it.store.append(it.events));
  EXPECT_EQ(it.disk.stored, 1u);
  EXPECT_EQ(it.waited, (std::vector<std::chrono::milliseconds>{1000ms, 2000ms}));
  EXPECT_EQ(it.store.waited_for(), 1u);
  EXPECT_EQ(it.store.waited_since(), engine::Time{77s});
  EXPECT_FALSE(it.store.has_given_up());
  EXPECT_EQ(it.gave_up, 0);
}

TEST(PatientStore, GivesUpOnceAndStoresNothingAfterAGap) {
  Patience it;
  it.disk.answers = {false, false, false, false};
  EXPECT_FALSE(it.store.append(it.events));
  EXPECT_TRUE(it.store.has_given_up());
  EXPECT_EQ(it.store.trouble(), "disk full");
  EXPECT_FALSE(it.store.append(it.events)) << "the disk would take it now";
  EXPECT_EQ(it.disk.tries, 4);
  EXPECT_EQ(it.disk.stored, 0u);
  EXPECT_EQ(it.gave_up, 1);
}

engine::Event event(std::uint64_t sequence, engine::event::Payload payload) {
  return {sequence, engine::Time{std::chrono::seconds(sequence)}, std::move(payload)};
}
engine::Event picture(std::uint64_t sequence, const std::string& sha256, const std::string& reason) {
  return event(sequence, engine::event::EvidenceKept{engine::SightingId{1}, {}, sha256, reason});
}
engine::Event reply(std::uint64_t sequence, const std::string& text) {
  return event(sequence, engine::event::MerchantReplied{engine::MerchantId{0}, text});
}

TEST(VerifyStore, APictureThatWasLostMakesARunNoLessRepeatable) {
  const std::string hash(64, 'a');
  engine::MemoryStore stored;
  ASSERT_TRUE(stored.append(std::vector{picture(1, "", "disk_full"), picture(2, hash, ""), reply(3, "x")}));
  VerifyStore verify(stored);
  EXPECT_TRUE(
      verify.append(std::vector{picture(1, hash, ""), picture(2, "", "refused"), reply(3, "x"), reply(4, "y")}));
  const auto events = verify.events();
  ASSERT_EQ(events.size(), 4u);
  EXPECT_FALSE(engine::is_lost_picture(events[0])) << "kept now";
  EXPECT_FALSE(engine::is_lost_picture(events[1])) << "kept then";
  EXPECT_EQ(stored.events().size(), 4u);
}

TEST(VerifyStore, EverythingElseMustBeRepeated) {
  engine::MemoryStore stored;
  ASSERT_TRUE(stored.append(std::vector{reply(1, "x"), picture(2, "", "refused")}));
  EXPECT_THROW((void)VerifyStore(stored).append(std::vector{reply(1, "y")}), std::runtime_error);
  engine::Event other_sighting = picture(2, "", "refused");
  std::get<engine::event::EvidenceKept>(other_sighting.payload).sighting = engine::SightingId{7};
  EXPECT_THROW((void)VerifyStore(stored).append(std::vector{reply(1, "x"), other_sighting}), std::runtime_error);
  EXPECT_THROW((void)VerifyStore(stored).append(std::vector{reply(1, "x"), reply(2, "x")}), std::runtime_error);
}

TEST(VerifyStore, SaysNoMoreThanWasRepeated) {
  engine::MemoryStore stored;
  ASSERT_TRUE(stored.append(std::vector{reply(1, "x"), reply(2, "y"), reply(3, "z")}));
  VerifyStore verify(stored);
  EXPECT_TRUE(verify.append(std::vector{reply(1, "x")}));
  EXPECT_EQ(verify.events().size(), 1u);
}

LoopInputs one_shop() {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/smoke/one_shop.yaml", diagnostics);
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->vision = load_detector(inputs->scenario.model_path);
  inputs->scenario.every_frame = false;
  inputs->scenario.passers_by_per_hour = 40;
  return *inputs;
}

FaultLine fault(const Scenario& scenario, FaultLine::What what, Duration from, Duration until) {
  FaultLine line;
  line.what = what;
  line.at = scenario.start + from;
  line.until = scenario.start + until;
  return line;
}

TEST(StorageTrouble, ARunWithoutAnyHasNone) {
  const RunRecord record = run_closed_loop(one_shop(), {});
  EXPECT_TRUE(record.troubles.empty());
  EXPECT_FALSE(record.partial);
}

TEST(StorageTrouble, AStoreThatRefusesUntilTheEndEndsTheRunWhereItsJournalEnds) {
  LoopInputs inputs = one_shop();
  const RunRecord whole = run_closed_loop(inputs, {});
  inputs.scenario.faults.push_back(fault(inputs.scenario, FaultLine::What::store_refuses, 10min, 24h));
  const RunRecord record = run_closed_loop(inputs, {});
  EXPECT_TRUE(record.partial);
  EXPECT_FALSE(record.stopped);
  ASSERT_EQ(record.troubles.size(), 1u);
  EXPECT_EQ(record.troubles[0].kind, RunTrouble::Kind::store_refused);
  EXPECT_TRUE(record.troubles[0].lacks);
  EXPECT_GE(record.troubles[0].since, inputs.scenario.start + 10min);
  EXPECT_GE(record.troubles[0].count, 1u);
  EXPECT_THAT(record.troubles[0].en, HasSubstr("The journal could not be kept from 2020-11-02 09:"));
  EXPECT_THAT(record.troubles[0].zh, HasSubstr("起事件日志无法写入"));
  EXPECT_EQ(record.end, record.troubles[0].since) << "no figure counts what was not stored";
  ASSERT_FALSE(record.journal.empty());
  EXPECT_LE(record.journal.back().at, record.end);
  EXPECT_LT(record.journal.size(), whole.journal.size());
}

TEST(StorageTrouble, AStoreThatRefusesFromTheStartLeavesAReportOfNothing) {
  LoopInputs inputs = one_shop();
  inputs.scenario.faults.push_back(fault(inputs.scenario, FaultLine::What::disk_full, 0s, 24h));
  const RunRecord record = run_closed_loop(inputs, {});
  EXPECT_TRUE(record.journal.empty());
  EXPECT_TRUE(record.partial);
  EXPECT_EQ(record.end, record.start);
  ASSERT_FALSE(record.troubles.empty());
  EXPECT_EQ(record.troubles[0].since, record.start);
  EXPECT_TRUE(record.judgement.violations.empty()) << "of no time nothing can be missed";
}

TEST(StorageTrouble, AStoreThatRefusesForAWhileLosesNothingAndIsTold) {
  LoopInputs inputs = one_shop();
  inputs.scenario.faults.push_back(fault(inputs.scenario, FaultLine::What::store_refuses, 4min, 8min));
  const RunRecord record = run_closed_loop(inputs, {});
  ASSERT_EQ(record.troubles.size(), 1u);
  EXPECT_FALSE(record.troubles[0].lacks);
  ASSERT_TRUE(record.troubles[0].until);
  EXPECT_GE(*record.troubles[0].until, inputs.scenario.start + 8min);
  EXPECT_LE(*record.troubles[0].until, inputs.scenario.start + 8min + 1s);
  EXPECT_FALSE(record.partial);
  EXPECT_EQ(record.end, record.planned_end);
  const auto opened = std::count_if(record.journal.begin(), record.journal.end(), [](const engine::Event& event) {
    return std::holds_alternative<engine::event::IncidentOpened>(event.payload);
  });
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(record.messages.size(), 1u);
}

struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  const fs::path path = fs::temp_directory_path() / ("tricolor_trouble_" + std::to_string(getpid()));
};

// The run lasts until the first sighting and a little longer.
LoopInputs first_sighting() {
  LoopInputs inputs = one_shop();
  inputs.scenario.lasts = 8min;
  return inputs;
}

TEST(StorageTrouble, EvidenceThatCouldNotBeKeptIsToldAndChangesNoDecision) {
  const Folder folder;
  LoopInputs inputs = first_sighting();
  LoopOptions options;
  options.evidence_folder = (folder.path / "whole").string();
  const RunRecord whole = run_closed_loop(inputs, options);
  EXPECT_TRUE(whole.troubles.empty());
  LoopInputs disturbed = inputs;
  disturbed.scenario.faults.push_back(fault(inputs.scenario, FaultLine::What::evidence_fails, 4min, 24h));
  options.evidence_folder = (folder.path / "lost").string();
  const RunRecord record = run_closed_loop(disturbed, options);
  ASSERT_EQ(record.troubles.size(), 1u);
  EXPECT_EQ(record.troubles[0].kind, RunTrouble::Kind::evidence_lost);
  EXPECT_EQ(record.troubles[0].count, 3u);
  EXPECT_TRUE(record.troubles[0].lacks);
  EXPECT_THAT(record.troubles[0].en, HasSubstr("3 pictures of evidence could not be kept"));
  EXPECT_THAT(record.troubles[0].zh, HasSubstr("有 3 张证据图片未能保存"));
  EXPECT_TRUE(record.partial);
  EXPECT_EQ(record.fingerprints, whole.fingerprints);
  EXPECT_FALSE(fs::exists(folder.path / "lost"));
}

TEST(StorageTrouble, ALimitOfPicturesThatBitesIsTold) {
  const Folder folder;
  LoopOptions options;
  options.evidence_folder = (folder.path / "evidence").string();
  options.most_evidence = 2;
  const RunRecord record = run_closed_loop(first_sighting(), options);
  ASSERT_EQ(record.troubles.size(), 1u);
  EXPECT_EQ(record.troubles[0].kind, RunTrouble::Kind::evidence_limit);
  EXPECT_EQ(record.troubles[0].count, 1u);
  EXPECT_TRUE(record.partial);
}

TEST(StorageTrouble, ADurableRunWhoseEvidenceFailedOnceIsTakenUpWithAllOfIt) {
  const Folder folder;
  LoopInputs inputs = first_sighting();
  LoopOptions options;
  options.evidence_folder = (folder.path / "whole").string();
  const RunRecord whole = run_closed_loop(inputs, options);
  LoopInputs disturbed = inputs;
  disturbed.scenario.faults.push_back(fault(inputs.scenario, FaultLine::What::evidence_fails, 0s, 24h));
  options.evidence_folder = (folder.path / "evidence").string();
  options.durable_path = (folder.path / "journal.sqlite").string();
  EXPECT_FALSE(run_closed_loop(disturbed, options).troubles.empty());
  options.resume = true;
  const RunRecord resumed = run_closed_loop(inputs, options);
  EXPECT_TRUE(resumed.troubles.empty());
  ASSERT_EQ(resumed.journal.size(), whole.journal.size());
  for (std::size_t i = 0; i < whole.journal.size(); ++i)
    EXPECT_EQ(engine::to_line(resumed.journal[i]), engine::to_line(whole.journal[i]));
}

}  // namespace
}  // namespace tricolor::harness::storage_trouble_test
