#include <algorithm>

#include "engine/stores.h"

namespace tricolor::engine {

bool MemoryStore::append(std::span<const Event> events) {
  events_.insert(events_.end(), events.begin(), events.end());
  return true;
}

std::vector<Event> MemoryStore::read_after(std::uint64_t sequence, std::size_t most) {
  const std::size_t from = std::min<std::size_t>(sequence, events_.size());
  const auto first = events_.begin() + static_cast<std::ptrdiff_t>(from);
  return {first, first + static_cast<std::ptrdiff_t>(std::min(most, events_.size() - from))};
}

}  // namespace tricolor::engine
