// What the readers of one scenario file share: the names that are known so far, and complaints about those that are not.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/scenario.h"

namespace tricolor::harness {

struct Reading {
  Scenario& scenario;
  engine::Diagnostics& diagnostics;
  std::set<std::string> street_ids, merchant_ids, camera_ids, officer_ids;
  std::vector<std::string> classes;  ///< Of the scenario's class table; empty when it cannot be read, which is said elsewhere.
  bool times_known = true;   ///< Start and length were readable: instants can be held against them.

  /// Notes a new name; complains when it was given before.
  void unique(std::set<std::string>& known, const std::string& id, const engine::Value* at, const std::string& path);
  /// The items of a list; complains and gives none when it is no list or has more than `kMostItems`.
  const std::vector<engine::Value>& items(engine::MapReader& map, std::string_view key);
  /// Complains when a name is not among the known.
  void must_be(const std::set<std::string>& known, const std::string& id, const engine::Value* at, const std::string& path, const std::string& what);
};

/// More of anything in one list is taken for a mistake.
inline constexpr std::size_t kMostItems = 20'000;

/// Merchants from a table: a CSV file (UTF-8, with or without a byte order mark) whose first line names the columns, which are the keys of a
/// merchant in YAML. Each row becomes the map that YAML would have given, so that both are read alike; strikes stand in one cell, apart by
/// semicolons.
std::vector<engine::Value> read_merchant_table(const std::string& path, const engine::Value& named, engine::Diagnostics& diagnostics);

void read_permit(const engine::Value& value, const std::string& path, Reading& reading);
void read_script_line(const engine::Value& value, const std::string& path, Reading& reading);
void read_fault(const engine::Value& value, const std::string& path, Reading& reading);
void read_expectation(const engine::Value& value, const std::string& path, Reading& reading);

}  // namespace tricolor::harness
