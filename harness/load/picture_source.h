// Gives the pictures of a load: from rings that were drawn before the clock started, or drawn beside it by a thread of
// its own. Whatever it takes is in no account of the engine.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/played_street.h"
#include "clock/cpu_clock.h"
#include "engine/frame.h"
#include "load/arrivals.h"
#include "load/video_stream.h"

namespace tricolor::harness {

/// Keeps the memory of a few pictures that nobody holds any more, as a decoder does; what a queue took beyond that goes
/// back. Safe for several threads at once.
class PicturePool {
 public:
  /// A picture to be written; its memory comes back when the last holder lets it go, also after the pool has gone.
  std::shared_ptr<engine::Image> take();

 private:
  /// Number of free pictures that are kept: what a few threads have in hand.
  static constexpr std::size_t kMostFree = 16;
  struct Store {
    std::mutex mutex;
    std::vector<std::unique_ptr<engine::Image>> free;
  };
  std::shared_ptr<Store> store_ = std::make_shared<Store>();
};

class PictureSource {
 public:
  virtual ~PictureSource() = default;
  /// Begins to make pictures, where they are made beside the clock.
  virtual void start() {}
  /// Gives the picture of an arrival. To be called in the order of arrivals, from one thread; may wait for the twin.
  /// Null when the source was stopped.
  virtual std::shared_ptr<const engine::Image> picture(const Arrival& arrival) = 0;
  /// For pictures that come compressed: the camera's stream, from which the engine's threads decode them; else null.
  virtual std::shared_ptr<VideoStream> stream(int) { return nullptr; }
  /// Puts the picture of an arrival into its camera's stream; called instead of `picture` where there is one. False
  /// when the source was stopped.
  virtual bool push(const Arrival&) { return false; }
  virtual void stop() {}
  /// Processor time of the twin's own thread since `start`, nanoseconds.
  virtual std::int64_t twin_cpu_ns() const { return 0; }
};

/// Pictures that were drawn before. A share of them shows a change: the next variant of the camera's ring.
class CachedPictures : public PictureSource {
 public:
  /// `rings` outlive it. More cameras than there are rings begin with the first again. `changed`: share of pictures in
  /// which something moves.
  CachedPictures(const std::vector<CameraRing>& rings, int cameras, sim::Time from, double changed, std::uint64_t seed)
      : rings_(rings), from_(from), changed_(changed), seed_(seed), variant_(static_cast<std::size_t>(cameras), 0) {}
  std::shared_ptr<const engine::Image> picture(const Arrival& arrival) override;

 private:
  const std::vector<CameraRing>& rings_;
  sim::Time from_;
  double changed_;
  std::uint64_t seed_;
  std::vector<std::uint64_t> variant_;
  PicturePool pool_;
};

/// Pictures that a thread of the twin draws ahead of their instants while the clock runs.
class DrawnPictures : public PictureSource {
 public:
  /// All outlive it. Makes the backgrounds of all cameras.
  DrawnPictures(PlayedStreet& street, const ArrivalPlan& plan, std::uint64_t seed);
  ~DrawnPictures() override;
  void start() override;
  std::shared_ptr<const engine::Image> picture(const Arrival& arrival) override;
  void stop() override;
  std::int64_t twin_cpu_ns() const override;

 private:
  /// Number of pictures that are drawn ahead.
  static constexpr std::size_t kAhead = 64;
  void draw_all();

  PlayedStreet& street_;
  Arrivals arrivals_;
  std::uint64_t seed_;
  std::vector<std::unique_ptr<const sim::CameraView>> views_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<const engine::Image>> drawn_;
  bool stop_ = false, over_ = false;
  std::atomic<std::int64_t> cpu_ns_{0};
  std::thread twin_;
};

}  // namespace tricolor::harness
