// Drives one engine on the kernel: hands inputs over in the engine phase, wakes it at its deadlines, commits at the end of
// each instant, and can destroy and rebuild it while the city lives on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "adapters/engine_socket.h"
#include "engine/engine.h"
#include "sim/kernel/simulation.h"

namespace tricolor::harness {

/// Thrown through the engine by a store in a crash test: the machine is gone at this very place.
struct EngineCrash : std::runtime_error {
  /// `stored`: the events of the instant had reached the disk.
  explicit EngineCrash(bool was_stored) : std::runtime_error("the engine was destroyed"), stored(was_stored) {}
  bool stored;
};

class EngineHost : public EngineSocket {
 public:
  /// Builds a configured engine; called at the start and after every crash.
  using Build = std::function<std::unique_ptr<engine::Engine>()>;

  explicit EngineHost(sim::Simulation& kernel);

  /// Builds the first engine. With `resume` it takes up a journal that an earlier process left.
  void start(Build build, bool resume);
  /// Drops the engine and rebuilds it from its store. Inputs of the instant that had not been stored are handed in again,
  /// as senders repeat what was not acknowledged; pictures are gone.
  void rebuild(bool stored);

  void deliver(const engine::Input& input) override;

  engine::Engine& engine() { return *engine_; }
  const engine::Engine& engine() const { return *engine_; }

  std::uint64_t inputs() const { return inputs_; }
  std::uint64_t rebuilds() const { return rebuilds_; }
  /// Wall time spent inside the engine, seconds.
  double engine_s() const { return engine_s_; }

 private:
  void touch();
  void end_of_instant(sim::Time now);
  void arm();

  sim::Simulation& kernel_;
  Build build_;
  std::unique_ptr<engine::Engine> engine_;
  std::vector<engine::Input> instant_inputs_;
  bool touched_ = false;
  std::optional<sim::Time> armed_for_;
  std::uint64_t inputs_ = 0;
  std::uint64_t rebuilds_ = 0;
  double engine_s_ = 0;
};

}  // namespace tricolor::harness
