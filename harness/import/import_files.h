// Writes what an import came to. The files differ in who may see them:
//   scenario.yaml      the scenario, with invented names; every thing that was proposed is marked in a comment
//   policies/          the policy that it names
//   import.html        the map and what could not be used, without names
//   import.geojson     the same as a map layer (RFC 7946, WGS 84), without names
//   import.csv         every row, column and street that was not used as written: with names as in the tables
//   names.csv          which id is which shop or camera of the tables: the only link, and it stays with the planner
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "import/import.h"

namespace tricolor::harness {

/// Name, within the folder, and text of each file, but for the policies.
std::vector<std::pair<std::string, std::string>> import_files(const ImportResult& result);

/// Each of them.
std::string import_scenario(const ImportResult& result);
std::string import_geojson(const ImportResult& result);
std::string import_csv(const ImportResult& result);
std::string names_csv(const ImportResult& result);
/// One HTML page in both languages that loads nothing.
std::string import_page(const ImportResult& result);

/// The text for the terminal: counts, and the first examples of each reason with file, line and column.
std::string import_summary(const ImportResult& result);

}  // namespace tricolor::harness
