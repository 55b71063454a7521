// Keeps when each camera saw nothing, from the journal's CameraBecame events.
#pragma once

#include <vector>

#include "engine/configuration.h"
#include "engine/event.h"

namespace tricolor::engine {

class Blindness {
 public:
  explicit Blindness(const Configuration& configuration);
  void apply(const Event& event);
  /// Forgets the blindness that ended at or before an instant.
  void let_go(Time until);
  bool blind(CameraId camera) const { return !spans_.at(camera.value).empty() && spans_[camera.value].back().open; }
  /// Instant since which a blind camera is blind.
  Time blind_since(CameraId camera) const { return spans_.at(camera.value).back().from; }
  /// True when the camera is blind and the last reason told is this one.
  bool blind(CameraId camera, BlindReason reason) const {
    return blind(camera) && spans_[camera.value].back().reason == reason;
  }

  /// Share of [from, until) in which every camera that watches a merchant's shop front was blind, 0 … 1. It is 0 for a
  /// shop that no camera watches, because blindness is a failure of a camera.
  double share(MerchantId merchant, Time from, Time until) const;

 private:
  struct Span {
    Time from, until;
    bool open = false;
    BlindReason reason = BlindReason::disconnected;
  };
  std::vector<std::vector<Span>> spans_;
  std::vector<std::vector<CameraId>> cameras_of_;
};

}  // namespace tricolor::engine
