// Describes the appearance of a still thing, so that it is recognised where the detector misses it.
//
// The description is 12 × 8 cells of mean brightness in each channel inside the box, compared by correlation. The same
// thing in another light agrees; a person who stands before it or an empty pavement does not (0.94 in the darkest
// street, where a thing may differ from the wall behind it in colour only).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

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
  /// Share of the cells that are alike in another picture, 0 … 1, when the light of the reference is multiplied by
  /// `gain`; 0 for an empty reference. A thing that is half hidden there still agrees in the other half.
  double share_alike(const Image& image, const ImageBox& box, float gain) const;
  bool known() const { return known_; }

 private:
  Cells cells_{};
  bool known_ = false;
};

/// The picture at 1/`times` of its width and height, each pixel the mean of `times` × `times`; what is left over at the
/// right and lower border is left out. `times` ≥ 1 and no more than the picture's sides.
Image smaller(const Image& image, int times);

/// Brightness of a picture in units of its own: to be divided by that of another picture of the same size only. > 0.
std::uint64_t brightness_sample(const Image& image);

/// Share of the cells inside the box that are alike in both pictures, 0 … 1, after a common change of light is divided
/// out; 0 for pictures of different sizes. A thing that is half hidden in one of them still agrees in the other half.
double alike_share(const Image& then, const Image& now, const ImageBox& box);
/// The same where the change of light is known: `gain` is the brightness of `now` over that of `then`. Reads no pixel
/// outside `pixels_around`.
double alike_share(const Image& then, const Image& now, const ImageBox& box, float gain);

/// A part of a picture: columns left … right − 1, rows top … bottom − 1.
struct PixelArea {
  int left = 0, top = 0, right = 0, bottom = 0;
};
/// The pixels that the appearance of a box and `alike_share` read: of a picture of this size at least one.
PixelArea pixels_around(const ImageBox& box, int width_px, int height_px);

}  // namespace tricolor::engine
