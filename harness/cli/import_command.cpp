// Implements `tricolor import`: makes a scenario of a planner's own streets, shops and cameras.
#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.h"
#include "cli/new_files.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_REPORT
#include "import/import_files.h"
#include "run/own_files.h"
#include "run/shell_word.h"
#include "scenario/scenario.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_REPORT
namespace {

namespace fs = std::filesystem;

// Policies that lie beside the scenario, as `tricolor init` writes them.
constexpr const char* kImportPolicies[] = {"pinghu.yaml", "rolling.yaml"};

ImportRequest request_of(const ImportArguments& arguments, const fs::path& out) {
  ImportRequest request;
  request.map = arguments.map;
  request.shops = arguments.shops;
  request.cameras = arguments.cameras;
  request.encoding = arguments.encoding == "gb18030" ? TextEncoding::gb18030 : TextEncoding::utf_8;
  request.coordinates = arguments.coordinates == "gcj02" ? Coordinates::gcj02 : Coordinates::wgs84;
  request.proposed_cameras = arguments.proposed_cameras;
  request.strict = arguments.strict;
  request.name = scenario_name_of(arguments.name.empty() ? out.filename().string() : arguments.name);
  return request;
}

}  // namespace

int import_command(const ImportArguments& arguments) {
  fs::path out(arguments.out);
  if (!out.has_filename()) out = out.parent_path();
  std::error_code failed;
  if (fs::exists(fs::symlink_status(out, failed)) && !(fs::is_directory(out, failed) && fs::is_empty(out, failed))) {
    complain(fmt::format("{}: must be a folder that does not exist yet, or an empty one\n", arguments.out));
    return kBadInput;
  }
  if (!arguments.cameras.empty() && arguments.proposed_cameras) {
    complain("--propose-cameras: has no place beside --cameras\n");
    return kBadInput;
  }
  engine::Diagnostics diagnostics;
  const auto result = import_city(request_of(arguments, out), diagnostics);
  if (!result) {
    complain(diagnostics.text());
    return kBadInput;
  }
  auto files = import_files(*result);
  for (const char* name : kImportPolicies) {
    const fs::path own = fs::path(own_scenarios_folder()) / "policies" / name;
    auto text = text_of(own);
    if (!text) {
      complain(fmt::format("{}: must be the policy that comes with the program, got nothing that can be read\n",
                           own.string()));
      return kMachine;
    }
    files.emplace_back(std::string("policies/") + name, std::move(*text));
  }
  NewFiles made;
  bool written = made.folder(out / "policies", failed);
  for (const auto& [name, text] : files) written = written && made.file(out / name, text, failed);
  if (!written) {
    complain(fmt::format("{}: cannot be written: {}\n", arguments.out, failed.message()));
    return kMachine;
  }
  made.keep();
  const std::string scenario = (out / "scenario.yaml").string();
  say(
      fmt::format("wrote {} (scenario '{}')\n{}  map of it {}, list {}; {} stays with you: it names the shops\n"
                  "next: tricolor run {} --rung events --lasts '1 d'\n",
                  scenario, result->request.name, import_summary(*result), (out / "import.html").string(),
                  (out / "import.csv").string(), (out / "names.csv").string(), shell_word(scenario)));
  return kFine;
}

#else

int import_command(const ImportArguments&) {
  complain("import: this program was built without the report (TRICOLOR_REPORT)\n");
  return kBadInput;
}

#endif

}  // namespace tricolor::harness
