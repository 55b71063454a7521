// The files beside the page, for spreadsheets, maps and databases.
#pragma once

#include <filesystem>

#include "adapters/run_record.h"

namespace tricolor::harness {

/// Writes into `folder`: journal.jsonl, results.sqlite (docs/results_schema.md), incidents.geojson, summary.json, and incidents,
/// merchants, cases and notices as CSV with a byte-order mark, so that spreadsheets take the Chinese for what it is. Existing
/// files of these names are replaced. Throws std::runtime_error that names the file.
void write_files(const RunRecord& run, const std::filesystem::path& folder);

}  // namespace tricolor::harness
