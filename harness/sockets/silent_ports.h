// Defines the ports of a world that never answers: messages are accepted and go nowhere, officers and reviewers are
// silent, no picture is kept. An engine behind them sees, and nobody acts on it.
#pragma once

#include <string>

#include "engine/ports.h"

namespace tricolor::harness {

class SilentPorts : public engine::FrameSource,
                    public engine::MessageGateway,
                    public engine::OfficerChannel,
                    public engine::ReviewDesk,
                    public engine::EvidenceStore {
 public:
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
  engine::EvidenceResult put(const engine::EvidenceLabel&, std::span<const std::uint8_t>) override {
    return {{}, engine::EvidenceLoss::not_wanted};
  }
  bool wants_pictures() const override { return false; }
};

}  // namespace tricolor::harness
