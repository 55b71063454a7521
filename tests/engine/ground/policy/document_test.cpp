// Shows that files which people write are read strictly: every fault is named with its line and column, all of them at
// once, and nothing that YAML allows but nobody means (duplicates, aliases, tags, bare numbers) gets through.
#include "engine/map_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

namespace tricolor::engine::document_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string faults_of(const std::string& text) {
  Value root;
  Diagnostics diagnostics;
  read_document_text(text, "f.yaml", root, diagnostics);
  return diagnostics.text();
}

Value read(const std::string& text) {
  Value root;
  Diagnostics diagnostics;
  EXPECT_TRUE(read_document_text(text, "f.yaml", root, diagnostics)) << diagnostics.text();
  EXPECT_EQ(diagnostics.text(), "");
  return root;
}

Value scalar(const std::string& text) {
  Value value;
  value.kind = Value::Kind::scalar;
  value.text = text;
  return value;
}

// A folder of the test's own, removed at its end.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("document_test_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  std::string at(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

TEST(Document, KnowsWhereEveryValueAndKeyStands) {
  const Value root = read("a: 1\nb:\n  - { c: x }\n  - { c: \"y\" }\n");
  const Value& c = *root.find("b")->items.at(1).find("c");
  EXPECT_EQ(c.origin.line, 4);
  EXPECT_EQ(c.origin.column, 10);
  EXPECT_EQ(c.key_origin.line, 4);
  EXPECT_EQ(c.key_origin.column, 7);
  EXPECT_TRUE(c.quoted);
  EXPECT_FALSE(root.find("b")->items.at(0).find("c")->quoted);
}

TEST(Document, RefusesDuplicateKeysAliasesAndTags) {
  EXPECT_EQ(faults_of("a: 1\na: 2\n"), "f.yaml:2:1: a: must be given once, got it again\n");
  EXPECT_THAT(faults_of("a: &x 1\nb: *x\n"), HasSubstr("f.yaml:2:4: must be written out, got an alias"));
  EXPECT_THAT(faults_of("a: !!int 1\n"), HasSubstr("f.yaml:1:4: must have no tag, got"));
}

TEST(Document, RefusesABillionLaughsWithoutUnfoldingThem) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int k = 1; k < 10; ++k) text += ", " + inner;
    text += "]\n";
  }
  const std::string faults = faults_of(text);
  EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 80) << "one for each alias, none unfolded";
}

TEST(Document, SaysWhatIsNoYamlOrNoMap) {
  EXPECT_THAT(faults_of("a: [1, 2\nb: 3\n"), HasSubstr("must be YAML, got"));
  EXPECT_THAT(faults_of(""), HasSubstr("f.yaml:1:1: must be a map of keys and values, got"));
  EXPECT_THAT(faults_of("- 1\n- 2\n"), HasSubstr("must be a map of keys and values, got [1, 2]"));
  EXPECT_THAT(faults_of("just words\n"), HasSubstr("got 'just words'"));
  EXPECT_THAT(faults_of("? [a, b]\n: c\n"), HasSubstr("must be a name before the colon"));
}

// Writes kinds, texts and quotes of a tree on one line, without their places in the file.
std::string shape(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: return "null";
    case Value::Kind::scalar:
      return (value.quoted ? "quoted " : "plain ") + std::to_string(value.text.size()) + ":" + value.text;
    case Value::Kind::list: {
      std::string text = "[";
      for (const Value& item : value.items) text += shape(item) + ",";
      return text + "]";
    }
    case Value::Kind::map: break;
  }
  std::string text = "{";
  for (const auto& [key, entry] : value.entries) text += key + "=" + shape(entry) + ",";
  return text + "}";
}

