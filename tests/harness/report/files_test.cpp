// Shows that every file beside the page is there, is of its format, holds the run's rows, and stands signs and texts that would
// break a careless writer.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/journal.h"
#include "report/file_formats.h"
#include "report/files.h"
#include "small_run.h"

namespace tricolor::harness {
namespace {

using nlohmann::json;

class Files : public ::testing::Test {
 protected:
  void SetUp() override { write_files(run_, folder_.path()); }
  std::string read(const char* name) { return content_of(folder_.path() / name); }

  /// The first column of the first row of a query.
  std::string ask(const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open((folder_.path() / "results.sqlite").c_str(), &database), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql << ": " << sqlite3_errmsg(database);
    std::string answer = "no row";
    if (statement && sqlite3_step(statement) == SQLITE_ROW) {
      const auto* text = sqlite3_column_text(statement, 0);
      answer = text ? reinterpret_cast<const char*>(text) : "NULL";
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
  }

  RunRecord run_ = small_run();
  Folder folder_{"files"};
};

TEST_F(Files, JournalReadsBackLineByLine) {
  std::istringstream lines(read("journal.jsonl"));
  std::string line;
  std::size_t count = 0;
  for (; std::getline(lines, line); ++count) EXPECT_EQ(engine::to_line(engine::from_line(line)), engine::to_line(run_.journal.at(count)));
  EXPECT_EQ(count, run_.journal.size());
}

TEST_F(Files, SummaryHoldsIntervalsAndSaysWhenNothingIsKnown) {
  const json summary = json::parse(read("summary.json"));
  EXPECT_EQ(summary["seed"], 7);
  const auto& precision = summary["by_day"]["all"]["precision"];
  EXPECT_EQ(precision["hits"], 1);
  // Wilson's 95 % interval of 1 out of 2.
  EXPECT_NEAR(precision["low"].get<double>(), 0.0945, 0.001);
  EXPECT_NEAR(precision["high"].get<double>(), 0.9055, 0.001);
  EXPECT_TRUE(summary["by_night"].empty());
  EXPECT_TRUE(summary["indicators"]["correction"].contains("low"));
  EXPECT_TRUE(summary["by_day"]["all"]["delay"]["low"].is_null()) << "one delay gives no interval";
  EXPECT_EQ(summary["colours"]["yellow"], 1);
  EXPECT_EQ(summary["colours"]["green"], 1);
}

TEST_F(Files, GeoJsonHasPointsInLongitudeAndLatitudeAndSaysThatThePlaceIsAssumed) {
  const json map = json::parse(read("incidents.geojson"));
  ASSERT_EQ(map["type"], "FeatureCollection");
  ASSERT_EQ(map["features"].size(), 2u);
  const auto& feature = map["features"][0];
  EXPECT_EQ(feature["geometry"]["type"], "Point");
  const auto& at = feature["geometry"]["coordinates"];
  EXPECT_NEAR(at[0].get<double>(), 121.02, 0.001);
  EXPECT_NEAR(at[1].get<double>(), 30.69, 0.001);
  EXPECT_NE(feature["properties"]["position"].get<std::string>().find("assumed"), std::string::npos);
}

TEST(LonLat, AKilometreIsAKilometre) {
  // At 30.69° N a degree of latitude is 110.86 km and one of longitude 95.80 km (WGS 84).
  EXPECT_NEAR(lon_lat_of({0, 1000}).lat - 30.69, 1000 / 110'861.0, 2e-6);
  EXPECT_NEAR(lon_lat_of({1000, 0}).lon - 121.02, 1000 / 95'803.0, 2e-6);
}

TEST_F(Files, CsvsBeginWithAByteOrderMarkAndKeepTheirColumns) {
  for (const char* name : {"incidents.csv", "merchants.csv", "cases.csv", "notices.csv"}) {
    const std::string text = read(name);
    EXPECT_EQ(text.substr(0, 3), "\xEF\xBB\xBF") << name;
    EXPECT_NE(text.find("\r\n"), std::string::npos) << name;
  }
  EXPECT_NE(read("notices.csv").find("\"a, \"\"quoted\"\"\ntext\""), std::string::npos);
  EXPECT_NE(read("merchants.csv").find(",'=1+1"), std::string::npos) << "a sign must not become a formula";
}

TEST_F(Files, DatabaseHasEveryTableWithItsRows) {
  for (const char* table : {"run", "merchants", "cameras", "incidents", "notices", "cases", "case_moves", "reports", "colours", "violations", "sightings", "frames_by_camera", "journal"})
    EXPECT_NE(ask(std::string("SELECT count(*) FROM ") + table), "0") << table;
  EXPECT_EQ(ask("SELECT count(*) FROM journal"), std::to_string(run_.journal.size()));
  EXPECT_EQ(ask("SELECT state FROM cases"), "closed");
  EXPECT_EQ(ask("SELECT officer FROM cases"), "o1");
  EXPECT_EQ(ask("SELECT wrong_by FROM incidents WHERE violation IS NULL"), "nothing_there");
  EXPECT_EQ(ask("SELECT delivered FROM notices WHERE notice = 2"), "0");
  EXPECT_EQ(ask("SELECT onset FROM incidents WHERE incident = 1"), "2020-11-02 09:01:00");
  EXPECT_EQ(ask("SELECT lost_at FROM violations WHERE incident IS NULL"), "detector");
  EXPECT_EQ(ask("SELECT value FROM run WHERE key = 'seed'"), "7");
}

TEST_F(Files, WritingTwiceReplaces) {
  write_files(run_, folder_.path());
  EXPECT_EQ(ask("SELECT count(*) FROM incidents"), "2");
}

TEST(FilesWithoutAFolder, SayWhichFile) {
  try {
    write_files(small_run(), "/nonexistent/folder");
    FAIL() << "must throw";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("/nonexistent/folder/journal.jsonl"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tricolor::harness
