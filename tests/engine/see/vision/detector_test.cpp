// Shows that the committed detector loads, is small, knows the kinds that the classes speak of, finds nothing in an
// empty grey picture, gives the same answer on every thread, and that a missing or broken model is refused in one line.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/vision.h"

namespace tricolor::engine::detector_test {
namespace {

const std::string kModel = TRICOLOR_SOURCE_DIR "/assets/models/street.onnx";

TEST(Detector, LoadsIsSmallAndKnowsItsKinds) {
  std::string error;
  const auto vision = load_vision(kModel, error);
  ASSERT_TRUE(vision) << error;
  EXPECT_LE(std::filesystem::file_size(kModel), 1'000'000u);
  EXPECT_EQ(vision->kinds(),
            (ObjectKinds{"pile", "display", "stall", "motor", "nonmotor", "person", "rider", "sign", "bin", "dog"}));
}

TEST(Detector, FindsNothingInAnEmptyPictureOfAnySize) {
  std::string error;
  const auto vision = load_vision(kModel, error);
  ASSERT_TRUE(vision) << error;
  for (const auto& [width, height] : {std::pair{640, 360}, {64, 64}, {1280, 720}, {333, 517}}) {
    const Image grey{
        width, height,
        std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 110)};
    EXPECT_TRUE(vision->analyse(grey)->detections.empty()) << width << " × " << height;
  }
}

TEST(Detector, GivesTheSameAnswerOnEveryThread) {
  std::string error;
  const auto vision = load_vision(kModel, error);
  ASSERT_TRUE(vision) << error;
  Image picture{640, 360, std::vector<std::uint8_t>(640 * 360 * 3)};
  for (std::size_t i = 0; i < picture.bytes.size(); ++i)
    picture.bytes[i] = static_cast<std::uint8_t>((i / 3 % 640 / 20 * 37 + i / 1920 / 15 * 59) % 256);
  const auto alone = vision->analyse(picture);
  std::vector<std::shared_ptr<const PictureAnalysis>> together(3);
  std::vector<std::thread> threads;
  for (auto& one : together) threads.emplace_back([&] { one = vision->analyse(picture); });
  for (auto& thread : threads) thread.join();
  for (const auto& one : together) {
    ASSERT_EQ(one->detections.size(), alone->detections.size());
    for (std::size_t i = 0; i < alone->detections.size(); ++i) {
      EXPECT_EQ(one->detections[i].kind, alone->detections[i].kind);
      EXPECT_EQ(one->detections[i].score_256, alone->detections[i].score_256);
      EXPECT_EQ(one->detections[i].box.x_px, alone->detections[i].box.x_px);
    }
  }
}

TEST(Detector, AMissingOrBrokenModelIsTold) {
  std::string error;
  EXPECT_FALSE(load_vision("/nowhere/model.onnx", error));
  EXPECT_NE(error.find("/nowhere/model.json"), std::string::npos);
  const auto folder = std::filesystem::temp_directory_path() / "tricolor_broken_model";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "m.onnx") << "not a network";
  std::ofstream(folder / "m.json")
      << R"({"kinds":["pile"],"thresholds":[0.5],"width_px":320,"height_px":192,"stride_px":4})";
  EXPECT_FALSE(load_vision((folder / "m.onnx").string(), error));
  EXPECT_NE(error.find("not a detector"), std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tricolor::engine::detector_test
