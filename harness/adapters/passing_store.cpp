#include "adapters/passing_store.h"

#include <malloc.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace tricolor::harness {

bool PassingStore::append(std::span<const engine::Event> events) {
  if (gone_) return true;
  for (const engine::Event& event : events) {
    if (events_++ % kPiece == 0) pieces_.emplace_back().reserve(kPiece);
    pieces_.back().push_back(event);
  }
  return true;
}

std::vector<engine::Event> PassingStore::read_all() { return read_after(0, std::numeric_limits<std::size_t>::max()); }

std::vector<engine::Event> PassingStore::read_after(std::uint64_t sequence, std::size_t most) {
  if (gone_) throw std::logic_error("the journal of this run is not kept any more");
  std::vector<engine::Event> read;
  std::size_t next = std::min<std::size_t>(sequence, events_);
  read.reserve(std::min(most, events_ - next));
  for (; next < events_ && read.size() < most; ++next) read.push_back(pieces_[next / kPiece][next % kPiece]);
  return read;
}

void PassingStore::let_go() {
  gone_ = true;
  const bool any = events_ > 0;
  events_ = 0;
  std::vector<std::vector<engine::Event>>().swap(pieces_);
  // The texts of the events lie between what stays, where freed memory is kept for ever unless it is asked for.
  if (any) malloc_trim(0);
}

}  // namespace tricolor::harness
