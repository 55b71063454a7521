// Defines the interface by which a fault makes a camera do what it would do of itself when its line or its view
// changes.
#pragma once

#include <memory>
#include <optional>

#include "engine/frame.h"
#include "engine/ids.h"
#include "engine/time.h"

namespace tricolor::harness {

class CameraControl {
 public:
  virtual ~CameraControl() = default;
  /// The instant up to which the camera's last picture holds, which then counts as said; none when it was said already
  /// or the camera never says it.
  virtual std::optional<engine::Time> vouched_through(engine::CameraId camera) = 0;
  /// Tells that the camera's view changes at `at`, so that it sends a picture then unless it sends every picture
  /// anyway.
  virtual void view_changes(engine::CameraId camera, engine::Time at) = 0;
  /// The camera is back at `at` and sends a picture.
  virtual void comes_back(engine::CameraId camera, engine::Time at) = 0;
  /// The picture that a camera takes now, drawn beside those that it takes in its turn.
  virtual std::shared_ptr<const engine::Image> view_of(engine::CameraId camera) = 0;
};

}  // namespace tricolor::harness
