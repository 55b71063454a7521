// Shows that the page is one file that loads nothing from outside, that no text of the run can break out of its data, and that its
// stories, colours and marks say what the journal says.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "report/page_data.h"
#include "report/report.h"
#include "small_run.h"

namespace tricolor::harness {
namespace {

using nlohmann::json;

std::string page_of(const RunRecord& run) {
  Folder folder("page");
  write_report(run, folder.path());
  return content_of(folder.path() / "report.html");
}

json data_in(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"data\">";
  const auto from = page.find(open) + open.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

TEST(Page, LoadsNothingFromOutside) {
  const std::string page = page_of(small_run());
  for (const char* load : {"src=\"http", "href=\"http", "src='http", "href='http", "src=\"//", "url(http", "@import", "<link", "<iframe", "XMLHttpRequest", "fetch(", "import("})
    EXPECT_EQ(page.find(load), std::string::npos) << load;
}

TEST(Page, TemplateIsFilledAndTheLibraryIsInside) {
  const std::string page = page_of(small_run());
  for (const char* mark : {"{{title}}", "{{style}}", "{{library}}", "{{script}}"}) EXPECT_EQ(page.find(mark), std::string::npos) << mark;
  EXPECT_NE(page.find("Chart.js"), std::string::npos);
  EXPECT_NE(page.find("prefers-color-scheme"), std::string::npos);
}

TEST(Page, TextsOfTheRunStayData) {
  const std::string page = page_of(small_run());
  std::size_t ends = 0;
  for (auto at = page.find("</script>"); at != std::string::npos; at = page.find("</script>", at + 1)) ++ends;
  EXPECT_EQ(ends, 3u) << "a sign or report ended a script element";
  EXPECT_EQ(data_in(page)["map"]["shops"][1]["sign"], "=1+1</script>{{data}}");
}

TEST(Page, APartialRunIsMarked) {
  RunRecord run = small_run();
  EXPECT_EQ(page_of(run).find("<title>PARTIAL 未完成"), std::string::npos);
  run.partial = true;
  run.planned_end = run.end + std::chrono::hours(24);
  const std::string page = page_of(run);
  EXPECT_NE(page.find("<title>PARTIAL 未完成"), std::string::npos);
  EXPECT_TRUE(data_in(page)["summary"]["partial"]);
}

TEST(Page, CensusHoursAndChangesFollowTheJournal) {
  const json data = data_in(page_of(small_run()));
  const auto& census = data["census"];
  EXPECT_EQ(census.front()["green"], 2);
  EXPECT_EQ(census.back()["yellow"], 1);
  EXPECT_EQ(data["changes"]["to_yellow"], 1);
  EXPECT_EQ(data["hours"]["violations"].size(), 2u);
  EXPECT_EQ(data["hours"]["by_class"][0][0], 2);
  EXPECT_EQ(data["funnel"]["visited"], 1);
  EXPECT_EQ(data["officers"][0]["dispatched"], 1);
  EXPECT_DOUBLE_EQ(data["officers"][0]["busy_min"].get<double>(), 13);
}

TEST(Page, TheYellowDayIsToldInFullWithItsPictureInside) {
  Folder folder("story");
  std::filesystem::create_directories(folder.path() / "evidence");
  std::ofstream(folder.path() / "evidence" / (std::string(64, 'b') + ".jpg"), std::ios::binary) << "\xFF\xD8\xFFJPEG";
  write_report(small_run(), folder.path());
  const json data = data_in(content_of(folder.path() / "report.html"));
  ASSERT_GE(data["stories"].size(), 2u);
  const auto& story = data["stories"][0];
  EXPECT_EQ(story["kind"], "turned_yellow");
  EXPECT_EQ(story["sign"], "阿芳水果店");
  std::string order;
  for (const auto& step : story["steps"]) order += step["what"].get<std::string>() + " ";
  EXPECT_EQ(order, "onset confirmed colour sms delivered rechecked case case_moved case_moved case_moved case_moved case_moved closed ");
  ASSERT_EQ(story["pictures"].size(), 1u);
  EXPECT_EQ(story["pictures"][0]["jpeg"], "/9j/SlBFRw==");
  EXPECT_GT(story["pictures"][0]["outline"].size(), 3u);
  EXPECT_EQ(story["pictures"][0]["box"], json({100, 100, 40, 30}));
  EXPECT_EQ(data["stories"][1]["wrong_by"], "nothing_there");
}

TEST(Page, ARunInWhichNothingHappenedIsAPageAllTheSame) {
  RunRecord run;
  run.scenario = "nothing";
  run.end = run.planned_end = run.start + std::chrono::hours(1);
  const json data = data_in(page_of(run));
  EXPECT_TRUE(data["stories"].empty());
  EXPECT_EQ(data["hours"]["violations"].size(), 1u);
}

}  // namespace
}  // namespace tricolor::harness
