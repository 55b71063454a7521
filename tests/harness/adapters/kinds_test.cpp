// Shows that the program's table of kinds is what the twin draws and the detector names: a kind that gives no sizes has
// those of its generator, a kind of another size is drawn in that size, and every fault of a table is told in its
// place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/build_city.h"
#include "camera/solids.h"
#include "sim/camera/looks.h"

namespace tricolor::harness::kinds_test {
namespace {

using ::testing::HasSubstr;

const std::string kOwn = own_kinds(std::string(TRICOLOR_SOURCE_DIR) + "/assets");

std::vector<KindOfThing> read(const std::string& path, std::string& faults) {
  engine::Diagnostics diagnostics;
  auto kinds = read_kinds(path, kinds_of_twin(), diagnostics);
  faults = diagnostics.text();
  return kinds;
}

// Gives the table that a file with these lines makes of the program's own, and its faults.
std::vector<KindOfThing> changed(const std::string& lines, std::string& faults) {
  const auto path = std::filesystem::temp_directory_path() / ("kinds_test_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "extends: " << kOwn << "\n" << lines;
  auto kinds = read(path.string(), faults);
  std::filesystem::remove(path);
  return kinds;
}

TEST(OwnKinds, AreThoseOfTheTwinsPeopleInTheSizesInWhichTheyAreDrawn) {
  std::string faults;
  const auto said = read(kOwn, faults);
  ASSERT_EQ(faults, "");
  const auto table = kind_table_of(said);
  const sim::KindTable& known = *sim::KindTable::well_known();
  ASSERT_EQ(table->size(), known.size());
  for (int i = 0; i < known.size(); ++i) {
    const auto kind = static_cast<sim::ThingKind>(i);
    EXPECT_EQ(said[static_cast<std::size_t>(i)].name, known.name_of(kind)) << "a detector counts in this order";
    EXPECT_EQ(table->of(kind).name, known.of(kind).name);
    EXPECT_EQ(table->of(kind).generator, known.of(kind).generator);
    EXPECT_EQ(table->of(kind).sizes, known.of(kind).sizes) << known.name_of(kind);
  }
}

TEST(Kinds, WithoutSizesHaveThoseOfTheirGenerator) {
  std::string faults;
  const auto said = changed("kinds: { sofa: { zh: 沙发, en: sofa, drawn_by: pile } }\n", faults);
  ASSERT_EQ(faults, "");
  const auto table = kind_table_of(said);
  EXPECT_EQ(table->of(*table->named("sofa")).sizes, table->of(sim::ThingKind::pile).sizes);
}

TEST(Kinds, WithAnAttributeAreKindsOfTheirOwnInTheSizesOfTheirKind) {
  std::string faults;
  const auto said = changed(
      "kinds: { bin: { attributes: { overflowing: { zh: 满溢, en: overflowing, drawn_by: full_bin } } } }\n", faults);
  ASSERT_EQ(faults, "");
  const KindOfThing* full = kind_named(said, "bin+overflowing");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->name_zh, "满溢垃圾桶");
  EXPECT_EQ(full->name_en, "overflowing bin");
  const auto table = kind_table_of(said);
  const auto kind = table->named("bin+overflowing");
  ASSERT_TRUE(kind);
  EXPECT_EQ(table->of(*kind).sizes, table->of(sim::ThingKind::bin).sizes);
  EXPECT_EQ(table->of(*kind).generator, "full_bin");
  changed("kinds: { bin: { attributes: { full: { zh: 满, drawn_by: ful_bin } } } }\n", faults);
  EXPECT_THAT(faults, HasSubstr("kinds.bin.attributes.full.en: must be given ("));
  EXPECT_THAT(faults, HasSubstr("kinds.bin.attributes.full.drawn_by: must be one of "));
  EXPECT_THAT(faults, HasSubstr("got 'ful_bin' (did you mean 'full_bin'?)"));
}

TEST(Kinds, OfAnotherSizeAreDrawnInIt) {
  std::string faults;
  const auto said = changed(
      "kinds:\n"
      "  bin: { sizes: [{ length: 1 m, width: 2 m, height: 3 m }] }\n"
      "  skip: { zh: 建筑垃圾箱, en: skip, drawn_by: bin, sizes: [{ length: 3 m, width: 1.8 m, height: 1.5 m }] }\n",
      faults);
  ASSERT_EQ(faults, "");
  const auto table = kind_table_of(said);
  const sim::Bodies bodies(table);
  for (const char* name : {"bin", "skip"}) {
    const auto kind = table->named(name);
    ASSERT_TRUE(kind);
    for (std::uint32_t look = 0; look < sim::kLookFamilies; ++look) {
      const sim::Extent& size = table->extent_of(*kind, look);
      double high = 0, long_m = 0;
      for (const sim::Face& face : bodies.of(*kind, look, 0))
        for (int i = 0; i < face.corners; ++i) {
          high = std::max(high, face.corner[static_cast<std::size_t>(i)].z);
          long_m = std::max(long_m, 2 * face.corner[static_cast<std::size_t>(i)].x);
        }
      EXPECT_NEAR(high, size.height_m, 0.1 * size.height_m) << name;
      EXPECT_NEAR(long_m, size.length_m, 0.2 * size.length_m) << name;
    }
  }
  EXPECT_EQ(static_cast<int>(*table->named("skip")), sim::kWellKnownKinds) << "it comes after the well-known ones";
}

TEST(Kinds, FaultsOfATableAreToldInTheirPlaces) {
  std::string faults;
  changed("kinds:\n  box: { zh: 箱, en: box, sizes: [] }\n", faults);
  EXPECT_THAT(faults, HasSubstr(":3:35: kinds.box.sizes: must have 1 to 9 items, got none"));
  EXPECT_THAT(faults, HasSubstr("kinds.box.drawn_by: must be one of pile, display"));
  changed("kinds:\n  bin: { drawn_by: bim, depth: 0.5, colour: green, mistaken_for: pille }\n", faults);
  EXPECT_THAT(faults, HasSubstr("kinds.bin.drawn_by: must be one of"));
  EXPECT_THAT(faults, HasSubstr("got 'bim' (did you mean 'bin'?)"));
  EXPECT_THAT(faults, HasSubstr("kinds.bin.depth: must be"));
  EXPECT_THAT(faults, HasSubstr("kinds.bin.colour: must"));
  EXPECT_THAT(faults,
              HasSubstr("kinds.bin.mistaken_for: must be a kind of this table, got 'pille' (did you mean 'pile'?)"));
  const auto path = std::filesystem::temp_directory_path() / ("kinds_test_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "kinds:\n  dog: { zh: 犬, en: dog, sizes: [{ length: 1 m, width: 1 m, height: 1 m }] }\n";
  read(path.string(), faults);
  std::filesystem::remove(path);
  EXPECT_THAT(faults, HasSubstr(":1:1: kinds: must have the kind 'pile'"));
}

}  // namespace
}  // namespace tricolor::harness::kinds_test
