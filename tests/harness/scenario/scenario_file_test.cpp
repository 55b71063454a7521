// Shows that scenarios are read as people wrote them, and that a file with faults in it is answered with all of them at
// once, each with line, column, the required form and the name that may be meant.
#include "scenario/scenario.h"
#include "scenario/town_shares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tricolor::harness::scenario_file_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::string kSource = TRICOLOR_SOURCE_DIR;
const std::string kAssets = kSource + "/assets";
const std::string kFiles = kSource + "/tests/harness/scenario/files/";

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Gives faults as "line:column: path: text", the file's name left out.
std::string faults_without_file(const engine::Diagnostics& diagnostics) {
  std::string text;
  for (const engine::Diagnostic& fault : diagnostics.sorted())
    text += std::to_string(fault.origin.line) + ":" + std::to_string(fault.origin.column) + ": " +
            (fault.path.empty() ? "" : fault.path + ": ") + fault.text + "\n";
  return text;
}

// Writes a scenario of one street and two shops with more lines at its end, in a file for the time of the test.
Scenario read_with(const std::string& lines, std::string& faults) {
  const auto path =
      std::filesystem::temp_directory_path() /
      ("scenario_file_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml");
  std::ofstream(path)
      << "extends: "
      << std::filesystem::relative(kSource + "/scenarios/templates/shop_street.yaml", path.parent_path()).string()
      << "\nscenario: tried\n"
      << lines;
  engine::Diagnostics diagnostics;
  Scenario scenario = read_scenario(path.string(), kAssets, diagnostics);
  faults = faults_without_file(diagnostics);
  std::filesystem::remove(path);
  return scenario;
}

Scenario good(const std::string& lines) {
  std::string faults;
  Scenario scenario = read_with(lines, faults);
  EXPECT_EQ(faults, "");
  return scenario;
}

std::string bad(const std::string& lines) {
  std::string faults;
  read_with(lines, faults);
  return faults;
}

Time at(const char* text) { return *engine::instant_of(text); }

TEST(ScenarioFile, ReadsTheSmokeScenario) {
  engine::Diagnostics diagnostics;
  const Scenario s = read_scenario(kSource + "/scenarios/smoke/one_shop.yaml", kAssets, diagnostics);
  ASSERT_EQ(diagnostics.text(), "");
  EXPECT_EQ(s.name, "one_shop");
  EXPECT_EQ(s.seed, 1u);
  EXPECT_EQ(s.start, at("2020-11-02 08:58"));
  EXPECT_EQ(s.lasts, 40min);
  EXPECT_TRUE(s.every_frame);
  EXPECT_FALSE(s.spontaneous);
  ASSERT_EQ(s.streets.size(), 1u);
  EXPECT_EQ(s.streets[0].name, "新华路");
  EXPECT_DOUBLE_EQ(s.streets[0].to_x_m, 60);
  ASSERT_EQ(s.merchants.size(), 2u);
  EXPECT_EQ(s.merchants[0].strikes, (std::vector<Time>{at("2020-10-20 17:05"), at("2020-10-28 08:40")}));
  EXPECT_EQ(s.merchants[0].answers, MerchantLine::Answers::never);
  EXPECT_EQ(s.merchants[1].answers, MerchantLine::Answers::by_model);
  ASSERT_EQ(s.cameras.size(), 1u);
  EXPECT_EQ(s.cameras[0].frame_every, 1500ms);
  EXPECT_EQ(s.officers.at(0).handles_in, 8min);
  EXPECT_DOUBLE_EQ(s.passers_by_per_hour, 300);
  ASSERT_EQ(s.script.size(), 1u);
  EXPECT_EQ(s.script[0].at, at("2020-11-02 09:00"));
  EXPECT_TRUE(s.script[0].ignores_notice);
  EXPECT_FALSE(s.script[0].until);
  ASSERT_EQ(s.faults.size(), 1u);
  EXPECT_EQ(s.faults[0].until - s.faults[0].at, 3s);
  EXPECT_EQ(s.expect.at(0).times, 1);
  EXPECT_EQ(s.expect.at(0).word, "opened");
  EXPECT_TRUE(s.expect.back().never);
}

