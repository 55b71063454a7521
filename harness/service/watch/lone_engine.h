// Runs an engine that nobody answers: messages are accepted and go nowhere, officers do nothing. Only its sightings are
// used.
#pragma once

#include <functional>
#include <memory>

#include "engine/engine.h"
#include "engine/stores.h"

namespace tricolor::harness {

class LoneEngine : engine::FrameSource,
                   engine::MessageGateway,
                   engine::OfficerChannel,
                   engine::ReviewDesk,
                   engine::EvidenceStore,
                   engine::Store,
                   engine::Observer {
 public:
  /// `heard` is called for every event as it is committed.
  LoneEngine(std::shared_ptr<const engine::Vision> vision, engine::Time start,
             const engine::Configuration& configuration, const engine::Policy& policy,
             std::function<void(const engine::Event&)> heard);
  /// Wakes the engine for everything that is due before `now`, then hands the input over.
  void handle(const engine::Input& input, engine::Time now);

 private:
  void request(engine::CameraId, engine::Time) override {}
  engine::SendResult send(const std::string&, const std::string&, const std::string&) override {
    return engine::SendResult::accepted;
  }
  engine::SendResult query(const std::string&) override { return engine::SendResult::accepted; }
  void dispatch(engine::OfficerId, engine::CaseId, engine::GroundPoint, engine::Time) override {}
  void ask_to_verify(engine::OfficerId, engine::ReportId, engine::GroundPoint, engine::Time,
                     const std::optional<engine::SuggestedParent>&) override {}
  void withdraw(engine::OfficerId, engine::CaseId) override {}
  void submit(engine::SightingId) override {}
  engine::EvidenceResult put(const engine::EvidenceLabel&, const engine::Image&) override {
    return {{}, engine::EvidenceLoss::not_wanted};
  }
  // A watch runs for months and never restores: its journal is heard and not kept.
  bool append(std::span<const engine::Event>) override { return true; }
  std::vector<engine::Event> read_all() override { return {}; }
  void on_event(const engine::Event& event) override { heard_(event); }

  std::function<void(const engine::Event&)> heard_;
  engine::Time start_;
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace tricolor::harness
