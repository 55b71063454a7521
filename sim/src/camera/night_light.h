// The light that people make: street lamps, shop signs and windows, and the share of it that falls on the pavement. It
// is kept at a sixteenth of a picture's size.
#pragma once

#include <cstdint>
#include <vector>

#include "camera/street_rays.h"

namespace tricolor::sim {

class NightLight {
 public:
  /// Traces one ray for every 4 × 4 pixels.
  NightLight(const ShopRows& shops, const StreetRays& rays, const CameraPose& pose);

  /// Gives how brightly each pixel is lit, 0 … 255 where 255 is 1.3 times a noon without sun; three equal values a
  /// pixel. `daylight` is `Light::level`.
  void plane(double daylight, bool shops_lit, std::vector<std::uint8_t>& out) const;

  /// The same at one place of the picture, clamped to it.
  std::uint8_t at(double x_px, double y_px, double daylight, bool shops_lit) const;

  std::size_t bytes() const { return lamps_.capacity() + shops_.capacity(); }

 private:
  int light_in(std::size_t cell, double daylight, bool shops_lit) const;

  int width_px_, height_px_, columns_, rows_;
  std::vector<std::uint8_t> lamps_, shops_;  ///< One value a cell: light of street lamps, and of signs and windows.
};

}  // namespace tricolor::sim
