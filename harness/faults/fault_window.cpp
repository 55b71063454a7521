#include "faults/fault_window.h"

#include <algorithm>

namespace tricolor::harness {

bool lasts(const std::vector<FaultLine>& faults, FaultLine::What what, engine::Time now) {
  return std::any_of(faults.begin(), faults.end(), [&](const FaultLine& fault) {
    return fault.what == what && fault.at <= now && now < fault.until;
  });
}

}  // namespace tricolor::harness
