// What an event of the journal is about, and which events are about a subject: the one place of the window that asks
// this of payloads.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "view/timeline.h"
#include "view/view_state.h"

namespace tricolor::harness {

/// The subject that a click on an event's line in the feed selects; `none` for events without one. A notice's fate is
/// about its incident, which only `moment` knows.
Selection subject_of(const engine::Event& event, const Moment& moment);

/// Indices into the journal, ascending, of what befell an incident up to `moment`: opening, notice, re-check, case,
/// strike, end, and the change of its shop's colour that its strike caused.
std::vector<std::size_t> events_of_incident(const Timeline& timeline, const Moment& moment, std::uint32_t incident);

/// The colour that an event gives to its shop; green for events that give none.
engine::Colour colour_after(const engine::Event& event);

/// Instant of the last change of a shop's colour up to `moment`; none while it still has its first.
std::optional<engine::Time> colour_since(const Timeline& timeline, const Moment& moment, std::uint32_t shop);

}  // namespace tricolor::harness
