// Shows that the small pieces of the page are right: the escaped text, the form of figures, the drawing of an interval,
// the filled template.
#include <gtest/gtest.h>

#include "report/page/html/html.h"
#include "report/page/html/page.h"

namespace tricolor::harness::html_test {
namespace {

TEST(Html, TextIsEscapedInBothLanguages) {
  EXPECT_EQ(escape_html("<b>&\"'"), "&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(both({"<绿", "green"}),
            R"(<span class="zh" lang="zh">&lt;绿</span><span class="en" lang="en">green</span>)");
  EXPECT_EQ(both({"c1", "c1"}), "c1") << "what is the same in both languages stands once";
}

TEST(Html, FiguresReadAsPeopleWriteThem) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(6452), "6,452");
  EXPECT_EQ(count_text(-1234567), "-1,234,567");
  EXPECT_EQ(duration_text(1.5).en, "1.5 s");
  EXPECT_EQ(duration_text(180).en, "3 min");
  EXPECT_EQ(duration_text(270).zh, "4.5 分钟");
  EXPECT_EQ(duration_text(7560).en, "2.1 h");
  EXPECT_EQ(duration_text(nullptr).en, "–");
  EXPECT_EQ(percent_text(nullptr), "–");
  EXPECT_EQ(date_text(1'604'278'800'000), "2020-11-02");
  EXPECT_EQ(clock_text(1'604'278'800'000), "09:00:00") << "times are those of UTC+8";
}

TEST(Html, AnIntervalIsDrawnAndSaid) {
  const std::string html = interval_html(proportion_json({60, 66}), 0.9, {0.7});
  EXPECT_NE(html.find("--low:81.6;--value:90.9;--high:95.8;--goal:90.0"), std::string::npos) << html;
  EXPECT_NE(html.find("--value:70.00"), std::string::npos) << html;
  EXPECT_NE(html.find("<b>90.9 %</b> <small>60/66 [82–96]</small>"), std::string::npos) << html;
  EXPECT_NE(interval_html(proportion_json({0, 0})).find("none to judge"), std::string::npos);
}

TEST(Html, ATableHasCaptionHeadingsAndTheirNamesForNarrowScreens) {
  Table table({"说明", "caption"}, {{{"类别", "class"}}, {{"数", "count"}, true}}, "stacked");
  EXPECT_TRUE(table.empty());
  table.row({"a", "1"});
  const std::string html = table.html();
  EXPECT_NE(html.find("<caption>"), std::string::npos);
  EXPECT_NE(html.find(R"(<th scope="row">a</th><td class="n" data-zh="数" data-en="count">1</td>)"), std::string::npos)
      << html;
}

TEST(Template, FillsMarksAndLanguagesInOnePass) {
  EXPECT_EQ(fill_template("<p>{{a}}</p>", {{"a", "{{b}} [[x||y]]"}}), "<p>{{b}} [[x||y]]</p>")
      << "what a fragment holds is not filled again";
  EXPECT_EQ(fill_template("[[绿||green]]", {}), both({"绿", "green"}));
  EXPECT_THROW(fill_template("{{unknown}}", {}), std::logic_error);
  EXPECT_THROW(fill_template("[[one language]]", {}), std::logic_error);
}

}  // namespace
}  // namespace tricolor::harness::html_test
