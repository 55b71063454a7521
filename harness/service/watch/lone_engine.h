// Runs an engine that nobody answers: messages are accepted and go nowhere, officers do nothing. Only its sightings are
// used.
#pragma once

#include <functional>
#include <memory>

#include "engine/engine.h"
#include "engine/stores.h"
#include "sockets/silent_ports.h"

namespace tricolor::harness {

class LoneEngine : SilentPorts, engine::Store, engine::Observer {
 public:
  /// `heard` is called for every event as it is committed.
  LoneEngine(std::shared_ptr<const engine::Vision> vision, engine::Time start,
             const engine::Configuration& configuration, const engine::Policy& policy,
             std::function<void(const engine::Event&)> heard);
  /// Wakes the engine for everything that is due before `now`, then hands the input over.
  void handle(const engine::Input& input, engine::Time now);

 private:
  // A watch runs for months and never restores: its journal is heard and not kept.
  bool append(std::span<const engine::Event>) override { return true; }
  std::vector<engine::Event> read_all() override { return {}; }
  void on_event(const engine::Event& event) override { heard_(event); }

  std::function<void(const engine::Event&)> heard_;
  engine::Time start_;
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace tricolor::harness
