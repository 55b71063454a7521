// Shows by which ground a thing is judged: as drawn or as surveyed; that nobody is blamed for what a hand's breadth or
// one look decides; and what drawing costs.
#include "judge/lines.h"

#include <gtest/gtest.h>

#include <chrono>

#include "judge/judgement.h"
#include "sim/camera/looks.h"
#include "sim/city/generator.h"

namespace tricolor::harness::lines_test {
namespace {

using namespace std::chrono_literals;
namespace ev = engine::event;

const sim::Time kStart = std::chrono::sys_days{std::chrono::year{2020} / 11 / 2} + 2h;
constexpr sim::Duration kLook{1'500'000};

// Two shops side by side on the north of a street that runs east: fronts 10 … 16 m and 16 … 22 m along, façade at
// y = 10 m, the line of the lawful strip at y = 9.1 m, the kerb at y = 6 m; and a bicycle bay at 30 … 36 m.
struct Corner {
  sim::City city;
  engine::Configuration configuration;
  engine::Policy policy;
  sim::Truth truth;
  std::vector<engine::Event> journal;

  Corner() {
    city.streets.push_back({"xinhua", "新华路", {0, 0}, {60, 0}, 12, 4, "g1"});
    city.shops.push_back({"m1", "阿芳水果店", "fruit_veg", 0, sim::Side::left, 10, 16, 0});
    city.shops.push_back({"m2", "老王五金", "hardware", 0, sim::Side::left, 16, 22, 0});
    city.bays.push_back({0, sim::Side::left, 30, 36, 6.3, 8.1, false});
    configuration.classes = {
        {"piled_goods", "杂物堆放", "piled goods", "", "", {"pile"}, {engine::ZoneKind::shop_front}},
        {"nonmotor_parking", "非机动车辆乱停放", "bicycle", "", "", {"nonmotor"}, {engine::ZoneKind::pavement}}};
    configuration.merchants.resize(2);
    policy.occupancy.min_overlap = 0.7;
    policy.classes = {{"piled_goods", 180s, {}}, {"nonmotor_parking", 600s, {}}};
    draw(0);
  }
  /// Draws both fronts with the far edge and the border between them off by so many metres.
  void draw(double far_off_m, double border_off_m = 0) {
    configuration.zones.clear();
    for (std::uint32_t i = 0; i < 2; ++i) {
      engine::Zone zone;
      zone.kind = engine::ZoneKind::shop_front;
      zone.merchant = engine::MerchantId{i};
      const double from = i == 0 ? 10 : 16 + border_off_m, to = i == 0 ? 16 + border_off_m : 22;
      zone.outline = {{from, 6.25}, {to, 6.25}, {to, 9.1 + far_off_m}, {from, 9.1 + far_off_m}};
      configuration.zones.push_back(zone);
    }
  }
  /// A pile 1 m long and 1 m deep with this centre.
  sim::Stay& pile(int shop, sim::Point at, sim::Duration length, const char* name = "piled_goods") {
    sim::Stay s;
    s.id = truth.stays.size() + 1;
    s.thing = s.id;
    s.class_name = name;
    s.shop = shop;
    s.at = at;
    s.from = kStart;
    s.until = kStart + length;
    s.length_m = s.width_m = 1;
    truth.stays.push_back(s);
    return truth.stays.back();
  }
  void incident(std::uint32_t id, std::uint32_t merchant, engine::GroundPoint spot, sim::Duration at = 181s) {
    ev::IncidentOpened e{engine::IncidentId{id},
                         engine::SightingId{id},
                         engine::ClassId{0},
                         engine::MerchantId{merchant},
                         engine::ZoneId{0},
                         engine::DutyGridId{0},
                         spot,
                         kStart};
    journal.push_back({journal.size() + 1, kStart + at, e});
  }
  Lines drawn() const { return Lines::drawn(configuration, *city.kinds); }
  Lines surveyed() const { return Lines::surveyed(city, configuration); }
  std::vector<Violation> violations(const Lines& lines) const {
    auto list = violations_of(truth, configuration, PolicyHistory(policy), kStart, kStart + 6h, {&lines, kLook});
    for (Violation& v : list) v.seeing = {true, true, true, 4, 4};
    return list;
  }
  Judgement judged(const Lines& lines) const {
    return judge(violations(lines), journal, configuration, truth, {2 * kLook, 5s, kStart + 6h});
  }
};

TEST(Lines, AThingStandsOutsideByTheShareOfItsGround) {
  Corner corner;
  const engine::OccupancyPolicy& rules = corner.policy.occupancy;
  // The line runs at y = 9.1 m, so that the limit of 70 % lies where the centre is at 8.9 m.
  EXPECT_TRUE(corner.surveyed().of(corner.pile(0, {13, 8.0}, 1h), rules).violation_class);
  EXPECT_TRUE(corner.surveyed().of(corner.pile(0, {13, 8.7}, 1h), rules).violation_class);
  EXPECT_FALSE(corner.surveyed().of(corner.pile(0, {13, 9.1}, 1h), rules).violation_class);
  EXPECT_FALSE(corner.surveyed().of(corner.pile(0, {13, 9.5}, 1h, ""), rules).violation_class);
}

TEST(Lines, WhatTheTruthCallsLawfulIsJudgedByTheDrawnLineToo) {
  Corner corner;
  corner.draw(0.6);
  const sim::Stay& inside = corner.pile(0, {13, 9.4}, 1h, "");
  EXPECT_FALSE(corner.surveyed().of(inside, corner.policy.occupancy).violation_class);
  EXPECT_EQ(corner.drawn().of(inside, corner.policy.occupancy).violation_class, engine::ClassId{0});
}

TEST(Lines, WithinAHandsBreadthOfALimitNothingIsCertain) {
  Corner corner;
  const engine::OccupancyPolicy& rules = corner.policy.occupancy;
  for (const double y : {8.76, 8.9, 9.04})
    EXPECT_FALSE(corner.surveyed().of(corner.pile(0, {13, y}, 1h), rules).certain) << y;
  for (const double y : {8.0, 8.74, 9.06, 9.5})
    EXPECT_TRUE(corner.surveyed().of(corner.pile(0, {13, y}, 1h), rules).certain) << y;
  // It lies across the border of two fronts, which is no limit of being outside.
  EXPECT_TRUE(corner.surveyed().of(corner.pile(0, {16, 8}, 1h), rules).certain);
}

TEST(Lines, ABicycleIsParkedInABayFromHalfOfIt) {
  Corner corner;
  const auto bicycle = [&](double x) {
    sim::Stay& s = corner.pile(0, {x, 7.2}, 1h, "nonmotor_parking");
    s.shop.reset();
    s.kind = sim::ThingKind::nonmotor;
    return corner.surveyed().of(s, corner.policy.occupancy);
  };
  EXPECT_FALSE(bicycle(30.3).violation_class);
  EXPECT_TRUE(bicycle(29.7).violation_class);
  EXPECT_TRUE(bicycle(29.7).certain);
  EXPECT_FALSE(bicycle(30.1).certain);
  EXPECT_FALSE(bicycle(29.9).certain);
}

TEST(Lines, ABicycleInItsBayIsJudgedByTheBayAsDrawnToo) {
  Corner corner;
  engine::Zone bay;
  bay.kind = engine::ZoneKind::bay;
  bay.outline = {{30, 6.3}, {36, 6.3}, {36, 8.1}, {30, 8.1}};
  corner.configuration.zones.push_back(bay);
  // It stands at the end of its bay, and is lawful for all that the truth knows.
  sim::Stay& bicycle = corner.pile(0, {30.5, 7.2}, 1h, "");
  bicycle.shop.reset();
  bicycle.kind = sim::ThingKind::nonmotor;
  const auto class_by = [&](const Lines& lines) { return lines.of(bicycle, corner.policy.occupancy).violation_class; };
  EXPECT_FALSE(class_by(corner.drawn()));
  EXPECT_FALSE(class_by(corner.surveyed()));
  auto& outline = corner.configuration.zones.back().outline;
  outline[0].x_m = outline[3].x_m = 30.6;
  EXPECT_EQ(class_by(corner.drawn()), engine::ClassId{1}) << "the bay was drawn 0.6 m too short";
  bicycle.at.x_m = 25;
  EXPECT_FALSE(class_by(corner.drawn())) << "no bay makes it lawful there: the truth knows why it is";
  bicycle.at.x_m = 30.5;
  EXPECT_FALSE(class_by(corner.surveyed()));
}

TEST(Lines, AnyKindOfZoneThatTheClassNamesPardonsIt) {
  Corner corner;
  const auto pile = corner.pile(0, {13, 8}, 1h);
  const auto lawful = [&](const Lines& lines) {
    return !lines.of(pile, corner.policy.occupancy).violation_class.has_value();
  };
  // A strip that the city gave free lies over a part of the front: 0.6 m of the metre that the pile takes.
  engine::Zone strip;
  strip.kind = engine::ZoneKind::pavement;
  strip.outline = {{10, 6}, {13.1, 6}, {13.1, 10}, {10, 10}};
  corner.configuration.zones.push_back(strip);
  EXPECT_FALSE(lawful(corner.drawn())) << "the class does not name pavements";
  corner.configuration.classes[0].pardoned_in = {engine::ZoneKind::pavement};
  EXPECT_TRUE(lawful(corner.drawn()));
  EXPECT_TRUE(lawful(corner.surveyed())) << "it is surveyed nowhere, so that it lies where it was drawn";
  corner.configuration.zones.back().outline[1].x_m = corner.configuration.zones.back().outline[2].x_m = 12.9;
  EXPECT_FALSE(lawful(corner.drawn())) << "less than half of the pile lies in it";
  corner.configuration.classes[0].pardoned_in = {engine::ZoneKind::shop_front};
  EXPECT_TRUE(lawful(corner.drawn())) << "a front pardons a class that names fronts, as it does in the engine";
}

TEST(Lines, BetweenShopsItsOwnerAnswersAndPlainlyInADrawnZoneThatZonesShop) {
  Corner corner;
  const engine::OccupancyPolicy& rules = corner.policy.occupancy;
  const sim::Stay between = corner.pile(0, {15.9, 8}, 1h), plain = corner.pile(0, {15.4, 8}, 1h);
  EXPECT_TRUE(corner.surveyed().of(between, rules).between);
  EXPECT_EQ(corner.surveyed().of(between, rules).shop, 0);
  EXPECT_FALSE(corner.surveyed().of(plain, rules).between);
  corner.draw(0, -1.5);
  EXPECT_EQ(corner.drawn().of(plain, rules).shop, 1) << "the border was drawn 1.5 m too far west";
  EXPECT_EQ(corner.surveyed().of(plain, rules).shop, 0);
}

TEST(Undecidable, AStayOfAboutTheDwellIsSetApart) {
  for (const auto& [length, apart, violations] :
       {std::tuple{178400ms, 0u, 0u}, std::tuple{178500ms, 1u, 0u}, std::tuple{180000ms, 1u, 0u},
        std::tuple{181500ms, 1u, 0u}, std::tuple{181600ms, 0u, 1u}}) {
    Corner corner;
    corner.pile(0, {13, 8}, length);
    const Judgement judgement = corner.judged(corner.surveyed());
    EXPECT_EQ(judgement.undecidable.size(), apart) << length.count() << " ms";
    EXPECT_EQ(judgement.violations.size(), violations) << length.count() << " ms";
    EXPECT_EQ(judgement.by_class_by_day.contains(""), violations > 0);
  }
}

TEST(Undecidable, AnEpisodeThatSurelyLastedTooLongIsDecidedWhateverElseItHolds) {
  Corner corner;
  corner.pile(0, {13, 8}, 180s);
  sim::Stay& again = corner.pile(0, {13, 8}, 0s);
  again.from = kStart + 200s;
  again.until = kStart + 500s;
  const auto list = corner.violations(corner.surveyed());
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].undecidable, Undecidable::no);
}

