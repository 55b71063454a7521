// Finds the program's own files: class tables and models (`assets`), and the scenarios and policies that come with it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tricolor::harness {

/// Places in which the folder `assets` may be.
struct AssetSearch {
  std::optional<std::filesystem::path> named;  ///< Named by the user, in TRICOLOR_ASSETS; then no other place is tried.
  std::filesystem::path program;               ///< The program's own file; empty when it is not known.
  std::filesystem::path built_from;            ///< The source tree's `assets`, where the program was built.
};

/// Gives the folders in which the assets may lie, in the order in which they are tried: the one that was named; or
/// `assets` beside the program, `../share/tricolor/assets` as `cmake --install` lays them, and where the program was
/// built.
std::vector<std::filesystem::path> asset_candidates(const AssetSearch& search);

/// Gives the first candidate that holds the program's class table. Throws std::runtime_error that names the places
/// tried when none does.
std::filesystem::path find_assets(const AssetSearch& search);

/// The folder `assets` of this process: found once by TRICOLOR_ASSETS, the program's place and where it was built.
/// Throws as `find_assets` does.
std::string assets_folder();

/// The folder `scenarios` that came with the program; it lies beside `assets`.
std::string own_scenarios_folder();

}  // namespace tricolor::harness
