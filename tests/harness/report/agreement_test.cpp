// Shows that the files of a run agree: the same figures in summary.json, results.sqlite, the CSVs, the map and the
// page.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <nlohmann/json.hpp>

#include "report/files/files.h"
#include "report/report.h"
#include "small_run.h"

namespace tricolor::harness::agreement_test {
namespace {

using nlohmann::json;

class Agreement : public ::testing::Test {
 protected:
  void SetUp() override {
    const RunRecord run = small_run();
    write_files(run, folder_.path());
    write_report(run, folder_.path());
    summary_ = json::parse(read("summary.json"));
    const std::string page = read("report.html"), open = R"(<script type="application/json" id="data">)";
    const auto from = page.find(open) + open.size();
    data_ = json::parse(page.substr(from, page.find("</script>", from) - from));
  }
  std::string read(const char* name) { return content_of(folder_.path() / name); }

  std::int64_t ask(const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open((folder_.path() / "results.sqlite").c_str(), &database), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(database);
    const std::int64_t answer =
        statement && sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
  }

  Folder folder_{"agreement"};
  json summary_, data_;
};

std::int64_t sum_of(const json& counts) {
  std::int64_t sum = 0;
  for (const auto& count : counts) sum += count.get<std::int64_t>();
  return sum;
}
std::int64_t sum_of(const json& rows, const char* key) {
  std::int64_t sum = 0;
  for (const auto& row : rows) sum += row[key].get<std::int64_t>();
  return sum;
}

TEST_F(Agreement, TheDatabaseCountsWhatTheSummarySays) {
  const auto& kpi = summary_["indicators"];
  EXPECT_EQ(ask("SELECT count(*) FROM violations"), summary_["violations"]);
  EXPECT_EQ(ask("SELECT count(*) FROM incidents WHERE NOT voided"), kpi["incidents"]);
  EXPECT_EQ(ask("SELECT count(*) FROM notices"), kpi["notices"]);
  EXPECT_EQ(ask("SELECT count(*) FROM notices WHERE delivered"), kpi["notices_delivered"]);
  EXPECT_EQ(ask("SELECT count(*) FROM cases"), kpi["cases"]);
  EXPECT_EQ(ask("SELECT count(*) FROM cases WHERE state = 'closed'"), kpi["cases_closed"]);
  EXPECT_EQ(ask("SELECT count(*) FROM cases WHERE closed_at <= due"), kpi["cases_on_time"]);
  EXPECT_EQ(ask("SELECT count(*) FROM reports"), kpi["reports"]);
  EXPECT_EQ(ask("SELECT sum(looks) FROM frames_by_camera"), summary_["frames"]["pictures"]);
  for (const auto& [stage, count] : summary_["lost"].items())
    EXPECT_EQ(ask("SELECT count(*) FROM violations WHERE lost_at = '" + stage + "'"), count) << stage;
  for (const auto& [cause, count] : summary_["wrong"].items())
    EXPECT_EQ(ask(cause == "right" ? "SELECT count(*) FROM incidents WHERE violation IS NOT NULL"
                                   : "SELECT count(*) FROM incidents WHERE wrong_by = '" + cause + "'"),
              count)
        << cause;
  for (const auto& [colour, count] : summary_["colours"].items())
    EXPECT_EQ(ask("SELECT count(*) FROM merchants WHERE colour = '" + colour + "'"), count) << colour;
  for (const auto& [cause, count] : summary_["outcomes"]["wrong_of_shops"].items())
    EXPECT_EQ(ask("SELECT count(*) FROM incidents WHERE merchant IS NOT NULL AND wrong_by = '" + cause + "'"), count)
        << cause;
}

TEST_F(Agreement, TheSummaryAddsUp) {
  EXPECT_EQ(sum_of(summary_["lost"]), summary_["violations"]);
  EXPECT_EQ(sum_of(summary_["outcomes"]["after_found"]), summary_["lost"]["found"]);
  EXPECT_EQ(sum_of(summary_["outcomes"]["wrong_of_shops"]) + sum_of(summary_["outcomes"]["wrong_of_places"]),
            sum_of(summary_["wrong"]) - summary_["wrong"]["right"].get<std::int64_t>());
  EXPECT_EQ(sum_of(summary_["colours"]), summary_["shops"]);
  for (const auto& [name, shops] : summary_["readings"].items()) EXPECT_EQ(sum_of(shops), summary_["shops"]) << name;
  EXPECT_EQ(summary_["readings"]["as_run"], summary_["colours"]);
  EXPECT_EQ(sum_of(summary_["frames"]["by_cause"]), summary_["frames"]["pictures"]);
}

TEST_F(Agreement, TheTablesOfTextHaveOneRowForEachRowOfTheDatabase) {
  const auto rows = [&](const char* name) {
    const std::string text = read(name);
    std::int64_t lines = -1;  // The heading is not counted.
    for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at + 2)) ++lines;
    return lines;
  };
  for (const char* table : {"incidents", "merchants", "cases", "notices"})
    EXPECT_EQ(rows(("tables/" + std::string(table) + ".csv").c_str()),
              ask(std::string("SELECT count(*) FROM ") + table))
        << table;
  EXPECT_EQ(json::parse(read("layers/incidents.geojson"))["features"].size(), ask("SELECT count(*) FROM incidents"));
}

TEST_F(Agreement, ThePageShowsTheSummaryAndItsPartsAddUp) {
  EXPECT_EQ(data_["summary"], summary_);
  EXPECT_EQ(sum_of(data_["days"], "violations"), summary_["violations"]);
  EXPECT_EQ(sum_of(data_["days"], "found"), summary_["lost"]["found"]);
  EXPECT_EQ(sum_of(data_["days"], "accusations"), sum_of(summary_["wrong"]));
  EXPECT_EQ(sum_of(data_["days"], "notices"), summary_["indicators"]["notices"]);
  EXPECT_EQ(sum_of(data_["days"], "cases"), summary_["indicators"]["cases"]);
  EXPECT_EQ(sum_of(data_["classes"], "violations"), summary_["violations"]);
  EXPECT_EQ(sum_of(data_["classes"], "accusations"), sum_of(summary_["wrong"]));
  EXPECT_EQ(sum_of(data_["hours"]["violations"]), summary_["violations"]);
  EXPECT_EQ(sum_of(data_["hours"]["missed"]),
            summary_["violations"].get<std::int64_t>() - summary_["lost"]["found"].get<std::int64_t>());
  EXPECT_EQ(data_["map"]["incidents"].size(), ask("SELECT count(*) FROM incidents"));
  EXPECT_EQ(data_["map"]["missed"].size(), ask("SELECT count(*) FROM violations WHERE incident IS NULL"));
  for (const auto& [colour, count] : summary_["colours"].items())
    EXPECT_EQ(data_["census"].back()[colour], count) << colour;
}

}  // namespace
}  // namespace tricolor::harness::agreement_test
