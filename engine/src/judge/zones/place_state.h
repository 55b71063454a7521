// These are the answers that other rooms get from the watch: the state of a place, pictures of sightings, and looks
// that are wanted.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/configuration.h"
#include "engine/jpeg.h"
#include "engine/ports.h"

namespace tricolor::engine {

/// Time after a restart in which a stay that is not found again may still be there; rooms that wait for the state of a
/// place wait as long. Assumed: 5 min.
inline constexpr Duration kColdPatience{300'000'000};

/// The state of a place, as far as it is known at an instant.
struct PlaceState {
  enum class Is : std::uint8_t {
    held,     ///< Occupied at the last look that counts.
    clear,    ///< Seen empty.
    unknown,  ///< Every camera of the zone is blind, or has not looked since `since`.
  };
  Is is = Is::unknown;
  Time since;  ///< Instant since which it is held or clear; for unknown, the last instant at which it was known.
};

/// A picture of a sighting that was confirmed, for the evidence store once the sighting is in the journal.
struct PictureTaken {
  SightingId sighting;
  EvidenceLabel label;
  std::shared_ptr<const Jpeg> jpeg;  ///< Null when it is lost, or nobody wanted pictures when it was taken.
  bool lost = false;                 ///< True when too many waited, or its camera's stays held too much already.
};

/// Largest number of pictures that wait while a store refuses, about 3 MB of 640 × 360. Assumed.
inline constexpr std::size_t kMostPicturesWaiting = 60;

/// The memory of stays that are over, as a snapshot keeps it.
struct PastStays {
  struct Cleared {
    ZoneId zone;
    ClassId violation_class;
    Time at;  ///< Instant at which the last stay there was last seen.
  };
  std::uint64_t next_occupancy = 1;
  Time told_at;                  ///< Instant of the journal's last event.
  std::vector<Cleared> cleared;  ///< Ascending by zone and class.
};

struct LookWanted {
  CameraId camera;
  Time not_before;
};

}  // namespace tricolor::engine
