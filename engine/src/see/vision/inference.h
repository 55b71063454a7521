// One network, ready to run. The interface behind which the libraries that compute stand: oneDNN for nets of the few
// layers that our own have, cv::dnn for every other and where oneDNN cannot be used.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cv {
class Mat;
}

namespace tricolor::engine {

/// Holds a net's answer to one picture: `channels` maps of rows × columns cells. A net that gives single figures has
/// one cell.
struct Maps {
  int channels = 0, rows = 0, columns = 0;
  std::size_t channel_step = 0, cell_step = 0;  ///< From one map, or one cell, to the next in `values`.
  std::vector<float> values;

  float at(int channel, int y, int x) const {
    return values[static_cast<std::size_t>(channel) * channel_step +
                  static_cast<std::size_t>(y * columns + x) * cell_step];
  }
};

/// Describes a question to a net: a picture of this size and, where `hint` is not 0, so many figures beside it.
struct NetInputs {
  int width_px = 0, height_px = 0;
  int hint = 0;
  /// The names of both inputs in a net that has two.
  static constexpr const char* kPictureName = "cutout";
  static constexpr const char* kHintName = "hint";
};

class Inference {
 public:
  virtual ~Inference() = default;
  /// `picture`: 8 bits a channel, blue green red, of the size that the net was loaded for. The net reads 0 … 1. Safe to
  /// call from several threads; the same on each, bit for bit.
  virtual Maps run(const cv::Mat& picture, std::span<const float> hint) const = 0;
  /// Library, version, precision and instruction set, as "oneDNN 2.6.3 f32 AVX512_CORE".
  virtual const std::string& identity() const = 0;
};

/// Each throws std::runtime_error or cv::Exception when the file is no net or takes other inputs.
std::unique_ptr<Inference> load_opencv_inference(const std::string& onnx_path, const NetInputs& inputs);

/// Null, with one clause in `refusal`, where oneDNN cannot be used for this net or on this machine: a layer that is not
/// known here, a CPU without AVX2, or results that differ from those of `reference` by more than rounding.
std::unique_ptr<Inference> load_onednn_inference(const std::string& onnx_path, const NetInputs& inputs,
                                                 const Inference& reference, std::string& refusal);

/// The fastest that can be used. Says in `refusal` why it is not oneDNN; empty when it is.
std::unique_ptr<Inference> load_inference(const std::string& onnx_path, const NetInputs& inputs, std::string& refusal);

}  // namespace tricolor::engine