TEST(ScenarioFile, EveryShippedScenarioIsFaultless) {
  int read = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kSource + "/scenarios")) {
    if (!entry.is_regular_file() || entry.path().extension() != ".yaml") continue;
    engine::Value root;
    engine::Diagnostics diagnostics;
    ASSERT_TRUE(engine::read_document(entry.path().string(), root, diagnostics));
    if (!root.find("scenario")) continue;
    read_scenario(entry.path().string(), kAssets, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    ++read;
  }
  EXPECT_GE(read, 25);
}

TEST(ScenarioFile, TwentyFaultsGiveTwentyDiagnosticsWithTheirPlaces) {
  engine::Diagnostics diagnostics;
  read_scenario(kFiles + "twenty_faults.yaml", kAssets, diagnostics);
  EXPECT_EQ(diagnostics.sorted().size(), 20u);
  std::string expected;
  std::istringstream lines(text_of(kFiles + "twenty_faults.txt"));
  for (std::string line; std::getline(lines, line);) expected += kFiles + line + "\n";
  EXPECT_EQ(diagnostics.text(), expected);
}

TEST(ScenarioFile, ReadsATimeOfDayAsItsFirstOccurrenceInTheRun) {
  const Scenario s = good(
      "start: \"2020-11-02 23:50\"\nlasts: 30 min\nscript:\n  - { at: \"00:10\", clears: m1 }\n  - { at: \"23:50\", "
      "clears: m1 }\n");
  EXPECT_EQ(s.script.at(0).at, at("2020-11-03 00:10"));
  EXPECT_EQ(s.script.at(1).at, at("2020-11-02 23:50"));
}

TEST(ScenarioFile, ReadsEveryKindOfScriptLine) {
  const Scenario s = good(
      "script:\n"
      "  - { at: \"09:00\", merchant: m1, puts_out: out_of_store, lasts: 5 min, look: 3, along: 2 m, across: 1.5 m }\n"
      "  - { at: \"09:01\", merchant: m2, puts_out: piled_goods, until: \"09:10\", lawful: true, amount: 6 boxes }\n"
      "  - { at: \"09:02\", places: motor_parking, street: xinhua, along: 30 m }\n"
      "  - { at: \"09:03\", clears: m1 }\n"
      "  - { at: \"09:04\", reports: piled_goods, near: m2, text: 门口有杂物 }\n"
      "  - { at: \"09:05\", voids: m1, reason: 误报 }\n"
      "  - { at: \"09:06\", owner_changes: m2 }\n");
  using What = ScriptLine::What;
  ASSERT_EQ(s.script.size(), 7u);
  EXPECT_EQ(s.script[0].until, at("2020-11-02 09:05"));
  EXPECT_EQ(s.script[0].look, 3u);
  EXPECT_EQ(s.script[1].until, at("2020-11-02 09:10"));
  EXPECT_TRUE(s.script[1].lawful);
  EXPECT_EQ(s.script[1].amount, 6);
  EXPECT_EQ(s.script[2].what, What::places);
  EXPECT_EQ(s.script[3].what, What::clears);
  EXPECT_EQ(s.script[4].what, What::reports);
  EXPECT_EQ(s.script[4].text, "门口有杂物");
  EXPECT_EQ(s.script[5].what, What::voids);
  EXPECT_EQ(s.script[6].what, What::owner_changes);
}

