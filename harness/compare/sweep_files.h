// Writes the results of a sweep: sweep.json for programs, tables for spreadsheets, sweep.html for people.
#pragma once

#include <filesystem>

#include "compare/results.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// The content of sweep.json; `tricolor schema sweep` prints its JSON Schema.
Json sweep_json(const StudyResults& study);

/// JSON Schema (draft 2020-12) of sweep.json.
Json sweep_schema();

/// Writes sweep.json, sweep.html and tables/*.csv into the study's folder. Throws std::runtime_error with path and
/// reason.
void write_sweep(const StudyResults& study, const std::filesystem::path& folder);

/// A point in words: "notice.correct_within 5 min, colour.yellow_from 2 strikes".
std::string point_text(const StudySettings& settings, std::size_t policy);

}  // namespace tricolor::harness
