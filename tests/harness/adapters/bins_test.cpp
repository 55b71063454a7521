// Shows that bins which overflow go the whole way by data: a kind with an attribute, a class that asks for it, a demand
// that says how often. Cameras tell the attribute; the engine accuses no shop and no bin that is not full; officers of
// the class's desk have them emptied; and the judge knows them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/build_city.h"
#include "adapters/closed_loop.h"
#include "run/load.h"
#include "run/plausibility.h"

namespace tricolor::harness::bins_test {
namespace {

namespace ev = engine::event;
using namespace std::chrono_literals;

const std::string kAssets = std::string(TRICOLOR_SOURCE_DIR) + "/assets";

LoopInputs street() {
  engine::Diagnostics diagnostics;
  auto inputs =
      load_inputs(TRICOLOR_SOURCE_DIR "/scenarios/xinhua_road.yaml", diagnostics, {.rung = "events", .profile = {}});
  EXPECT_TRUE(inputs.has_value()) << diagnostics.text();
  inputs->scenario.city->shops = 48;
  inputs->scenario.city->cameras = 12;
  inputs->scenario.city->length_m = 160;
  inputs->scenario.lasts = 48h;
  const auto path = std::filesystem::temp_directory_path() / ("bins_test_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "extends: " << kAssets << "/kinds.yaml\n"
                      << "kinds: { bin: { attributes: { overflowing: { zh: 满溢, en: overflowing, drawn_by: full_bin } "
                         "} } }\n";
  inputs->kinds = read_kinds(path.string(), kinds_of_twin(), diagnostics);
  std::filesystem::remove(path);
  engine::ViolationClass overflow;
  overflow.code_name = "bin_overflow";
  overflow.name_zh = "垃圾桶满溢";
  overflow.name_en = "overflowing bin";
  overflow.kinds = {"bin"};
  overflow.with = "overflowing";
  overflow.zones = {engine::ZoneKind::pavement, engine::ZoneKind::shop_front};
  overflow.answers = engine::ViolationClass::Answers::nobody;
  inputs->classes.push_back(overflow);
  engine::Policy policy = inputs->policies.first();
  policy.classes.push_back({"bin_overflow", 10min, {}});
  inputs->policies = PolicyHistory(policy);
  inputs->demand.figures.bins_per_km = 60;
  inputs->demand.figures.bins.push_back({"full", "bin+overflowing", "bin_overflow", 3});
  inputs->demand.bin_notes.emplace_back();
  EXPECT_EQ(diagnostics.text(), "");
  return *inputs;
}

TEST(Bins, ThatOverflowAreFoundJudgedAndEmptiedAndNoShopIsAccused) {
  const LoopInputs inputs = street();
  const auto of_bins = static_cast<std::uint32_t>(inputs.classes.size() - 1);
  const RunRecord run = run_closed_loop(inputs, {});
  int stays = 0, by_officers = 0, opened = 0, there = 0, found = 0;
  for (const sim::Stay& stay : run.truth.stays) {
    stays += stay.class_name == "bin_overflow";
    by_officers += stay.class_name == "bin_overflow" && std::string_view(stay.ended_by) == "officer";
  }
  for (const engine::Event& event : run.journal)
    if (const auto* it = std::get_if<ev::IncidentOpened>(&event.payload); it && it->violation_class.value == of_bins) {
      ++opened;
      EXPECT_FALSE(it->merchant);
    }
  for (const JudgedViolation& judged : run.judgement.violations) {
    if (judged.violation.violation_class.value != of_bins || !judged.violation.seeing.opportunity) continue;
    ++there;
    found += judged.incident.has_value();
  }
  EXPECT_GT(stays, 20);
  EXPECT_GE(there, 5);
  EXPECT_GE(3 * found, 2 * there) << found << " of " << there;
  EXPECT_GT(by_officers, 0);
  int wrong = 0;
  for (const JudgedIncident& judged : run.judgement.incidents)
    wrong += judged.incident.violation_class.value == of_bins && judged.wrong_by == WrongBy::lawful_thing;
  EXPECT_EQ(wrong, 0) << "of " << opened << ": a bin that is not full is lawful";
}

TEST(Bins, ThatTheProgramsOwnDetectorCannotTellApartAreWarnedOf) {
  LoopInputs inputs = street();
  EXPECT_EQ(warnings_about(inputs).text().find("does not tell"), std::string::npos);
  inputs.scenario.rung = "pixels";
  EXPECT_NE(warnings_about(inputs).text().find("classes.bin_overflow.with: is 'overflowing', which the program's own "
                                               "detector does not tell: at the rung pixels none is found"),
            std::string::npos)
      << warnings_about(inputs).text();
}

}  // namespace
}  // namespace tricolor::harness::bins_test
