// Shows that an input that is valid but surely not intended gives a warning with its place, and that the files shipped
// with the program give no such warning.
#include "run/plausibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "run/load.h"

namespace tricolor::harness::plausibility_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Gives the warnings about the street of the bad inputs with other lines on it, as "line:column: text". `policy` is
// laid over its policy.
std::string warnings_with(const std::string& lines, const std::string& policy = {}) {
  const fs::path good = TRICOLOR_SOURCE_DIR "/tests/harness/bad_inputs/good";
  const fs::path folder =
      fs::temp_directory_path() /
      ("plausibility_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
  fs::remove_all(folder);
  fs::copy(good, folder, fs::copy_options::recursive);
  std::ofstream(folder / "p.yaml") << "extends: policy.yaml\n" << policy;
  std::ofstream(folder / "s.yaml") << "extends: street.yaml\npolicy: p.yaml\n" << lines;
  engine::Diagnostics faults;
  const auto inputs = load_inputs((folder / "s.yaml").string(), faults);
  EXPECT_EQ(faults.text(), "");
  std::string text;
  if (inputs)
    for (const engine::Diagnostic& warning : warnings_about(*inputs).sorted())
      text += fs::path(warning.origin.file).filename().string() + ":" + std::to_string(warning.origin.line) + ": " +
              warning.path + ": " + warning.text + "\n";
  fs::remove_all(folder);
  return text;
}

TEST(Plausibility, AGoodStreetGivesNoWarning) { EXPECT_EQ(warnings_with(""), ""); }

TEST(Plausibility, ACameraFarFromItsShopIsTold) {
  const std::string far = warnings_with("cameras: [{ id: c1, at: [900 m, -9 m], looks_at: m1 }]\n");
  EXPECT_THAT(far, HasSubstr("s.yaml:3: cameras[0]: 'c1' stands 877 m from 'm1', at which it looks; it sees things of "
                             "a metre up to 42 m\n"));
  EXPECT_THAT(far, HasSubstr("street.yaml:12: merchants[0]: 'm1' is seen by no camera: nothing can be found there\n"));
  EXPECT_THAT(warnings_with("cameras: []\n"), HasSubstr("s.yaml:3: cameras: are none: nothing will be seen"));
}

TEST(Plausibility, AShopThatNoCameraSeesIsTold) {
  EXPECT_EQ(warnings_with("merchants:\n  - { id: m1, frontage: { street: xinhua, from: 20 m, to: 26 m } }\n  - { id: "
                          "far, frontage: { street: xinhua, from: 50 m, to: 56 m } }\n"),
            "s.yaml:5: merchants[1]: 'far' is seen by no camera: nothing can be found there\n");
}

TEST(Plausibility, ManyShopsThatNoCameraSeesAreToldInOneLine) {
  std::string shops = "merchants:\n  - { id: m1, frontage: { street: xinhua, from: 20 m, to: 26 m } }\n";
  for (int i = 0; i < 6; ++i)
    shops += "  - { id: far" + std::to_string(i) + ", frontage: { street: xinhua, from: " + std::to_string(48 + 2 * i) +
             " m, to: " + std::to_string(50 + 2 * i) + " m } }\n";
  EXPECT_EQ(warnings_with(shops),
            "s.yaml:5: merchants: 6 of 7 are seen by no camera, 'far0', 'far1', 'far2', 'far3', 'far4' among them: "
            "nothing can be found there\n");
}

TEST(Plausibility, AGridWithoutAnOfficerAndAnOfficerWithoutAGridAreTold) {
  const std::string text = warnings_with("officers: [{ id: o1, duty_grid: g2 }]\n");
  EXPECT_THAT(
      text,
      HasSubstr("street.yaml:10: streets[0].duty_grid: 'g1' has no officer: its cases go to those of other grids\n"));
  EXPECT_THAT(text, HasSubstr("s.yaml:3: officers[0].duty_grid: 'g2' has no street\n"));
  EXPECT_THAT(warnings_with("officers: []\n"), HasSubstr("officers: are none: no case will be dispatched\n"));
}

const char* const kWholeStreet = "[[-5 m, -20 m], [65 m, -20 m], [65 m, 20 m], [-5 m, 20 m]]";

TEST(Plausibility, AGridAroundEverythingGivesNoWarning) {
  EXPECT_EQ(warnings_with("duty_grids: [{ id: g1, squad: 新华中队, outline: " + std::string(kWholeStreet) + " }]\n"),
            "");
}

TEST(Plausibility, AGridWithoutAnOwnerAndGridsThatOverlapAreTold) {
  EXPECT_EQ(warnings_with("duty_grids:\n  - { id: g1, outline: " + std::string(kWholeStreet) +
                          " }\n  - { id: g2, outline: [[60 m, 0 m], [80 m, 0 m], [80 m, 20 m], [70 m, 10 m], [60 m, 20 "
                          "m]] }\n"),
            "s.yaml:5: duty_grids[1]: 'g2' has no officer: its cases go to those of other grids\n"
            "s.yaml:5: duty_grids[1].outline: shares 88 m² with 'g1', which has them because it stands first\n");
  EXPECT_THAT(warnings_with("duty_grids:\n  - { id: g1, squad: a, outline: " + std::string(kWholeStreet) +
                            " }\n  - { id: g2, squad: a, outline: [[65 m, 0 m], [80 m, 0 m], [80 m, 20 m], [65 m, 20 "
                            "m]] }\n"),
              HasSubstr("s.yaml:5: duty_grids[1]: 'g2' has no officer: its cases go to the rest of its squad\n"));
}

TEST(Plausibility, APlaceInNoGridIsTold) {
  const std::string west = "[[-5 m, -20 m], [22 m, -20 m], [22 m, 20 m], [-5 m, 20 m]]";
  const std::string text = warnings_with("duty_grids: [{ id: g1, outline: " + west + " }]\n");
  EXPECT_THAT(text, HasSubstr("street.yaml:12: merchants[0]: 'm1' lies in no duty grid: the nearest is 1 m away, its "
                              "cases go to that one\n"));
  EXPECT_THAT(text, HasSubstr("street.yaml:10: streets[0]: 'xinhua' lies for 62 % of its length in no duty grid, up to "
                              "38 m from the nearest, its cases go to that one\n"));
  EXPECT_THAT(warnings_with("duty_grids: [{ id: g1, outline: " + west + " }]\n", "route: { nearest_grid: 30 m }\n"),
              HasSubstr("up to 38 m from the nearest, further than route.nearest_grid (30 m): its cases belong to no "
                        "grid\n"));
}

TEST(Plausibility, ACityWithTooFewOfficersForItsGridsIsTold) {
  EXPECT_THAT(warnings_with("city: { kind: towns, towns: 2, shops: 20, main_street_shops: 10, cameras: 4, officers: 1 "
                            "}\nstreets: []\nmerchants: []\ncameras: []\nofficers: []\nscript: []\nexpect: []\n"),
              HasSubstr("city.officers: leave 1 of 2 duty grids without an officer\n"));
}

TEST(Plausibility, NobodyOnDutyIsTold) {
  EXPECT_EQ(
      warnings_with("officers: [{ id: o1, on_duty: [\"10:00\", \"17:00\"] }]\n"),
      "s.yaml:3: officers: are off duty from 2020-11-02 08:58:00 to 2020-11-02 09:03:00: no case will be dispatched\n");
  EXPECT_EQ(warnings_with("officers: [{ id: o1, on_duty: [\"22:00\", \"09:00\"] }]\n"), "")
      << "over midnight until nine is on duty at two minutes to nine";
}

TEST(Plausibility, WhatCannotHappenIsTold) {
  EXPECT_THAT(warnings_with("script: []\n"),
              HasSubstr("script: is empty, and people do nothing of themselves: nothing will happen\n"));
  EXPECT_THAT(warnings_with("script: [{ at: \"08:59\", places: motor_parking, street: xinhua }]\n"),
              HasSubstr("speaks of motor_parking, which the policy 'strict' does not watch\n"));
  EXPECT_THAT(warnings_with("lasts: 1 min\n"),
              HasSubstr("lasts: is 1 min, not longer than any dwell: nothing can be found\n"));
  EXPECT_THAT(warnings_with("expect: [{ incident: {}, after: \"2020-11-02 10:00\" }]\n"),
              HasSubstr("expect[0]: speaks of a time outside the run, which is from 2020-11-02 08:58:00 to 2020-11-02 "
                        "09:03:00: it cannot be met\n"));
  EXPECT_THAT(warnings_with("permits: [{ merchant: m1, from: \"2020-11-01 09:00\", until: \"2020-11-01 10:00\" }]\n"),
              HasSubstr("permits[0]: lies outside the run: it allows nothing\n"));
}

TEST(Plausibility, FoolishFiguresOfAPolicyAreTold) {
  EXPECT_EQ(warnings_with("", "notice: { correct_within: 5 min }\n"),
            "p.yaml:2: notice.correct_within: is 5 min, over before a message counts as undelivered (10 min)\n");
  EXPECT_THAT(warnings_with("", "notice: { text: \"{class}!\" }\n"),
              HasSubstr("p.yaml:2: notice.text: does not say until when (no {correct_within})\n"));
  EXPECT_THAT(warnings_with("", "classes: { piled_goods: { dwell: 0 s } }\n"),
              HasSubstr(": classes.piled_goods.dwell: is nothing: whoever stops for two looks is accused\n"));
}

TEST(Plausibility, AWarningNamesTheFileInWhichTheFigureStands) {
  EXPECT_THAT(warnings_with("", "# mine\nclasses: { piled_goods: { dwell: 0 s } }\n"),
              HasSubstr("p.yaml:3: classes.piled_goods.dwell: is nothing"));
}

TEST(Plausibility, QuietHoursOfAWholeDayAndAGapAsLongAsADwellAreTold) {
  EXPECT_EQ(warnings_with("", "notice: { quiet_hours: [\"08:00\", \"07:00\"] }\n"),
            "p.yaml:2: notice.quiet_hours: are 23 h of each day: messages go in the other 1 h only\n");
  EXPECT_THAT(warnings_with("", "occupancy: { gap_tolerance: 60 s, rearm_after_clear: 60 s }\n"),
              HasSubstr("classes.piled_goods.dwell: is 1 min, no longer than gap_tolerance (1 min): "));
}

TEST(Plausibility, FaultsThatAreNoneAndAGatewayThatLosesAllAreTold) {
  EXPECT_THAT(warnings_with("faults: [{ what: camera_swapped, camera: c1, shows: c1 }]\n"),
              HasSubstr("s.yaml:3: faults[0].shows: is 'c1' itself: nothing is swapped\n"));
  EXPECT_EQ(warnings_with("gateway: { lost: 100 % }\n"),
            "s.yaml:3: gateway.lost: is 100 %: no message reaches anybody\n");
}

TEST(Plausibility, AStrikeTwiceAndAChangeToWhatIsInForceAreTold) {
  EXPECT_THAT(warnings_with("merchants:\n  - { id: m1, frontage: { street: xinhua, from: 20 m, to: 26 m }, history: { "
                            "strikes: [\"2020-10-20 17:05\", \"2020-10-20 17:05\"] } }\n"),
              HasSubstr("merchants[0].history.strikes: hold one instant twice: it counts as two strikes\n"));
  EXPECT_EQ(warnings_with("changes: [{ at: \"09:00\", policy: p.yaml }]\n"),
            "s.yaml:3: changes[0].policy: is in force already: the change changes nothing\n");
}

TEST(Plausibility, AThingBeyondTheShopAndACameraBehindItAreTold) {
  EXPECT_EQ(warnings_with("script: [{ at: \"08:59\", merchant: m1, puts_out: piled_goods, along: 7 m }]\n"),
            "s.yaml:3: script[0].along: is 7 m, beyond the front of 'm1', which is 6 m wide: it stands before "
            "another\n");
  EXPECT_THAT(warnings_with("cameras: [{ id: c1, at: [23 m, 14 m], looks_at: m1 }]\n"),
              HasSubstr("cameras[0]: 'c1' stands behind the façade of 'm1', at which it looks: it cannot see what "
                        "stands before it\n"));
}

TEST(Plausibility, ATimeOfDayInAPermitOfALongRunIsTold) {
  EXPECT_THAT(
      warnings_with("lasts: 3 d\npermits: [{ merchant: m1, from: \"09:00\", until: \"2020-11-03 10:00\" }]\n"),
      HasSubstr("s.yaml:4: permits[0].from: is a time of day in a run of 3 d: it means the first day only; a later day "
                "is written as \"2020-11-05 09:00\"\n"));
}

TEST(Plausibility, CoarseCamerasAndMuchMemoryAreTold) {
  EXPECT_THAT(
      warnings_with("cameras: [{ id: c1, at: [23 m, -9 m], looks_at: m1, frame_every: 40 s }]\n"),
      HasSubstr(
          "cameras[0].frame_every: is 40 s, more than half of piled_goods's dwell (1 min): a stay may go unseen\n"));
  std::string cameras = "cameras:\n";
  for (int i = 1; i <= 28; ++i)
    cameras += "  - { id: c" + std::to_string(i) + ", at: [23 m, -9 m], looks_at: m1, size_px: [4096, 2160] }\n";
  EXPECT_THAT(warnings_with(cameras), HasSubstr("cameras: have 248 million pixels together: the run needs about"));
}

TEST(Plausibility, TwoShopsOfOneNumberAreTold) {
  EXPECT_THAT(
      warnings_with("merchants:\n  - { id: m1, phone: \"138\", frontage: { street: xinhua, from: 20 m, to: 26 m } }\n  "
                    "- { id: m2, phone: \"138\", frontage: { street: xinhua, from: 26 m, to: 33 m } }\n"),
      HasSubstr("merchants[1].phone: is also that of 'm1'"));
}

TEST(Plausibility, AWorkedDayThatIsOneAnyhowIsTold) {
  EXPECT_EQ(warnings_with("calendar: { worked_days: [\"2020-11-03\"] }\n"),
            "s.yaml:3: calendar.worked_days: 2020-11-03 is a working day anyhow\n");
}

TEST(Plausibility, APolicyOfOtherClassesThanTheProgramsIsTold) {
  engine::Policy policy;
  policy.classes.push_back({"pile_goods", {}, {}});
  EXPECT_EQ(warning_lines(warnings_about_policy("nowhere.yaml", policy, {"piled_goods"})),
            "nowhere.yaml:1:1: warning: classes.pile_goods: is no class of the program's own table; a scenario needs a "
            "class table that has it (did you mean 'piled_goods'?)\n");
}

TEST(Plausibility, NoScenarioThatShipsIsFoolish) {
  int read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(TRICOLOR_SOURCE_DIR "/scenarios")) {
    engine::Value root;
    engine::Diagnostics faults;
    if (entry.path().extension() != ".yaml" || !engine::read_document(entry.path().string(), root, faults) ||
        !root.find("scenario"))
      continue;
    const auto inputs = load_inputs(entry.path().string(), faults);
    ASSERT_TRUE(inputs) << faults.text();
    // Three acts begin at night, when nobody is on duty, and no case can come of them.
    const bool at_night = entry.path().stem() == "over_midnight" || entry.path().stem() == "night_under_the_lamps" ||
                          entry.path().stem() == "quiet_hours";
    const std::string text = warning_lines(warnings_about(*inputs));
    const bool unwatched = entry.path().stem() == "red_to_yellow_to_green";
    if (unwatched) {
      EXPECT_THAT(text, HasSubstr("cameras: are none")) << entry.path() << ": nothing new can happen, and none shall";
    } else if (at_night) {
      EXPECT_THAT(text, HasSubstr("officers: are off duty from")) << entry.path();
    } else {
      EXPECT_EQ(text, "") << entry.path();
    }
    ++read;
  }
  EXPECT_GE(read, 25);
}

}  // namespace
}  // namespace tricolor::harness::plausibility_test
