// Computes the place of each part of the window. All lengths are in the window's unit (see px.h), which is `ui_scale`
// real pixels.
#pragma once

#include <array>
#include <optional>

#include "view/layout/px.h"

namespace tricolor::harness {

/// Gives real pixels to a unit of the layout for a window of `width` × `height` real pixels: 1 at 1280 × 720 and below,
/// 1.5 at 1920 × 1080, 3 at 3840 × 2160. `wished` replaces it, clamped so that at least 960 × 540 units remain.
float ui_scale(unsigned width, unsigned height, std::optional<float> wished = std::nullopt);

struct Layout {
  static constexpr int kThumbnails = 6;

  PxRect whole, top_bar, figures, map, legend, time_bar;
  PxRect track;  ///< Track of the time bar, from the beginning of the run to its end.
  /// The column on the right; all of it is empty when the map stands alone.
  PxRect side, camera_head, camera, feed;
  std::array<PxRect, kThumbnails> thumbnails{};
};

/// Lays out a window of `width` × `height` units; a smaller one than 960 × 540 is laid out as if it were that large.
/// `map_alone` leaves out the column on the right.
Layout layout_of(float width, float height, bool map_alone);

}  // namespace tricolor::harness
