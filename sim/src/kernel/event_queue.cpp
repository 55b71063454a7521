#include "sim/kernel/event_queue.h"

#include <algorithm>
#include <utility>

namespace tricolor::sim {
namespace {
constexpr std::size_t kSweepFrom = 1024;  // Number of dead nodes from which on a sweep is worth its cost.
}  // namespace

EventQueue::EventQueue(std::uint32_t sequences) : sequences_(std::min(sequences, kMostSequence)) {
  ladder_.foresee_whom = this;
  ladder_.foresee = [](void* queue, std::uint32_t index) {
    __builtin_prefetch(&static_cast<EventQueue*>(queue)->slot(index), 1);
  };
}

bool EventQueue::cancel(EventHandle handle) {
  if (handle.slot >= slots_) return false;
  Slot& marked = slot(handle.slot);
  if (!marked.live || marked.generation != handle.generation) return false;
  marked.live = false;
  ++cancelled_;
  --live_;
  // The callback is destroyed only at the end, because its captures may cancel other events.
  const Callback dropped = std::move(marked.callback);
  if (const std::size_t dead = ladder_.size() - live_; dead > kSweepFrom && dead > live_) {
    ladder_.sweep([this](const Ladder::Node& node) {
      const bool living = slot(node.slot).live;
      if (!living) give_slot(node.slot);
      return living;
    });
  }
  return true;
}

// After a billion events. The sequences of those that wait are not those that they were scheduled with from then on.
void EventQueue::renumber() {
  before_ = sequence_ - ladder_.size();
  ladder_.reorder([](const Ladder::Node& node, std::size_t place) {
    return (node.order & ~kMostSequence) | static_cast<std::uint32_t>(place + 1);
  });
}

std::uint32_t EventQueue::new_slot() {
  if (slots_ % kChunk == 0) chunks_.push_back(std::make_unique<Slot[]>(kChunk));
  return slots_++;
}

const Ladder::Node* EventQueue::drop_dead() {
  for (;;) {
    const Ladder::Node* first = ladder_.front();
    if (!first || slot(first->slot).live) return first;
    give_slot(first->slot);
    ladder_.pop();
  }
}

}  // namespace tricolor::sim
