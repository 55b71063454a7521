// Carries out a scenario's script and faults: acts of people, and faults behind the ports.
#pragma once

#include <optional>
#include <vector>

#include "sockets/engine_socket.h"
#include "adapters/twin_cameras.h"
#include "adapters/twin_gateway.h"
#include "engine/service_state.h"
#include "scenario/scenario.h"
#include "sim/people/world.h"

namespace tricolor::harness {

/// Gives the shops whose number is wrong according to the scenario.
std::vector<int> wrong_numbers(const Scenario& scenario, const sim::City& city);

/// Schedules the script. `told` is the read model of the events that the world has been told, because a line may be
/// about an incident of the engine.
class Script {
 public:
  Script(const Scenario& scenario, const engine::ClassTable& classes, const engine::ServiceState& told,
         const sim::City& city, sim::World& world, sim::Simulation& kernel, EngineSocket& engine, TwinGateway& gateway);
  void start();

 private:
  void happen(const ScriptLine& line);
  std::optional<engine::IncidentId> last_incident_of(engine::MerchantId merchant) const;
  engine::ClassId class_of(const ScriptLine& line) const;

  const Scenario& scenario_;
  const engine::ClassTable& classes_;
  const engine::ServiceState& told_;
  const sim::City& city_;
  sim::World& world_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  TwinGateway& gateway_;
};

}  // namespace tricolor::harness
