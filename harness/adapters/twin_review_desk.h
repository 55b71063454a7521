// The person who looks at sightings before they become incidents, where the policy wants one. Takes 45 s, misses 5 % of
// what is true and passes 10 % of what is false (all assumed).
#pragma once

#include <cstdint>

#include "adapters/engine_socket.h"
#include "engine/ports.h"
#include "engine/service_state.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {

class TwinReviewDesk : public engine::ReviewDesk {
 public:
  struct Settings {
    sim::Duration takes{45'000'000};  ///< Assumed. ≥ 1 s
    double miss_share = 0.05;         ///< True sightings rejected, 0 … 1. Assumed.
    double false_pass_share = 0.10;   ///< False sightings confirmed, 0 … 1. Assumed.
  };

  /// `told`: the read model of what the world has been told; in it the person finds what was sighted.
  TwinReviewDesk(const engine::Configuration& configuration, const engine::ServiceState& told, const sim::World& world,
                 sim::Simulation& kernel, EngineSocket& engine, Settings settings, std::uint64_t seed);

  void submit(engine::SightingId sighting) override;

 private:
  engine::ReviewVerdict look(engine::SightingId sighting) const;

  const engine::Configuration& configuration_;
  const engine::ServiceState& told_;
  const sim::World& world_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  Settings settings_;
  std::uint64_t seed_;
};

}  // namespace tricolor::harness