TEST(ScenarioFile, RefusesScriptLinesThatSayNothingOrTooLate) {
  EXPECT_THAT(bad("script: [{ at: \"09:00\" }]\n"),
              HasSubstr("3:10: script[0]: must say what happens (puts_out, places, clears, reports, voids or "
                        "owner_changes), got none of them"));
  EXPECT_THAT(bad("script: [{ at: \"10:00\", clears: m1 }]\n"),
              HasSubstr("script[0].at: must lie within the run, got '10:00'"));
  EXPECT_THAT(bad("script: [{ at: \"09:05\", merchant: m1, puts_out: piled_goods, until: \"09:01\" }]\n"),
              HasSubstr("script[0].until: must be later than at, got '09:01'"));
  EXPECT_THAT(bad("script: [{ at: \"09:05\", merchant: m1, puts_out: piled_goods, until: tomorrow }]\n"),
              HasSubstr("must be officer_persuades, notice or a time"));
  EXPECT_THAT(bad("script: [{ at: 0905, clears: m3 }]\n"),
              HasSubstr("script[0].clears: must be a merchant of this scenario, got 'm3' (did you mean 'm1'?)"));
  EXPECT_THAT(bad("script: { at: \"09:00\" }\n"), HasSubstr("3:9: script: must be a list, got a map"));
}

TEST(ScenarioFile, RefusesFaultsWithoutTheirSubject) {
  EXPECT_THAT(bad("faults: [{ what: camera_dark }]\n"),
              HasSubstr("faults[0].camera: must be given (whose), got nothing"));
  EXPECT_THAT(bad("faults: [{ what: camera_swapped, camera: c1 }]\n"), HasSubstr("faults[0].shows: must be given"));
  EXPECT_THAT(bad("faults: [{ what: handset_offline, officer: o9 }]\n"),
              HasSubstr("faults[0].officer: must be an officer of this scenario, got 'o9' (did you mean 'o1'?)"));
  EXPECT_THAT(bad("faults: [{ what: wrong_number }]\n"), HasSubstr("faults[0].merchant: must be given"));
}

TEST(ScenarioFile, RefusesFrontsThatCannotStand) {
  const std::string two =
      "merchants:\n  - { id: a, frontage: { street: xinhua, from: 20 m, to: 26 m } }\n"
      "  - { id: b, frontage: { street: xinhua, from: 25 m, to: 30 m } }\ncameras: []\n";
  EXPECT_THAT(bad(two),
              HasSubstr("5:58: merchants[1].frontage.to: must not overlap the front of 'a', got '25 m' to '30 m'"));
  EXPECT_THAT(bad("merchants: [{ id: a, frontage: { street: xinhua, from: 50 m, to: 66 m } }]\ncameras: []\n"),
              HasSubstr("merchants[0].frontage.to: must lie within the street's 60 m, got '66 m'"));
  std::string south = two;
  south.replace(south.rfind("from: 25"), 0, "side: south, ");
  good(south);
}

TEST(ScenarioFile, RefusesStrikesAfterTheStart) {
  EXPECT_THAT(bad("merchants: [{ id: m1, frontage: { street: xinhua, from: 20 m, to: 26 m }, history: { strikes: "
                  "[\"2020-11-02 09:10\"] } }]\n"),
              HasSubstr("merchants[0].history.strikes: must lie before the start of the run"));
}

TEST(ScenarioFile, RefusesPermitsThatEndBeforeTheyBegin) {
  EXPECT_THAT(bad("permits: [{ merchant: m1, classes: [out_of_shop], from: \"09:30\", until: \"09:10\" }]\n"),
              HasSubstr("permits[0].until: must be later than from, got '09:10'"));
  EXPECT_THAT(bad("permits: [{ merchant: m1, classes: [out_of_shop], from: \"09:10\", until: \"09:30\" }]\n"),
              HasSubstr("permits[0].classes: must be piled_goods, out_of_store, road_occupying, motor_parking or "
                        "nonmotor_parking, got 'out_of_shop' (did you mean 'out_of_store'?)"));
}

TEST(ScenarioFile, ReadsHolidaysAndDaysWorkedInExchange) {
  using std::chrono::year_month_day;
  const Scenario s = good("calendar: { holidays: [\"2020-10-01\"], worked_days: [\"2020-10-10\"] }\n");
  EXPECT_EQ(s.holidays, std::vector<year_month_day>{*engine::date_of("2020-10-01")});
  EXPECT_EQ(s.worked_days, std::vector<year_month_day>{*engine::date_of("2020-10-10")});
  EXPECT_THAT(bad("calendar: { holidays: [2020-02-30] }\n"),
              HasSubstr("calendar.holidays: must be a day such as \"2020-10-01\", got '2020-02-30'"));
  EXPECT_THAT(bad("calendar: { holidays: [2020-10-01], worked_days: [2020-10-01] }\n"),
              HasSubstr("calendar.worked_days: must be no holiday too, got '2020-10-01'"));
}

