// Describes the appearance of a still thing, so that it is recognised where the detector misses it.
//
// The description is 12 × 8 cells of mean brightness in each channel inside the box, compared by correlation. The same
// thing in another light agrees; a person who stands before it or an empty pavement does not (0.94 in the darkest
// street, where a thing may differ from the wall behind it in colour only).
#pragma once

#include <array>

#include "engine/frame.h"

namespace tricolor::engine {

class Appearance {
 public:
  /// Least correlation at which the picture inside the box shows the same thing. Assumed; measured on renders.
  static constexpr double kSameFrom = 0.95;
  static constexpr std::size_t kCells = 96;
  using Cells = std::array<std::array<float, kCells>, 3>;

  Appearance() = default;
  Appearance(const Image& image, const ImageBox& box);

  /// Correlation with the same place in another picture, −1 … 1; 0 for an empty reference.
  double agreement(const Image& image, const ImageBox& box) const;
  bool same(const Image& image, const ImageBox& box) const { return agreement(image, box) >= kSameFrom; }
  bool known() const { return known_; }

 private:
  Cells cells_{};
  bool known_ = false;
};

/// The picture at 1/`times` of its width and height, each pixel the mean of `times` × `times`; what is left over at the
/// right and lower border is left out. `times` ≥ 1 and no more than the picture's sides.
Image smaller(const Image& image, int times);

/// Share of the cells inside the box that are alike in both pictures, 0 … 1, after a common change of light is divided
/// out; 0 for pictures of different sizes. A thing that is half hidden in one of them still agrees in the other half.
double alike_share(const Image& then, const Image& now, const ImageBox& box);

}  // namespace tricolor::engine
