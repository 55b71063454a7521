// Shows that a scenario's keys about days and officers reach the engine's configuration.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "adapters/pictures.h"

namespace tricolor::harness {
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
  const Scenario scenario = read_scenario(path.string(), TRICOLOR_SOURCE_DIR "/assets", diagnostics);
  std::filesystem::remove(path);
  EXPECT_EQ(diagnostics.text(), "");
  return configuration_of(scenario, {});
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

}  // namespace
}  // namespace tricolor::harness
