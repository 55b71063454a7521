// Shows that a stay is a violation at exactly the look the settled rules name: every dwell vector of the domain page (T
// = 180 s, a look each 1.5 s, gap tolerance 5 s, re-arm 60 s), each by looks that hold boxes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "engine/judge/zones/watched_street.h"

namespace tricolor::engine::testing::dwell_test {
namespace {

constexpr Duration kStep = 1500ms;

/// Looks every 1.5 s over [0, until]; `seen` says what stands there at each instant.
template <class Seen>
void film(WatchedStreet& street, Duration until, Seen seen) {
  for (Duration t{0}; t <= until; t += kStep) street.look(t, seen(t));
}

std::vector<Detection> pile_before_a(const WatchedStreet& street) { return {at(street.camera(), pile, -2.5, 0.5)}; }

/// Puts a pile before shop A during the given spans [from, until).
std::vector<event::SightingConfirmed> sightings_of(const std::vector<std::pair<Duration, Duration>>& present,
                                                   Duration until = 600s) {
  WatchedStreet street;
  film(street, until, [&](Duration t) {
    for (const auto& [from, to] : present)
      if (t >= from && t < to) return pile_before_a(street);
    return std::vector<Detection>{};
  });
  return street.journal.all<event::SightingConfirmed>();
}

// The thing comes at 3 s and is last seen `dwell` later.
std::size_t with_dwell(Duration dwell) { return sightings_of({{3s, 3s + dwell + 1ms}}).size(); }

TEST(Dwell, OneLookLessThanTheDwellIsNone) { EXPECT_EQ(with_dwell(178500ms), 0u); }
TEST(Dwell, ExactlyTheDwellIsNoneBecauseItMustBeMore) { EXPECT_EQ(with_dwell(180s), 0u); }
TEST(Dwell, OneLookMoreThanTheDwellIsOneAtThatVeryLook) {
  WatchedStreet street;
  film(street, 400s,
       [&](Duration t) { return t >= 3s && t <= 3s + 181500ms ? pile_before_a(street) : std::vector<Detection>{}; });
  const auto found = street.journal.all<event::SightingConfirmed>();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].onset, kMorning + 3s);
  EXPECT_EQ(found[0].merchant, MerchantId{0});
  EXPECT_EQ(found[0].zone, kShopA);
  EXPECT_EQ(found[0].violation_class, kPiledGoods);
  for (const Event& event : street.journal.events)
    if (std::holds_alternative<event::SightingConfirmed>(event.payload)) {
      EXPECT_EQ(event.at, kMorning + 3s + 181500ms);
    }
}

// Boxes are judged at looks, told occupancies when they are told and by a timer in between: the rule is one.
TEST(Dwell, BoxesAndToldOccupanciesAreViolationsFromTheSameInstant) {
  const Duration last_lawful = 3s + 180s, first_unlawful = last_lawful + Duration{1};
  WatchedStreet boxes;
  for (Duration t = 3s; t <= last_lawful; t += kStep) boxes.look(t, pile_before_a(boxes));
  EXPECT_EQ(boxes.sightings(), 0u);
  boxes.look(first_unlawful, pile_before_a(boxes));
  EXPECT_EQ(boxes.sightings(), 1u);

  WatchedStreet told;
  for (Duration t = 3s; t <= last_lawful; t += kStep) told.occupied(t, true);
  EXPECT_EQ(told.sightings(), 0u);
  told.occupied(first_unlawful, true);
  EXPECT_EQ(told.sightings(), 1u);

  WatchedStreet by_timer;
  by_timer.occupied(3s, true);
  by_timer.advance(last_lawful);
  EXPECT_EQ(by_timer.sightings(), 0u);
  by_timer.advance(first_unlawful);
  ASSERT_EQ(by_timer.sightings(), 1u);
  EXPECT_EQ(by_timer.journal.events.back().at, kMorning + first_unlawful);
}

