// Names that only the twin knows: its trades, and what truly stood where an innocent shop was accused.
#pragma once

#include <optional>
#include <string>

#include "adapters/run_record.h"
#include "report/summary.h"

namespace tricolor::harness {

/// Code name of each trade → [Chinese, English].
Json trade_names_json();

/// The kind ("motor", "display") of the thing that stood nearest to an accused spot in that time, at most 5 m off; none
/// if nothing did.
std::optional<std::string> kind_near(const RunRecord& run, double x_m, double y_m, engine::Time from,
                                     engine::Time until);

}  // namespace tricolor::harness
