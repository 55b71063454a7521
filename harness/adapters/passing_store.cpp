#include "adapters/passing_store.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace tricolor::harness {

bool PassingStore::append(std::span<const engine::Event> events) {
  if (!gone_) events_.insert(events_.end(), events.begin(), events.end());
  return true;
}

std::vector<engine::Event> PassingStore::read_all() { return read_after(0, std::numeric_limits<std::size_t>::max()); }

std::vector<engine::Event> PassingStore::read_after(std::uint64_t sequence, std::size_t most) {
  if (gone_) throw std::logic_error("the journal of this run is not kept any more");
  const std::size_t from = std::min<std::size_t>(sequence, events_.size());
  const auto first = events_.begin() + static_cast<std::ptrdiff_t>(from);
  return {first, first + static_cast<std::ptrdiff_t>(std::min(most, events_.size() - from))};
}

void PassingStore::let_go() {
  gone_ = true;
  std::deque<engine::Event>().swap(events_);
}

}  // namespace tricolor::harness