TEST(Dwell, HiddenForFourSecondsGoesOn) { EXPECT_EQ(sightings_of({{0s, 100s}, {104s, 184s}}).size(), 1u); }
TEST(Dwell, GoneForSixSecondsStartsAnew) { EXPECT_EQ(sightings_of({{0s, 100s}, {106s, 186s}}).size(), 0u); }
TEST(Dwell, PulledInForTenSecondsStartsAnew) {
  EXPECT_EQ(sightings_of({{0s, 170s}, {180s, 340s}}).size(), 0u);
  EXPECT_EQ(sightings_of({{0s, 170s}, {180s, 363s}}).size(), 1u);
}

// The vectors hold for any phase of the camera against the city's seconds.
TEST(Dwell, ToleranceHoldsAtEveryPhaseOfTheSamplingGrid) {
  for (Duration phase{0}; phase < kStep; phase += 100ms) {
    EXPECT_EQ(sightings_of({{phase, phase + 100s}, {phase + 104s, phase + 190s}}).size(), 1u) << phase.count();
    EXPECT_EQ(sightings_of({{phase, phase + 100s}, {phase + 108s, phase + 190s}}).size(), 0u) << phase.count();
  }
}

TEST(Dwell, SwappedGoodsGoOnForTheZoneAndStartAnewForTheObject) {
  for (const auto identity : {OccupancyPolicy::Identity::zone, OccupancyPolicy::Identity::object}) {
    Policy policy = pinghu();
    policy.occupancy.identity = identity;
    WatchedStreet street(engine::testing::street(), policy);
    film(street, 300s, [&](Duration t) {
      std::vector<Detection> seen;
      if (t < 120s) seen = {at(street.camera(), pile, -4.2, 0.5, 0.8)};
      else if (t < 240s) seen = {at(street.camera(), pile, -1, 0.5, 1.2)};
      return seen;
    });
    EXPECT_EQ(street.sightings(), identity == OccupancyPolicy::Identity::zone ? 1u : 0u);
  }
}

TEST(Dwell, BetweenTwoShopsNobodyIsAccused) {
  WatchedStreet street;
  film(street, 200s, [&](Duration) { return std::vector{at(street.camera(), pile, 0.0, 0.5)}; });
  const auto found = street.journal.all<event::SightingConfirmed>();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].merchant.has_value());
  EXPECT_THAT(found[0].between, ::testing::UnorderedElementsAre(MerchantId{0}, MerchantId{1}));
}

TEST(Dwell, APileOfOnesOwnBesideOneBetweenShopsIsAccusedOnlyAfterItsOwnDwell) {
  WatchedStreet late;
  film(late, 186s, [&](Duration t) {
    std::vector seen{at(late.camera(), pile, 0.0, 0.5)};
    if (t >= 100s) seen.push_back(at(late.camera(), pile, -3, 0.5));
    return seen;
  });
  for (const auto& sighting : late.journal.all<event::SightingConfirmed>()) EXPECT_FALSE(sighting.merchant.has_value());
  WatchedStreet both;
  film(both, 186s, [&](Duration) {
    return std::vector{at(both.camera(), pile, 0.0, 0.5), at(both.camera(), pile, -3, 0.5)};
  });
  bool accused = false;
  for (const auto& sighting : both.journal.all<event::SightingConfirmed>())
    accused |= sighting.merchant == MerchantId{0};
  EXPECT_TRUE(accused);
}

TEST(Dwell, MostlyBeforeOneShopIsThatShops) {
  WatchedStreet street;
  film(street, 200s, [&](Duration) { return std::vector{at(street.camera(), pile, 0.35, 0.5)}; });
  const auto found = street.journal.all<event::SightingConfirmed>();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].merchant, MerchantId{1});
}

TEST(Dwell, LeavingForHalfAMinuteOrAMinuteGivesTwoStaysAndTheGapBetweenThem) {
  // The incidents room decides whether the second stay is the same incident; for that it needs the time at which the
  // place was left.
  for (const auto away : {30s, 61s}) {
    WatchedStreet street;
    film(street, 520s, [&](Duration t) {
      const bool there = t < 200s || (t >= 200s + away && t < 400s + away);
      return there ? pile_before_a(street) : std::vector<Detection>{};
    });
    EXPECT_EQ(street.sightings(), 2u);
    const auto ended = street.journal.all<event::OccupancyEnded>();
    const auto started = street.journal.all<event::OccupancyStarted>();
    ASSERT_EQ(ended.size(), 2u);
    ASSERT_EQ(started.size(), 2u);
    const Duration gap = started[1].onset - ended[0].last_seen;
    EXPECT_GE(gap, Duration{away});
    EXPECT_LE(gap, Duration{away} + kStep);
  }
}

