// Decides which closed matters leave the engine's memory.
#pragma once

#include "facade/rooms.h"

namespace tricolor::engine {

/// Lets everything leave the working copy and the rooms that is over, was closed long enough ago and that nothing open
/// refers to. No later decision depends on it, so that it does not matter when, or how often, this is called. It must
/// be called between two events. `state` is the read model on which the rooms stand. `folds_again` is true while a
/// journal is folded again, to which no room has reacted.
void let_closed_matters_go(Rooms& rooms, ServiceState& state, Time now, bool folds_again);

}  // namespace tricolor::engine
