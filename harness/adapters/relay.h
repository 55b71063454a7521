// Stands between an engine and all who hear it in a run, and folds what was told.
#pragma once

#include <utility>
#include <vector>

#include "adapters/fingerprint.h"
#include "engine/ports.h"
#include "judge/heard_journal.h"

namespace tricolor::harness {

/// Tells the observers of each event once, also of those that were stored just before the engine was destroyed. The
/// events that the world has been told so far are folded into one read model, before anybody hears of the event.
class Relay : public engine::Observer {
 public:
  std::vector<engine::Observer*> listeners;
  const engine::ServiceState& told() const { return heard_.service(); }
  const HeardJournal& heard() const { return heard_; }
  HeardJournal take() { return std::move(heard_); }
  void on_event(const engine::Event& event) override {
    if (event.sequence <= told().sequence()) return;
    heard_.hear(event);
    for (engine::Observer* listener : listeners) listener->on_event(event);
  }
  void catch_up(const std::vector<engine::Event>& events) {
    for (const engine::Event& event : events) on_event(event);
  }

 private:
  HeardJournal heard_;
};

/// Adds up the fingerprint of a journal that is not kept.
class RunningFingerprint : public engine::Observer {
 public:
  FingerprintFold fold;
  void on_event(const engine::Event& event) override { fold.add(event); }
};

}  // namespace tricolor::harness
