// The closed gate: the same people in the same city answer the engine at both rungs, and the figures of a study are
// held against each other, run by run. Each run is one observation; intervals (90 %) are Student's.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "adapters/closed_loop.h"
#include "calibrate/gate_finding.h"
#include "compare/replication.h"
#include "sim/surrogate/detector_model.h"

namespace tricolor::harness {

class ClosedGate {
 public:
  /// `draws`: sets of eyes that meet each run, ≥ 1. `lasts`: length of each run.
  ClosedGate(int draws, sim::Duration lasts) : draws_(draws), lasts_(lasts) {}

  /// Holds a model against the figures of one run in pixels. `inputs`: of that run.
  void add(const Replication& pixels, const LoopInputs& inputs, std::shared_ptr<const sim::DetectorModel> model);

  /// Gives what was found: strikes, messages, cases and officers' minutes by ratio, colours by points. They are shown
  /// by 6 runs of 60 days at least: fewer days cannot see what people make of their colours.
  std::vector<GateFinding> findings() const;

 private:
  using Values = std::array<double, kMetrics>;
  int draws_;
  sim::Duration lasts_;
  std::vector<Values> pixels_, events_;  ///< By run; events: the mean over the draws.
};

}  // namespace tricolor::harness
