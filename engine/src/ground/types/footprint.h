// A footprint is the ground on which a thing stands.
#pragma once

#include "engine/geometry.h"

namespace tricolor::engine {

/// The outline of a thing on the ground, and its middle. Metres in the plane of the zones; pixels of the picture before
/// an uncalibrated camera.
struct Footprint {
  GroundPolygon outline;  ///< Convex, counter-clockwise.
  GroundPoint centre;
};

}  // namespace tricolor::engine
