// Watches by a camera whose place is surveyed: the engine is configured as a run's is, and nobody answers it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "service/watch/lone_engine.h"
#include "service/watch/picture_watch.h"
#include "service/watch/stay_alarms.h"

namespace tricolor::harness {
namespace {

using engine::Duration;
using engine::Time;

engine::CameraId camera_of(const engine::Configuration& configuration, const std::string& camera) {
  const auto found = std::find_if(configuration.cameras.begin(), configuration.cameras.end(),
                                  [&](const engine::Camera& c) { return camera.empty() || c.name == camera; });
  if (found == configuration.cameras.end())
    throw std::runtime_error(fmt::format("--camera: must be a camera of the scenario, got '{}'", camera));
  return engine::CameraId{static_cast<std::uint32_t>(found - configuration.cameras.begin())};
}

// Gives the outline in the camera's picture. Sides are followed in short steps, of which those behind the lens are left
// out.
engine::GroundPolygon seen_outline(const engine::GroundPolygon& outline, const engine::CameraGeometry& eye) {
  constexpr int kSteps = 24;
  constexpr double kFarOutside = 4;  // Multiple of the picture's width and height; a point farther outside is left out.
  engine::GroundPolygon seen;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const engine::GroundPoint from = outline[i], to = outline[(i + 1) % outline.size()];
    for (int step = 0; step < kSteps; ++step) {
      const double share = static_cast<double>(step) / kSteps;
      const auto point = eye.project(from.x_m + share * (to.x_m - from.x_m), from.y_m + share * (to.y_m - from.y_m), 0);
      if (point && std::abs(point->x_px) < kFarOutside * eye.width_px &&
          std::abs(point->y_px) < kFarOutside * eye.height_px)
        seen.push_back({point->x_px, point->y_px});
    }
  }
  return seen;
}

class SurveyedWatch : public PictureWatch {
 public:
  SurveyedWatch(std::string source, const SurveyedPlace& place, const std::string& camera, Time starts, WatchEars ears)
      : source_(std::move(source)), ears_(std::move(ears)), configuration_(place.configuration), starts_(starts) {
    camera_ = camera_of(configuration_, camera);
    alarms_ = std::make_unique<StayAlarms>(
        StayAlarms::Names{source_, [this](engine::ZoneId id) { return configuration_.zones.at(id.value).name; },
                          [this](engine::ClassId id) { return configuration_.classes.at(id.value).code_name; }, starts},
        ears_, [this] { return next_number_++; });
    engine_ = std::make_unique<LoneEngine>(place.vision, std::min(place.since, starts), configuration_, place.policy,
                                           [this](const engine::Event& event) { alarms_->hear(event, picture_); });
  }

  void look(const std::shared_ptr<const engine::Image>& picture, Duration at) override {
    picture_ = picture.get();
    engine_->handle(engine::Frame{camera_, starts_ + at, picture}, starts_ + at);
    picture_ = nullptr;
  }

  void blind(Duration from, Duration now) override {
    engine_->handle(engine::Blind{camera_, starts_ + from, engine::BlindReason::disconnected}, starts_ + now);
  }

  std::vector<TimedBox> timed() const override {
    std::vector<TimedBox> boxes;
    alarms_->add_timed(boxes);
    return boxes;
  }

 private:
  std::string source_;
  WatchEars ears_;
  engine::Configuration configuration_;
  Time starts_;
  engine::CameraId camera_;
  std::unique_ptr<StayAlarms> alarms_;
  std::uint32_t next_number_ = 1;
  const engine::Image* picture_ = nullptr;
  std::unique_ptr<LoneEngine> engine_;
};

}  // namespace

std::unique_ptr<PictureWatch> watch_surveyed(const std::string& source, const SurveyedPlace& place,
                                             const std::string& camera, Time starts, WatchEars ears) {
  return std::make_unique<SurveyedWatch>(source, place, camera, starts, std::move(ears));
}

std::vector<PictureZone> zones_of_camera(const engine::Configuration& configuration, const std::string& camera,
                                         std::optional<engine::CameraGeometry>& eye) {
  const engine::CameraId id = camera_of(configuration, camera);
  eye = configuration.cameras.at(id.value).geometry;
  std::vector<PictureZone> zones;
  for (const engine::Zone& zone : configuration.zones) {
    if (std::find(zone.cameras.begin(), zone.cameras.end(), id) == zone.cameras.end()) continue;
    PictureZone shown;
    shown.name = zone.name;
    shown.outline = eye ? seen_outline(zone.outline, *eye) : zone.outline;
    zones.push_back(std::move(shown));
  }
  return zones;
}

}  // namespace tricolor::harness
