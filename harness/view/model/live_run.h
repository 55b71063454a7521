// Runs a scenario on a thread of its own while a window shows it. The run hands over its events and never waits for the
// window; the window can only ask it to end.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/closed_loop.h"
#include "view/model/timeline.h"

namespace tricolor::harness {

class LiveRun : private engine::Observer {
 public:
  /// Starts at once. `inputs` must outlive it. The thread's priority is lowered where the system can, so that pictures
  /// stay fluent.
  LiveRun(const LoopInputs& inputs, LoopOptions options);
  /// Stops the run at its next instant and waits for its thread.
  ~LiveRun() override;

  /// Moves the events since the last call into the timeline. To be called from the timeline's thread; waits for nothing
  /// but another hand-over.
  void hand_over(Timeline& timeline);

  /// The record, set once the run has ended by itself; from then on `hand_over` brings nothing more. Rethrows an
  /// exception of the run.
  const RunRecord* record();

 private:
  void on_event(const engine::Event& event) override;
  void street_known(engine::Time now, const std::vector<sim::SceneLogEntry>& log);
  void publish(engine::Time until);

  std::vector<engine::Event> events_;  // Events of the run's thread only, until they are published.
  std::vector<sim::SceneLogEntry> entries_;
  std::size_t log_taken_ = 0;
  std::function<void()> stop_;

  std::atomic<bool> stop_asked_ = false;
  std::mutex mutex_;  // Guards the members below.
  std::vector<engine::Event> published_events_;
  std::vector<sim::SceneLogEntry> published_entries_;
  engine::Time published_until_;
  std::unique_ptr<RunRecord> record_;
  std::exception_ptr failed_;
  std::thread thread_;
};

/// Lowers the calling thread's priority where the system has such a thing; does nothing elsewhere.
void yield_to_the_window();

}  // namespace tricolor::harness
