// Lays shop fronts along one side of a street: each as near to where its shop stands as the others allow.
#pragma once

#include <cstddef>
#include <vector>

namespace tricolor::harness {

/// A front that is wanted. Of two of one place the one with the smaller `order` comes first along the street, and the
/// other goes first where there is no room for both.
struct WantedFront {
  double middle_m = 0;  ///< Along the street.
  double width_m = 0;
  std::size_t order = 0;
};

struct LaidFront {
  bool laid = false;
  double from_m = 0, to_m = 0;
  double moved_m = 0;  ///< From where its middle was wanted, ≥ 0.
};

/// Width of a front where the table says nothing, and of the narrowest; the farthest that a front is moved along its
/// street; metres. Assumed.
inline constexpr double kUsualFrontM = 6, kNarrowestFrontM = 3, kFarthestMovedM = 25;

/// Lays the fronts between `low_m` and `high_m` so that none overlap and the squares of the ways by which they are
/// moved are the least (pool adjacent violators). Where they are together too wide, all become narrower, down to the
/// narrowest; one for which there is no room even then, or that would have to move farther than `kFarthestMovedM`, is
/// not laid. In the order of `wanted`.
std::vector<LaidFront> lay_fronts(const std::vector<WantedFront>& wanted, double low_m, double high_m);

}  // namespace tricolor::harness
