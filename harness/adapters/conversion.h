// Converts values of one side into those of the other.
#pragma once

#include <memory>

#include "engine/configuration.h"
#include "engine/frame.h"
#include "sim/camera/camera_view.h"
#include "sim/city/city.h"

namespace tricolor::harness {

engine::GroundPoint to_engine(sim::Point point);
sim::Point to_sim(engine::GroundPoint point);
engine::CameraGeometry to_engine(const sim::CameraPose& pose);
std::shared_ptr<const engine::Image> to_engine(sim::Picture&& picture);

}  // namespace tricolor::harness
