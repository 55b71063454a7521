#include "report/files/files.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "report/escape.h"
#include "report/files/file_formats.h"
#include "report/files/layers.h"
#include "run/run_folder.h"

namespace tricolor::harness {

namespace {

namespace fs = std::filesystem;

fs::path folder_in(const fs::path& folder, const char* name) {
  const fs::path made = folder / name;
  std::error_code failed;
  fs::create_directories(made, failed);
  if (failed) throw std::runtime_error(fmt::format("cannot make {}: {}", made.string(), failed.message()));
  return made;
}

}  // namespace

void write_summary(const RunRecord& run, const fs::path& folder) {
  write_whole(folder / "summary.json", json_for_file(summary_json(run, tables_of(run)), 2) + '\n');
}

void write_files(const RunRecord& run, const fs::path& folder) {
  const Tables tables = tables_of(run);
  const Links links(tables, folder);
  const ResultSource from{run, tables, links};
  write_summary(run, folder);
  const fs::path csv = folder_in(folder, "tables"), layers = folder_in(folder, "layers");
  const auto all = result_tables(from);
  for (const auto& table : all) write_whole(csv / fmt::format("{}.csv", table.name), csv_of(table));
  write_whole(csv / "columns.csv", columns_csv(all));
  for (const auto& layer : map_layers(from))
    write_whole(layers / (layer.name + ".geojson"), json_for_file(layer.collection, 1) + '\n');
  // The database is written under another name first, because a half-written one would be read as a whole one.
  const fs::path database = folder / "results.sqlite", unfinished = folder / "results.sqlite.part";
  std::error_code failed;
  fs::remove(unfinished, failed);
  try {
    write_results_database(run, from, unfinished);
    fs::rename(unfinished, database);
  } catch (const std::exception&) {
    fs::remove(unfinished, failed);
    throw;
  }
}

}  // namespace tricolor::harness
