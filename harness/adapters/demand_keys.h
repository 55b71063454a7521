// The keys of demand files: which figure of the twin's demand each is, with its unit, bounds, mark and meaning.
#pragma once

#include <cstdint>
#include <vector>

#include "adapters/demand_file.h"

namespace tricolor::harness {

struct DemandKey {
  /// `rate`: a number with `unit`; `share`: "20 %"; `duration`: "15 min", the figure is in seconds; `metres`: "80 m".
  enum class Form : std::uint8_t { rate, share, duration, metres };
  const char* group;  ///< Heading above the first key of a group in a written file.
  const char* key;
  double sim::Demand::*figure;
  Form form;
  const char* unit;  ///< Unit of a rate; may be empty.
  double low, high;  ///< Bounds of the figure, in its own unit (seconds, metres, 0 … 1).
  DemandMark mark;   ///< Mark and reason of the program's own value.
  const char* why;
  const char* in_english;  ///< A phrase for reference and report.
  const char* in_chinese;
};

/// All figures, each once.
const std::vector<DemandKey>& demand_keys();

}  // namespace tricolor::harness
