// Shows that the JSON Schema and the reader agree: a key that one of them knows, the other knows too, in every kind of
// map; and the words of a choice are the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "scenario/scenario.h"

namespace tricolor::harness::schema_test {
namespace {

using Json = nlohmann::json;

// A map's place in the schema, and a scenario in which the reader meets it. `%` marks the place at which a key is
// tried.
struct Place {
  const char* pointer;
  const char* lines;
};

const std::vector<Place>& places() {
  static const std::vector<Place> kPlaces{
      {"", "%: x\n"},
      {"/properties/city", "city: { %: x }\n"},
      {"/properties/history", "history: { %: x }\n"},
      {"/properties/gateway", "gateway: { %: x }\n"},
      {"/properties/calendar", "calendar: { %: x }\n"},
      {"/properties/streets/items", "streets: [{ %: x }]\n"},
      {"/properties/merchants/oneOf/0/items", "merchants: [{ %: x }]\n"},
      {"/properties/merchants/oneOf/1", "merchants: { %: x }\n"},
      {"/properties/merchants/oneOf/0/items/properties/frontage", "merchants: [{ frontage: { %: x } }]\n"},
      {"/properties/merchants/oneOf/0/items/properties/history", "merchants: [{ history: { %: x } }]\n"},
      {"/properties/cameras/items", "cameras: [{ %: x }]\n"},
      {"/properties/officers/items", "officers: [{ %: x }]\n"},
      {"/properties/permits/items", "permits: [{ %: x }]\n"},
      {"/properties/faults/items", "faults: [{ %: x }]\n"},
      {"/properties/expect/items", "expect: [{ %: x }]\n"},
      {"/properties/expect/items/properties/never", "expect: [{ never: { %: x } }]\n"},
      {"/properties/expect/items/properties/incident", "expect: [{ incident: { %: x } }]\n"},
      {"/properties/expect/items/properties/notice", "expect: [{ notice: { %: x } }]\n"},
      {"/properties/expect/items/properties/colour", "expect: [{ colour: { %: x } }]\n"},
      {"/properties/expect/items/properties/case", "expect: [{ case: { %: x } }]\n"},
      {"/properties/expect/items/properties/review", "expect: [{ review: { %: x } }]\n"},
      {"/properties/expect/items/properties/report", "expect: [{ report: { %: x } }]\n"},
      {"/properties/expect/items/properties/camera", "expect: [{ camera: { %: x } }]\n"},
      {"/properties/expect/items/properties/message", "expect: [{ message: { %: x } }]\n"},
  };
  return kPlaces;
}

void collect(const Json& node, std::set<std::string>& keys) {
  if (node.is_object())
    for (const auto& [name, inner] : node.items()) {
      if (name == "properties")
        for (const auto& [key, ignored] : inner.items()) keys.insert(key);
      collect(inner, keys);
    }
  if (node.is_array())
    for (const Json& inner : node) collect(inner, keys);
}

// True when the reader takes the key there; it says "must be one of the known keys" when not.
bool reader_knows(const Place& place, const std::string& key) {
  const auto path = std::filesystem::temp_directory_path() / "schema_test.yaml";
  std::string lines = place.lines;
  lines.replace(lines.find('%'), 1, key);
  std::ofstream(path) << lines;
  engine::Diagnostics diagnostics;
  read_scenario(path.string(), std::string(TRICOLOR_SOURCE_DIR) + "/assets", diagnostics);
  std::filesystem::remove(path);
  for (const engine::Diagnostic& fault : diagnostics.sorted())
    if (fault.text.rfind("must be one of the known keys, got '" + key + "'", 0) == 0) return false;
  return true;
}

TEST(Schema, KnowsTheSameKeysAsTheReader) {
  const Json schema = Json::parse(scenario_schema(TRICOLOR_SOURCE_DIR "/assets"));
  std::set<std::string> vocabulary{"nonsense"};
  collect(schema, vocabulary);
  ASSERT_GT(vocabulary.size(), 60u);
  for (const Place& place : places()) {
    const Json& map = schema.at(Json::json_pointer(place.pointer));
    ASSERT_TRUE(map.contains("properties")) << place.pointer;
    EXPECT_EQ(map.at("additionalProperties"), false) << place.pointer;
    for (const std::string& key : vocabulary) {
      // `extends` is taken before the map is read; only at the top does it mean anything.
      if (key == "extends") continue;
      EXPECT_EQ(map.at("properties").contains(key), reader_knows(place, key))
          << "at " << (*place.pointer ? place.pointer : "the top") << ": " << key;
    }
  }
}

TEST(Schema, KnowsTheSameKeysOfScriptLinesAsTheReader) {
  // The keys that a script line takes depend on its action; all actions together take the keys of the schema.
  const Json properties = Json::parse(scenario_schema(TRICOLOR_SOURCE_DIR "/assets"))
                              .at("properties")
                              .at("script")
                              .at("items")
                              .at("properties");
  const std::vector<Place> lines{{"", "script: [{ puts_out: piled_goods, %: x }]\n"},
                                 {"", "script: [{ places: piled_goods, %: x }]\n"},
                                 {"", "script: [{ clears: m1, %: x }]\n"},
                                 {"", "script: [{ reports: piled_goods, %: x }]\n"},
                                 {"", "script: [{ voids: m1, %: x }]\n"},
                                 {"", "script: [{ owner_changes: m1, %: x }]\n"}};
  for (const auto& [key, ignored] : properties.items())
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&, name = key](const Place& line) {
      return reader_knows(line, name);
    })) << key;
  EXPECT_FALSE(reader_knows(lines.front(), "nonsense"));
}

