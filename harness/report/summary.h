// The headline figures of a run as one JSON value: summary.json, and the base of the page's figures.
#pragma once

#include <nlohmann/json.hpp>

#include "adapters/run_record.h"
#include "report/tables.h"

namespace tricolor::harness {

using Json = nlohmann::ordered_json;

/// Milliseconds since 1970, UTC: what a browser counts in.
std::int64_t epoch_ms(engine::Time time);

/// {hits, of, value, low, high}; value, low and high are null when `of` is 0, because then nothing is known.
Json proportion_json(const Proportion& share);

/// Median with the 95 % interval from order statistics (no assumption on the distribution), 90th percentile and n, in
/// seconds. The interval is null below six values, where order statistics give none.
Json delay_json(const std::vector<double>& ascending_s);

/// The troubles that a reader must know before any figure, the gravest first: kind, and one sentence in each language.
/// Empty when all is well.
Json troubles_json(const RunRecord& run);

Json summary_json(const RunRecord& run, const Tables& tables);

}  // namespace tricolor::harness