TEST(Dwell, FrozenAt170sIsUnknownAndNoIncidentUntilSeenAgain) {
  WatchedStreet street;
  for (Duration t{0}; t < 170s; t += kStep) street.look(t, pile_before_a(street));
  street.blind(170s, BlindReason::frozen);
  street.advance(189s);
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, {-2.5, 0.9}, kMorning + 180s).is, PlaceState::Is::unknown);
  EXPECT_EQ(street.sightings(), 0u);
  for (Duration t = 190500ms; t < 198s; t += kStep) street.look(t, pile_before_a(street));
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, {-2.5, 0.9}, kMorning + 196s).is, PlaceState::Is::held);
  EXPECT_EQ(street.sightings(), 0u) << "the blind twenty seconds must not count";
  for (Duration t = 198s; t < 210s; t += kStep) street.look(t, pile_before_a(street));
  EXPECT_EQ(street.sightings(), 1u) << "nor may they take away what was seen before";
}

TEST(Dwell, BlindWithinTheToleranceChangesNothing) {
  WatchedStreet street;
  for (Duration t{0}; t < 400s; t += kStep) {
    if (t >= 120s && t < 123s) {
      street.blind(120s, BlindReason::dark);
      continue;
    }
    street.look(t, t >= 3s ? pile_before_a(street) : std::vector<Detection>{});
  }
  ASSERT_EQ(street.sightings(), 1u);
  EXPECT_EQ(street.journal.all<event::SightingConfirmed>()[0].onset, kMorning + 3s);
}

TEST(Dwell, AHeadlightFlashAtNinetySecondsChangesNothing) {
  EXPECT_EQ(sightings_of({{0s, 90s}, {91500ms, 186s}}).size(), 1u);
}

TEST(Dwell, AClockThatStepsBackThirtySecondsGivesNoDouble) {
  WatchedStreet street;
  Duration source{0};
  Duration wall{0};
  for (int i = 0; i < 300; ++i, wall += kStep, source += kStep) {
    if (wall == 186s) source -= 30s;
    street.advance(wall);
    street.watch->handle(Detections{CameraId{0}, kMorning + source, pile_before_a(street)}, kMorning + wall,
                         street.journal);
  }
  EXPECT_EQ(street.sightings(), 1u);
  EXPECT_EQ(street.journal.all<event::OccupancyStarted>().size(), 1u);
}

// While a passer-by hides the pile, the look says neither that it is there nor that it is gone.
TEST(Dwell, PassersByInFrontDoNotEndAStay) {
  WatchedStreet street;
  film(street, 186s, [&](Duration t) {
    if (t >= 60s && t < 64s) return std::vector{at(street.camera(), person, -2.5, -1.5, 1.4, 1.7)};
    return pile_before_a(street);
  });
  EXPECT_EQ(street.sightings(), 1u);
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>().size(), 0u);
}

TEST(Dwell, ALorryInFrontForAMinuteStopsTheClockAndKeepsWhatWasSeen) {
  WatchedStreet street;
  film(street, 250s, [&](Duration t) {
    if (t >= 60s && t < 120s) return std::vector{at(street.camera(), person, -2.5, -1.5, 3, 2.5)};
    return pile_before_a(street);
  });
  ASSERT_EQ(street.sightings(), 1u);
  EXPECT_EQ(street.journal.all<event::SightingConfirmed>()[0].onset, kMorning + 60s);
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>().size(), 0u);
}

