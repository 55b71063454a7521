#include "sim/kernel/simulation.h"

#include <algorithm>

namespace tricolor::sim {

Simulation::Simulation(Time start) : now_(start) {}

bool Simulation::execute_first() {
  return queue_.run_first([this](Time at, Phase phase, std::uint64_t sequence) {
    now_ = at;
    instant_open_ = true;
    ++executed_;
    for (const std::uint64_t part :
         {static_cast<std::uint64_t>(at.time_since_epoch().count()), static_cast<std::uint64_t>(phase), sequence})
      fingerprint_ = (fingerprint_ ^ part) * 0x100000001B3ull;
    if (trace_) trace_(at, phase, sequence);
  });
}

void Simulation::end_instant() {
  instant_open_ = false;
  for (auto& hook : hooks_) hook(now_);
}

bool Simulation::step() {
  if (!execute_first()) return false;
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
    execute_first();
  }
  now_ = std::max(now_, end);
  return true;
}

}  // namespace tricolor::sim
