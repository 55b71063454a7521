#include "report/files.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "engine/journal.h"
#include "report/file_formats.h"

namespace tricolor::harness {

void write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

void write_files(const RunRecord& run, const std::filesystem::path& folder) {
  const Tables tables = tables_of(run);
  std::string journal;
  for (const auto& event : run.journal) journal += engine::to_line(event) + '\n';
  write_file(folder / "journal.jsonl", journal);
  write_file(folder / "summary.json", summary_json(run, tables).dump(2) + '\n');
  write_file(folder / "incidents.geojson", incidents_geojson(run, tables).dump(1) + '\n');
  write_file(folder / "incidents.csv", incidents_csv(run, tables));
  write_file(folder / "merchants.csv", merchants_csv(run, tables));
  write_file(folder / "cases.csv", cases_csv(run, tables));
  write_file(folder / "notices.csv", notices_csv(run, tables));
  write_results_database(run, tables, folder / "results.sqlite");
}

}  // namespace tricolor::harness