TEST(Undecidable, ByThePlaceOnlyWhatStoodLongEnough) {
  Corner corner;
  corner.pile(0, {13, 9.0}, 100s);
  EXPECT_TRUE(corner.violations(corner.surveyed()).empty()) << "wherever it stood, it was no violation";
  corner.pile(1, {19, 9.0}, 1h);
  const auto list = corner.violations(corner.surveyed());
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].undecidable, Undecidable::by_place);
  EXPECT_EQ(list[0].merchant, engine::MerchantId{1});
}

TEST(Undecidable, OfAnEpisodeOnlyTheStayOfAboutTheDwellIsCounted) {
  Corner corner;
  // Goods that are taken in for a moment twice: one of the three stays lasts the dwell.
  for (const auto& [from, length] : {std::pair{0s, 100s}, std::pair{130s, 180s}, std::pair{340s, 100s}}) {
    sim::Stay& stay = corner.pile(0, {13, 8}, 0s);
    stay.from = kStart + from;
    stay.until = stay.from + length;
  }
  corner.pile(1, {19, 8}, 1h);
  corner.pile(1, {19, 9.7}, 2h, "");  // Lawful, well inside the strip.
  const Judgement judgement = corner.judged(corner.surveyed());
  ASSERT_EQ(judgement.undecidable.size(), 1u);
  EXPECT_EQ(judgement.undecidable[0].violation.stays.size(), 3u);
  EXPECT_EQ(judgement.undecidable[0].violation.undecided, std::vector<std::uint64_t>{2});
  const Proportion share = undecidable_stays(judgement, corner.truth);
  EXPECT_EQ(share.hits, 1);
  EXPECT_EQ(share.of, 4);
}

