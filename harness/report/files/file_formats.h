// Writes the single files of a run's folder. `files.h` writes all of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/run_record.h"
#include "report/files/result_table.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"

namespace tricolor::harness {

/// Writes a table as CSV (RFC 4180) with a UTF-8 byte-order mark, so that spreadsheets read Chinese correctly. An
/// instant stands twice: in whole seconds under its column's name, which spreadsheets read as a time, and exactly under
/// `<name>_exact`. Times are in UTC+8.
std::string csv_of(const ResultTable& table);

/// Writes the dictionary of the columns of all CSV files, itself CSV: file, column, unit, meaning_en, meaning_zh.
std::string columns_csv(const std::vector<ResultTable>& tables);

/// Writes the database of docs/results_schema.md; a file of that name is replaced. Throws std::runtime_error with path
/// and reason.
void write_results_database(const RunRecord& run, const ResultSource& from, const std::filesystem::path& path);

}  // namespace tricolor::harness
