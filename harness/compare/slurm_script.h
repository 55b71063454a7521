// Writes the script by which a study runs on a cluster with Slurm: a pilot, an array of shards, and their merging. It
// is meant to be read, and changed where a cluster wants it otherwise. A pure function; nothing is run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tricolor::harness {

struct SlurmStudy {
  std::string name;                ///< Of the study; the jobs are called by it.
  std::filesystem::path program;   ///< Absolute path of `tricolor`, as the nodes see it.
  std::filesystem::path from;      ///< Absolute folder against which relative paths in `words` are meant.
  std::vector<std::string> words;  ///< Arguments of `tricolor compare`, all but --out, --jobs, --pilot and --shard.
  std::filesystem::path folder;    ///< Absolute: of the script, the pilot, the shards, and what they say.
  std::filesystem::path out;       ///< Absolute: of the whole study.
  int shards = 1, jobs = 1;        ///< Tasks of the array, and replications at once in a task; ≥ 1.
  std::size_t pilot_pairs = 0;
};

/// The script's name in its folder.
inline constexpr const char* kSlurmScript = "study.sh";

/// The text of the script, for bash.
std::string slurm_script(const SlurmStudy& study);

}  // namespace tricolor::harness
