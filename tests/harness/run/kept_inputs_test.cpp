// Shows that a run's folder holds all inputs of the run, complete in itself, wherever the original files are now; and
// that a folder whose files were edited, removed or mixed up is refused by the names of what differs.
#include "run/kept_inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "adapters/demand_file.h"
#include "adapters/pictures.h"
#include "engine/journal.h"
#include "run/load.h"

namespace tricolor::harness::kept_inputs_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

std::string content_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void replace_in(const fs::path& path, const std::string& from, const std::string& to) {
  std::string text = content_of(path);
  ASSERT_NE(text.find(from), std::string::npos) << path << " has no '" << from << "':\n" << text;
  text.replace(text.find(from), from.size(), to);
  std::ofstream(path) << text;
}

// Writes a street that extends a template, with a table of merchants beside it, far from the program's own files.
class KeptInputs : public ::testing::Test {
 protected:
  KeptInputs() {
    fs::create_directories(original);
    fs::create_directories(run);
    std::ofstream(original / "street.yaml") << "extends: base/template.yaml\nscenario: kept\nseed: 3\nlasts: 20 min\n";
    fs::create_directories(original / "base");
    std::ofstream(original / "base" / "template.yaml")
        << "scenario: template\npolicy: ../strict.yaml\nstart: \"2020-11-02 08:58\"\nlasts: 1 h\nframes: key\npeople: "
           "scripted\n"
           "streets:\n  - { id: s1, from: [0 m, 0 m], to: [60 m, 0 m] }\n"
           "merchants: { import: shops.csv }\n"
           "cameras:\n  - { id: c1, at: [23 m, -9 m], looks_at: m2 }\n";
    std::ofstream(original / "base" / "shops.csv")
        << "id,name,street,side,from,to\nm1,阿芳水果店,s1,north,10 m,16 m\nm2,\"老李, 杂货\",s1,north,20 m,26 m\n";
    std::ofstream(original / "strict.yaml") << "extends: plain.yaml\npolicy: strict\n";
    std::ofstream(original / "plain.yaml")
        << "policy: plain\nclasses:\n  piled_goods: { dwell: 90 s, dispose_within: 2 urgent_hour }\n";
    engine::Diagnostics diagnostics;
    auto loaded = load_inputs((original / "street.yaml").string(), diagnostics);
    EXPECT_TRUE(loaded) << diagnostics.text();
    inputs = *loaded;
  }
  ~KeptInputs() override { fs::remove_all(root); }

  // Keeps the inputs as a run does when it begins.
  void keep() {
    const InputFiles files = resolved_inputs(inputs);
    origin = {(original / "street.yaml").string(), 77, 5min, "abc1234", digests_of(files, inputs)};
    write_inputs(files, run);
    write_run_origin(origin, run);
  }

  LoopInputs read_back() const {
    std::string error;
    return read_inputs(run, *read_run_origin(run, error), {});
  }

  std::string refusal() const {
    try {
      read_back();
    } catch (const BadRunFolder& bad) {
      return bad.what();
    }
    return {};
  }

  const fs::path root = fs::temp_directory_path() / ("tricolor_kept_" + std::to_string(getpid()));
  const fs::path original = root / "far away", run = root / "run";
  LoopInputs inputs;
  RunOrigin origin;
};

TEST_F(KeptInputs, AreReadBackFromTheFolderAloneWhenTheOriginalsAreGone) {
  keep();
  fs::remove_all(original);
  const LoopInputs again = read_back();
  EXPECT_EQ(again.scenario.name, "kept");
  EXPECT_EQ(again.scenario.seed, 77u) << "the run's own seed, not the file's";
  EXPECT_EQ(again.scenario.lasts, 5min);
  ASSERT_EQ(again.scenario.merchants.size(), 2u);
  EXPECT_EQ(again.scenario.merchants[1].name, "老李, 杂货");
  ASSERT_EQ(again.policies.first().classes.size(), 1u);
  EXPECT_EQ(again.policies.first().name, "strict");
  EXPECT_EQ(again.policies.first().classes[0].dwell, 90s);
  EXPECT_EQ(again.classes.size(), inputs.classes.size());
}

