// Shows that what a restart forgets may delay an accusation and never causes one: the journal says what speaks against
// accusing anybody, and each doubt that the engine had before the restart it has after it.
#include <gtest/gtest.h>

#include <map>

#include "engine/support/lively_town.h"
#include "engine/support/expect_lawful.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::testing::restart_test {
namespace {

/// One accusation: its instant, and whom it is about.
struct Accusation {
  Time at;
  std::optional<MerchantId> merchant;
};

/// The sightings of a town by zone and class, in the order of time.
std::map<std::pair<ZoneId, ClassId>, std::vector<Accusation>> accusations(const Town& town) {
  std::map<std::pair<ZoneId, ClassId>, std::vector<Accusation>> found;
  for (const Event& event : town.store.events)
    if (const auto* sighting = std::get_if<event::SightingConfirmed>(&event.payload))
      found[{sighting->zone, sighting->violation_class}].push_back({event.at, sighting->merchant});
  return found;
}

/// Fails unless every accusation of a town with restarts is one of the town without, at the same time or earlier.
void expect_no_accusation_by_restart(const Town& calm, const Town& restarted) {
  const auto without = accusations(calm), with = accusations(restarted);
  for (const auto& [place, list] : with) {
    const auto known = without.find(place);
    ASSERT_NE(known, without.end()) << "zone " << place.first.value << ", class " << place.second.value;
    ASSERT_LE(list.size(), known->second.size()) << "zone " << place.first.value;
    for (std::size_t i = 0; i < list.size(); ++i) {
      EXPECT_GE(list[i].at, known->second[i].at) << to_text(list[i].at) << " in zone " << place.first.value;
      const auto same = [&](const Accusation& other) {
        return other.at <= list[i].at && other.merchant == list[i].merchant;
      };
      if (list[i].merchant) {
        EXPECT_TRUE(std::any_of(known->second.begin(), known->second.end(), same))
            << "shop " << list[i].merchant->value << " at " << to_text(list[i].at);
      }
    }
  }
}

/// Two towns with one story, of which one is restarted at an instant.
struct Pair {
  explicit Pair(const std::function<void(Town&)>& tell, Duration restart, Duration until) {
    for (Town* town : {&calm, &restarted}) {
      tell(*town);
      if (town == &restarted) town->then(restart, [town] { town->restart(); });
      town->run(until);
    }
  }
  static std::vector<event::SightingConfirmed> sightings(const Town& town) {
    return town.all<event::SightingConfirmed>();
  }
  Town calm, restarted;
};

TEST(Restart, ForgetsNotBetweenWhichShopsAThingLay) {
  for (const double x : {-0.1, 0.1}) {
    const Pair towns(
        [x](Town& town) {
          const CameraGeometry& camera = *town.configuration.cameras[0].geometry;
          town.appears(0s, "goods", at(camera, pile, x, 0.5));
          town.appears(168s, "goods", x < 0 ? town.goods_a() : town.goods_b());
        },
        168s, 190s);
    const auto calm = Pair::sightings(towns.calm), restarted = Pair::sightings(towns.restarted);
    ASSERT_EQ(calm.size(), 1u) << x;
    ASSERT_EQ(restarted.size(), 1u) << x;
    EXPECT_FALSE(calm[0].merchant) << x;
    EXPECT_FALSE(restarted[0].merchant) << "it lay between two shops for most of its dwell";
    EXPECT_EQ(restarted[0].between, calm[0].between) << x;
  }
}

TEST(Restart, ForgetsNotSinceWhenAThingIsPlainlyOneShops) {
  const Pair towns(
      [](Town& town) {
        const CameraGeometry& camera = *town.configuration.cameras[0].geometry;
        town.appears(0s, "goods", at(camera, pile, -0.1, 0.5));
        town.appears(30s, "goods", town.goods_a());
        town.appears(0s, "car", town.car());
      },
      150s, 10min);
  expect_no_accusation_by_restart(towns.calm, towns.restarted);
  EXPECT_EQ(accusations(towns.restarted).size(), accusations(towns.calm).size());
}

// The pile is away from 100 s to 107 s: longer than the tolerance, so that its dwell begins anew.
TEST(Restart, ForgetsNotSinceWhenAPlaceLooksEmpty) {
  for (const Duration restart : {Duration{103s}, Duration{106s}, Duration{108s}}) {
    const Pair towns(
        [](Town& town) {
          town.appears(0s, "goods", town.goods_a());
          town.goes(100s, "goods");
          town.appears(107s, "goods", town.goods_a());
        },
        restart, 10min);
    const auto calm = Pair::sightings(towns.calm), restarted = Pair::sightings(towns.restarted);
    ASSERT_EQ(calm.size(), 1u);
    ASSERT_EQ(restarted.size(), 1u) << to_text(restart);
    EXPECT_GE(restarted[0].onset, kMorning + 107s) << to_text(restart);
    expect_no_accusation_by_restart(towns.calm, towns.restarted);
  }
}

// The pile is taken in just before a restart and put out a minute after it, while the engine looks for what it knew.
TEST(Restart, DoesNotCountWhatWasSeenBeforeForAThingThatWasAwayAfterIt) {
  const Pair towns(
      [](Town& town) {
        town.appears(0s, "goods", town.goods_a());
        town.goes(100s, "goods");
        town.appears(160s, "goods", town.goods_a());
      },
      101s, 10min);
  const auto restarted = Pair::sightings(towns.restarted);
  ASSERT_EQ(restarted.size(), 1u);
  EXPECT_GE(restarted[0].onset, kMorning + 160s);
  expect_no_accusation_by_restart(towns.calm, towns.restarted);
}

// A lorry hides the pile from 60 s to 120 s.
TEST(Restart, ForgetsNotSinceWhenAThingIsHidden) {
  for (const Duration restart : {Duration{62s}, Duration{90s}, Duration{121s}}) {
    const Pair towns(
        [](Town& town) {
          const CameraGeometry& camera = *town.configuration.cameras[0].geometry;
          const Detection lorry = at(camera, person, -2.5, -1.5, 3, 2.5);
          town.appears(0s, "goods", town.goods_a());
          town.goes(60s, "goods");
          town.appears(60s, "lorry", lorry);
          town.appears(120s, "goods", town.goods_a());
          town.goes(120s, "lorry");
        },
        restart, 10min);
    ASSERT_EQ(Pair::sightings(towns.calm).size(), 1u);
    EXPECT_EQ(Pair::sightings(towns.calm)[0].onset, kMorning + 1500ms + 60s);
    ASSERT_EQ(Pair::sightings(towns.restarted).size(), 1u) << to_text(restart);
    EXPECT_EQ(Pair::sightings(towns.restarted)[0].onset, kMorning + 1500ms + 60s) << to_text(restart);
  }
}

// After the restart no look comes for half a minute.
TEST(Restart, TheTimeUntilTheFirstLookIsNoDwell) {
  Town town;
  town.appears(0s, "goods", town.goods_a());
  town.then(100s, [&town] { town.film = [](Duration) { return nullptr; }; });
  town.then(101s, [&town] { town.restart(); });
  town.then(131s, [&town] { town.film = nullptr; });
  town.run(5min);
  ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u);
  EXPECT_GE(town.all<event::SightingConfirmed>()[0].onset, kMorning + 30s);
}

