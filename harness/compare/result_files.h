// Writes the results of a study: compare.json for programs, tables for spreadsheets, compare.html for people.
#pragma once

#include <filesystem>
#include <string>

#include "compare/results.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// The content of compare.json; `tricolor schema compare` prints its JSON Schema.
Json compare_json(const StudyResults& study);

/// JSON Schema (draft 2020-12) of compare.json.
Json compare_schema();

/// Every figure of every replication as CSV. Reads the folder's replications.
std::string replications_csv(const StudyResults& study, const std::filesystem::path& folder);

/// Writes compare.json, compare.html and tables/*.csv into the study's folder. Throws std::runtime_error with path and
/// reason.
void write_results(const StudyResults& study, const std::filesystem::path& folder);

}  // namespace tricolor::harness