TEST(Undecidable, ItsAccusationIsNeitherRightNorWrong) {
  Corner corner;
  corner.pile(0, {13, 8}, 180s);
  corner.pile(1, {19, 8}, 1h);
  corner.incident(1, 0, {13, 8});
  corner.incident(2, 1, {19, 8});
  const Judgement judgement = corner.judged(corner.surveyed());
  ASSERT_EQ(judgement.undecidable.size(), 1u);
  EXPECT_EQ(judgement.undecidable[0].incident, engine::IncidentId{1});
  EXPECT_EQ(judgement.incidents[0].wrong_by, WrongBy::undecidable);
  EXPECT_EQ(judgement.wrong.at("undecidable"), 1);
  const Score& all = judgement.by_class_by_day.at("");
  EXPECT_EQ(all.precision.of, 1);
  EXPECT_EQ(all.recall_all.of, 1);
  EXPECT_EQ(all.precision.hits, 1);
  EXPECT_EQ(judgement.undecidable_share.hits, 1);
  EXPECT_EQ(judgement.undecidable_share.of, 2);
  EXPECT_EQ(judgement.violations[0].violation.id, 1u);
}

TEST(Undecidable, NorIsALateAccusationOfIt) {
  Corner corner;
  corner.pile(0, {13, 9.0}, 1h);
  corner.incident(1, 0, {13, 9.0}, 20min);
  const Judgement judgement = corner.judged(corner.surveyed());
  EXPECT_EQ(judgement.incidents[0].wrong_by, WrongBy::undecidable);
}

