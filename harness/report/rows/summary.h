// Gives the headline figures of a run as one JSON value: summary.json, which the page's figures are based on.
#pragma once

#include <nlohmann/json.hpp>

#include "adapters/run_record.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

using Json = nlohmann::ordered_json;

/// Gives milliseconds since 1970, UTC, as browsers count time.
std::int64_t epoch_ms(engine::Time time);

/// Gives {hits, of, value, low, high}; value, low and high are null when `of` is 0, because then nothing is known.
Json proportion_json(const Proportion& share);

/// Gives the median with the 95 % interval from order statistics (no assumption on the distribution), 90th percentile
/// and n, in seconds. The interval is null below six values, where order statistics give none.
Json delay_json(const std::vector<double>& ascending_s);

/// Gives the troubles that a reader must know before any figure, the gravest first: kind, and one sentence in each
/// language. Empty when there are none.
Json troubles_json(const RunRecord& run);

Json summary_json(const RunRecord& run, const Tables& tables);

}  // namespace tricolor::harness
