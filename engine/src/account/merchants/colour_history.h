// Derives the history on which a shop's colour depends from the read model.
#pragma once

#include <set>
#include <vector>

#include "engine/colour_code.h"

namespace tricolor::engine {

/// The cameras that watch a front of each shop, by merchant.
std::vector<std::set<CameraId>> cameras_by_front(const Configuration& configuration);

/// The same as `colour_history_of`, for a caller who knows the cameras of the shop's fronts already.
ColourHistory colour_history_of(const ServiceState& state, const Configuration& configuration, const Policy& policy,
                                MerchantId merchant, const std::set<CameraId>& cameras);

/// Gives the matter on which a strike depends, as it stands by now. `ended` is `Time::max` while its matter goes on.
StrikeMatter matter_of(const StrikeRecord& record, const ServiceState& state);

/// One strike as the journal tells it by now.
Strike strike_of(const StrikeRecord& record, const ServiceState& state, const Configuration& configuration,
                 const Policy& policy);

/// The spans in which every camera that watches a front of the shop was blind, as far as they end after `since`:
/// ascending, disjoint.
/// None for a shop that no camera watches: blindness is a failure of a camera.
std::vector<TimeSpan> unseen_since(const std::set<CameraId>& cameras, const ServiceState& state, Time since);

/// The days on which a shop does not trade: ascending, disjoint.
std::vector<TimeSpan> closed_days(const Dossier& dossier);

/// The number of strikes that an incident of a class counts as; one when the class is unknown or the policy does not
/// name it.
int weight_of(std::optional<ClassId> violation_class, const Configuration& configuration, const Policy& policy);

}  // namespace tricolor::engine
