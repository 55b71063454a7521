// Pictures of another source, compressed by a thread of the twin ahead of their instants, as cameras send them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "load/picture_source.h"
#include "load/video_stream.h"

namespace tricolor::harness {

class CompressedPictures : public PictureSource {
 public:
  /// `every_s`: spacing of a camera's pictures, seconds. Memory of an encoder for each camera is taken at once, so that
  /// it lies before the engine's.
  CompressedPictures(std::unique_ptr<PictureSource> pictures, const ArrivalPlan& plan, VideoCodec codec, int width_px,
                     int height_px);
  ~CompressedPictures() override;
  void start() override;
  /// Null: what arrives is in the stream.
  std::shared_ptr<const engine::Image> picture(const Arrival&) override { return nullptr; }
  bool push(const Arrival& arrival) override;
  std::shared_ptr<VideoStream> stream(int camera) override { return streams_[static_cast<std::size_t>(camera)]; }
  void stop() override;
  std::int64_t twin_cpu_ns() const override;

 private:
  /// Number of pictures that are compressed ahead.
  static constexpr std::size_t kAhead = 64;
  void compress_all();

  std::unique_ptr<PictureSource> pictures_;
  Arrivals arrivals_;
  std::vector<std::unique_ptr<VideoEncoder>> encoders_;
  std::vector<std::shared_ptr<VideoStream>> streams_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<VideoPacket> ready_;  ///< In the order of arrivals.
  std::string fault_;              ///< Why the twin's thread has ended; empty: it has not failed.
  bool stop_ = false, over_ = false;
  std::atomic<std::int64_t> cpu_ns_{0};
  std::thread twin_;
};

}  // namespace tricolor::harness
