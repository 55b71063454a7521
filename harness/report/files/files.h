// Writes the files beside the page, for spreadsheets, maps and databases.
#pragma once

#include <filesystem>

#include "adapters/run_record.h"

namespace tricolor::harness {

/// Writes into `folder`: summary.json, results.sqlite; tables/<table>.csv with tables/columns.csv, their dictionary;
/// and layers/<layer>.geojson (docs/results_schema.md describes them). Paths of evidence are those of the files in
/// folder/evidence at this moment. Existing files of these names are replaced. Throws std::runtime_error that names the
/// file.
void write_files(const RunRecord& run, const std::filesystem::path& folder);
/// Writes summary.json alone, again, when another file of the folder could not be written.
void write_summary(const RunRecord& run, const std::filesystem::path& folder);

}  // namespace tricolor::harness
