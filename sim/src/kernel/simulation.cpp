#include "sim/kernel/simulation.h"

#include "sim/check.h"

namespace tricolor::sim {

Simulation::Simulation(Time start) : now_(start) {}

EventHandle Simulation::schedule(Time at, Phase phase, Callback callback) {
  SIM_CHECK(at >= now_);
  return queue_.push(at, phase, std::move(callback));
}

void Simulation::execute(EventQueue::Entry&& entry) {
  now_ = entry.at;
  instant_open_ = true;
  ++executed_;
  for (const std::uint64_t part : {static_cast<std::uint64_t>(entry.at.time_since_epoch().count()), static_cast<std::uint64_t>(entry.phase), entry.sequence})
    fingerprint_ = (fingerprint_ ^ part) * 0x100000001B3ull;
  if (trace_) trace_(entry.at, entry.phase, entry.sequence);
  entry.callback();
}

void Simulation::end_instant() {
  instant_open_ = false;
  for (auto& hook : hooks_) hook(now_);
}

bool Simulation::step() {
  auto entry = queue_.pop();
  if (!entry) return false;
  execute(std::move(*entry));
  const auto next = queue_.next_time();
  if (!next || *next > now_) end_instant();
  return true;
}

bool Simulation::run_until(Time end) {
  for (;;) {
    const auto next = queue_.next_time();
    if (!next || *next > now_) {
      if (instant_open_) {
        end_instant();
        continue;
      }
      if (stopped()) return false;
      if (!next || *next >= end) break;
    }
    execute(std::move(*queue_.pop()));
  }
  now_ = std::max(now_, end);
  return true;
}

}  // namespace tricolor::sim