TEST(Undecidable, TheNeighbourIsAsInnocentAsEver) {
  Corner corner;
  corner.pile(0, {15, 8}, 180s);
  corner.incident(1, 1, {15.6, 8});
  const Judgement judgement = corner.judged(corner.surveyed());
  EXPECT_EQ(judgement.incidents[0].wrong_by, WrongBy::wrong_shop);
  EXPECT_EQ(judgement.innocent.hits, 1);
  EXPECT_EQ(judgement.innocent_shops, std::set<std::uint32_t>{1});
}

TEST(Drawing, AShopThatADrawnLineAccusedIsWhatDrawingCosts) {
  Corner corner;
  corner.draw(0.6);
  corner.pile(0, {13, 9.3}, 1h, "");
  corner.incident(1, 0, {13, 9.3});
  const Judgement drawn = corner.judged(corner.drawn());
  EXPECT_EQ(drawn.wrong.at("right"), 1) << "by its zones the engine was right";
  Judgement surveyed = corner.judged(corner.surveyed());
  EXPECT_EQ(surveyed.wrong.at("lawful_thing"), 1);
  charge_drawing(surveyed, drawn);
  EXPECT_EQ(surveyed.wrong.at("drawing"), 1);
  EXPECT_FALSE(surveyed.wrong.contains("lawful_thing"));
  EXPECT_EQ(surveyed.innocent_shops, std::set<std::uint32_t>{0});
}

