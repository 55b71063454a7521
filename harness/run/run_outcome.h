// Keeps a run's outcome in its folder, in run.json, for readers and repetitions of the run.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "adapters/run_record.h"
#include "run/run_folder.h"

namespace tricolor::harness {

struct RunOutcome {
  std::string commit;
  bool partial = false, stopped = false;
  engine::Time end;  ///< The run's end; nothing later is in its files.
  std::uint64_t seed = 0;
  std::uint64_t events = 0;  ///< Number of events in the journal.
  Fingerprints fingerprints;
  /// SHA-256 of journal.jsonl and scene_log.csv as they were written; empty in folders of older programs.
  std::map<std::string, std::string> files;
};

/// The exit code of `tricolor run` after this run: 0, 130 when the user stopped it, 3 when anything of it was lost,
/// late or cut short.
int exit_code_of(const RunRecord& record);

/// Writes run.json: the fields of `RunOutcome`, and for other programs the scenario, policy, eyes, seed, start and end,
/// troubles, and the digests of the inputs. Throws std::runtime_error when it cannot.
void write_run_outcome(const RunRecord& record, const RunOrigin& origin, const std::filesystem::path& run_folder);

/// Gives nothing when the run was cut off before its end (no run.json). Throws BadRunFolder when run.json is there and
/// invalid.
std::optional<RunOutcome> read_run_outcome(const std::filesystem::path& run_folder);

/// Says which files of a folder are not as the run left them, as lines for people: another journal or scene log, or
/// another seed in run.txt. Empty when all is as it was.
std::string damage_since(const std::filesystem::path& run_folder, const RunOutcome& outcome, const RunOrigin& origin);

/// Lists the differences between a repeated run and the one in a folder, as lines for people; empty when they are
/// equal. Every event of a run that was cut off or stopped must be there again, in its place.
std::string what_differs(const std::filesystem::path& run_folder, const RunRecord& repeated);

}  // namespace tricolor::harness
