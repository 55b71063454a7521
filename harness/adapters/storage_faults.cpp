#include "adapters/storage_faults.h"

#include <algorithm>

namespace tricolor::harness {
namespace {

bool lasts(const std::vector<FaultLine>& faults, FaultLine::What what, sim::Time now) {
  return std::any_of(faults.begin(), faults.end(), [&](const FaultLine& fault) {
    return fault.what == what && fault.at <= now && now < fault.until;
  });
}

}  // namespace

FaultyStore::FaultyStore(engine::Store& inner, const std::vector<FaultLine>& faults, const sim::Simulation& kernel)
    : inner_(inner), faults_(faults), kernel_(kernel) {}

bool FaultyStore::append(std::span<const engine::Event> events) {
  const sim::Time now = kernel_.now();
  if (lasts(faults_, FaultLine::What::store_refuses, now) || lasts(faults_, FaultLine::What::disk_full, now))
    return false;
  return inner_.append(events);
}

FaultyEvidence::FaultyEvidence(engine::EvidenceStore& inner, const std::vector<FaultLine>& faults,
                               const sim::Simulation& kernel)
    : inner_(inner), faults_(faults), kernel_(kernel) {}

engine::EvidenceResult FaultyEvidence::put(const engine::EvidenceLabel& label, const engine::Image& picture) {
  const sim::Time now = kernel_.now();
  if (lasts(faults_, FaultLine::What::disk_full, now)) return {{}, engine::EvidenceLoss::disk_full};
  if (lasts(faults_, FaultLine::What::evidence_fails, now)) return {{}, engine::EvidenceLoss::refused};
  return inner_.put(label, picture);
}

}  // namespace tricolor::harness
