// The open gate: the same truth, in which nobody answers, is told by both rungs, and their answers are held against
// each other. The model's answer is the mean over many sets of eyes. Two one-sided tests at 5 %: an item is shown when
// its 90 % interval lies inside its margin. Intervals are clustered by shop (by place where nobody is a shop).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "calibrate/gate_finding.h"
#include "calibrate/paired_ratio.h"
#include "sim/surrogate/detector_model.h"

namespace tricolor::harness {

/// A run that nobody answered, with its whole truth, and its inputs.
struct OpenRun {
  LoopInputs inputs;  ///< Of the rung at which it was run.
  RunRecord record;   ///< With journal and truth; it need not be judged.
};

class OpenGate {
 public:
  /// `draws`: sets of eyes that meet each run, ≥ 1.
  explicit OpenGate(int draws) : draws_(draws) {}

  /// Holds a model against one run. Throws what a run of the loop throws.
  void add(const OpenRun& run, std::shared_ptr<const sim::DetectorModel> model);

  /// Gives what was found of each item, in the order of the method.
  std::vector<GateFinding> findings() const;

  /// Recall of opportunities by distance and light, and by kind, for people and for plots: what, by pixels, by events.
  const std::map<std::string, PairedRatio>& recall_by() const { return recall_by_; }

 private:
  struct Facts;
  void note(const Facts& facts, const std::vector<engine::Event>& journal, bool pixels, double weight);

  int draws_;
  std::uint64_t runs_ = 0;
  PairedRatio recall_, precision_, duplicates_, later_5_s_, later_30_s_, later_300_s_;
  PairedRatio clear_though_standing_, held_though_gone_, wrong_shop_, false_accusations_;
  PairedRatio misses_spread_, false_spread_;
  std::map<std::string, PairedRatio> recall_by_;
};

}  // namespace tricolor::harness
