#include "load/compressed_pictures.h"

#include <stdexcept>
#include <utility>

namespace tricolor::harness {

CompressedPictures::CompressedPictures(std::unique_ptr<PictureSource> pictures, const ArrivalPlan& plan,
                                       VideoCodec codec, int width_px, int height_px)
    : pictures_(std::move(pictures)), arrivals_(plan) {
  const double every_s = static_cast<double>(plan.every.count()) / 1e6;
  for (int camera = 0; camera < plan.cameras; ++camera) {
    encoders_.push_back(std::make_unique<VideoEncoder>(codec, width_px, height_px, every_s));
    streams_.push_back(std::make_shared<VideoStream>(codec));
  }
}

CompressedPictures::~CompressedPictures() { stop(); }

void CompressedPictures::start() {
  pictures_->start();
  twin_ = std::thread([this] { compress_all(); });
}

void CompressedPictures::compress_all() {
  std::string fault;
  try {
    while (const auto arrival = arrivals_.next()) {
      const auto image = pictures_->picture(*arrival);
      if (!image) break;
      VideoPacket packet = encoders_[static_cast<std::size_t>(arrival->camera)]->encode(*image);
      packet.number = arrival->number;
      cpu_ns_.store(thread_cpu_ns(), std::memory_order_relaxed);
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stop_ || ready_.size() < kAhead; });
      if (stop_) return;
      ready_.push_back(std::move(packet));
      changed_.notify_all();
    }
  } catch (const std::exception& failed) {
    fault = failed.what();
  }
  std::lock_guard lock(mutex_);
  fault_ = fault;
  over_ = true;
  changed_.notify_all();
}

bool CompressedPictures::push(const Arrival& arrival) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stop_ || over_ || !ready_.empty(); });
  if (!fault_.empty()) throw std::runtime_error(fault_);
  if (ready_.empty()) return false;
  VideoPacket packet = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  lock.unlock();
  streams_[static_cast<std::size_t>(arrival.camera)]->push(std::move(packet));
  return true;
}

void CompressedPictures::stop() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
    changed_.notify_all();
  }
  pictures_->stop();
  if (twin_.joinable()) twin_.join();
}

std::int64_t CompressedPictures::twin_cpu_ns() const {
  return cpu_ns_.load(std::memory_order_relaxed) + pictures_->twin_cpu_ns();
}

}  // namespace tricolor::harness
