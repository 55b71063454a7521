// Shows that the repository's rules hold in every source file: allowed includes, calls that are banned because they
// would make a run unrepeatable, the length of a file, and names that say nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  ///< Path from the root of the repository.
  std::string text;
  int lines = 0;
};

std::vector<SourceFile> sources() {
  std::vector<SourceFile> files;
  const fs::path root = TRICOLOR_SOURCE_DIR;
  for (const char* top : {"engine", "sim", "harness", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cpp")) continue;
      if (entry.path().string().find("node_modules") != std::string::npos) continue;
      std::ifstream in(entry.path());
      std::stringstream text;
      text << in.rdbuf();
      SourceFile file{fs::relative(entry.path(), root).string(), text.str(), 0};
      for (const char c : file.text) file.lines += c == '\n' ? 1 : 0;
      files.push_back(std::move(file));
    }
  return files;
}

bool under(const SourceFile& file, const std::string& folder) { return file.path.rfind(folder, 0) == 0; }

bool includes(const SourceFile& file, const std::string& prefix) {
  return file.text.find("#include \"" + prefix) != std::string::npos;
}

// Gives the text without comments and string literals, so that prose may name calls that are banned in code.
std::string code_of(const std::string& text) {
  static const std::regex kNotCode(R"rx(//[^\n]*|"(?:\\.|[^"\\\n])*")rx");
  return std::regex_replace(text, kNotCode, "");
}

TEST(Tidy, FindsTheSourcesAtAll) { EXPECT_GT(sources().size(), 100u); }

TEST(Tidy, EngineAndSimNeverIncludeOneAnother) {
  for (const SourceFile& file : sources()) {
    if (under(file, "engine/")) {
      EXPECT_FALSE(includes(file, "sim/")) << file.path;
    }
    if (under(file, "sim/")) {
      EXPECT_FALSE(includes(file, "engine/")) << file.path;
    }
    if (under(file, "engine/") || under(file, "sim/"))
      for (const char* room : {"adapters/", "scenario/", "run/", "report/", "cli/"}) {
        EXPECT_FALSE(includes(file, room)) << file.path;
      }
  }
}

TEST(Tidy, OnlyTheAdaptersAndTheJudgeSeeBothSides) {
  for (const SourceFile& file : sources())
    if (under(file, "harness/") && !under(file, "harness/adapters/") && !under(file, "harness/judge/")) {
      EXPECT_FALSE(includes(file, "engine/") && includes(file, "sim/"))
          << file.path << " includes headers of both sides";
    }
}

TEST(Tidy, HarnessUsesPublicHeadersOnly) {
  std::set<std::string> private_headers;
  const fs::path root = TRICOLOR_SOURCE_DIR;
  for (const char* rooms : {"engine/src/ground", "engine/src/see", "engine/src/judge", "engine/src/act",
                            "engine/src/account", "engine/src/facade", "sim/src"})
    for (const auto& entry : fs::recursive_directory_iterator(root / rooms))
      if (entry.path().extension() == ".h")
        private_headers.insert(entry.path().lexically_relative(root / rooms).generic_string());
  ASSERT_GT(private_headers.size(), 40u);
  const std::regex include("#include \"([^\"]+)\"");
  for (const SourceFile& file : sources()) {
    if (!under(file, "harness/")) continue;
    for (std::sregex_iterator it(file.text.begin(), file.text.end(), include), end; it != end; ++it)
      EXPECT_FALSE(private_headers.contains((*it)[1])) << file.path << " includes the private header " << (*it)[1];
  }
}

// The payload of an event is opened by the engine, by the files that put one event into words, and by those that are
// about the instant of one event. All other code reads the folded state.
TEST(Tidy, OnlyTheseFilesOpenThePayloadsOfEvents) {
  const std::set<std::string> may_open{
      "harness/run/event_text.cpp",               // It has the words of the terminal.
      "harness/run/explain.cpp",                  // It finds the events behind a colour.
      "harness/view/words/words.cpp",             // It has the words of the window.
      "harness/report/page/data/event_step.cpp",  // It has the words of the page.
      "harness/test/expectations.cpp",            // It checks the events that a scenario expects at instants.
      "harness/calibrate/sample.cpp",             // It reads when each stay began, was doubted and ended.
  };
  const std::set<std::string> rooms{"facade/", "ground/journal/", "ground/state/", "ground/types/", "judge/",
                                    "act/",    "account/"};
  const std::regex opens(R"((\.|->)payload\b)"), names(R"(name_of\([\w.\[\]]*(\.|->)payload\))");
  std::set<std::string> opening;
  for (const SourceFile& file : sources()) {
    if (under(file, "tests/") || under(file, "engine/include/")) continue;
    const std::string code = std::regex_replace(code_of(file.text), names, "");
    if (!std::regex_search(code, opens)) continue;
    opening.insert(file.path);
    const bool of_a_room = std::any_of(rooms.begin(), rooms.end(),
                                       [&](const std::string& room) { return under(file, "engine/src/" + room); });
    EXPECT_TRUE(of_a_room || may_open.contains(file.path))
        << file.path
        << " opens the payload of an event: read what it adds up to from engine/service_state.h, whose it is from "
           "engine/subject.h; "
        << "a new place that words events, or is about the instant of one, is added to the list of this test with its "
           "reason";
  }
  for (const std::string& path : may_open)
    EXPECT_TRUE(opening.contains(path)) << path << " opens no payload any more: take it off the list";
}

TEST(Tidy, NothingInADecisionIsUnrepeatable) {
  const std::regex banned(
      R"(std::(\w+_distribution|random_device|shuffle|rand\b|mt19937)|\brand\(|\bsrand\(|system_clock::now|steady_clock::now|high_resolution_clock|\btime\(nullptr\)|\btime\(NULL\)|gettimeofday)");
  for (const SourceFile& file : sources()) {
    if (!under(file, "engine/") && !under(file, "sim/")) continue;
    const std::string code = code_of(file.text);
    std::smatch match;
    EXPECT_FALSE(std::regex_search(code, match, banned)) << file.path << " calls " << match.str();
  }
}

TEST(Tidy, RealTimeIsReadInOneFile) {
  const std::regex clocks(R"(clock_gettime|system_clock::now|steady_clock::now|gettimeofday)");
  for (const SourceFile& file : sources())
    if (under(file, "harness/") && file.path != "harness/clock/stopwatch.cpp") {
      EXPECT_FALSE(std::regex_search(code_of(file.text), clocks)) << file.path;
    }
}

TEST(Tidy, FilesAreOfReadableLength) {
  for (const SourceFile& file : sources()) EXPECT_LE(file.lines, 450) << file.path;
}

TEST(Tidy, NamesSaySomething) {
  const std::regex empty_words(R"((^|/|_)(util|utils|common|manager|helper|helpers|misc)(_|/|\.))");
  for (const SourceFile& file : sources()) EXPECT_FALSE(std::regex_search(file.path, empty_words)) << file.path;
}

TEST(Tidy, EveryPublicHeaderBeginsBySayingWhatItIsFor) {
  for (const SourceFile& file : sources())
    if (under(file, "engine/include/") || under(file, "sim/include/")) {
      EXPECT_EQ(file.text.rfind("// ", 0), 0u) << file.path;
    }
}

}  // namespace
