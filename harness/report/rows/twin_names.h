// Gives names that only the twin knows: its trades, and the things that truly stood where an innocent shop was accused.
#pragma once

#include <optional>
#include <string>

#include "adapters/run_record.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// Maps the code name of each trade to [Chinese, English].
Json trade_names_json();

/// Gives the kind ("motor", "display") of the thing that stood nearest to an accused spot in that time, at most 5 m
/// off; none if nothing did.
std::optional<std::string> kind_near(const RunRecord& run, double x_m, double y_m, engine::Time from,
                                     engine::Time until);

}  // namespace tricolor::harness
