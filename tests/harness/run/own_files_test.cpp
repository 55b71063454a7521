// Shows the places in which the program's own files are searched and their order, and that a program that finds none
// names all the places.
#include "run/own_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "run/shell_word.h"

namespace tricolor::harness::own_files_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OwnFiles : public testing::Test {
 protected:
  ~OwnFiles() override { fs::remove_all(root); }
  fs::path assets_at(const std::string& place) const {
    fs::create_directories(root / place / "classes");
    std::ofstream(root / place / "classes" / "street_order.yaml") << "classes: []\n";
    return root / place;
  }
  const fs::path root = fs::temp_directory_path() / ("tricolor_own_files_" + std::to_string(getpid()));
  const AssetSearch search{{}, root / "bin" / "tricolor", root / "source" / "assets"};
};

TEST_F(OwnFiles, BesideTheProgramComeBeforeTheShareFolderBeforeTheSourceTree) {
  const fs::path built_from = assets_at("source/assets");
  EXPECT_EQ(find_assets(search), built_from);
  const fs::path share = assets_at("share/tricolor/assets");
  EXPECT_EQ(find_assets(search), share);
  const fs::path beside = assets_at("bin/assets");
  EXPECT_EQ(find_assets(search), beside);
}

TEST_F(OwnFiles, AreLookedForNowhereElseWhenTheUserNamesAFolder) {
  assets_at("bin/assets");
  AssetSearch named = search;
  named.named = root / "mine";
  try {
    find_assets(named);
    FAIL() << "must not fall back";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr((root / "mine").string()));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("bin/assets")));
  }
  EXPECT_EQ(find_assets({assets_at("mine"), search.program, search.built_from}), root / "mine");
}

TEST_F(OwnFiles, ThatAreNowhereAreToldWithEveryPlace) {
  fs::create_directories(root / "bin" / "assets");  // A folder of that name without a class table does not count.
  try {
    find_assets(search);
    FAIL() << "must not be found";
  } catch (const std::runtime_error& error) {
    for (const char* place : {"bin/assets", "share/tricolor/assets", "source/assets"})
      EXPECT_THAT(error.what(), HasSubstr((root / place).string()));
  }
}

TEST(ShellWord, IsReadBackByAShellAsItWas) {
  EXPECT_EQ(shell_word("scenarios/smoke/one_shop.yaml"), "scenarios/smoke/one_shop.yaml");
  EXPECT_EQ(shell_word("my street.yaml"), "'my street.yaml'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("$HOME"), "'$HOME'");
}

}  // namespace
}  // namespace tricolor::harness::own_files_test
