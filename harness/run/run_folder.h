// Manages the folders of runs: reports/runs/<scenario>-<seed>-<commit>[-n], never overwritten.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/event.h"
#include "run/bad_input.h"
#include "scenario/scenario.h"

namespace tricolor::harness {

/// Is thrown when a folder is no run's folder, its files are damaged, or they do not belong together; the text says
/// which fault and where.
struct BadRunFolder : BadInput {
  using BadInput::BadInput;
};

/// Makes the next free folder under `root`. Throws std::runtime_error when it cannot.
std::filesystem::path new_run_folder(const std::filesystem::path& root, const Scenario& scenario,
                                     const std::string& commit);

/// The command line and versions of a run, as its folder keeps them in run.txt: enough to repeat the run.
struct RunOrigin {
  std::string scenario;  ///< Absolute path of the scenario file.
  std::uint64_t seed = 1;
  engine::Duration lasts{0};
  std::string commit;  ///< Commit of the program that ran it.
  /// SHA-256 of the files in `inputs/` by name, and of the program's own detector as "detector" where the scenario
  /// brings none.
  std::map<std::string, std::string> digests = {};
};

void write_run_origin(const RunOrigin& origin, const std::filesystem::path& run_folder);

/// Gives nothing, and the reason in `error`, when the folder has no readable run.txt.
std::optional<RunOrigin> read_run_origin(const std::filesystem::path& run_folder, std::string& error);

/// Writes a file so that it is whole under its name or not there. Throws std::runtime_error with path and reason.
void write_whole(const std::filesystem::path& path, std::string_view text);

/// Counts the bytes in a folder and all below it.
std::uintmax_t folder_bytes(const std::filesystem::path& folder);

/// Writes the journal into the folder's journal.jsonl, one event a line. Throws std::runtime_error with path and
/// reason.
void write_journal(const std::vector<engine::Event>& journal, const std::filesystem::path& run_folder);

/// Reads the journal of a run: journal.jsonl, or journal.sqlite of a durable run that was cut off. Throws BadRunFolder
/// with file and line.
std::vector<engine::Event> read_journal(const std::filesystem::path& run_folder);

/// Removes all but the newest `keep` folders; gives the removed ones.
std::vector<std::filesystem::path> prune_runs(const std::filesystem::path& root, std::size_t keep);

}  // namespace tricolor::harness
