// Defines the lines of cameras that misbehave when a scenario says so, in the run's own time. What lies before them
// takes its pictures as ever, and knows nothing of it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/configuration.h"
#include "scenario/scenario.h"
#include "sockets/camera_control.h"
#include "sockets/engine_socket.h"
#include "sockets/run_clock.h"

namespace tricolor::harness {

/// A fault of one camera: `dark` blackens its pictures, `frozen` repeats the last one, `swapped` sends another camera's
/// view; `disconnected` and `silent` send none, of which the first is announced.
struct CameraFault {
  enum class What : std::uint8_t { dark, frozen, swapped, disconnected, silent };
  What what = What::dark;
  engine::CameraId camera;
  engine::CameraId other;  ///< `swapped`: the camera whose view it shows.
  engine::Time from, until;
};

/// The faults of cameras among those of a scenario, whose names the configuration must know; in order of the scenario.
std::vector<CameraFault> camera_faults(const std::vector<FaultLine>& faults,
                                       const engine::Configuration& configuration);

/// The fault of a camera at an instant, from its first instant on and no longer at its last; of several the first.
/// Null when there is none.
const CameraFault* fault_of(const std::vector<CameraFault>& faults, engine::CameraId camera, engine::Time at);

/// The black of a camera that is dark, as brightness.
inline constexpr std::uint8_t kDarkGrey = 2;

/// The way of what cameras say to the engine. While a fault of a camera lasts its pictures are changed or swallowed,
/// and it does not say that its last one still holds. Any other input passes.
class FaultyCameras : public EngineSocket {
 public:
  /// All arguments must outlive it.
  FaultyCameras(EngineSocket& inner, const std::vector<FaultLine>& faults, const engine::Configuration& configuration,
                RunClock& clock);
  /// Schedules what faults set off in the cameras, for a run that ends at `end`. `cameras` outlives it.
  void start(CameraControl& cameras, engine::Time end);
  void deliver(const engine::Input& input) override;

  /// True while any fault of a camera lasts.
  bool troubled(engine::CameraId camera, engine::Time at) const { return fault_of(faults_, camera, at) != nullptr; }

 private:
  void announce(engine::CameraId camera);
  std::shared_ptr<const engine::Image> sent(const engine::Frame& frame, const CameraFault* fault);

  EngineSocket& inner_;
  const engine::Configuration& configuration_;
  RunClock& clock_;
  const std::vector<CameraFault> faults_;
  CameraControl* cameras_ = nullptr;
  /// The picture that a camera would repeat if it froze; none for cameras that never freeze.
  std::map<engine::CameraId, std::shared_ptr<const engine::Image>> last_;
};

}  // namespace tricolor::harness
