// The three-colour code (三色码) as a pure function: a shop's counted history, the policy and an instant give its
// colour.
//
// The source page says: a shop is green at first; 3 or 4 strikes make it yellow, 5 or more red; after 30 days without a
// strike it goes down one level. Each point that the page leaves open is a switch in `ColourPolicy`.
//
// Clean time. A step-down needs `step_down_after` of clean time since the last strike or step-down, and of that time at
// least 1 − `blind_time_counts_as_clean` must have been seen: with 30 days and 20 %, thirty days have passed and
// twenty-four of them were seen. So blind time of up to a fifth delays nothing, and each hour above it delays by an
// hour. While something that counted still stands no time is clean, and the thirty days begin anew when it has gone.
#pragma once

#include <optional>
#include <vector>

#include "engine/configuration.h"
#include "engine/policy.h"
#include "engine/service_state.h"

namespace tricolor::engine {

/// One strike of one shop.
struct Strike {
  Time at;
  std::optional<IncidentId> incident = {};  ///< None for imported history and for a citizen's report.
  std::optional<Time> voided_at = {};
  /// Number of strikes that it counts as, ≥ 0. With 0 it neither counts nor interrupts clean time.
  int weight = 1;
  /// Times in which its subject is known to have stood, in any order. Empty: not known.
  std::vector<TimeSpan> stood = {};
};

/// All of one shop's past that its colour depends on.
struct ColourHistory {
  std::vector<Strike> strikes = {};      ///< In any order; those after the instant asked for are left out.
  std::vector<Time> owner_changes = {};  ///< In any order.
  std::vector<TimeSpan> unseen = {};     ///< Times in which nobody could see the shop: ascending, disjoint.
  /// Times in which the shop did not trade: ascending, disjoint, whole local days.
  std::vector<TimeSpan> closed = {};
};

struct ColourChange {
  Time at;
  Colour from = Colour::green;
  Colour to = Colour::green;
  int count = 0;  ///< After the change.
};

/// The colour of a shop at an instant and the figures behind it (the merchant index).
struct Standing {
  Colour colour = Colour::green;
  int count = 0;            ///< Strikes that count now.
  int strikes_to_next = 0;  ///< Strikes until the next worse colour; 0 at red.
  /// Clean time since the last strike or step-down, or since what counted has gone; 0 while it stands.
  Duration clean_for{0};
  bool stands = false;  ///< True while something that counted still stands.
  /// Instant of the next step-down if nothing more happens and the shop is seen from now on; none at green, and none
  /// while something stands.
  std::optional<Time> steps_down_at;
  /// True while nobody can see the shop; until somebody can, it does not step down.
  bool waits_for_sight = false;
  std::vector<ColourChange> changes;  ///< Oldest first, up to the instant asked for.
};

/// Pure; may be called from any thread.
Standing standing_of(const ColourHistory& history, const ColourPolicy& policy, Time as_of);

/// A shop's history as its journal tells it. The strikes are those that were counted when the journal was written, even
/// under another policy; `policy` says only what a class weighs.
ColourHistory colour_history_of(const ServiceState& state, const Configuration& configuration, const Policy& policy,
                                MerchantId merchant);

}  // namespace tricolor::engine
