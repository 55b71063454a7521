// What a shop's colour follows from, out of the read model.
#pragma once

#include <set>
#include <vector>

#include "engine/colour_code.h"

namespace tricolor::engine {

/// The cameras that watch a front of each shop, by merchant.
std::vector<std::set<CameraId>> cameras_by_front(const Configuration& configuration);

/// As `colour_history_of`, for whoever knows the cameras of the shop's fronts already.
ColourHistory colour_history_of(const ServiceState& state, const Configuration& configuration, const Policy& policy,
                                MerchantId merchant, const std::set<CameraId>& cameras);

/// How many strikes something of a class is; one where nobody knows the class or the policy does not name it.
int weight_of(std::optional<ClassId> violation_class, const Configuration& configuration, const Policy& policy);

}  // namespace tricolor::engine
