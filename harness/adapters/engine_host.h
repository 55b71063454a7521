// Drives one engine on the kernel: hands inputs over in the engine phase, wakes it at its deadlines, commits at the end
// of each instant, and can destroy and rebuild it while the city lives on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "sockets/engine_socket.h"
#include "engine/engine.h"
#include "sim/kernel/simulation.h"

namespace tricolor::harness {

/// Is thrown through the engine by a store in a crash test, and means that the machine is gone at this place.
struct EngineCrash : std::runtime_error {
  /// `stored` is true when the events of the instant had reached the disk.
  explicit EngineCrash(bool was_stored) : std::runtime_error("the engine was destroyed"), stored(was_stored) {}
  bool stored;
};

class EngineHost : public EngineSocket {
 public:
  /// Most inputs that are kept to be handed in again, while nothing is stored. Further ones reach the engine, and are
  /// lost when it is destroyed before it has stored them; `forgotten` counts them. Pictures are never kept, because no
  /// picture is sent twice.
  static constexpr std::size_t kMostUnacknowledged = 10'000;

  /// Builds a configured engine; called at the start and after every crash.
  using Build = std::function<std::unique_ptr<engine::Engine>()>;

  explicit EngineHost(sim::Simulation& kernel);

  /// Builds the first engine. With `resume` it takes up a journal that an earlier process left.
  void start(Build build, bool resume);
  /// Drops the engine and rebuilds it from its store. Inputs of the instant that had not been stored are handed in
  /// again, as senders repeat what was not acknowledged; pictures are gone.
  void rebuild(bool stored);

  void deliver(const engine::Input& input) override;
  /// Gives the engine another policy. The function that builds it anew after a crash must give it the policy of that
  /// time.
  void configure(const engine::Configuration& configuration, const engine::Policy& policy);

  /// Destroys the engine at the end of a run, for its memory; afterwards only counts and times may be asked.
  void finish() { engine_.reset(); }

  engine::Engine& engine() { return *engine_; }
  const engine::Engine& engine() const { return *engine_; }

  std::uint64_t inputs() const { return inputs_; }
  std::uint64_t rebuilds() const { return rebuilds_; }
  /// Give the number of times that the store refused the end of an instant, the first such time, and the time at which
  /// it last took one again.
  std::uint64_t refusals() const { return refusals_; }
  std::optional<sim::Time> refused_since() const { return refused_since_; }
  std::optional<sim::Time> refused_until() const { return refused_until_; }
  /// Gives the first instant that has not been stored, while there is one.
  std::optional<sim::Time> unstored_since() const { return unstored_since_; }
  std::uint64_t forgotten() const { return forgotten_; }
  /// Gives the wall time spent inside the engine, seconds.
  double engine_s() const { return engine_s_; }

 private:
  void touch();
  void end_of_instant(sim::Time now);
  void remember(const engine::Input& input);
  void refused(sim::Time now);
  void arm();

  sim::Simulation& kernel_;
  Build build_;
  std::unique_ptr<engine::Engine> engine_;
  std::vector<engine::Input> unacknowledged_;  ///< Inputs since the store last took an instant.
  bool touched_ = false;
  /// True while a try is scheduled: there is one a second, however many inputs come meanwhile.
  bool retry_armed_ = false;
  std::optional<sim::Time> armed_for_;
  std::uint64_t inputs_ = 0;
  std::uint64_t rebuilds_ = 0;
  std::uint64_t refusals_ = 0;
  std::uint64_t forgotten_ = 0;
  std::optional<sim::Time> refused_since_, refused_until_, unstored_since_;
  double engine_s_ = 0;
};

}  // namespace tricolor::harness
