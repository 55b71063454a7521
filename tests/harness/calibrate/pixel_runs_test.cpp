// Shows that a pixel run that was kept is the same run when it is found again, that one of another detector is not
// taken for it, and that a gate refuses calibrations that are wrong on purpose.
#include "calibrate/pixel_runs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "calibrate/open_gate.h"
#include "calibrate/sample.h"
#include "run/kept_inputs.h"
#include "run/load.h"

namespace tricolor::harness::pixel_runs_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

LoopInputs street(const char* rung) {
  engine::Diagnostics diagnostics;
  auto inputs =
      load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = rung, .profile = {}});
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->scenario.city->shops = 48;
  inputs->scenario.city->cameras = 12;
  inputs->scenario.city->length_m = 160;
  inputs->scenario.start += 9h;
  return *inputs;
}

TEST(PixelRuns, WhatWasKeptIsTheSameRunWhenItIsFoundAgain) {
  LoopInputs base = street("pixels");
  base.vision = load_detector(base.scenario.model_path);
  const fs::path folder = fs::temp_directory_path() / ("tricolor_pixel_runs_" + std::to_string(getpid()));
  int drawn = 0;
  const auto count = [&](const std::string&) { ++drawn; };
  const PixelRuns runs(base, folder, "this", 1, count);
  const RunRecord first = runs.silent(PixelRole::sample, 5, 1h), again = runs.silent(PixelRole::sample, 5, 1h);
  EXPECT_EQ(drawn, 1);
  ASSERT_GT(first.journal.size(), 50u);
  EXPECT_EQ(first.journal.size(), again.journal.size());
  EXPECT_EQ(first.truth.stays.size(), again.truth.stays.size());
  EXPECT_EQ(pairs_csv(sample_of(first, kSampleDwell)), pairs_csv(sample_of(again, kSampleDwell)));
  PixelRuns(base, folder, "another", 1, count).silent(PixelRole::sample, 5, 1h);
  EXPECT_EQ(drawn, 2);
  fs::remove_all(folder);
}

class Planted : public testing::Test {
 protected:
  // The reference is the calibration itself with other eyes.
  static std::vector<GateFinding> held(const LoopInputs& base, sim::DetectorModel reference, sim::DetectorModel model) {
    LoopOptions loop;
    loop.nobody_answers = true;
    loop.judge = false;
    loop.whole_street = true;
    OpenGate gate(2);
    for (std::uint64_t seed = 61; seed < 67; ++seed) {
      const LoopInputs inputs = inputs_of(PixelRole::open_loop, base, seed, 24h);
      loop.eyes_seed = seed + 77'000'000;
      const auto told = told_inputs(inputs, std::make_shared<const sim::DetectorModel>(reference));
      gate.add({inputs, run_closed_loop(told, loop)}, std::make_shared<const sim::DetectorModel>(model));
    }
    return gate.findings();
  }
  static GateFinding of(const std::vector<GateFinding>& findings, const std::string& what) {
    return *std::ranges::find_if(findings, [&](const GateFinding& it) { return it.item.what.starts_with(what); });
  }
};

TEST_F(Planted, AModelThatLosesAFifthOfWhatIsSeenIsRefused) {
  const LoopInputs base = street("events");
  sim::DetectorModel wrong = *base.detector_model;
  const sim::Sight typical{sim::ThingKind::pile, 16, 40, false};
  const double share = 0.8 * wrong.seen.probability(typical);
  wrong.seen.weight[0] += std::log(share / (1 - share)) - wrong.seen.log_odds(typical);
  EXPECT_LT(of(held(base, *base.detector_model, wrong), "recall").high, -0.03);
}

TEST_F(Planted, ReChecksThatAreIndependentOfEarlierLooksAreRefused) {
  const LoopInputs base = street("events");
  sim::DetectorModel wrong = *base.detector_model;
  wrong.look_misses = 0.75;
  wrong.look_pair_sd = 0;
  EXPECT_GT(of(held(base, *base.detector_model, wrong), "re-checks: clear").low, 0.02);
}

}  // namespace
}  // namespace tricolor::harness::pixel_runs_test
