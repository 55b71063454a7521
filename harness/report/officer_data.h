// Who had how much to do: the officers' cases, the time these took, and at what hours.
#pragma once

#include "adapters/run_record.h"
#include "report/summary.h"
#include "report/tables.h"

namespace tricolor::harness {

Json officers_json(const RunRecord& run, const Tables& tables);

}  // namespace tricolor::harness
