// Trees along the kerb are painted into the background once, and kept as spans of pixels, so that they hide what stands
// behind them.
#pragma once

#include <cstdint>
#include <vector>

#include "camera/street_rays.h"

namespace tricolor::sim {

/// One tree as a camera sees it.
struct TreeSprite {
  struct Span {
    std::int16_t y, from, to;  ///< Row, first pixel, one past the last.
  };
  double depth = 0;  ///< Metres in front of the camera.
  std::vector<Span> spans;
};

/// Paints the trees of the camera's own street into its albedo picture, far ones first, and tells where they are, far
/// ones first.
std::vector<TreeSprite> plant_trees(const City& city, const StreetRays& rays, const CameraPose& pose,
                                    std::vector<std::uint8_t>& albedo);

}  // namespace tricolor::sim
