// Computes when a shop will have been clean for long enough. Clean time leaves out time that nobody saw, and closed
// days where these are not clean; it is counted in seconds or in whole local days.
#pragma once

#include <optional>
#include <vector>

#include "engine/colour_code.h"

namespace tricolor::engine {

/// Lets `first` be the earlier of the two; an instant that is none is later than any.
inline void sooner(std::optional<Time>& first, std::optional<Time> candidate) {
  if (candidate && (!first || *candidate < *first)) first = candidate;
}

class CleanTime {
 public:
  /// Both references must outlive this object. It knows nothing of the history after `as_of`.
  CleanTime(const ColourHistory& history, const ColourPolicy& policy, Time as_of);

  struct Complete {
    Time at;
    bool waits_for_sight = false;  ///< True when nobody could see the shop at `as_of`, and more of it must be seen.
  };

  /// The instant at which enough clean time has passed since `from`, if the shop is seen from `as_of` on; none when it
  /// never opens again.
  std::optional<Complete> complete_from(Time from) const;
  /// The first instant of clean time after something happened, or after it ended.
  Time first_after_strike(Time at) const;
  Time first_after_end(Time at) const;

 private:
  bool blind_now() const;
  bool whole_days() const { return policy_.clean_day_is != ColourPolicy::CleanDay::any_24_hours; }
  bool skips_closed_days() const {
    return !policy_.closed_days_are_clean || policy_.clean_day_is == ColourPolicy::CleanDay::open_day;
  }

  const ColourHistory& history_;
  const ColourPolicy& policy_;
  Time as_of_;
};

/// The first local midnight at or after an instant.
Time midnight_from(Time at);

}  // namespace tricolor::engine