TEST(Schema, OffersTheWordsThatTheReaderTakes) {
  const Json schema = Json::parse(scenario_schema(TRICOLOR_SOURCE_DIR "/assets"));
  EXPECT_EQ(schema.at("properties")
                .at("faults")
                .at("items")
                .at("properties")
                .at("what")
                .at("enum")
                .get<std::vector<std::string>>(),
            fault_words());
  EXPECT_EQ(schema.at("properties")
                .at("script")
                .at("items")
                .at("properties")
                .at("puts_out")
                .at("enum")
                .get<std::vector<std::string>>(),
            class_names_of(own_class_table(TRICOLOR_SOURCE_DIR "/assets")));
  EXPECT_EQ(schema.at("properties")
                .at("expect")
                .at("items")
                .at("properties")
                .at("case")
                .at("properties")
                .at("state")
                .at("enum")
                .get<std::vector<std::string>>(),
            state_words());
  EXPECT_FALSE(schema.contains("required")) << "a file that extends another need not say them again";
  EXPECT_EQ(schema.at("if").dump(), R"({"not":{"required":["extends"]}})");
  EXPECT_EQ(schema.at("then").at("required").get<std::vector<std::string>>(),
            (std::vector<std::string>{"scenario", "policy", "start", "lasts"}));
}

TEST(Schema, OneSubjectIsExpectedAndOneThingHappens) {
  const Json properties = Json::parse(scenario_schema(TRICOLOR_SOURCE_DIR "/assets")).at("properties");
  const Json& line = properties.at("expect").at("items");
  EXPECT_EQ(line.at("oneOf").size(), 9u) << "eight subjects, and never";
  EXPECT_EQ(line.at("oneOf").at(0).at("required").at(0), "incident");
  EXPECT_EQ(line.at("properties").at("never").at("oneOf").size(), 8u);
  EXPECT_EQ(properties.at("script").at("items").at("oneOf").size(), 6u);
}

TEST(Schema, PatternsAgreeWithTheReader) {
  const Json properties = Json::parse(scenario_schema(TRICOLOR_SOURCE_DIR "/assets")).at("properties");
  const std::regex duration(properties.at("lasts").at("pattern").get<std::string>());
  const std::regex metres(properties.at("city").at("properties").at("length").at("pattern").get<std::string>());
  for (const char* text : {"15 min", "1.5 s", "2 d", "250 ms", "3h", "20", "20 minutes", "min", "fast", "-1 s"}) {
    engine::Value value;
    value.kind = engine::Value::Kind::scalar;
    value.text = text;
    EXPECT_EQ(std::regex_search(text, duration), engine::duration_of(value).has_value()) << text;
  }
  for (const char* text : {"26 m", "-9 m", "0.5m", "26", "26 km", "wide"}) {
    engine::Value value;
    value.kind = engine::Value::Kind::scalar;
    value.text = text;
    EXPECT_EQ(std::regex_search(text, metres), engine::metres_of(value).has_value()) << text;
  }
}

}  // namespace
}  // namespace tricolor::harness::schema_test
