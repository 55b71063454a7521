#include "run/own_files.h"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

#include "run/build.h"

namespace tricolor::harness {

namespace fs = std::filesystem;

namespace {

// A folder counts as the program's assets when it holds this file: every command that reads a scenario needs it.
constexpr const char* kClassTable = "classes/street_order.yaml";

AssetSearch search_of_this_process() {
  AssetSearch search;
  if (const char* folder = std::getenv("TRICOLOR_ASSETS"); folder && *folder) search.named = folder;
  std::error_code failed;
  search.program = fs::read_symlink("/proc/self/exe", failed);
  search.built_from = kBuiltFrom;
  return search;
}

}  // namespace

std::vector<fs::path> asset_candidates(const AssetSearch& search) {
  if (search.named) return {*search.named};
  std::vector<fs::path> candidates;
  if (!search.program.empty()) {
    const fs::path folder = search.program.parent_path();
    candidates.push_back(folder / "assets");
    candidates.push_back((folder / ".." / "share" / "tricolor" / "assets").lexically_normal());
  }
  if (!search.built_from.empty()) candidates.push_back(search.built_from);
  return candidates;
}

fs::path find_assets(const AssetSearch& search) {
  const std::vector<fs::path> candidates = asset_candidates(search);
  for (const fs::path& candidate : candidates) {
    std::error_code failed;
    if (fs::is_regular_file(candidate / kClassTable, failed)) return candidate;
  }
  std::string text = fmt::format("the program's own files ({} and the models) were not found; looked in:", kClassTable);
  for (const fs::path& candidate : candidates) text += "\n  " + candidate.string();
  text += search.named ? "\nTRICOLOR_ASSETS must name the folder `assets` of a source tree or of share/tricolor"
                       : "\ninstall the program with `cmake --install`, keep `assets` beside it, or name the folder in "
                         "TRICOLOR_ASSETS";
  throw std::runtime_error(text);
}

std::string assets_folder() {
  static const std::string kFound = find_assets(search_of_this_process()).string();
  return kFound;
}

std::string own_scenarios_folder() { return (fs::path(assets_folder()).parent_path() / "scenarios").string(); }

}  // namespace tricolor::harness
