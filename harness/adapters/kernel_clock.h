// Gives the time of the twin's kernel to what decorates the ports.
#pragma once

#include <utility>

#include "sim/kernel/simulation.h"
#include "sockets/run_clock.h"

namespace tricolor::harness {

class KernelClock : public RunClock {
 public:
  /// `kernel` must outlive it.
  explicit KernelClock(sim::Simulation& kernel) : kernel_(kernel) {}
  engine::Time now() const override { return kernel_.now(); }
  void schedule(engine::Time at, std::function<void()> act) override {
    kernel_.schedule(at, sim::Phase::engine, std::move(act));
  }

 private:
  sim::Simulation& kernel_;
};

}  // namespace tricolor::harness