TEST(ScenarioFile, ReadsWhoLeadsASquad) {
  EXPECT_TRUE(good("officers: [{ id: o1, leads: true }]\n").officers.at(0).leads);
  EXPECT_FALSE(good("officers: [{ id: o1 }]\n").officers.at(0).leads);
}

TEST(ScenarioFile, RefusesExpectationsThatCannotBeChecked) {
  EXPECT_THAT(bad("expect: [{ times: 1 }]\n"), HasSubstr("expect[0]: must name an incident, notice, colour, case, "
                                                         "review, report, camera or message, got none of them"));
  EXPECT_THAT(bad("expect: [{ colour: { merchant: m1 }, at: \"09:00\" }]\n"),
              HasSubstr("expect[0]: must say whose colour (merchant) and which (is)"));
  EXPECT_THAT(bad("expect: [{ notice: {}, between: [\"09:10\", \"09:05\"] }]\n"),
              HasSubstr("expect[0].between: must be the earlier time first, got [09:10, 09:05]"));
  EXPECT_THAT(
      bad("expect: [{ notice: { mercant: m1 } }]\n"),
      HasSubstr("expect[0].notice.mercant: must be one of the known keys, got 'mercant' (did you mean 'merchant'?)"));
  EXPECT_THAT(bad("expect: [{ never: { incident: { merchant: m7 } } }]\n"),
              HasSubstr("expect[0].never.incident.merchant: must be a merchant of this scenario, got 'm7'"));
}

TEST(ScenarioFile, RefusesAPolicyThatWatchesAnUnknownClass) {
  const auto policy = std::filesystem::temp_directory_path() / "scenario_file_test_policy.yaml";
  std::ofstream(policy) << "policy: p\nclasses: { pile_goods: { dwell: 180 s } }\n";
  EXPECT_THAT(bad("policy: scenario_file_test_policy.yaml\n"),
              HasSubstr("2:12: classes.pile_goods: must be a class of "));
  std::filesystem::remove(policy);
}

TEST(ScenarioFile, SpeaksOfTheClassesOfItsOwnTable) {
  const auto folder = std::filesystem::temp_directory_path();
  std::ofstream(folder / "own_table_policy.yaml") << "policy: p\nclasses: { hawking: { dwell: 180 s } }\n";
  std::ofstream(folder / "own_table.yaml")
      << "classes:\n  - { id: hawking, zh: 流动设摊, en: hawking, kinds: [stall], zones: [pavement] }\n";
  const std::string own = "policy: own_table_policy.yaml\nclasses: own_table.yaml\n";
  const Scenario s = good(
      own +
      "script: [{ at: \"09:00\", places: hawking, street: xinhua }]\nexpect: [{ incident: { class: hawking } }]\n");
  EXPECT_EQ(s.script.at(0).class_name, "hawking");
  EXPECT_EQ(s.expect.at(0).class_name, "hawking");
  EXPECT_THAT(bad(own + "script: [{ at: \"09:00\", reports: piled_goods, near: m1 }]\n"),
              HasSubstr("script[0].reports: must be hawking, got 'piled_goods'"));
  std::filesystem::remove(folder / "own_table_policy.yaml");
  std::filesystem::remove(folder / "own_table.yaml");
}

