// The bodies of vehicles: cars, vans and lorries, bicycles, e-bikes and cargo tricycles.
#pragma once

#include "camera/solid_builder.h"

namespace tricolor::sim {

/// `family` counts arrangements in threes: family % 3 is the arrangement, family / 3 the variant (see looks.h).
void motor_body(SolidBuilder& b, std::uint32_t family);
void two_wheeler_body(SolidBuilder& b, std::uint32_t family);

}  // namespace tricolor::sim
