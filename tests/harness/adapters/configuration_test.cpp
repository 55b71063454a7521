// Shows that a scenario's keys about days and officers reach the engine's configuration.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "adapters/build_city.h"
#include "adapters/closed_loop.h"
#include "adapters/pictures.h"
#include "scenario/town_shares.h"
#include "sim/people/history.h"

namespace tricolor::harness::configuration_test {
namespace {

using std::chrono::year_month_day;

engine::Configuration configured(const std::string& lines) {
  const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  const auto path = std::filesystem::temp_directory_path() / ("configuration_test_" + name + ".yaml");
  const std::string street = TRICOLOR_SOURCE_DIR "/scenarios/templates/shop_street.yaml";
  std::ofstream(path)
      << "extends: " << std::filesystem::relative(street, path.parent_path()).string() << "\nscenario: t\n"
      << "policy: "
      << std::filesystem::relative(TRICOLOR_SOURCE_DIR "/scenarios/policies/pinghu.yaml", path.parent_path()).string()
      << "\n"
      << lines;
  engine::Diagnostics diagnostics;
  LoopInputs inputs;
  inputs.scenario = read_scenario(path.string(), TRICOLOR_SOURCE_DIR "/assets", diagnostics);
  std::filesystem::remove(path);
  EXPECT_EQ(diagnostics.text(), "");
  return configuration_of(inputs);
}

TEST(Configuration, KnowsTheHolidaysAndTheWorkedDaysOfItsScenario) {
  const auto configuration =
      configured("calendar: { holidays: [\"2020-10-01\", \"2020-10-02\"], worked_days: [\"2020-10-10\"] }\n");
  const year_month_day first{std::chrono::year{2020}, std::chrono::month{10}, std::chrono::day{1}};
  const year_month_day second{std::chrono::year{2020}, std::chrono::month{10}, std::chrono::day{2}};
  const year_month_day saturday{std::chrono::year{2020}, std::chrono::month{10}, std::chrono::day{10}};
  EXPECT_EQ(configuration.holidays, (std::vector<year_month_day>{first, second}));
  EXPECT_EQ(configuration.worked_days, std::vector<year_month_day>{saturday});
}

TEST(Configuration, KnowsWhoLeadsASquadAndThatHeOwnsNoGrid) {
  const auto configuration = configured("officers: [{ id: chief, leads: true }, { id: o1 }]\n");
  ASSERT_EQ(configuration.officers.size(), 2u);
  EXPECT_TRUE(configuration.officers[0].leads);
  EXPECT_FALSE(configuration.officers[1].leads);
  EXPECT_EQ(configuration.duty_grids.at(0).owner, engine::OfficerId{1})
      << "the officer answers for the grid, not the leader";
}

// The names that the reader of scenarios knows are those that the generator gives, and every shop of a city of towns
// has one zone, in a grid of its town, with an officer of its own.
TEST(Configuration, HoldsTheTownsOfAGeneratedCity) {
  const auto configuration = configured(
      "city: { kind: towns, towns: 3, shops: 40, main_street_shops: 12, cameras: 20, officers: 14 }\nstreets: []\n"
      "merchants: []\ncameras: []\nofficers: []\nscript: []\nexpect: []\n");
  ASSERT_EQ(configuration.merchants.size(), 40u);
  EXPECT_EQ(configuration.cameras.size(), 20u);
  EXPECT_EQ(configuration.officers.size(), 14u);
  GeneratedCity city;
  city.kind = GeneratedCity::Kind::towns;
  city.towns = 3, city.shops = 40, city.main_street_shops = 12, city.cameras = 20, city.officers = 14;
  std::set<std::string> known, given;
  int town = 0;
  for (const TownShare& share : shares_of_towns(city)) {
    ++town;
    for (int i = 1; i <= share.main_street_shops + share.other_shops; ++i)
      known.insert("m" + std::to_string(town) + "_" + std::to_string(i));
  }
  for (const engine::Dossier& dossier : configuration.merchants) given.insert(dossier.name);
  EXPECT_EQ(given, known);
  std::map<std::uint32_t, int> zones;
  for (const engine::Zone& zone : configuration.zones)
    if (zone.merchant) {
      ++zones[zone.merchant->value];
      const engine::Dossier& dossier = configuration.merchants.at(zone.merchant->value);
      const engine::DutyGrid& grid = configuration.duty_grids.at(zone.duty_grid.value);
      EXPECT_EQ(dossier.duty_grid, zone.duty_grid);
      EXPECT_EQ(grid.name.substr(0, grid.name.find('_')).substr(1),
                dossier.name.substr(0, dossier.name.find('_')).substr(1));
      EXPECT_TRUE(grid.owner) << grid.name;
    }
  EXPECT_EQ(zones.size(), 40u);
}

// Two runs with one `city_seed`: all that a planner calls the city is equal, what happens on its days is not.
TEST(Configuration, KeepsTheCityAndRedrawsItsDaysWhereTheCityHasASeedOfItsOwn) {
  LoopInputs inputs;
  inputs.scenario.start = *engine::instant_of("2020-11-02 06:00");
  inputs.scenario.lasts = std::chrono::hours{240};
  inputs.scenario.history_days = 30;
  inputs.scenario.city = GeneratedCity{};
  inputs.scenario.city->shops = 40;
  inputs.scenario.city->cameras = 20;
  inputs.scenario.city->camera_down_share = 0.02;
  struct Drawn {
    engine::Configuration configuration;
    std::vector<std::pair<sim::Time, sim::Time>> outages;
    std::vector<double> rates;
  };
  const auto drawn = [&](std::uint64_t seed, std::optional<std::uint64_t> city_seed) {
    inputs.scenario.seed = seed;
    inputs.scenario.city_seed = city_seed;
    const sim::City city = build_city(inputs);
    Drawn all{build_configuration(inputs, city), {}, {}};
    for (const sim::CityCamera& camera : city.cameras)
      all.outages.insert(all.outages.end(), camera.down.begin(), camera.down.end());
    for (int shop = 0; shop < 40; ++shop)
      all.rates.push_back(sim::merchant_rate_per_day(city, build_demand(inputs), seed, shop));
    return all;
  };
  const auto fronts = [](const engine::Configuration& configuration) {
    std::string text;
    for (const engine::Dossier& shop : configuration.merchants) {
      text += shop.sign + shop.trade;
      for (const engine::Time strike : shop.imported_strikes) text += engine::to_text(strike);
    }
    for (const engine::Zone& zone : configuration.zones)
      for (const engine::GroundPoint& corner : zone.outline)
        text += std::to_string(corner.x_m) + "," + std::to_string(corner.y_m) + ";";
    return text;
  };
  const Drawn one = drawn(1, 5), two = drawn(2, 5), other = drawn(2, 6), own = drawn(5, std::nullopt);
  EXPECT_EQ(fronts(one.configuration), fronts(two.configuration));
  EXPECT_EQ(one.rates, two.rates) << "who offends often is part of the city";
  EXPECT_NE(one.outages, two.outages) << "when cameras fail is part of the days";
  EXPECT_NE(fronts(two.configuration), fronts(other.configuration));
  EXPECT_NE(two.rates, other.rates);
  EXPECT_EQ(fronts(one.configuration), fronts(own.configuration)) << "without the key the run's seed draws the city";
  EXPECT_EQ(one.rates, own.rates);
}

// Whose grid a place is, people say with polygons, whatever grid its street names.
TEST(Configuration, HoldsTheGridsThatPeopleDrewAndGivesEachPlaceToTheOneThatHoldsIt) {
  const auto configuration = configured(
      "duty_grids:\n"
      "  - { id: west, squad: 新华中队, outline: [[-5 m, -20 m], [-5 m, 20 m], [40 m, 20 m], [40 m, -20 m]] }\n"
      "  - { id: east, squad: 新华中队, owner: o2, outline: [[40 m, -20 m], [90 m, -20 m], [90 m, 20 m], [40 m, 20 m]] }\n"
      "officers: [{ id: o1, duty_grid: east }, { id: o2, duty_grid: east }, { id: o3, duty_grid: west }]\n");
  ASSERT_EQ(configuration.duty_grids.size(), 2u) << "the grid that the street names is none of them";
  const engine::DutyGrid &west = configuration.duty_grids[0], &east = configuration.duty_grids[1];
  EXPECT_EQ(west.name, "west");
  EXPECT_EQ(west.squad, "新华中队");
  EXPECT_EQ(west.owner, engine::OfficerId{2}) << "the first officer who names it";
  EXPECT_EQ(east.owner, engine::OfficerId{1}) << "the one whom the grid names";
  EXPECT_GT(engine::signed_area_m2(west.outline), 0) << "it is written clockwise";
  int in_east = 0;
  for (const engine::Zone& zone : configuration.zones) {
    const engine::GroundPoint place =
        zone.merchant ? configuration.merchants[zone.merchant->value].door : zone.outline.front();
    if (zone.merchant) {
      EXPECT_EQ(configuration.merchants[zone.merchant->value].duty_grid, zone.duty_grid);
    }
    EXPECT_EQ(zone.duty_grid, engine::DutyGridId{place.x_m > 40 ? 1u : 0u}) << zone.name;
    in_east += zone.duty_grid.value == 1;
  }
  EXPECT_GT(in_east, 0);
}

TEST(Configuration, TheGridsOfTownsHaveTheirOutlinesAndSquads) {
  const auto configuration = configured(
      "city: { kind: towns, towns: 2, shops: 30, main_street_shops: 10, cameras: 10, officers: 9 }\nstreets: []\n"
      "merchants: []\ncameras: []\nofficers: []\nscript: []\nexpect: []\n");
  std::set<std::string> squads;
  for (const engine::DutyGrid& grid : configuration.duty_grids) {
    EXPECT_GE(grid.outline.size(), 3u) << grid.name;
    squads.insert(grid.squad);
  }
  EXPECT_EQ(squads.size(), 2u);
  for (const engine::Dossier& dossier : configuration.merchants)
    EXPECT_TRUE(engine::contains(configuration.duty_grids.at(dossier.duty_grid.value).outline, dossier.door))
        << dossier.name;
}

}  // namespace
}  // namespace tricolor::harness::configuration_test