TEST(Drawing, AViolationThatTheDrawnLineLetsPassIsLostByDrawing) {
  Corner corner;
  corner.draw(-0.6);
  corner.pile(0, {13, 8.6}, 1h);
  const Judgement drawn = corner.judged(corner.drawn());
  EXPECT_TRUE(drawn.violations.empty());
  Judgement surveyed = corner.judged(corner.surveyed());
  ASSERT_EQ(surveyed.violations.size(), 1u);
  EXPECT_NE(surveyed.violations[0].lost_at, LostAt::drawing);
  charge_drawing(surveyed, drawn);
  EXPECT_EQ(surveyed.violations[0].lost_at, LostAt::drawing);
  EXPECT_EQ(surveyed.lost.at("drawing"), 1);
}

TEST(Drawing, WhatTheEngineMissedByItsOwnZonesIsNotTheDrawings) {
  Corner corner;
  corner.pile(0, {13, 8}, 1h);
  const Judgement drawn = corner.judged(corner.drawn());
  Judgement surveyed = corner.judged(corner.surveyed());
  charge_drawing(surveyed, drawn);
  EXPECT_FALSE(surveyed.lost.contains("drawing"));
}

TEST(Apart, BetweenShopsAndAcrossALineAreInTheTotalsAndOnTheirOwn) {
  Corner corner;
  corner.pile(0, {15.9, 8}, 1h);
  corner.pile(1, {19, 8.7}, 1h);
  corner.incident(1, 1, {19, 8.7});
  const Judgement judgement = corner.judged(corner.surveyed());
  EXPECT_EQ(judgement.by_class_by_day.at("").recall_all.of, 2);
  EXPECT_EQ(judgement.apart.at("between_shops").recall_all.of, 1);
  EXPECT_EQ(judgement.apart.at("between_shops").recall_all.hits, 0);
  EXPECT_EQ(judgement.apart.at("across_line").recall_all.of, 1);
  EXPECT_EQ(judgement.apart.at("across_line").recall_all.hits, 1);
}

TEST(Review, TheTimeThatAReviewerTakesIsNotTheEnginesLateness) {
  Corner corner;
  corner.pile(0, {15.9, 8}, 1h);
  ev::SightingConfirmed sighting;
  sighting.sighting = engine::SightingId{1};
  sighting.violation_class = engine::ClassId{0};
  sighting.between = {engine::MerchantId{0}, engine::MerchantId{1}};
  sighting.onset = kStart;
  sighting.spot = {15.9, 8};
  corner.journal.push_back({1, kStart + 181s, sighting});
  corner.journal.push_back({2, kStart + 181s, ev::ReviewAsked{engine::SightingId{1}}});
  ev::ReviewGiven reviewed;
  reviewed.sighting = engine::SightingId{1};
  reviewed.confirmed = true;
  reviewed.merchant = engine::MerchantId{0};
  corner.journal.push_back({3, kStart + 300s, reviewed});
  corner.incident(1, 0, {15.9, 8}, 300s);
  const Judgement judgement = corner.judged(corner.surveyed());
  ASSERT_EQ(judgement.violations.size(), 1u);
  EXPECT_EQ(judgement.violations[0].incident, engine::IncidentId{1});
  EXPECT_EQ(judgement.apart.at("between_shops").precision.hits, 1);
}

}  // namespace
}  // namespace tricolor::harness::lines_test
