#include <fmt/format.h>

#include <filesystem>

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

namespace tricolor::harness {

namespace fs = std::filesystem;

int config_command(const ConfigArguments& arguments) {
  engine::Diagnostics diagnostics;
  const std::string text = resolved_with_origins(arguments.path, diagnostics);
  if (!diagnostics.empty()) {
    complain(diagnostics.text());
    return kBadInput;
  }
  say(text);
  return kFine;
}

int diff_command(const DiffArguments& arguments) {
  const KeptRun a = read_run(arguments.left), b = read_run(arguments.right);
  const engine::ServiceState left = engine::state_of(a.journal), right = engine::state_of(b.journal);
  for (const std::string& difference : configuration_differences(left, right))
    say("told differently: " + difference + "\n");
  const auto divergence = first_divergence(a.journal, b.journal);
  if (!divergence) {
    say(fmt::format("equal: {} events\n", a.journal.size()));
    return kFine;
  }
  say(to_text(*divergence) + to_text(compare_outcomes(left, right)));
  return kFailed;
}

int explain_command(const ExplainArguments& arguments) {
  std::string folder = arguments.runs.front();
  for (const std::string& other : arguments.runs)
    if (fs::last_write_time(other) > fs::last_write_time(folder)) folder = other;
  if (arguments.runs.size() > 1) complain(fmt::format("of {} runs the newest: {}\n", arguments.runs.size(), folder));
  const KeptRun run = read_run(folder);
  const engine::Configuration configuration = configuration_of(run.inputs.scenario, run.inputs.classes);
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
