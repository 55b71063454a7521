// Shows the loop as a whole on one shop: equal fingerprints at any number of threads and with look-ahead off; the
// engine destroyed at every offset of its journal while the city lives on, with no notice or case lost or doubled at
// the world's gateway; a durable run cut off and taken up again; and the engine alone on filmed pictures finding the
// same incidents.
#include "adapters/closed_loop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "run/load.h"
#include "run/picture_folder.h"

namespace tricolor::harness::closed_loop_test {
namespace {

namespace ev = engine::event;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

LoopInputs one_shop() {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/smoke/one_shop.yaml", diagnostics);
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->vision = load_detector(inputs->scenario.model_path);
  // The run has key frames and few passers-by: the same story in a tenth of the time.
  inputs->scenario.every_frame = false;
  inputs->scenario.passers_by_per_hour = 40;
  return *inputs;
}

struct Counts {
  std::map<std::string, int> accepted;  ///< Messages by key.
  std::uint64_t repeated = 0;
  int cases = 0, incidents = 0, closed = 0;
};

Counts counts_of(const RunRecord& record) {
  Counts counts;
  for (const Message& message : record.messages) ++counts.accepted[message.key];
  counts.repeated = record.repeated_keys;
  for (const engine::Event& event : record.journal) {
    counts.cases += std::holds_alternative<ev::CaseRegistered>(event.payload) ? 1 : 0;
    counts.incidents += std::holds_alternative<ev::IncidentOpened>(event.payload) ? 1 : 0;
    if (const auto* moved = std::get_if<ev::CaseMoved>(&event.payload))
      counts.closed += moved->to == engine::CaseState::closed ? 1 : 0;
  }
  return counts;
}

TEST(ClosedLoop, IsTheSameAtAnyNumberOfThreadsAndWithoutLookingAhead) {
  const LoopInputs inputs = one_shop();
  LoopOptions options;
  const Fingerprints once = run_closed_loop(inputs, options).fingerprints;
  for (const int threads : {1, 2, 4}) {
    options.threads = threads;
    EXPECT_EQ(run_closed_loop(inputs, options).fingerprints, once) << threads << " threads";
  }
  options.look_ahead = 0;
  EXPECT_EQ(run_closed_loop(inputs, options).fingerprints, once) << "look-ahead off";
}

TEST(ClosedLoop, DestroyedAtEveryOffsetNothingIsLostOrDoubled) {
  const LoopInputs inputs = one_shop();
  LoopOptions options;
  options.judge = false;
  const RunRecord whole = run_closed_loop(inputs, options);
  const Counts expected = counts_of(whole);
  ASSERT_EQ(expected.accepted.size(), 1u);
  ASSERT_EQ(expected.cases, 1);
  for (std::uint64_t offset = 1; offset <= whole.journal.size(); ++offset) {
    options.crash_at = {offset};
    const RunRecord record = run_closed_loop(inputs, options);
    const Counts counts = counts_of(record);
    EXPECT_EQ(record.engine_rebuilds, 1u) << "offset " << offset;
    EXPECT_EQ(counts.accepted, expected.accepted) << "offset " << offset;
    EXPECT_EQ(counts.cases, expected.cases) << "offset " << offset;
    EXPECT_EQ(counts.incidents, expected.incidents) << "offset " << offset;
    EXPECT_EQ(counts.closed, expected.closed) << "offset " << offset;
  }
}

TEST(ClosedLoop, ADurableRunThatWasCutOffIsTakenUpAndVerified) {
  const fs::path folder = fs::temp_directory_path() / ("tricolor_resume_" + std::to_string(getpid()));
  fs::create_directories(folder);
  LoopInputs inputs = one_shop();
  LoopOptions options;
  const Fingerprints whole = run_closed_loop(inputs, options).fingerprints;
  options.durable_path = (folder / "journal.sqlite").string();
  const Duration all = inputs.scenario.lasts;
  inputs.scenario.lasts = 17min;
  run_closed_loop(inputs, options);
  inputs.scenario.lasts = all;
  options.resume = true;
  EXPECT_EQ(run_closed_loop(inputs, options).fingerprints.decisions, whole.decisions);
  // Another city does not repeat the stored journal, and says so.
  inputs.scenario.script[0].at += 1min;
  EXPECT_THROW(run_closed_loop(inputs, options), std::runtime_error);
  fs::remove_all(folder);
}

TEST(ClosedLoop, TheEngineAloneFindsTheSameOnFilmedPictures) {
  const fs::path film = fs::temp_directory_path() / ("tricolor_film_" + std::to_string(getpid()));
  LoopInputs inputs = one_shop();
  inputs.scenario.every_frame = true;
  inputs.scenario.lasts = 6min;
  LoopOptions options;
  options.film_folder = film.string();
  const RunRecord twin = run_closed_loop(inputs, options);
  const auto alone = watch_picture_folder(inputs, film);
  const auto opened = [](const std::vector<engine::Event>& journal) {
    std::vector<std::string> list;
    for (const engine::Event& event : journal)
      if (const auto* e = std::get_if<ev::IncidentOpened>(&event.payload))
        list.push_back(engine::to_text(event.at) + " class " + std::to_string(e->violation_class.value) + " merchant " +
                       (e->merchant ? std::to_string(e->merchant->value) : "none"));
    return list;
  };
  EXPECT_EQ(opened(alone), opened(twin.journal));
  EXPECT_EQ(opened(alone).size(), 1u);
  fs::remove_all(film);
}

// Gives the instants at which pictures were taken, from the list of a film.
std::vector<engine::Time> filmed_at(const fs::path& folder) {
  std::vector<engine::Time> times;
  std::ifstream list(folder / "pictures.csv");
  std::string line;
  std::getline(list, line);
  while (std::getline(list, line)) {
    const std::size_t from = line.find(',') + 1;
    times.push_back(engine::Time{engine::Duration{std::stoll(line.substr(from, line.find(',', from) - from))}});
  }
  return times;
}

TEST(KeyFrames, LeaveNoCameraWithoutAPictureForLongAndTakeNoneInVain) {
  LoopInputs inputs = one_shop();
  inputs.vision = nullptr;
  inputs.scenario.script.clear();
  inputs.scenario.faults.clear();
  inputs.scenario.expect.clear();
  inputs.scenario.passers_by_per_hour = 0;
  inputs.scenario.lasts = 24h;
  LoopOptions options;
  const fs::path film = fs::temp_directory_path() / ("tricolor_regular_" + std::to_string(getpid()));
  options.film_folder = film.string();
  const RunRecord record = run_closed_loop(inputs, options);
  const std::vector<engine::Time> times = filmed_at(film);
  fs::remove_all(film);
  ASSERT_EQ(times.size(), record.frames.pictures);
  ASSERT_GE(times.size(), 40u) << "what a camera must give in a day";
  for (std::size_t i = 1; i < times.size(); ++i) {
    const bool day = sim::light_at(times[i - 1]).level > 0.1;
    EXPECT_LE(times[i] - times[i - 1], (day ? 30min : 60min) + 1500ms) << engine::to_text(times[i - 1]);
  }
  // Only the light changed: a regular look is taken only where its steps left a gap.
  std::size_t light_steps = record.frames.by_cause[static_cast<std::size_t>(FrameCause::light_step)], gaps = 0;
  for (std::size_t i = 1; i < times.size(); ++i) gaps += times[i] - times[i - 1] >= 29min ? 1u : 0u;
  EXPECT_GE(light_steps, 10u);
  EXPECT_LE(record.frames.by_cause[static_cast<std::size_t>(FrameCause::regular_look)], gaps + 2);
}

// Classes are data: a scenario may bring a table in another order, and its script speaks of that table's classes.
TEST(ClosedLoop, AScriptSpeaksOfTheClassesOfTheScenariosTable) {
  LoopInputs inputs = one_shop();
  std::reverse(inputs.classes.begin(), inputs.classes.end());
  inputs.scenario.lasts = 6min;
  ScriptLine report;
  report.what = ScriptLine::What::reports;
  report.at = inputs.scenario.start + 1min;
  report.merchant = "m1";
  report.class_name = "piled_goods";
  inputs.scenario.script.push_back(report);
  const RunRecord record = run_closed_loop(inputs, {});
  std::vector<std::string> reported, found;
  for (const engine::Event& event : record.journal) {
    if (const auto* e = std::get_if<ev::ReportReceived>(&event.payload))
      reported.push_back(inputs.classes.at(e->content.violation_class->value).code_name);
    if (const auto* e = std::get_if<ev::IncidentOpened>(&event.payload))
      found.push_back(inputs.classes.at(e->violation_class.value).code_name);
  }
  EXPECT_EQ(reported, std::vector<std::string>{"piled_goods"});
  EXPECT_EQ(found, std::vector<std::string>{"piled_goods"});
}

// Nobody has a camera watch a front of which it sees little, though a pile on that little can be seen.
TEST(ClosedLoop, ACameraThatDoesNotWatchAZoneIsNoOpportunityToSeeWhatStandsThere) {
  for (const auto& [towards_x_m, watched] : {std::pair{18.0, false}, {27.0, true}}) {
    SCOPED_TRACE(towards_x_m);
    LoopInputs inputs = one_shop();
    inputs.scenario.lasts = 10min;
    inputs.scenario.faults.clear();
    inputs.scenario.passers_by_per_hour = 0;
    inputs.scenario.cameras.at(0).looks_at.clear();
    inputs.scenario.cameras.at(0).towards = engine::GroundPoint{towards_x_m, 8};
    inputs.scenario.script.at(0).merchant = "m2";
    inputs.scenario.script.at(0).along_m = 0.7;
    inputs.scenario.script.at(0).across_m = 2.1;
    const RunRecord record = run_closed_loop(inputs, {});
    ASSERT_EQ(record.judgement.violations.size(), 1u);
    const JudgedViolation& judged = record.judgement.violations[0];
    const auto seen_at =
        record.configuration.cameras.at(0).geometry->project(judged.violation.at.x_m, judged.violation.at.y_m, 0.4);
    ASSERT_TRUE(seen_at && seen_at->x_px > 40 && seen_at->x_px < 610) << "it stands within the picture";
    EXPECT_EQ(judged.violation.seeing.opportunity, watched);
    EXPECT_EQ(judged.incident.has_value(), watched);
    EXPECT_EQ(judged.lost_at, watched ? LostAt::none : LostAt::no_camera);
  }
}

}  // namespace
}  // namespace tricolor::harness::closed_loop_test
