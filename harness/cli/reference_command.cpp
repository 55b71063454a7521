// Implements `tricolor schema` and `tricolor reference`, which describe the program's input and output files, from the
// tables by which it reads and writes them.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "adapters/demand_file.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "compare/plan/metrics.h"
#include "compare/result_files.h"
#include "compare/sweep_files.h"
#include "engine/document.h"
#include "load/page/load_schema.h"
#include "reference/journal_schema.h"
#include "reference/reference_pages.h"
#include "reference/summary_schema.h"
#include "run/load.h"
#include "scenario/reference.h"
#include "service/watch/zones_file.h"
#include "site/site_files.h"

namespace tricolor::harness {
namespace {

struct SchemaKind {
  std::string name;
  std::function<std::string()> text;
};

const std::vector<SchemaKind>& schemas() {
  static const std::vector<SchemaKind> kSchemas = [] {
    std::vector<SchemaKind> all;
    std::vector<FileKind> kinds = scenario_file_kinds(assets_folder());
    kinds.push_back(demand_file_kind());
    kinds.push_back(zones_file_kind());
    kinds.push_back(metrics_file_kind());
    for (const FileKind& kind : kinds) all.push_back({kind.name, [kind] { return json_schema(kind); }});
    all.push_back({"summary", [] { return summary_schema().dump(2); }});
    all.push_back({"journal", [] { return journal_schema().dump(2); }});
    all.push_back({"compare", [] { return compare_schema().dump(2); }});
    all.push_back({"load", [] { return load_schema().dump(2); }});
    all.push_back({"sweep", [] { return sweep_schema().dump(2); }});
    all.push_back({"site", [] { return site_schema().dump(2); }});
    return all;
  }();
  return kSchemas;
}

}  // namespace

// Gives only the names, because the command line is described before a schema is asked for, and without the program's
// own files.
const std::vector<std::string>& schema_kinds() {
  static const std::vector<std::string> kNames{"scenario", "policy",  "classes", "kinds", "demand", "zones", "metrics",
                                               "summary",  "journal", "compare", "sweep", "site",   "load"};
  return kNames;
}

int schema_command(const SchemaArguments& arguments) {
  for (const SchemaKind& kind : schemas())
    if (kind.name == arguments.kind) {
      say(kind.text() + "\n");
      return kFine;
    }
  const auto meant = engine::did_you_mean(arguments.kind, schema_kinds());
  complain(fmt::format("schema: must be one of {}, got '{}'{}\n", fmt::join(schema_kinds(), ", "), arguments.kind,
                       meant ? " (did you mean '" + *meant + "'?)" : ""));
  return kBadInput;
}

int reference_command(const ReferenceArguments& arguments) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::create_directories(arguments.folder, failed);
  std::vector<ReferencePage> pages = reference_pages(assets_folder());
  for (const FileKind& kind : {demand_file_kind(), zones_file_kind(), metrics_file_kind()})
    pages.push_back({kind.name + ".md", reference_page(kind)});
  for (const ReferencePage& page : pages) {
    const fs::path path = fs::path(arguments.folder) / page.file;
    std::ofstream out(path, std::ios::binary);
    out << page.text;
    if (!out.flush()) {
      complain(fmt::format("{}: cannot be written\n", path.string()));
      return kMachine;
    }
    say(fmt::format("wrote {}\n", path.string()));
  }
  return kFine;
}

}  // namespace tricolor::harness
