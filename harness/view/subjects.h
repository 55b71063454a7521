// Which events of the journal are told of a subject, and what a click on a line of the feed selects.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "view/timeline.h"
#include "view/view_state.h"

namespace tricolor::harness {

/// What a click on an event's line in the feed selects; `none` for events that are about nothing on the screen. A
/// notice leads to its incident, which only `moment` knows; what is about a report, too, where it has one.
Selection selection_of(const engine::Event& event, const Moment& moment);

/// Indices into the journal, ascending, of what is told of an incident up to `moment`: its opening, notice, re-checks,
/// cases, strike and end, and the change of its shop's colour that its strike caused.
std::vector<std::size_t> events_of_incident(const Timeline& timeline, const Moment& moment, std::uint32_t incident);

/// Instant of the last change of a shop's colour up to `moment`; none while it still has its first.
std::optional<engine::Time> colour_since(const Moment& moment, std::uint32_t shop);

}  // namespace tricolor::harness
