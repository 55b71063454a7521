// Pictures as a camera sends them: compressed, picture by picture. The twin compresses them; the engine's threads
// decode them, and that is in the engine's account. No network lies between.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/frame.h"

namespace tricolor::harness {

enum class VideoCodec : std::uint8_t { mjpeg, h264 };

/// H.264: a key picture, which needs no other, every so many pictures of a stream. Assumed: two seconds of a camera's
/// stream at 6 pictures a second; a stream of 1 picture a second is one of its kind.
inline constexpr int kKeyEvery = 12;

struct VideoPacket {
  std::uint64_t number = 0;  ///< Of the picture, from 0; ascending in a stream.
  bool key = false;
  std::vector<std::uint8_t> bytes;
};

/// Compresses the pictures of one camera. From one thread.
class VideoEncoder {
 public:
  /// `every_s`: spacing of the pictures, seconds. Width and height are even. Throws std::runtime_error where the
  /// machine's libavcodec has no such encoder.
  VideoEncoder(VideoCodec codec, int width_px, int height_px, double every_s);
  ~VideoEncoder();
  VideoPacket encode(const engine::Image& picture);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The stream of one camera on the engine's side. `push` and `decode` may be called from different threads, each from
/// one at a time.
class VideoStream {
 public:
  explicit VideoStream(VideoCodec codec);
  ~VideoStream();

  void push(VideoPacket packet);
  /// Decodes the picture of this number, and before it those that it needs and that nobody asked for. Numbers ascend.
  /// Throws std::runtime_error when the picture is not in the stream or cannot be decoded.
  std::shared_ptr<const engine::Image> decode(std::uint64_t number);
  /// Pictures decoded so far, those among them that nobody asked for.
  std::uint64_t decoded() const { return decoded_; }

 private:
  struct Impl;
  std::vector<VideoPacket> needed_for(std::uint64_t number);

  std::unique_ptr<Impl> impl_;
  std::mutex mutex_;
  std::deque<VideoPacket> waiting_;  ///< Guarded by `mutex_`.
  std::uint64_t decoded_ = 0;
};

}  // namespace tricolor::harness
