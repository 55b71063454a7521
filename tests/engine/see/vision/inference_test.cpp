// Shows that oneDNN gives for the committed nets what cv::dnn gives, within rounding, and the same on every thread;
// that a net that it cannot compute, or computes otherwise, is left to cv::dnn, as all nets are on a CPU without AVX2;
// and that a detector names its models and what computes them.
#include "vision/inference.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/core.hpp>
#include <random>
#include <thread>

#include "engine/digest.h"
#include "engine/vision.h"
#include "engine/support/pictures.h"

namespace tricolor::engine::inference_test {
namespace {

namespace fs = std::filesystem;

const fs::path kModels = TRICOLOR_SOURCE_DIR "/assets/models";

struct Net {
  const char* file;
  NetInputs inputs;
};
constexpr Net kNets[] = {{"street.onnx", {320, 144, 0}}, {"closer_look.onnx", {64, 64, 13}}};

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Question {
  cv::Mat picture;
  std::vector<float> hint;
};

// One colour, noise of any strength, stripes of any width, and what tests draw for a street.
std::vector<Question> questions(const NetInputs& inputs) {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t bound) { return random() % bound; };
  std::vector<Question> asked;
  for (int i = 0; i < 60; ++i) {
    cv::Mat picture(inputs.height_px, inputs.width_px, CV_8UC3);
    const std::uint32_t base = below(256), noise = 1 + below(255), stripe = 1 + below(40);
    if (i % 3 == 2) {
      const auto street = testing::picture({{1, 200, {100, 200, 120, 60}}}, random(), 1.0, static_cast<int>(below(3)));
      for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
          for (int c = 0; c < 3; ++c)
            picture.at<cv::Vec3b>(y, x)[c] =
                street->bytes[static_cast<std::size_t>((2 * y * street->width_px + 2 * x) * 3 + c)];
    } else {
      for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
          for (int c = 0; c < 3; ++c) {
            const std::uint32_t level =
                base + (i % 3 == 0 ? below(noise) : 0) + (static_cast<std::uint32_t>(x + y) / stripe % 2 ? noise : 0);
            picture.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(level);
          }
    }
    std::vector<float> hint(static_cast<std::size_t>(inputs.hint));
    for (float& value : hint) value = static_cast<float>(below(2000)) / 500 - 2;
    asked.push_back({picture, hint});
  }
  return asked;
}

std::unique_ptr<Inference> by_onednn(const fs::path& net, const NetInputs& inputs, std::string& refusal) {
  return load_onednn_inference(net.string(), inputs, *load_opencv_inference(net.string(), inputs), refusal);
}

// A float holds 24 bits, so that one operation errs by 6e-8 of its result at most. The longest chain of our nets sums
// some 700 products a layer over 13 layers. Errors that all had the same sign would come to 5e-4 of the largest figure;
// those of both signs cancel to a hundredth of that. The bound is ten times what cancels.
constexpr double kRounding = 5e-5;

TEST(Inference, OneDnnGivesWhatOpenCvGivesWithinRounding) {
  for (const Net& net : kNets) {
    std::string refusal;
    const auto one = by_onednn(kModels / net.file, net.inputs, refusal);
    if (!one) {
      // A CPU without AVX2 has no other reason, and then nothing of oneDNN is to be compared.
      EXPECT_EQ(refusal, "this CPU has no AVX2, or it is not to be used") << net.file;
      continue;
    }
    const auto other = load_opencv_inference((kModels / net.file).string(), net.inputs);
    double most = 0, largest = 0;
    for (const Question& question : questions(net.inputs)) {
      const Maps a = one->run(question.picture, question.hint), b = other->run(question.picture, question.hint);
      ASSERT_EQ(a.channels, b.channels);
      ASSERT_EQ(a.rows, b.rows);
      ASSERT_EQ(a.columns, b.columns);
      for (int c = 0; c < a.channels; ++c)
        for (int y = 0; y < a.rows; ++y)
          for (int x = 0; x < a.columns; ++x) {
            ASSERT_TRUE(std::isfinite(a.at(c, y, x)));
            most = std::max<double>(most, std::abs(a.at(c, y, x) - b.at(c, y, x)));
            largest = std::max<double>(largest, std::abs(b.at(c, y, x)));
          }
    }
    EXPECT_LE(most, kRounding * largest) << net.file << ": the largest figure is " << largest;
    RecordProperty(std::string(net.file) + ": largest difference by the largest figure",
                   fmt::format("{:.1e}", most / largest));
  }
}

TEST(Inference, IsTheSameOnEveryThreadBitForBit) {
  for (const Net& net : kNets) {
    std::string refusal;
    const auto inference = load_inference((kModels / net.file).string(), net.inputs, refusal);
    const std::vector<Question> asked = questions(net.inputs);
    std::vector<std::vector<float>> alone;
    for (const Question& question : asked) alone.push_back(inference->run(question.picture, question.hint).values);
    std::vector<std::thread> threads;
    std::vector<int> differing(4);
    for (std::size_t t = 0; t < differing.size(); ++t)
      threads.emplace_back([&, t] {
        for (std::size_t i = 0; i < asked.size(); ++i) {
          // Each thread in an order of its own, so that different pictures are computed at once.
          const std::size_t k = (i * (2 * t + 1) + t) % asked.size();
          differing[t] += inference->run(asked[k].picture, asked[k].hint).values != alone[k];
        }
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(differing, std::vector<int>(4)) << net.file;
  }
}

// The committed detector with every operation `from` made a `to` of as many letters. Field 4 of an operation is its
// type, a text of so many bytes.
fs::path altered_net(const std::string& from, const std::string& to) {
  std::string bytes = bytes_of(kModels / "street.onnx");
  const std::string mark = {'\x22', static_cast<char>(from.size())};
  std::size_t altered = 0;
  for (std::size_t at = 0; (at = bytes.find(mark + from, at)) != std::string::npos; ++altered)
    bytes.replace(at, from.size() + 2, mark + to);
  EXPECT_GT(altered, 0u);
  const fs::path path = fs::temp_directory_path() / ("tricolor_altered_" + to + std::to_string(getpid()) + ".onnx");
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(Inference, ANetWithALayerThatIsNotOneOfOursIsLeftToOpenCv) {
  const fs::path net = altered_net("Relu", "Tanh");
  std::string refusal;
  const auto inference = load_inference(net.string(), kNets[0].inputs, refusal);
  EXPECT_EQ(inference->identity().substr(0, 7), "cv::dnn");
  EXPECT_NE(refusal.find("not one of ours"), std::string::npos) << refusal;
  fs::remove(net);
}

TEST(Inference, ANetThatReadsAsOneOfOursAndComputesOtherwiseIsLeftToOpenCv) {
  const fs::path net = altered_net("Add", "Mul");
  std::string refusal;
  const auto inference = load_inference(net.string(), kNets[0].inputs, refusal);
  EXPECT_EQ(inference->identity().substr(0, 7), "cv::dnn");
  EXPECT_NE(refusal.find("differ"), std::string::npos) << refusal;
  fs::remove(net);
}

TEST(Detector, NamesItsModelsAndTheLibraryThatComputesThem) {
  std::string error;
  const std::string model = (kModels / "street.onnx").string();
  const auto fastest = load_vision(model, error), opencv = load_vision(model, error, VisionLibrary::opencv);
  ASSERT_TRUE(fastest && opencv) << error;
  const auto digest = [](const char* file) { return sha256(bytes_of(kModels / file)).substr(0, 16); };
  const std::string models =
      "street.onnx " + digest("street.onnx") + ", closer_look.onnx " + digest("closer_look.onnx") + "; ";
  EXPECT_EQ(fastest->identity().substr(0, models.size()), models);
  EXPECT_EQ(opencv->identity().substr(0, models.size()), models);
  EXPECT_NE(opencv->identity().find("; cv::dnn 4"), std::string::npos) << opencv->identity();
  EXPECT_EQ(opencv->identity().find("oneDNN"), std::string::npos) << opencv->identity();
  EXPECT_NE(fastest->identity().find("oneDNN"), std::string::npos) << fastest->identity();
}

using DetectorDeathTest = ::testing::Test;

TEST(DetectorDeathTest, OnACpuWithoutAvx2OpenCvTakesOverAndTheIdentitySaysSo) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        setenv("DNNL_MAX_CPU_ISA", "SSE41", 1);
        std::string error;
        const auto vision = load_vision((kModels / "street.onnx").string(), error);
        const std::string identity = vision ? vision->identity() : error;
        std::exit(identity.find("; cv::dnn ") != std::string::npos &&
                          identity.find("not oneDNN: this CPU has no AVX2") != std::string::npos
                      ? 0
                      : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace tricolor::engine::inference_test
