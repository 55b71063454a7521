// Shows that every sentence and figure of the small run's page, and all data of its drawings, are as they were when
// they were accepted last: tests/harness/report/whole_page.txt and whole_page.json. With TRICOLOR_UPDATE in the
// environment it writes both anew; read the difference before it is committed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "report/page/data/page_data.h"
#include "report/page/html/page.h"
#include "small_run.h"

namespace tricolor::harness::whole_page_test {
namespace {

const std::string kFolder = std::string(TRICOLOR_SOURCE_DIR) + "/tests/harness/report/";

// The words of the page as it stands without scripts, one line for each piece of text between two tags.
std::string words_of(std::string page) {
  for (const char* element : {"script", "style"}) {
    const std::string open = std::string("<") + element, close = std::string("</") + element + ">";
    for (auto from = page.find(open); from != std::string::npos; from = page.find(open))
      page.erase(from, page.find(close, from) + close.size() - from);
  }
  std::istringstream pieces(std::regex_replace(page, std::regex("<[^>]*>"), "\n"));
  std::string words;
  for (std::string piece; std::getline(pieces, piece);)
    if (const auto from = piece.find_first_not_of(' '); from != std::string::npos)
      words += piece.substr(from, piece.find_last_not_of(' ') + 1 - from) + "\n";
  return words;
}

void expect_as_accepted(const std::string& now, const std::string& name) {
  if (std::getenv("TRICOLOR_UPDATE")) std::ofstream(kFolder + name) << now;
  std::istringstream kept(content_of(kFolder + name)), made(now);
  std::string before, after;
  for (int line = 1; std::getline(kept, before); ++line) {
    ASSERT_TRUE(std::getline(made, after)) << name << " ends before line " << line;
    ASSERT_EQ(after, before) << name << ":" << line;
  }
  EXPECT_FALSE(std::getline(made, after)) << name << " goes on: " << after;
}

TEST(WholePage, SaysWhatWasAcceptedLast) {
  const RunRecord run = small_run();
  expect_as_accepted(words_of(page_of(page_data(run, tables_of(run), "/nonexistent"))), "whole_page.txt");
}

TEST(WholePage, DrawsWhatWasAcceptedLast) {
  const RunRecord run = small_run();
  auto data = page_data(run, tables_of(run), "/nonexistent");
  data.erase("words");
  data.erase("published");
  expect_as_accepted(nlohmann::json(data).dump(1) + "\n", "whole_page.json");
}

}  // namespace
}  // namespace tricolor::harness::whole_page_test
