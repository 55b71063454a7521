// Shows what a cutout holds (its place, size and border), that the committed closer look gives a higher confidence to
// things that are there than to things that are not, and gives the same answer on every thread; and that a model which
// names a closer look that is missing or another net is refused in one line.
#include "engine/closer_look.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include <unistd.h>

#include "engine/vision.h"

namespace tricolor::engine::closer_look_test {
namespace {

const std::string kModels = TRICOLOR_SOURCE_DIR "/assets/models/";

Image ramp() {
  Image image{640, 360, std::vector<std::uint8_t>(640 * 360 * 3)};
  for (int y = 0; y < 360; ++y)
    for (int x = 0; x < 640; ++x) {
      std::uint8_t* pixel = &image.bytes[static_cast<std::size_t>((y * 640 + x) * 3)];
      pixel[0] = static_cast<std::uint8_t>(50 + x / 4), pixel[1] = static_cast<std::uint8_t>(50 + y / 2),
      pixel[2] = 200;
    }
  return image;
}

const std::uint8_t* pixel(const Cutout& cutout, int x, int y) {
  return &cutout.bytes[static_cast<std::size_t>((y * Cutout::kSidePx + x) * 3)];
}

TEST(Cutout, IsASquareAroundTheMiddleOfTheBox) {
  const Cutout cutout = cutout_of(ramp(), {300, 100, 80, 40});
  EXPECT_EQ(cutout.side_px, 120);
  EXPECT_EQ(cutout.left_px, 280);
  EXPECT_EQ(cutout.top_px, 60);
  ASSERT_EQ(cutout.bytes.size(), 64u * 64 * 3);
  // The middle of the cutout is the middle of the box: (340, 120).
  EXPECT_NEAR(pixel(cutout, 32, 32)[0], 50 + 340 / 4, 2);
  EXPECT_NEAR(pixel(cutout, 32, 32)[1], 50 + 120 / 2, 2);
}

TEST(Cutout, IsNeverSmallerThan32Pixels) { EXPECT_EQ(cutout_of(ramp(), {300, 100, 6, 9}).side_px, 32); }

TEST(Cutout, IsBlackBeyondTheBorder) {
  const Cutout corner = cutout_of(ramp(), {600, 320, 40, 40});
  EXPECT_EQ(pixel(corner, 63, 63)[2], 0);
  EXPECT_EQ(pixel(corner, 5, 5)[2], 200);
  const Cutout other = cutout_of(ramp(), {0, 0, 40, 40});
  EXPECT_EQ(pixel(other, 0, 0)[2], 0);
  EXPECT_EQ(pixel(other, 40, 40)[2], 200);
}

TEST(CloserLook, IsSmall) { EXPECT_LE(std::filesystem::file_size(kModels + "closer_look.onnx"), 1'000'000u); }

TEST(CloserLook, DoesNotBelieveInGoodsOnAnEmptyFloor) {
  std::string error;
  const auto vision = load_vision(kModels + "street.onnx", error);
  ASSERT_TRUE(vision) << error;
  const Image floor{640, 360, std::vector<std::uint8_t>(640 * 360 * 3, 120)};
  for (std::uint8_t kind = 0; kind < 5; ++kind) {
    const auto closer =
        vision->look_closer(floor, {kind, 128, {300, 200, 60, 40}, {}, GroundMark{{330, 235}, {25, 0}, {0, -8}, 1}});
    ASSERT_TRUE(closer);
    EXPECT_LT(closer->score_256, 64) << vision->kinds()[kind];
  }
}

TEST(CloserLook, GivesTheSameAnswerOnEveryThread) {
  std::string error;
  const auto vision = load_vision(kModels + "street.onnx", error);
  ASSERT_TRUE(vision) << error;
  const Image image = ramp();
  const Detection found{1, 150, {300, 100, 80, 40}, {}, GroundMark{{340, 135}, {35, 0}, {0, -10}, 1.5f}};
  const auto alone = vision->look_closer(image, found);
  ASSERT_TRUE(alone);
  std::array<std::optional<Detection>, 2> together;
  std::vector<std::thread> threads;
  for (auto& mine : together)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) mine = vision->look_closer(image, found);
    });
  for (auto& thread : threads) thread.join();
  for (const auto& mine : together) {
    EXPECT_EQ(mine->score_256, alone->score_256);
    EXPECT_EQ(mine->ground->middle.y_px, alone->ground->middle.y_px);
    EXPECT_EQ(mine->ground->doubt_px, alone->ground->doubt_px);
  }
}

