#include "adapters/thing_box.h"

#include <algorithm>
#include <cmath>

namespace tricolor::harness {
namespace {

// Least width and height of a visible thing, pixels, and its greatest distance, metres; a smaller or farther one can
// change no decision.
constexpr double kShowsFromPx = 4;
constexpr double kShowsWithinM = 60;

}  // namespace

std::optional<engine::ImageBox> box_in_view(const engine::CameraGeometry& camera, const sim::Thing& thing,
                                            const sim::KindTable& kinds) {
  if (std::hypot(thing.at.x_m - camera.x_m, thing.at.y_m - camera.y_m) > kShowsWithinM) return std::nullopt;
  const sim::Extent& extent = kinds.extent_of(thing.kind, thing.look);
  const double reach = 0.5 * std::max(extent.length_m, extent.width_m) * thing.scale;
  const double heights[] = {0, extent.height_m * thing.scale};
  double low_x = 1e9, high_x = -1e9, low_y = 1e9, high_y = -1e9;
  for (const double dx : {-reach, 0.0, reach})
    for (const double dy : {-reach, 0.0, reach})
      for (const double z : heights)
        if (const auto point = camera.project(thing.at.x_m + dx, thing.at.y_m + dy, z)) {
          low_x = std::min(low_x, point->x_px);
          high_x = std::max(high_x, point->x_px);
          low_y = std::min(low_y, point->y_px);
          high_y = std::max(high_y, point->y_px);
        }
  low_x = std::max(low_x, 0.0);
  low_y = std::max(low_y, 0.0);
  const double width = std::min<double>(high_x, camera.width_px) - low_x;
  const double height = std::min<double>(high_y, camera.height_px) - low_y;
  if (width < kShowsFromPx || height < kShowsFromPx) return std::nullopt;
  return engine::ImageBox{static_cast<float>(low_x), static_cast<float>(low_y), static_cast<float>(width),
                          static_cast<float>(height)};
}

}  // namespace tricolor::harness
