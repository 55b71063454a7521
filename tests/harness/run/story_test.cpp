// Shows that `explain` follows the links of a journal: a case to the report that it came of and the officer who
// verified it, and a shop's incident to the person who confirmed it.
#include "run/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::harness::story_test {
namespace {

namespace ev = engine::event;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

struct Journal {
  Journal() {
    configuration.classes = {
        {"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {engine::ZoneKind::shop_front}}};
    configuration.cameras.resize(1);
    configuration.zones.push_back(
        {"a", engine::ZoneKind::shop_front, engine::MerchantId{0}, engine::DutyGridId{0}, {engine::CameraId{0}}, {}});
    configuration.merchants.resize(1);
    configuration.merchants[0].name = "m1";
    configuration.officers = {{"o1", engine::DutyGridId{0}, {0, 0}, 8h, 20h}};
  }
  void add(engine::event::Payload payload) { events.push_back({events.size() + 1, at += 1min, std::move(payload)}); }

  engine::Configuration configuration;
  std::vector<engine::Event> events;
  engine::Time at{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};
};

TEST(Summary, NamesEveryPolicyOfTheRun) {
  RunRecord record;
  record.start = engine::Time(std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}) - 8h;
  record.end = record.start + 48h;
  record.policies.first().name = "pinghu";
  EXPECT_EQ(policies_text(record), "pinghu");
  engine::Policy strict;
  strict.name = "strict";
  record.policies.change(record.start + 24h, strict);
  EXPECT_EQ(policies_text(record), "pinghu, from 2020-11-03 00:00 strict");
  EXPECT_THAT(summary_text(record), HasSubstr("policy pinghu, from 2020-11-03 00:00 strict"));
  EXPECT_THAT(summary_text(record), Not(HasSubstr("held")));
  record.judgement.held_after_end = 2;
  EXPECT_THAT(summary_text(record), HasSubstr("2 held after it had gone"));
  record.end = record.start + 24h;
  EXPECT_EQ(policies_text(record), "pinghu") << "the change did not come to pass";
}

TEST(Explain, ACaseOfAReportIsToldFromTheReportOn) {
  Journal journal;
  journal.add(ev::ReportReceived{engine::ReportId{1}, {7, journal.at, engine::ClassId{0}, {400, 0}, "another place"}});
  journal.add(
      ev::ReportReceived{engine::ReportId{2}, {8, journal.at, engine::ClassId{0}, {40, 0}, "boxes on the pavement"}});
  journal.add(ev::ReportVerifyAsked{engine::ReportId{2}, engine::OfficerId{0}, journal.at + 24h});
  journal.add(ev::ReportVerified{engine::ReportId{2}, true});
  journal.add(ev::CaseRegistered{
      engine::CaseId{1}, std::nullopt, engine::ReportId{2}, engine::DutyGridId{0}, {40, 0}, journal.at + 2h, false});
  const std::string told = explain(journal.events, journal.configuration, {"", 1, 0, ""});
  EXPECT_THAT(told, HasSubstr("report 2 of a citizen: boxes on the pavement"));
  EXPECT_THAT(told, HasSubstr("report 2: o1 is asked to go and look"));
  EXPECT_THAT(told, HasSubstr("report 2 is true"));
  EXPECT_THAT(told, HasSubstr("case 1 registered"));
  EXPECT_THAT(told, Not(HasSubstr("another place")));
}

TEST(Explain, AnIncidentIsToldWithThePersonWhoConfirmedIt) {
  Journal journal;
  ev::SightingConfirmed sighting;
  sighting.sighting = engine::SightingId{1};
  sighting.onset = journal.at;
  sighting.between = {engine::MerchantId{0}};
  journal.add(sighting);
  journal.add(ev::ReviewAsked{engine::SightingId{1}});
  journal.add(ev::ReviewGiven{engine::SightingId{1}, true, engine::MerchantId{0}});
  journal.add(ev::IncidentOpened{engine::IncidentId{1},
                                 engine::SightingId{1},
                                 engine::ClassId{0},
                                 engine::MerchantId{0},
                                 engine::ZoneId{0},
                                 engine::DutyGridId{0},
                                 {},
                                 journal.at});
  const std::string told = explain(journal.events, journal.configuration, {"m1", 0, 0, ""});
  EXPECT_THAT(told, HasSubstr("sighting 1: a person is asked"));
  EXPECT_THAT(told, HasSubstr("sighting 1: the person confirms it: m1"));
}

// Makes one shop's incident: seen by camera 0 from the second minute on, opened at the fourth.
void add_incident(Journal& journal) {
  ev::SightingConfirmed sighting;
  sighting.sighting = engine::SightingId{1};
  sighting.onset = journal.at + 1s;
  sighting.merchant = engine::MerchantId{0};
  journal.add(ev::CameraBecame{engine::CameraId{0}, false, engine::BlindReason::dark, journal.at});
  journal.add(sighting);
  journal.add(ev::IncidentOpened{engine::IncidentId{1},
                                 engine::SightingId{1},
                                 engine::ClassId{0},
                                 engine::MerchantId{0},
                                 engine::ZoneId{0},
                                 engine::DutyGridId{0},
                                 {},
                                 journal.at});
}

TEST(Explain, AStrikeForAReportIsToldOfTheShopAndOfItsColour) {
  Journal journal;
  journal.add(ev::ReportReceived{engine::ReportId{1}, {7, journal.at, engine::ClassId{0}, {40, 0}, "boxes"}});
  journal.add(ev::ReportVerified{engine::ReportId{1}, true, std::nullopt, engine::MerchantId{0}});
  journal.add(ev::ReportCounted{engine::MerchantId{0}, engine::ReportId{1}, journal.at});
  journal.add(ev::ColourBecame{engine::MerchantId{0}, engine::Colour::green, engine::Colour::yellow, 3});
  const std::string colour = explain(journal.events, journal.configuration, {"", 0, 0, "m1"});
  EXPECT_THAT(colour, HasSubstr("a strike against m1"));
  EXPECT_THAT(colour, HasSubstr("for report 1, which an officer verified"));
  EXPECT_THAT(colour, HasSubstr("green → yellow with 3 strikes"));
  EXPECT_THAT(colour, Not(HasSubstr("boxes"))) << "only what feeds the colour";
  EXPECT_THAT(explain(journal.events, journal.configuration, {"m1", 0, 0, ""}), HasSubstr("boxes"));
}

TEST(Explain, AShopsStoryHoldsItsAnswersTheBlindnessOfItsCameraAndAnotherPolicy) {
  Journal journal;
  journal.add(ev::Configured{"first", "", {}, ""});
  journal.add(ev::CameraBecame{engine::CameraId{0}, false, engine::BlindReason::frozen, journal.at});
  add_incident(journal);
  journal.add(ev::Configured{"second", "", {}, ""});
  journal.add(ev::MerchantReplied{engine::MerchantId{0}, "申诉"});
  journal.add(ev::OwnerChanged{engine::MerchantId{0}, "新经营者", "", ""});
  const std::string told = explain(journal.events, journal.configuration, {"m1", 0, 0, ""});
  EXPECT_THAT(told, HasSubstr("is blind (dark)"));
  EXPECT_THAT(told, Not(HasSubstr("is blind (frozen)"))) << "before anything of the shop was seen";
  EXPECT_THAT(told, HasSubstr("the policy is 'second' from here on"));
  EXPECT_THAT(told, Not(HasSubstr("'first'"))) << "what holds from the beginning is no event of the story";
  EXPECT_THAT(told, HasSubstr("answers: 申诉"));
  EXPECT_THAT(told, HasSubstr("has a new owner: 新经营者"));
  EXPECT_THAT(told, Not(HasSubstr("{\"seq\""))) << "no event is told as JSON";
}

TEST(EventText, APictureThatWasTakenAndNotKeptIsToldSo) {
  Journal journal;
  ev::SightingConfirmed sighting;
  sighting.sighting = engine::SightingId{1};
  sighting.onset = journal.at;
  sighting.evidence.resize(3);
  journal.add(sighting);
  journal.add(ev::EvidenceKept{engine::SightingId{1}, {}, "", "refused"});
  journal.add(ev::EvidenceKept{engine::SightingId{1}, {}, "abc", ""});
  EXPECT_THAT(event_text(journal.events[0], journal.configuration), HasSubstr("3 pictures taken"));
  EXPECT_THAT(event_text(journal.events[1], journal.configuration), HasSubstr("was not kept: refused"));
  EXPECT_THAT(event_text(journal.events[2], journal.configuration), HasSubstr("is evidence/abc.jpg"));
}

}  // namespace
}  // namespace tricolor::harness::story_test
