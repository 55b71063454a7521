#include "run/kept_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <stdexcept>

#include "adapters/demand_file.h"
#include "adapters/pictures.h"
#include "engine/digest.h"
#include "engine/journal.h"
#include "engine/service_state.h"
#include "run/load.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using engine::Value;

constexpr const char* kFolder = "inputs";
constexpr const char* kScenario = "scenario.yaml";
constexpr const char* kDemand = "demand.yaml";
constexpr const char* kKinds = "kinds.yaml";
constexpr const char* kDetector = "detector";
constexpr const char* kCalibration = "calibration.json";
constexpr const char* kProfiles = "profiles.json";

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) throw BadInput(fmt::format("{}: cannot be read", path.string()));
  return text.str();
}

Value tree_of(const std::string& path) {
  Value root;
  engine::Diagnostics diagnostics;
  if (!engine::read_document(path, root, diagnostics) || !diagnostics.empty()) throw BadInput(diagnostics.text());
  return root;
}

void set(Value& map, const std::string& key, const std::string& text) {
  Value value;
  value.kind = Value::Kind::scalar;
  value.text = text;
  for (auto& entry : map.entries)
    if (entry.key == key) {
      entry.value = value;
      return;
    }
  map.entries.push_back({key, std::move(value)});
}

fs::path beside(const Value& named) {
  return (fs::path(named.origin.file).parent_path() / named.text).lexically_normal();
}

// A detector is a network, its list and what the list names: a closer look, and a detector for views along the street.
InputFiles detector_files(const fs::path& model, bool of_another = false) {
  InputFiles files;
  files[model.filename().string()] = bytes_of(model);
  fs::path card = model;
  card.replace_extension(".json");
  files[card.filename().string()] = bytes_of(card);
  const auto json = nlohmann::json::parse(files[card.filename().string()], nullptr, false);
  if (!json.is_object()) return files;
  if (json.contains("closer_look") && json["closer_look"].is_object()) {
    const std::string second = json["closer_look"].value("file", "");
    if (!second.empty()) files[second] = bytes_of(model.parent_path() / second);
  }
  // That one names no other.
  if (json.contains("along") && json["along"].is_string() && !of_another)
    files.merge(detector_files(model.parent_path() / json["along"].get<std::string>(), true));
  return files;
}

std::string kinds_text(const LoopInputs& inputs) { return engine::to_yaml(tree_of(inputs.scenario.kinds_path)); }

// Gives the texts that people wrote: scenario, policy, classes, merchants.
InputFiles resolved_texts(const LoopInputs& inputs) {
  InputFiles files;
  Value scenario = tree_of(inputs.scenario.path);
  set(scenario, "policy", "policy.yaml");
  if (scenario.find("demand")) {
    set(scenario, "demand", kDemand);
    files[kDemand] = demand_text(inputs.demand);
  }
  set(scenario, "classes", "classes.yaml");
  if (scenario.find("kinds")) {
    set(scenario, "kinds", kKinds);
    files[kKinds] = kinds_text(inputs);
  }
  for (auto& entry : scenario.entries) {
    if (entry.key != "changes") continue;
    for (std::size_t i = 0; i < entry.value.items.size(); ++i) {
      Value& change = entry.value.items[i];
      if (!change.find("policy")) continue;
      const std::string name = fmt::format("policy_{}.yaml", i + 1);
      set(change, "policy", name);
      files[name] = engine::to_yaml(tree_of(inputs.scenario.changes.at(i).policy_path));
    }
  }
  if (const Value* merchants = scenario.find("merchants"); merchants && merchants->kind == Value::Kind::map)
    if (const Value* table = merchants->find("import")) {
      files["merchants.csv"] = bytes_of(beside(*table));
      for (auto& entry : scenario.entries)
        if (entry.key == "merchants") set(entry.value, "import", "merchants.csv");
    }
  if (inputs.scenario.rung == "events") {
    set(scenario, "rung", "events");
    set(scenario, "profile", inputs.scenario.profile);
    set(scenario, "calibration", kCalibration);
    files[kCalibration] = bytes_of(inputs.scenario.calibration_path);
    files[kProfiles] = bytes_of(inputs.scenario.profiles_path);
  }
  if (scenario.find("model"))
    set(scenario, "model", "model/" + fs::path(inputs.scenario.model_path).filename().string());
  files[kScenario] = engine::to_yaml(scenario);
  files["policy.yaml"] = engine::to_yaml(tree_of(inputs.scenario.policy_path));
  files["classes.yaml"] = engine::to_yaml(tree_of(inputs.scenario.classes_path));
  return files;
}

