// Shows that the rule of a class stands in its row of the class table alone: what one stay is of, who answers for it,
// whether a permit pardons it, at which hours it holds, beside whom it is none, and how many things it takes.
#include <gtest/gtest.h>

#include "engine/judge/zones/watched_street.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::testing::class_rule_test {
namespace {

constexpr Duration kStep = 1500ms;

/// Looks every 1.5 s over [from, until]; `seen` says what stands there at each instant.
template <class Seen>
void film(WatchedStreet& street, Duration from, Duration until, Seen seen) {
  for (Duration t = from; t <= until; t += kStep) street.look(t, seen(t));
}

/// The street whose first class, goods before shops, has another rule.
template <class Change>
WatchedStreet street_where_goods(Change change) {
  Configuration city = engine::testing::street();
  change(city.classes[kPiledGoods.value]);
  return WatchedStreet(std::move(city));
}

std::vector<event::SightingConfirmed> sightings_of(const WatchedStreet& street) {
  return street.journal.all<event::SightingConfirmed>();
}

TEST(ClassRule, AStayIsOfTheShopFrontUnlessTheClassCountsThings) {
  for (const auto& [per, stays] :
       {std::pair{ViolationClass::StayPer::by_zone_kind, 1u}, std::pair{ViolationClass::StayPer::zone, 1u},
        std::pair{ViolationClass::StayPer::thing, 2u}}) {
    WatchedStreet street = street_where_goods([&per = per](ViolationClass& goods) { goods.stay_per = per; });
    film(street, 0s, 200s, [&](Duration) {
      return std::vector{at(street.camera(), pile, -4.2, 0.5), at(street.camera(), pile, -1, 0.5)};
    });
    EXPECT_EQ(sightings_of(street).size(), stays);
  }
}

TEST(ClassRule, OnPublicGroundAStayIsOfAThingUnlessTheClassCountsZones) {
  for (const auto& [per, stays] :
       {std::pair{ViolationClass::StayPer::by_zone_kind, 2u}, std::pair{ViolationClass::StayPer::zone, 1u}}) {
    Configuration city = engine::testing::street();
    city.classes[kRoadOccupying.value].stay_per = per;
    WatchedStreet street(std::move(city));
    film(street, 0s, 200s, [&](Duration) {
      return std::vector{at(street.camera(), stall, -6, -1.5), at(street.camera(), stall, 0, -1.5)};
    });
    EXPECT_EQ(sightings_of(street).size(), stays);
  }
}

TEST(ClassRule, OfAClassForWhichThePlaceAnswersNoMerchantIsAccused) {
  WatchedStreet street =
      street_where_goods([](ViolationClass& goods) { goods.answers = ViolationClass::Answers::place; });
  film(street, 0s, 200s, [&](Duration) { return std::vector{at(street.camera(), pile, 0, 0.5)}; });
  const auto found = sightings_of(street);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].merchant);
  EXPECT_TRUE(found[0].between.empty()) << "goods across two shops are between nobody";
}

TEST(ClassRule, AClassThatNoPermitPardonsIsViolatedUnderOne) {
  for (const bool permitted : {true, false}) {
    Configuration city = engine::testing::street();
    city.classes[kPiledGoods.value].unless_permitted = permitted;
    Permit permit;
    permit.from = kMorning;
    permit.until = kMorning + 1h;
    city.permits.push_back(permit);
    WatchedStreet street(std::move(city));
    film(street, 0s, 200s, [&](Duration) { return std::vector{at(street.camera(), pile, -2.5, 0.5)}; });
    EXPECT_EQ(street.sightings(), permitted ? 0u : 1u);
  }
}