class AnotherModel : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::temp_directory_path() / ("tricolor_closer_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::filesystem::copy_file(kModels + "street.onnx", folder / "street.onnx",
                               std::filesystem::copy_options::overwrite_existing);
    json = nlohmann::json::parse(std::ifstream(kModels + "street.json"));
    json.erase("along");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string load() {
    std::ofstream(folder / "street.json") << json;
    std::string error;
    return load_vision((folder / "street.onnx").string(), error) ? "" : error;
  }
  std::filesystem::path folder;
  nlohmann::json json;
};

TEST_F(AnotherModel, IsToldThatItsCloserLookIsMissing) {
  const std::string error = load();
  EXPECT_NE(error.find("not a detector"), std::string::npos) << error;
  EXPECT_NE(error.find("closer_look.onnx"), std::string::npos) << error;
}

TEST_F(AnotherModel, IsToldThatItsCloserLookIsAnotherNet) {
  json["closer_look"]["file"] = "street.onnx";
  EXPECT_NE(load().find("not a detector"), std::string::npos);
}

TEST_F(AnotherModel, IsToldThatItsNetForViewsAlongIsMissing) {
  json.erase("closer_look");
  json["along"] = "nowhere.onnx";
  const std::string error = load();
  EXPECT_NE(error.find("nowhere.onnx: must be a detector"), std::string::npos) << error;
}

TEST_F(AnotherModel, OfItsNetForViewsAlongHasTheSameKinds) {
  json.erase("closer_look");
  auto other = json;
  other["kinds"][0] = "sofa";
  json["along"] = "other.onnx";
  std::filesystem::copy_file(folder / "street.onnx", folder / "other.onnx");
  std::ofstream(folder / "other.json") << other;
  EXPECT_NE(load().find("other.onnx: not a detector: its kinds must be those of"), std::string::npos);
}

TEST_F(AnotherModel, AnswersViewsAlongByItsNetForThem) {
  json.erase("closer_look");
  auto other = json;
  other["thresholds"] = std::vector<double>(json["kinds"].size(), 0.999);
  json["thresholds"] = std::vector<double>(json["kinds"].size(), 0.001);
  json["along"] = "other.onnx";
  std::filesystem::copy_file(folder / "street.onnx", folder / "other.onnx");
  std::ofstream(folder / "other.json") << other;
  ASSERT_EQ(load(), "");
  std::string error;
  const auto vision = load_vision((folder / "street.onnx").string(), error);
  Image noise{640, 360, {}};
  for (std::size_t i = 0; i < 640 * 360 * 3; ++i)
    noise.bytes.push_back(static_cast<std::uint8_t>(i * 2654435761u >> 24));
  EXPECT_FALSE(vision->analyse(noise)->detections.empty());
  EXPECT_EQ(vision->analyse(noise, View::along)->view, View::along);
  EXPECT_TRUE(vision->analyse(noise, View::along)->detections.empty());
  EXPECT_NE(vision->identity().find("along: other.onnx"), std::string::npos);
}

TEST_F(AnotherModel, NeedsNoCloserLook) {
  json.erase("closer_look");
  EXPECT_EQ(load(), "");
}

}  // namespace
}  // namespace tricolor::engine::closer_look_test
