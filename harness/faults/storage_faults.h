// Defines a store and an evidence store that fail when a scenario says so, in the run's own time.
#pragma once

#include <vector>

#include "engine/ports.h"
#include "scenario/scenario.h"
#include "sockets/run_clock.h"

namespace tricolor::harness {

/// Refuses every instant while a `store_refuses` or `disk_full` of the scenario lasts.
class FaultyStore : public engine::Store {
 public:
  FaultyStore(engine::Store& inner, const std::vector<FaultLine>& faults, const RunClock& clock);
  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override { return inner_.read_all(); }
  std::vector<engine::Event> read_after(std::uint64_t sequence, std::size_t most) override {
    return inner_.read_after(sequence, most);
  }
  bool keeps_snapshots() const override { return inner_.keeps_snapshots(); }
  void keep(const engine::Snapshot& snapshot) override { inner_.keep(snapshot); }
  std::optional<engine::Snapshot> snapshot() override { return inner_.snapshot(); }

 private:
  engine::Store& inner_;
  const std::vector<FaultLine>& faults_;
  const RunClock& clock_;
};

/// Keeps no picture while an `evidence_fails` or `disk_full` of the scenario lasts.
class FaultyEvidence : public engine::EvidenceStore {
 public:
  FaultyEvidence(engine::EvidenceStore& inner, const std::vector<FaultLine>& faults, const RunClock& clock);
  engine::EvidenceResult put(const engine::EvidenceLabel& label, std::span<const std::uint8_t> jpeg) override;
  bool wants_pictures() const override { return inner_.wants_pictures(); }

 private:
  engine::EvidenceStore& inner_;
  const std::vector<FaultLine>& faults_;
  const RunClock& clock_;
};

}  // namespace tricolor::harness
