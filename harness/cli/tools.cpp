#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "adapters/pictures.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "diff/divergence.h"
#include "diff/outcomes.h"
#include "run/kept_inputs.h"
#include "run/load.h"
#include "run/question.h"
#include "run/run_folder.h"
#include "run/story.h"
#ifdef TRICOLOR_REPORT
#include "report/rows/policy_values.h"
#endif

namespace tricolor::harness {

namespace fs = std::filesystem;

namespace {

// Prints which run is called "left" and which "right".
std::string heading(const char* side, const KeptRun& run, const std::string& folder) {
  std::string policies;
  for (const PolicyFrom& rules : run.inputs.policies.all())
    policies += policies.empty() ? rules.policy.name
                                 : fmt::format(", from {} {}", engine::to_text(rules.from), rules.policy.name);
  const Scenario& scenario = run.inputs.scenario;
  return fmt::format("{:<6} {}: {}, seed {}, policy {}, from {}, {}\n", side, folder, scenario.name, scenario.seed,
                     policies, engine::to_text(scenario.start), engine::to_text(scenario.lasts));
}

// Gives the keys whose values differ in the policies with which the two runs begin: "notice.correct_within: 15 min ≠ 10
// min".
std::vector<std::string> policy_differences(const PolicyHistory& left, const PolicyHistory& right) {
  std::vector<std::string> lines;
#ifdef TRICOLOR_REPORT
  const auto a = policy_values(left.first()), b = policy_values(right.first());
  const std::map<std::string, std::string> there(b.begin(), b.end());
  for (const auto& [key, value] : a)
    if (const auto other = there.find(key); other != there.end() && other->second != value)
      lines.push_back(fmt::format("{}: {} ≠ {}", key, value, other->second));
#else
  (void)left, (void)right;
#endif
  return lines;
}

std::string words(const KeptRun& run, std::optional<std::uint64_t> sequence) {
  if (!sequence) return {};
  const engine::Configuration configuration = configuration_of(run.inputs);
  return event_text(run.journal.at(*sequence - 1), configuration);
}

}  // namespace

int diff_command(const DiffArguments& arguments) {
  const KeptRun a = read_run(arguments.left), b = read_run(arguments.right);
  complain(what_is_lacking(a, arguments.left) + what_is_lacking(b, arguments.right));
  say(heading("left", a, arguments.left) + heading("right", b, arguments.right));
  for (const std::string& difference : policy_differences(a.inputs.policies, b.inputs.policies))
    say("policy: " + difference + "\n");
  const engine::ServiceState left = engine::state_of(a.journal), right = engine::state_of(b.journal);
  for (const std::string& difference : configuration_differences(left, right))
    say("told differently: " + difference + "\n");
  const auto divergence = first_divergence(a.journal, b.journal);
  if (!divergence) {
    say(fmt::format("equal: {} events\n", a.journal.size()));
    return kFine;
  }
  say(to_text(*divergence, words(a, divergence->left_sequence), words(b, divergence->right_sequence)) +
      to_text(compare_outcomes(left, right)));
  return kFailed;
}

int explain_command(const ExplainArguments& arguments) {
  std::string folder = arguments.runs.front();
  for (const std::string& other : arguments.runs)
    if (fs::last_write_time(other) > fs::last_write_time(folder)) folder = other;
  if (arguments.runs.size() > 1) complain(fmt::format("of {} runs the newest: {}\n", arguments.runs.size(), folder));
  const KeptRun run = read_run(folder);
  complain(what_is_lacking(run, folder));
  const engine::Configuration configuration = configuration_of(run.inputs);
  std::string error;
  const auto question = question_of({arguments.shop, arguments.colour, arguments.incident, arguments.case_number},
                                    configuration, engine::state_of(run.journal), error);
  if (!question) {
    complain(error + "\n");
    return kBadInput;
  }
  const std::string text = explain(run.journal, configuration, *question);
  say(text.empty() ? nothing_to_tell(*question, configuration) : text);
  return kFine;
}

int prune_command(const PruneArguments& arguments) {
  if (std::error_code failed; !fs::is_directory(arguments.root, failed)) {
    complain(fmt::format("{}: must be a folder of runs, got {}\n", arguments.root,
                         fs::exists(arguments.root, failed) ? "something else" : "nothing there"));
    return kBadInput;
  }
  const auto removed = prune_runs(arguments.root, static_cast<std::size_t>(arguments.keep));
  for (const fs::path& folder : removed) say(fmt::format("removed {}\n", folder.string()));
  say(fmt::format("{} removed; the newest {} stay\n", removed.size(), arguments.keep));
  return kFine;
}

}  // namespace tricolor::harness