TEST(ScenarioFile, KnowsTheNamesOfAGeneratedCity) {
  const std::string city =
      "city: { kind: xinhua_road, shops: 20, cameras: 4, length: 300 m }\nstreets: []\nmerchants: []\ncameras: "
      "[]\nofficers: []\n";
  const Scenario s = good(city +
                          "script: [{ at: \"09:00\", merchant: m20, puts_out: piled_goods }]\nfaults: [{ what: "
                          "camera_dark, camera: c4 }]\n");
  ASSERT_TRUE(s.city);
  EXPECT_EQ(s.city->shops, 20);
  EXPECT_DOUBLE_EQ(s.city->length_m, 300);
  EXPECT_THAT(bad(city + "script: [{ at: \"09:00\", merchant: m21, puts_out: piled_goods }]\n"),
              HasSubstr("must be a merchant of this scenario, got 'm21'"));
  EXPECT_THAT(bad("city: { kind: xinhua_raod, shops: 500 }\n"),
              HasSubstr("city.kind: must be xinhua_road or towns, got 'xinhua_raod' (did you mean 'xinhua_road'?)"));
}

// Names of a city of towns hold the town; nobody of another town's number is known.
TEST(ScenarioFile, KnowsTheNamesOfACityOfTowns) {
  const std::string city =
      "city: { kind: towns, towns: 2, shops: 30, main_street_shops: 10, cameras: 12, officers: 5 }\nstreets: []\n"
      "merchants: []\ncameras: []\nofficers: []\n";
  const Scenario s = good(city +
                          "script: [{ at: \"09:00\", merchant: m2_1, puts_out: piled_goods }]\nfaults: [{ what: "
                          "camera_dark, camera: c1_1 }]\n");
  ASSERT_TRUE(s.city);
  EXPECT_EQ(s.city->kind, GeneratedCity::Kind::towns);
  EXPECT_EQ(s.city->main_street_shops, 10);
  EXPECT_THAT(bad(city + "script: [{ at: \"09:00\", merchant: m3_1, puts_out: piled_goods }]\n"),
              HasSubstr("must be a merchant of this scenario, got 'm3_1'"));
}

// For every demand within the bounds, the towns' parts add up to it, and no town is asked for more than there is
// room for.
TEST(ScenarioFile, DividesACityAmongItsTowns) {
  for (const int towns : {1, 2, 3, 8, 17, 64})
    for (const int shops : {300, 1050, 1999})
      for (const int cameras : {1, 7, 920, 2000})
        for (const int officers : {0, 1, 50, 1000}) {
          GeneratedCity city;
          city.kind = GeneratedCity::Kind::towns;
          city.towns = towns, city.shops = shops, city.cameras = cameras, city.officers = officers;
          const auto shares = shares_of_towns(city);
          ASSERT_EQ(static_cast<int>(shares.size()), towns);
          int of_shops = 0, of_cameras = 0, of_officers = 0;
          for (const TownShare& share : shares) {
            for (const int part : {share.main_street_shops, share.other_shops, share.city_cameras, share.police_cameras,
                                   share.field_cameras, share.waste_cameras, share.officers})
              EXPECT_GE(part, 0);
            of_shops += share.main_street_shops + share.other_shops;
            of_cameras += share.city_cameras + share.police_cameras + share.field_cameras + share.waste_cameras;
            of_officers += share.officers;
            EXPECT_LE(share.main_street_shops, 600);
          }
          EXPECT_EQ(of_shops, shops);
          EXPECT_EQ(of_cameras, cameras);
          EXPECT_EQ(of_officers, officers);
          EXPECT_EQ(shares.front().main_street_shops, 290);
        }
}

TEST(MerchantTable, ReadsDossiersFromASpreadsheet) {
  const auto folder = std::filesystem::temp_directory_path();
  std::filesystem::copy_file(kFiles + "merchants.csv", folder / "scenario_file_test.csv",
                             std::filesystem::copy_options::overwrite_existing);
  const Scenario s = good("merchants: { import: scenario_file_test.csv }\n");
  std::filesystem::remove(folder / "scenario_file_test.csv");
  ASSERT_EQ(s.merchants.size(), 2u);
  EXPECT_EQ(s.merchants[0].name, "阿芳水果店, 老店");
  EXPECT_EQ(s.merchants[0].phone, "13800000001");
  EXPECT_EQ(s.merchants[0].strikes.size(), 2u);
  EXPECT_EQ(s.merchants[0].answers, MerchantLine::Answers::never);
  EXPECT_DOUBLE_EQ(s.merchants[1].from_m, 26);
  EXPECT_FALSE(s.merchants[1].has_phone);
}