std::string what_is(const std::string& name) {
  if (name == kScenario) return "scenario";
  if (name == kDemand) return "demand";
  if (name == kKinds) return "table of kinds";
  if (name.starts_with("policy")) return "policy";
  if (name == "classes.yaml") return "class table";
  if (name == kCalibration) return "calibration";
  if (name == kProfiles) return "list of detector profiles";
  if (name == "merchants.csv") return "table of merchants";
  return "detector";
}

std::string brief(const std::string& digest) { return digest.substr(0, 12); }

constexpr std::pair<const char*, std::vector<std::string> engine::WorldTables::*> kTables[] = {
    {"shops", &engine::WorldTables::merchants},  {"cameras", &engine::WorldTables::cameras},
    {"zones", &engine::WorldTables::zones},      {"classes", &engine::WorldTables::classes},
    {"grids", &engine::WorldTables::duty_grids}, {"officers", &engine::WorldTables::officers}};

// More names than these in one line help nobody.
constexpr std::size_t kMostNames = 8;

// Lists the ids of the journal that mean something else now: "shops: 3 were m3 and is m4, …".
std::string differing(const char* noun, const std::vector<std::string>& then, const std::vector<std::string>& now) {
  std::vector<std::string> differences;
  for (std::size_t id = 0; id < std::max(then.size(), now.size()); ++id) {
    if (id < then.size() && id < now.size() && then[id] == now[id]) continue;
    const std::string was = id < then.size() ? then[id] : "nothing", is = id < now.size() ? now[id] : "nothing";
    differences.push_back(fmt::format("{} in the journal is {} here", was, is));
  }
  if (differences.empty()) return {};
  const std::size_t more = differences.size() > kMostNames ? differences.size() - kMostNames : 0;
  differences.resize(differences.size() - more);
  return fmt::format("{}: {}{}\n", noun, fmt::join(differences, ", "),
                     more ? fmt::format(" and {} more differ", more) : "");
}

// Lists the files of the folder that are not as they were, one line each.
std::string damage_of(const fs::path& run_folder, const RunOrigin& origin) {
  std::string damage;
  for (const auto& [name, wanted] : origin.digests) {
    if (name == kDetector) continue;
    const fs::path path = run_folder / kFolder / name;
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) {
      damage += fmt::format("{}: must be the {} of this run, got nothing there\n", path.string(), what_is(name));
      continue;
    }
    const std::string found = engine::sha256(bytes_of(path));
    if (found == wanted) continue;
    damage += fmt::format("{}: the {} of this run has the digest {}, the folder's has {}\n", path.string(),
                          what_is(name), brief(wanted), brief(found));
  }
  return damage;
}

}  // namespace

std::string digest_of_inputs(const LoopInputs& inputs) {
  std::string text;
  for (const auto& [name, bytes] : resolved_texts(inputs)) text += fmt::format("{} {}\n", engine::sha256(bytes), name);
  return engine::sha256(text);
}

InputFiles resolved_inputs(const LoopInputs& inputs) {
  InputFiles files = resolved_texts(inputs);
  files[kDemand] = demand_text(inputs.demand);
  files[kKinds] = kinds_text(inputs);
  if (tree_of(inputs.scenario.path).find("model"))
    for (auto& [name, bytes] : detector_files(inputs.scenario.model_path)) files["model/" + name] = std::move(bytes);
  return files;
}

std::map<std::string, std::string> digests_of(const InputFiles& files, const LoopInputs& inputs) {
  std::map<std::string, std::string> digests;
  bool own_detector = false;
  for (const auto& [name, bytes] : files) {
    digests[name] = engine::sha256(bytes);
    own_detector = own_detector || name.starts_with("model/");
  }
  if (own_detector) return digests;
  digests[kDetector] = detector_digest(inputs.scenario.model_path);
  return digests;
}

std::string detector_digest(const std::string& model_path) {
  std::string whole;
  for (const auto& [name, bytes] : detector_files(model_path)) whole += engine::sha256(bytes);
  return engine::sha256(whole);
}

void write_inputs(const InputFiles& files, const fs::path& run_folder) {
  for (const auto& [name, bytes] : files) {
    const fs::path path = run_folder / kFolder / name;
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    if (failed)
      throw std::runtime_error(fmt::format("{}: cannot be made: {}", path.parent_path().string(), failed.message()));
    write_whole(path, bytes);
  }
}