TEST(Document, WhatIsWrittenAsYamlIsReadBackAsTheSameTree) {
  const Value hard = read(
      "a: \"08:58\"\nb: [ \"\", {}, [], ~ ]\nc: {}\nd: 'it''s: # no comment'\ne: 新华路 🚲\n\"f g: h\": x\ng: "
      "\"tab\\tline\\nnext \\\"quoted\\\" \\\\ end \"\n"
      "i: 1e3\nj: \"~\"\nk: \"true\"\nl: true\nm: 15 min\nn: \"a  b\"\n");
  EXPECT_EQ(shape(read(to_yaml(hard))), shape(hard)) << to_yaml(hard);
  int files = 0;
  for (const char* folder : {TRICOLOR_SOURCE_DIR "/scenarios", TRICOLOR_SOURCE_DIR "/assets/classes"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".yaml") continue;
      ++files;
      Value root;
      Diagnostics diagnostics;
      ASSERT_TRUE(read_document(entry.path().string(), root, diagnostics)) << diagnostics.text();
      EXPECT_EQ(shape(read(to_yaml(root))), shape(root)) << entry.path();
    }
  EXPECT_GT(files, 40);
}

TEST(Document, RefusesFurtherDocumentsAndWhatIsNotUtf8) {
  EXPECT_EQ(faults_of("a: 1\n---\nb: 2\n"), "f.yaml:2:1: must be one document, got another after '---'\n");
  EXPECT_EQ(faults_of("a: 1\nb: \xff\n"),
            "f.yaml:2:4: must be text in UTF-8, got a byte that is none (a file in GBK is converted by: iconv -f "
            "GB18030 -t UTF-8 f.yaml)\n");
  EXPECT_EQ(faults_of(std::string("a: x\0y\n", 7)), "f.yaml:1:5: must be printable text, got the character U+0000\n");
  EXPECT_THAT(faults_of("\xff\xfe"
                        "a\x01"),
              HasSubstr("iconv -f UTF-16 -t UTF-8"));
  for (const char* bad : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8", "\x80"})
    EXPECT_THAT(faults_of("a: " + std::string(bad) + "\n"), HasSubstr("f.yaml:1:4: must be text in UTF-8")) << bad;
  EXPECT_EQ(faults_of("\xef\xbb\xbf"
                      "a: 新华路 🚲\r\nb: é\r\n"),
            "")
      << "a mark of byte order, Chinese and line ends of Windows are fine";
}

TEST(Document, HoldsNoCharacterThatCannotBeSeen) {
  EXPECT_EQ(faults_of("a: x\x1b[31m\n"), "f.yaml:1:5: must be printable text, got the character U+001B\n");
  EXPECT_EQ(faults_of("a: \"x\\e[31m\"\n"), "f.yaml:1:4: must be printable text, got the character U+001B\n")
      << "an escape is no way in";
  EXPECT_THAT(faults_of("\"a\\x07\": 1\n"), HasSubstr("U+0007")) << "nor is a key";
  for (const char* hidden : {"\u202e", "\u2066", "\u200b", "\u2028", "\u0085", "\u007f", "\ufeff"})
    EXPECT_THAT(faults_of("a: x" + std::string(hidden) + "y\n"),
                HasSubstr("must be printable text, got the character U+"))
        << hidden;
  EXPECT_EQ(faults_of("a: 👩‍👩‍👧 新华路 ☎️ é\n"), "")
      << "joined emoji, Chinese and accents are text";
}

TEST(Terminal, IsShownNothingThatMovesItsCursor) {
  EXPECT_EQ(made_printable("新华路\t1\n"), "新华路\t1\n");
  EXPECT_EQ(made_printable("a\x1b[2Jb\x07"), "a\\x1B[2Jb\\x07");
  EXPECT_EQ(made_printable("\xc2\x9b"
                           "1m"),
            "\\x9B1m")
      << "a control sequence of one character";
  EXPECT_EQ(made_printable("a\u202eb"), "a\\u202Eb");
  EXPECT_EQ(made_printable("\xd0\xc2.yaml"), "\\xD0\\xC2.yaml") << "a name in GBK";
  EXPECT_EQ(made_printable(std::string("\0\xff", 2)), "\\x00\\xFF");
}

TEST(Document, HasLimitsOfKeysInOneMapAndOfFilesOnOneAnother) {
  std::string keys;
  for (int i = 0; i < 1001; ++i) keys += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(faults_of(keys), "f.yaml:1001:1: must be YAML, got: more than 1000 keys in one map\n");
  const Folder folder;
  for (int i = 0; i < 17; ++i)
    folder.write("f" + std::to_string(i) + ".yaml", "extends: f" + std::to_string(i + 1) + ".yaml\n");
  folder.write("f17.yaml", "a: 1\n");
  Value root;
  Diagnostics diagnostics;
  read_document(folder.at("f0.yaml"), root, diagnostics);
  EXPECT_THAT(diagnostics.text(),
              HasSubstr("f15.yaml:1:10: extends: must be at most 16 files one on another, got more"));
}

TEST(Document, RefusesWhatIsNoFile) {
  const Folder folder;
  Value root;
  Diagnostics diagnostics;
  ASSERT_EQ(mkfifo(folder.at("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_document(folder.at("pipe"), root, diagnostics)) << "and it does not wait for a writer";
  EXPECT_FALSE(read_document(folder.at(""), root, diagnostics));
  EXPECT_THAT(diagnostics.text(), HasSubstr("pipe:1:1: must be a file, got something else"));
  EXPECT_THAT(diagnostics.text(), HasSubstr(":1:1: must be a file, got a folder"));
}

TEST(Document, HasLimitsOfDepthAndSize) {
  EXPECT_THAT(faults_of("a: " + std::string(40, '[') + std::string(40, ']') + "\n"),
              HasSubstr("nested more than 32 levels deep"));
  std::string long_list = "a: [";
  for (int i = 0; i < 200'001; ++i) long_list += "1,";
  EXPECT_THAT(faults_of(long_list + "1]\n"), HasSubstr("more than 200000 values"));
  const Folder folder;
  const std::string path = folder.write("big.yaml", "a: " + std::string((4u << 20) + 1, 'x'));
  Value root;
  Diagnostics diagnostics;
  EXPECT_FALSE(read_document(path, root, diagnostics));
  EXPECT_THAT(diagnostics.text(), HasSubstr("must be at most 4 MiB, got"));
}

TEST(Document, LaysAFileOverWhatItExtends) {
  const Folder folder;
  folder.write("base.yaml", "a: 1\nm: { x: 1, y: 2 }\nl: [1, 2, 3]\n");
  const std::string path = folder.write("over.yaml", "extends: base.yaml\nm: { y: 5 }\nl: [9]\nz: 7\n");
  Value root;
  Diagnostics diagnostics;
  ASSERT_TRUE(read_document(path, root, diagnostics)) << diagnostics.text();
  EXPECT_EQ(root.find("extends"), nullptr);
  EXPECT_EQ(root.find("a")->text, "1");
  EXPECT_EQ(root.find("m")->find("x")->text, "1");
  EXPECT_EQ(root.find("m")->find("y")->text, "5");
  EXPECT_EQ(root.find("l")->items.size(), 1u) << "lists are replaced, not merged";
  EXPECT_EQ(root.find("a")->origin.file, folder.at("base.yaml"));
  EXPECT_EQ(root.find("z")->origin.file, path);
}

TEST(Document, FollowsNoCircleAndNoMissingFile) {
  const Folder folder;
  const std::string a = folder.write("a.yaml", "extends: b.yaml\nx: 1\n");
  folder.write("b.yaml", "extends: a.yaml\n");
  Value root;
  Diagnostics circle;
  read_document(a, root, circle);
  EXPECT_THAT(circle.text(),
              HasSubstr("b.yaml:1:10: extends: must not come back to a file that extends it, got 'a.yaml'"));
  Diagnostics missing;
  read_document(folder.write("c.yaml", "extends: nowhere.yaml\n"), root, missing);
  EXPECT_THAT(missing.text(),
              HasSubstr("c.yaml:1:10: extends: must be the path of a file beside this one, got 'nowhere.yaml'"));
  Diagnostics absent;
  EXPECT_FALSE(read_document(folder.at("absent.yaml"), root, absent));
  EXPECT_THAT(absent.text(), HasSubstr("absent.yaml:1:1: must be a file that can be read"));
}

TEST(Diagnostics, AreSortedByPlace) {
  Diagnostics diagnostics;
  diagnostics.add({"b", 1, 1}, "", "third");
  diagnostics.add({"a", 2, 1}, "", "second");
  diagnostics.add({"a", 1, 9}, "k", "first");
  EXPECT_EQ(diagnostics.text(), "a:1:9: k: first\na:2:1: second\nb:1:1: third\n");
}

TEST(Diagnostics, SayAThousandAndCountTheRest) {
  Diagnostics diagnostics;
  for (int i = 0; i < 1203; ++i) diagnostics.add({"f", i + 1, 1}, "", "wrong");
  const std::string text = diagnostics.text();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1001);
  EXPECT_THAT(text, ::testing::EndsWith("f:1000:1: wrong\nand 203 more\n"));
}

TEST(Diagnostics, StopLookingForWhatWasMeantWhenItGetsLong) {
  std::vector<std::string> words;
  for (int i = 0; i < 19'900; ++i) words.push_back("m" + std::to_string(i));
  Diagnostics diagnostics;
  EXPECT_EQ(diagnostics.meant("m19900", words), " (did you mean 'm1900'?)");
  for (int i = 0; i < 300; ++i) diagnostics.meant("m19900", words);
  EXPECT_EQ(diagnostics.meant("m19900", words), "");
}

TEST(Quantities, CarryTheirUnits) {
  EXPECT_EQ(duration_of(scalar("15 min")), Duration{15min});
  EXPECT_EQ(duration_of(scalar("1.5 s")), Duration{1'500'000});
  EXPECT_EQ(duration_of(scalar("1.5s")), Duration{1'500'000});
  EXPECT_EQ(duration_of(scalar("2 d")), Duration{48h});
  EXPECT_EQ(duration_of(scalar("250 ms")), Duration{250'000});
  for (const char* bad :
       {"20", "20 minutes", "min", "", "1e40 d", "nan s", "0x10 s", "15 min 3", "010 s", "-010 s", "00 s"})
    EXPECT_EQ(duration_of(scalar(bad)), std::nullopt) << bad;
  EXPECT_EQ(metres_of(scalar("-9 m")), -9.0);
  EXPECT_EQ(metres_of(scalar("0.5 m")), 0.5);
  for (const char* bad : {"9", "9 km", "9 cm", "m"}) EXPECT_EQ(metres_of(scalar(bad)), std::nullopt) << bad;
}

TEST(Quantities, KnowDatesAndTimesOfDay) {
  EXPECT_EQ(to_text(*instant_of("2020-11-02 08:58")), "2020-11-02 08:58:00");
  EXPECT_EQ(to_text(*instant_of("2020-02-29 23:59:59")), "2020-02-29 23:59:59");
  for (const char* bad : {"2021-02-29 10:00", "2020-13-01 10:00", "2020-11-02", "2020-11-02T10:00", "2020-11-02 25:00",
                          "02.11.2020 10:00"})
    EXPECT_EQ(instant_of(bad), std::nullopt) << bad;
  EXPECT_EQ(time_of_day_of("24:00"), Duration{24h});
  for (const char* bad : {"9:00", "09:60", "24:01", "09:00:61", "0900", "-9:00"})
    EXPECT_EQ(time_of_day_of(bad), std::nullopt) << bad;
}

TEST(DidYouMean, FindsTheNearWordAndNoFarOne) {
  const std::vector<std::string> words{"piled_goods", "out_of_store", "motor_parking"};
  EXPECT_EQ(did_you_mean("pile_goods", words), "piled_goods");
  EXPECT_EQ(did_you_mean("motorparking", words), "motor_parking");
  EXPECT_EQ(did_you_mean("weather", words), std::nullopt);
}

TEST(MapReader, NamesEveryFaultOfAMapAtOnce) {
  const Value root =
      read("n: many\nd: 20\nm: 3 km\np: 120 %\nc: 3 strike\nb: yes\nw: blu\nt: 9:00\nid: a b\nextra: 1\n");
  Diagnostics diagnostics;
  {
    MapReader map(root, "top", diagnostics);
    std::int64_t n = 0;
    Duration d{0};
    double x = 0;
    int c = 0;
    bool b = false;
    std::size_t w = 0;
    std::string id;
    EXPECT_FALSE(map.integer("n", n, 0, 9));
    EXPECT_FALSE(map.duration("d", d, 0s, 1h));
    EXPECT_FALSE(map.metres("m", x, 0.5, 10));
    EXPECT_FALSE(map.percent("p", x));
    EXPECT_FALSE(map.counted("c", "strikes", c, 1, 5));
    EXPECT_FALSE(map.boolean("b", b));
    EXPECT_FALSE(map.choice("w", w, {"red", "blue"}));
    EXPECT_FALSE(map.time_of_day("t", d));
    EXPECT_FALSE(map.identifier("id", id));
    EXPECT_EQ(map.required("needed", "a number"), nullptr);
  }
  EXPECT_EQ(diagnostics.text(),
            "f.yaml:1:1: top.needed: must be given (a number), got nothing\n"
            "f.yaml:1:4: top.n: must be a whole number from 0 to 9, got 'many'\n"
            "f.yaml:2:4: top.d: must be a length of time with its unit (s, min, h, d), such as '15 min', got '20'\n"
            "f.yaml:3:4: top.m: must be a length in metres, such as '26 m', got '3 km'\n"
            "f.yaml:4:4: top.p: must be a share from 0 % to 100 %, such as '20 %', got '120 %'\n"
            "f.yaml:5:4: top.c: must be from 1 to 5 with the unit 'strikes', such as '1 strikes', got '3 strike'\n"
            "f.yaml:6:4: top.b: must be true or false, got 'yes'\n"
            "f.yaml:7:4: top.w: must be red or blue, got 'blu' (did you mean 'blue'?)\n"
            "f.yaml:8:4: top.t: must be a time of day in quotes, such as \"09:03:00\", got '9:00'\n"
            "f.yaml:9:5: top.id: must be a name of letters, digits, '_', '-' or '.', at most 64, got 'a b'\n"
            "f.yaml:10:1: top.extra: must be one of the known keys, got 'extra'\n");
}

TEST(MapReader, LeavesAbsentKeysAlone) {
  const Value root = read("a: 5 s\n");
  Diagnostics diagnostics;
  MapReader map(root, {}, diagnostics);
  Duration a{7}, b{7};
  EXPECT_TRUE(map.duration("a", a, 0s, 1h));
  EXPECT_FALSE(map.duration("b", b, 0s, 1h));
  EXPECT_EQ(a, Duration{5s});
  EXPECT_EQ(b, Duration{7});
  EXPECT_TRUE(diagnostics.empty());
}

TEST(MapReader, AKeyWithNothingBehindItIsNoMap) {
  const Value root = read("escalation:\n");
  Diagnostics diagnostics;
  { MapReader map(*root.find("escalation"), "escalation", diagnostics); }
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.yaml:1:1: escalation: must be a map of keys and values, got nothing"));
}

TEST(MapReader, HoldsRangesAtTheirEnds) {
  const Value root = read("low: 0.5 m\nhigh: 10 m\nbelow: 0.49 m\nabove: 10.01 m\n");
  Diagnostics diagnostics;
  MapReader map(root, {}, diagnostics);
  double x = 0;
  EXPECT_TRUE(map.metres("low", x, 0.5, 10));
  EXPECT_TRUE(map.metres("high", x, 0.5, 10));
  EXPECT_FALSE(map.metres("below", x, 0.5, 10));
  EXPECT_FALSE(map.metres("above", x, 0.5, 10));
  EXPECT_THAT(diagnostics.text(), HasSubstr("must be from 0.5 m to 10 m, got '0.49 m'"));
}

TEST(MapReader, ReadsTextWithinBoundsAndOnOneLine) {
  const Value root = read("a: 新华路\nb: \"two\\nlines\"\nc: ''\nd: xxxxx\ne: >\n  folded\n  text\n");
  Diagnostics diagnostics;
  MapReader map(root, {}, diagnostics);
  std::string text = "before";
  EXPECT_TRUE(map.text("a", text, {}, {1, 3})) << "characters are counted, not bytes";
  EXPECT_EQ(text, "新华路");
  EXPECT_FALSE(map.text("b", text));
  EXPECT_FALSE(map.text("c", text, {}, {1, 4}));
  EXPECT_FALSE(map.text("d", text, {}, {1, 4}));
  EXPECT_EQ(text, "新华路");
  EXPECT_TRUE(map.paragraph("e", text));
  EXPECT_EQ(text, "folded text");
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.yaml:2:4: b: must be one line without tabs, got 'two\nlines'"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.yaml:3:4: c: must have from 1 to 4 characters, got 0"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("f.yaml:4:4: d: must have from 1 to 4 characters, got 5"));
}

TEST(MapReader, ShowsLongTextsCutBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 40; ++i) long_text += "新";
  EXPECT_EQ(shown(scalar(long_text)), "'" + long_text.substr(0, 60) + "…'");
  EXPECT_EQ(shown(scalar("x" + long_text)), "'x" + long_text.substr(0, 57) + "…'");
}

TEST(MapReader, DescribesWhatItWouldRead) {
  KeyTable table;
  {
    MapReader map(table);
    EXPECT_TRUE(map.describing());
    map.required("dwell", "how long is too long");
    Duration dwell{180s};
    map.duration("dwell", dwell, 0s, 24h);
    std::optional<Duration> rest;
    map.duration("rest", rest, 1s, 1h, "a rest");
    int strikes = 3;
    map.counted("strikes", "strikes", strikes, 1, 100, "how many");
    double share = 0.2;
    map.percent("blind", share, "up_to", "a share");
    std::size_t word = 1;
    map.choice("word", word, {"red", "blue"}, "a word");
    map.map("inner", "more of it", [](MapReader& inner) {
      std::string name;
      inner.identifier("name", name, "a name");
    });
    map.each("list", {1, 9}, "some of them", [](MapReader& item) {
      double x = 2;
      item.metres("x", x, -5, 5, "a place");
    });
  }
  ASSERT_EQ(table.keys.size(), 7u);
  const KeyEntry& dwell = *table.find("dwell");
  EXPECT_TRUE(dwell.required);
  EXPECT_EQ(dwell.form, KeyEntry::Form::duration);
  EXPECT_EQ(dwell.about, "how long is too long");
  EXPECT_EQ(dwell.low + ", " + dwell.high, "0 s, 1 d");
  EXPECT_EQ(dwell.fallback, "") << "a key that must be given has no default";
  EXPECT_EQ(table.find("rest")->fallback, "");
  EXPECT_EQ(table.find("strikes")->fallback, "3 strikes");
  EXPECT_EQ(table.find("blind")->fallback, "up_to 20 %");
  EXPECT_EQ(table.find("word")->fallback, "blue");
  EXPECT_EQ(table.find("inner")->map.find("name")->form, KeyEntry::Form::name);
  EXPECT_EQ(table.find("list")->items.at(0).map.find("x")->fallback, "2 m");
  EXPECT_EQ(table.find("list")->low + " to " + table.find("list")->high, "1 to 9");
}

}  // namespace
}  // namespace tricolor::engine::document_test
