// Simulates the reviewers who inspect sightings before they become incidents, where the policy wants it: they have
// hours and a queue, and they err. By default an inspection takes 45 s, whatever waits, rejects 5 % of the true
// sightings and passes 10 % of the false ones (all assumed).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sockets/engine_socket.h"
#include "engine/ports.h"
#include "engine/service_state.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {

class TwinReviewDesk : public engine::ReviewDesk {
 public:
  struct Settings {
    sim::Duration takes{45'000'000};    ///< Time of one inspection, ≥ 1 s. Assumed.
    double spread = 0;                  ///< That is the median of a lognormal law with this sigma, ≥ 0.
    int reviewers = 0;                  ///< Number who work at once, ≥ 1; 0: nothing waits.
    sim::Duration opens{0}, closes{0};  ///< Local times of day of their hours; equal: always.
    double miss_share = 0.05;           ///< Share of true sightings rejected, 0 … 1. Assumed.
    double false_pass_share = 0.10;     ///< Share of false sightings confirmed, 0 … 1. Assumed.

    static Settings of(const sim::Demand& demand);
  };

  /// `told` is the read model of the events that the world has been told; the reviewer finds the sighting in it.
  TwinReviewDesk(const engine::Configuration& configuration, const engine::ServiceState& told, const sim::World& world,
                 sim::Simulation& kernel, EngineSocket& engine, Settings settings, std::uint64_t seed);

  void submit(engine::SightingId sighting) override;

 private:
  engine::ReviewVerdict look(engine::SightingId sighting) const;
  sim::Time finished(const std::string& place, std::uint64_t quarter);
  sim::Time in_hours(sim::Time at) const;

  const engine::Configuration& configuration_;
  const engine::ServiceState& told_;
  const sim::World& world_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  Settings settings_;
  std::uint64_t seed_;
  std::vector<sim::Time> busy_until_;  ///< By reviewer.
};

}  // namespace tricolor::harness