TEST(ClassRule, OutsideItsHoursAClassIsNoViolation) {
  const Duration opens = (kMorning + kUtcOffset).time_since_epoch() % 24h + 300s;
  for (const Duration closes : {opens + 100s, opens + 400s, opens - 2h}) {
    WatchedStreet street = street_where_goods([&](ViolationClass& goods) {
      goods.from = opens;
      goods.until = closes;
    });
    film(street, 0s, 900s, [&](Duration) { return std::vector{at(street.camera(), pile, -2.5, 0.5)}; });
    if (closes == opens + 100s) {
      EXPECT_EQ(street.sightings(), 0u) << "its hours are shorter than the dwell";
      continue;
    }
    ASSERT_EQ(street.sightings(), 1u) << "hours may run over midnight";
    EXPECT_EQ(sightings_of(street)[0].onset, kMorning + 300s) << "the dwell counts from the beginning of its hours";
  }
}

TEST(ClassRule, WhenItsHoursBeginALookIsAskedForEachDay) {
  const Duration opens = (kMorning + kUtcOffset).time_since_epoch() % 24h + 300s;
  WatchedStreet street = street_where_goods([&](ViolationClass& goods) {
    goods.from = opens;
    goods.until = opens + 8h;
  });
  street.look(0s, {});
  for (const Duration day : {0h, 24h, 48h}) {
    street.watch->take_looks_wanted();
    street.advance(day + 299s);
    const auto at_opening = [&](const LookWanted& look) { return look.not_before == kMorning + day + 300s; };
    EXPECT_TRUE(std::ranges::none_of(street.watch->take_looks_wanted(), at_opening));
    street.advance(day + 300s);
    EXPECT_TRUE(std::ranges::any_of(street.watch->take_looks_wanted(), at_opening)) << "day " << day / 24h;
  }
}

TEST(ClassRule, WhereSomebodyStandsByNothingIsLeftBehind) {
  WatchedStreet street = street_where_goods([](ViolationClass& goods) { goods.apart_from = {{"person", 3}}; });
  const auto goods = [&] { return at(street.camera(), pile, -2.5, 0.5); };
  const auto owner = [&](double away) { return at(street.camera(), person, -2.5 + away, 0.5, 0.5, 1.7); };
  film(street, 0s, 300s, [&](Duration) { return std::vector{goods(), owner(1.5)}; });
  EXPECT_EQ(street.sightings(), 0u) << "the owner stands by";
  film(street, 301500ms, 480s, [&](Duration) { return std::vector{goods(), owner(4)}; });
  EXPECT_EQ(street.sightings(), 0u) << "exactly the dwell since he went";
  film(street, 481500ms, 483s, [&](Duration) { return std::vector{goods(), owner(4)}; });
  ASSERT_EQ(street.sightings(), 1u);
  EXPECT_EQ(sightings_of(street)[0].onset, kMorning + 301500ms);
}

TEST(ClassRule, APasserByIsNobodyWhoStandsBy) {
  WatchedStreet street = street_where_goods([](ViolationClass& goods) { goods.apart_from = {{"person", 3}}; });
  film(street, 0s, 200s, [&](Duration t) {
    std::vector<Detection> seen{at(street.camera(), pile, -2.5, 0.5)};
    if (t == 60s || t == 61500ms) seen.push_back(at(street.camera(), person, -1.5, -0.5, 0.5, 1.7));
    return seen;
  });
  EXPECT_EQ(street.sightings(), 1u) << "two looks are within the tolerance";
}

TEST(ClassRule, FewerThingsThanItTakesAreNoViolation) {
  for (const int count : {1, 2, 3}) {
    Configuration city = engine::testing::street();
    city.classes[kNonmotorParking.value].at_least = 2;
    city.classes[kNonmotorParking.value].stay_per = ViolationClass::StayPer::zone;
    WatchedStreet street(std::move(city));
    film(street, 0s, 200s, [&](Duration) {
      std::vector<Detection> seen;
      for (int i = 0; i < count; ++i) seen.push_back(at(street.camera(), nonmotor, -6 + 3.0 * i, -1.5));
      return seen;
    });
    EXPECT_EQ(street.sightings(), count < 2 ? 0u : 1u) << count;
  }
}

