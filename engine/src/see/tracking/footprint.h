// Computes the place on the ground of a box in the picture.
#pragma once

#include <optional>
#include <string>

#include "engine/configuration.h"
#include "engine/frame.h"
#include "types/footprint.h"

namespace tricolor::engine {

/// Computes a footprint from a box. A thing meets the ground nearest to the camera at the lower edge of its box; from
/// there it reaches back by its kind's usual depth, metres. For an uncalibrated camera the ground is the picture
/// itself. Nothing when the lower edge does not meet the ground.
std::optional<Footprint> footprint_of(const ImageBox& box, double depth_m,
                                      const std::optional<CameraGeometry>& geometry);

/// Computes a footprint from the rectangle on which, as the detector itself says, a thing stands. Nothing when it does
/// not meet the ground within 60 m, or is no rectangle at all.
std::optional<Footprint> footprint_of(const GroundMark& mark, const CameraGeometry& geometry);

/// Error of a thing's place along the line of sight, metres, when its row in the picture is off by `doubt_px` pixels.
double doubt_m(const GroundMark& mark, const CameraGeometry& geometry);

}  // namespace tricolor::engine
