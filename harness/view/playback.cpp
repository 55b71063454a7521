#include "view/playback.h"

#include <algorithm>

namespace tricolor::harness {

Playback::Playback(const Timeline& timeline) : timeline_(timeline), now_(timeline.start()) {}

void Playback::advance(double wall_s) {
  waiting_ = false;
  if (!playing_) return;
  const engine::Time wished = now_ + engine::Duration{static_cast<std::int64_t>(wall_s * speed() * 1e6)};
  now_ = std::min(wished, timeline_.known_until());
  if (now_ == wished) return;
  if (timeline_.finished())
    playing_ = false;
  else
    waiting_ = true;
}

void Playback::set_speed(int times) {
  speed_ = 0;
  while (speed_ + 1 < kSpeeds.size() && kSpeeds[speed_ + 1] <= times) ++speed_;
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

}  // namespace tricolor::harness
