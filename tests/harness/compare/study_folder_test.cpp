// Shows in which folders a study begins and goes on: a new one, its own, and one in which its beginning was cut off; a
// folder with anything else in it is refused and left as it was. And that the script for a cluster is bash, whatever
// the names of its folders are.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "compare/slurm_script.h"
#include "compare/study.h"
#include "run/bad_input.h"
#include "run/run_folder.h"

namespace tricolor::harness::study_folder_test {
namespace {

namespace fs = std::filesystem;

// A study without runs: of its base no more than what a folder asks for.
Study made_up() {
  engine::Diagnostics diagnostics;
  Study study;
  study.settings.scenario = "made_up";
  study.settings.most_pairs = 2;
  study.settings.policies = {{"base", "base", "b", {}, {}}, {"other", "other", "c", {}, {}}};
  study.settings.metrics = read_metrics(TRICOLOR_SOURCE_DIR "/assets/compare/metrics.yaml", diagnostics);
  study.files = {{"inputs/scenario.yaml", "scenario: made_up\n"}, {"policies/other.yaml", "policy: other\n"}};
  return study;
}

class StudyFolderTest : public testing::Test {
 protected:
  StudyFolderTest() : folder_(fs::temp_directory_path() / ("study_folder_test_" + std::to_string(getpid()))) {}
  ~StudyFolderTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    write_whole(folder_ / name, text);
  }
  std::string refusal(StudyFolder wanted) const {
    try {
      open_study(made_up(), folder_, wanted);
    } catch (const BadInput& wrong) {
      return wrong.what();
    }
    return "";
  }

  fs::path folder_;
};

TEST_F(StudyFolderTest, ANewOneIsBegunAndItsOwnIsGoneOnWith) {
  EXPECT_NE(refusal(StudyFolder::resumed).find("--resume to go on with, got none"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_));
  EXPECT_EQ(refusal(StudyFolder::either), "");
  EXPECT_TRUE(fs::exists(folder_ / "study.json"));
  EXPECT_EQ(refusal(StudyFolder::either), "");
  EXPECT_EQ(refusal(StudyFolder::resumed), "");
  EXPECT_NE(refusal(StudyFolder::anew).find("--resume goes on with it"), std::string::npos);
}

TEST_F(StudyFolderTest, ABeginningThatWasCutOffIsBegunAgain) {
  write("inputs/scenario.yaml", "scenario: made_up\n");
  std::ofstream(folder_ / "study.json.part") << "{ \"scen";
  fs::create_directories(folder_ / "replications");
  EXPECT_EQ(refusal(StudyFolder::anew), "");
  EXPECT_EQ(text_in(folder_ / "policies/other.yaml"), "policy: other\n");
  EXPECT_EQ(read_study(folder_).scenario, "made_up");
}

TEST_F(StudyFolderTest, AnythingElseIsRefusedAndStays) {
  write("inputs/scenario.yaml", "scenario: another\n");
  EXPECT_NE(refusal(StudyFolder::either).find("with other files"), std::string::npos);
  write("inputs/scenario.yaml", "scenario: made_up\n");
  write("notes.txt", "mine");
  EXPECT_NE(refusal(StudyFolder::anew).find("with other files"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "policies"));
  EXPECT_EQ(text_in(folder_ / "notes.txt"), "mine");
}

TEST_F(StudyFolderTest, AShardOfAnotherDetectorOrCalibrationIsAnotherStudy) {
  StudySettings here = made_up().settings, there = here;
  here.detector = "aaa", there.detector = "bbb";
  here.calibration = "street 111", there.calibration = "street 222";
  EXPECT_EQ(what_differs(here, there),
            "detector: \"aaa\" here, \"bbb\" there\ncalibration: \"street 111\" here, \"street 222\" there\n");
}

TEST_F(StudyFolderTest, TheScriptForAClusterIsBashWhateverItsFoldersAreCalled) {
  SlurmStudy study;
  study.name = "街道";
  study.program = "/opt/it's here/tricolor";
  study.from = "/home/a b";
  study.words = {"$street.yaml", "--policy", "strict `policy`.yaml", "--seeds", "30", "--accept-open-gate"};
  study.folder = "/scratch/\"jobs\"";
  study.out = "/scratch/out";
  study.shards = 5;
  study.pilot_pairs = 10;
  const std::string text = slurm_script(study);
  for (const char* line : {"tricolor='/opt/it'\\''s here/tricolor'\n", "\n    --policy 'strict `policy`.yaml' \\\n",
                           "\n    --accept-open-gate \\\n    --jobs", "shards=5\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  write("study.sh", text);
  EXPECT_EQ(std::system(("bash -n '" + (folder_ / "study.sh").string() + "'").c_str()), 0);
}

}  // namespace
}  // namespace tricolor::harness::study_folder_test
