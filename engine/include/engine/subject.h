// Names the one thing that each event of the journal is about. Code that gathers the events of an incident, a shop or a
// camera asks here, and opens no payload; the thing itself is a record of the read model (service_state.h).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/event.h"

namespace tricolor::engine {

struct Subject {
  enum class Kind : std::uint8_t { none, camera, stay, sighting, incident, notice, case_work, report, merchant };
  Kind kind = Kind::none;  ///< `none` is the service as a whole, as for `Configured`.
  std::uint64_t id = 0;    ///< Value of a CameraId, SightingId, … by `kind`; of a stay, its occupancy.
  /// The incident that the event names as its subject or as the cause; none when it names none.
  std::optional<IncidentId> incident;
  std::optional<CameraId> camera;  ///< The camera that sees or saw it, likewise. The end of a stay names none.
  friend bool operator==(const Subject&, const Subject&) = default;
};

/// Every event has exactly one subject. A strike is about the shop that it counts against, and names its incident.
Subject subject_of(const Event& event);

}  // namespace tricolor::engine
