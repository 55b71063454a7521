// Keeps the waiting events, ordered by (time, phase, sequence).
//
// A ladder of 16-byte nodes beside a table of callbacks: ordering touches no callback, and cancelling is a mark in the
// table. The nodes of cancelled events are dropped when they come up, or all at once when they outnumber the living.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/kernel/callback.h"
#include "sim/kernel/ladder.h"
#include "sim/time.h"

namespace tricolor::sim {

enum class Phase : std::uint8_t { world, cameras, engine, observers };

/// Names one scheduled event; never reused within a run.
struct EventHandle {
  std::uint32_t slot = 0xFFFFFFFFu;
  std::uint32_t generation = 0;
};

class EventQueue {
  static constexpr int kSequenceBits = 30;  ///< Below the two bits of the phase.
  static constexpr std::uint32_t kMostSequence = (1u << kSequenceBits) - 1;

 public:
  /// `sequences`: how many are given before those that wait get new ones, 1 … a billion; tests take few.
  explicit EventQueue(std::uint32_t sequences = kMostSequence);
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  /// `callback` is anything that a Callback holds.
  template <class F>
  EventHandle push(Time at, Phase phase, F&& callback) {
    const std::uint32_t index = take_slot();
    Slot& kept = slot(index);
    kept.callback = std::forward<F>(callback);
    kept.live = true;
    if (++live_ > most_) most_ = live_;
    if (sequence_ - before_ >= sequences_) renumber();
    const auto number = static_cast<std::uint32_t>(++sequence_ - before_);
    ladder_.push({index, static_cast<std::uint32_t>(phase) << kSequenceBits | number, at.time_since_epoch().count()});
    return {index, kept.generation};
  }
  /// True when the event was still waiting.
  bool cancel(EventHandle handle);
  /// The instant of the earliest event.
  std::optional<Time> next_time() {
    const Ladder::Node* first = first_living();
    if (!first) return std::nullopt;
    return Time{Duration{first->at}};
  }
  /// Takes the earliest event, calls `before(at, phase, sequence)` and then the event's callback, where it lies. False
  /// when none waits. Both may schedule and cancel.
  template <class Before>
  bool run_first(Before&& before) {
    const Ladder::Node* first = first_living();
    if (!first) return false;
    const Ladder::Node node = *first;
    ladder_.pop();
    Slot& running = slot(node.slot);
    running.live = false;
    --live_;
    before(Time{Duration{node.at}}, static_cast<Phase>(node.order >> kSequenceBits),
           before_ + (node.order & kMostSequence));
    running.callback();
    running.callback.reset();
    give_slot(node.slot);
    return true;
  }

  std::size_t waiting() const { return live_; }
  std::uint64_t scheduled() const { return sequence_; }
  std::uint64_t cancelled() const { return cancelled_; }
  std::size_t most_waiting() const { return most_; }
  /// Nodes in memory: those of the living and of the cancelled that have not been dropped, for tests of the limit.
  std::size_t nodes() const { return ladder_.size(); }

 private:
  struct alignas(64) Slot {  // One cache line, the usual size of which is 64 bytes.
    Callback callback;
    std::uint32_t generation = 0;
    bool live = false;
  };
  static constexpr std::uint32_t kChunk = 1024;  ///< Slots that never move, so that a growing table moves no callback.
  Slot& slot(std::uint32_t index) { return chunks_[index / kChunk][index % kChunk]; }
  /// Gives the waiting events new sequences, the last ones there are, in their order: those of the nodes are used up.
  void renumber();
  std::uint32_t take_slot() {
    if (free_.empty()) return new_slot();
    const std::uint32_t index = free_.back();
    free_.pop_back();
    return index;
  }
  std::uint32_t new_slot();
  void give_slot(std::uint32_t index) {
    ++slot(index).generation;
    free_.push_back(index);
  }
  const Ladder::Node* first_living() {
    const Ladder::Node* first = ladder_.front();
    return !first || slot(first->slot).live ? first : drop_dead();
  }
  const Ladder::Node* drop_dead();

  Ladder ladder_;
  std::vector<std::unique_ptr<Slot[]>> chunks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t slots_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t before_ = 0;  ///< Sequence from which those of the nodes count.
  std::uint32_t sequences_;
  std::uint64_t cancelled_ = 0;
  std::size_t live_ = 0;
  std::size_t most_ = 0;
};

}  // namespace tricolor::sim
