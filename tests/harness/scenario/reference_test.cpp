// Shows that the committed reference of scenarios, policies and class tables equals the keys that their readers take,
// that it explains every key, and that the JSON Schemas are made from the same tables. With TRICOLOR_UPDATE in the
// environment the pages are written instead.
#include "scenario/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/demand_file.h"
#include "compare/plan/metrics.h"
#include "service/watch/zones_file.h"

namespace tricolor::harness::input_reference_test {
namespace {

using engine::KeyEntry;
using engine::KeyTable;

std::vector<FileKind> kinds() {
  std::vector<FileKind> all = scenario_file_kinds(TRICOLOR_SOURCE_DIR "/assets");
  all.push_back(demand_file_kind());
  all.push_back(zones_file_kind());
  all.push_back(metrics_file_kind());
  return all;
}

std::string contents_of(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Reference, IsWhatTheReadersTake) {
  for (const FileKind& kind : kinds()) {
    const std::string path = TRICOLOR_SOURCE_DIR "/docs/reference/" + kind.name + ".md", page = reference_page(kind);
    if (std::getenv("TRICOLOR_UPDATE")) std::ofstream(path) << page;
    EXPECT_EQ(contents_of(path), page) << path << " is not current; run this test with TRICOLOR_UPDATE=1";
  }
}

void expect_explained(const KeyTable& table, const std::string& path) {
  EXPECT_FALSE(table.keys.empty()) << path;
  for (const KeyEntry& entry : table.keys) {
    const std::string here = path + "." + entry.key;
    EXPECT_FALSE(entry.about.empty()) << here << " has no explanation";
    EXPECT_EQ(entry.about.find('|'), std::string::npos) << here;
    if (entry.form == KeyEntry::Form::map || entry.form == KeyEntry::Form::named_maps)
      expect_explained(entry.map, here);
    if (entry.form == KeyEntry::Form::list && entry.items.at(0).form == KeyEntry::Form::map)
      expect_explained(entry.items.at(0).map, here);
  }
}

TEST(Reference, ExplainsEveryKey) {
  for (const FileKind& kind : kinds()) expect_explained(kind.keys, kind.name);
}

TEST(Reference, WritesEveryKeyAsACommentWithBoundsAndDefault) {
  const FileKind scenario = kinds().front();
  const std::string lines = commented_keys(scenario);
  EXPECT_THAT(lines, testing::HasSubstr("# seed: whole number, 0 to 1000000000; default 1. "));
  EXPECT_THAT(lines, testing::HasSubstr("# start: date and time; needed. "));
  EXPECT_THAT(lines, testing::HasSubstr("#     frame_every: length of time, "));
  for (const KeyEntry& entry : scenario.keys.keys)
    EXPECT_THAT("\n" + lines, testing::HasSubstr("\n# " + entry.key + ": "));
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    EXPECT_EQ(line.rfind("# ", 0), 0u) << line;
    EXPECT_EQ(line.find('`'), std::string::npos) << line;
  }
}

TEST(Reference, GivesDefaultsAndBounds) {
  const KeyTable policy = kinds().at(1).keys;
  const KeyEntry& within = *policy.find("notice")->map.find("correct_within");
  EXPECT_EQ(within.fallback, "15 min");
  EXPECT_EQ(within.low + " to " + within.high, "1 s to 1 d");
  EXPECT_EQ(policy.find("colour")->map.find("yellow_from")->fallback, "3 strikes");
  EXPECT_TRUE(policy.find("classes")->map.find("dwell")->required);
  const std::string page = reference_page(kinds().at(1));
  EXPECT_THAT(page, testing::HasSubstr("| `correct_within` | length of time, 1 s to 1 d | `15 min` |"));
  EXPECT_THAT(page, testing::HasSubstr("## `classes.NAME`"));
}

TEST(Reference, SchemasOfAllKindsAreJsonAndForbidWhatNobodyReads) {
  for (const FileKind& kind : kinds()) {
    const auto schema = nlohmann::json::parse(json_schema(kind));
    EXPECT_EQ(schema.at("additionalProperties"), false) << kind.name;
    EXPECT_EQ(schema.at("properties").contains("extends"), kind.extends) << kind.name;
    for (const KeyEntry& entry : kind.keys.keys)
      EXPECT_TRUE(schema.at("properties").contains(entry.key)) << kind.name << "." << entry.key;
  }
}

}  // namespace
}  // namespace tricolor::harness::input_reference_test
