// One event as a step of a story of the page: data that the page puts into words. It knows the event alone; whose story
// it belongs to is the caller's to know.
#pragma once

#include <optional>

#include "engine/configuration.h"
#include "engine/event.h"
#include "report/summary.h"

namespace tricolor::harness {

/// {"time", "what", …}; nothing for what no story tells.
std::optional<Json> step_of(const engine::Event& event, const engine::Configuration& configuration);

}  // namespace tricolor::harness
