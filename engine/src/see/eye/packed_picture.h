// Keeps the small picture of an earlier look as what differs from one before it, in about a quarter of its bytes, and
// gives back any part of it.
//
// Brightness is kept exactly as it is, colour as the mean of two by two pixels: a camera's own sensor has no finer one
// (its filter shows each pixel one colour). Pictures that are compared must both have gone through this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/frame.h"
#include "tracking/appearance.h"

namespace tricolor::engine {

/// A picture as brightness and two differences of colour, rows from the top, 8 bits each. The differences have half the
/// width and height, rounded up. Brightness and differences are those of JPEG: full range, 128 for no colour.
struct ColourPlanes {
  int width_px = 0, height_px = 0;
  std::vector<std::uint8_t> luma, blue, red;
  std::size_t bytes() const { return luma.capacity() + blue.capacity() + red.capacity(); }
};

ColourPlanes planes_of(const Image& image);

/// One plane as its differences to another that shows the same scene, without loss: eight at a time in as many bits as
/// the largest of them needs.
class PackedPlane {
 public:
  /// Both have rows from the top, width × height.
  PackedPlane(const std::vector<std::uint8_t>& samples, const std::vector<std::uint8_t>& like, int width, int height);
  /// `samples` holds the columns `from` … `until` − 1 of a row of the other plane, and gets those of this one;
  /// 0 ≤ `from` < `until` ≤ width.
  void unpack(int row, int from, int until, std::uint8_t* samples) const;
  std::size_t bytes() const { return bytes_.capacity() + row_at_.capacity() * sizeof(std::uint32_t); }

 private:
  std::vector<std::uint32_t> row_at_;
  std::vector<std::uint8_t> bytes_;
};

/// Immutable, and safe to read from any thread.
class PackedPicture {
 public:
  /// `earlier`: a picture of the same camera, or null. Where both show the same scene only the differences to the
  /// planes that it is kept by are kept; these stay as long as this picture.
  explicit PackedPicture(const Image& image, const PackedPicture* earlier = nullptr);

  int width_px() const { return base_->width_px; }
  int height_px() const { return base_->height_px; }
  /// The picture's brightness as `brightness_sample` gives it, of the picture as it was handed in.
  std::uint64_t brightness() const { return brightness_; }
  /// Writes a part of the picture into `into`, which gets the picture's size; its other pixels stay as they are. `area`
  /// lies in the picture.
  void unpack(const PixelArea& area, Image& into) const;
  /// The planes by which it is kept: its own, or those of an earlier picture.
  const ColourPlanes& base() const { return *base_; }
  /// Memory beside its base.
  std::size_t own_bytes() const;

 private:
  std::uint64_t brightness_;
  std::shared_ptr<const ColourPlanes> base_;
  std::optional<PackedPlane> luma_, blue_, red_;  ///< None where the base is its own.
};

/// The same part of planes that are not packed: equal to what `PackedPicture::unpack` gives of them.
void show(const ColourPlanes& planes, const PixelArea& area, Image& into);

}  // namespace tricolor::engine