TEST(Dwell, WhatStandsInABayOrUnderAPermitIsLawful) {
  Configuration city = engine::testing::street();
  Permit permit;
  permit.merchant = MerchantId{0};
  permit.outline = rectangle(-5, 0, 0, 2);
  permit.classes = {kPiledGoods};
  permit.from = kMorning;
  permit.until = kMorning + 300s;
  city.permits.push_back(permit);
  WatchedStreet street(city);
  film(street, 480s, [&](Duration) {
    return std::vector{at(street.camera(), nonmotor, 6.5, -1.5), at(street.camera(), pile, -2.5, 0.5)};
  });
  EXPECT_EQ(street.sightings(), 0u)
      << "a bicycle in its bay; a pile under its permit, and no more than the dwell after it";
  film(street, 0s, [](Duration) { return std::vector<Detection>{}; });
  for (Duration t = 481500ms; t < 490s; t += kStep) street.look(t, pile_before_a(street));
  EXPECT_EQ(street.sightings(), 1u) << "from the end of the permit the dwell counts";
}

TEST(Dwell, ADwellOfOneKindOfZoneHoldsThereAndNowhereElse) {
  Policy policy = pinghu();
  policy.classes[kRoadOccupying.value].dwell_in[static_cast<std::size_t>(ZoneKind::no_stopping)] = 60s;
  for (const auto& [y, zone, dwell] : {std::tuple{-1.5, kPavement, 180s}, std::tuple{-4.0, kNoStopping, 60s}}) {
    WatchedStreet street(engine::testing::street(), policy);
    const auto seen = [&] { return std::vector{at(street.camera(), stall, -3, y)}; };
    for (Duration t = kStep; t <= kStep + dwell; t += kStep) street.look(t, seen());
    EXPECT_EQ(street.sightings(), 0u) << "exactly the dwell of zone " << zone.value;
    street.look(2 * kStep + dwell, seen());
    ASSERT_EQ(street.sightings(), 1u) << "more than the dwell of zone " << zone.value;
    EXPECT_EQ(street.journal.all<event::SightingConfirmed>()[0].zone, zone);
  }
}

TEST(Dwell, AZonePardonsOnlyTheClassesThatSaySo) {
  Configuration city = engine::testing::street();
  city.zones[kBay.value].outline = rectangle(-5, 0, 0, 2);
  city.classes[kPiledGoods.value].pardoned_in = {};
  WatchedStreet street(city);
  film(street, 300s, [&](Duration) {
    return std::vector{at(street.camera(), pile, -2.5, 0.5), at(street.camera(), display, -4, 0.5)};
  });
  const auto found = street.journal.all<event::SightingConfirmed>();
  ASSERT_EQ(found.size(), 1u) << "goods in a parking bay are still goods; the class of displays is pardoned there";
  EXPECT_EQ(found[0].violation_class, kPiledGoods);
}

TEST(Dwell, ALookIsAskedForAtTheEndOfAPermitAndOfADwell) {
  Configuration city = engine::testing::street();
  Permit permit;
  permit.outline = rectangle(-5, 0, 0, 2);
  permit.from = kMorning;
  permit.until = kMorning + 1h;
  city.permits.push_back(permit);
  WatchedStreet street(city);
  street.look(0s, {at(street.camera(), pile, 3, 0.5)});
  std::vector<Time> wanted;
  for (const LookWanted& look : street.watch->take_looks_wanted()) wanted.push_back(look.not_before);
  EXPECT_THAT(wanted, ::testing::ElementsAre(kMorning + 180s + Duration{1}, kMorning + 1h));
  EXPECT_TRUE(street.watch->take_looks_wanted().empty());
  street.watch->want_look(kShopB, kMorning + 900s);
  street.watch->want_look(kShopB, kMorning + 900s);
  EXPECT_EQ(street.watch->take_looks_wanted().size(), 1u);
}

TEST(Dwell, NeighboursInAPublicPlaceAreTwoStaysAndOneThingIsOne) {
  WatchedStreet street;
  film(street, 200s, [&](Duration) {
    return std::vector{at(street.camera(), motor, -3, -4.5, 1.8), at(street.camera(), motor, 2, -4.5, 1.8),
                       at(street.camera(), motor, 2.1, -4.4, 1.8)};
  });
  EXPECT_EQ(street.sightings(), 2u);
}

