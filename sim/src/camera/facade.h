// Gives the colours of a shop front and of the upper floors, point by point, without light.
#pragma once

#include <memory>

#include "camera/raster.h"
#include "camera/sign_text.h"
#include "sim/city/city.h"

namespace tricolor::sim {

/// Lower and upper edge of the board with a shop's name, and where the upper storeys begin, metres above the ground.
inline constexpr double kSignLowM = 2.75, kSignHighM = 3.65, kUpperFloorM = 4.0;

class ShopFront {
 public:
  explicit ShopFront(const Shop& shop);
  /// `s_m` from the left edge as seen from the street, `z_m` above the ground (below 4 m). `px_per_m`: scale in the
  /// picture.
  Colour at(double s_m, double z_m, double px_per_m) const;

 private:
  Colour goods(double s_m, double z_m) const;
  double width_m_;
  std::uint32_t look_;
  int trade_;
  Colour wall_, board_, letters_, frame_;
  std::shared_ptr<const SignText> sign_;
};

/// The storeys above the shops; `s_m` along the street, `z_m` above the ground from 4 m up.
Colour upper_floor(double s_m, double z_m, std::uint32_t salt);

/// True within a window of an upper storey behind which somebody is at home in the evening; arguments as there.
bool lit_window(double s_m, double z_m, std::uint32_t salt);

/// A wall at street level where there is no shop.
Colour plain_wall(double s_m, double z_m, std::uint32_t salt);

}  // namespace tricolor::sim
