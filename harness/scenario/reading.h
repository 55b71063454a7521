// Holds the state that the readers of one scenario file share: the names that are known so far; and reports unknown
// names.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/map_reader.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

/// Greatest number of entries in one list; more are taken for a mistake.
inline constexpr std::size_t kMostItems = 20'000;
inline constexpr std::size_t kMostChanges = 100;
inline constexpr std::size_t kMostStreets = 500, kMostCameras = 2'000, kMostOfficers = 1'000, kMostGrids = 2'000,
                             kMostCorners = 100;
/// Greatest distance of a place from the origin, greatest length of a street, and of all streets together, metres.
inline constexpr double kFarthestM = 100'000, kLongestStreetM = 20'000, kLongestStreetsM = 200'000;
/// Bounds of a picture's sides in pixels, and of the pixels of all cameras' pictures together: about a thousand cameras
/// of 640 × 360.
inline constexpr int kLeastSidePx = 64, kMostSidePx = 4096;
inline constexpr std::int64_t kMostPixels = 256'000'000;

/// Names of one kind, as they were written.
class Names {
 public:
  /// Adds a name. False when it was there already.
  bool add(const std::string& name) { return index_.emplace(name, index_.size()).second; }
  bool has(const std::string& name) const { return index_.contains(name); }
  /// All names, in order of the alphabet.
  const std::vector<std::string>& all() const;

 private:
  std::map<std::string, std::size_t> index_;
  mutable std::vector<std::string> sorted_;
};

struct Reading {
  Scenario& scenario;
  Names streets, merchants, cameras, officers;
  /// Code names of the scenario's class table; empty when it cannot be read, which is reported elsewhere.
  std::vector<std::string> classes;
  bool times_known = true;  ///< True when start and length were readable, so that instants can be checked against them.
  /// Fronts on one side of a street, by the metre at which they begin: the metre at which they end, and their shop.
  std::map<std::pair<std::string, bool>, std::map<double, std::pair<double, std::string>>> fronts;
  std::map<std::string, double> street_lengths_m;
  Names duty_grids = {};
};

/// Gives the one of these keys that stands in the map, the first in the file, and reports each further one as a fault.
/// Empty when none does, which the caller must report, and when the reader describes its keys.
std::string one_of(engine::MapReader& map, const std::vector<std::string>& keys);
/// Reports a key that is known and has no place here as a fault, with `why` such as "cannot stand beside 'lasts'". Does
/// nothing when it is absent.
void unwanted(engine::MapReader& map, std::string_view key, const std::string& why);
/// Subjects of an expectation, and actions of a line of the script; of each exactly one must be given.
std::vector<std::string> subject_keys();
std::vector<std::string> action_keys();

/// Notes a new name under `key`; a name that was given before is a fault.
void unique(engine::MapReader& map, std::string_view key, const std::string& name, Names& known);
/// Reads a name that must be known; `what` is such as "a merchant of this scenario".
bool known_name(engine::MapReader& map, std::string_view key, std::string& out, const Names& known,
                const std::string& what, std::string_view about);
/// Reads a class of violation.
bool class_word(engine::MapReader& map, std::string_view key, const Reading& reading, std::string& out,
                std::string_view about);
/// "09:00:00" is its first occurrence at or after the start; "2020-11-05 09:00" is that instant. Gives false when it is
/// neither.
bool moment_of(const engine::Value& value, const Scenario& scenario, Time& out);
/// The form of a moment in the reference.
engine::KeyEntry moment_entry(std::string_view about);
bool moment(engine::MapReader& map, std::string_view key, const Scenario& scenario, Time& out, std::string_view about);

/// Reads merchants from a table: a CSV file (UTF-8, with or without a byte order mark) whose first line names the
/// columns, which are the keys of a merchant in YAML. Each row becomes the map that YAML would have given, so that both
/// are read alike; strikes stand in one cell, apart by semicolons. Faults of the table itself go to `diagnostics`.
std::vector<engine::Value> read_merchant_table(const std::string& path, const engine::Value& named,
                                               engine::Diagnostics& diagnostics);
const std::vector<std::string>& merchant_columns();

void read_street(engine::MapReader& map, Reading& reading);
void read_merchants(engine::MapReader& map, Reading& reading);
void read_cameras(engine::MapReader& map, Reading& reading);
void read_officer(engine::MapReader& map, Reading& reading);
void read_duty_grids(engine::MapReader& map, Reading& reading);
void read_city(engine::MapReader& map, Scenario& scenario);
void read_permit(engine::MapReader& map, Reading& reading);
void read_script_line(engine::MapReader& map, Reading& reading);
void read_fault(engine::MapReader& map, Reading& reading);
void read_change(engine::MapReader& map, Reading& reading);
void read_expectation(engine::MapReader& map, Reading& reading);

/// Reads the path of a file that a scenario names, relative to the file in which the path is written. `out` stays when
/// the key is absent, and is emptied when there is no such file. False unless the file is there.
bool named_file(engine::MapReader& map, std::string_view key, std::string& out, const std::string& what,
                std::string_view about);
/// Reports the classes under `classes` of a policy that the scenario's class table does not know, because they would
/// silently not be watched.
void check_policy_classes(const std::string& policy_path, const Reading& reading, engine::Diagnostics& diagnostics);
/// Reports a time of `at` outside the run as a fault; where start or length could not be read, that has been reported
/// already.
void within_run(engine::MapReader& map, Time at, const Reading& reading);

/// Resolves the path `file` that is written in a file at `path`.
std::string beside(const std::string& path, const std::string& file);

}  // namespace tricolor::harness
