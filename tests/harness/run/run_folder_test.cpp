// Shows that a run's note (run.txt) is read back as written, and that a folder without a readable one is reported.
#include "run/run_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

namespace tricolor::harness::run_folder_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

struct Folder {
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  const fs::path path = fs::temp_directory_path() / ("tricolor_run_folder_" + std::to_string(getpid()));
};

TEST(RunFolder, ItsNoteIsReadBackAsWritten) {
  const Folder folder;
  write_run_origin({"/somewhere/with a blank/street.yaml", 18'446'744'073'709'551'615u, 90min, "abc1234"}, folder.path);
  std::string error;
  const auto origin = read_run_origin(folder.path, error);
  ASSERT_TRUE(origin) << error;
  EXPECT_EQ(origin->scenario, "/somewhere/with a blank/street.yaml");
  EXPECT_EQ(origin->seed, 18'446'744'073'709'551'615u);
  EXPECT_EQ(origin->lasts, 90min);
  EXPECT_EQ(origin->commit, "abc1234");
}

TEST(RunFolder, WhatIsNoNoteIsTold) {
  const Folder folder;
  std::string error;
  EXPECT_FALSE(read_run_origin(folder.path, error));
  EXPECT_THAT(error, HasSubstr("must be the folder of a run (with run.txt), got none there"));
  std::ofstream(folder.path / "run.txt") << "scenario /a.yaml\nseed many\n";
  EXPECT_FALSE(read_run_origin(folder.path, error));
  EXPECT_THAT(error, HasSubstr("run.txt: seed: must be a number, got 'many'"));
}

}  // namespace
}  // namespace tricolor::harness::run_folder_test
