// Shows that the page is one file that loads nothing from outside, that no text of the run can break out of its data or
// mark-up, that its figures can be read without a script, and that its stories, colours and marks say what the journal
// says.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "engine/journal.h"
#include "report/page/data/dossier_data.h"
#include "report/page/html/html.h"
#include "report/rows/outcomes.h"
#include "report/page/data/page_data.h"
#include "report/report.h"
#include "small_run.h"

namespace tricolor::harness::page_test {
namespace {

using nlohmann::json;

std::string written_page(const RunRecord& run) {
  Folder folder("page");
  write_report(run, folder.path());
  return content_of(folder.path() / "report.html");
}

/// Leaves out everything between <tag …> and </tag>, the tags too.
std::string without_elements(std::string page, const std::string& tag) {
  for (auto from = page.find("<" + tag); from != std::string::npos; from = page.find("<" + tag))
    page.erase(from, page.find("</" + tag + ">", from) + tag.size() + 3 - from);
  return page;
}

json data_in(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"data\">";
  const auto from = page.find(open) + open.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

/// Gives the page as a reader without scripts has it: no style, no script, no data.
std::string static_page(const std::string& page) {
  return std::regex_replace(without_elements(without_elements(page, "script"), "style"), std::regex("[ \n]+"), " ");
}

TEST(Page, ABrowserIsToldToLoadNothingAndToRunNothingButItsOwnScripts) {
  const std::string page = written_page(small_run());
  EXPECT_NE(page.find("content=\"default-src 'none'; img-src 'self' data: file:; style-src 'unsafe-inline'; "
                      "script-src 'nonce-report'\""),
            std::string::npos);
  const std::string text = static_page(page);
  EXPECT_FALSE(std::regex_search(text, std::regex("<[^>]* on[a-z]+=\""))) << "a handler in mark-up would not run";
}

TEST(Page, AFigureThatStandsInBothTablesOfPublishedFiguresIsMarkedAlikeThere) {
  const RunRecord run = small_run();
  const auto data = page_data(run, tables_of(run), "/nonexistent");
  const std::map<std::string, std::string> in_both{{"incidents_per_camera_day", "incidents that the engine confirmed"},
                                                   {"precision", "precision, by the zones as drawn"},
                                                   {"correction", "put right in time after the SMS"},
                                                   {"warned_in_vain", "warned in vain, a case"},
                                                   {"visited", "an officer came"}};
  for (const auto& [figure, name] : in_both) {
    SCOPED_TRACE(figure);
    const auto city = std::ranges::find_if(data["published"], [&](const auto& it) { return it["figure"] == figure; });
    const auto marginal =
        std::ranges::find_if(data["marginals"], [&](const auto& it) { return it["name"][1] == name; });
    ASSERT_TRUE(city != data["published"].end() && marginal != data["marginals"].end());
    EXPECT_EQ((*city)["put_in"].template get<bool>(), (*marginal)["is"] != "result");
  }
}

TEST(Page, LoadsNothingFromOutside) {
  const std::string page = written_page(small_run());
  for (const char* load : {"src=\"http", "href=\"http", "src='http", "href='http", "src=\"//", "url(http", "@import",
                           "<link", "<iframe", "XMLHttpRequest", "fetch(", "import("})
    EXPECT_EQ(page.find(load), std::string::npos) << load;
}

TEST(Page, TemplateIsFilledAndTheLibraryIsInside) {
  const std::string page = written_page(small_run());
  for (const char* mark : {"{{title}}", "{{style}}", "{{library}}", "{{script}}", "{{table-kpi}}", "[[", "||"})
    EXPECT_EQ(static_page(page).find(mark), std::string::npos) << mark;
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
  for (const char* text :
       {"发生违规 <b>2</b> 起，系统发现 <b>1</b> 起", "saw <b>2</b> violations; the engine found <b>1</b>",
        "<b>50.0 %</b> <small>1/2 [9–91]</small>", "SMS delivered", "结案率", "abc1234"})
    EXPECT_NE(page.find(text), std::string::npos) << text;
  std::size_t tables = 0;
  for (auto at = page.find("<caption>"); at != std::string::npos; at = page.find("<caption>", at + 1)) ++tables;
  EXPECT_GE(tables, 13u);
  EXPECT_EQ(page.find("=1+1</script>"), std::string::npos) << "a sign must not become mark-up";
}

TEST(Page, AStrikeOfADossierSaysHowManyCountWithIt) {
  const RunRecord run = small_run();
  const Tables tables = tables_of(run);
  ASSERT_EQ(tables.strikes.size(), 3u);
  EXPECT_EQ(tables.strikes[0].count, 1);
  EXPECT_EQ(tables.strikes[1].count, 2);
  EXPECT_EQ(tables.strikes[2].count, 3);
  EXPECT_TRUE(
      std::regex_search(static_page(written_page(run)), std::regex("计次：杂物堆放.{0,200}<td class=\"n\">3</td>")));
}

TEST(Page, NoSpaceStandsBetweenAnUnitAndAChineseWord) {
  EXPECT_EQ(written_page(small_run()).find("分钟 后"), std::string::npos);
}

TEST(Page, SaysWhatWasHeldAfterItHadGone) {
  RunRecord run = small_run();
  run.judgement.held_after_end = 1;
  run.judgement.incidents[0].held_after_end = std::chrono::hours(3);
  const std::string page = static_page(written_page(run));
  EXPECT_NE(page.find("误判持续"), std::string::npos);
  EXPECT_NE(page.find("held on: the engine still saw it after it had gone"), std::string::npos);
  EXPECT_NE(page.find("误判持续 3 小时"), std::string::npos) << "the list names the incident";
  EXPECT_NE(page.find("held on for 3 h"), std::string::npos);
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
  const std::string page = written_page(small_run()), scripts = page.substr(page.rfind("<script "));
  const std::regex place("getElementById\\(\"([a-z-]+)\"\\)|chart\\(\"([a-z-]+)\"");
  int places = 0;
  for (auto it = std::sregex_iterator(scripts.begin(), scripts.end(), place); it != std::sregex_iterator();
       ++it, ++places) {
    const std::string id = (*it)[1].matched ? (*it)[1].str() : (*it)[2].str();
    EXPECT_NE(page.find("id=\"" + id + "\""), std::string::npos) << id;
  }
  EXPECT_GT(places, 8);
}

TEST(Page, EveryNameOfTheJournalAndOfTheJudgeHasItsWords) {
  const json words = data_in(written_page(small_run()))["words"];
  for (const char* stage : kLostStages) EXPECT_TRUE(words["lost"].contains(stage)) << stage;
  for (const char* end : kAfterFound) EXPECT_TRUE(words["after"].contains(end)) << end;
  for (const char* cause : kWrongCauses)
    EXPECT_TRUE(words["wrong"].contains(cause) && words["wrong_stage"].contains(cause)) << cause;
  for (int cause = 0; cause < kFrameCauses; ++cause)
    EXPECT_TRUE(words["cause"].contains(name_of(static_cast<FrameCause>(cause)))) << cause;
  for (int state = 0; state <= static_cast<int>(engine::CaseState::voided); ++state)
    EXPECT_TRUE(words["state"].contains(engine::name_of(static_cast<engine::CaseState>(state)))) << state;
  for (int outcome = 0; outcome <= static_cast<int>(engine::RecheckOutcome::relapsed); ++outcome)
    EXPECT_TRUE(words["recheck"].contains(engine::name_of(static_cast<engine::RecheckOutcome>(outcome)))) << outcome;
  for (int moment = 0; moment <= static_cast<int>(engine::EvidenceMoment::report); ++moment)
    EXPECT_TRUE(words["moment"].contains(engine::name_of(static_cast<engine::EvidenceMoment>(moment)))) << moment;
}

TEST(Page, EveryReasonThatTheEngineGivesHasItsChinese) {
  const auto data = page_data(small_run(), tables_of(small_run()), "/nonexistent");
  std::string rooms;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(TRICOLOR_SOURCE_DIR) + "/engine/src/act/cases"))
    if (entry.path().extension() == ".cpp") rooms += content_of(entry.path());
  const std::regex given("(?:move|hand_over|to_leader|go)\\([^;]*?\"([a-z][^\"]*)\"");
  int reasons = 0;
  for (auto it = std::sregex_iterator(rooms.begin(), rooms.end(), given); it != std::sregex_iterator();
       ++it, ++reasons) {
    std::string reason = (*it)[1];
    if (reason == "reworked ") reason = "reworked 3 times";
    if (reason.ends_with(": ")) reason += "off duty";
    EXPECT_NE(reason_words(data["words"], reason).zh, reason) << "words.json lacks the reason '" << reason << "'";
  }
  EXPECT_GE(reasons, 5);
  EXPECT_EQ(reason_words(data["words"], "to the squad's leader: reworked 2 times").zh, "移交班组长：已返工 2 次");
  EXPECT_EQ(reason_words(data["words"], "写的话").en, "写的话") << "what a person wrote stays as it is";
}

TEST(Page, APartialRunIsMarked) {
  RunRecord run = small_run();
  EXPECT_EQ(written_page(run).find("<title>PARTIAL 未完成"), std::string::npos);
  run.partial = true;
  run.planned_end = run.end + std::chrono::hours(24);
  const std::string page = written_page(run);
  EXPECT_NE(page.find("<title>PARTIAL 未完成"), std::string::npos);
  EXPECT_TRUE(data_in(page)["summary"]["partial"]);
  const std::string text = static_page(page);
  EXPECT_LT(text.find("中止，计划至"), text.find("<h1")) << "what is lacking is said before any figure";
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
  const RunRecord run = small_run();
  write_report(run, folder.path());
  const std::string page = content_of(folder.path() / "report.html");
  const json data = json::parse(page_data(run, tables_of(run), folder.path()).dump());
  ASSERT_GE(data["stories"].size(), 2u);
  const auto& story = data["stories"][0];
  EXPECT_EQ(story["kind"], "turned_yellow");
  EXPECT_EQ(story["sign"], "阿芳水果店");
  std::string order;
  for (const auto& step : story["steps"]) order += step["what"].get<std::string>() + " ";
  EXPECT_EQ(order,
            "onset confirmed colour sms delivered rechecked case case_moved case_moved case_moved case_moved "
            "case_moved closed ");
  ASSERT_EQ(story["pictures"].size(), 1u);
  EXPECT_EQ(story["pictures"][0]["jpeg"], "/9j/SlBFRw==");
  EXPECT_GT(story["pictures"][0]["outline"].size(), 3u);
  EXPECT_EQ(story["pictures"][0]["box"], json({100, 100, 40, 30}));
  EXPECT_EQ(story["truth"]["from"], data["start"].get<std::int64_t>() + 60'000);
  EXPECT_EQ(data["stories"][1]["wrong_by"], "nothing_there");
  EXPECT_NE(page.find("href=\"data:image/jpeg;base64,/9j/SlBFRw==\""), std::string::npos);
  const std::string text = static_page(page);
  for (const char* step : {"店铺转为黄码：阿芳水果店", "向“阿芳水果店”发送提醒短信", "✓ 已送达 09:05:00",
                           "有效计次 3 次，由绿码转为黄码。", "15 分钟期限届满，复查结果：", "案件派遣队员 o1",
                           "案件结案，事件办结。", "真值评测：09:01:00 摆出，期末仍未清走。", "真值评测：现场无物品。"})
    EXPECT_NE(text.find(step), std::string::npos) << step;
}

TEST(Page, AllIncidentsAreListedAndEachShopHasItsDossier) {
  const std::string page = static_page(written_page(small_run()));
  for (const char* text : {"id=\"incident-1\"", "id=\"incident-2\"", "<a href=\"#shop-m1\">阿芳水果店</a>",
                           "id=\"shop-m1\"", "id=\"shop-m2\"", "新华路北侧 5 米处"})
    EXPECT_NE(page.find(text), std::string::npos) << text;
  const auto from = page.find("id=\"shop-m1\""), until = page.find("</details>", from);
  const std::string dossier = page.substr(from, until - from);
  for (const char* text : {"开始前的计次（导入）", "计次：杂物堆放", "href=\"#incident-1\"", "请您于15分钟内进行清理",
                           "已送达", "仍未整改", "队员处置结案", "接单 09:20", "摄像机核查已清", "g1", "o1"})
    EXPECT_NE(dossier.find(text), std::string::npos) << text;
  const auto strike = dossier.find("计次：杂物堆放"), colour = dossier.find("变码", strike);
  EXPECT_LT(strike, colour) << "the strike stands before the colour that it brought about";
}

TEST(Page, AShopToWhichNothingHappenedIsOneLine) {
  RunRecord run = small_run();
  auto quiet = run.configuration.merchants[0];
  quiet.name = "m3";
  quiet.sign = "安静的店";
  run.configuration.merchants.push_back(quiet);
  const std::string page = static_page(written_page(run));
  EXPECT_NE(page.find("<tr id=\"shop-m3\"><th scope=\"row\">安静的店"), std::string::npos);
  EXPECT_EQ(page.find("<details class=\"card shop\" id=\"shop-m3\""), std::string::npos);
}

TEST(Page, ALimitOfTheListIsTold) {
  RunRecord run = small_run();
  const auto opened = run.journal[3];
  for (std::uint32_t i = 3; i <= 5'001; ++i) {
    auto more = opened;
    std::get<engine::event::IncidentOpened>(more.payload).incident = {i};
    run.journal.push_back(more);
  }
  const std::string page = static_page(written_page(run));
  EXPECT_NE(page.find("本页列出前 5,000 起；全部 5,001 起见 tables/incidents.csv。"), std::string::npos);
  EXPECT_EQ(page.find("id=\"incident-5001\""), std::string::npos);
}

TEST(Page, AShopIsFoundByItsNameInTheAddressOrByItsNumber) {
  EXPECT_EQ(shop_anchor("m1", 0), "shop-m1");
  EXPECT_EQ(shop_anchor("阿芳 水果", 3), "shop-number-3");
  EXPECT_EQ(shop_anchor("", 4), "shop-number-4");
}

// The text would become mark-up, break out of an attribute, or end a script if it were not escaped.
const std::string kHostile =
    "<img src=x onerror=alert(1)>\" onmouseover=\"alert(2)' </script><script>alert(3)</script>";

RunRecord hostile_run() {
  RunRecord run = small_run();
  run.scenario = run.about = run.commit = run.policies.first().name = run.rung = run.profile = kHostile;
  for (auto& street : run.city.streets) street.name = kHostile;
  for (auto& shop : run.city.shops) shop.id = shop.name = shop.trade = kHostile;
  for (auto& camera : run.city.cameras) camera.id = camera.owner = kHostile;
  for (auto& it : run.configuration.merchants) it.name = it.sign = it.trade = it.legal_person = it.licence = kHostile;
  for (auto& it : run.configuration.cameras) it.name = it.owner = kHostile;
  for (auto& it : run.configuration.classes) it.name_zh = it.name_en = it.code_name = kHostile;
  for (auto& it : run.configuration.duty_grids) it.name = kHostile;
  for (auto& it : run.configuration.officers) it.name = kHostile;
  namespace ev = engine::event;
  for (auto& event : run.journal) {
    if (auto* notice = std::get_if<ev::NoticeQueued>(&event.payload)) notice->text = kHostile;
    if (auto* move = std::get_if<ev::CaseMoved>(&event.payload)) move->reason = kHostile;
    if (auto* report = std::get_if<ev::ReportReceived>(&event.payload)) report->content.text = kHostile;
    if (auto* reply = std::get_if<ev::ReportReplied>(&event.payload)) reply->text = kHostile;
  }
  run.journal.push_back({run.journal.size() + 1, run.end, ev::MerchantReplied{{0}, kHostile}});
  run.journal.push_back({run.journal.size() + 1, run.end, ev::OwnerChanged{{0}, kHostile, kHostile, ""}});
  run.journal.push_back({run.journal.size() + 1, run.end, ev::IncidentVoided{{2}, kHostile}});
  run.detector_by_kind[kHostile] = {};
  return run;
}

TEST(Page, WhatAPersonWroteIsTextWhereverItIsShown) {
  Folder folder("hostile");
  std::filesystem::create_directories(folder.path() / "evidence");
  std::ofstream(folder.path() / "evidence" / (std::string(64, 'b') + ".jpg"), std::ios::binary) << "JPEG";
  write_report(hostile_run(), folder.path());
  const std::string page = content_of(folder.path() / "report.html");
  EXPECT_GT(page.find("&lt;img src=x onerror=alert(1)&gt;&quot; onmouseover=&quot;alert(2)&#39;"), 0u);
  EXPECT_EQ(page.find("<img src=x"), std::string::npos);
  EXPECT_EQ(page.find("\" onmouseover=\""), std::string::npos) << "a text broke out of an attribute";
  std::size_t scripts = 0;
  for (auto at = page.find("<script"); at != std::string::npos; at = page.find("<script", at + 1)) ++scripts;
  EXPECT_EQ(scripts, 3u);
}

TEST(Page, ScriptsWriteMarkupInOnePlaceThatEscapes) {
  std::string scripts;
  for (const auto& file :
       std::filesystem::directory_iterator(std::string(TRICOLOR_SOURCE_DIR) + "/harness/report/page/template"))
    if (file.path().extension() == ".js") scripts += content_of(file.path());
  const auto count = [&](const std::string& text) {
    std::size_t n = 0;
    for (auto at = scripts.find(text); at != std::string::npos; at = scripts.find(text, at + 1)) ++n;
    return n;
  };
  EXPECT_EQ(count("innerHTML"), 1u) << "mark-up enters the page through show() alone";
  EXPECT_EQ(count("new Markup("), 1u) << "mark-up is made by html`` alone";
  EXPECT_NE(scripts.find(": escapeHtml(value ?? \"\"))"), std::string::npos) << "html`` escapes what is put in";
  for (const char* way : {"outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser",
                          "createContextualFragment", "srcdoc", "setHTMLUnsafe", "javascript:"})
    EXPECT_EQ(count(way), 0u) << way;
}

/// Gives the text of a page as a reader of Chinese sees it.
std::string chinese_of(const std::string& page) {
  std::string text = std::regex_replace(
      static_page(page),
      std::regex("<(span|text|small) class=\"([a-z ]* )?en\"[^>]*>[^<]*(<b>[^<]*</b>[^<]*)*</(span|text|small)>"), " ");
  text = std::regex_replace(text, std::regex("<code>[^<]*</code>|<text[^>]*>[GYR]</text>|data:image[^\"]*"), " ");
  return std::regex_replace(text, std::regex("<[^>]*>"), " ");
}

TEST(Page, AReaderOfChineseMeetsNoEnglish) {
  RunRecord run = small_run();
  run.city.shops[1].name = run.configuration.merchants[1].sign = "乙店";
  std::get<engine::event::NoticeQueued>(
      std::find_if(run.journal.rbegin(), run.journal.rend(),
                   [](const auto& event) { return std::holds_alternative<engine::event::NoticeQueued>(event.payload); })
          ->payload)
      .text = "您好";
  const std::string text = chinese_of(written_page(run));
  // These words are the same in every language: names of the run, of files, of standards and of the program.
  const std::string allowed =
      " Tricolor small abc1234 pinghu results.sqlite summary.json tables layers evidence GB T UTC G Y R WGS min a run "
      "of h written by hand m1 m2 c1 o1 g1 ";
  const std::regex word("[A-Za-z][A-Za-z0-9._]*");
  std::string found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), word); it != std::sregex_iterator(); ++it)
    if (allowed.find(" " + it->str() + " ") == std::string::npos) found += it->str() + " ";
  EXPECT_EQ(found, "");
}

TEST(Page, ARunInWhichNothingHappenedIsAPageAllTheSame) {
  RunRecord run;
  run.scenario = "nothing";
  run.end = run.planned_end = run.start + std::chrono::hours(1);
  const json data = data_in(written_page(run));
  EXPECT_EQ(data["hours"]["violations"].size(), 1u);
}

}  // namespace
}  // namespace tricolor::harness::page_test
