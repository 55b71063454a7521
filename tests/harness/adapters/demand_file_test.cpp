// Shows that the committed demand of Xinhua Road is what the program takes by default, that demand files are read with
// their marks and written back unchanged, and how their faults are told. With TRICOLOR_UPDATE in the environment the
// committed file is written instead.
#include "adapters/demand_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/build_city.h"
#include "adapters/closed_loop.h"
#include "adapters/demand_keys.h"

namespace tricolor::harness::demand_file_test {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

const std::string kOwn = TRICOLOR_SOURCE_DIR "/scenarios/demand/xinhua.yaml";

std::string contents_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return (path / name).string();
  }
  const fs::path path = fs::temp_directory_path() / fmt::format("demand_file_test_{}", getpid());
};

// Reads a file that must be without a fault.
DemandModel read(const std::string& path) {
  engine::Diagnostics faults;
  DemandModel demand = read_demand(path, faults);
  EXPECT_EQ(faults.text(), "");
  return demand;
}

std::string faults_of(const std::string& text) {
  const Folder folder;
  engine::Diagnostics faults;
  read_demand(folder.file("d.yaml", text), faults);
  std::string told = faults.text();
  const std::string path = folder.path.string() + "/";
  for (std::size_t at; (at = told.find(path)) != std::string::npos;) told.erase(at, path.size());
  return told;
}

DemandRow row_of(const DemandModel& demand, const std::string& key) {
  for (const DemandRow& row : demand_rows(demand, demand.figures))
    if (row.key == key) return row;
  ADD_FAILURE() << key;
  return {};
}

TEST(DemandFile, TheDemandOfXinhuaRoadIsTheProgramsOwnWithEveryFigure) {
  DemandModel own;
  own.about = "新华路的需求，各项均可修改 · the demand of Xinhua Road: copy it, or extend it and change a figure";
  const std::string text =
      "# How much happens on Xinhua Road and how its people answer. Each figure has a mark: assumed, published, "
      "fitted.\n" +
      demand_text(own);
  if (std::getenv("TRICOLOR_UPDATE")) std::ofstream(kOwn) << text;
  EXPECT_EQ(contents_of(kOwn), text) << kOwn << " is not current; run this test with TRICOLOR_UPDATE=1";
  const DemandModel read_back = read(kOwn);
  for (const DemandKey& key : demand_keys())
    EXPECT_EQ(read_back.figures.*key.figure, sim::Demand{}.*key.figure) << key.key;
}

TEST(DemandFile, WhatIsWrittenIsReadBackAsTheSameFigures) {
  const Folder folder;
  std::uint64_t state = 20261127;
  const auto share = [&state] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state >> 11) / 9007199254740992.0;
  };
  for (int run = 0; run < 20; ++run) {
    DemandModel demand;
    demand.name = fmt::format("d{}", run);
    demand.about = "quotes \" and \\ and 引号";
    for (const DemandKey& key : demand_keys()) {
      double figure = key.low + share() * (key.high - key.low);
      // Lengths of time are kept to the microsecond.
      if (key.form == DemandKey::Form::duration) figure = std::floor(figure);
      demand.figures.*key.figure = figure;
      demand.notes[static_cast<std::size_t>(&key - demand_keys().data())] = {static_cast<DemandMark>(run % 3),
                                                                             run % 2 ? "counted: by \"hand\"" : ""};
    }
    const DemandModel again = read(folder.file("d.yaml", demand_text(demand)));
    EXPECT_EQ(again.about, demand.about);
    for (const DemandKey& key : demand_keys())
      EXPECT_DOUBLE_EQ(again.figures.*key.figure, demand.figures.*key.figure) << key.key << ", run " << run;
    EXPECT_EQ(demand_text(again), demand_text(demand)) << "run " << run << " of the generator seeded with 20261127";
  }
}

TEST(DemandFile, AFileThatExtendsAnotherChangesTheFiguresThatItNames) {
  const Folder folder;
  folder.file("base.yaml",
              "demand: base\nvendors: { is: 3 per_km_day, mark: published, why: a printed count }\n"
              "relapses: { is: 10 %, mark: fitted }\n");
  const DemandModel demand = read(folder.file("d.yaml",
                                              "demand: d\nextends: base.yaml\n"
                                              "vendors: { is: 6 per_km_day, mark: assumed }\n"));
  EXPECT_EQ(demand.name, "d");
  EXPECT_EQ(demand.figures.vendors_per_km_day, 6);
  EXPECT_EQ(row_of(demand, "vendors").note.mark, DemandMark::assumed);
  EXPECT_EQ(row_of(demand, "vendors").note.why, "") << "the reason below was of another value";
  EXPECT_EQ(demand.figures.relapses, 0.10);
  EXPECT_EQ(row_of(demand, "relapses").note.mark, DemandMark::fitted);
  EXPECT_EQ(demand.figures.signs_per_km, sim::Demand{}.signs_per_km) << "a figure that no file names";
}

