// Shows that an expectation is met exactly when the journal says so: times are inclusive, counts are exact, names are
// told apart, and an expectation that is not met says what happened instead.
#include "test/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace tricolor::harness::expectations_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
namespace ev = engine::event;
using About = ExpectLine::About;

const Time kStart = *engine::instant_of("2020-11-02 09:00");

class Expectations : public testing::Test {
 protected:
  Expectations() {
    configuration.classes = {{"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {}},
                             {"out_of_store", "越门经营", "out of store", "", "", {"display"}, {}}};
    configuration.cameras = {{"c1", "city", std::nullopt, 1500ms, 15min}, {"c2", "city", std::nullopt, 1500ms, 15min}};
    for (const char* name : {"m1", "m2"}) {
      engine::Dossier dossier;
      dossier.name = name;
      dossier.phone = std::string("138") + name;
      configuration.merchants.push_back(dossier);
    }
    scenario.start = kStart;
    scenario.lasts = 1h;
  }

  void happens(std::chrono::milliseconds after, engine::event::Payload payload) {
    journal.push_back({journal.size() + 1, kStart + after, std::move(payload)});
  }

  void incident(std::chrono::milliseconds after, std::uint32_t number, std::uint32_t merchant,
                std::uint32_t violation_class = 0) {
    ev::IncidentOpened opened;
    opened.incident = engine::IncidentId{number};
    opened.merchant = engine::MerchantId{merchant};
    opened.violation_class = engine::ClassId{violation_class};
    happens(after, opened);
  }

  Finding check(const ExpectLine& line) {
    scenario.expect = {line};
    const auto findings = check_expectations(scenario, configuration, journal, messages);
    EXPECT_EQ(findings.size(), 1u);
    return findings.at(0);
  }

  static ExpectLine line(About about, std::string merchant = {}, std::string word = {}) {
    ExpectLine expected;
    expected.about = about;
    expected.merchant = std::move(merchant);
    expected.word = std::move(word);
    expected.written = "as written";
    expected.origin = {"s.yaml", 7, 3};
    return expected;
  }
  static ExpectLine within(ExpectLine expected, std::chrono::milliseconds from, std::chrono::milliseconds until) {
    expected.from = kStart + from;
    expected.until = kStart + until;
    return expected;
  }

  Scenario scenario;
  engine::Configuration configuration;
  std::vector<engine::Event> journal;
  std::vector<Message> messages;
};

TEST_F(Expectations, CarryTheirPlaceAndWords) {
  const Finding finding = check(line(About::incident, "m1", "opened"));
  EXPECT_EQ(finding.origin.line, 7);
  EXPECT_EQ(finding.required, "as written");
  EXPECT_FALSE(finding.met);
  EXPECT_THAT(finding.actual, HasSubstr("never"));
}

TEST_F(Expectations, CountAnIncidentWithinInclusiveTimes) {
  incident(181500ms, 1, 0);
  EXPECT_TRUE(check(within(line(About::incident, "m1", "opened"), 181500ms, 181500ms)).met);
  EXPECT_FALSE(check(within(line(About::incident, "m1", "opened"), 181501ms, 182000ms)).met);
  EXPECT_FALSE(check(within(line(About::incident, "m1", "opened"), 0ms, 181499ms)).met);
  EXPECT_THAT(check(within(line(About::incident, "m1", "opened"), 0ms, 1000ms)).actual, HasSubstr("09:03:01.5"));
}

TEST_F(Expectations, TellMerchantsAndClassesApart) {
  incident(1s, 1, 0, 0);
  EXPECT_FALSE(check(line(About::incident, "m2", "opened")).met);
  EXPECT_TRUE(check(line(About::incident, {}, "opened")).met);
  ExpectLine other_class = line(About::incident, "m1", "opened");
  other_class.class_name = "out_of_store";
  EXPECT_FALSE(check(other_class).met);
  other_class.class_name = "piled_goods";
  EXPECT_TRUE(check(other_class).met);
}

TEST_F(Expectations, TimesIsExact) {
  incident(1s, 1, 0);
  incident(2s, 2, 0);
  ExpectLine once = line(About::incident, "m1", "opened");
  once.times = 1;
  EXPECT_FALSE(check(once).met);
  once.times = 2;
  EXPECT_TRUE(check(once).met);
  // All occurrences must lie within the time.
  once.times = 1;
  EXPECT_FALSE(check(within(once, 0s, 1s)).met);
}

TEST_F(Expectations, NeverMeansNeverWithinTheTime) {
  incident(10s, 1, 0);
  ExpectLine never = line(About::incident, {}, "opened");
  never.never = true;
  EXPECT_FALSE(check(never).met);
  EXPECT_TRUE(check(within(never, 0s, 9s)).met);
  never.merchant = "m2";
  EXPECT_TRUE(check(never).met);
}

TEST_F(Expectations, ANoticeIsSentWhenTheGatewayAcceptedIt) {
  incident(1s, 1, 0);
  happens(1s, ev::NoticeQueued{engine::NoticeId{1}, engine::IncidentId{1}, engine::MerchantId{0}, "k",
                               "请您于15分钟内进行清理", kStart});
  happens(1s, ev::NoticeSent{engine::NoticeId{1}, static_cast<std::uint8_t>(engine::SendResult::unknown)});
  EXPECT_FALSE(check(line(About::notice, "m1", "sent")).met) << "nobody knows yet whether it was accepted";
  happens(5s, ev::NoticeSent{engine::NoticeId{1}, static_cast<std::uint8_t>(engine::SendResult::accepted)});
  EXPECT_TRUE(check(line(About::notice, "m1", "sent")).met);
  ExpectLine text = line(About::notice, "m1", "sent");
  text.text = "15分钟";
  EXPECT_TRUE(check(text).met);
  text.text = "20分钟";
  EXPECT_FALSE(check(text).met);
  EXPECT_FALSE(check(line(About::notice, "m1", "delivered")).met);
  happens(6s, ev::NoticeFate{engine::NoticeId{1}, false});
  EXPECT_TRUE(check(line(About::notice, "m1", "undelivered")).met);
  EXPECT_FALSE(check(line(About::notice, "m1", "delivered")).met);
}

TEST_F(Expectations, ACaseIsFollowedThroughItsStates) {
  incident(1s, 1, 0);
  happens(900s, ev::CaseRegistered{
                    engine::CaseId{1}, engine::IncidentId{1}, std::nullopt, engine::DutyGridId{0}, {}, kStart, true});
  happens(900s, ev::CaseMoved{
                    engine::CaseId{1}, engine::CaseState::registered, engine::CaseState::dispatched, std::nullopt, {}});
  EXPECT_TRUE(check(line(About::case_state, "m1", "register")).met);
  EXPECT_TRUE(check(line(About::case_state, "m1", "dispatch")).met);
  EXPECT_FALSE(check(line(About::case_state, "m1", "close")).met);
  EXPECT_FALSE(check(line(About::case_state, "m2", "register")).met);
}

TEST_F(Expectations, AnIncidentEndsInOneWay) {
  incident(1s, 1, 0);
  happens(2s, ev::IncidentVoided{engine::IncidentId{1}, "appeal"});
  happens(2s, ev::IncidentClosed{engine::IncidentId{1}, ev::IncidentClosed::How::voided});
  ExpectLine once = line(About::incident, "m1", "voided");
  once.times = 1;
  EXPECT_TRUE(check(once).met) << "taken back once, though two events say so";
  incident(3s, 2, 0);
  happens(4s, ev::IncidentClosed{engine::IncidentId{2}, ev::IncidentClosed::How::self_corrected});
  EXPECT_TRUE(check(line(About::incident, "m1", "self_corrected")).met);
  EXPECT_FALSE(check(line(About::incident, "m1", "case_closed")).met);
}

TEST_F(Expectations, AColourAtAnInstantIsAState) {
  const auto yellow = within(line(About::colour, "m1", "yellow"), 10s, 10s);
  EXPECT_FALSE(check(yellow).met);
  EXPECT_TRUE(check(within(line(About::colour, "m1", "green"), 10s, 10s)).met) << "everybody is green at first";
  happens(10s, ev::ColourBecame{engine::MerchantId{0}, engine::Colour::green, engine::Colour::yellow, 3});
  EXPECT_TRUE(check(yellow).met) << "the instant itself counts";
  EXPECT_TRUE(check(within(line(About::colour, "m1", "yellow"), 500s, 500s)).met) << "and holds from then on";
  EXPECT_TRUE(check(within(line(About::colour, "m2", "green"), 500s, 500s)).met);
  EXPECT_FALSE(check(within(line(About::colour, "m1", "yellow"), 11s, 500s)).met)
      << "a span of time asks for the change itself";
}

TEST_F(Expectations, ReportsReviewsAndCameras) {
  happens(1s, ev::ReportAttached{engine::ReportId{1}, engine::IncidentId{1}, std::nullopt, false});
  happens(2s, ev::ReportVerified{engine::ReportId{2}, false});
  happens(3s, ev::CameraBecame{engine::CameraId{1}, false, engine::BlindReason::dark, kStart});
  ev::SightingConfirmed sighting;
  sighting.sighting = engine::SightingId{1};
  sighting.between = {engine::MerchantId{0}, engine::MerchantId{1}};
  happens(4s, sighting);
  happens(4s, ev::ReviewAsked{engine::SightingId{1}});
  EXPECT_TRUE(check(line(About::report, {}, "attached")).met);
  EXPECT_TRUE(check(line(About::report, {}, "dismissed")).met);
  EXPECT_FALSE(check(line(About::report, {}, "verified")).met);
  EXPECT_TRUE(check(line(About::review, "m2")).met) << "between two shops it is about both";
  ExpectLine camera = line(About::camera, {}, "blind");
  camera.text = "c2";
  EXPECT_TRUE(check(camera).met);
  camera.text = "c1";
  EXPECT_FALSE(check(camera).met);
}

TEST_F(Expectations, MessagesAreCountedAtTheWorldsGateway) {
  ExpectLine once = line(About::message, "m1");
  once.times = 1;
  EXPECT_FALSE(check(once).met);
  messages.push_back({"i1.warn.m1", "138m1", "杂物堆放", kStart + 5s, std::nullopt, 0});
  EXPECT_TRUE(check(once).met);
  messages.push_back({"i1.warn.m1b", "138m1", "杂物堆放", kStart + 6s, std::nullopt, 0});
  EXPECT_FALSE(check(once).met);
  EXPECT_FALSE(check(line(About::message, "m2")).met);
}

}  // namespace
}  // namespace tricolor::harness::expectations_test
