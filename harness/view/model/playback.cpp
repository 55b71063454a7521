#include "view/model/playback.h"

#include <algorithm>

namespace tricolor::harness {

Playback::Playback(const Timeline& timeline) : timeline_(timeline), now_(timeline.start()) {}

void Playback::advance(double wall_s) {
  waiting_ = false;
  if (!playing_) return;
  const engine::Time wished = now_ + engine::Duration{static_cast<std::int64_t>(wall_s * speed() * 1e6)};
  now_ = std::min(wished, timeline_.known_until());
  if (now_ == wished) return;
  if (timeline_.finished()) playing_ = false;
  else waiting_ = true;
}

void Playback::faster() {
  const auto next = std::upper_bound(kSpeeds.begin(), kSpeeds.end(), speed_);
  if (next != kSpeeds.end()) speed_ = *next;
}

void Playback::slower() {
  const auto here = std::lower_bound(kSpeeds.begin(), kSpeeds.end(), speed_);
  if (here != kSpeeds.begin()) speed_ = *std::prev(here);
}

void Playback::seek(engine::Time instant) {
  playing_ = false;
  jump(instant);
}

void Playback::jump(engine::Time instant) { now_ = std::clamp(instant, timeline_.start(), timeline_.known_until()); }

bool Playback::next_incident() {
  const auto& times = timeline_.incident_times();
  const auto next = std::upper_bound(times.begin(), times.end(), now_);
  if (next == times.end()) return false;
  jump(*next);
  return true;
}

bool Playback::last_incident() {
  const auto& times = timeline_.incident_times();
  const auto next = std::lower_bound(times.begin(), times.end(), now_);
  if (next == times.begin()) return false;
  jump(*std::prev(next));
  return true;
}

engine::Time opening_instant(const Timeline& timeline, engine::Duration before) {
  std::optional<engine::Time> first;
  if (!timeline.incident_times().empty()) first = timeline.incident_times().front();
  else if (!timeline.feed().empty()) first = timeline.journal()[timeline.feed().front()].at;
  if (first) return std::max(timeline.start(), *first - before);
  // Daylight in which a street can be seen in its pictures.
  constexpr double kLight = 0.3;
  for (engine::Time at = timeline.start(); at < timeline.known_until(); at += std::chrono::minutes{10})
    if (sim::light_at(at).level > kLight) return at;
  return timeline.start();
}

}  // namespace tricolor::harness
