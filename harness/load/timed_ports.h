// Decorators of the engine's ports that tell a stage clock what goes through them, and ports of a world in which nobody
// answers. All are used on the engine's thread alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "engine/engine.h"
#include "engine/stores.h"
#include "load/stage_clock.h"
#include "sockets/silent_ports.h"

namespace tricolor::harness {

/// The detector as the engine has it under load: an analysis that another thread has made ahead is handed out when the
/// engine asks for it, any other picture is analysed then.
class TimedVision : public engine::Vision {
 public:
  /// Both outlive it.
  TimedVision(const engine::Vision& vision, StageClock& clock) : vision_(vision), clock_(clock) {}

  /// Announces the picture that is handed over next, with its analysis if one was made ahead, else null.
  void offer(const engine::Image& image, std::shared_ptr<const engine::PictureAnalysis> made_ahead);

  const engine::ObjectKinds& kinds() const override { return vision_.kinds(); }
  std::shared_ptr<const engine::PictureAnalysis> analyse(const engine::Image& image, engine::View view) const override;
  std::optional<engine::Detection> look_closer(const engine::Image& image, const engine::Detection& found,
                                               engine::View view) const override;
  std::string identity() const override { return vision_.identity(); }

  std::uint64_t closer_looks() const { return closer_looks_; }
  std::uint64_t made_ahead_used() const { return made_ahead_used_; }

 private:
  const engine::Vision& vision_;
  StageClock& clock_;
  const engine::Image* offered_ = nullptr;
  std::shared_ptr<const engine::PictureAnalysis> made_ahead_;
  mutable std::uint64_t closer_looks_ = 0, made_ahead_used_ = 0;
};

/// A store that can be slow or full on purpose.
class TimedStore : public engine::Store {
 public:
  TimedStore(engine::Store& store, StageClock& clock) : store_(store), clock_(clock) {}
  /// Called before each group of events is stored; it may take its time, and refuses the group with false.
  std::function<bool()> before;

  bool append(std::span<const engine::Event> events) override;
  std::vector<engine::Event> read_all() override { return store_.read_all(); }
  std::vector<engine::Event> read_after(std::uint64_t sequence, std::size_t most) override {
    return store_.read_after(sequence, most);
  }

  std::uint64_t refusals() const { return refusals_; }

 private:
  engine::Store& store_;
  StageClock& clock_;
  std::uint64_t refusals_ = 0;
};

class TimedEvidence : public engine::EvidenceStore {
 public:
  TimedEvidence(engine::EvidenceStore& store, StageClock& clock) : store_(store), clock_(clock) {}
  engine::EvidenceResult put(const engine::EvidenceLabel& label, std::span<const std::uint8_t> jpeg) override;
  bool wants_pictures() const override { return store_.wants_pictures(); }
  std::uint64_t bytes() const { return bytes_; }
  /// Asked before each picture is stored; true refuses it as a full disk does.
  std::function<bool()> full;
  std::uint64_t lost() const { return lost_; }

 private:
  engine::EvidenceStore& store_;
  StageClock& clock_;
  std::uint64_t bytes_ = 0, lost_ = 0;
};

/// Nobody answers; the looks that the engine asks for are told to whoever orders the pictures.
class UnansweredPorts : public SilentPorts {
 public:
  std::function<void(engine::CameraId, engine::Time not_before)> wants_look;
  void request(engine::CameraId camera, engine::Time not_before) override {
    if (wants_look) wants_look(camera, not_before);
  }
};

/// Knows of every camera how many stays are open at it.
class OpenStays : public engine::Observer {
 public:
  explicit OpenStays(int cameras) : count_(static_cast<std::size_t>(cameras)) {}
  /// Tells the read model of the engine that is observed. It outlives this.
  void observe(const engine::ServiceState& state) { state_ = &state; }
  /// Called when the first stay of a camera has begun (true) or the last has ended (false).
  std::function<void(int camera, bool open)> changed;
  void on_event(const engine::Event& event) override;
  bool open(int camera) const { return count_[static_cast<std::size_t>(camera)] > 0; }
  std::uint64_t begun() const { return begun_; }

 private:
  const engine::ServiceState* state_ = nullptr;
  std::map<std::uint64_t, int> camera_of_;  ///< Of the stays that are open.
  std::vector<int> count_;
  std::uint64_t begun_ = 0;
};

}  // namespace tricolor::harness
