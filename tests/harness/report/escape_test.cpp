// Shows that a text which a person wrote stays text in every place where a run shows it: pages, spreadsheets, scripts,
// files of JSON.
#include "report/escape.h"

#include <gtest/gtest.h>

namespace tricolor::harness::escape_test {
namespace {

TEST(EscapeHtml, ATextBecomesNoMarkup) {
  EXPECT_EQ(escape_html("<img src=x onerror=\"a&b'\">"), "&lt;img src=x onerror=&quot;a&amp;b&#39;&quot;&gt;");
  EXPECT_EQ(escape_html("新华路 18 号"), "新华路 18 号");
}

TEST(EscapeHtml, AControlCharacterIsShownAsUnreadable) {
  EXPECT_EQ(escape_html("a\x1b[31mb"), "a\xEF\xBF\xBD[31mb");
  EXPECT_EQ(escape_html("a\tb\r\nc"), "a\tb\r\nc");
}

TEST(CsvCell, AFormulaIsNotRunWhateverSignItBeginsWith) {
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("+1+1"), "'+1+1");
  EXPECT_EQ(csv_cell("-1-1"), "'-1-1");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("\t=1+1"), "'\t=1+1");
  EXPECT_EQ(csv_cell("\r=1+1"), "\"'\r=1+1\"");
  EXPECT_EQ(csv_cell("\n=1+1"), "\"'\n=1+1\"");
  EXPECT_EQ(csv_cell("＝1+1"), "'＝1+1");
  EXPECT_EQ(csv_cell("＋1"), "'＋1");
  EXPECT_EQ(csv_cell("－1"), "'－1");
  EXPECT_EQ(csv_cell("＠SUM(A1)"), "'＠SUM(A1)");
}

TEST(CsvCell, ANumberStaysANumber) {
  for (const char* number : {"0", "-1", "-12.5", "121.0200001"}) EXPECT_EQ(csv_cell(number), number);
  for (const char* formula : {"-", "-1-", "+86", "-1.", "-.5", "-1.2.3"})
    EXPECT_EQ(csv_cell(formula), std::string("'") + formula);
}

TEST(CsvCell, CommasQuotesAndLinesAreKeptInOneCell) {
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_cell(""), "");
}

TEST(JsonForScript, NoTextEndsTheScript) {
  const Json json{{"sign", "</script><!--<script>"}};
  const std::string text = json_for_script(json);
  EXPECT_EQ(text.find('<'), std::string::npos) << text;
  EXPECT_EQ(Json::parse(text), json) << "a reader gets what was written";
}

TEST(JsonForFile, BytesThatAreNoTextDoNotStopTheReport) {
  EXPECT_EQ(json_for_file(Json{{"sign", "\xC4\xE3"}}, -1), "{\"sign\":\"\xEF\xBF\xBD\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace tricolor::harness::escape_test
