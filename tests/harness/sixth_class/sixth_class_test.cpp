// Shows that a sixth class, of a kind that neither the twin nor any detector knows, needs the files of this folder and
// no more: four of data (a kind, a class, its policy, its demand), a generator that draws it and eyes that find it. It
// is then in the truth, the journal, the report, the window, the watch and the scenes for training.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include <unistd.h>

#include "adapters/build_city.h"
#include "adapters/replay.h"
#include "report/page/data/page_data.h"
#include "report/page/html/page.h"
#include "run/load.h"
#include "service/watch/picture_watch.h"
#include "sim/city/generator.h"
#include "sofa.h"
#include "training/scenes.h"
#include "view/model/timeline.h"
#include "view/model/tooltip.h"
#include "view/model/verdict.h"

namespace tricolor::harness::sixth_class_test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr std::uint32_t kBulkyWaste = 5;
const std::string kFolder = std::string(TRICOLOR_SOURCE_DIR) + "/tests/harness/sixth_class/";

LoopInputs loaded() {
  static const bool added = (add_sofas(), true);
  (void)added;
  engine::Diagnostics diagnostics;
  auto inputs = load_inputs(kFolder + "scenario.yaml", diagnostics);
  if (!inputs) throw std::runtime_error(diagnostics.text());
  inputs->vision = eyes_for_sofas();
  return std::move(*inputs);
}

/// One day of the street, which is run once for all tests.
struct Day {
  LoopInputs inputs = loaded();
  RunRecord record = run_closed_loop(inputs, LoopOptions{});
  Replay replay{inputs};
  sim::ThingKind sofa = *record.city.kinds->named("sofa");

  std::vector<engine::event::SightingConfirmed> sightings() const {
    std::vector<engine::event::SightingConfirmed> found;
    for (const engine::Event& event : record.journal)
      if (const auto* sighting = std::get_if<engine::event::SightingConfirmed>(&event.payload);
          sighting && sighting->violation_class.value == kBulkyWaste)
        found.push_back(*sighting);
    return found;
  }
  /// The sofa that stood at a place at an instant; null when none did.
  const sim::Stay* stood(engine::GroundPoint spot, engine::Time at) const {
    for (const sim::Stay& stay : record.truth.stays)
      if (stay.kind == sofa && stay.from <= at && (!stay.until || *stay.until > at) &&
          std::hypot(stay.at.x_m - spot.x_m, stay.at.y_m - spot.y_m) < 2)
        return &stay;
    return nullptr;
  }
};

Day& day() {
  static Day one;
  return one;
}

TEST(SixthClass, IsDoneByTheTwinsPeople) {
  int sofas = 0;
  for (const sim::Stay& stay : day().record.truth.stays) {
    if (stay.kind != day().sofa) continue;
    ++sofas;
    EXPECT_EQ(stay.class_name, "bulky_waste");
  }
  EXPECT_GT(sofas, 15);
}

TEST(SixthClass, IsInTheJournalAsItsRowSays) {
  const auto found = day().sightings();
  ASSERT_GE(found.size(), 2u);
  for (const auto& sighting : found) {
    EXPECT_TRUE(day().stood(sighting.spot, sighting.onset + 60s)) << sighting.spot.x_m << ", " << sighting.spot.y_m;
    EXPECT_FALSE(sighting.merchant) << "the place answers for it";
  }
  std::size_t opened = 0, cases = 0;
  for (const engine::Event& event : day().record.journal) {
    if (const auto* it = std::get_if<engine::event::IncidentOpened>(&event.payload))
      opened += it->violation_class.value == kBulkyWaste;
    cases += std::holds_alternative<engine::event::CaseRegistered>(event.payload);
    EXPECT_FALSE(std::holds_alternative<engine::event::NoticeQueued>(event.payload)) << "nobody is warned";
  }
  EXPECT_GE(opened, 2u);
  EXPECT_GE(cases, opened) << "an officer sees to each";
}

TEST(SixthClass, IsJudgedAgainstTheTruth) {
  int there = 0, found = 0;
  for (const JudgedViolation& judged : day().record.judgement.violations) {
    if (judged.violation.violation_class.value != kBulkyWaste || !judged.violation.seeing.in_view) continue;
    ++there;
    found += judged.incident.has_value();
  }
  EXPECT_GE(there, 2);
  EXPECT_GE(2 * found, there) << found << " of " << there;
}

TEST(SixthClass, IsInTheReportInBothLanguages) {
  const std::string page = page_of(page_data(day().record, tables_of(day().record), "/nonexistent"));
  for (const char* word : {"大件垃圾", "bulky waste", "沙发", "sofa", "spawners.sofas"})
    EXPECT_THAT(page, HasSubstr(word));
}

