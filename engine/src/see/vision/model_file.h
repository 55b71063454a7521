// What stands beside a detector's net: which kinds its maps are of, and how they are read.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

struct Model {
  ObjectKinds kinds;
  std::vector<float> thresholds;  ///< Of scores, 0 … 1.
  int width_px = 320, height_px = 192, stride_px = 4;
  /// Told in the model's file: whether each cell gives the ground on which its thing stands, and whether of a picture
  /// that is too tall the upper rows are left out (rather than the whole picture made smaller).
  bool ground = false, lower_rows = false;
  /// A second net's file, or none: it looks at cutouts.
  std::string closer_look;
  /// Log-odds of the confidence = [0] + [1] × log-odds of the detector's score + [2] × log-odds of the closer look.
  std::array<float, 3> confidence{0, 0, 1};
};

/// Reads the JSON beside a net, and looks that both nets are files that can be read. False, with one sentence in
/// `error`, when anything is not as it must be.
bool read_model(const std::string& onnx_path, Model& model, std::string& error);

}  // namespace tricolor::engine