TEST(DemandFile, AValueAloneIsAssumed) {
  const Folder folder;
  const DemandModel demand = read(folder.file("d.yaml", "demand: d\nnever_answers: 12 %\nstay_median: 20 min\n"));
  EXPECT_EQ(demand.figures.never_responds, 0.12);
  EXPECT_EQ(demand.figures.stay_median_s, 1200);
  EXPECT_EQ(row_of(demand, "never_answers").note.mark, DemandMark::assumed);
  EXPECT_EQ(row_of(demand, "never_answers").note.why, "");
  EXPECT_EQ(row_of(demand, "stay_median").value, "20 min");
}

TEST(DemandFile, AMarkIsNotInheritedByAnotherValue) {
  const Folder folder;
  folder.file("base.yaml", "demand: base\nvendors: { is: 3 per_km_day, mark: published }\n");
  engine::Diagnostics faults;
  read_demand(folder.file("d.yaml", "demand: d\nextends: base.yaml\nvendors: { is: 6 per_km_day }\n"), faults);
  EXPECT_THAT(faults.text(), HasSubstr("d.yaml:3:16: vendors.is: must be given with its mark, got a value alone"));
}

TEST(DemandFile, FaultsNameUnitBoundsAndKeys) {
  EXPECT_EQ(
      faults_of("demand: d\nvendors: 6\n"),
      "d.yaml:2:10: vendors: must be from 0 to 500 with the unit 'per_km_day', such as '2 per_km_day', got '6'\n");
  EXPECT_EQ(faults_of("demand: d\nstay_spread: 0.9 h\n"),
            "d.yaml:2:14: stay_spread: must be from 0 to 3 without a unit, such as '0.9', got '0.9 h'\n");
  EXPECT_EQ(faults_of("demand: d\nvendors: { is: 900 per_km_day, mark: guessed }\n"),
            "d.yaml:2:16: vendors.is: must be from 0 to 500 with the unit 'per_km_day', such as '2 per_km_day', got "
            "'900 per_km_day'\n"
            "d.yaml:2:38: vendors.mark: must be assumed, published or fitted, got 'guessed'\n");
  EXPECT_EQ(faults_of("demand: d\nvendor: 6 per_km_day\n"),
            "d.yaml:2:1: vendor: must be one of the known keys, got 'vendor' (did you mean 'vendors'?)\n");
  EXPECT_THAT(faults_of("vendors: 6 per_km_day\n"),
              HasSubstr("demand: must be given (the demand's name), got nothing"));
}

TEST(DemandFile, SpawnersAreReadAndWrittenBackUnchanged) {
  const Folder folder;
  const DemandModel demand = read(folder.file("d.yaml",
                                              "demand: d\n"
                                              "spawners:\n"
                                              "  sofas: { kind: sofa, class: bulky_waste, rate: 4.5 per_km_day, "
                                              "from_kerb: -0.5 m, from: \"06:30:00\", median: 20 min, across: true, "
                                              "mark: published, why: a count }\n"
                                              "  prams: { kind: pram, rate: 2 per_km_day }\n"));
  ASSERT_EQ(demand.figures.spawners.size(), 2u);
  const sim::Spawner& sofas = demand.figures.spawners[0];
  EXPECT_EQ(sofas.name, "sofas");
  EXPECT_EQ(sofas.class_name, "bulky_waste");
  EXPECT_EQ(sofas.per_km_day, 4.5);
  EXPECT_EQ(sofas.from_kerb_m, -0.5);
  EXPECT_EQ(sofas.from_hour, 6.5);
  EXPECT_EQ(sofas.median_s, 1200);
  EXPECT_TRUE(sofas.across);
  EXPECT_EQ(demand.figures.spawners[1].class_name, "") << "lawful";
  const std::string text = demand_text(demand);
  EXPECT_EQ(demand_text(read(folder.file("again.yaml", text))), text);
  EXPECT_EQ(row_of(demand, "spawners.sofas").value, "4.5 per_km_day");
  EXPECT_EQ(row_of(demand, "spawners.sofas").note.mark, DemandMark::published);
  EXPECT_EQ(demand_text(DemandModel{}).find("spawners"), std::string::npos) << "files without them are as before";
}

