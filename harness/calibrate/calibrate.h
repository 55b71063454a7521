// Makes a calibration: runs a designed sample in pixels, fits the model of the detector on it, and holds the model
// against fresh runs in pixels. The gate says of each item whether the runs were enough to show it; what they do not
// show is written down as not shown.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "calibrate/gate_finding.h"
#include "calibrate/sample.h"

namespace tricolor::harness {

struct CalibrationPlan {
  sim::Duration lasts{std::chrono::hours{24}};        ///< Length of each run of the sample and of the open gate.
  sim::Duration loop_lasts{std::chrono::hours{240}};  ///< Length of each run of the closed gate.
  /// Seeds of the first run of the sample, of the open gate and of the closed gate. They must not overlap.
  std::uint64_t seed = 5001, gate_seed = 7001, loop_seed = 8001;
  int seeds = 12, gate_seeds = 20, loop_seeds = 6;
  /// Seeds that no gate takes, because somebody has looked at what they gave: the next ones stand in for them.
  std::vector<std::uint64_t> leave_out;
  int draws = 50;       ///< Sets of eyes over which the model's answer to an open run is averaged, ≥ 1.
  int loop_draws = 10;  ///< The same for a closed one.
  int threads = 1;
  std::string runs;  ///< Folder in which the yields of pixel runs are kept and found again; empty: nowhere.
  std::function<void(const std::string&)> say;  ///< Is told what goes on, a line at a time. May be empty.
};

struct CalibrationMade {
  Calibration calibration;
  std::string fits_json;              ///< Every estimate with its data.
  std::vector<GateFinding> findings;  ///< The items of the gate that have intervals, in its order.
};

/// Runs, fits and judges. `base`: the scenario of the sample, whose policy is that of the gate; its detector is loaded.
/// `detector`: SHA-256 of the detector's files.
CalibrationMade calibrate(const LoopInputs& base, const std::string& detector, const CalibrationPlan& plan);

/// Fits the model on a sample. `least`: fewest observations of an estimate; below, what is assumed stands.
sim::DetectorModel fit_model(const Sample& sample, std::string& fits_json);

}  // namespace tricolor::harness
