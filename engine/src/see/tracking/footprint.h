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

/// The lower edge of a box is where a thing meets the ground nearest to the camera; from there it reaches back by its
/// usual depth. For an uncalibrated camera the ground is the picture itself. Nothing when the lower edge does not meet
/// the ground.
std::optional<Footprint> footprint_of(const ImageBox& box, const std::string& kind,
                                      const std::optional<CameraGeometry>& geometry);

/// The rectangle that the detector itself says a thing stands on, brought down to the ground. Nothing when it does not
/// come down within 60 m, or is no rectangle at all.
std::optional<Footprint> footprint_of(const GroundMark& mark, const CameraGeometry& geometry);

/// How far the place of a thing may be off along the line of sight, metres, when its row in the picture is off by
/// `doubt_px`.
double doubt_m(const GroundMark& mark, const CameraGeometry& geometry);

}  // namespace tricolor::engine
