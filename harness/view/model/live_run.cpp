#include "view/model/live_run.h"

#include <utility>

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace tricolor::harness {

void yield_to_the_window() {
#ifdef __linux__
  // On Linux a priority belongs to a thread. A failure to lower it is no fault.
  (void)setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 10);
#endif
}

LiveRun::LiveRun(const LoopInputs& inputs, LoopOptions options) : published_until_(inputs.scenario.start) {
  options.observers.push_back(this);
  options.street_known = [this](engine::Time now, const std::vector<sim::SceneLogEntry>& log) {
    street_known(now, log);
  };
  options.give_stop = [this](std::function<void()> stop) { stop_ = std::move(stop); };
  thread_ = std::thread([this, &inputs, options] {
    yield_to_the_window();
    try {
      auto record = std::make_unique<RunRecord>(run_closed_loop(inputs, options));
      // The record holds everything; events after the last publication are taken from it.
      for (; log_taken_ < record->truth.scene_log.size(); ++log_taken_)
        entries_.push_back(record->truth.scene_log[log_taken_]);
      publish(record->end);
      std::lock_guard lock(mutex_);
      record_ = std::move(record);
    } catch (...) {
      std::lock_guard lock(mutex_);
      failed_ = std::current_exception();
    }
  });
}

LiveRun::~LiveRun() {
  stop_asked_ = true;
  thread_.join();
}

void LiveRun::on_event(const engine::Event& event) { events_.push_back(event); }

void LiveRun::street_known(engine::Time now, const std::vector<sim::SceneLogEntry>& log) {
  for (; log_taken_ < log.size(); ++log_taken_) entries_.push_back(log[log_taken_]);
  publish(now);
  // Only here is it certain that the simulation still exists; so a request to stop waits for the next of these calls.
  if (stop_asked_ && stop_) stop_();
}

void LiveRun::publish(engine::Time until) {
  std::lock_guard lock(mutex_);
  published_events_.insert(published_events_.end(), std::make_move_iterator(events_.begin()),
                           std::make_move_iterator(events_.end()));
  published_entries_.insert(published_entries_.end(), entries_.begin(), entries_.end());
  published_until_ = until;
  events_.clear();
  entries_.clear();
}

void LiveRun::hand_over(Timeline& timeline) {
  std::vector<engine::Event> events;
  std::vector<sim::SceneLogEntry> entries;
  engine::Time until;
  bool finished = false;
  {
    std::lock_guard lock(mutex_);
    events.swap(published_events_);
    entries.swap(published_entries_);
    until = published_until_;
    finished = record_ != nullptr;
  }
  if (!events.empty() || !entries.empty() || until > timeline.known_until())
    timeline.append(std::move(events), std::move(entries), until);
  if (finished && !timeline.finished()) timeline.finish(until);
}

const RunRecord* LiveRun::record() {
  std::lock_guard lock(mutex_);
  if (failed_) std::rethrow_exception(failed_);
  return record_.get();
}

}  // namespace tricolor::harness
