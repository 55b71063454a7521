// Shows that the configuration may change while the engine runs: whoever joins or leaves changes nothing for the
// others, a shop that joins brings its history, and nothing is lost when the store refuses meanwhile.
#include <gtest/gtest.h>

#include "engine/journal.h"
#include "engine/support/expect_lawful.h"
#include "engine/support/pictures.h"
#include "engine/support/town.h"

namespace tricolor::engine::testing::configure_test {
namespace {

Configuration with_a_third_shop(Configuration city) {
  city.merchants.push_back(city.merchants[0]);
  city.merchants.back().name = "m3";
  for (int i = 5; i > 0; --i) city.merchants.back().imported_strikes.push_back(kMorning - 24h * i);
  return city;
}

Configuration with_a_second_camera(Configuration city) {
  city.cameras.push_back(street(2).cameras[1]);
  for (Zone& zone : city.zones) zone.cameras.push_back(CameraId{1});
  return city;
}

Configuration without_the_second_camera(Configuration city) {
  for (Zone& zone : city.zones) std::erase(zone.cameras, CameraId{1});
  return city;
}

void configure(Town& town, Configuration city) {
  town.configuration = std::move(city);
  town.engine->configure(town.wires.now, town.configuration, town.policy);
}

/// The findings of cameras: every event of occupancies, sightings and sight of the first camera.
std::string seen_by_the_first(const Town& town) {
  std::string text;
  for (Event event : town.store.events) {
    const bool seen = std::holds_alternative<event::OccupancyStarted>(event.payload) ||
                      std::holds_alternative<event::OccupancyEnded>(event.payload) ||
                      std::holds_alternative<event::OccupancyDoubted>(event.payload) ||
                      std::holds_alternative<event::SightingConfirmed>(event.payload);
    const auto* became = std::get_if<event::CameraBecame>(&event.payload);
    if (!seen && !(became && became->camera == CameraId{0})) continue;
    event.sequence = 0;
    text += to_line(event) + "\n";
  }
  return text;
}

TEST(Configure, AShopThatJoinsLaterBringsItsImportedStrikes) {
  for (const bool by_restart : {false, true}) {
    Town town;
    town.run(1min);
    if (by_restart) {
      town.configuration = with_a_third_shop(town.configuration);
      town.restart();
    } else {
      configure(town, with_a_third_shop(town.configuration));
    }
    town.run(2h);
    EXPECT_EQ(town.all<event::StrikeImported>().size(), 5u) << by_restart;
    ASSERT_EQ(town.engine->colours().size(), 3u);
    EXPECT_EQ(town.engine->colours()[2], Colour::red) << by_restart;
    EXPECT_EQ(town.engine->state().tables().merchants.size(), 3u) << by_restart;
    // It joins once.
    configure(town, town.configuration);
    town.run(3h);
    town.restart();
    town.run(4h);
    EXPECT_EQ(town.all<event::StrikeImported>().size(), 5u) << by_restart;
  }
}

TEST(Configure, ItsStrikesBeforeTheEngineBeganAreImportedOnce) {
  Town town(with_a_third_shop(town_street()));
  town.run(1min);
  configure(town, town.configuration);
  town.run(2min);
  EXPECT_EQ(town.all<event::StrikeImported>().size(), 5u);
}

TEST(Configure, ACameraThatJoinsAndLeavesChangesNothingForTheOthers) {
  const auto live = [](Town& town, bool changes) {
    town.appears(10s, "goods", town.goods_a());
    town.appears(20s, "car", town.car());
    town.goes(140s, "goods");
    town.appears(143s, "goods", town.goods_a());
    town.goes(20min, "goods");
    town.appears(40min, "goods", town.goods_a());
    if (changes) {
      for (const Duration at : {Duration{100s}, Duration{142s}, Duration{5min}, Duration{19min}, Duration{41min}}) {
        town.then(at, [&town] { configure(town, with_a_second_camera(town_street())); });
        town.then(at + 30s,
                  [&town] { configure(town, without_the_second_camera(with_a_second_camera(town_street()))); });
      }
    }
    town.run(1h);
  };
  Town calm, changed;
  live(calm, false);
  live(changed, true);
  EXPECT_EQ(seen_by_the_first(changed), seen_by_the_first(calm));
  EXPECT_GT(calm.all<event::SightingConfirmed>().size(), 2u);
}

TEST(Configure, ACameraKeepsItsPicturesWhenAnotherJoins) {
  const auto live = [](bool changes) {
    auto vision = std::make_shared<ScriptedVision>();
    auto town = std::make_unique<Town>(town_street(), pinghu(), vision);
    std::uint32_t salt = 0;
    town->film = [&town = *town, vision, &salt](Duration t) {
      vision->now.clear();
      // From 2 min on the detector misses what stands there; only the picture shows that it does.
      if (t >= 9s && (t < 2min || t >= 188s)) vision->now.push_back(town.goods_a());
      auto shot = picture(t >= 9s ? std::vector{town.goods_a()} : std::vector<Detection>{}, ++salt);
      return shot;
    };
    if (changes) town->then(150s, [&town = *town] { configure(town, with_a_second_camera(town.configuration)); });
    town->run(15min);
    town->film = nullptr;
    return town;
  };
  const auto calm = live(false), changed = live(true);
  EXPECT_EQ(seen_by_the_first(*changed), seen_by_the_first(*calm));
  EXPECT_EQ(calm->all<event::SightingConfirmed>().size(), 1u);
}

// A shop, its front and a class join at the front of their tables, so that every other entry stands one place further.
Configuration with_a_shop_in_front(Configuration city) {
  for (Zone& zone : city.zones)
    if (zone.merchant) ++zone.merchant->value;
  city.merchants.insert(city.merchants.begin(), city.merchants[0]);
  city.merchants.front().name = "m0";
  city.merchants.front().phone = "13800000000";
  Zone front = city.zones[0];
  front.name = "front of m0";
  front.merchant = MerchantId{0};
  front.outline = rectangle(-30, 0, -25, 2);
  city.zones.insert(city.zones.begin(), front);
  city.classes.insert(city.classes.begin(), {"banner", "横幅", "banner", "", "", {"sign"}, {ZoneKind::shop_front}});
  return city;
}

TEST(Configure, AShopInsertedAtTheFrontOfTheTablesRelabelsNoHistory) {
  for (const bool by_restart : {false, true}) {
    Town town;
    town.appears(0s, "goods", town.goods_a());
    town.appears(0s, "car", town.car());
    town.goes(8min, "goods");
    town.then(30min, [&] {
      const Configuration more = with_a_shop_in_front(town.configuration);
      if (by_restart) {
        town.configuration = more;
        town.restart();
      } else {
        configure(town, more);
      }
    });
    town.appears(40min, "goods", town.goods_a());
    town.goes(48min, "goods");
    town.appears(50min, "others", town.goods_b());
    town.goes(58min, "others");
    town.run(3h);
    // Before and after, the journal names the same shops by the same ids, and the classes too.
    const auto opened = town.all<event::IncidentOpened>();
    ASSERT_EQ(opened.size(), 4u) << by_restart;
    const WorldTables& tables = town.engine->state().tables();
    EXPECT_EQ(tables.merchants, (std::vector<std::string>{"m1", "m2", "m0"}));
    EXPECT_EQ(tables.classes.front(), "piled_goods");
    EXPECT_EQ(tables.classes.back(), "banner");
    EXPECT_EQ(tables.zones.back(), "front of m0");
    EXPECT_EQ(town.engine->configuration().merchants[2].phone, "13800000000");
    std::vector<std::string> accused, phones;
    for (const auto& it : opened)
      accused.push_back(it.merchant ? tables.merchants.at(it.merchant->value) : tables.zones.at(it.zone.value));
    EXPECT_EQ(accused, (std::vector<std::string>{"m1", "no stopping", "m1", "m2"})) << by_restart;
    for (const auto& message : town.gateway.accepted) phones.push_back(message.phone);
    EXPECT_EQ(phones, (std::vector<std::string>{"13800000001", "13800000001", "13800000002"})) << by_restart;
    EXPECT_EQ(town.engine->state().merchant(MerchantId{0})->strikes.size(), 2u);
    // A fold of the journal says the same, and so does an engine that comes up from it.
    EXPECT_EQ(state_of(town.store.events).tables().merchants, tables.merchants);
    const auto colours = town.engine->colours();
    town.restart();
    EXPECT_EQ(town.engine->colours(), colours);
    EXPECT_FALSE(unknown_id_in(town.store.events, town.engine->state().tables()));
    expect_lawful(town, false);
  }
}

TEST(Configure, TheIdOfAShopThatLeftIsNeverGivenAgain) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.goes(8min, "goods");
  town.then(20min, [&] {
    // The first shop leaves, and another one moves into its place.
    Configuration other = town.configuration;
    other.merchants[0].name = "m9";
    other.merchants[0].phone = "13800000009";
    other.zones[0].name = "front of m9";
    configure(town, other);
  });
  town.appears(30min, "goods", town.goods_a());
  town.goes(38min, "goods");
  town.run(1h);
  town.restart();
  town.run(2h);
  const auto opened = town.all<event::IncidentOpened>();
  ASSERT_EQ(opened.size(), 2u);
  EXPECT_EQ(town.engine->state().tables().merchants, (std::vector<std::string>{"m1", "m2", "m9"}));
  EXPECT_EQ(opened[0].merchant, MerchantId{0});
  EXPECT_EQ(opened[1].merchant, MerchantId{2}) << "the new shop answers, not the one that has left";
  ASSERT_EQ(town.gateway.accepted.size(), 2u);
  EXPECT_EQ(town.gateway.accepted[1].phone, "13800000009");
  EXPECT_EQ(town.engine->state().merchant(MerchantId{0})->strikes.size(), 1u);
  // It comes back under its name.
  configure(town, town_street());
  town.run(3h);
  EXPECT_EQ(town.engine->state().tables().merchants, (std::vector<std::string>{"m1", "m2", "m9"}));
}

TEST(Configure, TheStaysOfACameraThatLeavesEndUnseen) {
  Town town(with_a_second_camera(town_street()));
  const Detection goods = at(*town.configuration.cameras[1].geometry, pile, 2.5, 0.5);
  for (Duration t{0}; t < 1min; t += 1500ms)
    town.then(t, [&town, goods, t] { town.say(Detections{CameraId{1}, kMorning + t, {goods}}); });
  town.then(1min, [&town] { configure(town, without_the_second_camera(town.configuration)); });
  town.run(1h);
  const auto ended = town.all<event::OccupancyEnded>();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_TRUE(ended[0].by_blindness);
  EXPECT_TRUE(town.all<event::SightingConfirmed>().empty());
  EXPECT_TRUE(town.all<event::CameraBecame>().empty()) << "a camera that has left is not missed";
}

TEST(Configure, ACameraThatJoinsIsMissedFromThenOn) {
  Town town;
  town.then(1h, [&town] { configure(town, with_a_second_camera(town.configuration)); });
  town.run(3h);
  const auto became = town.all<event::CameraBecame>();
  ASSERT_EQ(became.size(), 1u);
  EXPECT_EQ(became[0].camera, CameraId{1});
  EXPECT_EQ(became[0].since, kMorning + 1h);
}

TEST(Configure, AZoneThatJoinsHoldsWhatStoodThereAlready) {
  auto vision = std::make_shared<ScriptedVision>();
  Configuration city = town_street();
  const Zone shop_a = city.zones[0];
  city.zones[0].outline = rectangle(-5, 1.8, 0, 2);
  Town town(city, pinghu(), vision);
  std::uint32_t salt = 0;
  vision->now = {town.goods_a()};
  town.film = [&](Duration) { return picture(vision->now, ++salt); };
  town.then(5min, [&] {
    Configuration drawn = town.configuration;
    drawn.zones[0] = shop_a;
    configure(town, drawn);
  });
  town.run(15min);
  const auto sightings = town.all<event::SightingConfirmed>();
  ASSERT_EQ(sightings.size(), 1u);
  EXPECT_GE(sightings[0].onset, kMorning + 5min);
}

TEST(Configure, NothingIsLostWhenTheStoreRefusesMeanwhile) {
  const auto live = [](bool changes) {
    auto town = std::make_unique<Town>();
    town->appears(0s, "goods", town->goods_a());
    town->appears(0s, "car", town->car());
    town->then(2min, [&town = *town] { town.store.full = true; });
    if (changes) town->then(5min, [&town = *town] { configure(town, town.configuration); });
    town->then(10min, [&town = *town] { town.store.full = false; });
    town->run(3h);
    return town;
  };
  const auto calm = live(false), changed = live(true);
  EXPECT_EQ(seen_by_the_first(*changed), seen_by_the_first(*calm));
  EXPECT_EQ(changed->gateway.accepted.size(), calm->gateway.accepted.size());
  EXPECT_EQ(changed->all<event::CaseRegistered>().size(), calm->all<event::CaseRegistered>().size());
  EXPECT_EQ(changed->all<event::IncidentOpened>().size(), 2u);
  expect_lawful(*changed, false);
}

TEST(Configure, ThePicturesThatWaitForAStoreThatRefusesAreKept) {
  auto vision = std::make_shared<ScriptedVision>();
  Town town(town_street(), pinghu(), vision);
  town.evidence.answer = [](const EvidenceLabel&) { return EvidenceResult{std::string(64, 'a'), EvidenceLoss::none}; };
  std::uint32_t salt = 0;
  town.film = [&](Duration t) {
    vision->now.clear();
    if (t >= 9s) vision->now.push_back(town.goods_a());
    return picture(vision->now, ++salt);
  };
  town.then(2min, [&] { town.store.full = true; });
  town.then(5min, [&] { configure(town, town.configuration); });
  town.then(6min, [&] { town.store.full = false; });
  town.run(10min);
  const auto kept = town.all<event::EvidenceKept>();
  ASSERT_EQ(kept.size(), 3u);
  for (const auto& picture : kept) EXPECT_EQ(picture.sha256, std::string(64, 'a'));
}

}  // namespace
}  // namespace tricolor::engine::testing::configure_test