TEST(DemandFile, ChangesOfBinsAreReadAndWrittenBackUnchangedAndSpeakOfTheRunsTables) {
  const Folder folder;
  const std::string path = folder.file("d.yaml",
                                       "demand: d\n"
                                       "bin_changes:\n"
                                       "  full: { becomes: overflowing, class: bin_overflow, rate: 0.5 per_bin_day, "
                                       "median: 40 min, mark: published, why: a count }\n");
  const DemandModel demand = read(path);
  ASSERT_EQ(demand.figures.bins.size(), 1u);
  EXPECT_EQ(demand.figures.bins[0].kind, "bin+overflowing");
  EXPECT_EQ(demand.figures.bins[0].class_name, "bin_overflow");
  EXPECT_EQ(demand.figures.bins[0].per_bin_day, 0.5);
  EXPECT_EQ(demand.figures.bins[0].median_s, 2400);
  const std::string text = demand_text(demand);
  EXPECT_EQ(demand_text(read(folder.file("again.yaml", text))), text);
  EXPECT_EQ(row_of(demand, "bin_changes.full").value, "0.5 per_bin_day");
  EXPECT_EQ(row_of(demand, "bin_changes.full").note.mark, DemandMark::published);
  EXPECT_EQ(demand_text(DemandModel{}).find("bin_changes:"), std::string::npos) << "files without them are as before";
  engine::Diagnostics fine, faults;
  check_spawners(path, {"bin", "bin+overflowing"}, {"bin_overflow"}, fine);
  EXPECT_EQ(fine.text(), "");
  check_spawners(path, {"bin", "bin+overflown"}, {"bins_overflow"}, faults);
  EXPECT_THAT(faults.text(),
              HasSubstr(":3:20: bin_changes.full.becomes: must be an attribute of the kind bin of this run, got "
                        "'overflowing'"));
  EXPECT_THAT(faults.text(), HasSubstr("bin_changes.full.class: must be a class of this run, got 'bin_overflow' "
                                       "(did you mean 'bins_overflow'?)"));
}

TEST(DemandFile, SpawnersSpeakOfTheKindsAndClassesOfTheRun) {
  const Folder folder;
  const std::string path = folder.file("d.yaml",
                                       "demand: d\n"
                                       "spawners:\n"
                                       "  a: { kind: sofas, class: bulky, rate: 1 per_km_day }\n");
  engine::Diagnostics faults;
  check_spawners(path, {"pile", "sofa"}, {"bulky_waste"}, faults);
  EXPECT_THAT(faults.text(), HasSubstr(":3:14: spawners.a.kind: must be a kind of thing of this run, got 'sofas' (did "
                                       "you mean 'sofa'?)"));
  EXPECT_THAT(faults.text(), HasSubstr(":3:28: spawners.a.class: must be a class of this run, got 'bulky'"));
  EXPECT_THAT(faults_of("demand: d\nspawners: { a: { rate: 1 per_km_day, from: \"20:00\", until: \"08:00\" } }\n"),
              HasSubstr("spawners.a.kind: must be given"));
  EXPECT_THAT(faults_of("demand: d\nspawners: { a: { rate: 1 per_km_day, from: \"20:00\", until: \"08:00\" } }\n"),
              HasSubstr("spawners.a.until: must be later than from, got '08:00'"));
}

TEST(DemandFile, AScenarioSetsItsOwnPassersByAndTheListOfFiguresSaysSo) {
  LoopInputs inputs;
  inputs.demand.figures.passers_by_per_hour = 77;
  inputs.scenario.spontaneous = true;
  EXPECT_EQ(build_demand(inputs).passers_by_per_hour, 77);
  inputs.scenario.passers_by_per_hour = 300;
  EXPECT_EQ(build_demand(inputs).passers_by_per_hour, 300);
  for (const DemandRow& row : demand_rows(inputs.demand, build_demand(inputs)))
    EXPECT_EQ(row.note.why == "由场景设定 · set by the scenario", row.key == "passers_by") << row.key;
}

}  // namespace
}  // namespace tricolor::harness::demand_file_test
