#include "reference/reference_pages.h"

#include <fmt/format.h>

#include "compare/result_files.h"
#include "compare/sweep_files.h"
#include "load/page/load_schema.h"
#include "reference/event_words.h"
#include "reference/journal_schema.h"
#include "reference/summary_schema.h"
#include "report/files/result_table.h"
#include "scenario/reference.h"
#include "site/site_files.h"

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMade =
    "<!-- Made by `./dev reference` from the program's own tables; changes here are lost. -->\n";

std::string in_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
  return text;
}

std::string row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + in_cell(cell) + " |";
  return text + "\n";
}

std::string head(const std::vector<std::string>& cells) {
  std::string text = row(cells) + "|";
  for (std::size_t i = 0; i < cells.size(); ++i) text += "---|";
  return text + "\n";
}

// Lists the fields of an event; those of a record within it follow under its name, except for points and boxes, which
// need no explanation.
void event_rows(const std::string& event, const std::vector<engine::EventField>& fields, const std::string& above,
                std::string& out) {
  for (const engine::EventField& field : fields) {
    out += row({fmt::format("`{}{}`{}", above, field.name, field.score ? " †" : ""), type_words(field.type),
                field_words(event, field.name).value_or("")});
    const bool list = field.type.kind == engine::FieldType::Kind::list;
    const auto& inner = list ? field.type.inner.front().type.inner : field.type.inner;
    const bool plain = !inner.empty() && (inner.front().name == "x_m" || inner.front().name == "x_px");
    if (!plain) event_rows(event, inner, above + field.name + (list ? "[]." : "."), out);
  }
}

std::string events_page() {
  std::string text = "# Events of the journal\n\n";
  text += kMade;
  text +=
      "\n`journal.jsonl` holds one event a line, as JSON. The state of the service is what these lines add up to; "
      "nothing else is kept. "
      "Every line has\n\n";
  text += head({"field", "type", "meaning"});
  text += row({"`seq`", "whole number", "from 1, without gaps"});
  text += row({"`at`", "instant", "when the engine wrote it; never decreases"});
  text += row({"`event`", "text", "its kind, one of those below"});
  text +=
      "\nand the fields of its kind. An instant is in microseconds since 1970, UTC (the report and the tables show "
      "UTC+8). Ids of cameras, "
      "zones, merchants, officers, grids and classes count from 0 in the order of the names in `configured`; ids of "
      "stays, sightings, "
      "incidents, notices, cases and reports count from 1. Fields marked † may differ from one kind of processor to "
      "another, and enter no "
      "fingerprint. `tricolor schema journal` prints the same as JSON Schema.\n";
  for (const engine::EventKind& kind : engine::event_kinds()) {
    text += fmt::format("\n## {}\n\n", kind.name);
    for (const EventWords& words : event_words())
      if (words.name == kind.name) text += words.about + "\n\n";
    if (kind.fields.empty()) continue;
    text += head({"field", "type", "meaning"});
    event_rows(kind.name, kind.fields, "", text);
  }
  return text;
}

std::string summary_type(const Json& schema) {
  if (schema.contains("$ref")) {
    const std::string reference = schema["$ref"];
    const std::string name = reference.substr(reference.rfind('/') + 1);
    return fmt::format("[{}](#{})", name, name);
  }
  if (schema.contains("enum")) {
    std::string words;
    for (const Json& word : schema["enum"])
      words += fmt::format("{}`{}`", words.empty() ? "" : ", ", word.is_null() ? "null" : word.get<std::string>());
    return words;
  }
  const Json& type = schema.at("type");
  if (type.is_array()) return (type[0] == "string" ? "text" : type[0].get<std::string>()) + " or null";
  if (type == "array") return "list";
  if (type == "boolean") return "true or false";
  if (type == "integer") return "whole number";
  if (type == "object") return schema.contains("properties") ? "object" : "object, a key for each";
  if (type == "string")
    return schema.contains("pattern") && schema["pattern"] == "^[0-9a-f]{16}$" ? "16 hex digits" : "text";
  return type.get<std::string>();
}

void summary_rows(const Json& properties, const std::string& above, std::string& out) {
  for (const auto& [key, schema] : properties.items()) {
    const std::string path = above.empty() ? key : above + "." + key;
    out += row({"`" + path + "`", summary_type(schema), schema.value("description", "")});
    if (schema.contains("properties")) summary_rows(schema["properties"], path, out);
    if (schema.contains("items") && schema["items"].contains("properties"))
      summary_rows(schema["items"]["properties"], path + "[]", out);
    if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
      const Json& each = schema["additionalProperties"];
      out += row({"`" + path + ".*`", summary_type(each), each.value("description", "")});
      if (each.contains("properties")) summary_rows(each["properties"], path + ".*", out);
    }
  }
}

// The page of a JSON file; `kind` is its word for `tricolor schema`.
std::string schema_page(const std::string& file, const char* kind, const Json& schema) {
  std::string text = "# " + file + "\n\n";
  text += kMade;
  text += fmt::format("\n{} `tricolor schema {}` prints the JSON Schema.\n\n", schema["description"].get<std::string>(),
                      kind);
  text += head({"key", "type", "meaning"});
  summary_rows(schema["properties"], "", text);
  if (!schema.contains("$defs")) return text;
  for (const auto& [name, definition] : schema["$defs"].items()) {
    text += fmt::format("\n## {}\n\n{}.\n\n", name, definition["description"].get<std::string>());
    text += head({"key", "type", "meaning"});
    summary_rows(definition["properties"], "", text);
  }
  return text;
}

