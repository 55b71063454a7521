// Makes a calibration: runs a designed sample in pixels, fits the model of the detector on it, and holds the model
// against fresh runs in pixels. The gate says of each item whether the runs were enough to show it; what they do not
// show is written down as not shown.
#pragma once

#include <functional>
#include <string>

#include "adapters/closed_loop.h"
#include "calibrate/ladder.h"
#include "calibrate/sample.h"

namespace tricolor::harness {

struct CalibrationPlan {
  sim::Duration lasts{std::chrono::hours{24}};  ///< Length of each run.
  std::uint64_t seed = 5001;                    ///< Of the first run of the sample; gate runs have the seeds after it.
  int seeds = 5, gate_seeds = 1;
  int threads = 1;
  std::function<void(const std::string&)> say;  ///< Is told what goes on, a line at a time. May be empty.
};

struct CalibrationMade {
  Calibration calibration;
  std::string fits_json;  ///< Every estimate with its data.
};

/// Runs, fits and judges. `base`: the scenario of the sample, whose policy is that of the gate; its detector is loaded.
/// `detector`: SHA-256 of the detector's files.
CalibrationMade calibrate(const LoopInputs& base, const std::string& detector, const CalibrationPlan& plan);

/// Fits the model on a sample. `least`: fewest observations of an estimate; below, what is assumed stands.
sim::DetectorModel fit_model(const Sample& sample, std::string& fits_json);

}  // namespace tricolor::harness