TEST(SixthClass, IsInTheWindow) {
  Day& d = day();
  ASSERT_FALSE(d.sightings().empty());
  const auto sighting = d.sightings().front();
  const sim::Stay* stay = d.stood(sighting.spot, sighting.onset + 60s);
  ASSERT_TRUE(stay);
  Timeline timeline(d.replay, d.record.start, d.record.planned_end);
  timeline.append(d.record.journal, d.record.truth.scene_log, d.record.end);
  timeline.finish(d.record.end);
  const Moment& moment = timeline.at(sighting.onset + 60s);
  const Selection thing{Selection::What::thing, stay->thing};
  EXPECT_EQ(tooltip_of(thing, d.replay, d.inputs.policies, moment, Language::zh).title, "沙发");
  EXPECT_EQ(tooltip_of(thing, d.replay, d.inputs.policies, moment, Language::en).title, "sofa");
  std::string steps;
  for (const VerdictStep& step : verdict_of_thing(d.replay, d.inputs.policies, moment, stay->thing, Language::zh).steps)
    steps += step.text + "\n";
  EXPECT_THAT(steps, HasSubstr("沙发 → 大件垃圾"));
  const KindOfThing* kind = kind_named(d.replay.kinds(), "sofa");
  ASSERT_TRUE(kind);
  EXPECT_EQ(kind->colour.red, 0xc8) << "the colour of its shape on the map";
}

TEST(SixthClass, RaisesAnAlarmOfTheWatch) {
  Day& d = day();
  ASSERT_FALSE(d.sightings().empty());
  const auto sighting = d.sightings().front();
  Timeline timeline(d.replay, d.record.start, d.record.planned_end);
  timeline.append(d.record.journal, d.record.truth.scene_log, d.record.end);
  std::vector<std::string> alarms;
  const engine::Time first = sighting.onset - 30s;
  const SurveyedPlace place{d.replay.configuration(), d.inputs.policies.at(first), d.inputs.vision, d.record.start};
  const auto watch =
      watch_surveyed("street", place, d.replay.configuration().cameras[sighting.camera.value].name, first,
                     {[&](Alarm& alarm, const engine::Image&) { alarms.push_back(alarm.class_name); }, {}});
  for (engine::Duration at{0}; at < 160s; at += 1500ms) {
    const auto source = d.replay.source_of(static_cast<int>(sighting.camera.value), first + at);
    ASSERT_TRUE(source);
    watch->look(d.replay.picture(*source, timeline.standing_at(source->at)), at);
  }
  EXPECT_THAT(alarms, ::testing::Contains("bulky_waste"));
}

TEST(SixthClass, IsInTheScenesForTraining) {
  Day& d = day();
  sim::City city = sim::generate_xinhua(7, {}, d.record.start, 1);
  city.kinds = d.record.city.kinds;
  const sim::Shop& shop = city.shops.front();
  sim::CameraPose pose = city.cameras.front().pose;
  sim::aim(pose, city, shop);
  const sim::CameraView view(city, pose);
  sim::Draw draw({7, 1, sim::purpose("test.sixth_class"), 0});
  std::set<sim::ThingKind> drawn;
  for (int i = 0; i < 12; ++i) {
    const sim::SceneView scene = random_scene(city, shop.street, shop.side, (shop.from_m + shop.to_m) / 2,
                                              d.record.start + 2h, Looks::trained, draw);
    std::vector<sim::Visible> visible;
    const sim::Picture picture = view.draw(scene, draw.bits(), &visible);
    for (const sim::Visible& thing : visible) drawn.insert(thing.kind);
  }
  EXPECT_TRUE(drawn.contains(d.sofa));
  EXPECT_EQ(static_cast<int>(d.sofa), sim::kWellKnownKinds) << "its number in the labels: the last";
}

TEST(SixthClass, NeedsNothingButItsFilesToBeRead) {
  const auto faults_of = [](const std::string& change) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("sixth_class_" + std::to_string(::getpid()) + ".yaml");
    std::ofstream(path) << "extends: " << kFolder << "scenario.yaml\n" << change << "\n";
    engine::Diagnostics diagnostics;
    load_inputs(path.string(), diagnostics);
    std::filesystem::remove(path);
    return diagnostics.text();
  };
  loaded();
  EXPECT_EQ(faults_of(""), "");
  const std::string own = std::string(TRICOLOR_SOURCE_DIR) + "/assets/kinds.yaml";
  EXPECT_THAT(faults_of("kinds: " + own), HasSubstr("classes.yaml:11:13: classes[5].kinds: must be a kind of thing"))
      << "without its kind the class is refused, with its place";
}

}  // namespace
}  // namespace tricolor::harness::sixth_class_test
