#include "load/picture_source.h"

#include <utility>

#include "adapters/conversion.h"
#include "adapters/twin_cameras.h"

namespace tricolor::harness {

std::shared_ptr<engine::Image> PicturePool::take() {
  std::unique_ptr<engine::Image> image;
  {
    std::lock_guard lock(store_->mutex);
    if (!store_->free.empty()) {
      image = std::move(store_->free.back());
      store_->free.pop_back();
    }
  }
  if (!image) image = std::make_unique<engine::Image>();
  return {image.release(), [store = store_](engine::Image* used) {
            std::unique_ptr<engine::Image> back(used);
            std::lock_guard lock(store->mutex);
            if (store->free.size() < kMostFree) store->free.push_back(std::move(back));
          }};
}

std::shared_ptr<const engine::Image> CachedPictures::picture(const Arrival& arrival) {
  const auto camera = static_cast<std::uint64_t>(arrival.camera);
  std::uint64_t& variant = variant_[camera];
  if (mixed_share(seed_, camera, arrival.number + 1) < changed_) ++variant;
  std::shared_ptr<engine::Image> image = pool_.take();
  rings_[camera % rings_.size()].copy(from_ + arrival.taken, variant, arrival.number, *image);
  return image;
}

DrawnPictures::DrawnPictures(PlayedStreet& street, const ArrivalPlan& plan, std::uint64_t seed)
    : street_(street), arrivals_(plan), seed_(seed) {
  for (int camera = 0; camera < plan.cameras; ++camera) views_.push_back(street.view(camera));
}

DrawnPictures::~DrawnPictures() { stop(); }

void DrawnPictures::start() {
  twin_ = std::thread([this] { draw_all(); });
}

void DrawnPictures::draw_all() {
  while (const auto arrival = arrivals_.next()) {
    // The street cannot go back: pictures that were held up show it as it is when they arrive.
    street_.play_until(street_.from() + arrival->due);
    sim::Picture picture = views_[static_cast<std::size_t>(arrival->camera)]->draw(
        street_.scene(arrival->camera), noise_key(seed_, arrival->camera, street_.from() + arrival->taken));
    auto image = to_engine(std::move(picture));
    cpu_ns_.store(thread_cpu_ns(), std::memory_order_relaxed);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stop_ || drawn_.size() < kAhead; });
    if (stop_) return;
    drawn_.push_back(std::move(image));
    changed_.notify_all();
  }
  street_.play_until(street_.until());
  cpu_ns_.store(thread_cpu_ns(), std::memory_order_relaxed);
  std::lock_guard lock(mutex_);
  over_ = true;
  changed_.notify_all();
}

std::shared_ptr<const engine::Image> DrawnPictures::picture(const Arrival&) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stop_ || over_ || !drawn_.empty(); });
  if (drawn_.empty()) return nullptr;
  auto image = std::move(drawn_.front());
  drawn_.pop_front();
  changed_.notify_all();
  return image;
}

void DrawnPictures::stop() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
    changed_.notify_all();
  }
  if (twin_.joinable()) twin_.join();
}

std::int64_t DrawnPictures::twin_cpu_ns() const { return cpu_ns_.load(std::memory_order_relaxed); }

}  // namespace tricolor::harness
