// Gives everything that the page shows as one JSON value. Times are milliseconds since 1970, UTC; lengths are metres.
#pragma once

#include <filesystem>

#include "adapters/run_record.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

Json page_data(const RunRecord& run, const Tables& tables, const std::filesystem::path& folder);

/// Gives the entry of `data["policies"]` that was in force at an instant.
const Json& policy_in(const Json& data, std::int64_t at_ms);

}  // namespace tricolor::harness
