// Shows that every file beside the page is there, is of its format, holds the run's rows, and survives shop signs and
// texts that would break a careless writer.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "engine/journal.h"
#include "engine/policy_file.h"
#include "report/files/file_formats.h"
#include "report/rows/places.h"
#include "report/files/files.h"
#include "report/rows/policy_values.h"
#include "report/rows/summary.h"
#include "run/run_folder.h"
#include "small_run.h"

namespace tricolor::harness::files_test {
namespace {

using nlohmann::json;

class Files : public ::testing::Test {
 protected:
  void SetUp() override { write_files(run_, folder_.path()); }
  std::string read(const std::string& name) { return content_of(folder_.path() / name); }
  /// Reads a file without its byte-order mark.
  std::string first_line(const std::string& name) {
    const std::string text = read(name);
    return text.substr(3, text.find("\r\n") - 3);
  }
  std::filesystem::directory_iterator tables() {
    return std::filesystem::directory_iterator(folder_.path() / "tables");
  }

  /// Gives the first column of the first row of a query.
  std::string ask(const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open((folder_.path() / "results.sqlite").c_str(), &database), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(database);
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
  write_journal(run_.journal, folder_.path());
  std::istringstream lines(read("journal.jsonl"));
  std::string line;
  std::size_t count = 0;
  for (; std::getline(lines, line); ++count)
    EXPECT_EQ(engine::to_line(engine::from_line(line)), engine::to_line(run_.journal.at(count)));
  EXPECT_EQ(count, run_.journal.size());
}

TEST_F(Files, SummaryHoldsIntervalsAndSaysWhenNothingIsKnown) {
  const json summary = json::parse(read("summary.json"));
  EXPECT_EQ(summary["seed"], 7);
  const auto& precision = summary["by_day"]["all"]["precision"];
  EXPECT_EQ(precision["hits"], 1);
  // The bounds are Wilson's 95 % interval of 1 out of 2.
  EXPECT_NEAR(precision["low"].get<double>(), 0.0945, 0.001);
  EXPECT_NEAR(precision["high"].get<double>(), 0.9055, 0.001);
  EXPECT_TRUE(summary["by_night"].empty());
  EXPECT_TRUE(summary["indicators"]["correction"].contains("low"));
  EXPECT_TRUE(summary["by_day"]["all"]["delay"]["low"].is_null()) << "one delay gives no interval";
  EXPECT_EQ(summary["colours"]["yellow"], 1);
  EXPECT_EQ(summary["colours"]["green"], 1);
}

TEST(LonLat, AKilometreIsAKilometre) {
  // At 30.69° N a degree of latitude is 110.86 km and one of longitude 95.80 km (WGS 84).
  const Plane assumed(std::nullopt);
  EXPECT_NEAR(assumed.lon_lat_of({0, 1000}).lat - 30.69, 1000 / 110'861.0, 2e-6);
  EXPECT_NEAR(assumed.lon_lat_of({1000, 0}).lon - 121.02, 1000 / 95'803.0, 2e-6);
}

TEST(LonLat, AScenarioCanSayWhereItLies) {
  RunRecord run = small_run();
  run.origin = LonLat{120.15, 30.28};
  const LonLat place = lon_lat_of(run, {2000, -3000});
  EXPECT_NEAR(place.lon - 120.15, 2000 / 96'213.0, 3e-6);
  EXPECT_NEAR(place.lat - 30.28, -3000 / 110'854.0, 3e-6);
  const engine::GroundPoint back = Plane(run.origin).point_of(place);
  EXPECT_NEAR(back.x_m, 2000, 0.02);
  EXPECT_NEAR(back.y_m, -3000, 0.02);
}

TEST_F(Files, CsvsBeginWithAByteOrderMarkAndKeepTheirColumns) {
  for (const auto& table : tables()) {
    const std::string text = content_of(table.path());
    EXPECT_EQ(text.substr(0, 3), "\xEF\xBB\xBF") << table.path();
    EXPECT_NE(text.find("\r\n"), std::string::npos) << table.path();
  }
  EXPECT_NE(read("tables/notices.csv").find("\"a, \"\"quoted\"\"\ntext\""), std::string::npos);
  EXPECT_NE(read("tables/merchants.csv").find(",'=1+1"), std::string::npos) << "a sign must not become a formula";
}

TEST_F(Files, TheHeadingsOfCsvsAreEnglishAndStandInTheDictionary) {
  const std::string dictionary = read("tables/columns.csv");
  EXPECT_EQ(dictionary.substr(3, dictionary.find("\r\n") - 3), "file,column,unit,meaning_en,meaning_zh");
  std::size_t columns = 0;
  for (const auto& table : tables()) {
    const std::string name = table.path().filename();
    if (name == "columns.csv") continue;
    std::istringstream heading(first_line("tables/" + name));
    for (std::string column; std::getline(heading, column, ',');) {
      EXPECT_EQ(column.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string::npos)
          << name << ": " << column;
      EXPECT_NE(dictionary.find("\r\n" + name + "," + column + ","), std::string::npos) << name << ": " << column;
      ++columns;
    }
  }
  const auto lines = static_cast<std::size_t>(std::count(dictionary.begin(), dictionary.end(), '\n'));
  EXPECT_EQ(lines, columns + 1) << "the dictionary has a line for what is in no file";
  EXPECT_GT(columns, 100u);
}

TEST_F(Files, AnInstantStandsInWholeSecondsForSpreadsheetsAndExactly) {
  run_.journal[2].at += std::chrono::milliseconds(987);
  write_files(run_, folder_.path());
  EXPECT_EQ(first_line("tables/sightings.csv").find("onset,onset_exact,confirmed_at,confirmed_at_exact"), 37u);
  EXPECT_NE(read("tables/sightings.csv").find(",2020-11-02 09:04:00,2020-11-02 09:04:00.987,"), std::string::npos)
      << read("tables/sightings.csv");
}

TEST_F(Files, APictureIsNamedWhereItsFileIs) {
  EXPECT_EQ(ask("SELECT count(*) FROM evidence"), "2");
  EXPECT_EQ(ask("SELECT count(*) FROM evidence WHERE path IS NOT NULL"), "0") << "no file was kept";
  const std::string name = std::string(64, 'b') + ".jpg";
  std::filesystem::create_directories(folder_.path() / "evidence");
  std::ofstream(folder_.path() / "evidence" / name) << "JPEG";
  write_files(run_, folder_.path());
  EXPECT_EQ(ask("SELECT path FROM evidence WHERE incident = 1"), "evidence/" + name);
  EXPECT_EQ(ask("SELECT evidence FROM incidents WHERE incident = 1"), "evidence/" + name);
  EXPECT_EQ(ask("SELECT evidence FROM incidents WHERE incident = 2"), "NULL");
  EXPECT_NE(read("tables/incidents.csv").find("evidence/" + name), std::string::npos);
}

TEST_F(Files, ALostPictureSaysWhy) {
  const auto& sighting = std::get<engine::event::SightingConfirmed>(run_.journal[2].payload);
  const auto label = sighting.evidence.front().label;
  const auto id = sighting.sighting;
  std::get<engine::event::SightingConfirmed>(run_.journal[2].payload).evidence.front().sha256.clear();
  run_.journal.push_back({run_.journal.size() + 1, run_.end, engine::event::EvidenceKept{id, label, "", "disk full"}});
  write_files(run_, folder_.path());
  EXPECT_EQ(ask("SELECT lost_because FROM evidence WHERE incident = 1"), "disk full");
  EXPECT_EQ(ask("SELECT lost_because FROM evidence WHERE incident = 2"), "NULL");
}

TEST_F(Files, NoRowIsLeftOutHoweverManyThereAre) {
  constexpr std::uint32_t kMany = 20'500;
  const auto opened = run_.journal[3];
  for (std::uint32_t i = 3; i <= kMany; ++i) {
    auto more = opened;
    more.sequence = run_.journal.size() + 1;
    std::get<engine::event::IncidentOpened>(more.payload).incident = {i};
    run_.journal.push_back(more);
  }
  write_files(run_, folder_.path());
  const std::string text = read("tables/incidents.csv");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), kMany + 1);
  EXPECT_EQ(ask("SELECT count(*) FROM incidents"), std::to_string(kMany));
}

TEST_F(Files, EveryColumnOfTheDatabaseIsExplainedInItAndInTheDocument) {
  EXPECT_EQ(ask("SELECT count(*) FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.name NOT IN ('run', "
                "'columns', 'journal') AND NOT EXISTS "
                "(SELECT 1 FROM columns d WHERE d.table_name = m.name AND d.column_name = c.name)"),
            "0");
  EXPECT_EQ(ask("SELECT count(*) FROM columns d WHERE NOT EXISTS (SELECT 1 FROM pragma_table_info(d.table_name) c "
                "WHERE c.name = d.column_name)"),
            "0");
  const std::string document = content_of(std::string(TRICOLOR_SOURCE_DIR) + "/docs/results_schema.md");
  const Tables tables = tables_of(run_);
  const Links links(tables, folder_.path());
  for (const auto& table : result_tables({run_, tables, links})) {
    std::string line = std::string("| `") + table.name + "` | " + table.row_en + " | ";
    for (const auto& column : table.columns)
      line += (line.ends_with("| ") ? "`" : ", `") + std::string(column.name) + "`";
    EXPECT_NE(document.find("\n" + line + " |\n"), std::string::npos) << "docs/results_schema.md lacks the line\n"
                                                                      << line << " |";
  }
}

TEST_F(Files, TheSummaryBeginsWithWhatMustBeKnownFirst) {
  EXPECT_EQ(read("summary.json").find("{\n  \"troubles\": [],"), 0u);
  run_.partial = true;
  write_files(run_, folder_.path());
  EXPECT_EQ(json::parse(read("summary.json"))["troubles"][0]["kind"], "stopped");
}

TEST_F(Files, DatabaseHasEveryTableWithItsRows) {
  for (const char* table :
       {"run",     "merchants",  "cameras",   "incidents",        "notices", "cases",      "case_moves",
        "reports", "colours",    "strikes",   "evidence",         "zones",   "duty_grids", "officers",
        "columns", "violations", "sightings", "frames_by_camera", "journal", "policies"})
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

TEST_F(Files, TheDatabaseSaysUnderWhichPolicyTheRunWas) {
  EXPECT_EQ(ask("SELECT value FROM run WHERE key = 'policy'"), "pinghu");
  EXPECT_EQ(ask("SELECT value FROM run WHERE key = 'policy.notice.correct_within'"), "15 min");
  EXPECT_EQ(ask("SELECT value FROM run WHERE key = 'policy.classes.piled_goods.dwell'"), "3 min");
  EXPECT_EQ(ask("SELECT value FROM run WHERE key = 'policy.colour.count_since'"), "last_step_down");
}

void collect(const engine::KeyTable& table, const std::string& before, std::set<std::string>& keys) {
  for (const auto& entry : table.keys) {
    if (entry.form == engine::KeyEntry::Form::map) collect(entry.map, before + entry.key + ".", keys);
    else if (entry.form == engine::KeyEntry::Form::named_maps) collect(entry.map, before + entry.key + ".*.", keys);
    else keys.insert(before + entry.key);
  }
}

TEST(PolicyValues, HaveTheKeysOfAPolicyFileAndLeaveNoneOut) {
  std::set<std::string> of_files, written;
  collect(engine::policy_keys(), "", of_files);
  of_files.erase("about");  // The engine does not keep it.
  engine::Policy policy = small_run().policy();
  for (engine::ClassPolicy& entry : policy.classes) entry.dwell_in.fill(std::chrono::minutes(4));
  for (const auto& [key, value] : policy_values(policy)) {
    const bool of_class = key.starts_with("classes.");
    written.insert(of_class ? "classes.*" + key.substr(key.find('.', 8)) : key);
  }
  EXPECT_EQ(written, of_files);
}

TEST_F(Files, APolicyThatChangedInMidRunIsWrittenWithTheOnesBefore) {
  engine::Policy strict = run_.policies.first();
  strict.name = "strict";
  strict.notice.correct_within = std::chrono::minutes(5);
  run_.policies.change(run_.start + std::chrono::hours(1), strict);
  write_files(run_, folder_.path());
  const std::string correct = " FROM policies WHERE key = 'notice.correct_within' AND policy = ";
  EXPECT_EQ(ask("SELECT value" + correct + "'pinghu'"), "15 min");
  EXPECT_EQ(ask("SELECT in_force_from" + correct + "'pinghu'"), "2020-11-02 09:00:00");
  EXPECT_EQ(ask("SELECT value" + correct + "'strict'"), "5 min");
  EXPECT_EQ(ask("SELECT in_force_from" + correct + "'strict'"), "2020-11-02 10:00:00");
  EXPECT_EQ(ask("SELECT value FROM run WHERE key = 'policy.notice.correct_within'"), "5 min") << "the last one's";
}

TEST_F(Files, AStrikeOfAReportNamesItAndIsNotImported) {
  run_.journal.push_back({run_.journal.size() + 1, run_.end,
                          engine::event::ReportCounted{engine::MerchantId{1}, engine::ReportId{1}, run_.end}});
  write_files(run_, folder_.path());
  EXPECT_EQ(ask("SELECT count(*) FROM strikes WHERE report = 1 AND incident IS NULL AND NOT imported"), "1");
  EXPECT_EQ(ask("SELECT count(*) FROM strikes WHERE imported"), "2");
  EXPECT_EQ(ask("SELECT count(*) FROM strikes WHERE imported AND (report OR incident)"), "0");
}

TEST_F(Files, TheHoursOfDutyStandInTheTableOfOfficers) {
  EXPECT_EQ(ask("SELECT on_duty_from || '-' || on_duty_until FROM officers"), "08:00-17:00");
  EXPECT_NE(read("tables/officers.csv").find(",08:00,17:00,"), std::string::npos) << read("tables/officers.csv");
  EXPECT_EQ(first_line("tables/officers.csv").find("_exact"), std::string::npos) << "a time of day is no instant";
}

TEST_F(Files, AllOfficersOfAGridAreNamedTheOneInChargeFirst) {
  run_.configuration.officers.push_back(run_.configuration.officers[0]);
  run_.configuration.officers[1].name = "o2";
  run_.configuration.duty_grids[0].owner = engine::OfficerId{1};
  write_files(run_, folder_.path());
  EXPECT_EQ(ask("SELECT officers FROM duty_grids"), "o2; o1");
}

TEST_F(Files, TheDetectorReadWhatWasReadAheadToo) {
  run_.engine.detector_runs = 104;
  run_.frames.analyses_used = 101;
  EXPECT_EQ(summary_json(run_, tables_of(run_))["engine"]["detector_runs"], 104);
  EXPECT_EQ(summary_json(run_, tables_of(run_))["engine"]["analyses_used"], 101);
}

TEST_F(Files, WhatTheEngineHeldAfterItHadGoneIsCounted) {
  run_.judgement.held_after_end = 1;
  run_.judgement.incidents[0].held_after_end = std::chrono::minutes(90);
  write_files(run_, folder_.path());
  EXPECT_EQ(json::parse(read("summary.json"))["held_after_end"], 1);
  EXPECT_EQ(json::parse(read("summary.json"))["outcomes"]["held_after_end_of_shops"], 1);
  EXPECT_EQ(ask("SELECT held_after_end_s FROM incidents WHERE incident = 1"), "5400.0");
  EXPECT_EQ(ask("SELECT held_after_end_s FROM incidents WHERE incident = 2"), "NULL");
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
    EXPECT_NE(std::string(error.what()).find("/nonexistent/folder/summary.json"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace tricolor::harness::files_test
