#include "engine/stores.h"

namespace tricolor::engine {

bool MemoryStore::append(std::span<const Event> events) {
  events_.insert(events_.end(), events.begin(), events.end());
  return true;
}

}  // namespace tricolor::engine
