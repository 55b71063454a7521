// Runs the unchanged engine on the pictures of one source and gives alarms. There are two kinds: by still objects in
// zones drawn on the picture, and by a scenario's cameras, zones, policy and detector.
//
// It is driven from one thread in order of time, and reads no clock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/configuration.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "engine/vision.h"
#include "service/watch/alarms.h"
#include "service/watch/zones_file.h"

namespace tricolor::harness {

/// Receives the results of a watch. Times are as in `Alarm`.
struct WatchEars {
  /// An alarm was raised, at this picture. May fill in `Alarm::evidence`.
  std::function<void(Alarm& alarm, const engine::Image& picture)> raised;
  std::function<void(const Alarm& alarm)> cleared;
  /// The pictures come and show nothing usable ("dark", "frozen", "swapped"), or do so again. A lost source is not
  /// reported here.
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
  /// Analyses a picture; `at` counts from the source's first picture, and grows.
  virtual void look(const std::shared_ptr<const engine::Image>& picture, engine::Duration at) = 0;
  /// Reports at `now` that nothing was seen since `from`. Things that stood there are not cleared by it. The blindness
  /// ends with the next look.
  virtual void blind(engine::Duration from, engine::Duration now) = 0;
  /// Gives the things that stood at the last look.
  virtual std::vector<TimedBox> timed() const = 0;
};

/// Watches for still objects of any kind. `zones` apply to pictures of any size; an outline that is empty is the whole
/// picture. `model` may be null: then every thing is `unknown_object`; else an alarm has the kind that the model
/// detects at its place. The model adds no alarm and drops none.
std::unique_ptr<PictureWatch> watch_still_objects(const std::string& source, std::vector<PictureZone> zones,
                                                  std::shared_ptr<const engine::Vision> model, WatchEars ears);

/// Holds a place whose cameras and zones are surveyed: the configuration, policy and detector of a scenario's engine.
struct SurveyedPlace {
  engine::Configuration configuration;
  engine::Policy policy;
  std::shared_ptr<const engine::Vision> vision;  ///< Null: nothing is found in pictures.
  /// Instant from which policy and permits hold, at the latest the one of the first picture.
  engine::Time since;
};

/// Watches by a calibrated camera, as the engine of a run would: the same configuration, policy and detector find the
/// same in the same pictures. `camera` is its name, or empty for the first; `starts`, the instant of the first picture.
/// Throws std::runtime_error when there is no such camera.
std::unique_ptr<PictureWatch> watch_surveyed(const std::string& source, const SurveyedPlace& place,
                                             const std::string& camera, engine::Time starts, WatchEars ears);

/// Gives the zones of the same camera in its picture, for a preview: their outlines in pixels, parts behind the lens
/// cut off. `eye` is its geometry.
std::vector<PictureZone> zones_of_camera(const engine::Configuration& configuration, const std::string& camera,
                                         std::optional<engine::CameraGeometry>& eye);

}  // namespace tricolor::harness
