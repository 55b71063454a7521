// Shows that a twin camera filmed to a video file and watched gives the sightings that the twin's run gave: the same
// zones and classes, at most one picture apart.
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/pictures.h"
#include "harness/service/watch/test_video.h"
#include "run/load.h"
#include "service/watch/source_loop.h"

namespace tricolor::harness::filmed_twin_test {
namespace {

using namespace std::chrono_literals;
using engine::Duration;
using engine::Time;
namespace fs = std::filesystem;

TEST(FilmedTwin, GivesTheSightingsOfItsRun) {
  const fs::path folder = fs::temp_directory_path() / ("tricolor_filmed_twin_" + std::to_string(::getpid()));
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(std::string(TRICOLOR_SOURCE_DIR) + "/scenarios/smoke/one_shop.yaml", diagnostics);
  ASSERT_TRUE(inputs) << diagnostics.text();
  inputs->vision = load_detector(inputs->scenario.model_path);
  inputs->scenario.every_frame = true;
  inputs->scenario.lasts = 6min;
  LoopOptions options;
  options.film_folder = (folder / "film").string();
  const RunRecord twin = run_closed_loop(*inputs, options);

  std::vector<TestPicture> pictures;
  std::optional<Time> first;
  std::ifstream list(folder / "film" / "pictures.csv");
  std::string row, camera, at, file;
  std::getline(list, row);
  while (std::getline(list, row)) {
    std::stringstream fields(row);
    std::getline(fields, camera, ',');
    std::getline(fields, at, ',');
    std::getline(fields, file, ',');
    const Time taken{Duration{std::stoll(at)}};
    if (!first) first = taken;
    pictures.push_back({*read_picture((folder / "film" / file).string()), taken - *first});
  }
  ASSERT_GT(pictures.size(), 100u);
  write_test_video((folder / "film.mkv").string(), pictures, 1);

  std::vector<Alarm> alarms;
  const engine::Configuration configuration = configuration_of(*inputs);
  const SurveyedPlace place{configuration, inputs->policies.at(*first), inputs->vision, inputs->scenario.start};
  const auto watch = watch_surveyed("film", place, camera, *first,
                                    {[&](Alarm& alarm, const engine::Image&) { alarms.push_back(alarm); }, {}});
  SourceSettings settings;
  settings.address = (folder / "film.mkv").string();
  const SourceResult result =
      run_source(settings, *watch, {[](const std::string& line) { ADD_FAILURE() << line; }, {}, {}, {}, {}});
  EXPECT_EQ(result.looked_at, pictures.size());

  std::size_t count = 0;
  for (const engine::Event& event : twin.journal)
    if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload)) {
      ASSERT_LT(count, alarms.size());
      const Alarm& alarm = alarms[count++];
      EXPECT_EQ(alarm.zone, configuration.zones[sighting->zone.value].name);
      EXPECT_EQ(alarm.class_name, configuration.classes[sighting->violation_class.value].code_name);
      EXPECT_LE(std::chrono::abs(*first + alarm.at - event.at), configuration.cameras.front().frame_every);
      EXPECT_LE(std::chrono::abs(*first + alarm.since - sighting->onset), configuration.cameras.front().frame_every);
    }
  EXPECT_EQ(count, alarms.size());
  EXPECT_GE(count, 1u);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace tricolor::harness::filmed_twin_test
