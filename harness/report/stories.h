// Three stories told in full: one incident each, from the first thing on the pavement to the end, with its pictures.
#pragma once

#include <filesystem>

#include "adapters/run_record.h"
#include "report/summary.h"
#include "report/tables.h"

namespace tricolor::harness {

/// Up to three stories: the day a shop got a worse colour (best with an officer's visit), a warning that was heeded,
/// and the run's own mistake if it made one, else another officer's visit. Pictures come from folder/evidence and go in
/// as data.
Json stories_json(const RunRecord& run, const Tables& tables, const std::filesystem::path& folder);

}  // namespace tricolor::harness
