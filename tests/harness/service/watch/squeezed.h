// Adds a codec's artefacts to pictures: blocks, ringing, noise that stands still and jumps at key pictures.
#pragma once

#include <memory>

#include "engine/frame.h"

namespace tricolor::harness {

/// Encodes and decodes MPEG-4 in memory, with one quantiser and a key picture every 12 pictures. One object serves one
/// film, from one thread.
class Squeezed {
 public:
  /// Width and height must be even; `quantiser` is 2 … 31. Throws std::runtime_error.
  Squeezed(int width_px, int height_px, double quantiser);
  ~Squeezed();
  /// Replaces the picture by what a viewer of the film would get.
  void pass(engine::Image& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
