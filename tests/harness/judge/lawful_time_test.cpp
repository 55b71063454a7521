// Shows that the judge knows the rule of a class as its row says it: beside whom it is none, how many things it takes,
// and whether things or zones count.
#include "judge/lawful_time.h"

#include <gtest/gtest.h>

#include <chrono>

#include "judge/judgement.h"
#include "sim/kinds.h"

namespace tricolor::harness::lawful_time_test {
namespace {

using namespace std::chrono_literals;
namespace ev = engine::event;
using StayPer = engine::ViolationClass::StayPer;

const sim::Time kStart = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} + 2h;
constexpr sim::Duration kLook{1'500'000};

/// A pavement of two zones, 0 … 20 m and 20 … 40 m along, on which one class can be violated by bags.
struct Pavement {
  engine::Configuration configuration;
  engine::Policy policy;
  sim::Truth truth;
  std::vector<engine::Event> journal;

  Pavement() {
    configuration.classes = {{"left_bags", "遗留物", "bags", "", "", {"pile"}, {engine::ZoneKind::pavement}}};
    configuration.classes[0].pardoned_in = {};
    for (const double from : {0.0, 20.0}) {
      engine::Zone zone;
      zone.kind = engine::ZoneKind::pavement;
      zone.outline = {{from, 0}, {from + 20, 0}, {from + 20, 10}, {from, 10}};
      configuration.zones.push_back(zone);
    }
    policy.classes = {{"left_bags", 180s, {}}};
  }
  engine::ViolationClass& row() { return configuration.classes[0]; }
  void stands(sim::ThingKind kind, double x_m, sim::Duration from, sim::Duration until) {
    sim::Stay stay;
    stay.id = stay.thing = truth.stays.size() + 1;
    stay.kind = kind;
    if (kind == sim::ThingKind::pile) stay.class_name = "left_bags";
    stay.at = {x_m, 5};
    stay.from = kStart + from;
    stay.until = kStart + until;
    stay.length_m = stay.width_m = 0.5;
    truth.stays.push_back(stay);
  }
  void bag(double x_m, sim::Duration from, sim::Duration until) { stands(sim::ThingKind::pile, x_m, from, until); }
  void owner(double x_m, sim::Duration from, sim::Duration until) { stands(sim::ThingKind::person, x_m, from, until); }
  std::vector<Violation> all() const {
    const Lines lines = Lines::drawn(configuration, *sim::KindTable::well_known());
    auto list = violations_of(truth, configuration, PolicyHistory(policy), kStart, kStart + 6h, {&lines, kLook});
    for (Violation& violation : list) violation.seeing = {true, true, true, 4, 4};
    return list;
  }
  std::vector<Violation> violations() const {
    auto list = all();
    std::erase_if(list, [](const Violation& it) { return it.undecidable != Undecidable::no; });
    return list;
  }
  std::size_t undecidable() const { return all().size() - violations().size(); }
};

TEST(JudgeOfCompany, BesideItsOwnerAThingIsNoViolationAndItsDwellBeginsWhenHeGoes) {
  Pavement street;
  street.bag(5, 0s, 1h);
  street.owner(7, 0s, 10min);
  ASSERT_EQ(street.violations().size(), 1u);
  EXPECT_EQ(street.violations()[0].dwell_end, kStart + 180s) << "the class need not be apart from anybody";
  street.row().apart_from = {{"person", 3}};
  ASSERT_EQ(street.violations().size(), 1u);
  EXPECT_EQ(street.violations()[0].from, kStart + 10min);
  EXPECT_EQ(street.violations()[0].dwell_end, kStart + 10min + 180s);
  street.row().apart_from = {{"person", 1.5}};
  ASSERT_EQ(street.violations().size(), 1u);
  EXPECT_EQ(street.violations()[0].dwell_end, kStart + 180s) << "2 m away is too far";
  street.row().apart_from = {{"dog", 3}};
  EXPECT_EQ(street.violations()[0].dwell_end, kStart + 180s) << "a person is no dog";
}

TEST(JudgeOfCompany, AnOwnerWhoStaysLeavesNothingToFind) {
  Pavement street;
  street.row().apart_from = {{"person", 3}};
  street.bag(5, 0s, 1h);
  street.owner(7, 0s, 2h);
  EXPECT_TRUE(street.all().empty());
}

TEST(JudgeOfCompany, WhoComesForLessThanAGapIsNobody) {
  Pavement street;
  street.row().apart_from = {{"person", 3}};
  street.bag(5, 0s, 1h);
  street.owner(6, 100s, 103s);
  ASSERT_EQ(street.violations().size(), 1u);
  EXPECT_EQ(street.violations()[0].dwell_end, kStart + 180s);
}

TEST(JudgeOfCompany, WhatAHandsBreadthOrOneLookDecidesIsSetApart) {
  Pavement near;
  near.row().apart_from = {{"person", 3}};
  near.bag(5, 0s, 1h);
  near.owner(8.1, 0s, 1h);
  EXPECT_TRUE(near.violations().empty());
  EXPECT_EQ(near.undecidable(), 1u) << "2.9 or 3.1 m";
  Pavement short_time;
  short_time.row().apart_from = {{"person", 3}};
  short_time.bag(5, 0s, 1h);
  short_time.owner(6, 100s, 106s);
  EXPECT_EQ(short_time.undecidable(), 1u) << "6 s with looks every 1.5 s and a gap of 5 s";
}

TEST(JudgeOfCrowds, FewerThingsThanItTakesAreNoViolation) {
  Pavement street;
  street.row().at_least = 3;
  street.row().stay_per = StayPer::zone;
  street.bag(3, 0s, 1h);
  street.bag(9, 0s, 1h);
  EXPECT_TRUE(street.all().empty());
  street.bag(25, 0s, 1h);
  EXPECT_TRUE(street.all().empty()) << "the third lies in another zone";
  street.bag(15, 20min, 40min);
  const auto violations = street.violations();
  ASSERT_EQ(violations.size(), 1u) << "one for the zone";
  EXPECT_EQ(violations[0].from, kStart + 20min);
  EXPECT_EQ(violations[0].dwell_end, kStart + 20min + 180s);
  EXPECT_EQ(violations[0].until, kStart + 40min);
  EXPECT_EQ(violations[0].stays, (std::vector<std::uint64_t>{1, 2, 4}));
}

TEST(JudgeOfCrowds, OneMoreOrLessDoesNotEndIt) {
  Pavement street;
  street.row().at_least = 2;
  street.row().stay_per = StayPer::zone;
  street.bag(3, 0s, 1h);
  street.bag(9, 0s, 1h);
  street.bag(15, 10s, 100s);
  street.bag(16, 120s, 150s);
  ASSERT_EQ(street.violations().size(), 1u);
  EXPECT_EQ(street.violations()[0].dwell_end, kStart + 180s);
}

TEST(JudgeOfCrowds, AThingWhoseOwnerStandsByIsNotCounted) {
  Pavement street;
  street.row().at_least = 2;
  street.row().apart_from = {{"person", 1}};
  street.bag(3, 0s, 1h);
  street.bag(9, 0s, 1h);
  street.owner(9.4, 0s, 1h);
  EXPECT_TRUE(street.all().empty());
}

TEST(JudgeOfCrowds, WithoutAMerchantTheIncidentMayLieAtAnyOfTheThings) {
  Pavement street;
  street.row().at_least = 2;
  street.row().stay_per = StayPer::zone;
  street.bag(2, 0s, 1h);
  street.bag(18, 0s, 1h);
  ev::IncidentOpened opened{engine::IncidentId{1},
                            engine::SightingId{1},
                            engine::ClassId{0},
                            std::nullopt,
                            engine::ZoneId{0},
                            engine::DutyGridId{0},
                            {18, 5},
                            kStart};
  street.journal.push_back({1, kStart + 181s, opened});
  const Judgement judged =
      judge(street.all(), street.journal, street.configuration, street.truth, {2 * kLook, 5s, kStart + 6h});
  ASSERT_EQ(judged.incidents.size(), 1u);
  EXPECT_EQ(judged.incidents[0].wrong_by, WrongBy::none);
  ASSERT_EQ(judged.violations.size(), 1u);
  EXPECT_TRUE(judged.violations[0].incident);
}

TEST(JudgeOfCrowds, OfAFrontForWhichThePlaceAnswersAllIsOnePlace) {
  Pavement street;
  street.row().zones = {engine::ZoneKind::shop_front};
  street.row().answers = engine::ViolationClass::Answers::place;
  street.configuration.merchants.resize(1);
  street.configuration.zones[0].kind = engine::ZoneKind::shop_front;
  street.configuration.zones[0].merchant = engine::MerchantId{0};
  for (const double x : {3.0, 9.0}) {
    street.bag(x, 0s, 1h);
    street.truth.stays.back().shop = 0;
  }
  ASSERT_EQ(street.violations().size(), 1u);
  EXPECT_FALSE(street.violations()[0].merchant);
}

}  // namespace
}  // namespace tricolor::harness::lawful_time_test
