#include "cli/watch_outputs.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "cli/watch_plan.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;

}  // namespace

bool same_place(const std::string& a, const std::string& b) {
  std::error_code failed;
  if (fs::exists(a, failed) && fs::exists(b, failed))
    return (fs::is_regular_file(a, failed) || fs::is_directory(a, failed)) && fs::equivalent(a, b, failed);
  const auto normal = [&](const std::string& path) {
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, failed), failed);
    return failed ? fs::path(path).lexically_normal() : whole;
  };
  return normal(a) == normal(b);
}

void check_watch_outputs(const WatchArguments& arguments, const std::vector<NamedPath>& more_inputs,
                         engine::Diagnostics& faults) {
  std::vector<NamedPath> inputs = more_inputs;
  for (const std::string& source : arguments.sources) inputs.push_back({"a source", source});
  if (!arguments.zones.empty()) inputs.push_back({"--zones", arguments.zones});
  if (!arguments.model.empty()) {
    inputs.push_back({"--model", arguments.model});
    inputs.push_back({"--model", fs::path(arguments.model).replace_extension(".json").string()});
  }
  if (!arguments.scenario.empty()) inputs.push_back({"--scenario", arguments.scenario});
  std::vector<NamedPath> outputs;
  for (const NamedPath& output :
       {NamedPath{"--draw", arguments.draw}, NamedPath{"--out", arguments.out}, NamedPath{"--json", arguments.json},
        NamedPath{"--evidence", arguments.evidence}, NamedPath{"--preview", arguments.preview}}) {
    if (output.path.empty()) continue;
    const bool folder = output.option == "--evidence" || output.option == "--preview";
    std::error_code failed;
    if (output.path == "-" && output.option != "--out" && output.option != "--json") {
      faults.add(
          kHere, output.option,
          fmt::format("must be a {}, got '-'; --out and --json can go to standard output", folder ? "folder" : "file"));
      continue;
    }
    if (output.path != "-" && folder && fs::exists(output.path, failed) && !fs::is_directory(output.path, failed))
      faults.add(kHere, output.option, fmt::format("must be a folder, got a file: '{}'", output.path));
    if (output.path != "-" && !folder && fs::is_directory(output.path, failed))
      faults.add(kHere, output.option, fmt::format("must be a file, got a folder: '{}'", output.path));
    for (const NamedPath& input : inputs)
      if (output.path != "-" && same_place(output.path, input.path)) {
        faults.add(kHere, output.option,
                   fmt::format("must not be what is read as {}, got '{}'", input.option, output.path));
        break;
      }
    for (const NamedPath& other : outputs) {
      const bool other_folder = other.option == "--evidence" || other.option == "--preview";
      if ((output.path == "-") != (other.path == "-") || (folder && other_folder)) continue;
      if (output.path == "-" || same_place(output.path, other.path))
        faults.add(kHere, output.option,
                   fmt::format("must not be what is written as {}, got '{}'", other.option, output.path));
    }
    outputs.push_back(output);
  }
}

std::string first_unwritable(const WatchArguments& arguments) {
  for (const std::string& folder : {arguments.evidence, arguments.preview}) {
    if (folder.empty()) continue;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed || !fs::is_directory(folder, failed))
      return fmt::format("{}: the folder cannot be made: {}", folder, failed.message());
  }
  if (arguments.json.empty() || arguments.json == "-") return {};
  // Appending nothing creates the file where there is none, and leaves an existing file unchanged.
  const bool there = fs::exists(arguments.json);
  if (!std::ofstream(arguments.json, std::ios::app)) return fmt::format("{}: cannot be written", arguments.json);
  std::error_code failed;
  if (!there) fs::remove(arguments.json, failed);
  return {};
}

}  // namespace tricolor::harness
