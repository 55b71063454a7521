// Gives the officers' load: their cases, the time these took, and its distribution over the hours of the day.
#pragma once

#include "adapters/run_record.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

Json officers_json(const RunRecord& run, const Tables& tables);

}  // namespace tricolor::harness
