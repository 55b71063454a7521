// Keeps a run's inputs in its folder: scenario, policy, classes and merchants as resolved, with the digest of each.
// Every reader of a run reads these, so that a file that was edited since cannot change the meaning of the run's
// numbers.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "adapters/closed_loop.h"
#include "engine/event.h"
#include "run/run_folder.h"
#include "run/run_outcome.h"

namespace tricolor::harness {

/// Names of the files in `inputs/` and what is in them: scenario.yaml, policy.yaml, classes.yaml and a policy_N.yaml
/// for each of the scenario's changes that brings one, each complete in itself (nothing is extended); merchants.csv
/// where the scenario imports one; calibration.json and profiles.json at the rung events; a detector of the scenario's
/// own; and demand.yaml, which has every figure of the demand with its mark, and kinds.yaml, whether the scenario names
/// files of its own or not. Seed and length as given on the command line are not in these files but in run.txt.
using InputFiles = std::map<std::string, std::string>;

/// Gives one digest of scenario, policy, classes and merchants as resolved, which identifies rules and world. The
/// journal carries it. Throws BadInput as `resolved_inputs` does.
std::string digest_of_inputs(const LoopInputs& inputs);

/// Reads the scenario's files again and resolves them. Throws BadInput when a file has gone meanwhile, or when there is
/// no detector at the scenario's path.
InputFiles resolved_inputs(const LoopInputs& inputs);

/// Gives the SHA-256 of each, and of the program's own detector under "detector" where the scenario brings none.
std::map<std::string, std::string> digests_of(const InputFiles& files, const LoopInputs& inputs);

/// Gives one SHA-256 of a detector's files: networks and lists, for both views. Throws BadInput when one cannot be
/// read.
std::string detector_digest(const std::string& model_path);

/// Writes them into `inputs/` of a run's folder. Throws std::runtime_error when it cannot.
void write_inputs(const InputFiles& files, const std::filesystem::path& run_folder);

/// Reads the inputs in a run's folder, checks every file against the digests in run.txt and all of them against the
/// tables in the journal (which may be empty: then nothing was journalled), and sets seed and length. The detector is
/// loaded apart. Throws BadRunFolder that names each file, shop, camera, zone or class that differs.
LoopInputs read_inputs(const std::filesystem::path& run_folder, const RunOrigin& origin,
                       const std::vector<engine::Event>& journal);

/// A run that is over, or was cut off: its inputs and its journal.
struct KeptRun {
  RunOrigin origin;
  LoopInputs inputs;  ///< The detector is not loaded.
  std::vector<engine::Event> journal;
  std::optional<RunOutcome> ended;  ///< None when it was cut off.
};

/// Gives one line for people about a run that was cut off, stopped, or is partial; empty for a whole run.
std::string what_is_lacking(const KeptRun& run, const std::filesystem::path& run_folder);

/// Reads and checks a run's folder. Throws BadRunFolder.
KeptRun read_run(const std::filesystem::path& run_folder);

/// Lists the resolved inputs of a scenario that differ from those of a run, as lines for people; empty when none does.
std::string difference(const InputFiles& files, const RunOrigin& origin);

/// Lists the reasons why this program could not repeat the run, as lines for people: another demand model, or another
/// detector of its own.
std::string foreign_program(const LoopInputs& inputs, const RunOrigin& origin);

/// Lists the ids of the journal that mean something else in this world, by name, as lines for people; empty when none
/// does, or when nothing was journalled.
std::string foreign_names(const LoopInputs& inputs, const std::vector<engine::Event>& journal);

}  // namespace tricolor::harness
