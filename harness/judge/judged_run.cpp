#include "judge/judged_run.h"

#include <algorithm>
#include <utility>

namespace tricolor::harness {

engine::Duration sampling_interval(const engine::Configuration& configuration) {
  engine::Duration longest{0};
  for (const engine::Camera& camera : configuration.cameras) longest = std::max(longest, camera.frame_every);
  return longest;
}

std::vector<Violation> violations_of(const JudgedRun& run, const Lines& lines) {
  return violations_of(run.truth, run.configuration, run.policies, run.start, run.end,
                       JudgeMeasure{&lines, sampling_interval(run.configuration)});
}

Judgement judge(const JudgedRun& run, const Lines& lines, const HeardJournal& heard, const ExplainSeeing& explain) {
  std::vector<Violation> violations = violations_of(run, lines);
  if (explain) explain(violations);
  engine::Duration gap{0};
  for (const PolicyFrom& rules : run.policies.all()) gap = std::max(gap, rules.policy.occupancy.gap_tolerance);
  Judgement judgement = judge(std::move(violations), heard, run.configuration, run.truth,
                              {2 * sampling_interval(run.configuration), gap, run.end});
  judgement.lawful_look_alikes = lawful_stays(run.truth, run.start, run.end);
  judgement.undecidable_stays = undecidable_stays(judgement, run.truth);
  return judgement;
}

}  // namespace tricolor::harness
