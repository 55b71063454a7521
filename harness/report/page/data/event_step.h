// Gives one event as a step of a story of the page: data that the page puts into words. It uses the event alone; the
// caller knows to which story it belongs.
#pragma once

#include <optional>

#include "engine/configuration.h"
#include "engine/event.h"
#include "report/rows/summary.h"

namespace tricolor::harness {

/// Gives {"time", "what", …}; nothing for an event that no story has.
std::optional<Json> step_of(const engine::Event& event, const engine::Configuration& configuration);

}  // namespace tricolor::harness
