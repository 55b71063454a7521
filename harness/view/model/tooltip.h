// Describes the subject under the mouse in a few lines.
#pragma once

#include <string>
#include <vector>

#include "scenario/policy_history.h"
#include "view/model/city_places.h"
#include "view/model/timeline.h"
#include "view/model/view_state.h"

namespace tricolor::harness {

struct Tooltip {
  std::string title;
  int colour = -1;  ///< Colour of the shop that it is about: 0 green, 1 yellow, 2 red; −1 for none.
  std::vector<std::string> lines;
};

/// Gives the tooltip; an empty title means that there is nothing to say. `others` is the number of further marks at the
/// same place.
Tooltip tooltip_of(const Selection& selection, const Replay& replay, const PolicyHistory& policies,
                   const Moment& moment, Language language, std::size_t others = 0, const CityPlaces* places = nullptr);

}  // namespace tricolor::harness
