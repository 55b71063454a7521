// Estimates a run's cost before it starts, from the scenario and from the time in which this machine analyses a
// picture.
#pragma once

#include <optional>
#include <string>

#include "engine/vision.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

struct RunCost {
  double pictures = 0;  ///< Number of pictures that will be drawn and analysed.
  double wall_s = 0;    ///< Wall time of the whole run, seconds.
  std::string basis;    ///< Basis of the two figures, in words.
};

/// Measures the time of this machine's detector for one picture of the scenario's size, milliseconds, by a few tries
/// (some 20 ms in all). Nothing of it enters the run.
double detector_ms(const engine::Vision& vision, int width_px, int height_px);

/// Estimates the cost. `threads` ≥ 1. `picture_ms` is as `detector_ms` gives it.
RunCost estimated_cost(const Scenario& scenario, int threads, double picture_ms);

/// Writes it in one line: "about 1,200 pictures, about 4 s (estimated from …)".
std::string cost_text(const RunCost& cost);

/// Gives advice that makes a long run shorter; nothing when the run takes no more than a few minutes.
std::optional<std::string> long_run_warning(const Scenario& scenario, int threads, double picture_ms);

}  // namespace tricolor::harness
