// The part of a picture that never moves: road, pavements, fronts of houses, trees and sky, as colours without light.
#pragma once

#include <cstdint>
#include <vector>

#include "camera/night_light.h"
#include "camera/trees.h"
#include "sim/city/city.h"

namespace tricolor::sim {

struct Background {
  std::vector<std::uint8_t> albedo;  ///< 3 bytes a pixel, blue green red, trees included.
  std::vector<TreeSprite> trees;     ///< Far ones first.
  NightLight night;

  std::size_t bytes() const;
};

/// Ray-casts the background of one camera. About 20 ms for 640 × 360.
Background background_of(const City& city, const CameraPose& pose);

}  // namespace tricolor::sim
