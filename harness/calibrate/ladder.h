// Holds the rung `events` against the rung `pixels`: the figures of two runs of one scenario and seed side by side,
// each with its interval.
#pragma once

#include <string>
#include <vector>

#include "adapters/run_record.h"
#include "judge/proportion.h"

namespace tricolor::harness {

/// Figures of one or more runs at one rung, summed.
struct RungFigures {
  Proportion recall_working;  ///< Violations in view of a working camera that were found.
  Proportion precision;
  Proportion self_corrected;  ///< Of the re-checks that could see: corrected.
  Proportion late_5_s, late_30_s,
      late_300_s;  ///< Found violations confirmed later than this after the end of the dwell.
  std::int64_t violations = 0, incidents = 0, messages = 0, cases = 0, strikes = 0;
  double wall_s = 0, days = 0;
  void add(const RunRecord& run);
};

/// One figure at both rungs.
struct LadderRow {
  std::string what;
  double pixels = 0, events = 0;
  double low = 0, high = 0;  ///< 90 % interval of events − pixels (of the ratio events / pixels for counts).
  double margin = 0;         ///< Half-width that counts as equal; for counts around a ratio of 1.
  bool ratio = false;
  std::int64_t n_pixels = 0, n_events = 0;
  bool shown() const { return ratio ? low >= 1 - margin && high <= 1 + margin : low >= -margin && high <= margin; }
};

/// Intervals are of independent outcomes; those of one shop are not, so that true intervals are wider.
std::vector<LadderRow> ladder(const RungFigures& pixels, const RungFigures& events);

/// A table for people.
std::string ladder_text(const std::vector<LadderRow>& rows);

}  // namespace tricolor::harness
