// Reads the file that stands beside a detector's net: it says of which kinds the maps are, and how they are read.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

struct Model {
  ObjectKinds kinds;
  std::vector<float> thresholds;  ///< Least scores, 0 … 1, by kind.
  int width_px = 320, height_px = 192, stride_px = 4;
  /// Both are told in the model's file. `ground`: each cell gives the ground on which its thing stands. `lower_rows`:
  /// the upper rows of a picture that is too tall are left out, rather than the whole picture made smaller.
  bool ground = false, lower_rows = false;
  /// File of another detector, for cameras that look along a street; empty when there is none.
  std::string along;
  /// File of a second net that looks at cutouts; empty when there is none.
  std::string closer_look;
  /// Log-odds of the confidence = [0] + [1] × log-odds of the detector's score + [2] × log-odds of the closer look.
  std::array<float, 3> confidence{0, 0, 1};
};

/// Reads the JSON beside a net, and checks that both nets are files that can be read. False, with one sentence in
/// `error`, when anything is not as it must be.
bool read_model(const std::string& onnx_path, Model& model, std::string& error);

}  // namespace tricolor::engine
