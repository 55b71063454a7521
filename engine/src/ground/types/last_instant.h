// Keeps the instant that a failed check prints.
#pragma once

#include "engine/time.h"

namespace tricolor::engine {

/// Remembers, for this thread, the instant that was handed to the engine last. Called by the facade on every input.
void note_instant(Time now);

}  // namespace tricolor::engine
