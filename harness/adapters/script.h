// Lets a scenario's script and faults happen: what people are made to do, and what goes wrong behind the ports.
#pragma once

#include <vector>

#include "adapters/engine_socket.h"
#include "adapters/twin_cameras.h"
#include "adapters/twin_gateway.h"
#include "engine/ports.h"
#include "scenario/scenario.h"
#include "sim/people/world.h"

namespace tricolor::harness {

/// Faults of cameras and of the gateway, as their adapters take them.
std::vector<CameraFault> camera_faults(const Scenario& scenario, const sim::City& city);
std::vector<GatewayFault> gateway_faults(const Scenario& scenario);
/// Shops whose number is wrong by the scenario's word.
std::vector<int> wrong_numbers(const Scenario& scenario, const sim::City& city);

/// Schedules the script. Observes the journal, because a line may be about an incident that the engine opened.
class Script : public engine::Observer {
 public:
  Script(const Scenario& scenario, const engine::ClassTable& classes, const sim::City& city, sim::World& world, sim::Simulation& kernel, EngineSocket& engine);
  void start();
  void on_event(const engine::Event& event) override;

 private:
  void happen(const ScriptLine& line);
  engine::ClassId class_of(const ScriptLine& line) const;

  const Scenario& scenario_;
  const engine::ClassTable& classes_;
  const sim::City& city_;
  sim::World& world_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  std::map<std::uint32_t, engine::IncidentId> last_incident_;  ///< By merchant.
};

}  // namespace tricolor::harness
