// Writes the results of a siting: site.json for programs, site.geojson for maps, best.yaml to go on from, site.html for
// people.
#pragma once

#include <filesystem>

#include "report/rows/summary.h"
#include "site/site_study.h"

namespace tricolor::harness {

/// The content of site.json; `tricolor schema site` prints its JSON Schema.
Json site_json(const SiteResults& site);

/// JSON Schema (draft 2020-12) of site.json.
Json site_schema();

/// Map layer (RFC 7946, WGS 84): the chosen cameras and officers, those at the junctions, and the places that would
/// only watch again what is watched.
Json site_geojson(const SiteResults& site);

/// Writes site.json, site.geojson, site.html and best.yaml into the folder. Throws std::runtime_error.
void write_site(const SiteResults& site, const std::filesystem::path& folder);

}  // namespace tricolor::harness
