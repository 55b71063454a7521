#include "adapters/crash_store.h"

#include "adapters/engine_host.h"

namespace tricolor::harness {

CrashStore::CrashStore(engine::Store& inner, std::set<std::uint64_t> offsets)
    : inner_(inner), offsets_(std::move(offsets)) {}

bool CrashStore::append(std::span<const engine::Event> events) {
  if (events.empty()) return inner_.append(events);
  const std::uint64_t last = events.back().sequence;
  const auto next = offsets_.lower_bound(events.front().sequence);
  if (next == offsets_.end() || *next > last) return inner_.append(events);
  const bool stored = *next == last && inner_.append(events);
  offsets_.erase(next);
  throw EngineCrash(stored);
}

std::vector<engine::Event> CrashStore::read_all() { return inner_.read_all(); }

}  // namespace tricolor::harness
