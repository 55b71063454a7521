// Chooses the events of the journal that are told of a subject, and the subject that a click on a line of the feed
// selects.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

/// Gives the subject that a click on an event's line in the feed selects; `none` for events that are about nothing on
/// the screen. A notice leads to its incident, which only `moment` knows; so does an event about a report, where the
/// report has an incident.
Selection selection_of(const engine::Event& event, const Moment& moment);

/// Gives the indices into the journal, ascending, of the events that are told of an incident up to `moment`: its
/// opening, notice, re-checks, cases, strike and end, and the change of its shop's colour that its strike caused.
std::vector<std::size_t> events_of_incident(const Timeline& timeline, const Moment& moment, std::uint32_t incident);

/// Gives the instant of the last change of a shop's colour up to `moment`; none while it still has its first.
std::optional<engine::Time> colour_since(const Moment& moment, std::uint32_t shop);

}  // namespace tricolor::harness
