// Gives tests of faults a clock that they set themselves, and the faults of a scenario.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "scenario/scenario.h"
#include "sockets/run_clock.h"

namespace tricolor::harness {

using namespace std::chrono_literals;

/// Stands at the instant to which it was set last. Runs everything that is due on the way there.
class SetClock : public RunClock {
 public:
  engine::Time now() const override { return now_; }
  void schedule(engine::Time at, std::function<void()> act) override { later_.emplace(at, std::move(act)); }
  void set(engine::Duration since_start) {
    const engine::Time until{since_start};
    while (!later_.empty() && later_.begin()->first <= until) {
      auto next = later_.extract(later_.begin());
      now_ = next.key();
      next.mapped()();
    }
    now_ = until;
  }

 private:
  engine::Time now_{};
  std::multimap<engine::Time, std::function<void()>> later_;
};

/// A fault that lasts from the tenth to the twentieth minute.
inline FaultLine fault_of(FaultLine::What what) {
  FaultLine line;
  line.what = what;
  line.at = engine::Time{10min};
  line.until = engine::Time{20min};
  return line;
}

}  // namespace tricolor::harness
