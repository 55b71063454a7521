// Shows how the verdicts under load are counted: only violations that began after the engine and whose time to be found
// was over are asked for; what stood there before is no mistake; every other incident without a violation is one.
#include <gtest/gtest.h>

#include "load/load_json.h"

namespace tricolor::harness::verdicts_test {
namespace {

using namespace std::chrono_literals;

const engine::Time kBegan{1'000s};

JudgedViolation violation(std::uint64_t id, engine::Duration from, engine::Duration dwell_end,
                          std::optional<std::uint32_t> incident, bool in_view = true) {
  JudgedViolation it;
  it.violation.id = id;
  it.violation.from = kBegan + from;
  it.violation.dwell_end = kBegan + dwell_end;
  it.violation.seeing.in_view = it.violation.seeing.opportunity = in_view;
  if (incident) it.incident = engine::IncidentId{*incident};
  return it;
}

JudgedIncident incident(std::uint32_t id, engine::Duration onset, engine::Duration confirmed, WrongBy wrong_by) {
  JudgedIncident it;
  it.incident.id = engine::IncidentId{id};
  it.incident.onset = kBegan + onset;
  it.incident.confirmed_at = kBegan + confirmed;
  it.incident.merchant = engine::MerchantId{0};
  it.wrong_by = wrong_by;
  return it;
}

LoadJson verdicts_of(PointVerdicts verdicts) {
  PointSettings settings;
  settings.measured = 600s;
  PointResult result;
  result.gaps.emplace(1, kBegan, kBegan + 600s, 1s);
  verdicts.from = kBegan;
  verdicts.until = kBegan + 600s;
  verdicts.every = 1s;
  return point_json(settings, result, &verdicts)["verdicts"];
}

TEST(Verdicts, only_violations_that_could_be_found_are_asked_for) {
  PointVerdicts verdicts;
  verdicts.judgement.violations = {violation(1, 10s, 190s, 1), violation(2, 20s, 200s, {}),
                                   violation(3, -5s, 100s, {}),          // began before the engine
                                   violation(4, 419s, 599s, {}),         // its time is not over
                                   violation(5, 30s, 210s, {}, false)};  // nobody sees it
  verdicts.judgement.incidents = {incident(1, 11s, 192s, WrongBy::none)};
  const LoadJson json = verdicts_of(verdicts);
  EXPECT_EQ(json["violations"], 2);
  EXPECT_EQ(json["found"], 1);
  EXPECT_DOUBLE_EQ(json["recall"].get<double>(), 0.5);
  EXPECT_DOUBLE_EQ(json["delay_s_median"].get<double>(), 2.0);
  EXPECT_EQ(json["wrong"], 0);
}

TEST(Verdicts, what_stood_there_when_the_engine_began_is_no_mistake_and_anything_else_is) {
  PointVerdicts verdicts;
  verdicts.judgement.incidents = {
      incident(1, 1s, 181s, WrongBy::off_time),     incident(2, 60s, 300s, WrongBy::off_time),
      incident(3, 1s, 181s, WrongBy::lawful_thing), incident(4, 90s, 280s, WrongBy::wrong_shop),
      incident(5, 90s, 280s, WrongBy::duplicate),   incident(6, 90s, 280s, WrongBy::undecidable)};
  const LoadJson json = verdicts_of(verdicts);
  EXPECT_EQ(json["incidents"], 6);
  EXPECT_EQ(json["undecidable"], 1);
  EXPECT_EQ(json["stood_before"], 1);
  EXPECT_EQ(json["wrong"], 4);
  EXPECT_EQ(json["wrong_by"]["off_time"], 1);
  EXPECT_EQ(json["wrong_shop"], 1);
  EXPECT_EQ(json["duplicates"], 1);
  EXPECT_EQ(json["shops_accused"], 6);
  EXPECT_TRUE(json["recall"].is_null());
}

// A point whose verdicts list these violations: number, and delay or none.
LoadJson point_with(std::initializer_list<std::pair<int, std::optional<double>>> found) {
  LoadJson list = LoadJson::array();
  for (const auto& [id, delay] : found)
    list.push_back(LoadJson::array({id, delay ? LoadJson(*delay) : LoadJson(nullptr)}));
  LoadJson point;
  point["verdicts"] = {{"list", list}, {"against", nullptr}};
  return point;
}

TEST(Verdicts, of_two_profiles_are_compared_violation_by_violation) {
  LoadJson busy = point_with({{1, 4.0}, {2, {}}, {3, 9.5}, {4, {}}, {5, 2.0}});
  hold_against(busy, point_with({{1, 1.5}, {2, 2.0}, {3, 1.5}, {4, {}}, {5, {}}, {6, 1.0}}), "quiet");
  const LoadJson& against = busy["verdicts"]["against"];
  EXPECT_EQ(against["profile"], "quiet");
  EXPECT_EQ(against["both"], 2);
  EXPECT_EQ(against["lost"], 1);
  EXPECT_EQ(against["gained"], 1);
  EXPECT_EQ(against["neither"], 1);
  EXPECT_DOUBLE_EQ(against["later_s_most"].get<double>(), 8.0);

  LoadJson of_a_copy = point_with({});
  of_a_copy["verdicts"] = nullptr;
  hold_against(of_a_copy, busy, "quiet");
  EXPECT_TRUE(of_a_copy["verdicts"].is_null()) << "where nothing is judged nothing is compared";
}

}  // namespace
}  // namespace tricolor::harness::verdicts_test
