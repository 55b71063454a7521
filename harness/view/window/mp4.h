// Writes a film as .mp4: H.264 where the encoder is there, else MPEG-4. It knows no window; its frames are plain
// pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace tricolor::harness {

class Mp4 {
 public:
  /// Opens a film. `width` and `height` are in pixels, 16 … 4096; odd ones lose their last row or column. `fps` 1 …
  /// 120. Throws std::runtime_error with path and reason.
  Mp4(const std::string& path, int width, int height, int fps);
  /// A film that was not finished is a damaged file.
  ~Mp4();
  Mp4(const Mp4&) = delete;

  /// Adds one frame: rows from the top, 4 bytes a pixel, red green blue alpha; `width` · `height` · 4 bytes. Throws
  /// std::runtime_error.
  void add(const std::uint8_t* rgba);
  /// Writes the frames still held back, and the index. Throws std::runtime_error.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tricolor::harness
