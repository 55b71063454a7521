// The events that wait, ordered by (time, phase, sequence).
//
// A 4-ary heap of 24-byte entries beside a table of callbacks: comparing touches no callback, a sift moves few cache lines,
// and cancelling is a mark in the table that the heap drops when it comes up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/time.h"

namespace tricolor::sim {

enum class Phase : std::uint8_t { world, cameras, engine, observers };

/// A callable of no arguments. Up to 48 bytes that are trivially relocatable in practice (lambdas of pointers, numbers and
/// shared pointers) live inside; larger ones on the heap.
class Callback {
 public:
  static constexpr std::size_t kInside = 48;

  Callback() = default;
  template <class F, class = std::enable_if_t<!std::is_same_v<std::decay_t<F>, Callback>>>
  Callback(F&& function) {  // NOLINT: implicit, as std::function is.
    using Stored = std::decay_t<F>;
    if constexpr (sizeof(Stored) <= kInside && alignof(Stored) <= alignof(std::max_align_t) && std::is_nothrow_move_constructible_v<Stored>) {
      new (storage_) Stored(std::forward<F>(function));
      operations_ = &inside<Stored>;
    } else {
      *reinterpret_cast<Stored**>(storage_) = new Stored(std::forward<F>(function));
      operations_ = &outside<Stored>;
    }
  }
  Callback(Callback&& other) noexcept { take(other); }
  Callback& operator=(Callback&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  ~Callback() { reset(); }

  void operator()() { operations_->call(storage_); }
  explicit operator bool() const { return operations_ != nullptr; }
  void reset() {
    if (operations_) operations_->destroy(storage_);
    operations_ = nullptr;
  }

 private:
  struct Operations {
    void (*call)(void*);
    void (*move)(void* to, void* from);
    void (*destroy)(void*);
  };
  template <class Stored>
  static constexpr Operations inside{[](void* s) { (*static_cast<Stored*>(s))(); },
                                     [](void* to, void* from) {
                                       new (to) Stored(std::move(*static_cast<Stored*>(from)));
                                       static_cast<Stored*>(from)->~Stored();
                                     },
                                     [](void* s) { static_cast<Stored*>(s)->~Stored(); }};
  template <class Stored>
  static constexpr Operations outside{[](void* s) { (**static_cast<Stored**>(s))(); },
                                      [](void* to, void* from) { *static_cast<Stored**>(to) = *static_cast<Stored**>(from); },
                                      [](void* s) { delete *static_cast<Stored**>(s); }};
  void take(Callback& other) {
    operations_ = other.operations_;
    if (operations_) operations_->move(storage_, other.storage_);
    other.operations_ = nullptr;
  }

  alignas(std::max_align_t) unsigned char storage_[kInside];
  const Operations* operations_ = nullptr;
};

/// Names one scheduled event; never reused within a run.
struct EventHandle {
  std::uint32_t slot = 0xFFFFFFFFu;
  std::uint32_t generation = 0;
};

class EventQueue {
 public:
  struct Entry {
    Time at;
    Phase phase = Phase::world;
    std::uint64_t sequence = 0;
    Callback callback;
  };

  EventHandle push(Time at, Phase phase, Callback callback);
  bool cancel(EventHandle handle);
  std::optional<Time> next_time();
  /// The earliest event; nothing when none waits.
  std::optional<Entry> pop();

  std::size_t waiting() const { return live_; }
  std::uint64_t scheduled() const { return sequence_; }
  std::uint64_t cancelled() const { return cancelled_; }
  std::size_t most_waiting() const { return most_; }

 private:
  struct Node {
    std::int64_t at;
    std::uint64_t order;  ///< Phase in the upper 8 bits, sequence below.
    std::uint32_t slot;
    bool operator<(const Node& other) const { return at != other.at ? at < other.at : order < other.order; }
  };
  struct Slot {
    Callback callback;
    std::uint32_t generation = 0;
    bool live = false;
  };
  void sift_up(std::size_t index);
  void pop_root();
  void drop_cancelled();

  std::vector<Node> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t sequence_ = 0;
  std::uint64_t cancelled_ = 0;
  std::size_t live_ = 0;
  std::size_t most_ = 0;
};

}  // namespace tricolor::sim
