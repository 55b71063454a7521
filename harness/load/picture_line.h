// Leads pictures from the thread of arrivals to the engine's: through the mailboxes, and where there are threads that
// work ahead, past one of these, which guesses whether anything has changed and then has the picture analysed. The
// guess costs time when it is wrong, and decides nothing: the engine has every picture analysed that it wants.
//
// All calls may come from any thread, but those of the engine's side from one alone.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/thumbnail.h"
#include "engine/vision.h"
#include "load/mailboxes.h"
#include "load/stage_clock.h"

namespace tricolor::harness {

/// A picture that the engine's thread may look at.
struct ReadyPicture {
  ArrivedPicture picture;
  std::shared_ptr<const engine::PictureAnalysis> analysis;  ///< Made ahead; else null.
  StageTimes ahead;                                         ///< What the thread ahead took for it.
  std::int64_t taken_ns = 0, ready_ns = 0;                  ///< When a thread took it up, and when it was ready.
};

class PictureLine {
 public:
  /// `views`: of each camera. `threads_ahead`: number of threads that call `work_ahead`.
  PictureLine(std::vector<engine::View> views, int threads_ahead)
      : boxes_(static_cast<int>(views.size())),
        seen_(views.size()),
        views_(std::move(views)),
        most_ready_(kReadyByThread * static_cast<std::size_t>(threads_ahead)) {}

  /// A picture arrives. `dropped` is called for the one that had to go for it, with whether its camera had an open
  /// stay. Gives the number of pictures that wait.
  std::size_t put(ArrivedPicture picture, const std::function<void(const ArrivedPicture&, bool open)>& dropped);
  /// No further picture arrives.
  void end_of_arrivals();

  /// Works ahead until `close`. Gives the number of pictures that it has had analysed.
  std::uint64_t work_ahead(const engine::Vision& vision, StageClock& clock);

  /// The engine's side: the picture to be looked at next; after a short wait none. `done` must follow.
  std::optional<ReadyPicture> next();
  void done(int camera);
  void set_open(int camera, bool open);
  /// True when everything that has arrived was looked at or dropped, and nothing more arrives.
  bool finished();
  /// Lets the threads ahead end.
  void close();

  std::size_t waiting();
  std::uint64_t dropped();

 private:
  /// Number of pictures, for each thread that works ahead, that may wait for the engine's thread.
  static constexpr std::size_t kReadyByThread = 2;
  struct SeenLast {
    std::shared_ptr<const engine::Image> image;
    std::optional<engine::Thumbnail> thumbnail;
  };
  bool changed_since_last(const ArrivedPicture& picture, engine::Thumbnail& now);

  std::mutex mutex_;
  std::condition_variable changed_;
  Mailboxes boxes_;
  std::deque<ReadyPicture> ready_;
  std::vector<SeenLast> seen_;  ///< Of a camera: only whoever has taken its picture touches it.
  const std::vector<engine::View> views_;
  std::size_t most_ready_;
  std::size_t taken_ = 0;  ///< Pictures that are out of the mailboxes and not yet done.
  bool arrivals_over_ = false, closed_ = false;
};

}  // namespace tricolor::harness
