#include "run/run_outcome.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/fingerprint.h"
#include "engine/digest.h"
#include "engine/json_fault.h"
#include "run/story.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kOutcomeFile = "run.json";
constexpr std::size_t kMostBytes = 4u << 20;

// Names of the fingerprint's ingredients, used in writing, reading and comparing.
using Ingredient = std::string Fingerprints::*;
constexpr std::pair<const char*, Ingredient> kIngredients[] = {{"kernel", &Fingerprints::kernel},
                                                               {"scenes", &Fingerprints::scenes},
                                                               {"sightings", &Fingerprints::sightings},
                                                               {"decisions", &Fingerprints::decisions},
                                                               {"journal", &Fingerprints::journal}};

// Files that readers rely on besides the inputs, whose digests are in run.txt.
constexpr const char* kFiles[] = {"journal.jsonl", "scene_log.csv"};

// Gives the digest of a file; empty when it cannot be read.
std::string digest_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return in ? engine::sha256(bytes.str()) : std::string{};
}

Json trouble_json(const RunTrouble& trouble) {
  return {{"kind", name_of(trouble.kind)},
          {"since", engine::to_text(trouble.since)},
          {"until", trouble.until ? Json(engine::to_text(*trouble.until)) : Json(nullptr)},
          {"count", trouble.count},
          {"lacks", trouble.lacks},
          {"en", trouble.en},
          {"zh", trouble.zh}};
}

}  // namespace

int exit_code_of(const RunRecord& record) {
  if (record.stopped) return 130;
  return record.partial || !record.troubles.empty() ? 3 : 0;
}

void write_run_outcome(const RunRecord& record, const RunOrigin& origin, const fs::path& run_folder) {
  Json json{{"scenario", record.scenario},
            {"policy", record.policy().name},
            {"policies", policies_text(record)},
            {"seed", record.seed},
            {"commit", record.commit},
            {"eyes", record.eyes},
            {"start", engine::to_text(record.start)},
            {"end", engine::to_text(record.end)},
            {"end_us", record.end.time_since_epoch().count()},
            {"planned_end", engine::to_text(record.planned_end)},
            {"partial", record.partial},
            {"stopped", record.stopped},
            {"events", record.journal.size()}};
  Json troubles = Json::array();
  for (const RunTrouble& trouble : record.troubles) troubles.push_back(trouble_json(trouble));
  json["troubles"] = std::move(troubles);
  for (const auto& [name, ingredient] : kIngredients) json["fingerprints"][name] = record.fingerprints.*ingredient;
  json["sha256"] = origin.digests;
  for (const char* name : kFiles) json["files"][name] = digest_of_file(run_folder / name);
  // A trouble may hold a message of the operating system in any encoding.
  write_whole(run_folder / kOutcomeFile, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::optional<RunOutcome> read_run_outcome(const fs::path& run_folder) {
  std::error_code failed;
  if (!fs::exists(run_folder / kOutcomeFile, failed)) return std::nullopt;
  std::string text;
  engine::Diagnostics diagnostics;
  if (!engine::read_text_file((run_folder / kOutcomeFile).string(), kMostBytes, text, diagnostics))
    throw BadRunFolder(diagnostics.text());
  try {
    const Json json = Json::parse(text);
    RunOutcome outcome;
    outcome.commit = json.at("commit").get<std::string>();
    outcome.partial = json.at("partial").get<bool>();
    outcome.stopped = json.at("stopped").get<bool>();
    outcome.end = engine::Time{engine::Duration{json.at("end_us").get<std::int64_t>()}};
    outcome.events = json.at("events").get<std::uint64_t>();
    outcome.seed = json.at("seed").get<std::uint64_t>();
    if (json.contains("files")) outcome.files = json["files"].get<std::map<std::string, std::string>>();
    for (const auto& [name, ingredient] : kIngredients)
      outcome.fingerprints.*ingredient = json.at("fingerprints").at(name).get<std::string>();
    return outcome;
  } catch (const Json::exception& error) {
    throw BadRunFolder(fmt::format("{}: must be as a run leaves it, got {}", (run_folder / kOutcomeFile).string(),
                                   engine::json_fault(error.what())));
  }
}

std::string damage_since(const fs::path& run_folder, const RunOutcome& outcome, const RunOrigin& origin) {
  std::string lines;
  if (outcome.seed != origin.seed)
    lines += fmt::format("{}: the run was of seed {}, the note says {}\n", (run_folder / "run.txt").string(),
                         outcome.seed, origin.seed);
  for (const auto& [name, wanted] : outcome.files) {
    const std::string found = digest_of_file(run_folder / name);
    if (found != wanted)
      lines += fmt::format("{}: the run left the digest {}, the folder's has {}\n", (run_folder / name).string(),
                           wanted.substr(0, 12), found.empty() ? "nothing there" : found.substr(0, 12));
  }
  return lines;
}

std::string what_differs(const fs::path& run_folder, const RunRecord& repeated) {
  const auto outcome = read_run_outcome(run_folder);
  std::string lines;
  if (outcome && !outcome->partial) {
    for (const auto& [name, ingredient] : kIngredients)
      if (outcome->fingerprints.*ingredient != repeated.fingerprints.*ingredient)
        lines += fmt::format("{}: {} then, {} now\n", name, outcome->fingerprints.*ingredient,
                             repeated.fingerprints.*ingredient);
    return lines;
  }
  const auto then = read_journal(run_folder);
  if (then.size() > repeated.journal.size())
    return fmt::format("journal: {} events then, {} now\n", then.size(), repeated.journal.size());
  for (std::size_t i = 0; i < then.size(); ++i)
    if (decision_text(then[i]) != decision_text(repeated.journal[i]))
      return fmt::format("event {}:\n  then: {}\n  now:  {}\n", i + 1, decision_text(then[i]),
                         decision_text(repeated.journal[i]));
  return lines;
}

}  // namespace tricolor::harness
