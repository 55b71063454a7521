// Shows that the page is one file that loads nothing from outside, that no text of the run can break out of its data or mark-up, that its
// figures can be read without a script, and that its stories, colours and marks say what the journal says.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "engine/journal.h"
#include "report/outcomes.h"
#include "report/page_data.h"
#include "report/report.h"
#include "small_run.h"

namespace tricolor::harness {
namespace {

using nlohmann::json;

std::string written_page(const RunRecord& run) {
  Folder folder("page");
  write_report(run, folder.path());
  return content_of(folder.path() / "report.html");
}

/// What stands between <tag …> and </tag>, the tags too, left out.
std::string without_elements(std::string page, const std::string& tag) {
  for (auto from = page.find("<" + tag); from != std::string::npos; from = page.find("<" + tag)) page.erase(from, page.find("</" + tag + ">", from) + tag.size() + 3 - from);
  return page;
}

json data_in(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"data\">";
  const auto from = page.find(open) + open.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

/// The page as a reader without scripts has it: no style, no script, no data.
std::string static_page(const std::string& page) {
  return std::regex_replace(without_elements(without_elements(page, "script"), "style"), std::regex("[ \n]+"), " ");
}

TEST(Page, LoadsNothingFromOutside) {
  const std::string page = written_page(small_run());
  for (const char* load : {"src=\"http", "href=\"http", "src='http", "href='http", "src=\"//", "url(http", "@import", "<link", "<iframe", "XMLHttpRequest", "fetch(", "import("})
    EXPECT_EQ(page.find(load), std::string::npos) << load;
}

TEST(Page, TemplateIsFilledAndTheLibraryIsInside) {
  const std::string page = written_page(small_run());
  for (const char* mark : {"{{title}}", "{{style}}", "{{library}}", "{{script}}", "{{table-kpi}}", "[[", "||"}) EXPECT_EQ(static_page(page).find(mark), std::string::npos) << mark;
  EXPECT_NE(page.find("Chart.js"), std::string::npos);
  EXPECT_NE(page.find("prefers-color-scheme"), std::string::npos);
}

TEST(Page, TextsOfTheRunStayData) {
  const std::string page = written_page(small_run());
  std::size_t ends = 0;
  for (auto at = page.find("</script>"); at != std::string::npos; at = page.find("</script>", at + 1)) ++ends;
  EXPECT_EQ(ends, 3u) << "a sign or report ended a script element";
  EXPECT_EQ(data_in(page)["map"]["shops"][1]["sign"], "=1+1</script>{{data}}");
}

TEST(Page, FiguresCanBeReadWithoutAScript) {
  const std::string page = static_page(written_page(small_run()));
  for (const char* text : {"发生 <b>2</b> 起违规，引擎发现 <b>1</b> 起", "saw <b>2</b> violations; the engine found <b>1</b>", "<b>50.0 %</b> <small>1/2 [9–91]</small>", "SMS delivered", "结案率", "abc1234"})
    EXPECT_NE(page.find(text), std::string::npos) << text;
  std::size_t tables = 0;
  for (auto at = page.find("<caption>"); at != std::string::npos; at = page.find("<caption>", at + 1)) ++tables;
  EXPECT_GE(tables, 13u);
  EXPECT_EQ(page.find("=1+1</script>"), std::string::npos) << "a sign must not become mark-up";
}

TEST(Page, EveryTextIsThereInBothLanguages) {
  const std::string page = static_page(written_page(small_run()));
  const auto count = [&](const std::string& text) {
    std::size_t n = 0;
    for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + 1)) ++n;
    return n;
  };
  EXPECT_GT(count("class=\"zh\""), 100u);
  EXPECT_EQ(count("class=\"zh\""), count("class=\"en\""));
}

TEST(Page, ScriptsDrawOnlyWhereThePageHasAPlace) {
  const std::string page = written_page(small_run()), scripts = page.substr(page.rfind("<script>"));
  const std::regex place("getElementById\\(\"([a-z-]+)\"\\)|chart\\(\"([a-z-]+)\"");
  int places = 0;
  for (auto it = std::sregex_iterator(scripts.begin(), scripts.end(), place); it != std::sregex_iterator(); ++it, ++places) {
    const std::string id = (*it)[1].matched ? (*it)[1].str() : (*it)[2].str();
    EXPECT_NE(page.find("id=\"" + id + "\""), std::string::npos) << id;
  }
  EXPECT_GT(places, 8);
}

TEST(Page, EveryNameOfTheJournalAndOfTheJudgeHasItsWords) {
  const json words = data_in(written_page(small_run()))["words"];
  for (const char* stage : kLostStages) EXPECT_TRUE(words["lost"].contains(stage)) << stage;
  for (const char* end : kAfterFound) EXPECT_TRUE(words["after"].contains(end)) << end;
  for (const char* cause : kWrongCauses) EXPECT_TRUE(words["wrong"].contains(cause) && words["wrong_stage"].contains(cause)) << cause;
  for (int cause = 0; cause < kFrameCauses; ++cause) EXPECT_TRUE(words["cause"].contains(name_of(static_cast<FrameCause>(cause)))) << cause;
  for (int state = 0; state <= static_cast<int>(engine::CaseState::voided); ++state) EXPECT_TRUE(words["state"].contains(engine::name_of(static_cast<engine::CaseState>(state)))) << state;
  for (int outcome = 0; outcome <= static_cast<int>(engine::RecheckOutcome::relapsed); ++outcome)
    EXPECT_TRUE(words["recheck"].contains(engine::name_of(static_cast<engine::RecheckOutcome>(outcome)))) << outcome;
  for (int moment = 0; moment <= static_cast<int>(engine::EvidenceMoment::report); ++moment)
    EXPECT_TRUE(words["moment"].contains(engine::name_of(static_cast<engine::EvidenceMoment>(moment)))) << moment;
}

TEST(Page, APartialRunIsMarked) {
  RunRecord run = small_run();
  EXPECT_EQ(written_page(run).find("<title>PARTIAL 未完成"), std::string::npos);
  run.partial = true;
  run.planned_end = run.end + std::chrono::hours(24);
  const std::string page = written_page(run);
  EXPECT_NE(page.find("<title>PARTIAL 未完成"), std::string::npos);
  EXPECT_TRUE(data_in(page)["summary"]["partial"]);
}

TEST(Page, CensusHoursAndChangesFollowTheJournal) {
  const json data = data_in(written_page(small_run()));
  const auto& census = data["census"];
  EXPECT_EQ(census.front()["green"], 2);
  EXPECT_EQ(census.back()["yellow"], 1);
  ASSERT_EQ(data["changes"].size(), 1u);
  EXPECT_EQ(data["changes"][0]["to"], "yellow");
  ASSERT_EQ(data["days"].size(), 1u);
  EXPECT_EQ(data["days"][0]["to_yellow"], 1);
  EXPECT_EQ(data["hours"]["missed"][0], 1);
  EXPECT_EQ(data["hours"]["violations"].size(), 2u);
  EXPECT_EQ(data["hours"]["by_class"][0][0], 2);
  EXPECT_EQ(data["funnel"]["visited"], 1);
  EXPECT_EQ(data["officers"][0]["dispatched"], 1);
  EXPECT_DOUBLE_EQ(data["officers"][0]["busy_min"].get<double>(), 13);
  EXPECT_DOUBLE_EQ(data["officers"][0]["busy_by_hour_min"][9].get<double>(), 13);
  EXPECT_DOUBLE_EQ(data["officers"][0]["duty_min"].get<double>(), 120) << "duty is counted within the run only";
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
  EXPECT_EQ(story["truth"]["from"], data["start"].get<std::int64_t>() + 60'000);
  EXPECT_EQ(data["stories"][1]["wrong_by"], "nothing_there");
}

TEST(Page, ARunInWhichNothingHappenedIsAPageAllTheSame) {
  RunRecord run;
  run.scenario = "nothing";
  run.end = run.planned_end = run.start + std::chrono::hours(1);
  const json data = data_in(written_page(run));
  EXPECT_TRUE(data["stories"].empty());
  EXPECT_EQ(data["hours"]["violations"].size(), 1u);
}

}  // namespace
}  // namespace tricolor::harness