TEST_F(KeptInputs, AreCompleteInThemselves) {
  keep();
  for (const char* name : {"scenario.yaml", "policy.yaml", "classes.yaml"}) {
    EXPECT_THAT(content_of(run / "inputs" / name), Not(HasSubstr("extends"))) << name;
    EXPECT_THAT(content_of(run / "inputs" / name), Not(HasSubstr(".."))) << name;
    EXPECT_THAT(content_of(run / "inputs" / name), Not(HasSubstr(root.string()))) << name;
  }
  EXPECT_EQ(content_of(run / "inputs" / "merchants.csv"), content_of(original / "base" / "shops.csv"));
  EXPECT_THAT(content_of(run / "inputs" / "demand.yaml"), HasSubstr("speed: { is: 3.33 m_per_s, mark: assumed, why: "));
}

TEST_F(KeptInputs, ResolvingWhatWasKeptChangesNothing) {
  keep();
  const LoopInputs again = read_back();
  EXPECT_EQ(resolved_inputs(again), resolved_inputs(inputs));
  EXPECT_EQ(difference(resolved_inputs(again), origin), "");
  EXPECT_EQ(foreign_program(again, origin), "");
}

TEST_F(KeptInputs, AFileThatWasEditedSinceIsRefusedWithBothDigests) {
  keep();
  const std::string then = origin.digests.at("policy.yaml").substr(0, 12);
  replace_in(run / "inputs" / "policy.yaml", "90 s", "91 s");
  EXPECT_THAT(refusal(),
              HasSubstr("inputs/policy.yaml: the policy of this run has the digest " + then + ", the folder's has "));
  EXPECT_THAT(refusal(), Not(HasSubstr("scenario.yaml")));
}

TEST_F(KeptInputs, EveryFileThatIsMissingOrEditedIsNamedAtOnce) {
  keep();
  fs::remove(run / "inputs" / "merchants.csv");
  std::ofstream(run / "inputs" / "classes.yaml", std::ios::app) << "# a remark\n";
  const std::string told = refusal();
  EXPECT_THAT(told, HasSubstr("inputs/merchants.csv: must be the table of merchants of this run, got nothing there"));
  EXPECT_THAT(told, HasSubstr("inputs/classes.yaml: the class table of this run has the digest"));
}

TEST_F(KeptInputs, AFolderOfAnOlderProgramIsRefusedWithASentence) {
  keep();
  write_run_origin({origin.scenario, 77, 5min, "abc1234", {}}, run);
  EXPECT_THAT(refusal(), HasSubstr("must carry its scenario (inputs/ with digests in run.txt), got none"));
}

TEST_F(KeptInputs, AnEditedOriginalIsAnotherScenario) {
  keep();
  replace_in(original / "base" / "template.yaml", "looks_at: m2", "looks_at: m1");
  engine::Diagnostics diagnostics;
  const auto edited = load_inputs((original / "street.yaml").string(), diagnostics);
  ASSERT_TRUE(edited) << diagnostics.text();
  const std::string told = difference(resolved_inputs(*edited), origin);
  EXPECT_THAT(told, HasSubstr("the scenario of the run has the digest"));
  EXPECT_THAT(told, Not(HasSubstr("policy")));
}

TEST_F(KeptInputs, AProgramWithAnotherDemandOrDetectorIsTold) {
  keep();
  RunOrigin other = origin;
  other.digests["demand.yaml"] = std::string(64, '0');
  other.digests["detector"] = std::string(64, '1');
  const std::string told = foreign_program(inputs, other);
  EXPECT_THAT(told, HasSubstr("the demand of the run has the digest 000000000000, this program's has"));
  EXPECT_THAT(told, HasSubstr("the detector of the run has the digest 111111111111, this program's has"));
}

TEST_F(KeptInputs, ADetectorOfTheScenariosOwnIsCarriedAlong) {
  const fs::path models = fs::path(assets_folder()) / "models";
  for (const char* name : {"street.onnx", "street.json", "closer_look.onnx", "street_along.onnx", "street_along.json",
                           "street_along_closer.onnx"})
    fs::copy_file(models / name, original / name);
  std::ofstream(original / "street.yaml", std::ios::app) << "model: street.onnx\n";
  engine::Diagnostics diagnostics;
  auto loaded = load_inputs((original / "street.yaml").string(), diagnostics);
  ASSERT_TRUE(loaded) << diagnostics.text();
  inputs = *loaded;
  keep();
  EXPECT_FALSE(origin.digests.contains("detector"));
  fs::remove_all(original);
  EXPECT_EQ(fs::path(read_back().scenario.model_path), run / "inputs" / "model" / "street.onnx");
  for (const char* name : {"closer_look.onnx", "street_along.onnx", "street_along.json", "street_along_closer.onnx"})
    EXPECT_EQ(content_of(run / "inputs" / "model" / name), content_of(models / name)) << name;
}

}  // namespace
}  // namespace tricolor::harness::kept_inputs_test
