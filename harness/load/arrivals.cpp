#include "load/arrivals.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

// The finalizer of SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t split_mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

}  // namespace

std::uint64_t mixed(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  return split_mix(split_mix(split_mix(seed) ^ a) ^ b);
}

double mixed_share(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  return static_cast<double>(mixed(seed, a, b) >> 11) * 0x1p-53;
}

Arrivals::Arrivals(const ArrivalPlan& plan) : plan_(plan) {
  for (int camera = 0; camera < plan_.cameras; ++camera) {
    const double phase = mixed_share(plan_.seed, static_cast<std::uint64_t>(camera), 0);
    const engine::Duration first{static_cast<std::int64_t>(phase * static_cast<double>(plan_.every.count()))};
    waiting_.push({due_of(camera, first), camera, 0, first});
  }
}

engine::Duration Arrivals::step_at(engine::Duration taken) const {
  if (plan_.burst && taken >= plan_.burst->from && taken < plan_.burst->until)
    return std::max(engine::Duration{1}, plan_.every / plan_.burst->times);
  return plan_.every;
}

engine::Duration Arrivals::due_of(int camera, engine::Duration taken) const {
  if (!plan_.clump || plan_.clump->camera != camera) return taken;
  const engine::Duration until = plan_.clump->from + plan_.clump->pictures * plan_.every;
  return taken >= plan_.clump->from && taken < until ? until : taken;
}

std::optional<Arrival> Arrivals::next() {
  while (!waiting_.empty()) {
    const Arrival now = waiting_.top();
    waiting_.pop();
    if (now.due >= plan_.lasts) continue;
    const engine::Duration taken = now.taken + step_at(now.taken);
    waiting_.push({due_of(now.camera, taken), now.camera, now.number + 1, taken});
    if (plan_.silent_camera == now.camera && now.due >= plan_.silent_from) continue;
    return now;
  }
  return std::nullopt;
}

}  // namespace tricolor::harness
