// Shows that the JSON Schemas of summary.json and of the journal's lines accept what a run writes, and refuse other
// keys and values.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "reference/journal_schema.h"
#include "reference/summary_schema.h"
#include "report/rows/summary.h"
#include "report/rows/tables.h"
#include "small_run.h"

namespace tricolor::harness::schemas_test {
namespace {

// Validates by the few keywords of JSON Schema that the two schemas use. Any other fails the test.
class Checker {
 public:
  explicit Checker(Json schema) : schema_(std::move(schema)) {}
  std::string check(const Json& value) {
    faults_.clear();
    check(value, schema_, "$");
    return faults_;
  }

 private:
  static bool is(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.is_number_integer();
    return type == "number" && value.is_number();
  }
  void fault(const std::string& path, const std::string& what) { faults_ += path + ": " + what + "\n"; }

  bool matches(const Json& value, const Json& schema) {
    Checker inner(schema_);
    inner.check(value, schema, "$");
    return inner.faults_.empty();
  }

  void check(const Json& value, const Json& schema, const std::string& path) {
    for (const auto& [word, said] : schema.items()) check_word(value, schema, path, word, said);
  }

  void check_word(const Json& value, const Json& schema, const std::string& path, const std::string& word,
                  const Json& said) {
    if (word == "$ref") {
      check(value, schema_.at("$defs").at(said.get<std::string>().substr(std::string("#/$defs/").size())), path);
    } else if (word == "type") {
      bool good = false;
      for (const Json& type : said.is_array() ? said : Json::array({said})) good = good || is(value, type);
      if (!good) fault(path, "must be " + said.dump() + ", got " + value.dump());
    } else if (word == "enum") {
      if (std::find(said.begin(), said.end(), value) == said.end())
        fault(path, "must be one of " + said.dump() + ", got " + value.dump());
    } else if (word == "const") {
      if (value != said) fault(path, "must be " + said.dump());
    } else if (word == "minimum") {
      if (value.is_number() && value < said) fault(path, "must be at least " + said.dump());
    } else if (word == "pattern") {
      if (value.is_string() && !std::regex_search(value.get<std::string>(), std::regex(said.get<std::string>())))
        fault(path, "must match " + said.dump());
    } else if (word == "required") {
      for (const Json& key : said)
        if (!value.contains(key.get<std::string>())) fault(path, "must have " + key.dump());
    } else if (word == "properties") {
      for (const auto& [key, inner] : said.items())
        if (value.contains(key)) check(value.at(key), inner, path + "." + key);
    } else if (word == "additionalProperties") {
      for (const auto& [key, inner] : value.items()) {
        if (schema.contains("properties") && schema["properties"].contains(key)) continue;
        if (said.is_object()) check(inner, said, path + "." + key);
        else if (!said.get<bool>()) fault(path, "must not have '" + key + "'");
      }
    } else if (word == "items") {
      for (const Json& item : value) check(item, said, path + "[]");
    } else if (word == "anyOf" || word == "oneOf") {
      int fits = 0;
      for (const Json& alternative : said) fits += matches(value, alternative) ? 1 : 0;
      if (word == "anyOf" ? fits == 0 : fits != 1)
        fault(path, word + " fits " + std::to_string(fits) + " times: " + value.dump());
    } else {
      const std::vector<std::string> said_only{"$schema", "title", "description", "$defs"};
      if (std::find(said_only.begin(), said_only.end(), word) == said_only.end())
        fault(path, "this test does not know '" + word + "'");
    }
  }

  Json schema_;
  std::string faults_;
};

Json summary_of_a_run() {
  RunRecord run = small_run();
  // The small run is written by hand and has names for fingerprints.
  for (std::string* print : {&run.fingerprints.kernel, &run.fingerprints.scenes, &run.fingerprints.sightings,
                             &run.fingerprints.decisions, &run.fingerprints.journal})
    *print = "0123456789abcdef";
  return summary_json(run, tables_of(run));
}

TEST(SummarySchema, HoldsForTheSummaryOfARun) { EXPECT_EQ(Checker(summary_schema()).check(summary_of_a_run()), ""); }

TEST(SummarySchema, RefusesWhatARunDoesNotWrite) {
  Checker checker(summary_schema());
  Json summary = summary_of_a_run();
  summary["seed"] = -1;
  EXPECT_NE(checker.check(summary), "");
  summary = summary_of_a_run();
  summary["indicators"]["more"] = 1;
  EXPECT_NE(checker.check(summary), "");
  summary = summary_of_a_run();
  summary.erase("fingerprints");
  EXPECT_NE(checker.check(summary), "");
  summary = summary_of_a_run();
  summary["wrong_shop"]["value"] = "half";
  EXPECT_NE(checker.check(summary), "");
}

TEST(JournalSchema, HoldsForEveryLineOfARun) {
  Checker checker(journal_schema());
  const RunRecord run = small_run();
  ASSERT_GT(run.journal.size(), 10u);
  for (const engine::Event& event : run.journal)
    for (const bool with_scores : {true, false}) {
      const std::string line = engine::to_line(event, with_scores);
      EXPECT_EQ(checker.check(Json::parse(line)), "") << line;
    }
}

TEST(JournalSchema, RefusesAnUnknownEventAndAMissingField) {
  Checker checker(journal_schema());
  EXPECT_NE(checker.check(Json::parse(R"({"seq":1,"at":0,"event":"incident_opend","incident":1})")), "");
  EXPECT_NE(checker.check(Json::parse(R"({"seq":1,"at":0,"event":"incident_relapsed","incident":1})")), "");
  EXPECT_EQ(checker.check(Json::parse(R"({"seq":1,"at":0,"event":"incident_relapsed","incident":1,"relapsed_at":5})")),
            "");
}

}  // namespace
}  // namespace tricolor::harness::schemas_test
