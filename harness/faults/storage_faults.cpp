#include "faults/storage_faults.h"

#include "faults/fault_window.h"

namespace tricolor::harness {

FaultyStore::FaultyStore(engine::Store& inner, const std::vector<FaultLine>& faults, const RunClock& clock)
    : inner_(inner), faults_(faults), clock_(clock) {}

bool FaultyStore::append(std::span<const engine::Event> events) {
  const engine::Time now = clock_.now();
  if (lasts(faults_, FaultLine::What::store_refuses, now) || lasts(faults_, FaultLine::What::disk_full, now))
    return false;
  return inner_.append(events);
}

FaultyEvidence::FaultyEvidence(engine::EvidenceStore& inner, const std::vector<FaultLine>& faults,
                               const RunClock& clock)
    : inner_(inner), faults_(faults), clock_(clock) {}

engine::EvidenceResult FaultyEvidence::put(const engine::EvidenceLabel& label, std::span<const std::uint8_t> jpeg) {
  const engine::Time now = clock_.now();
  if (lasts(faults_, FaultLine::What::disk_full, now)) return {{}, engine::EvidenceLoss::disk_full};
  if (lasts(faults_, FaultLine::What::evidence_fails, now)) return {{}, engine::EvidenceLoss::refused};
  return inner_.put(label, jpeg);
}

}  // namespace tricolor::harness
