// Defines the interface to the time of a run, so that a fault can ask for it without knowing whose time it is.
#pragma once

#include <functional>

#include "engine/time.h"

namespace tricolor::harness {

class RunClock {
 public:
  virtual ~RunClock() = default;
  virtual engine::Time now() const = 0;
  /// Does `act` at `at`, not before now, at a moment at which inputs may be handed to the engine.
  virtual void schedule(engine::Time at, std::function<void()> act) = 0;
};

}  // namespace tricolor::harness
