// What a codec does to pictures: blocks, ringing, noise that stands and jumps at key pictures.
#pragma once

#include <memory>

#include "engine/frame.h"

namespace tricolor::harness {

/// MPEG-4 with one quantiser and a key picture each 12, encoded and decoded in memory. One film each; from one thread.
class Squeezed {
 public:
  /// Even sizes; `quantiser` 2 … 31. Throws std::runtime_error.
  Squeezed(int width_px, int height_px, double quantiser);
  ~Squeezed();
  /// Replaces the picture by what a viewer of the film would get.
  void pass(engine::Image& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