/// Films the street in pictures over [0, until): `seen` says what stands there.
template <class Seen>
Journal filmed(const Configuration& city, Duration until, Seen seen) {
  static const Policy policy = pinghu();
  ScriptedVision vision;
  Journal journal;
  Watch watch(city, policy, &vision);
  journal.watch = &watch;
  std::uint32_t salt = 0;
  for (Duration t{0}; t < until; t += kStep) {
    vision.now = seen(t);
    journal.now = kMorning + t;
    watch.handle(Frame{CameraId{0}, journal.now, picture(vision.now, ++salt)}, journal.now, journal);
  }
  journal.watch = nullptr;
  return journal;
}

// A thing that stood there before with its owner has not come since. Its stay begins when he goes all the same.
TEST(ClassRule, InPicturesTooAThingIsLeftBehindFromTheGoingOfItsOwner) {
  Configuration city = engine::testing::street();
  city.classes[kPiledGoods.value].apart_from = {{"person", 3}};
  const CameraGeometry camera = *city.cameras[0].geometry;
  const Journal journal = filmed(city, 700s, [&](Duration t) {
    std::vector<Detection> seen;
    if (t >= 9s) seen.push_back(at(camera, pile, -2.5, 0.5));
    if (t >= 9s && t < 300s)
      seen.push_back(at(camera, person, -1 + 0.02 * static_cast<double>((t / kStep) % 9), 0.5, 0.5));
    return seen;
  });
  const auto found = journal.all<event::SightingConfirmed>();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].onset, kMorning + 300s);
}

TEST(ClassRule, InPicturesTooThingsAreTooManyFromTheComingOfTheLast) {
  Configuration city = engine::testing::street();
  city.classes[kNonmotorParking.value].at_least = 3;
  city.classes[kNonmotorParking.value].stay_per = ViolationClass::StayPer::zone;
  const CameraGeometry camera = *city.cameras[0].geometry;
  const Journal journal = filmed(city, 1200s, [&](Duration t) {
    std::vector<Detection> seen;
    for (int i = 0; i < 3; ++i)
      if (t >= (i < 2 ? 9s : 300s)) seen.push_back(at(camera, nonmotor, -6 + 3.0 * i, -1.5));
    return seen;
  });
  const auto found = journal.all<event::SightingConfirmed>();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].onset, kMorning + 300s);
}

// In pictures the place of a stay looks the same whoever stands by; it is no proof that the thing was left alone.
TEST(ClassRule, AnOwnerWhoComesBackEndsTheStayAlthoughThePixelsAreTheSame) {
  Configuration city = engine::testing::street();
  city.classes[kPiledGoods.value].apart_from = {{"person", 3}};
  const Policy policy = pinghu();
  ScriptedVision vision;
  Journal journal;
  Watch watch(city, policy, &vision);
  journal.watch = &watch;
  std::uint32_t salt = 0;
  for (Duration t{0}; t < 400s; t += kStep) {
    const CameraGeometry& camera = *city.cameras[0].geometry;
    vision.now = {};
    if (t >= 9s) vision.now.push_back(at(camera, pile, -2.5, 0.5));
    if (t >= 60s) vision.now.push_back(at(camera, person, -1 + 0.02 * static_cast<double>((t / kStep) % 9), 0.5, 0.5));
    journal.now = kMorning + t;
    watch.handle(Frame{CameraId{0}, journal.now, picture(vision.now, ++salt)}, journal.now, journal);
  }
  EXPECT_EQ(journal.all<event::OccupancyStarted>().size(), 1u);
  const auto ended = std::ranges::find_if(
      journal.events, [](const Event& e) { return std::holds_alternative<event::OccupancyEnded>(e.payload); });
  ASSERT_NE(ended, journal.events.end());
  const Duration after = ended->at - kMorning;
  EXPECT_LE(after, 60s + policy.occupancy.gap_tolerance + 2 * kStep) << after.count() << " µs";
  EXPECT_TRUE(journal.all<event::SightingConfirmed>().empty());
}

}  // namespace
}  // namespace tricolor::engine::testing::class_rule_test
