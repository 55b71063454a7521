// Reads the fields that a sweep goes over, as they stand on its command line, and lays them out as a grid of points.
// Plain values; no file and no run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/key_table.h"

namespace tricolor::harness {

/// Most values of one field, and most points of a grid.
inline constexpr std::size_t kMostValues = 60, kMostPoints = 400;

/// One field with the values that it is given.
struct SweepField {
  std::string path;                 ///< Dotted, as in the YAML: "notice.correct_within".
  bool of_scenario = false;         ///< True: a field of the scenario; otherwise of the policy.
  std::vector<std::string> values;  ///< As people write them: "5 min".
  std::string about;                ///< What the reference says of it.
};

/// The keys among which a field is looked for.
struct SweepKeys {
  engine::KeyTable policy, scenario;
};

/// Reads "notice.correct_within=5 min..30 min/5 min" or "colour.count_since=ever,calendar_month". A path that both
/// files have is the policy's, unless it begins with "scenario."; "policy." may stand before a path too. Otherwise
/// gives nothing, and `fault` says what it must be.
std::optional<SweepField> sweep_field_of(const std::string& text, const SweepKeys& keys, std::string& fault);

/// The points of the grid: for each the number of a value of each field. The last field changes fastest.
std::vector<std::vector<std::size_t>> points_of(const std::vector<SweepField>& fields);

/// Writes dotted paths and their values as YAML, maps within maps; empty when there are none.
std::string keys_as_yaml(const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace tricolor::harness