// One look in three finds the thing: too few to accuse anybody.
TEST(Restart, ForgetsNotThatTooFewLooksFoundAThing) {
  const Pair towns(
      [](Town& town) {
        for (Duration t{0}; t < 178s; t += 4500ms) {
          town.appears(t, "goods", town.goods_a());
          town.goes(t + 1s, "goods");
        }
        town.appears(180s, "goods", town.goods_a());
      },
      179s, 200s);
  EXPECT_TRUE(Pair::sightings(towns.calm).empty());
  EXPECT_TRUE(Pair::sightings(towns.restarted).empty());
}

TEST(Restart, MayDelayAnAccusationAndNeverCausesOne) {
  std::size_t accused = 0;
  for (std::uint64_t seed = 1; seed <= 30 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto town_of = [seed](bool restarts) {
      Dice dice(seed);
      const Policy policy = any_policy(dice);
      auto town = std::make_unique<Town>(town_street(), policy);
      live(*town, dice, false, false);
      for (int i = 0; i < 6; ++i) {
        const Duration at{static_cast<std::int64_t>(dice.below(14'400'000'000))};
        if (restarts) town->then(at, [&town = *town] { town.restart(); });
      }
      town->run(5h);
      return town;
    };
    const auto calm = town_of(false), restarted = town_of(true);
    expect_no_accusation_by_restart(*calm, *restarted);
    for (const auto& [place, list] : accusations(*restarted)) accused += list.size();
  }
  EXPECT_GT(accused, 100u) << "hardly anybody was accused: the test is idle";
}

// Somebody stands before the pile at the two looks at the end of its dwell. Nothing was judged then.
TEST(Restart, AStayThatWasDroppedBecauseItsViewWasInDoubtMayBeginAnew) {
  auto vision = std::make_shared<ScriptedVision>();
  Town town(town_street(), pinghu(), vision);
  std::uint32_t salt = 0;
  town.film = [&](Duration t) {
    vision->now.clear();
    if (t >= 9s) vision->now.push_back(town.goods_a());
    vision->closer_looks = 0;
    vision->confidences = {static_cast<std::uint8_t>(t >= 185s && t < 195s ? 100 : 250)};
    return picture(vision->now, ++salt);
  };
  town.run(6min);
  EXPECT_TRUE(town.all<event::SightingConfirmed>().empty());
  ASSERT_EQ(town.all<event::OccupancyEnded>().size(), 1u);
  town.run(8min);
  ASSERT_EQ(town.all<event::SightingConfirmed>().size(), 1u) << "it stands there for a whole dwell, plain to see";
  EXPECT_GE(town.all<event::SightingConfirmed>()[0].onset, kMorning + 185s);
}

}  // namespace
}  // namespace tricolor::engine::testing::restart_test
