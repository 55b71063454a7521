// The single files of a run's folder. `files.h` writes all of them.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/run_record.h"
#include "report/summary.h"
#include "report/tables.h"

namespace tricolor::harness {

/// A ground point as WGS 84. The city's own coordinates are metres on a plane that touches the ellipsoid at 30.69° N, 121.02° E
/// (Pinghu; assumed, since an invented street lies nowhere).
struct LonLat {
  double lon = 0, lat = 0;
};
LonLat lon_lat_of(engine::GroundPoint point);

/// Incidents as GeoJSON points (RFC 7946).
Json incidents_geojson(const RunRecord& run, const Tables& tables);

/// CSV as in RFC 4180, with a UTF-8 byte-order mark; times in UTC+8.
std::string incidents_csv(const RunRecord& run, const Tables& tables);
std::string merchants_csv(const RunRecord& run, const Tables& tables);
std::string cases_csv(const RunRecord& run, const Tables& tables);
std::string notices_csv(const RunRecord& run, const Tables& tables);

/// The database of docs/results_schema.md; a file of that name is replaced. Throws std::runtime_error with path and reason.
void write_results_database(const RunRecord& run, const Tables& tables, const std::filesystem::path& path);

/// Writes a whole file. Throws std::runtime_error that names it.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace tricolor::harness
