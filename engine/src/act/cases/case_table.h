// The life of a case as a table: it says which state may follow which.
#pragma once

#include <array>

#include "engine/event.h"

namespace tricolor::engine {

inline constexpr int kCaseStates = 12;

/// True when a case may move from one state to the other.
bool may_move(CaseState from, CaseState to);

}  // namespace tricolor::engine
