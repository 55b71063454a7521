// Implements `tricolor validate`, which reports every fault of files that people wrote and warns of valid inputs that
// are surely not intended, and `tricolor config`, which shows where each value of such a file comes from.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "adapters/build_city.h"
#include "adapters/demand_file.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "engine/policy_file.h"
#include "run/load.h"
#include "run/plausibility.h"
#include "scenario/counted.h"
#include "test/scenario_tests.h"
#include "service/watch/zones_file.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using engine::Diagnostics;
using engine::Value;

enum class Kind { scenario, policy, classes, kinds, demand, zones, unknown };

// Tells a file's kind by its keys: a policy names itself, while scenarios and templates name a policy's file.
Kind kind_of(const Value& root) {
  if (root.find("scenario")) return Kind::scenario;
  if (const Value* name = root.find("policy"))
    return name->kind == Value::Kind::scalar && !fs::path(name->text).has_extension() ? Kind::policy : Kind::unknown;
  if (root.find("demand")) return Kind::demand;
  if (root.find("zones")) return Kind::zones;
  if (root.find("kinds")) return Kind::kinds;
  return root.find("classes") ? Kind::classes : Kind::unknown;
}

void add_all(const Diagnostics& from, Diagnostics& to) {
  for (const engine::Diagnostic& one : from.sorted()) to.add(one.origin, one.path, one.text);
}

struct Found {
  Diagnostics faults, warnings;
  std::size_t scenarios = 0, policies = 0, tables = 0, kinds = 0, demands = 0, zones = 0;

  std::string counted() const {
    std::string text;
    const auto add = [&](std::size_t count, const char* one, const char* many) {
      if (count) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, count == 1 ? one : many);
    };
    add(scenarios, "scenario", "scenarios");
    add(policies, "policy", "policies");
    add(tables, "class table", "class tables");
    add(kinds, "table of kinds", "tables of kinds");
    add(demands, "demand file", "demand files");
    add(zones, "file of zones", "files of zones");
    return text;
  }
};

void validate_scenario(const std::string& path, Found& found) {
  Diagnostics faults;
  if (const auto inputs = load_inputs(path, faults)) add_all(warnings_about(*inputs), found.warnings);
  add_all(faults, found.faults);
  ++found.scenarios;
}

void validate_policy(const std::string& path, Found& found) {
  Diagnostics faults;
  const engine::Policy policy = engine::read_policy(path, faults);
  if (faults.empty()) add_all(warnings_about_figures(path, policy), found.warnings);
  add_all(faults, found.faults);
  add_all(warnings_about_policy(path, policy, class_names_of(own_class_table(assets_folder()))), found.warnings);
  ++found.policies;
}

// In a folder templates and other files lie beside scenarios; a file that was `named` on the command line is taken for
// a scenario when it is of no other kind.
void validate_file(const std::string& path, bool named, Found& found) {
  Value root;
  Diagnostics unreadable;
  if (!engine::read_document(path, root, unreadable)) return add_all(unreadable, found.faults);
  switch (kind_of(root)) {
    case Kind::scenario: return validate_scenario(path, found);
    case Kind::policy: return validate_policy(path, found);
    case Kind::classes:
      engine::read_classes(path, found.faults);
      ++found.tables;
      return;
    case Kind::kinds:
      read_kinds(path, kinds_of_twin(), found.faults);
      ++found.kinds;
      return;
    case Kind::demand:
      read_demand(path, found.faults);
      ++found.demands;
      return;
    case Kind::zones:
      read_zones(path, std::chrono::seconds{10}, found.faults);
      ++found.zones;
      return;
    case Kind::unknown:
      if (named) validate_scenario(path, found);
  }
}

}  // namespace

int validate_command(const ValidateArguments& arguments) {
  Found found;
  for (const std::string& path : arguments.paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) validate_file(path, true, found);
    else
      for (const std::string& file : yaml_files(path)) validate_file(file, false, found);
  }
  complain(found.faults.text());
  complain(warning_lines(found.warnings));
  if (!found.faults.empty()) return kBadInput;
  const std::string files = found.counted();
  if (files.empty()) {
    complain(fmt::format("{}: no scenario, policy, class table, table of kinds, demand or zones there\n",
                         fmt::join(arguments.paths, " ")));
    return kBadInput;
  }
  const std::size_t warnings = found.warnings.sorted().size();
  if (warnings == 0) {
    say(files + " fine\n");
    return kFine;
  }
  say(fmt::format("{}: no fault, {}\n", files, counted(warnings, "warning")));
  return arguments.strict ? kBadInput : kFine;
}

int config_command(const ConfigArguments& arguments) {
  Found found;
  validate_file(arguments.path, true, found);
  std::string text;
  if (found.faults.empty()) text = resolved_with_origins(arguments.path, found.faults);
  if (!found.faults.empty()) {
    complain(found.faults.text());
    return kBadInput;
  }
  say(text);
  return kFine;
}

}  // namespace tricolor::harness
