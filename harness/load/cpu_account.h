// Reads at any time what the threads of a point have used of the processors, those of the engine and the one that hands
// pictures over apart, and what all programs of the machine have used together.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "clock/cpu_clock.h"
#include "load/machine.h"

/// See engine/src/see/vision/operator_new.cpp; null in a program without it.
extern "C" [[gnu::weak]] const std::atomic<std::uint64_t>* tricolor_allocations_of_this_thread();

namespace tricolor::harness {

class CpuAccount {
 public:
  /// Slot of the thread that hands pictures over. All others are the engine's.
  static constexpr std::size_t kArrivals = 1;

  explicit CpuAccount(std::size_t threads) : threads_(threads), allocations_(threads, nullptr) {}
  /// The calling thread has this slot. To be called by all threads before `read`; they must not call at once.
  void enter(std::size_t slot) {
    threads_.at(slot).emplace();
    if (&tricolor_allocations_of_this_thread) allocations_.at(slot) = tricolor_allocations_of_this_thread();
  }

  struct Reading {
    std::int64_t wall_ns = 0, engine_ns = 0, arrivals_ns = 0, process_ns = 0, machine_ns = 0;
    std::uint64_t allocations = 0;  ///< Of the engine's threads; 0 in a program that does not count them.

    Reading since(const Reading& before) const {
      return {wall_ns - before.wall_ns,       engine_ns - before.engine_ns,   arrivals_ns - before.arrivals_ns,
              process_ns - before.process_ns, machine_ns - before.machine_ns, allocations - before.allocations};
    }
    /// Share of all processors that other programs used, of a reading `since` another, 0 … 1.
    double others_share() const {
      if (wall_ns <= 0) return 0;
      return std::clamp(static_cast<double>(machine_ns - process_ns) / (static_cast<double>(wall_ns) * processors()),
                        0.0, 1.0);
    }
  };
  /// To be called while all threads live.
  Reading read() const {
    Reading now;
    now.wall_ns = monotonic_ns();
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      (i == kArrivals ? now.arrivals_ns : now.engine_ns) += threads_[i]->ns();
      if (i != kArrivals && allocations_[i]) now.allocations += allocations_[i]->load(std::memory_order_relaxed);
    }
    now.process_ns = process_cpu_ns();
    now.machine_ns = all_cpu_ns();
    return now;
  }

 private:
  std::vector<std::optional<ThreadCpu>> threads_;
  std::vector<const std::atomic<std::uint64_t>*> allocations_;
};

}  // namespace tricolor::harness
