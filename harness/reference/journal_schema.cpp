#include "reference/journal_schema.h"

#include <fmt/format.h>

#include "reference/event_words.h"

namespace tricolor::harness {
namespace {

using Json = nlohmann::ordered_json;
using Kind = engine::FieldType::Kind;

Json schema_of(const engine::FieldType& type, const std::string& event);

Json record_of(const std::vector<engine::EventField>& fields, const std::string& event) {
  Json properties = Json::object(), required = Json::array();
  for (const engine::EventField& field : fields) {
    properties[field.name] = schema_of(field.type, event);
    if (const auto about = field_words(event, field.name)) properties[field.name]["description"] = *about;
    if (!field.score) required.push_back(field.name);
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

Json schema_of(const engine::FieldType& type, const std::string& event) {
  Json schema;
  switch (type.kind) {
    case Kind::id:
    case Kind::instant:
    case Kind::whole: schema = {{"type", "integer"}}; break;
    case Kind::number: schema = {{"type", "number"}}; break;
    case Kind::truth: schema = {{"type", "boolean"}}; break;
    case Kind::text: schema = {{"type", "string"}}; break;
    case Kind::word: schema = {{"enum", type.words}}; break;
    case Kind::list: schema = {{"type", "array"}, {"items", schema_of(type.inner.front().type, event)}}; break;
    case Kind::record: schema = record_of(type.inner, event); break;
  }
  if (type.or_null) return {{"anyOf", Json::array({schema, {{"type", "null"}}})}};
  return schema;
}

std::string plain_words(const engine::FieldType& type) {
  switch (type.kind) {
    case Kind::id: return type.thing + " id";
    case Kind::instant: return "instant";
    case Kind::whole: return "whole number";
    case Kind::number: return "number";
    case Kind::truth: return "true or false";
    case Kind::text: return "text";
    case Kind::word: return fmt::format("`{}`", fmt::join(type.words, "`, `"));
    case Kind::list:
      // The fields of the list's records are described below it.
      if (type.inner.front().type.kind == Kind::record) return "list of records";
      return "list of " + plain_words(type.inner.front().type) + "s";
    case Kind::record: {
      std::string names;
      for (const engine::EventField& field : type.inner) names += (names.empty() ? "`" : ", `") + field.name + "`";
      return "record of " + names;
    }
  }
  return {};
}

}  // namespace

Json journal_schema() {
  Json kinds = Json::array();
  for (const engine::EventKind& kind : engine::event_kinds()) {
    Json line = record_of(kind.fields, kind.name);
    Json properties{{"seq", {{"type", "integer"}, {"minimum", 1}}},
                    {"at", {{"type", "integer"}}},
                    {"event", {{"const", kind.name}}}};
    for (const auto& [key, value] : line["properties"].items()) properties[key] = value;
    Json required{"seq", "at", "event"};
    for (const Json& key : line["required"]) required.push_back(key);
    for (const EventWords& words : event_words())
      if (words.name == kind.name) line["description"] = words.about;
    line["properties"] = properties;
    line["required"] = required;
    line["additionalProperties"] = false;
    kinds.push_back(line);
  }
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"title", "A line of a Tricolor journal"},
          {"description", "Instants are microseconds since 1970, UTC."},
          {"oneOf", kinds}};
}

std::string type_words(const engine::FieldType& type) { return plain_words(type) + (type.or_null ? " or null" : ""); }

}  // namespace tricolor::harness
