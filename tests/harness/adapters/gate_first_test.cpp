// Shows that the detector reads no picture that the change gate passes over, at any number of threads: in a street in
// which nothing happens it reads the first picture and no other, in a street with passers-by those that the gate lets
// through and no other but the guesses of looking ahead that proved wrong, which the run counts.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "adapters/closed_loop.h"
#include "run/load.h"

namespace tricolor::harness::gate_first_test {
namespace {

using namespace std::chrono_literals;

// Counts the pictures that it is shown, and finds nothing in them.
class CountingVision : public engine::Vision {
 public:
  mutable std::atomic<std::uint64_t> shown{0};
  const engine::ObjectKinds& kinds() const override { return kinds_; }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image&, engine::View) const override {
    ++shown;
    return std::make_shared<const engine::PictureAnalysis>();
  }

 private:
  engine::ObjectKinds kinds_{"pile", "display", "stall", "motor", "nonmotor", "person", "rider", "sign", "bin", "dog"};
};

// One camera, a picture every 1.5 s, nothing unlawful and no fault.
LoopInputs quiet_street(const std::shared_ptr<const engine::Vision>& vision, double passers_by_per_hour) {
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/smoke/one_shop.yaml", diagnostics);
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->vision = vision;
  inputs->scenario.lasts = 4min;
  inputs->scenario.passers_by_per_hour = passers_by_per_hour;
  inputs->scenario.script.clear();
  inputs->scenario.faults.clear();
  return *inputs;
}

TEST(GateFirst, AnUnchangedPictureIsNotAnalysedAlsoAheadOfItsTime) {
  for (const int threads : {1, 2, 4}) {
    const auto vision = std::make_shared<CountingVision>();
    LoopOptions options;
    options.threads = threads;
    const RunRecord record = run_closed_loop(quiet_street(vision, 0), options);
    EXPECT_GE(record.frames.pictures, 150u);
    EXPECT_EQ(vision->shown, 1u) << threads << " threads: the first picture and no other";
    if (threads > 1) {
      EXPECT_GT(record.frames.made_ahead, 100u);
    }
  }
}

TEST(GateFirst, WhatTheGateLetsThroughIsAnalysedOnceAndGuessesInVainAreCounted) {
  const auto street_with_passers_by = [](int threads) {
    const auto vision = std::make_shared<CountingVision>();
    LoopOptions options;
    options.threads = threads;
    const RunRecord record = run_closed_loop(quiet_street(vision, 300), options);
    const std::uint64_t asked = record.engine.detector_runs;
    EXPECT_EQ(asked, record.engine.gate_passed) << threads << " threads";
    EXPECT_EQ(vision->shown, asked + record.frames.analysed_in_vain) << threads << " threads";
    EXPECT_GT(asked, 1u);
    EXPECT_LT(asked, record.frames.pictures);
    return asked;
  };
  const std::uint64_t alone = street_with_passers_by(1);
  EXPECT_EQ(street_with_passers_by(2), alone);
  EXPECT_EQ(street_with_passers_by(4), alone);
}

}  // namespace
}  // namespace tricolor::harness::gate_first_test
