// Shows that policies and class tables are read as their authors meant: the page's figures, variants by `extends`,
// every switch, and every fault with its place.
#include "engine/policy_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace tricolor::engine::policy_file_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::string kPolicies = std::string(TRICOLOR_SOURCE_DIR) + "/scenarios/policies/";

// Writes a policy to a file for the time of the test; `lines` come after the required ones.
Policy read_lines(const std::string& lines, std::string& faults) {
  const auto path =
      std::filesystem::temp_directory_path() /
      ("policy_file_test_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + ".yaml");
  std::ofstream(path) << "policy: tried\nclasses: { piled_goods: { dwell: 180 s } }\n" << lines;
  Diagnostics diagnostics;
  const Policy policy = read_policy(path.string(), diagnostics);
  faults.clear();
  for (const Diagnostic& fault : diagnostics.sorted())
    faults += std::to_string(fault.origin.line) + ":" + std::to_string(fault.origin.column) + ": " + fault.path + ": " +
              fault.text + "\n";
  std::filesystem::remove(path);
  return policy;
}

Policy good(const std::string& lines) {
  std::string faults;
  Policy policy = read_lines(lines, faults);
  EXPECT_EQ(faults, "");
  return policy;
}

std::string bad(const std::string& lines) {
  std::string faults;
  read_lines(lines, faults);
  return faults;
}

TEST(PolicyFile, ReadsADwellForOneKindOfZone) {
  const auto path = std::filesystem::temp_directory_path() / "policy_file_test_dwell_in.yaml";
  std::ofstream(path) << "policy: p\nclasses:\n  road_occupying: { dwell: 180 s, dwell_in: { no_stopping: 60 s } }\n"
                         "  out_of_store: { dwell: 3 min, dwell_in: { pavment: 60 s, bay: 25 h } }\n";
  Diagnostics diagnostics;
  const Policy read = read_policy(path.string(), diagnostics);
  std::filesystem::remove(path);
  EXPECT_EQ(read.classes.at(0).dwell_at(ZoneKind::no_stopping), 60s);
  EXPECT_EQ(read.classes.at(0).dwell_at(ZoneKind::pavement), 180s);
  EXPECT_EQ(read.classes.at(0).shortest_dwell(), 60s);
  EXPECT_EQ(read.classes.at(0).longest_dwell(), 180s);
  EXPECT_THAT(diagnostics.text(), HasSubstr("classes.out_of_store.dwell_in.bay: must be from 0 s to 1 d, got '25 h'"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("did you mean 'pavement'?"));
}

TEST(PolicyFile, ReadsThePagesFigures) {
  Diagnostics diagnostics;
  const Policy policy = read_policy(kPolicies + "pinghu.yaml", diagnostics);
  ASSERT_EQ(diagnostics.text(), "");
  EXPECT_EQ(policy.name, "pinghu");
  EXPECT_EQ(policy.classes.size(), 5u);
  EXPECT_EQ(policy.classes.at(0).dwell, 180s);
  EXPECT_EQ(policy.notice.text, "您好，您所经营的店铺门口发现{class}，请您于{correct_within}内进行清理");
  EXPECT_EQ(policy.notice.correct_within, 15min);
  EXPECT_FALSE(policy.notice.quiet_hours);
  EXPECT_EQ(policy.review.when, ReviewPolicy::When::none);
  EXPECT_EQ(policy.colour.yellow_from, 3);
  EXPECT_EQ(policy.colour.red_from, 5);
  EXPECT_EQ(policy.colour.step_down_after, 30 * 24h);
  EXPECT_EQ(policy.colour.count_since, ColourPolicy::CountSince::last_step_down);
  EXPECT_DOUBLE_EQ(policy.colour.blind_time_counts_as_clean, 0.2);
}

TEST(PolicyFile, DefaultsEqualThePagesFigures) {
  Diagnostics diagnostics;
  const Policy page = read_policy(kPolicies + "pinghu.yaml", diagnostics);
  const Policy bare;
  EXPECT_EQ(page.notice.text, bare.notice.text);
  EXPECT_EQ(page.notice.correct_within, bare.notice.correct_within);
  EXPECT_EQ(page.colour.yellow_from, bare.colour.yellow_from);
  EXPECT_EQ(page.colour.red_from, bare.colour.red_from);
  EXPECT_EQ(page.colour.step_down_after, bare.colour.step_down_after);
  EXPECT_EQ(page.colour.step_down_by, bare.colour.step_down_by);
  EXPECT_EQ(page.colour.clean_day_is, bare.colour.clean_day_is);
  EXPECT_EQ(page.colour.red_steps_down_to_green, bare.colour.red_steps_down_to_green);
  EXPECT_EQ(page.colour.clean_while_standing, bare.colour.clean_while_standing);
  EXPECT_EQ(page.colour.verified_report_counts, bare.colour.verified_report_counts);
  EXPECT_EQ(page.colour.closed_days_are_clean, bare.colour.closed_days_are_clean);
  EXPECT_EQ(page.colour.owner_change_resets, bare.colour.owner_change_resets);
  EXPECT_EQ(page.classes.at(0).weight, 1);
  EXPECT_EQ(page.occupancy.gap_tolerance, bare.occupancy.gap_tolerance);
  EXPECT_EQ(page.occupancy.rearm_after_clear, bare.occupancy.rearm_after_clear);
}

TEST(PolicyFile, EveryShippedVariantChangesOnlyWhatItNames) {
  Diagnostics diagnostics;
  const Policy rolling = read_policy(kPolicies + "rolling.yaml", diagnostics);
  ASSERT_EQ(diagnostics.text(), "");
  EXPECT_EQ(rolling.name, "rolling");
  EXPECT_EQ(rolling.colour.count_since, ColourPolicy::CountSince::rolling_30_days);
  EXPECT_EQ(rolling.colour.yellow_from, 3);
  EXPECT_EQ(rolling.classes.size(), 5u);
  for (const auto& entry : std::filesystem::directory_iterator(kPolicies)) {
    Diagnostics each;
    const Policy policy = read_policy(entry.path().string(), each);
    EXPECT_EQ(each.text(), "");
    EXPECT_EQ(policy.name, entry.path().stem().string());
  }
}

TEST(PolicyFile, ReadsEverySwitch) {
  const Policy policy = good(
      "occupancy: { gap_tolerance: 2 s, rearm_after_clear: 90 s, min_overlap: 30 %, between_shops: 50 %, identity: "
      "object }\n"
      "review: { when: sampled, share: 25 %, answer_within: 3 h }\n"
      "notice: { text: '{class}!', correct_within: 20 min, clock_starts: delivered, quiet_hours: [\"22:00\", "
      "\"07:00\"], undelivered_after: 5 min, give_up_after: 1 h, per_number_a_day: 3 sms }\n"
      "escalation: { to: least_loaded, first_action: persuade, acknowledge_within: 3 min, rework_at_most: 2 times, "
      "give_up_after: 2 d,\n"
      "  reopen_after: 4 h, position_good_for: 5 min }\n"
      "colour: { strike_is: officer_confirmed, count_since: calendar_month, yellow_from: 4 strikes, red_from: 7 "
      "strikes, step_down_after: 14 clean_days,\n"
      "  count_after_step_down: zero, clean_month_at_green: keeps, blind_time_counts_as_clean: up_to 5 %, "
      "voided_strike: subtracts_from_now, owner_change: keep,\n"
      "  step_down_by: count, clean_day_is: open_day, red_steps_down_to: green, clean_while_standing: yes, "
      "verified_report: does_not_count, closed_days: not_clean }\n"
      "route: { verify_within: 12 h, verify_give_up_after: 1 d, suggest_near: 30 m, suggest_within: 6 h }\n");
  EXPECT_EQ(policy.occupancy.identity, OccupancyPolicy::Identity::object);
  EXPECT_DOUBLE_EQ(policy.occupancy.between_shops, 0.5);
  EXPECT_EQ(policy.review.when, ReviewPolicy::When::sampled);
  EXPECT_DOUBLE_EQ(policy.review.sampled_share, 0.25);
  EXPECT_EQ(policy.notice.clock_starts, NoticePolicy::ClockStarts::delivered);
  ASSERT_TRUE(policy.notice.quiet_hours);
  EXPECT_EQ(policy.notice.quiet_hours->first, 22h);
  EXPECT_EQ(policy.notice.quiet_hours->second, 7h);
  EXPECT_EQ(policy.notice.per_number_a_day, 3);
  EXPECT_EQ(policy.escalation.to, EscalationPolicy::To::least_loaded);
  EXPECT_EQ(policy.colour.strike_is, ColourPolicy::StrikeIs::officer_confirmed);
  EXPECT_EQ(policy.colour.count_since, ColourPolicy::CountSince::calendar_month);
  EXPECT_EQ(policy.colour.red_from, 7);
  EXPECT_EQ(policy.colour.count_after_step_down, ColourPolicy::AfterStepDown::zero);
  EXPECT_FALSE(policy.colour.clean_month_at_green_clears);
  EXPECT_EQ(policy.colour.voided_strike, ColourPolicy::VoidedStrike::subtracts_from_now);
  EXPECT_FALSE(policy.colour.owner_change_resets);
  EXPECT_EQ(policy.colour.step_down_by, ColourPolicy::StepDownBy::count);
  EXPECT_EQ(policy.colour.clean_day_is, ColourPolicy::CleanDay::open_day);
  EXPECT_TRUE(policy.colour.red_steps_down_to_green);
  EXPECT_TRUE(policy.colour.clean_while_standing);
  EXPECT_FALSE(policy.colour.verified_report_counts);
  EXPECT_FALSE(policy.colour.closed_days_are_clean);
  EXPECT_EQ(policy.route.verify_within, 12h);
  EXPECT_EQ(policy.review.answer_within, 3h);
  EXPECT_EQ(policy.notice.give_up_after, 1h);
  EXPECT_EQ(policy.escalation.rework_at_most, 2);
  EXPECT_EQ(policy.escalation.give_up_after, 48h);
  EXPECT_EQ(policy.escalation.reopen_after, 4h);
  EXPECT_EQ(policy.escalation.position_good_for, 5min);
  EXPECT_EQ(policy.route.verify_give_up_after, 24h);
  EXPECT_DOUBLE_EQ(policy.route.suggest_within_m, 30);
  EXPECT_EQ(policy.route.suggest_within, 6h);
}

TEST(PolicyFile, RefusesWhatCannotBeMeant) {
  EXPECT_EQ(bad("colour: { yellow_from: 3 }\n"),
            "3:24: colour.yellow_from: must be from 1 to 100 with the unit 'strikes', such as '1 strikes', got '3'\n");
  EXPECT_THAT(bad("colour: { yellow_from: 5 strikes, red_from: 5 strikes }\n"),
              HasSubstr("3:45: colour.red_from: must be more than yellow_from, got 5 and 5"));
  EXPECT_THAT(bad("occupancy: { gap_tolerance: 90 s }\n"),
              HasSubstr("3:29: occupancy.gap_tolerance: must be at most rearm_after_clear, got 1 min 30 s and 1 min"));
  EXPECT_THAT(bad("notice: { text: please tidy up }\n"),
              HasSubstr("notice.text: must name the class by {class}, got 'please tidy up'"));
  EXPECT_THAT(bad("notice: { quiet_hours: [\"22:00\"] }\n"),
              HasSubstr("notice.quiet_hours: must be none or two times of day"));
  EXPECT_THAT(bad("notice: { correct_within: 15 }\n"),
              HasSubstr("notice.correct_within: must be a length of time with its unit"));
  EXPECT_THAT(bad("color: { yellow_from: 3 strikes }\n"),
              HasSubstr("3:1: color: must be one of the known keys, got 'color' (did you mean 'colour'?)"));
  EXPECT_THAT(bad("colour: { count_since: last_stepdown }\n"), HasSubstr("(did you mean 'last_step_down'?)"));
  EXPECT_THAT(bad("colour: { step_down_by: count }\n"),
              HasSubstr("3:25: colour.step_down_by: must be clean_days unless count_since is rolling_30_days or "
                        "calendar_month, got 'count'"));
  EXPECT_EQ(good("colour: { step_down_by: count, count_since: rolling_30_days }\n").colour.step_down_by,
            ColourPolicy::StepDownBy::count);
  EXPECT_THAT(bad("colour: { closed_days: dirty }\n"),
              HasSubstr("3:24: colour.closed_days: must be clean or not_clean, got"));
  EXPECT_THAT(bad("escalation: nobody\n"),
              HasSubstr("3:13: escalation: must be a map of keys and values, got 'nobody'"));
}

TEST(PolicyFile, GivesAReportUpOnlyAfterAnOfficerHadHisTime) {
  EXPECT_THAT(bad("route: { verify_within: 2 d, verify_give_up_after: 1 d }\n"),
              HasSubstr("route.verify_give_up_after: must be at least verify_within, got 1 d and 2 d"));
}

TEST(PolicyFile, FillsOnlyKnownWordsIntoANotice) {
  EXPECT_EQ(bad("notice: { text: '{class}, {corect_within}' }\n"),
            "3:17: notice.text: must hold no words in braces but {class} and {correct_within}, got '{corect_within}' "
            "(did you mean 'correct_within'?)\n");
  EXPECT_THAT(bad("notice: { text: '{class} {}' }\n"), HasSubstr("got '{}'"));
  EXPECT_THAT(bad("notice: { text: '{class} {correct_within' }\n"),
              HasSubstr("must hold braces only around the words {class} and {correct_within}, got one alone"));
  EXPECT_THAT(bad("notice: { text: '{class} }' }\n"), HasSubstr("got one alone"));
  EXPECT_THAT(bad("notice: { text: '{{class}}' }\n"), HasSubstr("got one alone"));
  EXPECT_EQ(good("notice: { text: '{correct_within}: {class}' }\n").notice.text, "{correct_within}: {class}");
}

TEST(PolicyFile, LeavesSomeHoursInWhichMessagesGo) {
  for (const char* whole : {"[\"00:00\", \"24:00\"]", "[\"08:00\", \"08:00\"]", "[\"24:00\", \"00:00\"]"})
    EXPECT_THAT(bad(std::string("notice: { quiet_hours: ") + whole + " }\n"),
                HasSubstr("notice.quiet_hours: must leave some hours in which messages may go"))
        << whole;
  EXPECT_EQ(good("notice: { quiet_hours: [\"00:01\", \"00:00\"] }\n").notice.quiet_hours->first, 1min);
}

TEST(PolicyFile, ReadsDeadlinesStrictly) {
  const auto deadline_of = [](const char* text, std::string& faults) {
    const auto path = std::filesystem::temp_directory_path() / "policy_file_test_deadline.yaml";
    std::ofstream(path) << "policy: p\nclasses: { piled_goods: { dwell: 180 s, dispose_within: " << text << " } }\n";
    Diagnostics diagnostics;
    const Policy policy = read_policy(path.string(), diagnostics);
    std::filesystem::remove(path);
    faults = diagnostics.text();
    return policy.classes.at(0).dispose_within;
  };
  std::string faults;
  for (const char* bad : {"2Xurgent_hour", "010 urgent_hour", "2", "1.5 work_hour", "-1 work_day", "1001 natural_day",
                          "urgent_hour", "2 urgent_hours", "[2, urgent_hour]", "2e9 work_day"}) {
    deadline_of(bad, faults);
    EXPECT_THAT(faults,
                HasSubstr(":2:57: classes.piled_goods.dispose_within: must be a length such as '2 urgent_hour'"))
        << bad;
  }
  deadline_of("2 urgent_hours", faults);
  EXPECT_THAT(faults, HasSubstr("got '2 urgent_hours' (did you mean 'urgent_hour'?)"));
  deadline_of("1001 work_day", faults);
  EXPECT_THAT(faults, ::testing::EndsWith("at most 1000, got '1001 work_day'\n"));
  EXPECT_EQ(deadline_of("4 work_hour", faults).count, 4);
  EXPECT_EQ(faults, "");
}

TEST(PolicyFile, RefusesClassesWithoutADwellAndBadDeadlines) {
  const auto path = std::filesystem::temp_directory_path() / "policy_file_test_classes.yaml";
  std::ofstream(path) << "policy: p\nclasses:\n  piled_goods: { dispose_within: 2 hours }\n  out_of_store: { dwell: 25 "
                         "h, dispose_within: 0 work_day }\n";
  Diagnostics diagnostics;
  read_policy(path.string(), diagnostics);
  std::filesystem::remove(path);
  EXPECT_EQ(diagnostics.sorted().size(), 4u) << diagnostics.text();
  EXPECT_THAT(diagnostics.text(), HasSubstr(":3:16: classes.piled_goods.dwell: must be given"));
  EXPECT_THAT(diagnostics.text(),
              HasSubstr(":3:34: classes.piled_goods.dispose_within: must be a length such as '2 urgent_hour'"));
  EXPECT_THAT(diagnostics.text(), HasSubstr(":4:26: classes.out_of_store.dwell: must be from 0 s to 1 d, got '25 h'"));
}

TEST(ClassTable, HasTheFiveClassesOfThePage) {
  Diagnostics diagnostics;
  const ClassTable table =
      read_classes(std::string(TRICOLOR_SOURCE_DIR) + "/assets/classes/street_order.yaml", diagnostics);
  ASSERT_EQ(diagnostics.text(), "");
  ASSERT_EQ(table.size(), 5u);
  EXPECT_EQ(table[0].code_name, "piled_goods");
  EXPECT_EQ(table[0].name_zh, "杂物堆放");
  EXPECT_EQ(table[0].zones, std::vector<ZoneKind>{ZoneKind::shop_front});
  EXPECT_EQ(table[3].zones, std::vector<ZoneKind>{ZoneKind::no_stopping});
}

TEST(ClassTable, MustHoldSomethingToWatch) {
  const auto faults_of = [](const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() / "class_table_test_shapes.yaml";
    std::ofstream(path) << text;
    Diagnostics diagnostics;
    read_classes(path.string(), diagnostics);
    std::filesystem::remove(path);
    return diagnostics.text();
  };
  EXPECT_THAT(faults_of("classes: []\n"), HasSubstr(":1:10: classes: must have 1 to 200 items, got none"));
  EXPECT_THAT(faults_of("classes: {}\n"), HasSubstr(":1:10: classes: must be a list, got a map"));
  EXPECT_THAT(faults_of("classes:\n"), HasSubstr("classes: must be a list, got nothing"));
  EXPECT_THAT(faults_of("classes: [a, b]\n"), HasSubstr("classes[0]: must be a map of keys and values, got 'a'"));
  EXPECT_THAT(faults_of("classes: [{ id: a, zh: 甲, kinds: [], zones: [] }]\n"),
              HasSubstr("classes[0].kinds: must have 1 to 32 items, got none"));
  EXPECT_THAT(faults_of("classes: [{ id: a, zh: 甲, kinds: pile, zones: [bay] }]\n"),
              HasSubstr("classes[0].kinds: must be a list, got 'pile'"));
  EXPECT_THAT(faults_of("classes: [{ id: a, zh: 甲, kinds: [[pile]], zones: [bay, bay] }]\n"),
              HasSubstr("classes[0].kinds: must be names of letters"));
  EXPECT_THAT(faults_of("classes: [{ id: a, zh: 甲, kinds: [pile], zones: [bay, bay] }]\n"),
              HasSubstr("classes[0].zones: must be given once, got 'bay' again"));
  EXPECT_THAT(faults_of("classes: [{ id: a, zh: '', kinds: [pile], zones: [bay] }]\n"),
              HasSubstr("classes[0].zh: must have from 1 to 40 characters, got 0"));
  EXPECT_THAT(faults_of("klasses: []\n"), HasSubstr(":1:1: classes: must be given (a list of classes), got nothing"));
}

TEST(ClassTable, ReadsTheWholeRuleOfAClass) {
  const auto path = std::filesystem::temp_directory_path() / "class_rule_test.yaml";
  std::ofstream(path) << "classes:\n"
                         "  - { id: plain, zh: 甲, kinds: [pile], zones: [shop_front] }\n"
                         "  - id: bicycles\n"
                         "    zh: 乙\n"
                         "    kinds: [nonmotor]\n"
                         "    zones: [pavement]\n"
                         "    stay_per: zone\n"
                         "    answers: place\n"
                         "    unless: []\n"
                         "    hours: [\"07:00\", \"21:30\"]\n"
                         "    apart_from: { person: { within: 3 m } }\n"
                         "    at_least: 4\n";
  Diagnostics diagnostics;
  const ClassTable table = read_classes(path.string(), diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table[0].stay_per, ViolationClass::StayPer::by_zone_kind);
  EXPECT_EQ(table[0].answers, ViolationClass::Answers::merchant);
  EXPECT_TRUE(table[0].unless_permitted);
  EXPECT_EQ(table[0].from, table[0].until) << "always";
  EXPECT_TRUE(table[0].apart_from.empty());
  EXPECT_EQ(table[0].at_least, 1);
  EXPECT_EQ(table[1].stay_per, ViolationClass::StayPer::zone);
  EXPECT_EQ(table[1].answers, ViolationClass::Answers::place);
  EXPECT_FALSE(table[1].unless_permitted);
  EXPECT_EQ(table[1].from, 7h);
  EXPECT_EQ(table[1].until, 21h + 30min);
  EXPECT_EQ(table[1].apart_from, (std::vector<ViolationClass::Apart>{{"person", 3}}));
  EXPECT_EQ(table[1].at_least, 4);
  std::ofstream(path) << "classes:\n"
                         "  - { id: a, zh: 甲, kinds: [pile], zones: [bay], stay_per: shop, at_least: 0, "
                         "apart_from: { person: 3 m } }\n";
  Diagnostics faults;
  read_classes(path.string(), faults);
  std::filesystem::remove(path);
  EXPECT_THAT(faults.text(), HasSubstr(":2:62: classes[0].stay_per: must be by_zone_kind, zone or thing, got 'shop'"));
  EXPECT_THAT(faults.text(), HasSubstr("classes[0].at_least: must be"));
  EXPECT_THAT(faults.text(), HasSubstr("classes[0].apart_from.person: must be a map of keys and values, got '3 m'"));
}

TEST(ClassTable, NamesADeskOnceForAllItsClasses) {
  const auto path = std::filesystem::temp_directory_path() / "class_desk_test.yaml";
  std::ofstream(path)
      << "desks:\n"
         "  sanitation: { zh: 环卫, team: 环卫一队, hours: [\"06:00\", \"22:00\"] }\n"
         "  traffic: { zh: 交警, en: traffic police, team: 交警中队 }\n"
         "classes:\n"
         "  - { id: waste, zh: 甲, kinds: [pile], zones: [pavement], answers: nobody, desk: sanitation }\n"
         "  - { id: cars, zh: 乙, kinds: [motor], zones: [pavement], answers: vehicle, desk: traffic }\n"
         "  - { id: goods, zh: 丙, kinds: [display], zones: [pavement] }\n";
  Diagnostics diagnostics;
  const ClassTable table = read_classes(path.string(), diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table[0].answers, ViolationClass::Answers::nobody);
  EXPECT_EQ(table[0].desk, (CaseDesk{"sanitation", "环卫", "", "环卫一队", 6h, 22h}));
  EXPECT_EQ(table[1].answers, ViolationClass::Answers::vehicle);
  EXPECT_EQ(table[1].desk, (CaseDesk{"traffic", "交警", "traffic police", "交警中队", 0h, 0h})) << "always at work";
  EXPECT_FALSE(table[2].desk);
  std::ofstream(path) << "desks: { sanitation: { zh: 环卫, hours: [\"06:00\", \"06:00\"] } }\n"
                         "classes:\n"
                         "  - { id: a, zh: 甲, kinds: [pile], zones: [bay], answers: shop, desk: sanitatoin }\n";
  Diagnostics faults;
  read_classes(path.string(), faults);
  std::filesystem::remove(path);
  EXPECT_THAT(faults.text(), HasSubstr("desks.sanitation.team: must be given ("));
  EXPECT_THAT(faults.text(), HasSubstr("desks.sanitation.hours: must be two different times of day"));
  EXPECT_THAT(faults.text(), HasSubstr("classes[0].answers: must be merchant, place, vehicle or nobody, got 'shop'"));
  EXPECT_THAT(faults.text(), HasSubstr(":3:73: classes[0].desk: must be one of `desks` (sanitation), got 'sanitatoin' "
                                       "(did you mean 'sanitation'?)"));
}

TEST(ClassTable, AClassThatAsksForAnAttributeIsShownByThingsOfWhichItIsTold) {
  ViolationClass overflow;
  overflow.kinds = {"bin", "skip"};
  EXPECT_TRUE(shows(overflow, "bin"));
  EXPECT_TRUE(shows(overflow, kind_with("bin", {"dented"})));
  overflow.with = "overflowing";
  EXPECT_FALSE(shows(overflow, "bin"));
  EXPECT_FALSE(shows(overflow, "overflowing"));
  EXPECT_FALSE(shows(overflow, kind_with("bin", {"dented"})));
  EXPECT_FALSE(shows(overflow, kind_with("pile", {"overflowing"})));
  EXPECT_TRUE(shows(overflow, kind_with("skip", {"overflowing"})));
  EXPECT_TRUE(shows(overflow, kind_with("bin", {"dented", "overflowing", "green"})));
  EXPECT_EQ(kind_with("bin", {}), "bin");
}

TEST(ClassTable, RefusesUnknownZonesAndMissingKinds) {
  const auto path = std::filesystem::temp_directory_path() / "class_table_test.yaml";
  std::ofstream(path) << "classes:\n  - { id: a, kinds: [pile], zones: [shopfront] }\n  - { id: b, zh: 乙, zones: "
                         "[bay] }\n  - { id: a, zh: 甲, kinds: [pile], zones: [bay] }\n";
  Diagnostics diagnostics;
  read_classes(path.string(), diagnostics);
  std::filesystem::remove(path);
  EXPECT_THAT(diagnostics.text(), HasSubstr(":2:37: classes[0].zones: must be shop_front, pavement, no_stopping or "
                                            "bay, got 'shopfront' (did you mean 'shop_front'?)"));
  EXPECT_THAT(diagnostics.text(), HasSubstr(":2:5: classes[0].zh: must be given"));
  EXPECT_THAT(diagnostics.text(), HasSubstr(":3:5: classes[1].kinds: must be given"));
  EXPECT_THAT(diagnostics.text(), HasSubstr(":4:11: classes[2].id: must be given once, got 'a' again"));
}

}  // namespace
}  // namespace tricolor::engine::policy_file_test
