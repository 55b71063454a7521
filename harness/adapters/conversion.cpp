#include "adapters/conversion.h"

#include <utility>

namespace tricolor::harness {

engine::GroundPoint to_engine(sim::Point point) { return {point.x_m, point.y_m}; }

sim::Point to_sim(engine::GroundPoint point) { return {point.x_m, point.y_m}; }

engine::CameraGeometry to_engine(const sim::CameraPose& pose) {
  engine::CameraGeometry geometry;
  geometry.width_px = pose.width_px;
  geometry.height_px = pose.height_px;
  geometry.focal_px = pose.focal_px;
  geometry.x_m = pose.at.x_m;
  geometry.y_m = pose.at.y_m;
  geometry.height_m = pose.height_m;
  geometry.heading_rad = pose.heading_rad;
  geometry.down_rad = pose.down_rad;
  return geometry;
}

std::shared_ptr<const engine::Image> to_engine(sim::Picture&& picture) {
  auto image = std::make_shared<engine::Image>();
  image->width_px = picture.width_px;
  image->height_px = picture.height_px;
  image->bytes = std::move(picture.bytes);
  return image;
}

}  // namespace tricolor::harness
