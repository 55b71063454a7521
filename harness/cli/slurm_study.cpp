#include "cli/slurm_study.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/terminal.h"
#include "compare/slurm_script.h"
#include "run/bad_input.h"
#include "run/run_folder.h"
#include "run/shell_word.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

// All that the study is told, with the values that were not given too, so that the script says what is run.
std::vector<std::string> words_of(const StudySettings& settings, const CompareArguments& arguments) {
  std::vector<std::string> words{arguments.base};
  const auto add = [&](const char* option, const std::string& value) {
    words.emplace_back(option);
    words.push_back(value);
  };
  for (const std::string& file : arguments.policies) add("--policy", file);
  add("--question", arguments.question);
  add("--seeds", fmt::format("{}", arguments.seeds));
  add("--days", fmt::format("{}", arguments.days));
  add("--warmup", fmt::format("{}", arguments.warmup));
  add("--first-seed", fmt::format("{}", settings.first_seed));
  add("--city-seed", fmt::format("{}", settings.city_seed));
  if (!arguments.metrics.empty()) add("--metrics", arguments.metrics);
  add("--rung", settings.rung);
  if (arguments.profile) add("--profile", *arguments.profile);
  if (arguments.accept_open_gate) words.emplace_back("--accept-open-gate");
  return words;
}

bool is_in(const fs::path& inner, const fs::path& outer) {
  const fs::path way = inner.lexically_relative(outer);
  return !way.empty() && *way.begin() != "..";
}

void must_be_new(const fs::path& folder, const char* option) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !(fs::is_directory(folder, failed) && fs::is_empty(folder, failed)))
    throw BadInput(fmt::format("{}: must be a new folder, got {}, which is there", option, folder.string()));
}

fs::path plain(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

int write_slurm_script(const StudySettings& settings, const CompareArguments& arguments) {
  SlurmStudy study;
  study.name = settings.scenario;
  study.program = fs::read_symlink("/proc/self/exe");
  study.from = fs::current_path();
  study.words = words_of(settings, arguments);
  study.folder = plain(arguments.slurm);
  study.out = plain(arguments.out);
  study.shards = arguments.shards;
  study.jobs = arguments.jobs;
  study.pilot_pairs = settings.pilot();
  must_be_new(study.folder, "--slurm");
  must_be_new(study.out, "--out");
  if (is_in(study.out, study.folder) || is_in(study.folder, study.out))
    throw BadInput(fmt::format("--slurm: must lie outside of the study's folder and not around it, got {} and {}",
                               study.folder.string(), study.out.string()));
  std::error_code failed;
  fs::create_directories(study.folder, failed);
  if (failed) throw std::runtime_error(fmt::format("{}: cannot be made: {}", study.folder.string(), failed.message()));
  const fs::path script = study.folder / kSlurmScript;
  write_whole(script, slurm_script(study));
  fs::permissions(script, fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add,
                  failed);
  say(fmt::format(
      "{}: a pilot, {} and their merging; nothing runs yet\n  script       {}\n  send it off  bash {} submit\n"
      "  report       {}, when all is done\n",
      settings.scenario, counted(static_cast<std::size_t>(study.shards), "shard"), script.string(),
      shell_word(script.string()), (study.out / "compare.html").string()));
  return kFine;
}

}  // namespace tricolor::harness
