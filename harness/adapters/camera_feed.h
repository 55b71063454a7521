// Defines how the cameras of a run hear of the street, whatever they make of it: pictures (`twin_cameras`) or tellings
// (`told_cameras`). The engine asks them for looks through its own port.
#pragma once

#include "engine/ports.h"
#include "sim/scene.h"
#include "sim/time.h"

namespace tricolor::harness {

class CameraFeed : public engine::FrameSource {
 public:
  /// Schedules everything that is known in advance, for looks in [start, end).
  virtual void start(sim::Time start, sim::Time end) = 0;
  /// A still thing will stand in its place from `from` on, not before now.
  virtual void thing_comes(const sim::Thing& thing, sim::Time from) = 0;
  /// A still thing is going to go at `at`, after now. It may go sooner.
  virtual void thing_will_go(const sim::Thing& thing, sim::Time at) = 0;
  /// A still thing goes now.
  virtual void thing_goes(const sim::Thing& thing, sim::Time now) = 0;
};

}  // namespace tricolor::harness
