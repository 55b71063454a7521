// What a run will cost, said before it starts: an estimate from the scenario and from how fast this machine reads a
// picture.
#pragma once

#include <optional>
#include <string>

#include "engine/vision.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

struct RunCost {
  double pictures = 0;  ///< That will be drawn and read.
  double wall_s = 0;    ///< Of the whole run, in seconds.
  std::string basis;    ///< In words: what the two follow from.
};

/// Milliseconds in which this machine's detector reads one picture of the scenario's size, by a few tries (some 20 ms
/// in all). Nothing of it enters the run.
double detector_ms(const engine::Vision& vision, int width_px, int height_px);

/// `threads` ≥ 1. `picture_ms`: as `detector_ms` gives it.
RunCost estimated_cost(const Scenario& scenario, int threads, double picture_ms);

/// One line: "about 1,200 pictures, about 4 s (estimated from …)".
std::string cost_text(const RunCost& cost);

/// What makes a long run shorter; nothing when the run takes no more than a few minutes.
std::optional<std::string> long_run_warning(const Scenario& scenario, int threads, double picture_ms);

}  // namespace tricolor::harness
