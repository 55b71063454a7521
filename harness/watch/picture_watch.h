// The unchanged engine on the pictures of one source: pictures in, alarms out. Two of them: by still objects in zones
// drawn on the picture, and by a scenario's cameras, zones, policy and detector.
//
// Driven from one thread in order of time; it reads no clock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/closed_loop.h"
#include "engine/engine.h"
#include "watch/alarms.h"
#include "watch/zones_file.h"

namespace tricolor::harness {

/// What a watch does with what it found. Times are as in `Alarm`.
struct WatchEars {
  /// With the picture at which the alarm was raised. May fill in `Alarm::evidence`.
  std::function<void(Alarm& alarm, const engine::Image& picture)> raised;
  std::function<void(const Alarm& alarm)> cleared;
  /// The pictures come and show nothing ("dark", "frozen", "swapped"), or something again. A lost source is not told
  /// here.
  std::function<void(engine::Duration from, const std::string& reason)> blind = {};
  std::function<void(engine::Duration at)> sees_again = {};
};

/// A still thing that is being timed, for a preview.
struct TimedBox {
  engine::ImageBox box;
  engine::Duration since{0};
  bool alarmed = false;
};

class PictureWatch {
 public:
  virtual ~PictureWatch() = default;
  /// `at` since the source's first picture, growing.
  virtual void look(const std::shared_ptr<const engine::Image>& picture, engine::Duration at) = 0;
  /// Nothing was seen since `from`; it is known at `now`. What stood there is not cleared by it. Ends with the next
  /// look.
  virtual void blind(engine::Duration from, engine::Duration now) = 0;
  /// What stands at the last look.
  virtual std::vector<TimedBox> timed() const = 0;
};

/// Still objects of any kind. `zones` apply to pictures of any size; an outline that is empty is the whole picture.
/// `model` may be null: then every thing is `unknown_object`; else an alarm has the name of what it sees at its place.
/// It finds nothing by itself and drops nothing.
std::unique_ptr<PictureWatch> watch_still_objects(const std::string& source, std::vector<PictureZone> zones,
                                                  std::shared_ptr<const engine::Vision> model, WatchEars ears);

/// A calibrated camera of a scenario: what its run would have found in the same pictures. `camera` is its name, or
/// empty for the first; `starts`, the instant of the first picture. Throws std::runtime_error when there is no such
/// camera. `inputs.vision` must be loaded.
std::unique_ptr<PictureWatch> watch_by_scenario(const std::string& source, const LoopInputs& inputs,
                                                const std::string& camera, engine::Time starts, WatchEars ears);

/// The zones of the same camera as it sees them, for a preview: their outlines in pixels, what lies behind the lens cut
/// off. `eye` is its geometry.
std::vector<PictureZone> zones_of_camera(const LoopInputs& inputs, const std::string& camera,
                                         std::optional<engine::CameraGeometry>& eye);

}  // namespace tricolor::harness
