// Judges a run: the one way in which ordinary runs, studies and loads hold what an engine told against the truth. The
// lines by which one judges and the sampling interval are always said, so that what lies across a line and what stayed
// about as long as the dwell is set apart everywhere.
#pragma once

#include <functional>
#include <vector>

#include "judge/heard_journal.h"
#include "judge/judgement.h"
#include "judge/lines.h"

namespace tricolor::harness {

/// The part of a run that a judge reads beside what the engine told. All of it outlives the judging.
struct JudgedRun {
  const sim::Truth& truth;
  const engine::Configuration& configuration;
  const PolicyHistory& policies;  ///< The rules that say what a violation is.
  sim::Time start, end;           ///< Violations whose dwell ended within them are judged.
};

/// Notes how well the cameras could have seen each violation.
using ExplainSeeing = std::function<void(std::vector<Violation>& violations)>;

/// The longest interval between two looks of any camera.
engine::Duration sampling_interval(const engine::Configuration& configuration);

/// Gives the violations of a run, and after them what is undecidable (see `violations.h`).
std::vector<Violation> violations_of(const JudgedRun& run, const Lines& lines);

/// Judges what the engine told. Without `explain` no violation was in any camera's view, so that only the stages
/// `none` and `late` of what was lost have a meaning.
Judgement judge(const JudgedRun& run, const Lines& lines, const HeardJournal& heard, const ExplainSeeing& explain = {});

}  // namespace tricolor::harness
