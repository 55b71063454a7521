// The three-colour code (三色码) as a pure function: a shop's counted history, the policy and an instant give its colour.
//
// Source page: green at first; 3 or 4 strikes yellow; 5 or more red; 30 days without a strike, one level down. What the page leaves
// open is a switch in `ColourPolicy`.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/event.h"
#include "engine/policy.h"

namespace tricolor::engine {

/// One strike of one shop.
struct Strike {
  Time at;
  std::optional<IncidentId> incident;  ///< None for imported history.
  std::optional<Time> voided_at;
};

struct ColourChange {
  Time at;
  Colour from = Colour::green;
  Colour to = Colour::green;
  int count = 0;  ///< After the change.
};

/// Where a shop stands (the merchant index).
struct Standing {
  Colour colour = Colour::green;
  int count = 0;                          ///< Strikes that count now.
  int strikes_to_next = 0;                ///< Strikes until the next worse colour; 0 at red.
  Duration clean_for{0};                  ///< Since the last strike or step-down, whichever is later.
  std::optional<Time> steps_down_at;      ///< If nothing happens; none at green.
  std::vector<ColourChange> changes;      ///< Oldest first, up to the instant asked for.
};

/// Share of [from, until) in which nobody could see the shop, 0 … 1.
using BlindShare = std::function<double(Time from, Time until)>;

/// `strikes` in any order; those after `as_of` are left out. `resets`: instants at which the owner changed. `blind` may be empty.
Standing standing_of(std::vector<Strike> strikes, const std::vector<Time>& resets, const ColourPolicy& policy, Time as_of, const BlindShare& blind = {});

}  // namespace tricolor::engine