TEST(Dwell, ClassesFollowKindAndPlace) {
  WatchedStreet street;
  film(street, 200s, [&](Duration) {
    return std::vector{at(street.camera(), display, -3, 0.5),     at(street.camera(), stall, -6.5, -1.6),
                       at(street.camera(), motor, -2, -4.5, 1.8), at(street.camera(), nonmotor, 2, -1.6),
                       at(street.camera(), person, 3, 0.5),       at(street.camera(), sign, 3.5, 0.5),
                       at(street.camera(), pile, 3, -1.5)};
  });
  std::set<std::pair<std::uint32_t, std::uint32_t>> found;
  for (const auto& sighting : street.journal.all<event::SightingConfirmed>())
    found.insert({sighting.violation_class.value, sighting.zone.value});
  const std::set<std::pair<std::uint32_t, std::uint32_t>> expected{{kOutOfStore.value, kShopA.value},
                                                                   {kRoadOccupying.value, kPavement.value},
                                                                   {kMotorParking.value, kNoStopping.value},
                                                                   {kNonmotorParking.value, kPavement.value}};
  EXPECT_EQ(found, expected);
}

TEST(Dwell, SilenceBeyondTheHeartbeatIsBlindAndAStreamThatSkipsPicturesCountsNone) {
  WatchedStreet street;
  for (Duration t{0}; t < 100s; t += kStep) street.look(t, pile_before_a(street));
  street.advance(100s + 16min);
  const auto became = street.journal.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u);
  EXPECT_FALSE(became[0].sees);
  EXPECT_EQ(became[0].reason, BlindReason::silent);
  EXPECT_EQ(became[0].since, kMorning + 99s);

  WatchedStreet skipping;
  for (Duration t{0}; t < 100s; t += kStep) skipping.look(t, pile_before_a(skipping));
  for (Duration t = 10min; t < 10min + 60s; t += kStep) skipping.look(t, pile_before_a(skipping));
  EXPECT_EQ(skipping.sightings(), 0u) << "100 s + 60 s were seen";
  for (Duration t = 11min; t < 11min + 30s; t += kStep) skipping.look(t, pile_before_a(skipping));
  EXPECT_EQ(skipping.sightings(), 1u);
}

TEST(Dwell, APlaceIsHeldClearOrUnknownAsOfLooksThatCount) {
  WatchedStreet street;
  const GroundPoint spot{-2.5, 0.9};
  const auto place = [&](Duration not_before) {
    return street.watch->place(kShopA, kPiledGoods, spot, kMorning + not_before);
  };
  EXPECT_EQ(place(0s).is, PlaceState::Is::unknown);
  for (Duration t{0}; t < 30s; t += kStep) street.look(t, pile_before_a(street));
  EXPECT_EQ(place(20s).is, PlaceState::Is::held);
  EXPECT_EQ(place(31s).is, PlaceState::Is::unknown) << "nobody has looked since";
  street.unchanged(60s);
  EXPECT_EQ(place(50s).is, PlaceState::Is::held) << "the camera vouches for its last picture";
  street.look(61500ms, {});
  EXPECT_EQ(place(61s).is, PlaceState::Is::unknown) << "one empty look may be a passer-by";
  street.look(63s, {});
  street.look(70s, {});
  EXPECT_EQ(place(61s).is, PlaceState::Is::clear);
  street.blind(80s);
  EXPECT_EQ(place(75s).is, PlaceState::Is::unknown);
}

TEST(Dwell, AHiddenOrUnconfirmedThingIsNeitherThereNorGone) {
  WatchedStreet street;
  const GroundPoint spot{-2.5, 0.9};
  for (Duration t{0}; t < 200s; t += kStep) street.look(t, pile_before_a(street));
  const std::vector<Detection> covered{at(street.camera(), person, -2.5, -1.5, 3, 2.5)};
  for (Duration t = 201s; t < 230s; t += kStep) street.look(t, covered);
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 220s).is, PlaceState::Is::unknown);
  street.look(231s, pile_before_a(street));
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 220s).is, PlaceState::Is::held);
  street.restart();
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 180s).is, PlaceState::Is::unknown)
      << "vision starts cold";
  std::vector<Time> wanted;
  for (const LookWanted& look : street.watch->take_looks_wanted()) wanted.push_back(look.not_before);
  EXPECT_THAT(wanted, ::testing::Contains(kMorning + 232s));
  street.look(232500ms, pile_before_a(street));
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 232s).is, PlaceState::Is::held);
  EXPECT_EQ(street.sightings(), 1u);
}