TEST(MerchantTable, SaysWhatIsWrongByLineAndColumnOfTheTable) {
  const auto folder = std::filesystem::temp_directory_path();
  std::filesystem::copy_file(kFiles + "bad_merchants.csv", folder / "scenario_file_test_bad.csv",
                             std::filesystem::copy_options::overwrite_existing);
  const std::string faults = bad("merchants: { import: scenario_file_test_bad.csv }\n");
  std::filesystem::remove(folder / "scenario_file_test_bad.csv");
  EXPECT_THAT(faults, HasSubstr("1:4: column: must be one of the known columns, got 'nmae' (did you mean 'name'?)"));
  EXPECT_THAT(faults,
              HasSubstr("2:35: merchants[0].frontage.to: must be a length in metres, such as '26 m', got '26'"));
  EXPECT_THAT(faults, HasSubstr("3:7: merchants[1].trade: must be"));
  EXPECT_THAT(faults, HasSubstr("(did you mean 'hardware'?)"));
  EXPECT_THAT(faults, HasSubstr("4:1: row: must have 7 cells, got 6"));
  EXPECT_THAT(bad("merchants: { import: nowhere.csv }\n"),
              HasSubstr("merchants.import: must be the path of a CSV file"));
}

TEST(Config, ShowsEveryValueWithItsOrigin) {
  engine::Diagnostics diagnostics;
  const std::string text =
      resolved_with_origins(kSource + "/scenarios/rules/pull_in_for_10_s_patient.yaml", diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_THAT(text, HasSubstr("pull_in_for_10_s_patient.yaml:1"));
  EXPECT_THAT(text, HasSubstr("pull_in_for_10_s.yaml:"));
  EXPECT_THAT(text, HasSubstr("shop_street.yaml:"));
  EXPECT_THAT(text, HasSubstr("merchants[0].frontage.street:"));
  // The file's own policy overrides that of the two files that it extends.
  EXPECT_THAT(text, HasSubstr("../policies/patient.yaml"));
  EXPECT_THAT(text, testing::Not(HasSubstr("../policies/pinghu.yaml")));
}

TEST(Init, WritesAScenarioThatIsFaultlessBesideThePolicies) {
  const std::string path = kSource + "/scenarios/scenario_file_test_init.yaml";
  std::ofstream(path) << scenario_template("my_first");
  engine::Diagnostics diagnostics;
  const Scenario scenario = read_scenario(path, kAssets, diagnostics);
  std::filesystem::remove(path);
  EXPECT_EQ(diagnostics.text(), "");
  EXPECT_EQ(scenario.name, "my_first");
  EXPECT_FALSE(scenario.expect.empty());
}

TEST(Init, GivesASmallStreetThatLives) {
  const std::string path = kSource + "/scenarios/scenario_file_test_lives.yaml";
  std::ofstream(path) << scenario_template("lives");
  engine::Diagnostics diagnostics;
  const Scenario scenario = read_scenario(path, kAssets, diagnostics);
  std::filesystem::remove(path);
  EXPECT_EQ(scenario.merchants.size(), 4u);
  EXPECT_TRUE(scenario.spontaneous) << "people act of themselves";
  EXPECT_FALSE(scenario.every_frame) << "a day of every frame takes minutes";
}

TEST(Init, ANameFollowsFromAnyFilesName) {
  EXPECT_EQ(scenario_name_of("street-2.b"), "street-2.b");
  EXPECT_EQ(scenario_name_of("my first street"), "my_first_street");
  EXPECT_EQ(scenario_name_of("新华"), "my_street");
  EXPECT_EQ(scenario_name_of("新华 road 2"), "road_2");
  EXPECT_EQ(scenario_name_of("\xff\n: {"), "my_street");
  EXPECT_EQ(scenario_name_of("null"), "my_street") << "YAML reads it as nothing";
  EXPECT_EQ(scenario_name_of(std::string(300, 'x')).size(), 64u);
}

}  // namespace
}  // namespace tricolor::harness::scenario_file_test
