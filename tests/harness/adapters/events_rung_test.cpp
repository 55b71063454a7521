// Shows that the rung `events` is the same loop: one journal at any number of threads, nothing lost or doubled when the
// engine is destroyed, a durable run taken up again, a refusal by name outside of its calibration, and no heartbeat;
// and that two policies that differ in nothing that matters meet the same eyes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <set>

#include "adapters/closed_loop.h"
#include "run/kept_inputs.h"
#include "run/load.h"

namespace tricolor::harness::events_rung_test {
namespace {

namespace ev = engine::event;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

LoopInputs street(sim::Duration lasts = 72h) {
  engine::Diagnostics diagnostics;
  auto inputs =
      load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = "events", .profile = {}});
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->scenario.city->shops = 48;
  inputs->scenario.city->cameras = 12;
  inputs->scenario.city->length_m = 160;
  inputs->scenario.lasts = lasts;
  inputs->demand.figures.merchant_incidents_per_30_days = 20;
  return *inputs;
}

struct Counts {
  std::map<std::string, int> accepted;
  int cases = 0, incidents = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts counts_of(const RunRecord& record) {
  Counts counts;
  for (const Message& message : record.messages) ++counts.accepted[message.key];
  for (const engine::Event& event : record.journal) {
    counts.cases += std::holds_alternative<ev::CaseRegistered>(event.payload) ? 1 : 0;
    counts.incidents += std::holds_alternative<ev::IncidentOpened>(event.payload) ? 1 : 0;
  }
  return counts;
}

TEST(EventsRung, GoesThroughTheWholeServiceWithoutAPicture) {
  const RunRecord run = run_closed_loop(street(), {});
  EXPECT_EQ(run.rung, "events");
  EXPECT_EQ(run.profile, "twin");
  EXPECT_FALSE(run.calibration.empty());
  EXPECT_EQ(run.frames.pictures, 0u);
  EXPECT_EQ(run.engine.detector_runs, 0u);
  EXPECT_GT(run.told.answers, 0u);
  const Counts counts = counts_of(run);
  EXPECT_GT(counts.incidents, 10);
  EXPECT_GT(counts.accepted.size(), 5u);
  int corrected = 0, blind = 0;
  for (const engine::Event& event : run.journal) {
    if (const auto* checked = std::get_if<ev::Rechecked>(&event.payload))
      corrected += checked->outcome == engine::RecheckOutcome::corrected ? 1 : 0;
    if (const auto* became = std::get_if<ev::CameraBecame>(&event.payload))
      blind += !became->sees && became->reason == engine::BlindReason::silent ? 1 : 0;
  }
  EXPECT_GT(corrected, 0);
  EXPECT_EQ(blind, 0) << "no heartbeat is missed";
}

TEST(EventsRung, IsTheSameAtAnyNumberOfThreads) {
  const LoopInputs inputs = street();
  LoopOptions options;
  const Fingerprints once = run_closed_loop(inputs, options).fingerprints;
  for (const int threads : {2, 4}) {
    options.threads = threads;
    EXPECT_EQ(run_closed_loop(inputs, options).fingerprints, once) << threads << " threads";
  }
}

TEST(EventsRung, DestroyedInTheMidstNothingIsLostOrDoubled) {
  const LoopInputs inputs = street(24h);
  LoopOptions options;
  options.judge = false;
  const RunRecord whole = run_closed_loop(inputs, options);
  const Counts expected = counts_of(whole);
  ASSERT_GT(expected.incidents, 2);
  for (std::uint64_t offset = 1; offset < whole.journal.size(); offset += 1 + whole.journal.size() / 40) {
    options.crash_at = {offset};
    const RunRecord record = run_closed_loop(inputs, options);
    EXPECT_EQ(record.engine_rebuilds, 1u) << "offset " << offset;
    for (const auto& [key, times] : counts_of(record).accepted) EXPECT_EQ(times, 1) << key << ", offset " << offset;
    // A restart may delay an accusation, and by it what follows, but causes none.
    EXPECT_LE(counts_of(record).incidents, expected.incidents) << "offset " << offset;
    EXPECT_GE(counts_of(record).incidents, expected.incidents - 1) << "offset " << offset;
  }
}

TEST(EventsRung, ADurableRunThatWasCutOffIsTakenUpAndVerified) {
  const fs::path folder = fs::temp_directory_path() / ("tricolor_events_" + std::to_string(getpid()));
  fs::create_directories(folder);
  LoopInputs inputs = street(24h);
  LoopOptions options;
  const Fingerprints whole = run_closed_loop(inputs, options).fingerprints;
  options.durable_path = (folder / "journal.sqlite").string();
  inputs.scenario.lasts = 11h;
  run_closed_loop(inputs, options);
  inputs.scenario.lasts = 24h;
  options.resume = true;
  EXPECT_EQ(run_closed_loop(inputs, options).fingerprints.decisions, whole.decisions);
  fs::remove_all(folder);
}

// Everything that one run was told begins in the same way in another whose policy gives more time.
TEST(EventsRung, TwoPoliciesMeetTheSameEyes) {
  const LoopInputs base = street();
  LoopInputs patient = base;
  engine::Policy policy = base.policies.all().front().policy;
  policy.notice.correct_within = 30min;
  patient.policies = PolicyHistory(policy);
  using Onset = std::tuple<std::uint32_t, double, double, engine::Time>;
  const auto onsets = [](const RunRecord& run) {
    std::set<Onset> found;
    for (const engine::Event& event : run.journal)
      if (const auto* started = std::get_if<ev::OccupancyStarted>(&event.payload))
        found.insert({started->camera.value, started->spot.x_m, started->spot.y_m, started->onset});
    return found;
  };
  const auto a = onsets(run_closed_loop(base, {})), b = onsets(run_closed_loop(patient, {}));
  std::size_t common = 0;
  for (const Onset& onset : a) common += b.contains(onset) ? 1 : 0;
  EXPECT_GT(static_cast<double>(common), 0.9 * static_cast<double>(a.size())) << common << " of " << a.size();
}

TEST(EventsRung, IsRefusedByNameOutsideOfItsCalibration) {
  engine::Diagnostics diagnostics;
  const LoopInputs inputs = street();
  const std::string detector = detector_digest(inputs.scenario.model_path);
  Calibration calibration = *inputs.calibration;
  EXPECT_EQ(out_of_range(calibration, inputs.scenario, inputs.policies, detector), "");
  engine::Policy longer = inputs.policies.all().front().policy;
  longer.classes.front().dwell = 2h;
  EXPECT_NE(out_of_range(calibration, inputs.scenario, PolicyHistory(longer), detector).find("7200 s"),
            std::string::npos);
  EXPECT_NE(out_of_range(calibration, inputs.scenario, inputs.policies, "another").find("detector"), std::string::npos);
  calibration.classes.clear();
  EXPECT_NE(out_of_range(calibration, inputs.scenario, inputs.policies, detector).find("piled_goods"),
            std::string::npos);
  calibration = *inputs.calibration;
  calibration.cities = {"streets"};
  EXPECT_NE(out_of_range(calibration, inputs.scenario, inputs.policies, detector).find("xinhua_road"),
            std::string::npos);
  LoopInputs none = inputs;
  none.detector_model = nullptr;
  EXPECT_THROW(run_closed_loop(none, {}), std::runtime_error);
  read_calibration("/nowhere/street.json", diagnostics);
  EXPECT_FALSE(diagnostics.empty());
}

TEST(EventsRung, WorseEyesMakeALargerShareOfAccusationsWrong) {
  // The whole street for a month: the alarms of `field_70` are clustered, so that a few shops may have none.
  engine::Diagnostics diagnostics;
  auto inputs =
      load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = "events", .profile = {}});
  ASSERT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->scenario.lasts = 24h * 30;
  const auto profiles = read_profiles(inputs->scenario.profiles_path, diagnostics);
  const auto wrong_share = [&](const char* profile) {
    for (const DetectorProfile& entry : profiles)
      if (entry.name == profile)
        inputs->detector_model = std::make_shared<const sim::DetectorModel>(model_under(*inputs->calibration, entry));
    const RunRecord run = run_closed_loop(*inputs, {});
    double wrong = 0;
    for (const JudgedIncident& judged : run.judgement.incidents) wrong += judged.violation ? 0 : 1;
    return wrong / static_cast<double>(run.judgement.incidents.size());
  };
  const double twin = wrong_share("twin");
  EXPECT_LT(twin, 0.1);
  EXPECT_GT(wrong_share("field_81"), twin + 0.08);
  EXPECT_GT(wrong_share("field_70"), twin + 0.15);
}

}  // namespace
}  // namespace tricolor::harness::events_rung_test