TEST(Dwell, AfterARestartAMissedLookDoesNotEndAStay) {
  WatchedStreet street;
  const GroundPoint spot{-2.5, 0.9};
  for (Duration t{0}; t < 200s; t += kStep) street.look(t, pile_before_a(street));
  ASSERT_EQ(street.sightings(), 1u);
  street.restart();
  // The detector, which alone knows the thing now, misses it twice and finds it again.
  street.look(201s, {});
  street.look(209s, {});
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 201s).is, PlaceState::Is::unknown);
  street.look(217s, pile_before_a(street));
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>().size(), 0u);
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 201s).is, PlaceState::Is::held);
  EXPECT_EQ(street.sightings(), 1u) << "nobody is accused of it again";
  // A thing that is really gone counts as gone some minutes later.
  street.restart();
  for (Duration t = 220s; t < 600s; t += 20s) street.look(t, {});
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>().size(), 1u);
  EXPECT_EQ(street.watch->place(kShopA, kPiledGoods, spot, kMorning + 570s).is, PlaceState::Is::clear);
}

// The second camera sees the pile for ten seconds longer than the first, which learns late that it is gone.
TEST(Dwell, APlaceIsClearSinceTheLastOfItsCamerasSawItHeld) {
  WatchedStreet street(engine::testing::street(2));
  const std::vector<Detection> first{at(street.camera(0), pile, -2.5, 0.5)},
      second{at(street.camera(1), pile, -2.5, 0.5)};
  for (Duration t{0}; t < 140s; t += kStep) {
    if (t < 100s || t > 118s) street.look(t, t < 100s ? first : std::vector<Detection>{}, 0);
    street.look(t, t < 110s ? second : std::vector<Detection>{}, 1);
  }
  ASSERT_EQ(street.journal.all<event::OccupancyEnded>().size(), 2u);
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>()[1].last_seen, kMorning + 99s) << "the first ends last";
  const PlaceState place = street.watch->place(kShopA, kPiledGoods, {-2.5, 0.9}, kMorning + 135s);
  EXPECT_EQ(place.is, PlaceState::Is::clear);
  EXPECT_EQ(place.since, kMorning + 109500ms);
}

TEST(Dwell, BlindShareCountsOnlyTimeInWhichNoCameraSees) {
  WatchedStreet street(engine::testing::street(2));
  street.look(0s, {}, 0);
  street.look(0s, {}, 1);
  street.blind(100s, BlindReason::disconnected, 0);
  street.blind(200s, BlindReason::disconnected, 1);
  street.look(300s, {}, 0);
  EXPECT_DOUBLE_EQ(street.watch->blind_share(MerchantId{0}, kMorning, kMorning + 1000s), 0.1);
  EXPECT_DOUBLE_EQ(street.watch->blind_share(MerchantId{0}, kMorning + 200s, kMorning + 300s), 1.0);
}

TEST(Dwell, TheEventsRungConfirmsWithoutAnyLook) {
  WatchedStreet street;
  street.occupied(10s, true);
  street.advance(190s);
  EXPECT_EQ(street.sightings(), 0u);
  street.advance(195s);
  EXPECT_EQ(street.sightings(), 1u);
  street.occupied(200s, false);
  street.occupied(203s, true);
  street.advance(300s);
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>().size(), 0u) << "three seconds are within the tolerance";
  street.occupied(300s, false);
  street.advance(310s);
  EXPECT_EQ(street.journal.all<event::OccupancyEnded>().size(), 1u);
}

}  // namespace
}  // namespace tricolor::engine::testing::dwell_test
