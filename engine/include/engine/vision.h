// The pure part of vision: a detector network that turns one picture into boxes. Safe to call from several threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::engine {

struct PictureAnalysis {
  std::vector<Detection> detections;  ///< After non-maximum suppression, by falling score, at most 100.
};

class Vision {
 public:
  virtual ~Vision() = default;
  /// Names of the kinds that `Detection::kind` counts.
  virtual const ObjectKinds& kinds() const = 0;
  /// Finds things in a picture of any size from 64 × 64. Deterministic for one binary and CPU class.
  virtual std::shared_ptr<const PictureAnalysis> analyse(const Image& image) const = 0;
};

/// Loads an ONNX detector trained by harness/training and its list of kinds (`<model>.json` beside it).
/// On failure returns null and puts one line into `error`.
std::shared_ptr<const Vision> load_vision(const std::string& onnx_path, std::string& error);

}  // namespace tricolor::engine
