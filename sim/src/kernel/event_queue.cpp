#include "sim/kernel/event_queue.h"

#include <algorithm>

namespace tricolor::sim {
namespace {
constexpr std::size_t kArity = 4;
constexpr std::uint64_t kSequenceMask = (1ull << 56) - 1;
}  // namespace

EventHandle EventQueue::push(Time at, Phase phase, Callback callback) {
  std::uint32_t slot;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  Slot& kept = slots_[slot];
  kept.callback = std::move(callback);
  kept.live = true;
  const std::uint64_t order = (static_cast<std::uint64_t>(phase) << 56) | (++sequence_ & kSequenceMask);
  heap_.push_back({at.time_since_epoch().count(), order, slot});
  sift_up(heap_.size() - 1);
  most_ = std::max(most_, ++live_);
  return {slot, kept.generation};
}

bool EventQueue::cancel(EventHandle handle) {
  if (handle.slot >= slots_.size()) return false;
  Slot& slot = slots_[handle.slot];
  if (!slot.live || slot.generation != handle.generation) return false;
  slot.live = false;
  slot.callback.reset();
  ++cancelled_;
  --live_;
  return true;
}

std::optional<Time> EventQueue::next_time() {
  drop_cancelled();
  if (heap_.empty()) return std::nullopt;
  return Time{Duration{heap_.front().at}};
}

std::optional<EventQueue::Entry> EventQueue::pop() {
  drop_cancelled();
  if (heap_.empty()) return std::nullopt;
  const Node root = heap_.front();
  Slot& slot = slots_[root.slot];
  Entry entry{Time{Duration{root.at}}, static_cast<Phase>(root.order >> 56), root.order & kSequenceMask, std::move(slot.callback)};
  slot.live = false;
  --live_;
  pop_root();
  return entry;
}

void EventQueue::sift_up(std::size_t index) {
  const Node node = heap_[index];
  while (index > 0) {
    const std::size_t parent = (index - 1) / kArity;
    if (!(node < heap_[parent])) break;
    heap_[index] = heap_[parent];
    index = parent;
  }
  heap_[index] = node;
}

// Removes the root and frees its slot. The hole sinks to the bottom along the smallest children and the last node rises from
// there: fewer comparisons than sinking the last node, which belongs near the bottom anyway.
void EventQueue::pop_root() {
  Slot& slot = slots_[heap_.front().slot];
  ++slot.generation;
  free_.push_back(heap_.front().slot);
  const Node last = heap_.back();
  heap_.pop_back();
  const std::size_t size = heap_.size();
  if (size == 0) return;
  std::size_t hole = 0;
  for (;;) {
    const std::size_t first = hole * kArity + 1;
    if (first >= size) break;
    std::size_t best = first;
    const std::size_t end = std::min(first + kArity, size);
    for (std::size_t child = first + 1; child < end; ++child)
      if (heap_[child] < heap_[best]) best = child;
    heap_[hole] = heap_[best];
    hole = best;
  }
  heap_[hole] = last;
  sift_up(hole);
}

void EventQueue::drop_cancelled() {
  while (!heap_.empty() && !slots_[heap_.front().slot].live) pop_root();
}

}  // namespace tricolor::sim
