// From a box in the picture to a place on the ground.
#pragma once

#include <optional>
#include <string>

#include "engine/configuration.h"
#include "engine/frame.h"

namespace tricolor::engine {

/// Where a thing stands: its outline on the ground and the middle of it.
struct Footprint {
  GroundPolygon outline;  ///< Convex, counter-clockwise.
  GroundPoint centre;
};

/// How far a kind of thing usually reaches away from the viewer, metres. Assumed; 0.8 for kinds that are not listed.
double usual_depth_m(const std::string& kind);

/// The lower edge of a box is where a thing meets the ground nearest to the camera; from there it reaches back by its usual depth.
/// For an uncalibrated camera the ground is the picture itself. Nothing when the lower edge does not meet the ground.
std::optional<Footprint> footprint_of(const ImageBox& box, const std::string& kind, const std::optional<CameraGeometry>& geometry);

}  // namespace tricolor::engine
