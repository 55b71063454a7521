#include "view/model/pictures.h"

#include <algorithm>
#include <utility>

#include "view/model/live_run.h"

namespace tricolor::harness {
namespace {

// Converts blue green red to red green blue alpha, each pixel the mean of `reduce` × `reduce`.
void convert(const engine::Image& image, int reduce, ShownPicture& out) {
  out.width_px = image.width_px / reduce;
  out.height_px = image.height_px / reduce;
  out.rgba.resize(static_cast<std::size_t>(out.width_px) * static_cast<std::size_t>(out.height_px) * 4);
  const std::size_t row_bytes = static_cast<std::size_t>(image.width_px) * 3;
  std::uint8_t* to = out.rgba.data();
  for (int y = 0; y < out.height_px; ++y)
    for (int x = 0; x < out.width_px; ++x, to += 4) {
      int sum[3] = {0, 0, 0};
      for (int dy = 0; dy < reduce; ++dy) {
        const std::uint8_t* from = image.bytes.data() + static_cast<std::size_t>(y * reduce + dy) * row_bytes +
                                   static_cast<std::size_t>(x * reduce) * 3;
        for (int dx = 0; dx < reduce; ++dx, from += 3)
          for (int c = 0; c < 3; ++c) sum[c] += from[c];
      }
      for (int c = 0; c < 3; ++c) to[c] = static_cast<std::uint8_t>(sum[2 - c] / (reduce * reduce));
      to[3] = 255;
    }
}

}  // namespace

PictureMaker::PictureMaker(const Replay& replay, std::shared_ptr<const engine::Vision> vision, int places)
    : replay_(replay),
      vision_(std::move(vision)),
      views_(engine::views_of(replay.configuration())),
      places_(static_cast<std::size_t>(places)),
      thread_([this] { work(); }) {}

PictureMaker::~PictureMaker() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void PictureMaker::ask(int place, int camera, engine::Time at, const std::optional<Replay::Source>& source,
                       std::vector<sim::Thing> standing, int reduce, bool detect) {
  {
    std::lock_guard lock(mutex_);
    Place& it = places_.at(static_cast<std::size_t>(place));
    const std::uint64_t number = it.waiting ? it.waiting->number : ++asked_;
    it.waiting = Request{camera, at, source, std::move(standing), reduce, detect, number};
  }
  wake_.notify_one();
}

bool PictureMaker::busy(int place) const {
  std::lock_guard lock(mutex_);
  const Place& it = places_.at(static_cast<std::size_t>(place));
  return it.waiting || it.making;
}

std::optional<ShownPicture> PictureMaker::take(int place) {
  std::lock_guard lock(mutex_);
  return std::exchange(places_.at(static_cast<std::size_t>(place)).ready, std::nullopt);
}

ShownPicture PictureMaker::make(const Request& request) const {
  ShownPicture shown;
  shown.camera = request.camera;
  shown.at = request.at;
  shown.none = !request.source;
  if (shown.none) return shown;
  const auto image = replay_.picture(*request.source, request.standing);
  shown.full_width_px = image->width_px;
  shown.full_height_px = image->height_px;
  convert(*image, std::max(1, request.reduce), shown);
  if (request.detect && vision_)
    shown.detections = vision_->analyse(*image, views_.at(static_cast<std::size_t>(request.camera)))->detections;
  return shown;
}

void PictureMaker::work() {
  yield_to_the_window();
  std::unique_lock lock(mutex_);
  while (!stop_) {
    // The place that has waited longest comes first, so that none waits for ever.
    Place* next = nullptr;
    for (Place& place : places_)
      if (place.waiting && (!next || place.waiting->number < next->waiting->number)) next = &place;
    if (!next) {
      wake_.wait(lock);
      continue;
    }
    const Request request = std::move(*next->waiting);
    next->waiting.reset();
    next->making = true;
    lock.unlock();
    ShownPicture shown = make(request);
    lock.lock();
    next->making = false;
    next->ready = std::move(shown);
  }
}

}  // namespace tricolor::harness
