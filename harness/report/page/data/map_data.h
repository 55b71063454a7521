// Gives the data of the page's map and street plans: streets, shops, cameras, accusations, and the violations that were
// missed. Lengths in metres.
#pragma once

#include "adapters/run_record.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

Json map_json(const RunRecord& run, const Tables& tables);

}  // namespace tricolor::harness
