// Shows to whom a thing is attributed. A zone is found by its outline, however long it is and wherever its first corner
// lies; a thing is parked in a bay when at least half of it stands there, else not; a shop is accused only of a thing
// that was plainly its own for a whole dwell; and a thing is accused when at least half of the looks found it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/support/expect_lawful.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::testing::attribution_test {
namespace {

std::size_t incidents(const Town& town) { return town.all<event::IncidentOpened>().size(); }

// The test is for a fault that was found in a review: things more than 25 m from a zone's first corner were ignored.
TEST(Attribution, ALongZoneHoldsWhatStandsAtEitherEndOfIt) {
  for (const double left : {-8.0, -40.0, -400.0}) {
    Configuration city = town_street();
    city.zones[kPavement.value].outline = rectangle(left, -2, 8, 0);
    city.zones[kNoStopping.value].outline = rectangle(left, -5, 8, -2);
    Town town(city);
    const CameraGeometry& eye = *town.configuration.cameras[0].geometry;
    town.appears(0s, "stall", at(eye, stall, 2, -1.6));
    town.appears(0s, "car", at(eye, motor, 4, -3.5, 3.5, 1.4));
    town.run(10min);
    EXPECT_EQ(incidents(town), 2u) << "zones from " << left << " m";
  }
}

TEST(Attribution, AZoneIsFoundWhicheverOfItsCornersIsDrawnFirst) {
  for (int first = 0; first < 4; ++first) {
    Configuration city = town_street();
    GroundPolygon strip = rectangle(-30, -5, 30, -2);
    std::rotate(strip.begin(), strip.begin() + first, strip.end());
    city.zones[kNoStopping.value].outline = strip;
    Town town(city);
    town.appears(0s, "car", town.car());
    town.run(10min);
    EXPECT_EQ(incidents(town), 1u) << "corner " << first;
  }
}

// The bay begins at 5 m, in the middle of the pavement. The camera stands to the left, so that a bicycle's back lies
// 0.4 m farther to the right than its front: with its front around 4.8 m, half of it is in the bay.
TEST(Attribution, ABicycleIsParkedInABayWhenAtLeastHalfOfItStandsThere) {
  for (const auto& [x, lawful] : {std::pair{5.3, true}, {4.9, true}, {4.7, false}, {4.5, false}}) {
    Town town;
    town.appears(0s, "bicycle", at(*town.configuration.cameras[0].geometry, nonmotor, x, -1.5));
    town.run(10min);
    EXPECT_EQ(incidents(town), lawful ? 0u : 1u) << "its front around " << x << " m";
  }
}

// Six tenths of the goods lie before A, the others before B: the stay is in A's front, and between the two.
Detection claimed_by_both(const Town& town) { return at(*town.configuration.cameras[0].geometry, pile, -0.1, 0.5); }

TEST(Attribution, AShopIsNotAccusedOfTheTimeInWhichItLayBetweenTwo) {
  // The goods stand between the shops for 100 s, then plainly before A: at the end of the dwell only 80 s of it were
  // plainly A's.
  Town town;
  town.appears(0s, "goods", claimed_by_both(town));
  town.goes(100s, "goods");
  town.appears(100s, "own", at(*town.configuration.cameras[0].geometry, pile, -2, 0.5));
  town.run(100s + 175s);
  ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u);
  const event::SightingConfirmed sighting = town.all<event::SightingConfirmed>()[0];
  EXPECT_FALSE(sighting.merchant.has_value());
  EXPECT_THAT(sighting.between, ::testing::UnorderedElementsAre(MerchantId{0}, MerchantId{1}));
  EXPECT_EQ(incidents(town), 0u);
  EXPECT_TRUE(town.gateway.accepted.empty());
}

TEST(Attribution, AShopIsNotAccusedOfTheTimeBeforeItWasSeenPlainlyAgain) {
  // The goods are plainly A's for 30 s, between the shops for a moment, and A's again: A's own dwell runs from then.
  for (const auto& [again, accused] : {std::pair{90s, false}, {0s, true}}) {
    Town town;
    const Detection own = at(*town.configuration.cameras[0].geometry, pile, -2, 0.5);
    town.appears(0s, "own", own);
    if (again > 0s) {
      town.goes(30s, "own");
      town.appears(30s, "goods", claimed_by_both(town));
      town.goes(again, "goods");
      town.appears(again, "own", own);
    }
    town.run(4min);
    ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u);
    EXPECT_EQ(town.all<event::SightingConfirmed>()[0].merchant.has_value(), accused);
  }
}

// The detector finds the goods in some of the pictures in which something has changed, and misses them in the others.
std::size_t found_in(int looks_of_122) {
  auto vision = std::make_shared<ScriptedVision>();
  Town town(town_street(), pinghu(), vision);
  const Detection goods = town.goods_a();
  const CameraGeometry& eye = *town.configuration.cameras[0].geometry;
  std::uint32_t salt = 0;
  town.film = [&](Duration t) -> std::shared_ptr<const Image> {
    const auto look = static_cast<int>(t / 1500ms) + 1;
    // The first and the last of the dwell's 122 looks find it, and as many of every other look between as are left.
    const bool found = look == 1 || look >= 122 || (look % 2 == 1 && (look + 1) / 2 <= looks_of_122 - 1);
    const Detection walker = at(eye, person, 2.0 + 0.15 * (look % 20), -3);
    vision->now = found ? std::vector{goods, walker} : std::vector{walker};
    return picture({goods, walker}, ++salt);
  };
  town.run(181500ms);
  return incidents(town);
}

TEST(Attribution, WhatAtLeastHalfOfTheLooksFoundIsAccused) {
  EXPECT_EQ(found_in(61), 1u) << "61 of 122";
  EXPECT_EQ(found_in(60), 0u) << "60 of 122";
}

}  // namespace
}  // namespace tricolor::engine::testing::attribution_test