std::string results_page() {
  std::string text = "# Tables of a run\n\n";
  text += kMade;
  text +=
      "\nThe tables of `results.sqlite`, and under the same names the files of `tables/`. How times, truth values and "
      "what is not known "
      "are written stands in [results_schema.md](../results_schema.md), with questions in SQL.\n";
  const RunRecord nothing;
  const Tables tables = tables_of(nothing);
  const Links links(tables, {});
  for (const ResultTable& table : result_tables({nothing, tables, links})) {
    text += fmt::format("\n## {}\n\nA row is {}.\n\n", table.name, table.row_en);
    text += head({"column", "type", "unit", "meaning", "含义"});
    for (const Column& column : table.columns)
      text += row({fmt::format("`{}`", column.name), column.sql, column.unit, column.meaning_en, column.meaning_zh});
  }
  text += "\nIn the database alone:\n";
  text += "\n## run\n\nA row is a headline figure.\n\n" + head({"column", "type", "unit", "meaning", "含义"});
  text += row({"`key`", "TEXT PRIMARY KEY", "", "key of [summary.json](summary.md)", "汇总指标名"});
  text += row({"`value`", "TEXT", "", "its value; JSON where it is no text", "指标值；非文本时为 JSON"});
  text +=
      "\n## columns\n\nA row is a column: what this page says of it (`table_name`, `column_name`, `unit`, "
      "`meaning_en`, `meaning_zh`).\n";
  text += "\n## journal\n\nA row is an [event](events.md).\n\n" + head({"column", "type", "unit", "meaning", "含义"});
  text += row({"`sequence`", "INTEGER PRIMARY KEY", "", "number of the event, from 1", "事件流水号，从 1 起"});
  text += row({"`at`", "TEXT", "UTC+8", "when the engine wrote it", "写入时间"});
  text += row({"`event`", "TEXT", "", "its kind", "事件类型"});
  text += row({"`line`", "TEXT", "", "the line of `journal.jsonl`", "`journal.jsonl` 中的原行"});
  return text;
}

std::string expect_page(const FileKind& scenario) {
  FileKind expectation{"expect", "What a scenario expects", {}, scenario.keys.find("expect")->items.front().map, false};
  expectation.about =
      "Each line of `expect:` names one subject (incident, notice, colour, case, review, report, camera or message), "
      "what it must "
      "be, and when. `tricolor test` holds the run to every line and prints required beside actual.\n\n"
      "- Times are inclusive. `between: [A, B]`, `after: A` and `before: B` bound when it must happen; a time of day "
      "is the first at "
      "or after the scenario's start.\n"
      "- Without `times` one occurrence within the time is enough. With `times: N` there must be exactly N within the "
      "time, and none "
      "outside it.\n"
      "- `{ never: { … } }` with the same subjects: there must be none within the time.\n"
      "- `{ colour: { merchant: m1, is: yellow }, at: T }` is what the colour is at that instant, not a change; every "
      "shop begins "
      "green. With a span of time it asks for the change itself.\n"
      "- Keys of a subject that are left out match everything: `{ incident: {} }` is any incident.\n"
      "- `notice` is what the engine believes of its messages; `message` is what the world's gateway accepted.\n"
      "- A colour at an instant outside the run is not met: nothing is known of then.\n"
      "- A scenario without `expect` is told as `none`: it ran, and was held to nothing. Beside others that passed it "
      "fails nothing; where no scenario expects anything, `tricolor test` ends with exit code 1.\n"
      "- A trouble of the run (a store that refused, evidence that was lost) stands below the scenario's line, and "
      "fails "
      "it unless its own `faults` script it (`store_refuses`, `evidence_fails`, `disk_full`).\n\n"
      "```yaml\nexpect:\n"
      "  - { incident: { merchant: m1, class: piled_goods }, between: [\"09:03:00\", \"09:03:04\"], times: 1 }\n"
      "  - { notice: { merchant: m1, is: delivered }, before: \"09:04\" }\n"
      "  - { colour: { merchant: m1, is: yellow }, at: \"09:03:10\" }\n"
      "  - { case: { merchant: m1, state: close }, before: \"09:36\", times: 1 }\n"
      "  - { never: { notice: { merchant: m2 } } }\n```";
  return reference_page(expectation);
}

}  // namespace

std::vector<ReferencePage> reference_pages(const std::string& assets) {
  std::vector<ReferencePage> pages{{"events.md", events_page()},
                                   {"results.md", results_page()},
                                   {"summary.md", schema_page("summary.json", "summary", summary_schema())}};
  pages.push_back({"compare.md", schema_page("compare.json", "compare", compare_schema())});
  pages.push_back({"load.md", schema_page("load.json", "load", load_schema())});
  pages.push_back({"sweep.md", schema_page("sweep.json", "sweep", sweep_schema())});
  pages.push_back({"site.md", schema_page("site.json", "site", site_schema())});
  const std::vector<FileKind> kinds = scenario_file_kinds(assets);
  for (const FileKind& kind : kinds) pages.push_back({kind.name + ".md", reference_page(kind)});
  pages.push_back({"expect.md", expect_page(kinds.front())});
  return pages;
}

}  // namespace tricolor::harness
