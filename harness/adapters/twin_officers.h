// Simulates the officers' handsets: a message of the engine reaches a simulated officer a second later.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sockets/engine_socket.h"
#include "engine/ports.h"
#include "sim/kernel/simulation.h"
#include "sim/people/world.h"

namespace tricolor::harness {

class TwinOfficers : public engine::OfficerChannel {
 public:
  TwinOfficers(sim::World& world, sim::Simulation& kernel, EngineSocket& engine);

  void dispatch(engine::OfficerId officer, engine::CaseId case_id, engine::GroundPoint where,
                engine::Time due) override;
  void ask_to_verify(engine::OfficerId officer, engine::ReportId report, engine::GroundPoint where, engine::Time due,
                     const std::optional<engine::SuggestedParent>& suggested) override;
  void withdraw(engine::OfficerId officer, engine::CaseId case_id) override;

  /// Is called by the world when an officer's handset sends a message about a task that was sent to it.
  void on_officer(int officer, std::uint64_t task, const std::string& what, bool found_violation,
                  std::optional<sim::Verified> found);

  std::uint64_t dispatches() const { return dispatches_; }

 private:
  sim::World& world_;
  sim::Simulation& kernel_;
  EngineSocket& engine_;
  /// Suggested parents for the officers who verify reports.
  std::map<engine::ReportId, engine::SuggestedParent> suggested_;
  std::uint64_t dispatches_ = 0;
};

}  // namespace tricolor::harness
