// The run's marginals beside published figures: how much happens, of which class, for how long, how people answer, and
// at what hours.
#pragma once

#include "adapters/run_record.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

/// Gives a list of rows: `group`, `name`, `own` and `published`, each in both languages as [zh, en], and `is`: "input",
/// "fitted" or "result". An empty `published`: no source prints it.
Json marginals_json(const RunRecord& run, const Tables& tables);

}  // namespace tricolor::harness
