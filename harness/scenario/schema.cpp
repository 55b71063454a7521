#include <nlohmann/json.hpp>

#include "engine/policy_file.h"
#include "scenario/kinds_file.h"
#include "scenario/reference.h"
#include "scenario/scenario.h"

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;
using engine::KeyEntry;
using engine::KeyTable;
using Form = KeyEntry::Form;

const char* const kNumber = "(0|[1-9][0-9]*)([.][0-9]+)?";
const char* const kClock = "[0-9]{2}:[0-9]{2}(:[0-9]{2})?";
const char* const kDay = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

Json object_of(const KeyTable& table);

Json pattern(const std::string& text) { return {{"type", "string"}, {"pattern", "^" + text + "$"}}; }

std::string alternatives_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "|") + word;
  return "(" + text + ")";
}

Json limited(Json json, const KeyEntry& entry, const char* least, const char* most) {
  if (!entry.low.empty() && entry.low != "0") json[least] = std::stoll(entry.low);
  if (!entry.high.empty()) json[most] = std::stoll(entry.high);
  return json;
}

Json schema_of(const KeyEntry& entry);

Json plain_schema_of(const KeyEntry& entry) {
  const std::string number = std::string("-?") + kNumber;
  switch (entry.form) {
    case Form::text: return limited({{"type", "string"}}, entry, "minLength", "maxLength");
    case Form::name: return pattern("[A-Za-z0-9_.-]{1,64}");
    case Form::file: return {{"type", "string"}, {"minLength", 1}};
    case Form::integer: {
      Json json{{"type", "integer"}};
      if (!entry.low.empty()) json["minimum"] = std::stoll(entry.low);
      if (!entry.high.empty()) json["maximum"] = std::stoll(entry.high);
      return json;
    }
    case Form::number: {
      Json json{{"type", "number"}};
      if (!entry.low.empty()) json["minimum"] = std::stod(entry.low);
      if (!entry.high.empty()) json["maximum"] = std::stod(entry.high);
      return json;
    }
    case Form::yes_no: return {{"type", "boolean"}};
    case Form::choice: {
      Json words = entry.words;
      // Editors read an unquoted yes as true.
      if (entry.words == std::vector<std::string>{"yes", "no"}) words.insert(words.end(), {true, false});
      return {{"enum", std::move(words)}};
    }
    case Form::duration: return pattern(number + " *(us|ms|s|min|h|d)");
    case Form::length: return pattern(number + " *m");
    case Form::share:
      return pattern((entry.prefix.empty() ? std::string() : "(" + entry.prefix + " *)?") + kNumber + " *%");
    case Form::count: return pattern(std::string("[0-9]+ *") + entry.unit);
    case Form::quantity:
      if (entry.unit.empty()) return {{"type", "number"}};
      return pattern(kNumber + (" *" + entry.unit));
    case Form::deadline: return pattern("[1-9][0-9]* *" + alternatives_of(entry.words));
    case Form::instant: return pattern(std::string(kDay) + " " + kClock);
    case Form::day: return pattern(kDay);
    case Form::time_of_day: return pattern(kClock);
    case Form::moment: return pattern(std::string("(") + kDay + " )?" + kClock);
    case Form::list:
      return limited({{"type", "array"}, {"items", schema_of(entry.items.front())}}, entry, "minItems", "maxItems");
    case Form::map: {
      Json json = object_of(entry.map);
      for (const std::string& key : entry.words) json["oneOf"].push_back({{"required", {key}}});
      return json;
    }
    case Form::named_maps:
      return limited({{"type", "object"}, {"additionalProperties", object_of(entry.map)}}, entry, "minProperties",
                     "maxProperties");
  }
  return {};
}

Json schema_of(const KeyEntry& entry) {
  Json json = plain_schema_of(entry);
  if (!entry.alternatives.empty()) {
    Json choices = Json::array({std::move(json)});
    for (const KeyEntry& other : entry.alternatives) choices.push_back(schema_of(other));
    json = Json{{"oneOf", std::move(choices)}};
  }
  const bool quantity = entry.form == Form::duration || entry.form == Form::length || entry.form == Form::count ||
                        entry.form == Form::quantity;
  std::string about = entry.about;
  if (quantity && !entry.high.empty()) about += (about.empty() ? "" : "; ") + entry.low + " to " + entry.high;
  if (!entry.fallback.empty()) about += "; " + entry.fallback + " when it is absent";
  if (!about.empty()) json["description"] = about;
  return json;
}

Json object_of(const KeyTable& table) {
  Json properties = Json::object();
  std::vector<std::string> required;
  for (const KeyEntry& entry : table.keys) {
    properties[entry.key] = schema_of(entry);
    if (entry.required) required.push_back(entry.key);
  }
  Json json{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) json["required"] = required;
  return json;
}

}  // namespace

std::string json_schema(const FileKind& kind) {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Tricolor: " + kind.title}};
  Json body = object_of(kind.keys);
  if (kind.extends)
    body["properties"]["extends"] = {{"type", "string"}, {"description", "the path of a file that this one builds on"}};
  // A key that a file needs may stand in the file that it extends.
  if (kind.extends && body.contains("required")) {
    schema["if"] = {{"not", {{"required", {"extends"}}}}};
    schema["then"] = {{"required", body["required"]}};
    body.erase("required");
  }
  for (const auto& [key, value] : body.items()) schema[key] = value;
  return schema.dump(2);
}

std::vector<FileKind> scenario_file_kinds(const std::string& assets) {
  return {
      {"scenario", "scenario files",
       "A scenario is a city, what happens in it, what goes wrong, and what is expected of the engine. `tricolor "
       "run` runs it, `tricolor test` holds it to `expect`.",
       scenario_keys(class_names_of(own_class_table(assets)))},
      {"policy", "policies",
       "A policy holds every number that a planner may change. A scenario names one by `policy:`; a variant "
       "extends another and gives the keys that differ.",
       engine::policy_keys()},
      {"classes", "class tables",
       "A class table says which classes of violation there are, by which things they show, and where they can be "
       "violated. A scenario names one by `classes:`; the program's own is assets/classes/street_order.yaml.",
       engine::class_table_keys()},
      {"kinds", "tables of kinds",
       "A table of kinds says what things stand or move in a street: their names, sizes and colours, and which code "
       "of the twin draws them. A scenario names one by `kinds:`; the program's own is assets/kinds.yaml. The twin's "
       "people need the kinds that are in it.",
       kinds_keys()}};
}

std::string scenario_schema(const std::string& assets) { return json_schema(scenario_file_kinds(assets).front()); }

}  // namespace tricolor::harness