LoopInputs read_inputs(const fs::path& run_folder, const RunOrigin& origin, const std::vector<engine::Event>& journal) {
  if (!origin.digests.contains(kScenario))
    throw BadRunFolder(fmt::format(
        "{}: must carry its scenario (inputs/ with digests in run.txt), got none: it was made by an older program; "
        "run its scenario again",
        run_folder.string()));
  std::string damage = damage_of(run_folder, origin);
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs((run_folder / kFolder / kScenario).string(), diagnostics);
  if (!inputs) throw BadRunFolder(damage + diagnostics.text());
  inputs->scenario.seed = origin.seed;
  if (origin.lasts.count() > 0) inputs->scenario.lasts = origin.lasts;
  damage += foreign_names(*inputs, journal);
  if (!damage.empty()) throw BadRunFolder(damage);
  return std::move(*inputs);
}

KeptRun read_run(const fs::path& run_folder) {
  std::string error;
  auto origin = read_run_origin(run_folder, error);
  if (!origin) throw BadRunFolder(error);
  auto journal = read_journal(run_folder);
  LoopInputs inputs = read_inputs(run_folder, *origin, journal);
  auto ended = read_run_outcome(run_folder);
  if (ended)
    if (const std::string damage = damage_since(run_folder, *ended, *origin); !damage.empty())
      throw BadRunFolder(damage);
  return {std::move(*origin), std::move(inputs), std::move(journal), std::move(ended)};
}

std::string what_is_lacking(const KeptRun& run, const fs::path& run_folder) {
  const std::string last = run.journal.empty() ? "nothing" : engine::to_text(run.journal.back().at);
  if (!run.ended) return fmt::format("{}: was cut off; the last that it kept is of {}\n", run_folder.string(), last);
  if (run.ended->stopped)
    return fmt::format("{}: was stopped at {}\n", run_folder.string(), engine::to_text(run.ended->end));
  if (run.ended->partial)
    return fmt::format("{}: is partial; nothing after {} is in it, and its summary says why\n", run_folder.string(),
                       engine::to_text(run.ended->end));
  return {};
}

std::string difference(const InputFiles& files, const RunOrigin& origin) {
  std::string lines;
  for (const auto& [name, bytes] : files) {
    const auto known = origin.digests.find(name);
    if (known == origin.digests.end()) lines += fmt::format("{}: the run had none\n", name);
    else if (known->second != engine::sha256(bytes))
      lines += fmt::format("the {} of the run has the digest {}, this one has {}\n", what_is(name),
                           brief(known->second), brief(engine::sha256(bytes)));
  }
  for (const auto& [name, wanted] : origin.digests)
    if (name != kDetector && !files.contains(name)) lines += fmt::format("{}: the run had one\n", name);
  return lines;
}

std::string foreign_program(const LoopInputs& inputs, const RunOrigin& origin) {
  std::string lines;
  const auto check = [&](const std::string& name, const std::string& now) {
    const auto then = origin.digests.find(name);
    if (then != origin.digests.end() && then->second != now)
      lines += fmt::format("the {} of the run has the digest {}, this program's has {}\n", what_is(name),
                           brief(then->second), brief(now));
  };
  check(kDemand, engine::sha256(demand_text(inputs.demand)));
  check(kKinds, engine::sha256(kinds_text(inputs)));
  if (!origin.digests.contains(kDetector)) return lines;
  check(kDetector, detector_digest(inputs.scenario.model_path));
  return lines;
}

std::string foreign_names(const LoopInputs& inputs, const std::vector<engine::Event>& journal) {
  // Only the beginning is folded before the ids are known to be of this world: a fold has a place for every id.
  engine::ServiceState service;
  for (auto event = journal.begin(); event != journal.end() && service.configured().empty(); ++event)
    service.apply(*event);
  if (service.configured().empty()) return {};
  const engine::WorldTables now = engine::tables_of(configuration_of(inputs));
  const engine::event::Configured& then = service.configured().front().content;
  std::string lines;
  for (const auto& [noun, table] : kTables) lines += differing(noun, then.tables.*table, now.*table);
  if (!lines.empty()) return "the names behind the journal's numbers are others:\n" + lines;
  if (const auto unknown = engine::unknown_id_in(journal, now)) return "journal: " + *unknown + "\n";
  if (then.digest == inputs.digest) return {};
  return fmt::format("the journal was written under inputs with the digest {}, these have {}\n", brief(then.digest),
                     brief(inputs.digest));
}

}  // namespace tricolor::harness
