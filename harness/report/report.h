// Writes the page of a run: one self-contained file that opens without a network.
#pragma once

#include <filesystem>

#include "adapters/run_record.h"

namespace tricolor::harness {

/// Writes folder/report.html. Pictures for its stories are read from folder/evidence/<sha256>.jpg and put into the
/// page; a story whose pictures were not kept has none. Throws std::runtime_error when the file cannot be written.
void write_report(const RunRecord& run, const std::filesystem::path& folder);

}  // namespace tricolor::harness
