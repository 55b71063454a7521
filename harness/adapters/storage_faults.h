// A store and an evidence store that fail when a scenario says so, in the run's own time.
#pragma once

#include <vector>

#include "engine/ports.h"
#include "scenario/scenario.h"
#include "sim/kernel/simulation.h"

namespace tricolor::harness {

/// Refuses every instant while a `store_refuses` or `disk_full` of the scenario lasts.
class FaultyStore : public engine::Store {
 public:
  FaultyStore(engine::Store& inner, const std::vector<FaultLine>& faults, const sim::Simulation& kernel);
  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override { return inner_.read_all(); }

 private:
  engine::Store& inner_;
  const std::vector<FaultLine>& faults_;
  const sim::Simulation& kernel_;
};

}  // namespace tricolor::harness
