#include "report/files.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "engine/journal.h"
#include "report/escape.h"
#include "report/file_formats.h"
#include "report/layers.h"

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

void write_file(const fs::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

void write_files(const RunRecord& run, const fs::path& folder) {
  const Tables tables = tables_of(run);
  const Links links(tables, folder);
  const ResultSource from{run, tables, links};
  std::string journal;
  for (const auto& event : run.journal) journal += engine::to_line(event) + '\n';
  write_file(folder / "journal.jsonl", journal);
  write_file(folder / "summary.json", json_for_file(summary_json(run, tables), 2) + '\n');
  const fs::path csv = folder_in(folder, "tables"), layers = folder_in(folder, "layers");
  const auto all = result_tables(from);
  for (const auto& table : all) write_file(csv / fmt::format("{}.csv", table.name), csv_of(table));
  write_file(csv / "columns.csv", columns_csv(all));
  for (const auto& layer : map_layers(from))
    write_file(layers / (layer.name + ".geojson"), json_for_file(layer.collection, 1) + '\n');
  write_results_database(run, from, folder / "results.sqlite");
}

}  // namespace tricolor::harness
