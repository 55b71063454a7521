// Takes the events of every room of the engine. The facade gives each event its number and instant, folds it into the
// state of all rooms at once, and keeps it for the commit that ends the instant.
#pragma once

#include "engine/event.h"

namespace tricolor::engine {

class EventSink {
 public:
  virtual ~EventSink() = default;
  /// Appends one event as of the current instant. When it returns, every room's `apply` has seen the event.
  virtual void emit(event::Payload payload) = 0;
};

}  // namespace tricolor::engine
