// Checks the laws that every journal of the engine obeys, whatever happened in the town.
#pragma once

#include <string>
#include <vector>

#include "engine/support/fakes.h"

namespace tricolor::engine::testing {

/// Gives every law that a journal breaks, one line each. `at_rest`: the town has been quiet for so long that nothing
/// may be in flight.
std::vector<std::string> broken_laws(const std::vector<Event>& journal, const FakeGateway& gateway, bool at_rest);

}  // namespace tricolor::engine::testing
