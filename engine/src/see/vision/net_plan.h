// A net of the few layers that our own have, as a list of steps: what cv::dnn's reader of ONNX files has understood, in
// a form that another library can compute. A net with any other layer has no plan.
#pragma once

#include <opencv2/core.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "vision/inference.h"

namespace tricolor::engine {

/// Of one picture. A list of figures has one cell.
struct TensorShape {
  int channels = 0, rows = 1, columns = 1;
  friend bool operator==(const TensorShape&, const TensorShape&) = default;
};

struct NetStep {
  enum class Does : std::uint8_t { convolve, multiply, add, enlarge, join };
  Does does = Does::add;
  std::vector<std::size_t> from;  ///< Indices of tensors.
  std::size_t to = 0;
  bool relu = false;  ///< Negative results become 0.
  /// Of `convolve` (outputs × inputs × rows × columns) and `multiply` (outputs × inputs), 32-bit floats. `multiply`
  /// reads a tensor's cells map by map.
  cv::Mat weights;
  std::vector<float> bias;                                     ///< One an output.
  std::array<int, 2> stride{1, 1}, before{0, 0}, after{0, 0};  ///< Rows, columns; padding with zeros.
  int factor = 1;  ///< Of `enlarge`: each cell becomes factor × factor equal ones.
};

struct NetPlan {
  std::vector<TensorShape> tensors;
  std::size_t picture = 0, hint = 0, output = 0;  ///< Indices; `hint` only where the net has one.
  std::vector<NetStep> steps;                     ///< In an order in which they can be done.
};

/// Nothing, with one clause in `refusal`, for a net with a layer that is not known here. cv::dnn does not say of every
/// layer what it does with its inputs (sum or product, nearest or linear): whoever computes by the plan compares a
/// result with cv::dnn's. Throws cv::Exception when the file is no net.
std::optional<NetPlan> plan_of(const std::string& onnx_path, const NetInputs& inputs, std::string& refusal);

}  // namespace tricolor::engine
