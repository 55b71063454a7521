// Defines the interface by which the adapters hand inputs to the engine. The run's engine host implements it; when the
// engine is destroyed and rebuilt in mid-run, the city and its adapters do not notice.
#pragma once

#include "engine/input.h"

namespace tricolor::harness {

class EngineSocket {
 public:
  virtual ~EngineSocket() = default;
  /// Hands one input to the engine as of the kernel's current instant. To be called in the kernel's engine phase only.
  virtual void deliver(const engine::Input& input) = 0;
};

}  // namespace tricolor::harness
