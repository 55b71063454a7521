// Runs pieces of work in processes of their own, which begin with a copy of this one's memory (`fork`). So several can
// go on from one state without building it again, and none can harm another. What a piece comes to it must write to
// files; only its progress and a fault come back.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tricolor::harness {

/// The way from a piece of work to the process that waits for it.
class ParentLink {
 public:
  ParentLink(int pipe, const std::atomic<bool>* stop) : pipe_(pipe), stop_(stop) {}
  /// Tells the share that is done, 0 … 1.
  void tell(double share) const;
  /// True when the work should end early. The flag is shared memory and outlives the piece.
  bool stopped() const { return stop_->load(std::memory_order_relaxed); }
  const std::atomic<bool>* stop() const { return stop_; }

 private:
  int pipe_;
  const std::atomic<bool>* stop_;
};

/// A piece of work: true when it is done, false when it was stopped. What it throws ends the whole.
using PieceOfWork = std::function<bool(const ParentLink&)>;

struct ProcessOptions {
  int at_once = 1;                          ///< Processes at once, ≥ 1.
  const std::atomic<bool>* stop = nullptr;  ///< Set from outside when the user wants to stop.
  /// Called on this thread: the piece, and the share of it that is done.
  std::function<void(std::size_t piece, double share)> progress;
};

/// Runs all pieces, each in a process of its own. False when they were stopped. Throws std::runtime_error with the text
/// of the first fault, after the other processes have ended. To be called while this process has one thread only; a
/// piece may call it again. When this process dies, its children are killed.
bool run_in_processes(const std::vector<PieceOfWork>& pieces, const ProcessOptions& options);

}  // namespace tricolor::harness
