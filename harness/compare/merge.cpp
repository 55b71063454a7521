#include "compare/merge.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "compare/result_files.h"
#include "compare/study.h"
#include "run/bad_input.h"
#include "run/run_folder.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

// Gives the files of a study's folder by their paths in it, without its results, which are written anew.
std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() == ".part") continue;
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    if (name.starts_with("compare.") || name.starts_with("tables/")) continue;
    files.emplace(name, text_in(entry.path()));
  }
  return files;
}

// Without a slash at its end, so that it has a name.
fs::path plain(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

StudyResults merge_studies(const std::vector<fs::path>& shards, const fs::path& out) {
  std::error_code failed;
  if (fs::exists(out, failed) && !(fs::is_directory(out, failed) && fs::is_empty(out, failed)))
    throw BadInput(fmt::format("--out: must be a new folder, got {}, which is there", out.string()));
  const StudySettings settings = read_study(shards.front());
  const StudyPlan plan = read_plan(shards.front());
  std::map<std::string, std::string> files;
  for (const fs::path& shard : shards) {
    if (const std::string other = what_differs(settings, read_study(shard)); !other.empty())
      throw BadInput(fmt::format("{}: must be a shard of the study of {}, got another study:\n{}", shard.string(),
                                 shards.front().string(), other));
    read_plan(shard);
    for (auto& [name, text] : files_in(shard)) {
      const auto [known, is_new] = files.emplace(name, text);
      if (!is_new && known->second != text)
        throw BadInput(fmt::format("{}: must be as in the other shards, got another content", (shard / name).string()));
    }
  }
  std::set<std::string> wanted;
  std::string missing;
  for (const ReplicationJob& job : jobs_of(settings, 0, plan.pairs)) {
    const std::string name = "replications/" + file_of(settings, job);
    if (!files.contains(name)) missing += "  " + name + "\n";
    wanted.insert(name);
  }
  if (!missing.empty()) throw BadInput("merge: the shards together lack replications:\n" + missing);
  // The folder is made beside and renamed, so that a merging that was cut off can be begun again.
  const fs::path whole = plain(out), unfinished = whole.parent_path() / ("." + whole.filename().string() + ".merging");
  fs::remove_all(unfinished, failed);
  for (const auto& [name, text] : files) {
    if (name.starts_with("replications/") && !wanted.contains(name)) continue;
    fs::create_directories((unfinished / name).parent_path(), failed);
    if (failed)
      throw std::runtime_error(
          fmt::format("{}: cannot be made: {}", (unfinished / name).parent_path().string(), failed.message()));
    write_whole(unfinished / name, text);
  }
  const StudyResults results = results_of(unfinished);
  write_results(results, unfinished);
  fs::rename(unfinished, whole);
  return results;
}

}  // namespace tricolor::harness
