#include "load/picture_line.h"

#include <chrono>
#include <utility>

#include "clock/cpu_clock.h"

namespace tricolor::harness {
namespace {

// Longest time for which a thread waits without looking whether it is to end, or a timer of the engine is due.
constexpr std::chrono::milliseconds kNap{20};

}  // namespace

std::size_t PictureLine::put(ArrivedPicture picture, const std::function<void(const ArrivedPicture&, bool)>& dropped) {
  std::lock_guard lock(mutex_);
  if (const auto gone = boxes_.put(std::move(picture))) dropped(*gone, boxes_.open(gone->camera));
  changed_.notify_all();
  return boxes_.waiting() + ready_.size();
}

void PictureLine::end_of_arrivals() {
  std::lock_guard lock(mutex_);
  arrivals_over_ = true;
  changed_.notify_all();
}

bool PictureLine::changed_since_last(const ArrivedPicture& picture, engine::Thumbnail& now) {
  now = engine::thumbnail_of(*picture.image);
  SeenLast& last = seen_[static_cast<std::size_t>(picture.camera)];
  if (!last.image) return true;
  if (!last.thumbnail) last.thumbnail = engine::thumbnail_of(*last.image);
  return engine::changed_share(*last.thumbnail, now) > 0;
}

std::uint64_t PictureLine::work_ahead(const engine::Vision& vision, StageClock& clock) {
  std::uint64_t analysed = 0;
  std::unique_lock lock(mutex_);
  while (!closed_) {
    std::optional<ArrivedPicture> taken;
    if (ready_.size() < most_ready_) taken = boxes_.take();
    if (!taken) {
      changed_.wait_for(lock, kNap);
      continue;
    }
    ++taken_;
    lock.unlock();
    ReadyPicture work;
    work.taken_ns = monotonic_ns();
    clock.start(taken->image ? Stage::ahead : Stage::decode, taken->camera);
    if (!taken->image) taken->image = taken->stream->decode(taken->number);
    clock.enter(Stage::ahead);
    engine::Thumbnail now;
    if (changed_since_last(*taken, now)) {
      clock.enter(Stage::net);
      work.analysis = vision.analyse(*taken->image, views_[static_cast<std::size_t>(taken->camera)]);
      ++analysed;
      clock.enter(Stage::ahead);
    }
    seen_[static_cast<std::size_t>(taken->camera)] = {taken->image, now};
    work.ahead = clock.stop();
    work.picture = std::move(*taken);
    work.ready_ns = monotonic_ns();
    lock.lock();
    ready_.push_back(std::move(work));
    changed_.notify_all();
  }
  return analysed;
}

std::optional<ReadyPicture> PictureLine::next() {
  std::unique_lock lock(mutex_);
  if (!ready_.empty()) {
    ReadyPicture work = std::move(ready_.front());
    ready_.pop_front();
    changed_.notify_all();
    return work;
  }
  if (auto taken = boxes_.take()) {
    ++taken_;
    ReadyPicture work;
    work.taken_ns = work.ready_ns = monotonic_ns();
    seen_[static_cast<std::size_t>(taken->camera)] = {taken->image, std::nullopt};
    work.picture = std::move(*taken);
    return work;
  }
  changed_.wait_for(lock, kNap);
  return std::nullopt;
}

void PictureLine::done(int camera) {
  std::lock_guard lock(mutex_);
  --taken_;
  boxes_.done(camera);
  changed_.notify_all();
}

void PictureLine::set_open(int camera, bool open) {
  std::lock_guard lock(mutex_);
  boxes_.set_open(camera, open);
}

bool PictureLine::finished() {
  std::lock_guard lock(mutex_);
  return arrivals_over_ && boxes_.waiting() == 0 && taken_ == 0;
}

void PictureLine::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

std::size_t PictureLine::waiting() {
  std::lock_guard lock(mutex_);
  return boxes_.waiting() + ready_.size();
}

std::uint64_t PictureLine::dropped() {
  std::lock_guard lock(mutex_);
  return boxes_.dropped();
}

}  // namespace tricolor::harness
