// Implements `tricolor init`: writes a scenario to begin with, and the policy that it names.
#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <vector>

#include "cli/commands.h"
#include "cli/new_files.h"
#include "cli/terminal.h"
#include "run/load.h"
#include "run/shell_word.h"
#include "scenario/reference.h"
#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

// Files of the usual policy, which the scenario names, and of the policy that the planner's guide tells people to try
// first.
constexpr const char* kPolicies[] = {"pinghu.yaml", "rolling.yaml"};

}  // namespace

int init_command(const InitArguments& arguments) {
  const fs::path file(arguments.path), folder = file.parent_path() / "policies";
  std::error_code failed;
  if (fs::exists(fs::symlink_status(file, failed))) {
    complain(fmt::format("{}: must be a file that does not exist yet\n", arguments.path));
    return kBadInput;
  }
  // All texts are read before anything is written.
  std::vector<std::pair<fs::path, std::string>> policies;
  for (const char* name : kPolicies) {
    const fs::path own_policy = fs::path(own_scenarios_folder()) / "policies" / name;
    auto policy_text = text_of(own_policy);
    if (!policy_text) {
      complain(fmt::format("{}: must be the policy that comes with the program, got nothing that can be read\n",
                           own_policy.string()));
      return kMachine;
    }
    policies.emplace_back(folder / name, std::move(*policy_text));
  }
  const std::string name = scenario_name_of(file.stem().string());
  std::string text = scenario_template(file.stem().string());
  if (arguments.full)
    text += "\n# Every key that a scenario may have.\n" + commented_keys(scenario_file_kinds(assets_folder()).front());
  NewFiles made;
  std::string told;
  bool written = made.folder(folder, failed);
  for (const auto& [path, policy_text] : policies) {
    const bool there = fs::exists(path);
    told += fmt::format("  {}{}\n", path.string(), there ? " (was there, and is as it was)" : "");
    written = written && (there || made.file(path, policy_text, failed));
  }
  written = written && made.file(file, text, failed);
  if (!written) {
    complain(fmt::format("{}: cannot be written: {}\n", arguments.path, failed.message()));
    return kMachine;
  }
  made.keep();
  say(fmt::format("wrote {} (scenario '{}') and its policies\n{}next: tricolor run {}\n", arguments.path, name, told,
                  shell_word(arguments.path)));
  return kFine;
}

}  // namespace tricolor::harness
