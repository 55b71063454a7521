// Computes where a thing of the twin shows in the picture of a camera, without drawing it.
#pragma once

#include <optional>

#include "engine/geometry.h"
#include "sim/kinds.h"

namespace tricolor::harness {

/// Gives the box that a thing fills in the picture if nothing hides it, clipped to the picture. None when it is farther
/// than 60 m or smaller than 4 px: then it can change no decision.
std::optional<engine::ImageBox> box_in_view(const engine::CameraGeometry& camera, const sim::Thing& thing,
                                            const sim::KindTable& kinds);

}  // namespace tricolor::harness
