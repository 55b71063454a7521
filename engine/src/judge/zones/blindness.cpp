#include "zones/blindness.h"

#include <algorithm>
#include <chrono>

namespace tricolor::engine {

Blindness::Blindness(const Configuration& configuration)
    : spans_(configuration.cameras.size()), cameras_of_(configuration.merchants.size()) {
  for (const Zone& zone : configuration.zones) {
    if (!zone.merchant) continue;
    auto& cameras = cameras_of_.at(zone.merchant->value);
    cameras.insert(cameras.end(), zone.cameras.begin(), zone.cameras.end());
  }
}

void Blindness::apply(const Event& event) {
  const auto* became = std::get_if<event::CameraBecame>(&event.payload);
  if (!became) return;
  auto& spans = spans_.at(became->camera.value);
  if (!became->sees) {
    if (spans.empty() || !spans.back().open) spans.push_back({became->since, became->since, true});
    spans.back().reason = became->reason;
  } else if (!spans.empty() && spans.back().open) {
    spans.back().until = became->since;
    spans.back().open = false;
  }
}

void Blindness::let_go(Time until) {
  for (std::vector<Span>& spans : spans_)
    std::erase_if(spans, [until](const Span& span) { return !span.open && span.until <= until; });
}

double Blindness::share(MerchantId merchant, Time from, Time until) const {
  const auto& cameras = cameras_of_.at(merchant.value);
  if (cameras.empty() || until <= from) return 0;
  // Edges of all spans within the time, +1 where a camera goes blind and −1 where it sees again.
  std::vector<std::pair<Time, int>> edges;
  for (const CameraId camera : cameras)
    for (const Span& span : spans_[camera.value]) {
      const Time a = std::max(span.from, from), b = span.open ? until : std::min(span.until, until);
      if (a >= b) continue;
      edges.emplace_back(a, 1);
      edges.emplace_back(b, -1);
    }
  std::sort(edges.begin(), edges.end());
  Duration blind{0};
  int depth = 0;
  Time since = from;
  for (const auto& [at, step] : edges) {
    if (depth == static_cast<int>(cameras.size())) blind += at - since;
    depth += step;
    since = at;
  }
  return std::chrono::duration<double>(blind).count() / std::chrono::duration<double>(until - from).count();
}

}  // namespace tricolor::engine
