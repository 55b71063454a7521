#include "load/point_recorder.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;

}  // namespace

PointRecorder::PointRecorder(const PointSettings& settings, engine::Time from)
    : warmup_ns_(1000 * settings.warmup.count()), measured_ns_(1000 * settings.measured.count()) {
  const auto seconds = static_cast<std::size_t>((measured_ns_ + kSecondNs - 1) / kSecondNs);
  result.seconds.resize(seconds);
  latency_of_second_.resize(seconds);
  result.gaps.emplace(settings.cameras, from + settings.warmup, from + settings.warmup + settings.measured,
                      settings.every);
}

std::size_t PointRecorder::index_of(std::int64_t at_ns) const {
  const std::int64_t since = at_ns - start_ns_ - warmup_ns_;
  if (since < 0 || since >= measured_ns_) return result.seconds.size();
  return static_cast<std::size_t>(since / kSecondNs);
}

SecondFigures* PointRecorder::second_of(std::int64_t due_ns) {
  const std::size_t index = index_of(due_ns);
  return index < result.seconds.size() ? &result.seconds[index] : nullptr;
}

void PointRecorder::arrived(const ArrivedPicture& picture, std::int64_t late_ns) {
  SecondFigures* second = second_of(picture.due_ns);
  if (!second) return;
  ++result.offered;
  ++second->offered;
  result.handed_late.add(late_ns / 1000);
}

void PointRecorder::dropped(const ArrivedPicture& picture, bool open) {
  SecondFigures* second = second_of(picture.due_ns);
  if (!second) return;
  ++result.dropped;
  ++second->dropped;
  if (open) ++result.dropped_of_open;
}

void PointRecorder::waits(std::int64_t now_ns, std::size_t pictures) {
  SecondFigures* second = second_of(now_ns);
  if (!second) return;
  second->waiting = std::max<std::uint64_t>(second->waiting, pictures);
  result.waiting_most = std::max<std::uint64_t>(result.waiting_most, pictures);
  waiting_sum_ += static_cast<double>(pictures);
  ++waiting_samples_;
}

void PointRecorder::looked(const ArrivedPicture& picture, const StageTimes& times, std::int64_t done_ns, bool open,
                           bool slowed) {
  result.gaps->looked(picture.camera, picture.captured_at, open);
  const std::size_t index = index_of(picture.due_ns);
  if (index >= result.seconds.size()) return;
  ++result.analysed;
  ++result.seconds[index].analysed;
  const std::int64_t latency_us = (done_ns - picture.due_ns) / 1000;
  result.latency.add(latency_us);
  latency_of_second_[index].add(latency_us);
  if (open) result.latency_of_open.add(latency_us);
  StageCost& cost = slowed ? result.cost_slowed : result.cost;
  ++cost.pictures;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    // A stage that a picture did not meet is no stage of length 0; the wait is met by all.
    const bool met = times.wall_ns[stage] > 0 || stage == static_cast<std::size_t>(Stage::wait);
    if (met) result.stages[stage].add(times.wall_ns[stage] / 1000);
    const double cpu_ms = static_cast<double>(times.cpu_ns[stage]) / 1e6;
    cost.cpu_ms[stage] += cpu_ms;
    cost.cpu_ms_squared[stage] += cpu_ms * cpu_ms;
  }
}

PointResult& PointRecorder::finish(bool cut_short) {
  if (!cut_short) result.gaps->end();
  for (std::size_t i = 0; i < result.seconds.size(); ++i) {
    result.seconds[i].p99_us = latency_of_second_[i].at_share(0.99);
    result.seconds[i].most_us = latency_of_second_[i].most_us();
  }
  result.waiting_mean = waiting_samples_ ? waiting_sum_ / static_cast<double>(waiting_samples_) : 0;
  return result;
}

}  // namespace tricolor::harness
