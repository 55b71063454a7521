// Gives three stories in full: one incident each, from the first thing on the pavement to the end, with its pictures.
#pragma once

#include <filesystem>

#include "adapters/run_record.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

/// Gives up to three stories: the day a shop got a worse colour (preferably with an officer's visit), a warning that
/// was heeded, and an error of the run if there is one, else another officer's visit. Pictures come from
/// folder/evidence and are put in as data.
Json stories_json(const RunRecord& run, const Tables& tables, const std::filesystem::path& folder);

}  // namespace tricolor::harness
